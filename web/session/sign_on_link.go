package session

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"consilium/community"
	"consilium/storage"
)

// ErrProveAgain says that the person has to prove again to be there first.
var ErrProveAgain = errors.New("a fresh proof is needed")

// Offer is an identity that nobody has linked yet, in the browser of who came by
// it.
type Offer struct {
	// Provider is the institution, Label what it calls the person.
	Provider Provider
	Label    string
	// Return is the path to go on to.
	Return string
	// MayJoin says that the person may make an account with it.
	MayJoin bool
	// Email and Username are what the form begins with.
	Email, Username string
	came            arrived
}

// offerToken names the offer of a browser for a provider: there is one at most.
func offerToken(key, browser string) string { return stepOffer + "/" + key + "/" + browser }

// offer keeps an identity for who came by it, until they say what to do.
func (s *Sessions) offer(r *http.Request, p *relying, came arrived) error {
	browser, _ := s.read(r, signOnCookie) // takeRequest needed it
	if came.Prove {
		return &SignOnError{Problem: SignOnTaken}
	}
	step := storage.SignOnStep{Purpose: stepOffer, Browser: browser, Expires: s.Now().Add(offerTime)}
	return s.addStep(r.Context(), offerToken(p.Key, browser), step, came)
}

// SignOnOffer finds the identity that waits in a browser for its owner to say
// what to do. A *SignOnError says that none does any more.
func (s *Sessions) SignOnOffer(r *http.Request, key string) (Offer, error) {
	p, err := s.provider(key)
	if err != nil {
		return Offer{}, err
	}
	browser, found := s.read(r, signOnCookie)
	if !found {
		return Offer{}, &SignOnError{Problem: SignOnExpired}
	}
	step, err := s.Store.SignOnStep(r.Context(), offerToken(key, browser), storage.SignOnStep{Purpose: stepOffer, Browser: browser})
	if err != nil {
		return Offer{}, asProblem(err)
	}
	o := Offer{Provider: p.Provider}
	if err := json.Unmarshal(step.Data, &o.came); err != nil {
		return o, fmt.Errorf("offer of a sign-on: %w", err)
	}
	o.Label, o.Return, o.Email, o.Username = o.came.Label, o.came.Return, o.came.Email, o.came.Username
	o.MayJoin = p.NewAccounts && (o.came.Belongs || !o.came.Says)
	return o, nil
}

// takeOffer ends the offer of a browser.
func (s *Sessions) takeOffer(r *http.Request, key string) error {
	browser, _ := s.read(r, signOnCookie)
	_, err := s.Store.UseSignOnStep(r.Context(), offerToken(key, browser), storage.SignOnStep{Purpose: stepOffer, Browser: browser})
	return asProblem(err)
}

func (o Offer) identity() storage.Identity {
	return storage.Identity{Provider: o.Provider.Key, Issuer: o.Provider.Issuer, Subject: o.came.Subject, Label: o.Label, Refresh: o.came.Refresh}
}

// LinkSignOn makes the identity that waits in the browser a way into the
// account of who is signed in, and counts what it proves. ErrProveAgain when the
// person did not prove lately to be there; a *SignOnError when nothing waits, or
// it belongs to somebody else.
func (s *Sessions) LinkSignOn(r *http.Request, key string, person Person) (Offer, error) {
	o, err := s.SignOnOffer(r, key)
	if err != nil {
		return o, err
	}
	if !s.IsFresh(person) {
		return o, ErrProveAgain
	}
	if err := s.takeOffer(r, key); err != nil {
		return o, err
	}
	err = s.Store.LinkIdentity(r.Context(), s.actOf(r, person), o.identity())
	if errors.Is(err, community.ErrConflict) {
		return o, &SignOnError{SignOnTaken, err}
	}
	if err != nil {
		return o, err
	}
	return o, s.countOffer(r.Context(), o, person.User.Actor)
}

func (s *Sessions) countOffer(ctx context.Context, o Offer, actor community.ActorID) error {
	p, err := s.provider(o.Provider.Key)
	if err != nil {
		return err
	}
	return s.weigh(ctx, p, actor, o.came.findings)
}

// JoinBySignOn makes an account for who came by the identity that waits in the
// browser, and signs them in. It has no password. An address is only taken as
// confirmed when the institution may prove it; for another, a letter goes out
// where letters are sent, and the user that comes back is not signed in. The
// account of somebody who has the address already is not touched: that is
// *community.Invalid, like all that is wrong with the form. A *SignOnError says
// that nothing waits, or that there is no account for this person.
func (s *Sessions) JoinBySignOn(w http.ResponseWriter, r *http.Request, key string, draft community.AccountDraft) (community.User, error) {
	var u community.User
	o, err := s.SignOnOffer(r, key)
	if err != nil {
		return u, err
	}
	if !o.MayJoin {
		return u, &SignOnError{Problem: SignOnStranger}
	}
	// Nobody knows this password, and no hash of it is kept.
	draft.Password = NewToken()
	if u, err = community.Register(draft, community.RegisterOpen, s.Now()); err != nil {
		return u, err
	}
	u.Address = ClientAddress(r, s.TrustedProxies)
	proved := o.came.EmailProved && strings.EqualFold(draft.Email, o.Email)
	identity := o.identity()
	u, _, err = s.Store.CreateMember(r.Context(), storage.NewMember{User: u, Confirmed: proved || !s.Letters, Identity: &identity})
	if errors.Is(err, community.ErrConflict) {
		return u, &SignOnError{SignOnTaken, err}
	}
	if err != nil {
		return u, err
	}
	return u, s.settle(w, r, o, u)
}

// settle does what follows once an account was made.
func (s *Sessions) settle(w http.ResponseWriter, r *http.Request, o Offer, u community.User) error {
	if err := s.takeOffer(r, o.Provider.Key); err != nil {
		return err
	}
	if err := s.countOffer(r.Context(), o, u.Actor); err != nil {
		return err
	}
	if u.EmailConfirmed.IsZero() {
		return s.Store.QueueLetter(r.Context(), storage.LetterConfirm, u.ID)
	}
	_, err := s.Enter(w, r, u, Factors{o.came.factor()})
	return err
}

// Identities lists what the person has linked.
func (s *Sessions) Identities(ctx context.Context, p Person) ([]storage.Identity, error) {
	return s.Store.Identities(ctx, p.User.ID)
}

// SignOnsToProve are the institutions at which the person can prove again to be
// there: those they have linked, unless they have a second factor for it.
func (s *Sessions) SignOnsToProve(ctx context.Context, p Person) ([]Provider, error) {
	has, err := s.Store.HasSecondFactor(ctx, p.User.ID)
	if err != nil || has {
		return nil, err
	}
	linked, err := s.Store.Identities(ctx, p.User.ID)
	var list []Provider
	for _, i := range linked {
		if known, err := s.provider(i.Provider); err == nil && known.Issuer == i.Issuer {
			list = append(list, known.Provider)
		}
	}
	return list, err
}

// UnlinkSignOn takes a way into the person's account away, with what was proved
// by it. ErrProveAgain when they did not prove lately to be there;
// community.ErrNotFound for one that is not theirs; a *SignOnError when it is
// the last way in.
func (s *Sessions) UnlinkSignOn(r *http.Request, p Person, id int64) error {
	if !s.IsFresh(p) {
		return ErrProveAgain
	}
	err := s.Store.UnlinkIdentity(r.Context(), s.actOf(r, p), id)
	if errors.Is(err, community.ErrConflict) {
		return &SignOnError{SignOnLast, err}
	}
	return err
}
