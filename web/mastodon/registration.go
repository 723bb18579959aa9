package mastodon

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"consilium/community"
	"consilium/storage"
	"consilium/web/session"
)

func (s *API) registrationEndpoints() []endpoint {
	return []endpoint{
		{"POST", "/api/v1/accounts", app, "write:accounts", s.createAccount},
		{"POST", "/api/v1/emails/confirmations", stranger, "", s.sendConfirmation},
		{"GET", "/api/v1/emails/check_confirmation", stranger, "", s.checkConfirmation},
	}
}

// createAccount is POST /api/v1/accounts: somebody registers in an app, by the same
// rules as on the web page. The token opens nothing until the address is proved and, where
// staff let people in, they did. ErrForbidden where nobody registers without an
// invitation.
func (s *API) createAccount(c *call) (any, error) {
	if c.me().ID != 0 {
		return nil, invalid("username", "api.registered")
	}
	mode := s.door.Registrations
	if mode != community.RegisterOpen && mode != community.RegisterApproval {
		return nil, invalid("username", "account.registrations_closed")
	}
	user, err := s.register(c, mode)
	if err != nil {
		return nil, err
	}
	token := session.NewToken()
	k, err := s.store.AddToken(c.Context(), token, storage.AccessToken{Application: c.bearer.Application.ID, Actor: user.Actor,
		Scopes: unasked(c.bearer.AccessToken.Scopes)})
	if err != nil {
		return nil, err
	}
	c.reply.Set("Cache-Control", "no-store") // RFC 6749 5.1
	return Token{AccessToken: token, TokenType: "Bearer", Scope: k.Scopes, CreatedAt: k.Created.Unix()}, nil
}

// unasked are the scopes a token has that nobody was asked about on our page: none for
// cases and none for staff.
func unasked(scopes string) string {
	return strings.Join(slices.DeleteFunc(strings.Fields(scopes), func(scope string) bool {
		return strings.HasPrefix(scope, "cases:") || strings.HasPrefix(scope, "admin:")
	}), " ")
}

func (s *API) register(c *call, mode community.RegistrationMode) (community.User, error) {
	agreed, err := c.fields.flag("agreement", false)
	if err != nil {
		return community.User{}, err
	}
	letters := s.door.Sessions.Letters
	draft := community.AccountDraft{Name: c.fields.text("username"), Email: c.fields.text("email"), Password: c.fields.text("password"),
		Reason: c.fields.text("reason"), Language: c.fields.text("locale"), AgreedToRules: agreed, MailConfirms: letters}
	user, err := community.Register(draft, mode, s.store.Now())
	if err != nil {
		return user, err
	}
	user.Address = session.ClientAddress(c.Request, s.door.Sessions.TrustedProxies)
	// A slip of the pen costs nothing, asking which names are taken does (S-AUTH-3).
	if err := c.within(s.Limiter.Allow(session.AddressKey(user.Address), session.Registrations)); err != nil {
		return user, err
	}
	if user.PasswordHash, err = s.door.Sessions.HashPassword(c.Context(), draft.Password); err != nil {
		return user, err
	}
	user, _, err = s.store.CreateMember(c.Context(), storage.NewMember{User: user, Confirmed: !letters})
	if err != nil || !letters {
		return user, err
	}
	return user, s.store.QueueLetter(c.Context(), storage.LetterConfirm, user.ID)
}

// unproved is the login behind a token whose owner has still to prove the address: the
// one thing that such a token is good for.
func (s *API) unproved(c *call) (community.User, error) {
	token, shown := session.Bearer(c.Request)
	if !shown {
		return community.User{}, refuse(http.StatusUnauthorized, "api.token_needed")
	}
	u, err := s.store.UnprovedUser(c.Context(), token)
	if !errors.Is(err, community.ErrNotFound) {
		return u, err
	}
	if _, err := s.door.Sessions.Access(c.Request); errors.Is(err, community.ErrNotFound) {
		return u, refuse(http.StatusUnauthorized, "api.token_invalid")
	} else if err != nil {
		return u, err
	}
	return u, refuse(http.StatusForbidden, "api.confirmed")
}

// sendConfirmation is POST /api/v1/emails/confirmations: the letter once more, to
// another address where email says so.
func (s *API) sendConfirmation(c *call) (any, error) {
	u, err := s.unproved(c)
	if err != nil {
		return nil, err
	}
	if address := strings.TrimSpace(c.fields.text("email")); address != "" && address != u.Email {
		if err := community.CheckEmail(address); err != nil {
			return nil, err
		}
		if err := c.within(s.Limiter.Allow(s.origin(c.Request), session.Registrations)); err != nil {
			return nil, err
		}
		if err := s.store.CorrectEmail(c.Context(), u.ID, address); err != nil {
			return nil, err
		}
		u.Email = address
	}
	return struct{}{}, s.door.Sessions.SendConfirmation(c.Context(), u)
}

// checkConfirmation is GET /api/v1/emails/check_confirmation: whether the address is
// proved.
func (s *API) checkConfirmation(c *call) (any, error) {
	_, err := s.unproved(c)
	var r *refusal
	if errors.As(err, &r) && r.problem.Key == "api.confirmed" {
		return true, nil
	}
	return false, err
}
