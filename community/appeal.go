package community

import (
	"time"
	"unicode/utf8"
)

// Appeal is what somebody says against a decision about them.
type Appeal struct {
	Text    string
	Created time.Time
	// Decided is zero while it waits. Lifted says that the decision was taken back;
	// Answer is what staff wrote to the person.
	Decided time.Time
	By      ActorID
	Lifted  bool
	Answer  string
}

// MaxAppeal bounds what is said in an appeal, in characters.
const MaxAppeal = 2000

// AppealDays is how long one can appeal after a decision.
const AppealDays = 180

// Appealable says whether the person may appeal at a moment: once for each
// decision, and not for ever.
func (d Decision) Appealable(now time.Time) bool {
	return d.Appeal == nil && d.Lifted.IsZero() && now.Before(d.Created.AddDate(0, 0, AppealDays))
}

// MakeAppeal judges what somebody says against a decision. ErrNotFound for a
// decision about somebody else, ErrConflict when it cannot be appealed (any more).
func MakeAppeal(d Decision, by ActorID, text string, now time.Time) (Appeal, error) {
	text = CleanText(text)
	switch {
	case by == 0 || d.Person != by:
		return Appeal{}, ErrNotFound
	case !d.Appealable(now):
		return Appeal{}, ErrConflict
	case cleanLine(text) == "":
		return Appeal{}, invalid("text", "appeal.needed")
	case utf8.RuneCountInString(text) > MaxAppeal:
		return Appeal{}, invalid("text", "flag.too_long", "limit", MaxAppeal)
	}
	return Appeal{Text: text, Created: now}, nil
}

// MayDecideAppeal says whether somebody of the staff may decide about an appeal:
// not the person, and not who decided, unless nobody else could.
func MayDecideAppeal(d Decision, by ActorID, others bool) bool {
	return by != 0 && by != d.Person && d.Appeal != nil && d.Appeal.Decided.IsZero() && (by != d.By || !others)
}
