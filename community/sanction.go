package community

import (
	"slices"
	"time"
)

// SanctionKind is what somebody may not do for a while; words under
// "sanction.SLUG".
type SanctionKind string

// The sanctions (M2), the mildest first.
const (
	// Veiled shows the pictures of somebody behind a warning.
	Veiled SanctionKind = "veiled"
	// Silenced keeps what somebody writes out of the lists of people who do not
	// follow them.
	Silenced SanctionKind = "silenced"
	// NoAnswers keeps somebody from taking part in cases.
	NoAnswers SanctionKind = "no-answers"
	// NoPosts keeps somebody from writing anything.
	NoPosts SanctionKind = "no-posts"
	// Suspended closes the way in. With an end, what was written stays where it is,
	// and is in no public list; without one the account is closed (Actor.Suspended).
	Suspended SanctionKind = "suspended"
)

// SanctionKinds lists them, the mildest first.
func SanctionKinds() []SanctionKind {
	return []SanctionKind{Veiled, Silenced, NoAnswers, NoPosts, Suspended}
}

// Sanction is one that was imposed. Until is the first moment it no longer counts;
// zero for one without an end.
type Sanction struct {
	Kind  SanctionKind
	Until time.Time
}

// Sanctions are those of one person, as far as they were not lifted; the clock may
// have ended some.
type Sanctions []Sanction

// Has says whether one of a kind counts at a moment. A moment that is not known
// (zero) ends none: fail closed.
func (s Sanctions) Has(kind SanctionKind, now time.Time) bool {
	return slices.ContainsFunc(s, func(one Sanction) bool { return one.Kind == kind && one.counts(now) })
}

func (s Sanction) counts(now time.Time) bool {
	return s.Until.IsZero() || now.IsZero() || now.Before(s.Until)
}

// ShutOut says whether somebody is suspended for a while: nobody signs in with the
// account, and no app acts for it, until then.
func (a Actor) ShutOut(now time.Time) bool { return a.Sanctions.Has(Suspended, now) }

// Limited says whether what somebody writes stays out of the lists of people who
// do not follow them.
func (s Sanctions) Limited(now time.Time) bool { return s.Has(Silenced, now) || s.Has(Suspended, now) }

// Veils says whether a post of somebody goes behind a warning because of their
// sanctions: it has pictures.
func (a Actor) Veils(p Post, now time.Time) bool {
	return len(p.Media) > 0 && a.Sanctions.Has(Veiled, now)
}

// End is when the last sanction of a kind ends; zero when it has no end, or there
// is none.
func (s Sanctions) End(kind SanctionKind) time.Time {
	var end time.Time
	for _, one := range s {
		switch {
		case one.Kind != kind:
		case one.Until.IsZero():
			return time.Time{}
		case one.Until.After(end):
			end = one.Until
		}
	}
	return end
}

// barred are the actions a sanction keeps somebody from; May asks it. Suspended
// keeps from everything, which Actor.Subject sees to.
var barred = map[SanctionKind][]Action{
	NoAnswers: {AnswerCase, GiveAnswer, VoteDifferential, AnswerClinical},
	NoPosts: {WritePosts, WriteReply, OpenCase, OpenPublicCase, AnswerCase, GiveAnswer, VoteDifferential, WriteClinical, AnswerClinical,
		RequestReferral},
}

// bars says whether a sanction that counts keeps the subject from an action.
func (s Subject) bars(a Action) bool {
	return slices.ContainsFunc(s.Sanctions, func(k SanctionKind) bool { return slices.Contains(barred[k], a) })
}

// counting are the kinds that count at a moment.
func (s Sanctions) counting(now time.Time) []SanctionKind {
	var kinds []SanctionKind
	for _, one := range s {
		if one.counts(now) && !slices.Contains(kinds, one.Kind) {
			kinds = append(kinds, one.Kind)
		}
	}
	return kinds
}
