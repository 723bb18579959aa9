package desk

import (
	"context"
	"net/http"
	"strings"
	"unicode/utf8"

	"consilium/community"
	"consilium/web/page"
)

// log is what staff did to a subject, newest first.
func (d *Desk) log(ctx context.Context, subject string) ([]page.Entry, error) {
	actions, err := d.store.StaffActionsOn(ctx, subject)
	if err != nil {
		return nil, err
	}
	var who []community.ActorID
	for _, a := range actions {
		who = append(who, a.Actor)
	}
	names, err := d.store.Actors(ctx, who)
	if err != nil {
		return nil, err
	}
	log := make([]page.Entry, 0, len(actions))
	for _, a := range actions {
		staff := names[a.Actor]
		log = append(log, page.Entry{When: a.Created, Who: staff.Name(), Did: a.Action, Note: a.Note})
	}
	return log, nil
}

// maxNote bounds what staff write into the log, in characters.
const maxNote = 500

// written is what staff wrote into a field for the log; a *community.Invalid for
// that field when it is too long.
func written(r *http.Request, field string) (string, error) {
	text := strings.TrimSpace(community.CleanText(r.PostFormValue(field)))
	if utf8.RuneCountInString(text) > maxNote {
		return text, &community.Invalid{Field: field, Problem: community.Say("account.too_long", "limit", maxNote)}
	}
	return text, nil
}
