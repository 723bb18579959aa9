package community

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// PollDraft is the poll of a case form as it was filled in. Without an option there
// is none.
type PollDraft struct {
	// Options are the diagnoses to choose from; empty ones are nothing.
	Options []string
	// Other is "no" when voters may not write a diagnosis of their own.
	Other string
	// Closes is a slug of PollEnds; "" for the usual.
	Closes string
}

// Limits of a poll; lengths in characters.
const (
	MinPollOptions = 2
	MaxPollOptions = 8
	MaxPollOption  = 120
)

// pollEnds are days, or untilSolved; usualEnd is what is offered.
var pollEnds = []string{"1", "3", "7", "14", "30", untilSolved}

const (
	untilSolved = "solved"
	usualEnd    = "7"
)

// PollEnds lists when a poll may close: after so many days, or when the case is
// solved. Words under "poll.closes.SLUG".
func PollEnds() []string { return slices.Clone(pollEnds) }

// Poll is the question for the leading diagnosis under a case (C3): blind until one
// voted. It stays on this instance, and is nowhere on Post: what is not there cannot
// be sent, searched or shown by mistake.
type Poll struct {
	// Options are the diagnoses in the author's order.
	Options []string
	// Other says that voters may write a diagnosis of their own.
	Other bool
	// Days is how long it is open; 0 until the case is solved.
	Days int
	// Opened is when it was asked, Closed when somebody ended it or the case was
	// solved; zero until then. The clock closes it without a trace.
	Opened, Closed time.Time
}

// Check judges the poll of a form: nil when there is none. The field that does not
// do is named.
func (d PollDraft) Check(now time.Time) (*Poll, error) {
	p := Poll{Options: d.options(), Other: d.Other != "no", Opened: now}
	if len(p.Options) == 0 {
		return nil, nil
	}
	switch {
	case len(p.Options) < MinPollOptions:
		return nil, invalid("poll_option", "poll.too_few", "limit", MinPollOptions)
	case len(p.Options) > MaxPollOptions:
		return nil, invalid("poll_option", "poll.too_many", "limit", MaxPollOptions)
	}
	for i, option := range p.Options {
		if utf8.RuneCountInString(option) > MaxPollOption {
			return nil, invalid("poll_option", "case.too_long", "limit", MaxPollOption)
		}
		if slices.ContainsFunc(p.Options[:i], func(o string) bool { return strings.EqualFold(o, option) }) {
			return nil, invalid("poll_option", "poll.twice", "option", option)
		}
	}
	switch d.Closes {
	case "", usualEnd:
		p.Days = 7
	case untilSolved:
	default:
		if !slices.Contains(pollEnds, d.Closes) {
			return nil, invalid("poll_closes", "case.unknown_choice")
		}
		p.Days, _ = strconv.Atoi(d.Closes)
	}
	return &p, nil
}

// poll is the poll that a new post comes with; only cases have one.
func (d PostDraft) poll(now time.Time) (*Poll, error) {
	if d.Case == nil {
		return nil, nil
	}
	return d.Case.Poll.Check(now)
}

// AskLater decides about a poll that who keeps a case adds to it: ErrForbidden for
// everybody else, ErrConflict when the case waits for no answer, *Invalid for what is
// wrong with the form and for what does not pass the gate.
func AskLater(by Actor, asked Post, d PollDraft, now time.Time) (Poll, error) {
	switch {
	case asked.Case == nil || !asked.Local || !asked.Case.Kept(asked, by.ID):
		return Poll{}, ErrForbidden
	case !asked.Case.Status.Pending():
		return Poll{}, ErrConflict
	}
	p, err := d.Check(now)
	if err != nil {
		return Poll{}, err
	}
	if p == nil {
		return Poll{}, invalid("poll_option", "poll.too_few", "limit", MinPollOptions)
	}
	var texts passages
	for _, option := range p.Options {
		texts.add("poll_option", option)
	}
	var stopped *Stopped
	err = Pass(texts, CaseTexts(by, asked.Language, now), Clearance{Unshown: true})
	if errors.As(err, &stopped) {
		return Poll{}, invalid("poll_option", "poll.option_identifies")
	}
	return *p, err
}

// options are the filled ones as they would be kept.
func (d PollDraft) options() []string {
	var filled []string
	for _, option := range d.Options {
		if option = cleanLine(option); option != "" {
			filled = append(filled, option)
		}
	}
	return filled
}

// Closes is when the clock ends the poll; zero for never.
func (p Poll) Closes() time.Time {
	if p.Days == 0 {
		return time.Time{}
	}
	return p.Opened.AddDate(0, 0, p.Days)
}

// Over says whether nobody can vote any more.
func (p Poll) Over(now time.Time) bool {
	closes := p.Closes()
	return !p.Closed.IsZero() || !closes.IsZero() && !now.Before(closes)
}

// Reveals is the one place that says who may know how others voted: who has voted,
// and every reader of the case once it is over. The author does not vote, and waits.
func (p Poll) Reveals(voted bool, now time.Time) bool { return voted || p.Over(now) }

// Choices is how many things there are to vote for.
func (p Poll) Choices() int {
	if p.Other {
		return len(p.Options) + 1
	}
	return len(p.Options)
}
