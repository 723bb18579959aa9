package web

import (
	"context"
	"encoding/json"
	"io"
	"time"

	"consilium/community"
)

type exportedDraft struct {
	Kind  community.DraftKind  `json:"kind"`
	State community.DraftState `json:"state"`
	Title string               `json:"title,omitempty"`
	// Form is what its fields held, by their names.
	Form    map[string][]string `json:"form"`
	Created time.Time           `json:"created"`
	Saved   time.Time           `json:"saved"`
	Note    string              `json:"note,omitempty"`
}

// drafts writes what the member has not posted, as an array.
func (e exporter) drafts(ctx context.Context, w io.Writer) error {
	list := []exportedDraft{}
	for d, err := range e.estate.Drafts(ctx) {
		if err != nil {
			return err
		}
		list = append(list, exportedDraft{Kind: d.Kind, State: d.State, Title: d.Title, Form: d.Form, Created: d.Created, Saved: d.Saved, Note: d.Note})
	}
	for post, err := range e.estate.Scheduled(ctx) {
		if err != nil {
			return err
		}
		list = append(list, scheduledDraft(post))
	}
	return json.NewEncoder(w).Encode(list)
}

// scheduledDraft is a post that waits for its moment, as a form would hold it.
func scheduledDraft(w community.Scheduled) exportedDraft {
	d := w.Draft
	form := map[string][]string{"text": {d.Text}, "warning": {d.Warning}, "language": {d.Language}, "audience": {string(d.Audience)},
		"scheduled_at": {w.Due.UTC().Format(time.RFC3339)}}
	if len(d.Question.Options) > 0 {
		form["question_option"] = d.Question.Options
	}
	return exportedDraft{Kind: "scheduled", State: community.DraftOpen, Form: form, Created: w.Created, Saved: w.Created}
}
