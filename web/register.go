package web

import (
	"context"
	"errors"
	"net/http"
	"net/netip"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
	"consilium/web/page"
	"consilium/web/session"
)

func (s *Web) showRegister(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	if v.Person != nil {
		return door.SeeOther(w, r, "/home", "")
	}
	form, err := s.registerForm(r, v)
	if err != nil {
		return err
	}
	if kind := s.shut(form); kind != "" {
		return s.door.Show(w, r, v, door.Sheet{Status: http.StatusForbidden, View: page.Message{Kind: kind}})
	}
	return s.door.Show(w, r, v, door.Sheet{View: form})
}

// invitationEnded is what is wrong with an invitation that lets nobody in.
func invitationEnded() *community.Invalid {
	return &community.Invalid{Problem: community.Say("account.invitation_ended")}
}

// registerForm is the empty form for who brings the invitation of the request.
// One that is no longer good is no invitation, and the form says so.
func (s *Web) registerForm(r *http.Request, v door.Visitor) (page.Register, error) {
	form := page.Register{Rules: v.Instance.Rules}
	if code := r.FormValue("invite"); code != "" {
		by, err := s.inviter(r.Context(), code)
		switch {
		case err == nil:
			form.Invite, form.InvitedBy = code, by.Name()
		case errors.Is(err, community.ErrGone), errors.Is(err, community.ErrNotFound):
			form.Problems = page.ProblemsOf(invitationEnded())
		default:
			return form, err
		}
	}
	form.NeedsReason = s.door.Registrations == community.RegisterApproval && form.Invite == ""
	return form, nil
}

func (s *Web) inviter(ctx context.Context, token string) (community.Actor, error) {
	i, err := s.store.InvitationByToken(ctx, token)
	if err != nil {
		return community.Actor{}, err
	}
	return s.store.Actor(ctx, i.MadeBy)
}

// shut names what to say to whom the form is not for; "" says that it is.
func (s *Web) shut(form page.Register) string {
	switch mode := s.door.Registrations; {
	case mode == community.RegisterOpen, mode == community.RegisterApproval, mode == community.RegisterInvite && form.Invite != "":
		return ""
	case mode == community.RegisterInvite && form.Problems != nil:
		return "invitation_ended"
	case mode == community.RegisterInvite:
		return "by_invitation"
	}
	return "closed"
}

func (s *Web) register(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	form, err := s.registerForm(r, v)
	if err != nil {
		return err
	}
	if kind := s.shut(form); kind != "" {
		return s.door.Show(w, r, v, door.Sheet{Status: http.StatusForbidden, View: page.Message{Kind: kind}})
	}
	form.Username, form.Email = r.PostFormValue("username"), r.PostFormValue("email")
	form.Reason, form.Agreed = r.PostFormValue("reason"), r.PostFormValue("agreed") != ""
	if form.Problems == nil {
		user, err := s.createAccount(r, form)
		if form.Problems = page.ProblemsOf(err); form.Problems == nil {
			return s.welcome(w, r, v, newcomer{user, err})
		}
	}
	return s.door.Show(w, r, v, door.Sheet{Status: http.StatusUnprocessableEntity, View: form})
}

// newcomer is an account that was made, or why not.
type newcomer struct {
	community.User
	err error
}

// welcome says what comes next: a letter, the staff's decision, or the first
// page.
func (s *Web) welcome(w http.ResponseWriter, r *http.Request, v door.Visitor, n newcomer) error {
	switch {
	case n.err != nil:
		return n.err
	case n.EmailConfirmed.IsZero():
		return s.door.Show(w, r, v, door.Sheet{View: page.Message{Kind: "confirm_sent", Email: n.Email}})
	case n.State == community.UserPending:
		return s.door.Show(w, r, v, door.Sheet{View: page.Message{Kind: "waiting"}})
	}
	if _, err := s.Sessions.Begin(w, r, n.User); err != nil {
		return err
	}
	return door.SeeOther(w, r, "/home", "notice.welcome")
}

// createAccount judges the form and makes the account. Without a mail server an
// address cannot be proved and is taken as it is.
func (s *Web) createAccount(r *http.Request, form page.Register) (community.User, error) {
	ctx := r.Context()
	draft := community.AccountDraft{Name: form.Username, Email: form.Email, Password: r.PostFormValue("password"),
		Reason: form.Reason, Language: r.PostFormValue("language"), AgreedToRules: form.Agreed, Invited: form.Invite != "",
		MailConfirms: s.Letters}
	user, err := community.Register(draft, s.door.Registrations, s.store.Now())
	if err != nil {
		return user, err
	}
	user.Address = session.ClientAddress(r, s.Sessions.TrustedProxies)
	if err := s.slowRegistrations(user.Address); err != nil {
		return user, err
	}
	if user.PasswordHash, err = s.Sessions.HashPassword(ctx, draft.Password); err != nil {
		return user, err
	}
	user, _, err = s.store.CreateMember(ctx, storage.NewMember{User: user, Confirmed: !s.Letters, Invitation: form.Invite})
	if errors.Is(err, community.ErrForbidden) { // somebody else was quicker
		return user, invitationEnded()
	}
	if err != nil || !s.Letters {
		return user, err
	}
	return user, s.store.QueueLetter(ctx, storage.LetterConfirm, user.ID)
}

// slowRegistrations counts a form that is otherwise good: a slip of the pen
// costs nothing, asking which names are taken does (S-AUTH-3).
func (s *Web) slowRegistrations(from netip.Addr) error {
	if s.Limiter == nil {
		return nil
	}
	if verdict := s.Limiter.Allow(session.AddressKey(from), session.Registrations); !verdict.OK {
		return session.Throttled(verdict.RetryAfter)
	}
	return nil
}
