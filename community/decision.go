package community

import (
	"slices"
	"time"
	"unicode/utf8"
)

// DecisionID names a decision of staff.
type DecisionID int64

// DecisionAct is what staff decided about a post or a person; words under
// "decision.act.SLUG".
type DecisionAct string

// What can be decided against somebody. The sanctions go by their own names.
const (
	DecideRemove DecisionAct = "removed"
	// DecideEdit keeps a post hidden until its author has changed it.
	DecideEdit DecisionAct = "edit"
	DecideWarn DecisionAct = "warned"
)

// Sanction is the sanction an act is; "" when it is none.
func (a DecisionAct) Sanction() SanctionKind {
	if k := SanctionKind(a); slices.Contains(SanctionKinds(), k) {
		return k
	}
	return ""
}

// FlagOutcome is what became of a report; words under "decision.outcome.SLUG". It
// is one of those below, or the DecisionAct that was taken.
type FlagOutcome string

// The outcomes that are no decision against anybody.
const (
	// OutcomeNone: looked at, nothing to do. What was hidden is shown again.
	OutcomeNone FlagOutcome = "none"
	// OutcomeUnfounded: there was nothing to it. It counts against the power of its
	// reporter to hide at once.
	OutcomeUnfounded FlagOutcome = "unfounded"
)

// FlagOutcomes lists what can become of a report, in the order of the statistics.
func FlagOutcomes() []FlagOutcome {
	list := []FlagOutcome{OutcomeUnfounded, OutcomeNone, FlagOutcome(DecideEdit), FlagOutcome(DecideRemove), FlagOutcome(DecideWarn)}
	for _, k := range SanctionKinds() {
		list = append(list, FlagOutcome(k))
	}
	return list
}

// Decision is what staff decided about somebody, with its statement of reasons.
type Decision struct {
	ID     DecisionID
	Person ActorID
	// Post is what it is about, 0 for the person alone; Flag the report it came from,
	// 0 for none.
	Post PostID
	Flag FlagID
	Act  DecisionAct
	// Reason is the code, Note what staff wrote to the person.
	Reason  FlagCategory
	Note    string
	By      ActorID
	Created time.Time
	// Until is when a sanction ends; zero for no end.
	Until time.Time
	// Lifted is when it was taken back; zero while it stands.
	Lifted time.Time
	// Appeal is what the person said against it; nil for nothing.
	Appeal *Appeal
}

// InForce says whether a decision still has an effect at a moment.
func (d Decision) InForce(now time.Time) bool {
	return d.Lifted.IsZero() && (d.Until.IsZero() || now.Before(d.Until))
}

// DecisionDraft is the form with which staff close a report, or act on a person
// without one.
type DecisionDraft struct {
	// Posts is what becomes of the reported posts: "" (they stay, or are shown again),
	// DecideEdit or DecideRemove.
	Posts string
	// Person is what becomes of the author: "" for nothing, DecideWarn or a sanction.
	Person string
	// Days is how long a sanction lasts: one of SanctionDays, "" for no end.
	Days string
	// Unfounded says that there was nothing to the report.
	Unfounded bool
	Reason    string
	// Note is to the person.
	Note string
}

// Verdict is a judged DecisionDraft.
type Verdict struct {
	Posts, Person DecisionAct
	Until         time.Time
	Outcome       FlagOutcome
	Reason        FlagCategory
	Note          string
}

// MaxDecisionNote bounds what staff write to the person, in characters.
const MaxDecisionNote = 1000

// SanctionDays are the lengths of sanctions to choose from.
func SanctionDays() []string { return []string{"1", "7", "30", "90"} }

var sanctionDays = map[string]int{"1": 1, "7": 7, "30": 30, "90": 90}

// Decide judges a decision. Whoever is decided about is told why: a reason and a
// note are needed for everything that is against somebody.
func Decide(d DecisionDraft, now time.Time) (Verdict, error) {
	v := Verdict{Posts: DecisionAct(d.Posts), Person: DecisionAct(d.Person), Reason: FlagCategory(d.Reason), Note: CleanText(d.Note)}
	days, known := sanctionDays[d.Days]
	switch {
	case !slices.Contains([]DecisionAct{"", DecideEdit, DecideRemove}, v.Posts):
		return v, invalid("posts", "decision.unknown")
	case v.Person != "" && v.Person != DecideWarn && v.Person.Sanction() == "":
		return v, invalid("person", "decision.unknown")
	case d.Days != "" && !known:
		return v, invalid("days", "decision.unknown")
	case d.Unfounded && (v.Posts != "" || v.Person != ""):
		return v, invalid("unfounded", "decision.unfounded_alone")
	case utf8.RuneCountInString(v.Note) > MaxDecisionNote:
		return v, invalid("note", "flag.too_long", "limit", MaxDecisionNote)
	case v.against() && !slices.Contains(flagCategories, v.Reason):
		return v, invalid("reason", "flag.category_needed")
	case v.against() && v.Note == "":
		return v, invalid("note", "decision.note_needed")
	}
	if known && v.Person.Sanction() != "" {
		v.Until = now.Add(time.Duration(days) * 24 * time.Hour)
	}
	v.Outcome = v.outcome(d.Unfounded)
	return v, nil
}

func (v Verdict) against() bool { return v.Posts != "" || v.Person != "" }

// outcome is what is counted: what was done to the person, else to the posts.
func (v Verdict) outcome(unfounded bool) FlagOutcome {
	switch {
	case v.Person != "":
		return FlagOutcome(v.Person)
	case v.Posts != "":
		return FlagOutcome(v.Posts)
	case unfounded:
		return OutcomeUnfounded
	}
	return OutcomeNone
}
