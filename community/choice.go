package community

import (
	"slices"
	"time"
)

// A Choice is a vote in the poll of an ordinary post that was allowed. Only Choose and
// ReceiveChoice make one.
type Choice struct {
	asked   Post
	voter   Actor
	options []int
	at      time.Time
}

// Choose decides about a member's vote in the poll of a post that they can see: options
// are positions from 0. ErrNotFound where there is no poll, ErrForbidden for its author
// and for who may not take part, ErrConflict when it is over, *Invalid for options there
// are not, and for several where one is asked for.
func Choose(voter Actor, asked Post, options []int, now time.Time) (Choice, error) {
	switch {
	case asked.Question == nil || asked.Kind == AnnounceKind || !asked.Deleted.IsZero() || !asked.Hidden.IsZero():
		return Choice{}, ErrNotFound
	case asked.Author == voter.ID || !May(voter.author(now), MarkPosts):
		return Choice{}, ErrForbidden
	case asked.Question.Over(now):
		return Choice{}, ErrConflict
	}
	options = slices.Compact(slices.Sorted(slices.Values(options)))
	last := len(asked.Question.Options) - 1
	if len(options) == 0 || options[0] < 0 || options[len(options)-1] > last || len(options) > 1 && !asked.Question.Multiple {
		return Choice{}, invalid("choices", "question.choose")
	}
	return Choice{asked, voter, options, now}, nil
}

// ReceiveChoice decides about a vote from elsewhere in a member's poll that its sender
// can see: the text of one option (FEP-9967). The errors are those of Choose, with
// ErrNotFound for an option there is not.
func ReceiveChoice(voter Actor, asked Post, option string, now time.Time) (Choice, error) {
	switch {
	case !asked.Local || asked.Question == nil || !asked.Deleted.IsZero() || !asked.Hidden.IsZero():
		return Choice{}, ErrNotFound
	case voter.Local || !voter.Active() || asked.Author == voter.ID:
		return Choice{}, ErrForbidden
	case asked.Question.Over(now):
		return Choice{}, ErrConflict
	}
	n := slices.Index(asked.Question.Texts(), cleanLine(option))
	if n < 0 {
		return Choice{}, ErrNotFound
	}
	return Choice{asked, voter, []int{n}, now}, nil
}

// Asked is the post with the poll.
func (c Choice) Asked() Post { return c.asked }

// Voter is who votes.
func (c Choice) Voter() Actor { return c.voter }

// Options are what was chosen, as positions from 0: at least one.
func (c Choice) Options() []int { return c.options }
