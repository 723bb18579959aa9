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
	MaxCollectedNote  = 500 // about one case
)

// Collected is a case of a collection, with what its owner wrote beside it.
type Collected struct {
	Post Post
	Note string
}

// CollectionDraft is the form of a collection.
type CollectionDraft struct {
	Name, Note string
	Shared     bool
	// Gate is what its owner shows at the gate.
	Gate Clearance
}

// Check judges the form, its words as strictly as those of a case, also where they are
// for their owner alone: they can be shared later. *Invalid names the field "name" or
// "note"; *Stopped says that the gate stopped it.
func (d CollectionDraft) Check(o InspectOptions) (Collection, error) {
	c := Collection{Name: cleanLine(d.Name), Note: strings.TrimSpace(CleanText(d.Note)), Shared: d.Shared}
	switch {
	case c.Name == "":
		return c, invalid("name", "collection.name_needed")
	case utf8.RuneCountInString(c.Name) > MaxCollectionName:
		return c, invalid("name", "case.too_long", "limit", MaxCollectionName)
	case utf8.RuneCountInString(c.Note) > MaxCollectionNote:
		return c, invalid("note", "case.too_long", "limit", MaxCollectionNote)
	}
	var all passages
	all.add("name", c.Name)
	all.add("note", c.Note)
	return c, Pass(all, o, d.Gate)
}

// CollectedNote is the form of a note about a case of a collection.
type CollectedNote struct {
	Text string
	Gate Clearance
}

// Check judges a note as strictly as a case, since it is about one; "" is none.
// *Invalid names the field "note"; *Stopped says that the gate stopped it.
func (n CollectedNote) Check(o InspectOptions) (string, error) {
	note := strings.TrimSpace(CleanText(n.Text))
	if utf8.RuneCountInString(note) > MaxCollectedNote {
		return note, invalid("note", "case.too_long", "limit", MaxCollectedNote)
	}
	var all passages
	all.add("note", note)
	return note, Pass(all, o, n.Gate)
}
