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
	return json.NewEncoder(w).Encode(list)
}
