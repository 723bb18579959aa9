package session

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"golang.org/x/oauth2"

	"consilium/community"
	"consilium/storage"
)

// proveAge is how long ago somebody may have signed in at the institution for it
// to count as a proof of now.
const proveAge = 5 * time.Minute

// SignOnOutcome is what a sign-on came to.
type SignOnOutcome struct {
	// Return is the path to go on to.
	Return string
	// Unknown says that nobody has linked the identity: the browser holds an offer
	// (SignOnOffer), and the person decides.
	Unknown bool
}

// arrived is somebody who came back from an institution.
type arrived struct {
	request
	findings
	Subject string
	Refresh string
}

// FinishSignOn takes the answer of a provider, and signs in whose identity it
// is. What a person must be told is a *SignOnError, or what Enter says of a login
// that may not sign in; ErrSecondFactor says that Complete comes next, and
// community.ErrUnavailable that the provider does not answer.
func (s *Sessions) FinishSignOn(w http.ResponseWriter, r *http.Request, key string) (SignOnOutcome, error) {
	p, err := s.provider(key)
	if err != nil {
		return SignOnOutcome{}, err
	}
	ask, err := s.takeRequest(r, key)
	if err != nil {
		return SignOnOutcome{}, asProblem(err)
	}
	out := SignOnOutcome{Return: ask.Return}
	came, err := s.receive(r, p, ask)
	if err != nil {
		return out, asProblem(err)
	}
	known, err := s.Store.IdentityBySubject(r.Context(), p.Issuer, came.Subject)
	if errors.Is(err, community.ErrNotFound) {
		out.Unknown = true
		return out, s.offer(r, p, came)
	}
	if err != nil {
		return out, fmt.Errorf("finish sign-on: %w", err)
	}
	return out, s.welcome(w, r, p, guest{came, known})
}

// takeRequest finds what was asked, by the state of the answer: once, in the
// browser it was asked in, and of this provider.
func (s *Sessions) takeRequest(r *http.Request, key string) (request, error) {
	var ask request
	state := r.FormValue("state")
	browser, found := s.read(r, signOnCookie)
	switch {
	case state == "":
		return ask, fmt.Errorf("sign-on without a state: %w", community.ErrNotFound)
	case !found:
		return ask, fmt.Errorf("sign-on: %w", community.ErrForbidden)
	}
	step, err := s.Store.UseSignOnStep(r.Context(), state, storage.SignOnStep{Purpose: stepRequest, Browser: browser})
	if err != nil {
		return ask, err
	}
	if err := json.Unmarshal(step.Data, &ask); err != nil {
		return ask, fmt.Errorf("sign-on: %w", err)
	}
	if ask.Provider != key {
		return ask, fmt.Errorf("sign-on of another provider: %w", errToken)
	}
	return ask, nil
}

// receive finds out who came, and what the institution says of them.
func (s *Sessions) receive(r *http.Request, p *relying, ask request) (arrived, error) {
	came := arrived{request: ask}
	d, err := p.discover(r.Context())
	if err != nil {
		return came, err
	}
	// RFC 9207 2.4: an answer of another provider must not reach this one's token
	// address (mix-up).
	if issuer := r.FormValue("iss"); issuer != p.Issuer && (issuer != "" || d.NamesIssuer) {
		return came, p.bad("the answer is of another issuer")
	}
	switch failure := r.FormValue("error"); {
	case failure == "access_denied":
		return came, &SignOnError{Problem: SignOnDenied}
	case failure != "" || r.FormValue("code") == "":
		return came, p.bad("no code")
	}
	ctx, cancel := p.asking(r.Context())
	defer cancel()
	token, err := p.redeem(ctx, d, r.FormValue("code"), ask.Verifier)
	if err != nil {
		return came, err
	}
	return came, s.understand(ctx, p, token, &came)
}

