package page

import "consilium/community"

// Collections is the page GET /collections: those of the member and those colleagues
// share.
type Collections struct {
	Own, Shared []CollectionLine
	New         CollectionForm
}

func (v Collections) meta(p *Printer) meta {
	return meta{"collections", p.T("collection.title"), "cases"}
}

// CollectionLine is a collection in a list; its page is /collections/{ID}. It says
// neither how many cases there are nor when one was added: some may be hidden from who
// reads it.
type CollectionLine struct {
	ID, Name, Note string
	Shared         bool
	Owner          *Person // nil for one's own
}

// CollectionForm is a form of POST to URL with the fields name, note, shared ("on" or
// ""), seen and case.
type CollectionForm struct {
	URL   string
	Draft community.CollectionDraft
	// Case is the case that will be the first of it, by number and title; "" for none.
	Case, CaseTitle string
	Seen            string // what the owner was told of; comes back with the form
	Problems        Problems
}

// MaxName is how long a name may be, in characters.
func (f CollectionForm) MaxName() int { return community.MaxCollectionName }

// MaxNote is how long what is said of a collection may be, in characters.
func (f CollectionForm) MaxNote() int { return community.MaxCollectionNote }

// Collection is the page GET /collections/{id}. Its owner changes it with POST to
// /collections/{ID}, /note, /move, /remove (with the field case) and /delete.
type Collection struct {
	CollectionLine
	Cases []CollectedCase // of this page
	Pages Pages           // Newer is the page before
	Form  *CollectionForm // nil for who is not its owner
}

func (v Collection) meta(*Printer) meta { return meta{"collection", v.Name, "cases"} }

// CollectedCase is a case of a collection with the note of its owner.
type CollectedCase struct {
	Post        Post
	Note        string
	First, Last bool // of all that the reader may see
	// Draft is what stands in the form; Seen comes back with it.
	Draft, Seen string
	Problems    Problems
}

// MaxNote is how long a note may be, in characters.
func (c CollectedCase) MaxNote() int { return community.MaxCollectedNote }

// Collecting is how a member puts a case into a collection of theirs: POST to URL with
// the fields collection (an ID) or, for a new one, name.
type Collecting struct {
	URL           string
	Holding       []CollectionLine // that hold it already
	Others        []Option
	MaxNameLength int
}
