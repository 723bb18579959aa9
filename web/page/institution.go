package page

import "consilium/community"

// DeskInstitutions is the page GET /desk/institutions, with
// ?domain=DOMAIN to change an entry. POST there with the fields of
// community.InstitutionDraft: domain, name, organisations (one a line),
// subdomains, alumni, sure ("on") makes or changes one; POST
// /desk/institutions/{domain}/remove takes it off the list.
type DeskInstitutions struct {
	List  []Institution
	Draft community.InstitutionDraft
	// Changing is the domain whose entry is in the form; "" for a new one.
	Changing string
	// AskSure offers to say that a domain which looks like a listed one is meant.
	AskSure bool
	// Letters says that a mail server is configured: without one no address can be
	// proved.
	Letters  bool
	Problems Problems
}

func (v DeskInstitutions) meta(p *Printer) meta {
	return deskMeta(p, "desk-institutions", "institutions")
}

// Institution is a domain whose addresses prove that somebody works there.
type Institution struct {
	community.InstitutionDomain
	ByName string // who of the staff wrote it last
	People int    // accounts that proved an address there
}
