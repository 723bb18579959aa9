package session

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"consilium/community"
	"consilium/storage"
)

// AskSignIn begins a sign-in with a passkey alone, whoever it will be, and gives
// the options for navigator.credentials.get as JSON. community.ErrUnavailable
// where passkeys are impossible.
func (s *Sessions) AskSignIn(ctx context.Context) (string, error) {
	if s.passkeys == nil {
		return "", fmt.Errorf("ask for passkey: %w", community.ErrUnavailable)
	}
	assertion, data, err := s.passkeys.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		return "", fmt.Errorf("ask for passkey: %w", err)
	}
	return s.keepChallenge(ctx, asked{purpose: toSignIn}, data, assertion.Response)
}

// SignInWithPasskey takes the answer to AskSignIn and begins a session: the
// passkey and what unlocks it are both factors. The errors are those of SignIn,
// for field "passkey".
func (s *Sessions) SignInWithPasskey(w http.ResponseWriter, r *http.Request, answer string) (Person, error) {
	ctx := r.Context()
	from := ClientAddress(r, s.TrustedProxies)
	if err := s.attempt(ctx, "passkey/from/"+AddressKey(from), signInsPerAddress); err != nil {
		return Person{}, err
	}
	parsed, err := s.parseAssertion(answer)
	if err != nil {
		return Person{}, err
	}
	owner, err := s.Store.PasskeyOwner(ctx, parsed.RawID)
	if errors.Is(err, community.ErrNotFound) {
		return Person{}, passkeyFailed()
	}
	if err != nil {
		return Person{}, fmt.Errorf("sign in with passkey: %w", err)
	}
	u, err := s.Store.User(ctx, owner)
	if err != nil {
		return Person{}, fmt.Errorf("sign in with passkey: %w", err)
	}
	if err := s.verifyAssertion(r, asked{purpose: toSignIn}, u, parsed); err != nil {
		return Person{}, err
	}
	return s.Enter(w, r, u, Factors{ByPasskey})
}

// AskToComplete asks for a passkey as the second factor of a half sign-in.
func (s *Sessions) AskToComplete(ctx context.Context, h Half) (string, error) {
	return s.askPasskey(ctx, asked{purpose: toComplete, user: h.User.ID}, h.User)
}

// CompleteWithPasskey makes a half sign-in whole with the answer to
// AskToComplete. The errors are those of Complete, for field "passkey".
func (s *Sessions) CompleteWithPasskey(w http.ResponseWriter, r *http.Request, answer string) (Person, error) {
	h, err := s.Half(r)
	if err != nil {
		return Person{}, err
	}
	if err := s.answered(r, asked{purpose: toComplete, user: h.User.ID}, h.User, answer); err != nil {
		return Person{}, err
	}
	return s.complete(w, r, h, ByPasskey)
}

// AskToProve asks a signed-in person for a passkey again.
func (s *Sessions) AskToProve(ctx context.Context, p Person) (string, error) {
	return s.askPasskey(ctx, asked{toProve, p.User.ID, p.Session.ID}, p.User)
}

// ProveWithPasskey takes the answer to AskToProve; the proof is then fresh. The
// errors are those of ProveAgain, for field "passkey".
func (s *Sessions) ProveWithPasskey(w http.ResponseWriter, r *http.Request, p Person, answer string) error {
	if err := s.answered(r, asked{toProve, p.User.ID, p.Session.ID}, p.User, answer); err != nil {
		return err
	}
	return s.Proved(w, r, p, ByPasskey)
}

// askPasskey asks a known login for one of its passkeys.
func (s *Sessions) askPasskey(ctx context.Context, a asked, u community.User) (string, error) {
	if s.passkeys == nil {
		return "", fmt.Errorf("ask for passkey: %w", community.ErrUnavailable)
	}
	h, err := s.holder(ctx, u)
	if err != nil {
		return "", fmt.Errorf("ask for passkey: %w", err)
	}
	assertion, data, err := s.passkeys.BeginLogin(h, webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		return "", fmt.Errorf("ask for passkey: %w", err)
	}
	return s.keepChallenge(ctx, a, data, assertion.Response)
}

// answered verifies an answer of a known login. Guessing makes no sense here,
// but checking a signature costs time.
func (s *Sessions) answered(r *http.Request, a asked, u community.User, answer string) error {
	if err := s.attempt(r.Context(), "passkey/user/"+community.FormatID(u.ID), signInsPerAccount); err != nil {
		return err
	}
	parsed, err := s.parseAssertion(answer)
	if err != nil {
		return err
	}
	return s.verifyAssertion(r, a, u, parsed)
}

func (s *Sessions) parseAssertion(answer string) (*protocol.ParsedCredentialAssertionData, error) {
	if s.passkeys == nil || len(answer) > maxCredential {
		return nil, passkeyFailed()
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes([]byte(answer))
	if err != nil {
		return nil, passkeyFailed()
	}
	return parsed, nil
}

// verifyAssertion runs the whole of WebAuthn 7.2 for a login: the challenge is ours and
// was not answered before, origin and relying party are ours, the person was
// verified, the signature is that of one of the login's own passkeys, and its
// counter went forward.
func (s *Sessions) verifyAssertion(r *http.Request, a asked, u community.User, parsed *protocol.ParsedCredentialAssertionData) error {
	data, err := s.takeChallenge(r.Context(), a, parsed.Response.CollectedClientData)
	if err != nil {
		return err
	}
	h, err := s.holder(r.Context(), u)
	if err != nil {
		return err
	}
	if a.user == 0 {
		find := func(_, _ []byte) (webauthn.User, error) { return h, nil }
		_, _, err = s.passkeys.ValidatePasskeyLogin(find, data, parsed)
	} else {
		_, err = s.passkeys.ValidateLogin(h, data, parsed)
	}
	if err != nil {
		return passkeyFailed()
	}
	return s.advance(r, u, h.keys, parsed)
}

// advance moves the counter of the passkey that signed. One that went back locks it.
func (s *Sessions) advance(r *http.Request, u community.User, keys []storage.Passkey, parsed *protocol.ParsedCredentialAssertionData) error {
	for _, k := range keys {
		if !bytes.Equal(k.Credential, parsed.RawID) {
			continue
		}
		err := s.Store.UsePasskey(r.Context(), s.act(r, u.ID), k.ID, parsed.Response.AuthenticatorData.Counter)
		if errors.Is(err, community.ErrConflict) {
			return &community.Invalid{Field: "passkey", Problem: community.Say("session.passkey_suspect")}
		}
		return err
	}
	return passkeyFailed()
}
