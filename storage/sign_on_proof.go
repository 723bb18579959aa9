package storage

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"consilium/community"
	"consilium/community/credential"
)

// signOnKinds are what a single sign-on can prove.
var signOnKinds = []credential.Kind{credential.SignOn, credential.SignOnProfession}

// SignOnProof is what an institution says of somebody who signed on.
type SignOnProof struct {
	Actor  community.ActorID
	Issuer string
	// Profession is what the claims name; "" where they name none.
	Profession credential.Profession
	// ConfirmedBy is the institution's name.
	ConfirmedBy string
	// Length is how long the proof is good.
	Length time.Duration
}

// profession is what the employment is evidence of. Where the institution does
// not say as what, it is of nothing a register could be matched with: otherwise
// a porter could name the number of a physician (V3, V5).
func (p SignOnProof) profession() credential.Profession {
	if p.Profession == "" {
		return "other"
	}
	return p.Profession
}

func (p SignOnProof) clinical() bool { return p.Profession.Class() == credential.Clinical }

func (p SignOnProof) evidence(now time.Time) []credential.Evidence {
	e := credential.Evidence{Kind: credential.SignOn, Profession: p.profession(), Source: p.Issuer, Proved: now, Until: now.Add(p.Length)}
	list := []credential.Evidence{e}
	if p.clinical() {
		e.Kind = credential.SignOnProfession
		list = append(list, e)
	}
	return list
}

// renewals is how many times within its length a proof is renewed at most: each
// time every server that knows the person is told.
const renewals = 5

// ProveSignOn keeps what an institution says of a member, and counts what it
// comes to: 4 for a clinical profession, 1 for employment alone. A profession it
// named before and does not any more is taken back as LoseSignOn does.
func (s *Store) ProveSignOn(ctx context.Context, p SignOnProof) error {
	return s.update(ctx, fmt.Sprintf("prove sign-on of actor %d", p.Actor), func(t *tx) error {
		kept, err := t.keptSignOns(ctx, p.Actor, p.Issuer)
		if err != nil {
			return err
		}
		if !p.clinical() && slices.ContainsFunc(kept, func(e Evidence) bool { return e.Kind == credential.SignOnProfession }) {
			if err := t.loseSignOn(ctx, p.Actor, p.Issuer, credential.SignOnProfession); err != nil {
				return err
			}
		}
		return t.proveSignOn(ctx, p, p.covered(kept, t.now))
	})
}

// covered says whether what is kept says the same, and is young.
func (p SignOnProof) covered(kept []Evidence, now time.Time) bool {
	young := now.Add(-p.Length / renewals)
	return !slices.ContainsFunc(p.evidence(now), func(want credential.Evidence) bool {
		return !slices.ContainsFunc(kept, func(have Evidence) bool {
			return have.Kind == want.Kind && have.Profession == want.Profession && have.Proved.After(young) && have.Until.After(now)
		})
	})
}

func (t *tx) proveSignOn(ctx context.Context, p SignOnProof, covered bool) error {
	old, err := credentialOf(ctx, t, p.Actor)
	none := errors.Is(err, community.ErrNotFound)
	if err != nil && !none {
		return err
	}
	waits := old.State == credential.Suspended && !old.decided()
	switch {
	case covered && !waits:
		return nil
	case !none && !p.replaces(old, t.now):
		return t.addSignOn(ctx, p, covered)
	}
	g := Grant{Actor: p.Actor, Profession: p.profession(), Evidence: p.evidence(t.now), ConfirmedBy: p.ConfirmedBy}
	if old.Profession == g.Profession {
		g.Specialties, g.Jurisdiction = old.Specialties, old.Jurisdiction
	}
	if old.Profession == g.Profession && !old.restsOnSignOn() && old.Level > credential.Unproved && !p.clinical() {
		g.ConfirmedBy = old.ConfirmedBy
	}
	return t.grant(ctx, g)
}

// addSignOn keeps evidence that changes nothing of what is said of somebody.
func (t *tx) addSignOn(ctx context.Context, p SignOnProof, covered bool) error {
	if covered {
		return nil
	}
	for _, e := range p.evidence(t.now) {
		if err := t.addEvidence(ctx, p.Actor, e); err != nil {
			return err
		}
	}
	return nil
}

// replaces says whether the proof decides what is said of somebody of whom
// something is said already.
func (p SignOnProof) replaces(old Credential, now time.Time) bool {
	stands := old.InForce(now) && !old.restsOnSignOn()
	switch {
	case old.Profession == p.profession():
		return true
	case p.clinical():
		return !stands || old.Level < credential.Verified
	}
	// A clinician who is one no more waits for somebody to look at it.
	return !stands && old.Profession.Class() != credential.Clinical
}

// restsOnSignOn says whether a single sign-on decided.
func (c Credential) restsOnSignOn() bool { return slices.Contains(signOnKinds, c.Method) }

func (t *tx) keptSignOns(ctx context.Context, actor community.ActorID, issuer string) ([]Evidence, error) {
	return evidenceWhere(ctx, t, `x.actor = ? AND x.source = ? AND x.kind IN (?, ?) AND x.withdrawn IS NULL`, actor, issuer,
		string(credential.SignOn), string(credential.SignOnProfession))
}

// LoseSignOn takes back all that an institution said of a member, who belongs to
// it no more: what rested on it is suspended, and ends the sessions begun by a
// single sign-on where that is asked for. Losing again changes nothing.
func (s *Store) LoseSignOn(ctx context.Context, actor community.ActorID, issuer string, endSessions bool) error {
	return s.update(ctx, fmt.Sprintf("lose sign-on of actor %d", actor), func(t *tx) error {
		if err := t.loseSignOn(ctx, actor, issuer, signOnKinds...); err != nil || !endSessions {
			return err
		}
		a, err := actorWhere(ctx, t, `a.id = ?`, actor)
		if err != nil {
			return err
		}
		return t.endSignOns(ctx, a.User, 0)
	})
}

// loseSignOn withdraws evidence and suspends what rested on it. What somebody
// had decided against before stays so: coming back must not lift it.
func (t *tx) loseSignOn(ctx context.Context, actor community.ActorID, issuer string, kinds ...credential.Kind) error {
	kept, err := t.keptSignOns(ctx, actor, issuer)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(kept, func(e Evidence) bool { return slices.Contains(kinds, e.Kind) }) {
		return nil
	}
	old, err := credentialOf(ctx, t, actor)
	none := errors.Is(err, community.ErrNotFound)
	if err != nil && !none {
		return err
	}
	for _, kind := range kinds {
		if err := t.withdrawEvidence(ctx, actor, kind, issuer); err != nil {
			return err
		}
	}
	if none || old.State != credential.Active || !old.restsOnSignOn() {
		return t.reassess(ctx, actor)
	}
	if err := t.reassess(ctx, actor); err != nil {
		return err
	}
	left, err := credentialOf(ctx, t, actor)
	if err != nil || left.Level == old.Level && left.Method == old.Method {
		return err // another institution says the same
	}
	return t.changeCredential(ctx, StateChange{Actor: actor, State: credential.Suspended, Reason: ReasonClaim})
}
