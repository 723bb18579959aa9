package community

import (
	"maps"
	"slices"
	"time"
	"unicode/utf8"
)

// DraftID names what somebody has written and not posted yet.
type DraftID int64

// DraftKind says what a draft becomes when it is posted.
type DraftKind string

// The kinds of drafts.
const (
	DraftOfCase  DraftKind = "case"
	DraftOfReply DraftKind = "reply"
	DraftOfEdit  DraftKind = "edit"
)

// DraftState is where a draft stands on its way to a post (C5); words under
// "draft.state.SLUG".
type DraftState string

// The states of a draft. One that is held waits for a reviewer and is not changed
// meanwhile; one that was returned has to be, one that was released may be posted
// with exactly the words that were read.
const (
	DraftOpen     DraftState = "draft"
	DraftHeld     DraftState = "held"
	DraftReturned DraftState = "returned"
	DraftReleased DraftState = "released"
)

// Draft is a form that was not sent yet, for its owner alone.
type Draft struct {
	ID    DraftID // 0 until it is saved
	Owner ActorID
	Kind  DraftKind
	// Parent is the post a reply answers, Post the one an edit changes; 0 for none.
	Parent, Post PostID
	// Form is what the fields of the form held, as net/url.Values has it.
	Form map[string][]string
	// Media are the pictures it keeps, in their order.
	Media []MediaID
	// Title is what a list shows of it; "" for none.
	Title string
	State DraftState
	// Reason is the author's to the reviewer, Note the reviewer's to the author,
	// Digest the SHA-256 of the words the reviewer judged, in hexadecimal.
	Reason, Note, Digest string
	Reviewer             ActorID
	Created              time.Time
	// Saved is its version: whoever saves it again says which one they know.
	Saved          time.Time
	Held, Reviewed time.Time
}

// Bounds of drafts: how many one person keeps, and of one form the number of its
// values and their length together in bytes.
const (
	MaxDrafts      = 50
	MaxDraftValues = 400
	MaxDraftBytes  = 1 << 20
)

// Check gives the draft with clean texts; *Invalid for a kind there is not and for
// a form that is larger than any page sends.
func (d Draft) Check() (Draft, error) {
	if !slices.Contains([]DraftKind{DraftOfCase, DraftOfReply, DraftOfEdit}, d.Kind) {
		return Draft{}, invalid("", "case.unknown_choice")
	}
	size, number := 0, 0
	form := make(map[string][]string, len(d.Form))
	for _, name := range slices.Sorted(maps.Keys(d.Form)) {
		for _, value := range d.Form[name] {
			size += len(name) + len(value)
			number++
			form[CleanText(name)] = append(form[CleanText(name)], CleanText(value))
		}
	}
	if size > MaxDraftBytes || number > MaxDraftValues {
		return Draft{}, invalid("", "draft.too_long")
	}
	d.Form = form
	d.Title = cleanLine(d.Title)
	if runes := []rune(d.Title); utf8.RuneCountInString(d.Title) > MaxTitle {
		d.Title = string(runes[:MaxTitle])
	}
	return d, nil
}

// Open says whether its owner may change it.
func (d Draft) Open() bool { return d.State != DraftHeld }
