package community

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Limits of a poll on an ordinary post. Options are counted and measured in
// characters, and from elsewhere more is read than a member may ask (Mastodon's
// FEDERATION.md allows 500; we keep what a page can show).
const (
	MinQuestionOptions = 2
	MaxQuestionOptions = 8
	MaxQuestionOption  = 100
	MinQuestionTime    = 5 * time.Minute
	MaxQuestionTime    = 30 * 24 * time.Hour

	maxForeignOptions = 20
	maxForeignOption  = 500
	maxForeignVotes   = 1 << 40
)

// OpenQuestion is a poll on an ordinary post (ActivityStreams Question), whose counts
// everybody sees. The blind poll of a case is a Poll.
type OpenQuestion struct {
	Options []QuestionOption
	// Multiple says that one may choose several.
	Multiple bool
	// Closes is when nobody can vote any more, Closed when it was said to be over
	// before; zero for neither.
	Closes, Closed time.Time
	// Voters is how many voted, as far as it is known.
	Voters int
	// Checked is when its home was last asked for the counts; zero for ours, and
	// until then.
	Checked time.Time
}

// QuestionOption is one of the answers, and how many chose it.
type QuestionOption struct {
	Text  string
	Votes int
}

// QuestionDraft is the poll of a form as it was filled in. Without an option there is
// none.
type QuestionDraft struct {
	// Options are the answers to choose from; empty ones are nothing.
	Options  []string
	Multiple bool
	// Lasts is how long it is open; 0 for a day.
	Lasts time.Duration
}

// usualQuestionTime is how long a poll is open that does not say.
const usualQuestionTime = 24 * time.Hour

// QuestionTimes lists how long a poll may be open that a form offers. Words under
// "question.lasts.MINUTES".
func QuestionTimes() []time.Duration {
	const day = 24 * time.Hour
	return []time.Duration{MinQuestionTime, 30 * time.Minute, time.Hour, 6 * time.Hour, day, 3 * day, 7 * day, 14 * day, MaxQuestionTime}
}

// Check judges the poll of a form: nil when there is none.
func (d QuestionDraft) Check(now time.Time) (*OpenQuestion, error) {
	options := d.options()
	if len(options) == 0 {
		return nil, nil
	}
	switch {
	case len(options) < MinQuestionOptions:
		return nil, invalid("question_option", "question.too_few", "limit", MinQuestionOptions)
	case len(options) > MaxQuestionOptions:
		return nil, invalid("question_option", "question.too_many", "limit", MaxQuestionOptions)
	}
	lasts := d.Lasts
	if lasts == 0 {
		lasts = usualQuestionTime
	}
	if lasts < MinQuestionTime || lasts > MaxQuestionTime {
		return nil, invalid("question_lasts", "question.lasts_wrong", "days", int(MaxQuestionTime/(24*time.Hour)))
	}
	q := OpenQuestion{Multiple: d.Multiple, Closes: now.Add(lasts).Truncate(time.Millisecond)}
	for i, option := range options {
		if utf8.RuneCountInString(option) > MaxQuestionOption {
			return nil, invalid("question_option", "case.too_long", "limit", MaxQuestionOption)
		}
		// A vote from elsewhere names its option, so that two must not be alike.
		if slices.ContainsFunc(options[:i], func(o string) bool { return strings.EqualFold(o, option) }) {
			return nil, invalid("question_option", "poll.twice", "option", option)
		}
		q.Options = append(q.Options, QuestionOption{Text: option})
	}
	return &q, nil
}

// options are the filled ones as they would be kept.
func (d QuestionDraft) options() []string { return PollDraft{Options: d.Options}.options() }

// ask puts the poll of a draft on a new post. A case asks in its own way.
func (p *Post) ask(d PostDraft, now time.Time) error {
	q, err := d.Question.Check(now)
	if err == nil && q != nil && d.Case != nil {
		return ErrForbidden
	}
	p.Question = q
	return err
}

