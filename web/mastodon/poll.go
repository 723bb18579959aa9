package mastodon

import (
	"slices"
	"strconv"
	"time"

	"consilium/community"
)

// Poll is the poll of an ordinary post. It has the number of its post.
type Poll struct {
	ID          string       `json:"id"`
	ExpiresAt   *string      `json:"expires_at"`
	Expired     bool         `json:"expired"`
	Multiple    bool         `json:"multiple"`
	VotesCount  int          `json:"votes_count"`
	VotersCount *int         `json:"voters_count"`
	Voted       *bool        `json:"voted,omitempty"`
	OwnVotes    *[]int       `json:"own_votes,omitempty"`
	Options     []PollOption `json:"options"`
	Emojis      []Emoji      `json:"emojis"`
}

// PollOption is one of the answers.
type PollOption struct {
	Title      string `json:"title"`
	VotesCount *int   `json:"votes_count"`
}

// pollEndpoints are those of polls.
func (s *API) pollEndpoints() []endpoint {
	return []endpoint{
		{"GET", "/api/v1/polls/{id:[0-9]+}", anyone, "read:statuses", s.showPoll},
		{"POST", "/api/v1/polls/{id:[0-9]+}/votes", member, "write:statuses", s.vote},
	}
}

// pollLimits are what apps must know before they ask.
func pollLimits() map[string]int {
	return map[string]int{"max_options": community.MaxQuestionOptions, "max_characters_per_option": community.MaxQuestionOption,
		"min_expiration": int(community.MinQuestionTime / time.Second), "max_expiration": int(community.MaxQuestionTime / time.Second)}
}

// poll is the poll of a post as who asks finds it; nil for none. As with Mastodon the
// counts are always there, and apps show them after the vote.
func (s *API) poll(viewer community.ActorID, p community.Post, chosen []int) *Poll {
	q := p.Question
	if q == nil {
		return nil
	}
	poll := Poll{ID: community.FormatID(p.ID), ExpiresAt: maybeDate(q.Closes), Expired: q.Over(s.store.Now()), Multiple: q.Multiple,
		VotesCount: q.Votes(), Options: make([]PollOption, 0, len(q.Options)), Emojis: []Emoji{}}
	if p.Local || q.Voters > 0 {
		poll.VotersCount = &q.Voters
	}
	if viewer != 0 {
		own := append([]int{}, chosen...)
		poll.Voted, poll.OwnVotes = new(len(own) > 0 || viewer == p.Author), &own
	}
	for _, o := range q.Options {
		poll.Options = append(poll.Options, PollOption{o.Text, &o.Votes})
	}
	return &poll
}

// asked is the post with the poll that {id} names.
func (s *API) asked(c *call) (community.Post, error) {
	p, err := s.words(c)
	if err == nil && p.Question == nil {
		err = community.ErrNotFound
	}
	return p, err
}

// showPoll is GET /api/v1/polls/{id}.
func (s *API) showPoll(c *call) (any, error) {
	p, err := s.asked(c)
	if err == nil {
		err = s.store.AskTallies(c.Context(), p)
	}
	if err != nil {
		return nil, err
	}
	return s.onePoll(c, p)
}

func (s *API) onePoll(c *call, p community.Post) (any, error) {
	chosen, err := s.store.Chosen(c.Context(), c.viewer.Actor, []community.PostID{p.ID})
	return s.poll(c.viewer.Actor, p, chosen[p.ID]), err
}

// vote is POST /api/v1/polls/{id}/votes, with choices[] from 0.
func (s *API) vote(c *call) (any, error) {
	p, err := s.asked(c)
	if err != nil {
		return nil, err
	}
	var options []int
	for _, text := range c.fields.list("choices") {
		n, err := strconv.Atoi(text)
		if err != nil || len(options) > len(p.Question.Options) {
			return nil, invalid("choices", "question.choose")
		}
		options = append(options, n)
	}
	choice, err := community.Choose(c.me(), p, options, s.store.Now())
	if err == nil {
		err = s.store.Choose(c.Context(), choice)
	}
	if err != nil {
		return nil, err
	}
	if p, err = s.store.VisiblePost(c.Context(), c.viewer, p.ID); err != nil {
		return nil, err
	}
	return s.onePoll(c, p)
}

// pollDraft reads the poll of a post. What would hide its counts from voters is not here
// to be had.
func (c *call) pollDraft() (community.QuestionDraft, error) {
	var d community.QuestionDraft
	hidden, err := c.fields.flag("poll[hide_totals]", false)
	if err == nil && hidden {
		err = invalid("poll[hide_totals]", "api.unsupported")
	}
	if err == nil {
		d.Multiple, err = c.fields.flag("poll[multiple]", false)
	}
	if err != nil {
		return d, err
	}
	seconds, err := c.fields.number("poll[expires_in]", 0)
	if err != nil || seconds > int64(community.MaxQuestionTime/time.Second) {
		return d, invalid("poll[expires_in]", "question.lasts_wrong", "days", int(community.MaxQuestionTime/(24*time.Hour)))
	}
	d.Options, d.Lasts = slices.Clone(c.fields.list("poll[options]")), time.Duration(seconds)*time.Second
	return d, nil
}
