package page

import "consilium/community"

// Responding is what the form for a reply under a case asks beside the text, in the
// fields response (a slug of community.ResponseKind), evidence and departs.
type Responding struct {
	Kinds             []string // slugs to choose from
	Kind              string
	Departs, Evidence string
}

// Open tells whether the evidence is shown unfolded.
func (r Responding) Open() bool { return r.Departs != "" || r.Evidence != "" }

// MaxDeparts is how long the reason may be, in characters.
func (r Responding) MaxDeparts() int { return community.MaxDeparts }

// ResponseGroup is what a case shows under one heading: the responses of a kind.
type ResponseGroup struct {
	Kind  string // a slug
	Posts []Post // in reading order
}

// ResponseFilter is a link to the responses of one kind.
type ResponseFilter struct {
	Kind    string // a slug; "" for all
	Count   int
	URL     string
	Current bool
}

// OtherReplies are those of people who are no verified clinicians to a public case.
// POST /p/{id}/hide-others and /p/{id}/show-others, without fields, switch them off
// and on.
type OtherReplies struct {
	Posts []Post
	// Quiet says that they are switched off, and the viewer, who keeps the case,
	// sees them all the same.
	Quiet, MayChange bool
}

// Flagged says that the post rests on a publication that was retracted.
func (p Post) Flagged() bool {
	for _, c := range p.Citations {
		if c.Retraction == community.Retracted {
			return true
		}
	}
	return false
}
