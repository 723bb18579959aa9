package session

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"consilium/community"
	"consilium/storage"
)

// challengeTime is how long a passkey may take to answer.
const challengeTime = 5 * time.Minute

// maxCredential bounds the answer of a passkey, in bytes; without attestation it is
// below one kibibyte.
const maxCredential = 16 << 10

// maxPasskeyName bounds what a passkey is called, in characters.
const maxPasskeyName = 60

// newPasskeys makes the relying party of an instance: its id is the host of
// server.url, its only origin that address. nil when the host is no domain but a
// network address, for which browsers know no passkeys (WebAuthn 5.1.2).
func newPasskeys(o Options) *webauthn.WebAuthn {
	if o.Store == nil {
		return nil
	}
	base, err := url.Parse(o.Store.Base())
	if err != nil || protocol.ValidateRPID(base.Hostname()) != nil {
		return nil
	}
	required := true
	party, err := webauthn.New(&webauthn.Config{
		RPID: base.Hostname(), RPDisplayName: o.Store.Domain(), RPOrigins: []string{origin(base)},
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			RequireResidentKey: &required, ResidentKey: protocol.ResidentKeyRequirementRequired,
			UserVerification: protocol.VerificationRequired,
		},
		Timeouts: webauthn.TimeoutsConfig{
			Login:        webauthn.TimeoutConfig{Timeout: challengeTime},
			Registration: webauthn.TimeoutConfig{Timeout: challengeTime},
		},
	})
	if err != nil {
		return nil
	}
	return party
}

func origin(base *url.URL) string { return base.Scheme + "://" + base.Host }

// OffersPasskeys says whether passkeys work at the address of this instance.
func (s *Sessions) OffersPasskeys() bool { return s.passkeys != nil }

// passkeyFailed is told for every answer that does not serve, whatever the reason.
func passkeyFailed() *community.Invalid {
	return &community.Invalid{Field: "passkey", Problem: community.Say("session.passkey_failed")}
}

// holder is a login as the relying party knows it.
type holder struct {
	handle        []byte
	name, display string
	keys          []storage.Passkey
	credentials   []webauthn.Credential
}

func (h holder) WebAuthnID() []byte                         { return h.handle }
func (h holder) WebAuthnName() string                       { return h.name }
func (h holder) WebAuthnDisplayName() string                { return h.display }
func (h holder) WebAuthnCredentials() []webauthn.Credential { return h.credentials }

// handle is what authenticators know a login by: the same for all its passkeys,
// and nothing that could be told from it (WebAuthn 14.6.1).
func (s *Sessions) handle(user community.UserID) ([]byte, error) {
	secret, err := s.Store.Secret("passkey handle")
	if err != nil {
		return nil, fmt.Errorf("derive passkey handle: %w", err)
	}
	mac := hmac.New(sha256.New, secret)
	fmt.Fprint(mac, int64(user))
	return mac.Sum(nil), nil
}

// holder loads a login with its passkeys.
func (s *Sessions) holder(ctx context.Context, u community.User) (holder, error) {
	h := holder{name: u.Name, display: u.Name}
	var err error
	if h.handle, err = s.handle(u.ID); err != nil {
		return h, err
	}
	if h.keys, err = s.Store.Passkeys(ctx, u.ID); err != nil {
		return h, err
	}
	for _, k := range h.keys {
		var c webauthn.Credential
		if err := json.Unmarshal(k.Record, &c); err != nil {
			return h, fmt.Errorf("read passkey %d: %w", k.ID, err)
		}
		c.Authenticator.SignCount = k.SignCount
		h.credentials = append(h.credentials, c)
	}
	return h, nil
}

// asked is a question to an authenticator: for what, of whom, in which session.
type asked struct {
	purpose string
	user    community.UserID
	session int64
}

// The purposes of challenges. None serves another.
const (
	toRegister = "register"
	toSignIn   = "sign-in"
	toComplete = "second"
	toProve    = "again"
)

// keepChallenge stores a question and gives the options as the page hands them to the
// browser (WebAuthn 5.1.8, 5.1.9).
func (s *Sessions) keepChallenge(ctx context.Context, a asked, data *webauthn.SessionData, options any) (string, error) {
	text, err := json.Marshal(options)
	if err != nil {
		return "", fmt.Errorf("write passkey options: %w", err)
	}
	kept, err := json.Marshal(data)
	if err != nil {
		return "", fmt.Errorf("write passkey challenge: %w", err)
	}
	err = s.Store.AddChallenge(ctx, data.Challenge, storage.Challenge{Purpose: a.purpose, User: a.user, Session: a.session,
		Data: kept, Expires: s.Now().Add(challengeTime)})
	return string(text), err
}

