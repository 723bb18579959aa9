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
	Case   string `json:"case"`
	Choice int    `json:"choice"`
	Other  string `json:"other,omitempty"`
}

// votes writes an array of the member's own votes.
func (e exporter) votes(ctx context.Context, w io.Writer) error {
	votes := []exportedVote{}
	for v, err := range e.estate.Votes(ctx) {
		if err != nil {
			return err
		}
		votes = append(votes, exportedVote{v.Case.String(), v.Choice + 1, v.Other})
	}
	text, err := json.MarshalIndent(votes, "", "  ")
	if err != nil {
		return fmt.Errorf("encode votes: %w", err)
	}
	_, err = w.Write(append(text, '\n'))
	return err
}
