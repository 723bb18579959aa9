package community

import (
	"slices"
	"time"
	"unicode/utf8"
)

// FlagCategory is why something was reported; words under "flag.SLUG".
type FlagCategory string

var flagCategories = []FlagCategory{"patient-identifiable", "dangerous-advice", "impersonation", "harassment", "spam", "rules", "other"}

// FlagCategories lists the reasons to choose from, the gravest first.
func FlagCategories() []FlagCategory { return append([]FlagCategory(nil), flagCategories...) }

// Flag is a report to the staff.
type Flag struct {
	ID FlagID
	// IRI is the activity of a report from elsewhere, or the one we sent.
	IRI      IRI
	Reporter ActorID
	Target   ActorID
	Posts    []PostID
	Category FlagCategory
	Comment  string
	// Forward asks to tell the server of the reported person too.
	Forward bool
	Created time.Time
	// Resolved is zero while open; ResolvedBy is who closed it.
	Resolved   time.Time
	ResolvedBy ActorID
}

// MaxComment bounds the comment of a report, in characters.
const MaxComment = 1000

// FlagDraft is the report form.
type FlagDraft struct {
	Category, Comment string
	Posts             []Post
	Forward           bool
}

// Report judges a report form.
func Report(by, target Actor, d FlagDraft, now time.Time) (Flag, error) {
	d.Comment = CleanText(d.Comment)
	switch {
	case by.ID == target.ID:
		return Flag{}, invalid("target", "flag.self")
	case !slices.Contains(flagCategories, FlagCategory(d.Category)):
		return Flag{}, invalid("category", "flag.category_needed")
	case utf8.RuneCountInString(d.Comment) > MaxComment:
		return Flag{}, invalid("comment", "flag.too_long", "limit", MaxComment)
	}
	f := Flag{Reporter: by.ID, Target: target.ID, Category: FlagCategory(d.Category), Comment: d.Comment,
		Forward: d.Forward && !target.Local, Created: now}
	for _, p := range d.Posts {
		if p.Author != target.ID {
			return Flag{}, invalid("posts", "flag.foreign_post")
		}
		f.Posts = append(f.Posts, p.ID)
	}
	return f, nil
}
