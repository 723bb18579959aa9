package community

import (
	"strings"
	"time"
	"unicode/utf8"
)

// CollectionID numbers a collection.
type CollectionID int64

// Collection is cases that a member put together, in an order of their own (C16). It
// shows nobody a case they may not read.
type Collection struct {
	ID    CollectionID
	Owner ActorID
	Name  string
	Note  string
	// Shared shows it to the members of this institution; else it is its owner's.
	Shared           bool
	Created, Changed time.Time
}

// Bounds of collections, in characters and numbers.
const (
	MaxCollections    = 100 // a member
	MaxCollected      = 500 // cases of one
	MaxCollectionName = 80
	MaxCollectionNote = 1000
)

// CollectionDraft is the form of a collection.
type CollectionDraft struct {
	Name, Note string
	Shared     bool
}

// Check judges the form: *Invalid names the field "name" or "note".
func (d CollectionDraft) Check() (Collection, error) {
	c := Collection{Name: cleanLine(d.Name), Note: strings.TrimSpace(CleanText(d.Note)), Shared: d.Shared}
	switch {
	case c.Name == "":
		return c, invalid("name", "case.title_needed")
	case utf8.RuneCountInString(c.Name) > MaxCollectionName:
		return c, invalid("name", "case.too_long", "limit", MaxCollectionName)
	case utf8.RuneCountInString(c.Note) > MaxCollectionNote:
		return c, invalid("note", "case.too_long", "limit", MaxCollectionNote)
	}
	return c, nil
}
