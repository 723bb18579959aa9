package web

import (
	"errors"
	"net/http"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
	"consilium/web/page"
)

// showWithdraw is GET /withdraw: where a patient enters the code of a case. Whatever
// stands behind the address is no part of it.
func (s *Web) showWithdraw(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	return s.door.Show(w, r, v, door.Sheet{View: page.Withdraw{}})
}

// withdraw is POST /withdraw by whoever holds a code: first what it is about, then,
// with the step "withdraw", it is done. Of a case that is withdrawn already it shows
// the ledger. A code that never was and one that was replaced get the same answer.
func (s *Web) withdraw(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	ctx := r.Context()
	if err := s.Sessions.SlowWithdrawal(ctx, r); err != nil {
		return s.notWithdrawn(w, r, v, refusedCode{status: http.StatusTooManyRequests, err: err})
	}
	typed := r.PostFormValue("code")
	code, err := community.ParseWithdrawalCode(typed)
	if err != nil {
		return s.notWithdrawn(w, r, v, refusedCode{status: http.StatusUnprocessableEntity, err: err, typed: typed[:min(len(typed), maxCode)]})
	}
	found, err := s.store.CaseOfCode(ctx, code)
	if err == nil && r.PostFormValue("step") == "withdraw" {
		if _, err = s.store.WithdrawByCode(ctx, code); err == nil {
			return s.showHolder(w, r, v, found.Post)
		}
	}
	switch {
	case errors.Is(err, community.ErrNotFound):
		unknown := &community.Invalid{Field: "code", Problem: community.Say("withdraw.unknown")}
		return s.notWithdrawn(w, r, v, refusedCode{status: http.StatusUnprocessableEntity, err: unknown})
	case err != nil:
		return err
	case !found.Withdrawn.IsZero():
		return s.showHolder(w, r, v, found.Post)
	}
	return s.door.Show(w, r, v, door.Sheet{View: page.WithdrawSure{Code: code.Grouped(), Posted: found.Published, Servers: found.Servers}})
}

// maxCode bounds how much of what was typed is shown again, in bytes.
const maxCode = 60

// refusedCode is the answer to what is no code.
type refusedCode struct {
	status int
	err    error
	typed  string // only of what cannot be a code
}

func (s *Web) notWithdrawn(w http.ResponseWriter, r *http.Request, v door.Visitor, c refusedCode) error {
	problems := page.ProblemsOf(c.err)
	if problems == nil {
		return c.err
	}
	return s.door.Show(w, r, v, door.Sheet{Status: c.status, View: page.Withdraw{Code: community.CleanText(c.typed), Problems: problems}})
}

// showHolder is the ledger for who holds the code.
func (s *Web) showHolder(w http.ResponseWriter, r *http.Request, v door.Visitor, post community.PostID) error {
	ledger, err := s.store.Ledger(r.Context(), post)
	if err != nil {
		return err
	}
	view := ledgerView(ledger)
	view.Reason, view.Holder = "", true
	return s.door.Show(w, r, v, door.Sheet{View: view})
}

func ledgerView(l storage.Ledger) page.Withdrawn {
	view := page.Withdrawn{Ground: l.Ground, Posted: l.Published, When: l.When, Reason: l.Reason}
	for _, e := range l.Entries {
		view.Servers = append(view.Servers, page.WithdrawnServer{Host: e.Host, Sent: e.Sent, Confirmed: e.Confirmed, Next: e.Next})
	}
	return view
}

// showWithdrawal is GET /p/{id}/withdrawal: what became of a withdrawn case, for its
// author, who kept it, and staff. For everybody else it is not there, as the case.
func (s *Web) showWithdrawal(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	id, err := community.ParseID[community.PostID](mux.Vars(r)["id"])
	if err != nil {
		return err
	}
	ledger, err := s.store.Ledger(r.Context(), id)
	if err != nil {
		return err
	}
	me := v.Person.Actor.ID
	if me != ledger.Author && me != ledger.Steward && !v.May(community.RemovePosts) && !v.May(community.DecideVerifications) {
		return community.ErrNotFound
	}
	return s.door.Show(w, r, v, door.Sheet{Status: http.StatusGone, View: ledgerView(ledger)})
}

// withdrawCase is POST /p/{id}/delete for a case.
func (s *Web) withdrawCase(w http.ResponseWriter, r *http.Request, v door.Visitor, d deletion) error {
	withdrawal, err := community.Withdraw(v.Person.Actor, v.Person.User.Role, d.post, r.PostFormValue("reason"))
	if problems := page.ProblemsOf(err); problems != nil {
		d.problems = problems
		return s.showDelete(w, r, v, d)
	}
	if err != nil {
		return err
	}
	if wait := s.slowDeletions(v); wait > 0 {
		return s.door.TooMany(w, r, v, wait)
	}
	if err := s.store.Withdraw(r.Context(), withdrawal); err != nil {
		return err
	}
	return door.SeeOther(w, r, "/p/"+community.FormatID(d.post.ID)+"/withdrawal", "notice.withdrawn")
}
