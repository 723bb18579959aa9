package web

import (
	"errors"
	"net/http"
	"slices"
	"time"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
	"consilium/web/session"
)

// movesPerDay bounds how often a member has other servers asked about accounts.
const movesPerDay = 30

// showMove is GET /settings/move.
func (s *Web) showMove(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	return s.movePage(w, r, v, page.SettingsMove{})
}

// movePage completes the page, which has what was typed and what is wrong.
func (s *Web) movePage(w http.ResponseWriter, r *http.Request, v door.Visitor, view page.SettingsMove) error {
	ctx, me := r.Context(), v.Person.Actor
	view.Handle, view.Address = "@"+me.Handle.At(s.store.Domain()), me.IRI.String()
	view.Followers, view.Verified, view.Closed = me.FollowerCount, v.Person.Standing.Verified(), s.Linker == nil
	if !me.MayMove(s.store.Now()) {
		view.Again = me.Moved.Add(community.MoveRest)
	}
	var err error
	if view.MovedTo, err = s.movedTo(ctx, me); err != nil {
		return err
	}
	for _, iri := range me.Aliases {
		alias := page.Alias{Address: iri.String()}
		a, err := s.store.ActorByIRI(ctx, iri)
		if err != nil && !errors.Is(err, community.ErrNotFound) {
			return err
		}
		if err == nil {
			line := s.door.Line(ctx, a)
			alias.Person = &line
		}
		view.Aliases = append(view.Aliases, alias)
	}
	return s.door.Show(w, r, v, door.Sheet{Status: statusOf(view.Problems), View: view})
}

// account finds the account a member typed, with what it is known as now. Who is
// not found, or cannot be asked, is a problem of the field.
func (s *Web) account(r *http.Request, v door.Visitor, field, typed string) (community.Actor, error) {
	if s.Linker == nil {
		return community.Actor{}, community.ErrNotFound
	}
	allowed, wait, err := s.store.Attempt(r.Context(), "linked/"+community.FormatID(v.Person.User.ID), 24*time.Hour, movesPerDay)
	if err != nil {
		return community.Actor{}, err
	}
	if !allowed {
		return community.Actor{}, &community.Invalid{Field: field, Problem: session.Throttled(wait).Problem}
	}
	a, err := s.Linker.ResolveLinked(r.Context(), typed)
	switch {
	case err == nil:
		return a, nil
	case errors.Is(err, community.ErrUnavailable):
		return a, &community.Invalid{Field: field, Problem: community.Say("move.unreachable")}
	case door.Elsewhere(err):
		return a, &community.Invalid{Field: field, Problem: community.Say("move.nobody")}
	}
	return a, err
}

// move is POST /settings/move: the followers are sent to another account.
func (s *Web) move(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	form := page.SettingsMove{Target: r.PostFormValue("target")}
	me := v.Person.Actor
	to, err := s.account(r, v, "target", form.Target)
	if err == nil {
		err = community.CheckMove(me, to, s.store.Now())
	}
	if form.Problems = page.ProblemsOf(err); form.Problems != nil {
		return s.movePage(w, r, v, form)
	}
	if err == nil {
		err = s.store.Move(r.Context(), me, to, s.Sessions.Act(r, *v.Person))
	}
	if err != nil {
		return err
	}
	return door.SeeOther(w, r, "/settings/move", "notice.moved")
}

// moveBack is POST /settings/move/back.
func (s *Web) moveBack(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	if err := s.store.TakeMoveBack(r.Context(), v.Person.Actor.ID); err != nil {
		return err
	}
	return door.SeeOther(w, r, "/settings/move", "notice.moved_back")
}

// addAlias is POST /settings/move/aliases: the member is also another account,
// which may then move here.
func (s *Web) addAlias(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	form := page.SettingsMove{Account: r.PostFormValue("account")}
	me := v.Person.Actor
	other, err := s.account(r, v, "account", form.Account)
	var aliases []community.IRI
	if err == nil {
		aliases, err = community.AddAlias(me, other)
	}
	if form.Problems = page.ProblemsOf(err); form.Problems != nil {
		return s.movePage(w, r, v, form)
	}
	if err == nil {
		err = s.store.SetAliases(r.Context(), me.ID, aliases)
	}
	if err != nil {
		return err
	}
	return door.SeeOther(w, r, "/settings/move", "notice.alias_added")
}

// removeAlias is POST /settings/move/aliases/remove.
func (s *Web) removeAlias(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	me, address := v.Person.Actor, r.PostFormValue("address")
	kept := slices.DeleteFunc(slices.Clone(me.Aliases), func(iri community.IRI) bool { return iri.String() == address })
	if err := s.store.SetAliases(r.Context(), me.ID, kept); err != nil {
		return err
	}
	return door.SeeOther(w, r, "/settings/move", "notice.alias_removed")
}
