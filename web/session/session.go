package session

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"time"

	"github.com/go-webauthn/webauthn/webauthn"

	"consilium/community"
	"consilium/storage"
)

// Options say how an instance is reached and what it allows.
type Options struct {
	Store *storage.Store
	// Secure says that members reach the instance by https.
	Secure bool
	// Port is in the name of the cookie on plain http, so that instances on one
	// machine do not sign each other out: "8080".
	Port string
	// Now tells the time; it must give UTC.
	Now func() time.Time
	// Limits says whether sign-ins and resets are slowed down (limits.enabled).
	Limits bool
	// Letters says that letters are sent, so that a member who has not confirmed
	// the address gets another one when signing in.
	Letters bool
	// TrustedProxies are who may say where a request came from.
	TrustedProxies []netip.Prefix
	// RequireSecondFactor asks all staff, and everybody of assurance level 3 or
	// higher, for a second factor (accounts.second_factor).
	RequireSecondFactor bool
	// IdleStaff and IdleMembers are how long a browser may do nothing before it
	// is signed out (accounts.idle_staff, accounts.idle_members); 0 for as long as
	// the session lasts. Apps with an access token are not signed out.
	IdleStaff, IdleMembers time.Duration
	// SignOn are the institutions people can sign on at.
	SignOn SignOnOptions
}

// Sessions knows who is signed in. It is safe for use by many goroutines.
type Sessions struct {
	Options
	hashing  *hashing
	passkeys *webauthn.WebAuthn // nil where passkeys are impossible
	signOn   []*relying
}

// New makes the sessions of one instance.
func New(o Options) *Sessions { return &Sessions{o, newHashing(), newPasskeys(o), newRelying(o)} }

// Lifetime is how long a session lasts after it was last used.
const Lifetime = 30 * 24 * time.Hour

// noted is how exactly it is kept when a session was last used: not every page
// that is read may write.
const noted = 5 * time.Minute

// maxAgent bounds what is kept of a browser's name, in bytes.
const maxAgent = 300

// Person is a signed-in member: the login, the actor it acts as, and the
// session it came with.
type Person struct {
	User    community.User
	Actor   community.Actor
	Session storage.Session
	// Standing is what was proved of the actor, found out for this request.
	Standing community.Standing
	// Weak says that what was proved opens nothing until there is a second factor.
	Weak bool
	// Factors are what the session was begun with, and ProvedAt when the person
	// last proved to be there.
	Factors  Factors
	ProvedAt time.Time
	// Idle says that nobody is signed in because nothing was done for too long.
	Idle bool
}

// Viewer is the person as community.CanSee judges them. Our own pages carry
// restricted posts.
func (p Person) Viewer() community.Viewer {
	return p.Subject().Viewer(p.Actor.ID, true)
}

// Viewer finds out which member a browser belongs to; false for a visitor, and
// for a session that ended or whose member may no longer sign in. A session in
// use is kept alive; one that was idle for too long ends, and the visitor that
// comes back has only Idle set. An error means that it could not be found out.
func (s *Sessions) Viewer(r *http.Request) (Person, bool, error) {
	token, found := s.token(r)
	if !found {
		return Person{}, false, nil
	}
	p, err := s.person(r.Context(), token)
	if errors.Is(err, community.ErrNotFound) || errors.Is(err, community.ErrForbidden) {
		return Person{}, false, nil
	}
	if err != nil {
		return Person{}, false, fmt.Errorf("find viewer: %w", err)
	}
	if s.isIdle(p) {
		err := s.Store.EndSession(r.Context(), p.User.ID, p.Session.ID)
		if err != nil && !errors.Is(err, community.ErrNotFound) {
			return Person{}, false, fmt.Errorf("end idle session: %w", err)
		}
		return Person{Idle: true}, false, nil
	}
	if now := s.Now(); now.Sub(p.Session.LastSeen) >= s.noteAfter(p.User) {
		if err := s.Store.KeepSession(r.Context(), p.Session.ID, now.Add(Lifetime)); err != nil {
			return Person{}, false, fmt.Errorf("find viewer: %w", err)
		}
	}
	return p, true, nil
}

func (s *Sessions) person(ctx context.Context, token string) (Person, error) {
	var p Person
	var err error
	if p.Session, err = s.Store.SessionByToken(ctx, token); err != nil {
		return p, err
	}
	if p.User, err = s.Store.User(ctx, p.Session.User); err != nil {
		return p, err
	}
	if p.Actor, err = s.Store.Actor(ctx, p.User.Actor); err != nil {
		return p, err
	}
	if p.User.State != community.UserActive || !p.Actor.Active() || p.Actor.ShutOut(s.Now()) || !p.Session.Expires.After(s.Now()) {
		return p, community.ErrForbidden
	}
	p.Standing = s.Store.Standing(ctx, p.Actor)
	p.Factors, p.ProvedAt = ParseFactors(p.Session.Factors), p.Session.Proved
	p.Weak = s.IsTooWeak(p)
	return p, nil
}

// Begin signs a member in without asking for the password, as if it had been
// given: after a registration, or in a test. It is Enter.
func (s *Sessions) Begin(w http.ResponseWriter, r *http.Request, u community.User) (Person, error) {
	return s.Enter(w, r, u, Factors{ByPassword})
}

// endBrowser ends the session a request came with, if any.
func (s *Sessions) endBrowser(r *http.Request) error {
	token, found := s.token(r)
	if !found {
		return nil
	}
	old, err := s.Store.SessionByToken(r.Context(), token)
	if err == nil {
		err = s.Store.EndSession(r.Context(), old.User, old.ID)
	}
	if errors.Is(err, community.ErrNotFound) {
		return nil
	}
	return err
}

// SignOut ends the session of a request and takes the cookie back.
func (s *Sessions) SignOut(w http.ResponseWriter, r *http.Request) error {
	s.clearCookie(w)
	if err := s.endBrowser(r); err != nil {
		return fmt.Errorf("sign out: %w", err)
	}
	return nil
}

// List gives the person's sessions; the one in use is the one with
// p.Session.ID.
func (s *Sessions) List(ctx context.Context, p Person) ([]storage.Session, error) {
	return s.Store.Sessions(ctx, p.User.ID)
}

// Revoke ends one of the person's own sessions. It returns
// community.ErrNotFound for one that is not theirs.
func (s *Sessions) Revoke(ctx context.Context, p Person, id int64) error {
	return s.Store.EndSession(ctx, p.User.ID, id)
}
