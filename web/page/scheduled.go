package page

import (
	"time"

	"consilium/community"
)

// MomentLayout is how forms write a moment, in the time zone of whoever fills them in
// (HTML, datetime-local).
const MomentLayout = "2006-01-02T15:04"

// ScheduledLine is a scheduled post in the list of drafts; its page is /scheduled/{ID}.
type ScheduledLine struct {
	ID, Text string
	Due      time.Time
	// Failed says that it was refused when it was due.
	Failed bool
}

// ScheduledPost is the page GET /scheduled/{id}: a post that waits for its moment, or was
// refused when it came. POST to the same path with scheduled_at (MomentLayout) moves it,
// POST to /scheduled/{id}/delete forgets it.
type ScheduledPost struct {
	ID       string // decimal
	Lines    []string
	Warning  string
	Language string
	Audience community.AudienceKind
	Due      time.Time
	// Moment is what the field holds.
	Moment   string
	Pictures int
	Options  []string // of the poll
	// Answers is the page of the post it answers, "" for none.
	Answers string
	// Failed is when it was refused, zero when it was not, and Why the reason.
	Failed   time.Time
	Why      community.Problem
	Problems Problems
}

func (v ScheduledPost) meta(p *Printer) meta {
	return meta{"scheduled-post", p.T("scheduled.title"), "cases"}
}
