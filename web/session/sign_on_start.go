package session

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"consilium/community"
	"consilium/storage"
)

// signOnCookie binds a sign-on to the browser it was begun in.
const signOnCookie = "sign-on"

// How long somebody may take at the institution, and then for saying what to do
// with an identity nobody has yet.
const (
	requestTime = 10 * time.Minute
	offerTime   = 30 * time.Minute
)

// The purposes of steps.
const (
	stepRequest = "request"
	stepOffer   = "offer"
)

// SignOnWish is why somebody is sent to an institution.
type SignOnWish struct {
	// Return is the path to go on to. The caller made sure that it is ours.
	Return string
	// Prove is for a signed-in person who has to prove again to be there.
	Prove bool
}

// request is what has to be known when the answer comes.
type request struct {
	SignOnWish
	Provider, Nonce, Verifier string
	// User is who was signed in; 0 for nobody.
	User community.UserID
}

// StartSignOn begins a sign-on at a provider and gives the address to send the
// browser to: the authorisation code flow with PKCE (RFC 7636), state and nonce.
// It returns community.ErrNotFound for an unknown provider and
// community.ErrUnavailable for one that does not answer. person is who is signed
// in; nil for nobody.
func (s *Sessions) StartSignOn(w http.ResponseWriter, r *http.Request, key string, wish SignOnWish) (string, error) {
	p, err := s.provider(key)
	if err != nil {
		return "", err
	}
	d, err := p.discover(r.Context())
	if err != nil {
		return "", err
	}
	ask := request{SignOnWish: wish, Provider: key, Nonce: NewToken(), Verifier: oauth2.GenerateVerifier()}
	person, signedIn, err := s.Viewer(r)
	if err != nil {
		return "", err
	}
	options := []oauth2.AuthCodeOption{oauth2.S256ChallengeOption(ask.Verifier), oidc.Nonce(ask.Nonce)}
	if ask.Prove = wish.Prove && signedIn; signedIn {
		ask.User = person.User.ID
	}
	if ask.Prove {
		// OpenID Connect Core 3.1.2.1; that it was heeded is seen by auth_time.
		options = append(options, oauth2.SetAuthURLParam("prompt", "login"), oauth2.SetAuthURLParam("max_age", strconv.Itoa(int(proveAge/time.Second))))
	}
	state, browser := NewToken(), s.signOnBrowser(w, r)
	if err := s.addStep(r.Context(), state, storage.SignOnStep{Purpose: stepRequest, Browser: browser, Expires: s.Now().Add(requestTime)}, ask); err != nil {
		return "", err
	}
	return p.oauth(d).AuthCodeURL(state, options...), nil
}

// signOnBrowser gives the token of the browser's cookie and keeps it for as long
// as a sign-on may take. A browser that signs on twice at once keeps its token.
func (s *Sessions) signOnBrowser(w http.ResponseWriter, r *http.Request) string {
	browser, found := s.read(r, signOnCookie)
	if !found {
		browser = NewToken()
	}
	s.set(w, signOnCookie, browser, requestTime+offerTime)
	return browser
}

// addStep keeps where a sign-on stands.
func (s *Sessions) addStep(ctx context.Context, token string, step storage.SignOnStep, data any) error {
	text, err := json.Marshal(data)
	if err != nil {
		return fmt.Errorf("keep sign-on: %w", err)
	}
	step.Data = text
	return s.Store.AddSignOnStep(ctx, token, step)
}

// SignOnProblem is why a sign-on came to nothing, as a person is told: its words
// are in the catalogues under "sign_on.problem.".
type SignOnProblem string

// The problems.
const (
	// SignOnDenied: the institution, or the person there, said no.
	SignOnDenied SignOnProblem = "denied"
	// SignOnExpired: it took too long, or the answer was used already.
	SignOnExpired SignOnProblem = "expired"
	// SignOnBrowser: the answer came to another browser than the question.
	SignOnBrowser SignOnProblem = "browser"
	// SignOnFailed: the answer was not good.
	SignOnFailed SignOnProblem = "failed"
	// SignOnTaken: the identity is somebody else's here, or the account has
	// another one of this institution.
	SignOnTaken SignOnProblem = "taken"
	// SignOnStranger: an account can only be made by who belongs to the institution.
	SignOnStranger SignOnProblem = "stranger"
	// SignOnStale: the institution did not say that the person signed in there just
	// now, or with as much as the account asks for.
	SignOnStale SignOnProblem = "stale"
	// SignOnLast: it is the only way into the account.
	SignOnLast SignOnProblem = "last"
	// SignOnDown: the institution does not answer.
	SignOnDown SignOnProblem = "down"
)

// SignOnError is a SignOnProblem with what the log may know of it.
type SignOnError struct {
	Problem SignOnProblem
	Cause   error
}

// Error says what happened, for the log.
func (e *SignOnError) Error() string {
	if e.Cause == nil {
		return string(e.Problem)
	}
	return string(e.Problem) + ": " + e.Cause.Error()
}

// Unwrap gives the cause.
func (e *SignOnError) Unwrap() error { return e.Cause }

// asProblem says what a person is told of an error of a step or a token.
func asProblem(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, community.ErrForbidden):
		return &SignOnError{SignOnBrowser, err}
	case errors.Is(err, community.ErrNotFound), errors.Is(err, community.ErrGone):
		return &SignOnError{SignOnExpired, err}
	case errors.Is(err, errToken):
		return &SignOnError{SignOnFailed, err}
	}
	return err
}