// keepsQuestion refuses an edit that would change what people have voted for: a poll
// stays as it was asked. A draft without one leaves it, as one with the same does.
func (p Post) keepsQuestion(d QuestionDraft) error {
	options := d.options()
	if len(options) == 0 {
		return nil
	}
	if p.Question == nil || p.Question.Multiple != d.Multiple || !slices.Equal(options, p.Question.Texts()) {
		return invalid("question_option", "question.fixed")
	}
	return nil
}

// Texts are the options in words.
func (q OpenQuestion) Texts() []string {
	list := make([]string, 0, len(q.Options))
	for _, o := range q.Options {
		list = append(list, o.Text)
	}
	return list
}

// Over says whether nobody can vote any more.
func (q OpenQuestion) Over(now time.Time) bool {
	return !q.Closed.IsZero() || !q.Closes.IsZero() && !now.Before(q.Closes)
}

// Reveals says who is shown how others voted: who voted, the author, and everybody
// once it is over. Elsewhere the counts are in the document for all to read: this
// keeps nobody's secret, it lets people think for themselves.
func (q OpenQuestion) Reveals(voted, own bool, now time.Time) bool {
	return voted || own || q.Over(now)
}

// Votes is how often something was chosen; of a poll where one chooses several it is
// more than Voters.
func (q OpenQuestion) Votes() int {
	n := 0
	for _, o := range q.Options {
		n += o.Votes
	}
	return n
}

// Base is what shares are counted of: the voters where they are known.
func (q OpenQuestion) Base() int {
	if q.Multiple && q.Voters > 0 {
		return q.Voters
	}
	return q.Votes()
}

// SameAs says whether another state of the poll asks the same, so that votes stay.
func (q OpenQuestion) SameAs(other *OpenQuestion) bool {
	return other != nil && q.Multiple == other.Multiple && slices.Equal(q.Texts(), other.Texts())
}

// received is a poll as another server described it, within bounds: nil when nothing
// is left to choose from. An end that is still to come is one by the clock, whatever
// the document calls it.
func (q *OpenQuestion) received(now time.Time) *OpenQuestion {
	if q == nil {
		return nil
	}
	kept := OpenQuestion{Multiple: q.Multiple, Closes: q.Closes.Truncate(time.Millisecond), Closed: q.Closed.Truncate(time.Millisecond), Voters: votesWithin(q.Voters)}
	for _, o := range q.Options[:min(len(q.Options), maxForeignOptions)] {
		if text := cut(cleanLine(o.Text), maxForeignOption); text != "" && !slices.Contains(kept.Texts(), text) {
			kept.Options = append(kept.Options, QuestionOption{text, votesWithin(o.Votes)})
		}
	}
	if kept.Closed.After(now) {
		if kept.Closes.IsZero() {
			kept.Closes = kept.Closed
		}
		kept.Closed = time.Time{}
	}
	if len(kept.Options) == 0 {
		return nil
	}
	return &kept
}

func votesWithin(n int) int { return min(max(n, 0), maxForeignVotes) }

// talliesKept is how long the counts of another server's poll are shown without asking
// again.
const talliesKept = 5 * time.Minute

// WantsTallies says whether the counts of another server's poll are worth asking for:
// not more often than every five minutes, and once after its end.
func (p Post) WantsTallies(now time.Time) bool {
	q := p.Question
	if p.Local || q == nil || !p.Deleted.IsZero() || q.Checked.After(now.Add(-talliesKept)) {
		return false
	}
	end := q.Closed
	if end.IsZero() {
		end = q.Closes
	}
	return !q.Over(now) || q.Checked.Before(end)
}

// ReceiveTallies judges what the home of a poll says of its counts: the poll as it
// counts now. ErrConflict when it asks something else than what is kept here, which is
// an edit; ErrNotFound where there is no poll.
func ReceiveTallies(asked Post, said *OpenQuestion, now time.Time) (OpenQuestion, error) {
	fresh := said.received(now)
	if asked.Local || asked.Question == nil || fresh == nil || !asked.Deleted.IsZero() {
		return OpenQuestion{}, ErrNotFound
	}
	if !fresh.SameAs(asked.Question) {
		return OpenQuestion{}, ErrConflict
	}
	return *fresh, nil
}
