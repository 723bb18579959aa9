package web

import (
	"encoding/json"
	"net/http"
	"strconv"

	"consilium/community"
	"consilium/web/door"
)

// savedAnswer is what the script of the case form is told of what it sent.
type savedAnswer struct {
	// ID and Saved name the draft and its version, as the fields draft and draft_saved
	// hold them; "" when it was not kept.
	ID    string `json:"id,omitempty"`
	Saved string `json:"saved,omitempty"`
	// Words say what happened, Told and Missing how much of the case is told.
	Words   string `json:"words"`
	Told    string `json:"told,omitempty"`
	Missing string `json:"missing,omitempty"`
	Items   int    `json:"items,omitempty"`
}

// tellSaved answers the script: 200 when the form was kept, 409 when it became a draft
// of its own because another window had saved meanwhile, 422 when it cannot be kept.
func (s *Web) tellSaved(w http.ResponseWriter, v door.Visitor, kept keptDraft) error {
	p := v.Printer
	complete := kept.caseDraft().Case.Completeness()
	answer := savedAnswer{ID: community.FormatID(kept.draft.ID), Saved: strconv.FormatInt(kept.draft.Saved.UnixMilli(), 10),
		Words: p.T("draft.saved", "time", p.Clock(kept.draft.Saved)),
		Told:  p.Told(complete), Missing: p.Missing(complete), Items: len(complete.Told)}
	status := http.StatusOK
	switch {
	case kept.problems != nil:
		status, answer = http.StatusUnprocessableEntity, savedAnswer{}
		for _, problem := range kept.problems {
			answer.Words = p.Problem(problem)
		}
	case kept.conflict:
		status, answer.Words = http.StatusConflict, p.T("draft.conflict")
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	return json.NewEncoder(w).Encode(answer)
}