// understand checks the tokens and reads their claims.
func (s *Sessions) understand(ctx context.Context, p *relying, token *oauth2.Token, came *arrived) error {
	d, err := p.discover(ctx)
	if err != nil {
		return err
	}
	raw, _ := token.Extra("id_token").(string)
	id, said, err := p.verify(ctx, d, raw, wanted{Nonce: came.Nonce})
	if err != nil {
		return err
	}
	if id.AccessTokenHash != "" && id.VerifyAccessToken(token.AccessToken) != nil {
		return p.bad("of another access token")
	}
	if d.UserInfo != "" && !p.knows(said) {
		more, err := p.userInfo(ctx, d, token, id.Subject)
		if err != nil {
			return err
		}
		said = said.with(more)
	}
	came.Nonce, came.Verifier = "", ""
	came.Subject, came.Refresh, came.findings = id.Subject, token.RefreshToken, p.find(said)
	return nil
}

// guest is somebody who came by an identity that is linked.
type guest struct {
	arrived
	storage.Identity
}

// welcome lets in whose identity it is. What the institution says is noted
// first, and whether or not they may sign in.
func (s *Sessions) welcome(w http.ResponseWriter, r *http.Request, p *relying, g guest) error {
	person, signedIn, err := s.Viewer(r)
	if err != nil {
		return err
	}
	if signedIn && person.User.ID != g.Identity.User || g.Prove && !signedIn {
		return &SignOnError{Problem: SignOnTaken}
	}
	u, err := s.Store.User(r.Context(), g.Identity.User)
	if err != nil {
		return fmt.Errorf("finish sign-on: %w", err)
	}
	if err := s.noteSignOn(r.Context(), p, u.Actor, g); err != nil {
		return fmt.Errorf("finish sign-on: %w", err)
	}
	switch {
	case g.Prove:
		return s.proveSignOn(w, r, person, g.arrived)
	case signedIn:
		return nil
	}
	if _, err := s.Enter(w, r, u, Factors{g.factor()}); err != nil {
		// Who has not confirmed the address gets another letter, as with a password.
		return errors.Join(err, s.remind(r.Context(), u))
	}
	return nil
}

// proveSignOn takes a sign-on as a proof that the person is there. Whoever has a
// second factor proves no less here than anywhere else.
func (s *Sessions) proveSignOn(w http.ResponseWriter, r *http.Request, person Person, came arrived) error {
	has, err := s.Store.HasSecondFactor(r.Context(), person.User.ID)
	if err != nil {
		return fmt.Errorf("prove by sign-on: %w", err)
	}
	if !came.recent(s.Now()) || has && !came.Strong {
		return &SignOnError{Problem: SignOnStale}
	}
	return s.Proved(w, r, person, came.factor())
}

// recent says whether the person signed in at the institution just now.
func (c arrived) recent(now time.Time) bool {
	return !c.AuthTime.IsZero() && now.Sub(c.AuthTime) <= proveAge && !c.AuthTime.After(now.Add(skew))
}

// factor is how the person proved who they are.
func (c arrived) factor() Factor {
	if c.Strong {
		return BySSOStrong
	}
	return BySSO
}

// noteSignOn keeps when an identity was used, and what follows from the claims.
func (s *Sessions) noteSignOn(ctx context.Context, p *relying, actor community.ActorID, g guest) error {
	i := g.Identity
	i.Label, i.Refresh, i.Missing = g.arrived.Label, g.arrived.Refresh, g.missing(i.Missing, s.Now())
	if err := s.Store.UseIdentity(ctx, i); err != nil {
		return err
	}
	return s.weigh(ctx, p, actor, g.findings)
}

// missing is since when the institution does not say that the person belongs to
// it, given since when it did not before.
func (f findings) missing(since, now time.Time) time.Time {
	switch {
	case f.Belongs || !f.Says:
		return time.Time{}
	case since.IsZero():
		return now
	}
	return since
}

// weigh makes of what an institution says what it proves (V5).
func (s *Sessions) weigh(ctx context.Context, p *relying, actor community.ActorID, f findings) error {
	switch {
	case !f.Says:
		return nil
	case !f.Belongs:
		return s.Store.LoseSignOn(ctx, actor, p.Issuer, false)
	}
	return s.Store.ProveSignOn(ctx, storage.SignOnProof{Actor: actor, Issuer: p.Issuer, Profession: f.Profession,
		ConfirmedBy: p.institution(), Length: p.length()})
}
