package desk

import (
	"net/http"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
	"consilium/web/session"
)

// resetTime is how long a link made at the desk works: it has to be handed over.
const resetTime = 24 * time.Hour

// resetPassword makes a link to set a new password and shows it once. It is for
// institutions without a mail server, and for members who lost their address.
func (d *Desk) resetPassword(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	s, err := d.acting(r, v, community.UserActive)
	if err != nil {
		return err
	}
	if !s.actor.Local {
		return community.ErrConflict
	}
	ctx, token := r.Context(), session.NewToken()
	ticket := storage.Ticket{Purpose: "reset", User: s.user.ID, Email: s.user.Email, Expires: d.store.Now().Add(resetTime)}
	if err := d.store.AddTicket(ctx, token, ticket); err != nil {
		return err
	}
	err = d.store.RecordStaffAction(ctx, storage.StaffAction{Actor: v.Person.Actor.ID, Action: "reset-password",
		Subject: s.actor.Handle.String()})
	if err != nil {
		return err
	}
	return d.account(w, r, v, accountSheet{subject: s, resetURL: d.store.Base() + "/password/" + token})
}
