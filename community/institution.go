package community

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"consilium/community/credential"
)

// InstitutionDomain is a domain whose addresses an institution gives to its own
// people: who reads letters there works there (V4).
type InstitutionDomain struct {
	// Domain as CanonicalHost writes it, without a port.
	Domain string
	// Name is the institution's, as people know it.
	Name string
	// Subdomains says that all hosts below the domain are the institution's too.
	Subdomains bool
	// Alumni says that the addresses outlast the employment: they prove nothing.
	Alumni bool
	// Organisations are names under which registers know the institution.
	Organisations []string
	Created       time.Time
	By            ActorID
}

// MailProofFor is how long the control of an address counts before it has to be
// proved again (V4: six months), MailProofLetter how long before that a letter
// says so, and MailProofLink how long the link in a letter works.
const (
	MailProofFor    = 182 * 24 * time.Hour
	MailProofLetter = 14 * 24 * time.Hour
	MailProofLink   = 30 * time.Minute
)

// MatchInstitution finds whose mailbox an address is: the listed domain itself,
// or a host below one that is listed with its sub-domains; the most specific
// entry decides. Nothing else counts, whatever it looks like. The error is an
// *Invalid naming "email": the shape, a domain that only looks like a listed
// one, one that is not listed, or one of alumni.
func MatchInstitution(address string, list []InstitutionDomain) (Mailbox, InstitutionDomain, error) {
	m, err := ParseMailbox(address)
	if err != nil {
		return m, InstitutionDomain{}, err
	}
	var found InstitutionDomain
	for _, d := range list {
		if d.owns(m.Host) && len(d.Domain) > len(found.Domain) {
			found = d
		}
	}
	switch {
	case found.Domain == "":
		return m, found, notListed(m.Host, list)
	case found.Alumni || m.Host != found.Domain && namesAlumni(m.Host):
		return m, found, invalid("email", "institution.alumni_address", "institution", found.Name)
	}
	return m, found, nil
}

// owns compares whole labels, never ends of text: "evil-hospital.org" and
// "hospital.org.evil.com" are no hosts of hospital.org.
func (d InstitutionDomain) owns(host string) bool {
	return host == d.Domain || d.Subdomains && strings.HasSuffix(host, "."+d.Domain)
}

func notListed(host string, list []InstitutionDomain) error {
	seen := skeleton(host)
	for _, d := range list {
		if like := skeleton(d.Domain); seen == like || strings.HasSuffix(seen, "."+like) && !strings.HasSuffix(host, "."+d.Domain) {
			return invalid("email", "institution.look_alike", "domain", d.Domain)
		}
	}
	return invalid("email", "institution.not_listed", "host", host)
}

// namesAlumni tells a sub-domain for former people which nobody listed as one.
func namesAlumni(host string) bool {
	words := []string{"alumni", "alum", "alumnus", "alumna", "alumnae", "ehemalige", "emeriti", "anciens"}
	return slices.ContainsFunc(strings.Split(host, "."), func(label string) bool { return slices.Contains(words, label) })
}

// BindsEntry says whether a mailbox at the institution binds a register's entry
// to who reads it: the mailbox has to bear the name of the entry, and the
// register itself to name the institution, by one of the names staff wrote
// beside the domain or by the mailbox's host (V3).
func (d InstitutionDomain) BindsEntry(m Mailbox, record credential.Record) bool {
	if d.Alumni || !d.owns(m.Host) || !m.BearsName(record.Names) {
		return false
	}
	for _, name := range record.Organisations {
		if slices.ContainsFunc(d.Organisations, func(known string) bool { return bareWords(known) == bareWords(name) && bareWords(name) != "" }) {
			return true
		}
	}
	return slices.ContainsFunc(record.EmailDomains, func(domain string) bool {
		host, err := CanonicalHost(domain)
		return err == nil && host == m.Host
	})
}

// bareWords is a name without what registers write differently: capitals,
// accents, stops and spaces.
func bareWords(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFKD.String(name))
}

// InstitutionDraft is the form for an InstitutionDomain. Organisations has one
// name a line; Sure says that a domain which looks like a listed one is meant.
type InstitutionDraft struct {
	Domain, Name, Organisations string
	Subdomains, Alumni, Sure    bool
}

// Bounds of an institution's entry.
const (
	MaxInstitutionName = 120
	MaxOrganisations   = 50
)

// MakeInstitution judges the form, given what is listed already. Domains that
// anybody can have an address at, whole top-level domains, and names in mixed
// scripts are refused.
func MakeInstitution(d InstitutionDraft, listed []InstitutionDomain) (InstitutionDomain, error) {
	typed := strings.ToLower(strings.TrimSpace(d.Domain))
	typed = strings.TrimPrefix(typed, "@")
	host, err := CanonicalHost(typed)
	made := InstitutionDomain{Domain: host, Name: cleanLine(d.Name), Subdomains: d.Subdomains, Alumni: d.Alumni,
		Organisations: organisations(d.Organisations)}
	switch {
	case err != nil, strings.ContainsAny(host, ":[]"), !strings.Contains(host, "."), isAddress(host):
		return made, invalid("domain", "domain.not_a_host")
	case !shows(typed, host):
		return made, invalid("domain", "institution.odd_letters")
	case tooWide(host):
		return made, invalid("domain", "institution.too_wide")
	case forAnybody(host):
		return made, invalid("domain", "institution.for_anybody")
	case made.Name == "":
		return made, invalid("name", "institution.name_needed")
	case len([]rune(made.Name)) > MaxInstitutionName:
		return made, invalid("name", "account.too_long", "limit", MaxInstitutionName)
	case len(made.Organisations) > MaxOrganisations:
		return made, invalid("organisations", "institution.too_many_organisations", "limit", MaxOrganisations)
	}
	for _, other := range listed {
		if other.Domain != host && skeleton(other.Domain) == skeleton(host) && !d.Sure {
			return made, invalid("domain", "institution.like_listed", "domain", other.Domain)
		}
	}
	return made, nil
}

func organisations(lines string) []string {
	var list []string
	for line := range strings.Lines(lines) {
		name := cut(cleanLine(line), MaxInstitutionName)
		if bareWords(name) != "" && !slices.Contains(list, name) {
			list = append(list, name)
		}
	}
	return list
}

// tooWide tells a domain under which a country registers everybody's.
func tooWide(host string) bool {
	second, top, found := strings.Cut(host, ".")
	kinds := []string{"co", "com", "org", "net", "edu", "ac", "gov", "gob", "gouv", "govt", "gv", "or", "ne", "go", "mil", "sch", "med", "id", "in"}
	return found && len(top) == 2 && slices.Contains(kinds, second)
}

// forAnybody tells the providers at which anybody can have an address.
func forAnybody(host string) bool {
	first, rest, _ := strings.Cut(host, ".")
	brands := []string{"gmail", "googlemail", "hotmail", "outlook", "live", "yahoo", "ymail", "gmx", "yandex", "icloud", "protonmail", "zoho"}
	hosts := []string{"msn.com", "me.com", "mac.com", "aol.com", "web.de", "t-online.de", "freenet.de", "proton.me", "pm.me", "mail.com", "mail.ru",
		"qq.com", "163.com", "126.com", "fastmail.com", "tutanota.com", "tuta.io", "posteo.de", "mailbox.org", "orange.fr", "wanadoo.fr", "free.fr",
		"laposte.net", "libero.it", "comcast.net", "bluewin.ch", "doctors.org.uk"}
	return slices.Contains(brands, first) && (!strings.Contains(rest, ".") || tooWide(rest)) || slices.Contains(hosts, host)
}
