package storage

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"consilium/community"
)

// KindSynchronize is the kind of job that asks an actor elsewhere which members follow
// it (FEP-8fcf); its payload is a Synchronization as JSON, its lane what is fetched
// from the actor's host.
const KindSynchronize = "synchronize"

// Synchronization is what an actor said of its followers here when it disagreed with
// what is known of them.
type Synchronization struct {
	Actor  community.ActorID `json:"actor"`
	URL    string            `json:"url"`
	Digest string            `json:"digest"`
}

// ParseSynchronization reads the payload of a KindSynchronize job.
func ParseSynchronization(payload string) (Synchronization, community.IRI, error) {
	var y Synchronization
	err := json.Unmarshal([]byte(payload), &y)
	var iri community.IRI
	if err == nil {
		iri, err = community.ParseIRI(y.URL)
	}
	if err != nil {
		return y, iri, fmt.Errorf("read synchronization: %w", err)
	}
	return y, iri, nil
}

// AddSynchronization leaves asking for later, unless the same waits already.
func (s *Store) AddSynchronization(ctx context.Context, y Synchronization, host string) error {
	payload, err := json.Marshal(y)
	if err != nil {
		return fmt.Errorf("encode synchronization: %w", err)
	}
	return s.update(ctx, "add synchronization with "+host, func(t *tx) error {
		var waiting int
		err := one(ctx, t, &waiting, `SELECT COUNT(*) FROM job WHERE lane = ? AND kind = ? AND payload = ?`, fetchLane(host), KindSynchronize, string(payload))
		if err != nil || waiting > 0 {
			return err
		}
		return t.enqueue(ctx, fetchLane(host), KindSynchronize, string(payload))
	})
}

// FollowerIRIs lists, in no order, up to limit accepted followers of an actor: members,
// or those elsewhere.
func (s *Store) FollowerIRIs(ctx context.Context, actor community.ActorID, local bool, limit int) ([]community.IRI, error) {
	var rows []struct{ IRI community.IRI }
	err := many(ctx, s.r, &rows, `SELECT a.iri FROM follow AS f JOIN actor AS a ON a.id = f.follower
		WHERE f.followed = ? AND f.state = ? AND a.local = ? AND a.gone IS NULL LIMIT ?`, actor, string(community.FollowAccepted), local, limit)
	if err != nil {
		return nil, fmt.Errorf("followers of %d: %w", actor, err)
	}
	iris := make([]community.IRI, 0, len(rows))
	for _, r := range rows {
		iris = append(iris, r.IRI)
	}
	return iris, nil
}

// mostUndone bounds how many follows that are not known here are taken back together.
const mostUndone = 100

// Synchronize makes the follows of an actor elsewhere those its home says there are:
// members whom it does not list follow it no longer; whom it lists, and who asked, it
// accepted; and follows that were never made, or ended here, are taken back there.
func (s *Store) Synchronize(ctx context.Context, followed community.Actor, listed []community.IRI) error {
	return s.update(ctx, fmt.Sprintf("synchronize followers of %d", followed.ID), func(t *tx) error {
		var rows []struct {
			ID    community.ActorID
			IRI   community.IRI
			State community.FollowState
		}
		err := many(ctx, t, &rows, `SELECT a.id, a.iri, f.state FROM follow AS f JOIN actor AS a ON a.id = f.follower
			WHERE f.followed = ? AND a.local ORDER BY a.id`, followed.ID)
		if err != nil {
			return err
		}
		stands := map[community.IRI]bool{}
		for _, r := range rows {
			stands[r.IRI] = true
			is := slices.Contains(listed, r.IRI)
			switch {
			case !is && r.State == community.FollowAccepted:
				p, err := t.pair(ctx, r.ID, followed.ID)
				if err == nil {
					err = t.unfollow(ctx, p)
				}
				if err != nil {
					return err
				}
			case is && r.State == community.FollowRequested:
				if _, _, err := t.accept(ctx, r.ID, followed.ID); err != nil {
					return err
				}
			}
		}
		return t.undoUnknown(ctx, followed, slices.DeleteFunc(slices.Clone(listed), func(iri community.IRI) bool { return stands[iri] }))
	})
}

// undoUnknown takes back follows of members that their home says there are and that
// are not known here.
func (t *tx) undoUnknown(ctx context.Context, followed community.Actor, followers []community.IRI) error {
	for _, iri := range followers[:min(len(followers), mostUndone)] {
		follower, err := actorWhere(ctx, t, `a.iri = ?`, iri)
		if errors.Is(err, community.ErrNotFound) || err == nil && (!follower.Local || !follower.Active()) {
			continue
		}
		if err != nil {
			return err
		}
		p := pair{follower, followed}
		err = t.deliver(ctx, Delivery{Verb: "Undo", Actor: follower.ID, Activity: t.store.newActivity(),
			Inner: p.inner(t.store.iri("/activities/" + newToken()))}, followed.Inbox)
		if err != nil {
			return err
		}
	}
	return nil
}
