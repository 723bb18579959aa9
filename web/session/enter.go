package session

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"consilium/community"
	"consilium/storage"
)

// ErrSecondFactor says that what was proved so far is right and not enough: the
// browser now holds a half sign-in, which Complete or CompleteWithPasskey makes
// a session.
var ErrSecondFactor = errors.New("a second factor is needed")

// halfTime is how long a password waits for the second factor.
const halfTime = 10 * time.Minute

// Enter begins a session for a login that was proved by these factors, and sets
// the cookie. A login that has a second factor and did not prove one gets a half
// sign-in, and the caller ErrSecondFactor: whoever lets somebody in comes
// through here. For a login that may not sign in yet it returns the sentences of
// SignIn. A session the browser still had ends.
func (s *Sessions) Enter(w http.ResponseWriter, r *http.Request, u community.User, proved Factors) (Person, error) {
	if err := s.admit(r.Context(), u); err != nil {
		return Person{}, err
	}
	if proved.Strong() {
		return s.begin(w, r, u, proved)
	}
	has, err := s.Store.HasSecondFactor(r.Context(), u.ID)
	if err != nil {
		return Person{}, fmt.Errorf("enter: %w", err)
	}
	if !has {
		return s.begin(w, r, u, proved)
	}
	token := NewToken()
	half := storage.HalfSignIn{User: u.ID, Factors: proved.String(), Expires: s.Now().Add(halfTime)}
	if err := s.Store.AddHalfSignIn(r.Context(), token, half); err != nil {
		return Person{}, fmt.Errorf("enter: %w", err)
	}
	s.set(w, halfCookie, token, halfTime)
	return Person{}, ErrSecondFactor
}

// begin makes the session: always a new token, so that nobody can have planted
// it (session fixation). *community.Invalid says that staff shut the address out.
func (s *Sessions) begin(w http.ResponseWriter, r *http.Request, u community.User, proved Factors) (Person, error) {
	ctx, now, token := r.Context(), s.Now(), NewToken()
	if err := s.Store.ShutAddress(ctx, ClientAddress(r, s.TrustedProxies)); err != nil {
		return Person{}, err
	}
	if err := s.endBrowser(r); err != nil {
		return Person{}, fmt.Errorf("begin session: %w", err)
	}
	device, err := s.meetDevice(r, u)
	if err != nil {
		return Person{}, fmt.Errorf("begin session: %w", err)
	}
	act := s.act(r, u.ID)
	_, err = s.Store.AddSession(ctx, token, storage.Session{User: u.ID, Agent: act.Agent, Address: act.Address,
		Expires: now.Add(Lifetime), Factors: proved.String(), Proved: now})
	if err != nil {
		return Person{}, fmt.Errorf("begin session: %w", err)
	}
	p, err := s.person(ctx, token)
	if err != nil {
		return Person{}, fmt.Errorf("begin session: %w", err)
	}
	s.setCookie(w, token)
	s.set(w, deviceCookie, device, cookieAge)
	return p, nil
}

// act says who does something in which browser, for the record.
func (s *Sessions) act(r *http.Request, user community.UserID) storage.Act {
	agent := r.UserAgent()
	return storage.Act{User: user, Agent: community.CleanText(agent[:min(len(agent), maxAgent)]),
		Address: ClientAddress(r, s.TrustedProxies), Letter: s.Letters}
}

// actOf is act for a person who is signed in.
func (s *Sessions) actOf(r *http.Request, p Person) storage.Act {
	act := s.act(r, p.User.ID)
	act.Session = p.Session.ID
	return act
}

// Half is somebody who has proved a password and not yet the second factor.
type Half struct {
	User community.User
	// Ways are how they can go on.
	Ways
	proved Factors
	token  string
}

// Half finds out who is half signed in; community.ErrNotFound when nobody is,
// or it took too long.
func (s *Sessions) Half(r *http.Request) (Half, error) {
	token, found := s.read(r, halfCookie)
	if !found {
		return Half{}, fmt.Errorf("half sign-in: %w", community.ErrNotFound)
	}
	kept, err := s.Store.HalfSignIn(r.Context(), token)
	if err != nil {
		return Half{}, err
	}
	u, err := s.Store.User(r.Context(), kept.User)
	if err != nil {
		return Half{}, fmt.Errorf("half sign-in: %w", err)
	}
	ways, err := s.waysOf(r.Context(), u)
	return Half{u, ways, ParseFactors(kept.Factors), token}, err
}

// Complete makes a half sign-in whole with a code of an authenticator app or a
// recovery code. Wrong ones are a *community.Invalid for field "code", too many
// session.throttled; community.ErrNotFound says that the sign-in has to begin
// anew.
func (s *Sessions) Complete(w http.ResponseWriter, r *http.Request, code string) (Person, error) {
	h, err := s.Half(r)
	if err != nil {
		return Person{}, err
	}
	factor, err := s.checkCode(r.Context(), s.act(r, h.User.ID), code)
	if err != nil {
		return Person{}, err
	}
	return s.complete(w, r, h, factor)
}

func (s *Sessions) complete(w http.ResponseWriter, r *http.Request, h Half, factor Factor) (Person, error) {
	if err := s.Store.EndHalfSignIn(r.Context(), h.token); err != nil {
		return Person{}, fmt.Errorf("complete sign-in: %w", err)
	}
	s.set(w, halfCookie, "", -time.Second)
	if err := s.admit(r.Context(), h.User); err != nil {
		return Person{}, err
	}
	return s.begin(w, r, h.User, h.proved.with(factor))
}

// Ways are the proofs that somebody can give.
type Ways struct {
	// Password is only asked of who has nothing better.
	Password bool
	// App is a confirmed authenticator app, Passkey a passkey that is not locked,
	// Recovery an unused recovery code.
	App, Passkey, Recovery bool
}

func (s *Sessions) waysOf(ctx context.Context, u community.User) (Ways, error) {
	has, err := s.Store.HasSecondFactor(ctx, u.ID)
	if err != nil || !has {
		return Ways{Password: err == nil && u.PasswordHash != ""}, err
	}
	var ways Ways
	f, err := s.Store.SecondFactor(ctx, u.ID)
	if err != nil && !errors.Is(err, community.ErrNotFound) {
		return ways, err
	}
	ways.App = err == nil && !f.Confirmed.IsZero()
	keys, err := s.Store.Passkeys(ctx, u.ID)
	if err != nil {
		return ways, err
	}
	for _, k := range keys {
		ways.Passkey = ways.Passkey || k.Suspect.IsZero() && s.OffersPasskeys()
	}
	left, err := s.Store.RecoveryCodesLeft(ctx, u.ID)
	ways.Recovery = left > 0
	return ways, err
}
