package web

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"consilium/community"
)

// exportedPoll is what the member asked, and no vote.
type exportedPoll struct {
	Options []string  `json:"options"`
	Other   bool      `json:"other"`
	Opened  time.Time `json:"opened"`
	Closes  time.Time `json:"closes,omitzero"`
	Closed  time.Time `json:"closed,omitzero"`
}

func exportedPollOf(p *community.Poll) *exportedPoll {
	if p == nil {
		return nil
	}
	return &exportedPoll{p.Options, p.Other, p.Opened, p.Closes(), p.Closed}
}

// exportedVote is a vote of the member's own. Choice is the number of the option from
// 1; the options are somebody else's words.
type exportedVote struct {
	Case   string `json:"case,omitempty"`
	Choice int    `json:"choice,omitempty"`
	Other  string `json:"other,omitempty"`
	// Post and Choices are of the poll of an ordinary post.
	Post    string `json:"post,omitempty"`
	Choices []int  `json:"choices,omitempty"`
}

// exportedQuestion is the poll of an ordinary post.
type exportedQuestion struct {
	Options  []exportedOption `json:"options"`
	Multiple bool             `json:"multiple,omitempty"`
	Closes   time.Time        `json:"closes"`
}

type exportedOption struct {
	Text  string `json:"text"`
	Votes int    `json:"votes"`
}

func exportedQuestionOf(q *community.OpenQuestion) *exportedQuestion {
	if q == nil {
		return nil
	}
	doc := exportedQuestion{Multiple: q.Multiple, Closes: q.Closes}
	for _, o := range q.Options {
		doc.Options = append(doc.Options, exportedOption(o))
	}
	return &doc
}

// votes writes an array of the member's own votes.
func (e exporter) votes(ctx context.Context, w io.Writer) error {
	votes := []exportedVote{}
	for v, err := range e.estate.Votes(ctx) {
		if err != nil {
			return err
		}
		votes = append(votes, exportedVote{Case: v.Case.String(), Choice: v.Choice + 1, Other: v.Other})
	}
	for v, err := range e.estate.Choices(ctx) {
		if err != nil {
			return err
		}
		vote := exportedVote{Post: v.Post.String()}
		for _, n := range v.Options {
			vote.Choices = append(vote.Choices, n+1)
		}
		votes = append(votes, vote)
	}
	text, err := json.MarshalIndent(votes, "", "  ")
	if err != nil {
		return fmt.Errorf("encode votes: %w", err)
	}
	_, err = w.Write(append(text, '\n'))
	return err
}
