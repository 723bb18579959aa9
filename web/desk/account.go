package desk

import (
	"context"
	"errors"
	"net/http"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
	"consilium/web/page"
)

// subject is the account a page of the desk is about: always an actor, and for
// members the login with it.
type subject struct {
	actor community.Actor
	user  community.User
}

func (d *Desk) subject(r *http.Request) (subject, error) {
	var s subject
	id, err := community.ParseID[community.ActorID](mux.Vars(r)["id"])
	if err != nil {
		return s, err
	}
	if s.actor, err = d.store.Actor(r.Context(), id); err != nil {
		return s, err
	}
	if !s.actor.Local {
		return s, nil
	}
	s.user, err = d.store.UserOfActor(r.Context(), id)
	return s, err
}

// mayAct says whether the visitor may decide about the subject: never about
// themselves, and only about somebody whose duty is lower.
func mayAct(v door.Visitor, s subject) bool {
	return v.Person.Actor.ID != s.actor.ID && (!s.actor.Local || v.Person.User.Role.Outranks(s.user.Role))
}

// acting finds the subject of a form and makes sure that the visitor may act.
func (d *Desk) acting(r *http.Request, v door.Visitor) (subject, error) {
	s, err := d.subject(r)
	if err == nil && !mayAct(v, s) {
		return s, community.ErrForbidden
	}
	return s, err
}

func (d *Desk) showAccount(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	s, err := d.subject(r)
	if err != nil {
		return err
	}
	return d.account(w, r, v, accountSheet{subject: s})
}

// accountSheet is the page of one account with what an action adds to it.
type accountSheet struct {
	subject
	status   int
	problems page.Problems
	resetURL string
}

func (d *Desk) account(w http.ResponseWriter, r *http.Request, v door.Visitor, s accountSheet) error {
	ctx := r.Context()
	flags, err := d.store.FlagsAbout(ctx, s.actor.ID)
	if err != nil {
		return err
	}
	reports, err := d.rows(ctx, flags)
	if err != nil {
		return err
	}
	log, err := d.log(ctx, s.actor.Handle.String())
	if err != nil {
		return err
	}
	view := page.DeskAccount{Account: d.row(s.subject), Posts: s.actor.PostCount, Followers: s.actor.FollowerCount,
		Following: s.actor.FollowingCount, Reports: reports, Log: log, ResetURL: s.resetURL, MayAct: mayAct(v, s.subject),
		MayRole: mayAct(v, s.subject) && v.Person.User.Role.Administers(), Problems: s.problems,
		Roles: []community.Role{community.Member, community.Moderator, community.Officer, community.Administrator}}
	view.Account.Reports = len(reports)
	if view.Account.Seen, err = d.store.LastSeen(ctx, s.user.ID); err != nil {
		return err
	}
	return d.door.Show(w, r, v, door.Sheet{Status: s.status, View: view})
}

// row is an account as the lists and the head of its page show it.
func (d *Desk) row(s subject) page.Account {
	a := page.Account{ID: community.FormatID(s.actor.ID), Person: d.door.Line(s.actor), Remote: !s.actor.Local,
		Created: s.actor.Published}
	if !s.actor.Local {
		a.State = community.UserActive
		if !s.actor.Suspended.IsZero() {
			a.State = community.UserSuspended
		}
		return a
	}
	a.Email, a.Confirmed, a.Role, a.State = s.user.Email, !s.user.EmailConfirmed.IsZero(), s.user.Role, s.user.State
	a.Created, a.Reason = s.user.Created, s.user.Reason
	if s.user.Address.IsValid() {
		a.Address = s.user.Address.String()
	}
	return a
}

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

func (d *Desk) approve(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	return d.decide(w, r, v, decision{do: d.store.ApproveUser, letter: storage.LetterApproved, notice: "notice.approved"})
}

func (d *Desk) reject(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	return d.decide(w, r, v, decision{do: d.store.RejectUser, letter: storage.LetterRejected, notice: "notice.rejected"})
}

// decision is an answer to somebody who asked for an account.
type decision struct {
	do             func(context.Context, community.UserID, community.ActorID) error
	letter, notice string
}

func (d *Desk) decide(w http.ResponseWriter, r *http.Request, v door.Visitor, what decision) error {
	s, err := d.acting(r, v)
	if err != nil {
		return err
	}
	if s.user.State != community.UserPending {
		return community.ErrConflict
	}
	if err := what.do(r.Context(), s.user.ID, v.Person.Actor.ID); err != nil {
		return err
	}
	if d.Letters {
		if err := d.store.QueueLetter(r.Context(), what.letter, s.user.ID); err != nil {
			return err
		}
	}
	return door.SeeOther(w, r, door.Back(r, "/desk/accounts?state=pending"), what.notice)
}

func (d *Desk) suspend(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	s, err := d.acting(r, v)
	if err != nil {
		return err
	}
	reason := r.PostFormValue("reason")
	if reason == "" {
		return d.account(w, r, v, accountSheet{subject: s, status: http.StatusUnprocessableEntity,
			problems: page.Problems{"reason": community.Say("desk.reason_needed")}})
	}
	if err := d.store.SuspendActor(r.Context(), s.actor.ID, v.Person.Actor.ID, reason); err != nil {
		return err
	}
	return door.SeeOther(w, r, accountPath(s), "notice.suspended")
}

func (d *Desk) unsuspend(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	s, err := d.acting(r, v)
	if err != nil {
		return err
	}
	if err := d.store.RestoreActor(r.Context(), s.actor.ID, v.Person.Actor.ID, ""); err != nil {
		return err
	}
	return door.SeeOther(w, r, accountPath(s), "notice.unsuspended")
}

func (d *Desk) setRole(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	s, err := d.acting(r, v)
	if err != nil {
		return err
	}
	role := community.Role(r.PostFormValue("role"))
	if !role.Known() || !s.actor.Local {
		return d.account(w, r, v, accountSheet{subject: s, status: http.StatusUnprocessableEntity,
			problems: page.Problems{"role": community.Say("settings.unknown_choice")}})
	}
	if err := d.store.SetRole(r.Context(), s.user.ID, role, v.Person.Actor.ID); err != nil {
		return err
	}
	return door.SeeOther(w, r, accountPath(s), "notice.role_changed")
}

func accountPath(s subject) string { return "/desk/accounts/" + community.FormatID(s.actor.ID) }

// isGone says that something was not there any more when it was to be changed.
func isGone(err error) bool {
	return errors.Is(err, community.ErrNotFound) || errors.Is(err, community.ErrGone)
}
