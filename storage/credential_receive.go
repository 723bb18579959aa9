package storage

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"consilium/community"
	"consilium/community/credential"
)

// KindCredential is the kind of job that asks another server again what it says
// of an actor of its own; its payload is a CredentialCheck as JSON.
const KindCredential = "credential"

// KindStatus is the kind of job that asks another server what it has taken back;
// its payload is a StatusCheck as JSON.
const KindStatus = "status"

// Asking about credentials and about what was taken back has lanes of its own, so
// that neither waits for the other, nor anything else for them.
func credentialLane(host string) string { return "credential/" + host }

func statusLane(host string) string { return "status/" + host }

// CredentialCheck is an actor whose credential is to be asked for.
type CredentialCheck struct {
	Actor community.ActorID `json:"actor"`
}

// ReceivedCredential is what another server says of an actor of its own, once it
// was verified.
type ReceivedCredential struct {
	Actor community.ActorID
	// Credential has the actor's host as its Issuer, and its StatusList.
	credential.Credential
	IRI community.IRI
	// Index is its entry of the status list.
	Index int
	// Public says that the actor's document holds it for everybody.
	Public bool
}

// CheckCredential leaves it for later to ask what an actor's home says of it.
// Asked again before it was done, it is done once.
func (s *Store) CheckCredential(ctx context.Context, a community.Actor) error {
	return s.update(ctx, fmt.Sprintf("check credential of actor %d", a.ID), func(t *tx) error { return t.checkCredential(ctx, a) })
}

func (t *tx) checkCredential(ctx context.Context, a community.Actor) error {
	payload, err := json.Marshal(CredentialCheck{a.ID})
	if err != nil {
		return fmt.Errorf("encode check: %w", err)
	}
	lane, waiting := credentialLane(a.IRI.Host()), 0
	// A job that is in hand, or put off, may have asked too early.
	err = one(ctx, t, &waiting, `SELECT COUNT(*) FROM job AS j JOIN lane AS l ON l.name = j.lane WHERE j.lane = ? AND j.kind = ?
		AND j.payload = ? AND j.run_at <= ? AND l.lease_until < ?`, lane, KindCredential, string(payload), at(t.now), at(t.now))
	if err != nil || waiting > 0 {
		return err
	}
	return t.enqueue(ctx, lane, KindCredential, string(payload))
}

// CheckHost leaves it for later to ask for the credentials of up to 500 actors of
// a host, those read last first: its word counts from now on.
func (s *Store) CheckHost(ctx context.Context, host string) error {
	return s.update(ctx, "check credentials of "+host, func(t *tx) error {
		var rows []actorRow
		err := many(ctx, t, &rows, `SELECT `+actorColumns+` FROM actor AS a
			WHERE (a.iri LIKE ? ESCAPE '!' OR a.iri LIKE ? ESCAPE '!') AND NOT a.local AND a.kind = ?
			AND a.suspended IS NULL AND a.gone IS NULL ORDER BY a.fetched DESC LIMIT 500`,
			prefix("https://"+host+"/"), prefix("http://"+host+"/"), string(community.Person))
		if err != nil {
			return err
		}
		for _, a := range actorsOf(rows) {
			if err := t.checkCredential(ctx, a); err != nil {
				return err
			}
		}
		return nil
	})
}

// ReceiveCredential keeps what another server says of an actor of its own.
// ErrForbidden for a member, for who moved away, or for the word of another host.
func (s *Store) ReceiveCredential(ctx context.Context, r ReceivedCredential) error {
	return s.update(ctx, fmt.Sprintf("receive credential of actor %d", r.Actor), func(t *tx) error {
		a, err := actorWhere(ctx, t, `a.id = ?`, r.Actor)
		if err != nil {
			return err
		}
		if !a.MovedTo.IsZero() { // a Move voids it (protocol 6.3 c)
			return community.ErrForbidden
		}
		if a.Local || r.Issuer == "" || r.Issuer != a.IRI.Host() || r.StatusList == "" || !r.IRI.SameOrigin(a.IRI) {
			return community.ErrForbidden
		}
		_, err = t.do(ctx, `INSERT INTO credential (actor, issuer, profession, specialties, level, method, jurisdiction, confirmed_by,
			confirmed, valid_until, state, changed, iri, status_list, status_index, public) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (actor) DO UPDATE SET issuer = excluded.issuer, profession = excluded.profession, specialties = excluded.specialties,
			level = excluded.level, method = excluded.method, jurisdiction = excluded.jurisdiction, confirmed_by = excluded.confirmed_by,
			confirmed = excluded.confirmed, valid_until = excluded.valid_until, state = excluded.state, changed = excluded.changed,
			iri = excluded.iri, status_list = excluded.status_list, status_index = excluded.status_index,
			public = excluded.public WHERE credential.issuer <> ''`,
			r.Actor, r.Issuer, string(r.Profession), joinSlugs(r.Specialties), int(r.Level), string(r.Method), r.Jurisdiction, r.ConfirmedBy,
			at(r.Confirmed), at(r.Until), string(r.State), at(t.now), r.IRI, r.StatusList, r.Index, r.Public)
		if err != nil {
			return err
		}
		return t.setStanding(ctx, r.Actor, &r.Credential)
	})
}

// DropCredential forgets what another server said of an actor of its own. Where
// nothing was kept nothing is written.
func (s *Store) DropCredential(ctx context.Context, actor community.ActorID) error {
	c, err := s.Credential(ctx, actor)
	if errors.Is(err, community.ErrNotFound) || err == nil && c.Issuer == "" {
		return nil
	}
	if err != nil {
		return err
	}
	return s.update(ctx, fmt.Sprintf("drop credential of actor %d", actor), func(t *tx) error {
		n, err := t.do(ctx, `DELETE FROM credential WHERE actor = ? AND issuer <> ''`, actor)
		if err != nil || n == 0 {
			return err
		}
		return t.setStanding(ctx, actor, nil)
	})
}
