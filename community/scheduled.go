package community

import (
	"errors"
	"time"
)

// ScheduledID names a post that is to be posted later.
type ScheduledID int64

// Scheduled is a post its author wrote for a later moment. Nobody else reads it. The
// rules and the gate judge it when it is scheduled, and again when it is posted.
type Scheduled struct {
	ID    ScheduledID // 0 until it is kept
	Owner ActorID
	// Due is when it is to be posted.
	Due time.Time
	// Draft is what it is to be. Cases are not scheduled.
	Draft PostDraft
	// Parent is the post it answers, Quoted the one it quotes, Group the group that was
	// chosen for it; 0 for none.
	Parent, Quoted PostID
	Group          ActorID
	// Media are its pictures, in their order.
	Media []MediaID
	// Key is the Idempotency-Key it came with, "" for none; Application the app it came
	// from, 0 for our pages.
	Key         string
	Application int64
	Created     time.Time
	// Failed is when it was refused at its moment, Problem why; zero when it was not.
	Failed  time.Time
	Problem Problem
}

// Bounds of what is scheduled, as Mastodon has them: how far ahead at least, and how
// many one member has in all and for one day (UTC).
const (
	MinScheduleAhead = 5 * time.Minute
	MaxScheduled     = 300
	MaxScheduledADay = 25
	maxScheduleAhead = 5 * 366 * 24 * time.Hour
)

// CheckMoment says whether something may be scheduled for a moment; *Invalid for the
// field scheduled_at.
func CheckMoment(due, now time.Time) error {
	switch {
	case due.Sub(now) < MinScheduleAhead:
		return invalid("scheduled_at", "scheduled.too_soon", "minutes", int(MinScheduleAhead/time.Minute))
	case due.Sub(now) > maxScheduleAhead:
		return invalid("scheduled_at", "scheduled.too_late")
	}
	return nil
}

// Restricted says whether it is to be for people of the institution only.
func (s Scheduled) Restricted() bool { return Audience{Kind: s.Draft.Audience}.Restricted() }

// WithScheduled says what the publication was made of: it takes effect once, and not
// any more when that is gone.
func (p Publication) WithScheduled(id ScheduledID) Publication {
	p.scheduled = id
	return p
}

// Scheduled names what the publication was made of; 0 for none.
func (p Publication) Scheduled() ScheduledID { return p.scheduled }

// WhyUnposted is what the author is told of an error with which a scheduled post was
// refused for good; false for one that says nothing about the post, so that it is tried
// again.
func WhyUnposted(err error) (Problem, bool) {
	var bad *Invalid
	var stopped *Stopped
	switch {
	case errors.As(err, &stopped):
		return Say("scheduled.stopped"), true
	case errors.As(err, &bad):
		return bad.Problem, true
	case errors.Is(err, ErrNotFound), errors.Is(err, ErrGone):
		return Say("scheduled.gone"), true
	case errors.Is(err, ErrForbidden), errors.Is(err, ErrConflict):
		return Say("scheduled.forbidden"), true
	}
	return Problem{}, false
}