// takeChallenge finds the question that client data answer, and uses it up. The origin
// must be exactly ours.
func (s *Sessions) takeChallenge(ctx context.Context, a asked, client protocol.CollectedClientData) (webauthn.SessionData, error) {
	var data webauthn.SessionData
	c, err := s.Store.UseChallenge(ctx, client.Challenge, a.purpose)
	if errors.Is(err, community.ErrNotFound) || errors.Is(err, community.ErrGone) {
		return data, passkeyFailed()
	}
	if err != nil {
		return data, err
	}
	if c.User != a.user || c.Session != a.session || client.Origin != s.passkeys.Config.RPOrigins[0] {
		return data, passkeyFailed()
	}
	if err := json.Unmarshal(c.Data, &data); err != nil {
		return data, fmt.Errorf("read passkey challenge: %w", err)
	}
	return data, nil
}

// AskNewPasskey begins the registration of a passkey and gives the options for
// navigator.credentials.create as JSON. community.ErrUnavailable where passkeys
// are impossible.
func (s *Sessions) AskNewPasskey(ctx context.Context, p Person) (string, error) {
	if s.passkeys == nil {
		return "", fmt.Errorf("register passkey: %w", community.ErrUnavailable)
	}
	h, err := s.holder(ctx, p.User)
	if err != nil {
		return "", fmt.Errorf("register passkey: %w", err)
	}
	h.display = p.Actor.Name()
	var have []protocol.CredentialDescriptor
	for _, c := range h.credentials {
		have = append(have, c.Descriptor())
	}
	creation, data, err := s.passkeys.BeginRegistration(h, webauthn.WithExclusions(have))
	if err != nil {
		return "", fmt.Errorf("register passkey: %w", err)
	}
	return s.keepChallenge(ctx, asked{toRegister, p.User.ID, p.Session.ID}, data, creation.Response)
}

// NewPasskey is a passkey that a browser made.
type NewPasskey struct {
	// Name is how its owner calls it, at most 60 characters.
	Name string
	// Answer is the credential as JSON (WebAuthn 5.1, RegistrationResponseJSON).
	Answer string
}

// AddPasskey takes the answer to AskNewPasskey. The session gets a new token;
// with the first second factor all others end. Somebody without recovery codes
// gets them, to be shown once. What is wrong is a *community.Invalid for field
// "name" or "passkey".
func (s *Sessions) AddPasskey(w http.ResponseWriter, r *http.Request, p Person, n NewPasskey) ([]string, error) {
	n.Name = strings.TrimSpace(community.CleanText(n.Name))
	if length := len([]rune(n.Name)); length == 0 || length > maxPasskeyName {
		return nil, &community.Invalid{Field: "name", Problem: community.Say("session.passkey_name", "max", maxPasskeyName)}
	}
	made, err := s.register(r.Context(), p, n.Answer)
	if err != nil {
		return nil, err
	}
	record := *made
	record.Attestation = webauthn.CredentialAttestation{} // none was asked for, and nobody reads it
	text, err := json.Marshal(record)
	if err != nil {
		return nil, fmt.Errorf("write passkey: %w", err)
	}
	_, err = s.Store.AddPasskey(r.Context(), s.actOf(r, p), storage.Passkey{Credential: made.ID, Name: n.Name, Record: text,
		SignCount: made.Authenticator.SignCount})
	if errors.Is(err, community.ErrConflict) {
		return nil, passkeyFailed()
	}
	if err != nil {
		return nil, err
	}
	return s.added(w, r, p, ByPasskey)
}

func (s *Sessions) register(ctx context.Context, p Person, answer string) (*webauthn.Credential, error) {
	if s.passkeys == nil || len(answer) > maxCredential {
		return nil, passkeyFailed()
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes([]byte(answer))
	if err != nil {
		return nil, passkeyFailed()
	}
	data, err := s.takeChallenge(ctx, asked{toRegister, p.User.ID, p.Session.ID}, parsed.Response.CollectedClientData)
	if err != nil {
		return nil, err
	}
	h, err := s.holder(ctx, p.User)
	if err != nil {
		return nil, err
	}
	made, err := s.passkeys.CreateCredential(h, data, parsed)
	if err != nil {
		return nil, passkeyFailed()
	}
	return made, nil
}

// Passkeys lists the person's passkeys.
func (s *Sessions) Passkeys(ctx context.Context, p Person) ([]storage.Passkey, error) {
	return s.Store.Passkeys(ctx, p.User.ID)
}

// RemovePasskey takes one of the person's passkeys away; community.ErrNotFound
// for one that is not theirs.
func (s *Sessions) RemovePasskey(r *http.Request, p Person, id int64) error {
	return s.Store.RemovePasskey(r.Context(), s.actOf(r, p), id)
}
