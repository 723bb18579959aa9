package web

import (
	"context"
	"errors"
	"net/http"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
	"consilium/web/page"
	"consilium/web/session"
)

func (s *Web) showRegister(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	form, open, err := s.registerForm(r, v)
	if err != nil {
		return err
	}
	if !open {
		return s.door.Show(w, r, v, door.Sheet{Status: http.StatusForbidden, View: page.Message{Kind: "closed"}})
	}
	return s.door.Show(w, r, v, door.Sheet{View: form})
}

// registerForm is the form with what was typed, and whether anybody who holds
// it may register at all.
func (s *Web) registerForm(r *http.Request, v door.Visitor) (page.Register, bool, error) {
	form := page.Register{Username: r.FormValue("username"), Email: r.FormValue("email"), Reason: r.FormValue("reason"),
		Agreed: r.FormValue("agreed") != "", Invite: r.FormValue("invite"), Rules: v.Instance.Rules}
	mode := s.door.Registrations
	if form.Invite != "" {
		by, err := s.inviter(r.Context(), form.Invite)
		switch {
		case errors.Is(err, community.ErrGone), errors.Is(err, community.ErrNotFound):
			form.Invite = ""
		case err != nil:
			return form, false, err
		default:
			form.InvitedBy = by.Name()
		}
	}
	invited := form.Invite != ""
	form.NeedsReason = mode == community.RegisterApproval && !invited
	open := mode == community.RegisterOpen || mode == community.RegisterApproval ||
		mode == community.RegisterInvite && invited
	return form, open, nil
}

func (s *Web) inviter(ctx context.Context, token string) (community.Actor, error) {
	i, err := s.store.InvitationByToken(ctx, token)
	if err != nil {
		return community.Actor{}, err
	}
	return s.store.Actor(ctx, i.MadeBy)
}

func (s *Web) register(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	form, _, err := s.registerForm(r, v)
	if err != nil {
		return err
	}
	user, err := s.createAccount(r, form)
	if form.Problems = page.ProblemsOf(err); form.Problems != nil {
		return s.door.Show(w, r, v, door.Sheet{Status: http.StatusUnprocessableEntity, View: form})
	}
	if err != nil {
		return err
	}
	switch {
	case user.EmailConfirmed.IsZero():
		return s.door.Show(w, r, v, door.Sheet{View: page.Message{Kind: "confirm_sent", Email: user.Email}})
	case user.State == community.UserPending:
		return s.door.Show(w, r, v, door.Sheet{View: page.Message{Kind: "waiting"}})
	}
	if _, err := s.Sessions.Begin(w, r, user); err != nil {
		return err
	}
	return door.SeeOther(w, r, "/home", "notice.welcome")
}

// createAccount judges the form and makes the account. Without a mail server an
// address cannot be proved and is taken as it is.
func (s *Web) createAccount(r *http.Request, form page.Register) (community.User, error) {
	ctx := r.Context()
	from := session.ClientAddress(r, s.Sessions.TrustedProxies)
	if s.Limiter != nil && !s.Limiter.Allow(session.AddressKey(from), session.Registrations).OK {
		return community.User{}, &community.Invalid{Problem: community.Say("account.sign_in.throttled")}
	}
	draft := community.AccountDraft{Name: form.Username, Email: form.Email, Password: r.PostFormValue("password"),
		Reason: form.Reason, Language: r.PostFormValue("language"), AgreedToRules: form.Agreed, Invited: form.Invite != "",
		MailConfirms: s.Letters}
	user, err := community.Register(draft, s.door.Registrations, s.store.Now())
	if err != nil {
		return user, err
	}
	if user.PasswordHash, err = s.Sessions.HashPassword(ctx, draft.Password); err != nil {
		return user, err
	}
	user.Address = from
	user, _, err = s.store.CreateMember(ctx, storage.NewMember{User: user, Confirmed: !s.Letters, Invitation: form.Invite})
	if err != nil || !s.Letters {
		return user, err
	}
	return user, s.store.QueueLetter(ctx, storage.LetterConfirm, user.ID)
}
