package storage

import (
	"context"
	"errors"
	"fmt"

	"consilium/community"
)

const listMembers = `list_member AS m JOIN actor AS a ON a.id = m.member WHERE m.owner = ? AND m.list = ? AND a.suspended IS NULL`

// ListMembers gives who is on a list of a member, paged by their numbers; nobody for
// somebody else's list.
func (s *Store) ListMembers(ctx context.Context, owner community.ActorID, id community.ListID, page Page) ([]community.Actor, error) {
	return s.related(ctx, page, listMembers, owner, id)
}

// AllListMembers is ListMembers without pages: MaxListMembers bounds it.
func (s *Store) AllListMembers(ctx context.Context, owner community.ActorID, id community.ListID) ([]community.Actor, error) {
	var rows []actorRow
	err := many(ctx, s.r, &rows, `SELECT `+actorColumns+` FROM `+listMembers+` AND a.gone IS NULL ORDER BY a.id DESC LIMIT ?`,
		owner, id, community.MaxListMembers)
	actors := make([]community.Actor, 0, len(rows))
	for _, r := range rows {
		actors = append(actors, r.actor())
	}
	if err != nil {
		return nil, fmt.Errorf("members of list %d: %w", id, err)
	}
	return actors, nil
}

// AddToList puts people on a list of a member, and their newest posts into it: all of
// them or nobody. ErrNotFound for somebody else's list; *Invalid for somebody the owner
// does not follow, or has not asked to, for who is on it already, and for too many.
func (s *Store) AddToList(ctx context.Context, owner community.ActorID, id community.ListID, people []community.ActorID) error {
	return s.update(ctx, fmt.Sprintf("add to list %d", id), func(t *tx) error {
		l, err := listOf(ctx, t, owner, id)
		if err != nil || len(people) == 0 {
			return err
		}
		if err := t.mayList(ctx, l, people); err != nil {
			return err
		}
		n, err := t.do(ctx, `INSERT INTO list_member (list, owner, member) SELECT ?, f.follower, f.followed FROM follow AS f
			WHERE f.follower = ? AND f.followed IN (?) ON CONFLICT DO NOTHING`, l.ID, owner, in(people))
		if err != nil {
			return err
		}
		if int(n) != len(people) {
			return &community.Invalid{Field: "account_ids", Problem: community.Say("list.already")}
		}
		return t.fillList(ctx, l, people)
	})
}

// mayList says what keeps people from a list.
func (t *tx) mayList(ctx context.Context, l community.List, people []community.ActorID) error {
	var have struct{ Followed, Members int }
	err := one(ctx, t, &have, `SELECT (SELECT COUNT(*) FROM follow WHERE follower = ? AND followed IN (?)) AS followed,
		(SELECT COUNT(*) FROM list_member WHERE list = ?) AS members`, l.Owner, in(people), l.ID)
	switch {
	case err != nil:
		return err
	case have.Followed < len(people):
		return &community.Invalid{Field: "account_ids", Problem: community.Say("list.not_followed")}
	case have.Members+len(people) > community.MaxListMembers:
		return &community.Invalid{Field: "account_ids", Problem: community.Say("list.too_many_people", "limit", community.MaxListMembers)}
	}
	return nil
}

// RemoveFromList takes people off a list of a member, with what they brought into it.
// Who is not on it is none; ErrNotFound for somebody else's list.
func (s *Store) RemoveFromList(ctx context.Context, owner community.ActorID, id community.ListID, people []community.ActorID) error {
	return s.update(ctx, fmt.Sprintf("remove from list %d", id), func(t *tx) error {
		if _, err := listOf(ctx, t, owner, id); err != nil || len(people) == 0 {
			return err
		}
		_, err := t.do(ctx, `DELETE FROM list_member WHERE list = ? AND member IN (?)`, id, in(people))
		return err
	})
}

// fillList puts the newest posts of people into a list they came to, as a new follow
// brings them into the home.
func (t *tx) fillList(ctx context.Context, l community.List, people []community.ActorID) error {
	v, err := t.viewer(ctx, l.Owner)
	if errors.Is(err, community.ErrNotFound) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("fill list %d: %w", l.ID, err)
	}
	_, err = t.do(ctx, `INSERT INTO list_entry (list, entry, post, member)
		SELECT l.id, p.id, CASE WHEN p.of_post <> 0 THEN p.of_post ELSE p.id END, p.author
		FROM list AS l JOIN list_member AS m ON m.list = l.id JOIN follow AS f ON f.follower = m.owner AND f.followed = m.member
		JOIN actor AS a ON a.id = m.member JOIN post AS p ON p.author = m.member
		WHERE l.id = ? AND m.member IN (?) AND f.state = 'accepted' AND p.deleted IS NULL
		AND p.id IN (SELECT n.id FROM post AS n WHERE n.author = m.member AND n.deleted IS NULL ORDER BY n.id DESC LIMIT ?)
		AND (p.audience IN ('public', 'unlisted', 'followers') OR p.audience = 'instance' AND a.local OR ?)
		AND (p.of_post = 0 OR NOT f.hides_announces)
		AND (p.parent = 0 AND p.parent_iri IS NULL OR EXISTS (SELECT 1 FROM post AS q WHERE q.id = p.parent AND `+answersForList+`))
		ORDER BY p.id DESC ON CONFLICT DO NOTHING`, l.ID, in(people), filled, forClinicians(v))
	if err != nil {
		return fmt.Errorf("fill list %d: %w", l.ID, err)
	}
	return nil
}
