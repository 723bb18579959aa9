package desk

import (
	"context"
	"net/http"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
)

// subject is the account a page of the desk is about: always an actor, and for
// members the login with it.
type subject struct {
	actor community.Actor
	user  community.User
}

// subject finds the account that {id} names.
func (d *Desk) subject(r *http.Request) (subject, error) {
	id, err := community.ParseID[community.ActorID](mux.Vars(r)["id"])
	if err != nil {
		return subject{}, err
	}
	return d.subjectOf(r.Context(), id)
}

func (d *Desk) subjectOf(ctx context.Context, id community.ActorID) (subject, error) {
	var s subject
	var err error
	if s.actor, err = d.store.Actor(ctx, id); err != nil || !s.actor.Local {
		return s, err
	}
	s.user, err = d.store.UserOfActor(ctx, id)
	return s, err
}

// state is where the account stands; one of another server is active or
// suspended here.
func (s subject) state() community.UserState {
	switch {
	case s.actor.Local:
		return s.user.State
	case !s.actor.Suspended.IsZero():
		return community.UserSuspended
	}
	return community.UserActive
}

// path is its page at the desk.
func (s subject) path() string { return "/desk/accounts/" + community.FormatID(s.actor.ID) }

// mayAct says whether the visitor may decide about the subject: never about
// themselves, and only about somebody whose duty is lower.
func mayAct(v door.Visitor, s subject) bool {
	return v.Person.Actor.ID != s.actor.ID && (!s.actor.Local || v.Person.User.Role.Outranks(s.user.Role))
}

// acting finds the subject of a form and makes sure that the visitor may act,
// and that the account is in the state the form is for.
func (d *Desk) acting(r *http.Request, v door.Visitor, in community.UserState) (subject, error) {
	s, err := d.subject(r)
	switch {
	case err != nil:
		return s, err
	case !mayAct(v, s):
		return s, community.ErrForbidden
	case s.state() != in:
		return s, community.ErrConflict
	}
	return s, nil
}

func (d *Desk) showAccount(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	s, err := d.subject(r)
	if err != nil {
		return err
	}
	return d.account(w, r, v, accountSheet{subject: s})
}

// accountSheet is the page of one account with what a form adds to it.
type accountSheet struct {
	subject
	// why is what was typed, and problems what is wrong with it; nil for nothing.
	why string
	// departureNote is what was typed there about leaving.
	departureNote string
	problems      page.Problems
	resetURL      string
	appealURL     string
	draft         community.DecisionDraft
}

func (d *Desk) account(w http.ResponseWriter, r *http.Request, v door.Visitor, s accountSheet) error {
	ctx, acts := r.Context(), mayAct(v, s.subject)
	view := page.DeskAccount{Account: d.row(ctx, s.subject), Posts: s.actor.PostCount, Followers: s.actor.FollowerCount,
		Following: s.actor.FollowingCount, ResetURL: s.resetURL, AppealURL: s.appealURL, Draft: s.draft, MayAct: acts,
		Label: s.actor.Label, MayLabel: acts && v.May(community.LabelMembers),
		MayRole: acts && v.May(community.SetRoles), Why: s.why, DepartureNote: s.departureNote, Problems: s.problems,
		Roles: []community.Role{community.Member, community.Moderator, community.Officer, community.Administrator}}
	flags, err := d.store.FlagsAbout(ctx, s.actor.ID)
	if err != nil {
		return err
	}
	if view.Reports, err = d.rows(ctx, v, flags); err != nil {
		return err
	}
	view.Account.Reports = len(view.Reports)
	if view.Decisions, err = d.decisions(ctx, s.actor.ID); err != nil {
		return err
	}
	if view.Log, err = d.log(ctx, s.actor.Handle.String()); err != nil {
		return err
	}
	if view.Account.Seen, err = d.store.LastSeen(ctx, s.user.ID); err != nil {
		return err
	}
	return d.door.Show(w, r, v, door.Sheet{Status: statusOf(s.problems), View: view})
}

// statusOf is the status of a form, shown again when something is wrong with it.
func statusOf(problems page.Problems) int {
	if problems != nil {
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}

// row is an account as the lists and the head of its page show it.
func (d *Desk) row(ctx context.Context, s subject) page.Account {
	a := page.Account{ID: community.FormatID(s.actor.ID), Person: d.door.Line(ctx, s.actor), Remote: !s.actor.Local,
		State: s.state(), Created: s.actor.Published}
	if !s.actor.Local {
		return a
	}
	a.Email, a.Confirmed, a.Role = s.user.Email, !s.user.EmailConfirmed.IsZero(), s.user.Role
	a.Created, a.Reason, a.Departs = s.user.Created, s.user.Reason, s.user.Departs
	if s.user.Address.IsValid() {
		a.Address = s.user.Address.String()
	}
	return a
}
