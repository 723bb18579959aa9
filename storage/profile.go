package storage

import (
	"context"
	"fmt"
	"strings"

	"consilium/community"
)

// SetProfile replaces what a local actor says of itself and tells the servers
// of its followers. ErrNotFound for actors of other servers.
func (s *Store) SetProfile(ctx context.Context, id community.ActorID, p community.Profile) (community.Actor, error) {
	var a community.Actor
	err := s.update(ctx, fmt.Sprintf("set profile %d", id), func(t *tx) error {
		n, err := t.do(ctx, `UPDATE actor SET display_name = ?, pronouns = ?, summary = ?, summary_source = ?, profession = ?,
			specialty = ?, avatar = ?, avatar_iri = ?, approves_followers = ?, discoverable = ?, indexable = ?,
			header = ?, fields = ?, policy = ?, attribution_domains = ?, fields_due = ?, hides_collections = ?, kind = CASE WHEN kind NOT IN (?, ?) THEN kind WHEN ? THEN ? ELSE ? END,
			revision = revision + 1 WHERE id = ? AND local`,
			p.DisplayName, p.Pronouns, p.Summary, p.SummarySource, string(p.Profession), string(p.Specialty), p.Avatar, p.AvatarIRI,
			p.ApprovesFollowers, p.Discoverable, p.Indexable,
			p.Header, textOfFields(p.Fields), textOfPolicy(p.Policy), strings.Join(p.AttributionDomains, "\n"), t.linksDue(p), p.HidesCollections,
			community.Person, community.Service, p.Bot, community.Service, community.Person, id)
		if err != nil {
			return err
		}
		if n == 0 {
			return community.ErrNotFound
		}
		if a, err = actorWhere(ctx, t, `a.id = ?`, id); err != nil {
			return err
		}
		return t.tellProfile(ctx, a)
	})
	return a, err
}

// tellProfile sends an Update of the actor to the servers of its followers.
func (t *tx) tellProfile(ctx context.Context, a community.Actor) error {
	inboxes, err := t.followerInboxes(ctx, a.ID)
	if err != nil {
		return err
	}
	return t.deliver(ctx, Delivery{Verb: "Update", Actor: a.ID, Activity: t.store.newActivity(), Object: a.IRI.String(),
		Revision: a.Revision}, inboxes...)
}

// followerInboxes lists where an actor's accepted followers on other servers
// are reached, each shared inbox once (R-OUT-2).
func (t *tx) followerInboxes(ctx context.Context, followed community.ActorID) ([]community.IRI, error) {
	var texts []string
	err := many(ctx, t, &texts, `SELECT DISTINCT COALESCE(a.shared_inbox, a.inbox) FROM follow AS f JOIN actor AS a ON a.id = f.follower
		WHERE f.followed = ? AND f.state = 'accepted' AND NOT a.local AND a.suspended IS NULL AND a.gone IS NULL
		AND NOT EXISTS (SELECT 1 FROM block AS b WHERE b.actor = f.followed AND b.target = a.id)
		AND COALESCE(a.shared_inbox, a.inbox) IS NOT NULL ORDER BY 1`, followed)
	if err != nil {
		return nil, fmt.Errorf("inboxes of followers of %d: %w", followed, err)
	}
	inboxes := make([]community.IRI, 0, len(texts))
	for _, text := range texts {
		iri, err := community.ParseIRI(text)
		if err != nil {
			return nil, fmt.Errorf("inboxes of followers of %d: %w", followed, err)
		}
		inboxes = append(inboxes, iri)
	}
	return inboxes, nil
}
