package storage

import (
	"cmp"
	"context"
	"fmt"
	"math"

	"consilium/community"
)

// The statement of a list is that of the home over the entries of the list. Boosts
// of those whose boosts the owner hides stay away.
const (
	listLines = `SELECT h.entry, h.entry
		FROM list_entry h JOIN post p ON p.id = h.post
		WHERE h.list = $1 AND h.entry < $2 AND h.entry > $3 AND p.deleted IS NULL
		AND (NOT EXISTS (SELECT 1 FROM mute m WHERE m.actor = $4)
			OR NOT EXISTS (SELECT 1 FROM mute m WHERE m.actor = $4 AND m.target IN (p.author, h.member) AND (m.until IS NULL OR m.until > $5)))
		AND (NOT EXISTS (SELECT 1 FROM block b WHERE b.actor = $4)
			OR NOT EXISTS (SELECT 1 FROM block b WHERE b.actor = $4 AND b.target IN (p.author, h.member)))
		AND (NOT EXISTS (SELECT 1 FROM block b WHERE b.target = $4)
			OR NOT EXISTS (SELECT 1 FROM block b WHERE b.target = $4 AND b.actor IN (p.author, h.member)))
		AND (h.entry = h.post OR NOT EXISTS (SELECT 1 FROM follow f WHERE f.follower = $4 AND f.followed = h.member AND f.hides_announces))`
	listNewest = listLines + ` ORDER BY h.entry DESC LIMIT $6`
	listOldest = listLines + ` ORDER BY h.entry ASC LIMIT $6`
)

// ListTimeline gives a page of one of the viewer's own lists, as Home does of the home.
// The list comes from List, which says whose it is; ErrNotFound for somebody else's.
func (s *Store) ListTimeline(ctx context.Context, v community.Viewer, l community.List, page Page) ([]HomeEntry, error) {
	if err := ownedBy(v, l); err != nil {
		return nil, err
	}
	entries, err := s.fill(ctx, page, s.linesOfList(ctx, v, l))
	lines := make([]HomeEntry, 0, len(entries))
	for _, e := range entries {
		lines = append(lines, HomeEntry{community.PostID(e.id), e.post, e.announcer})
	}
	return lines, err
}

// ListScene is ListTimeline by numbers, with what is around the posts.
func (s *Store) ListScene(ctx context.Context, v community.Viewer, l community.List, page Page) ([]Line, *Scene, error) {
	if err := ownedBy(v, l); err != nil {
		return nil, nil, err
	}
	return s.fillScene(ctx, page, s.linesOfList(ctx, v, l))
}

func ownedBy(v community.Viewer, l community.List) error {
	if l.Owner != v.Actor || v.Actor == 0 {
		return fmt.Errorf("list %d: %w", l.ID, community.ErrNotFound)
	}
	return nil
}

func (s *Store) linesOfList(ctx context.Context, v community.Viewer, l community.List) listing {
	return listing{viewer: v, boosts: true, lines: func(p Page) ([]Line, error) {
		statement := listNewest
		if p.Min > 0 {
			statement = listOldest
		}
		return s.hotLines(ctx, statement,
			[]any{int64(l.ID), cmp.Or(p.Max, math.MaxInt64), max(p.Since, p.Min), int64(l.Owner), s.Now().UnixMilli(), int64(p.limit())})
	}}
}

// answersForList narrows the answers of m.member to posts called q to those that the
// list l of m shows.
const answersForList = `(q.author IN (m.owner, m.member)
	OR l.replies = 'list' AND EXISTS (SELECT 1 FROM list_member AS o WHERE o.list = l.id AND o.member = q.author)
	OR l.replies = 'followed' AND EXISTS (SELECT 1 FROM follow AS g WHERE g.follower = m.owner AND g.followed = q.author AND g.state = 'accepted'))`

// fillLists is the effect of a new post on the lists its author is on: what the homes
// of their owners get, narrowed to the answers each list shows.
func (t *tx) fillLists(ctx context.Context, d deed) error {
	p := d.post
	if d.Quiet() || p.Audience.Kind == community.Direct || p.Parent == 0 && !p.ParentIRI.IsZero() {
		return nil
	}
	shown, hides := p.ID, ``
	if p.Of != 0 {
		shown, hides = p.Of, ` AND NOT f.hides_announces`
	}
	if p.Audience.Kind == community.Clinicians {
		hides += ` AND EXISTS (SELECT 1 FROM credential AS c WHERE c.actor = a.id AND ` + string(clinicianOf(p.Audience, t.now)) + `)`
	}
	_, err := t.do(ctx, `INSERT INTO list_entry (list, entry, post, member)
		SELECT l.id, ?, ?, m.member FROM list_member AS m JOIN list AS l ON l.id = m.list JOIN actor AS a ON a.id = m.owner
		JOIN follow AS f ON f.follower = m.owner AND f.followed = m.member
		WHERE m.member = ? AND f.state = 'accepted'`+hides+`
		AND (? = 0 OR EXISTS (SELECT 1 FROM post AS q WHERE q.id = ? AND `+answersForList+`))
		ON CONFLICT DO NOTHING`, p.ID, shown, p.Author, p.Parent, p.Parent)
	if err != nil {
		return fmt.Errorf("fill lists: %w", err)
	}
	return nil
}

// asideOf narrows the entries h of a home, of posts p, to those that no exclusive list of the
// owner ($1) keeps out. Who has no such list pays one look for the page.
const asideOf = ` AND (NOT EXISTS (SELECT 1 FROM list l WHERE l.owner = $1 AND l.exclusive) OR NOT EXISTS (
	SELECT 1 FROM list_member i JOIN list l ON l.id = i.list WHERE i.owner = $1 AND l.exclusive
	AND i.member = CASE WHEN h.announcer <> 0 THEN h.announcer ELSE p.author END))`

// notAside keeps what somebody (the argument) posts out of the homes of those, f.follower, who
// have them on an exclusive list.
const notAside = ` AND f.follower NOT IN (SELECT i.owner FROM list_member AS i JOIN list AS x ON x.id = i.list WHERE i.member = ? AND x.exclusive)`

// ListsOf says on which of these lists entries lie, by entry. It only narrows down whom
// to ask ListTimeline for.
func (s *Store) ListsOf(ctx context.Context, entries []community.PostID, lists []community.ListID) (map[community.PostID][]community.ListID, error) {
	found := make(map[community.PostID][]community.ListID, len(entries))
	if len(entries) == 0 || len(lists) == 0 {
		return found, nil
	}
	var rows []struct {
		List  community.ListID
		Entry community.PostID
	}
	err := many(ctx, s.r, &rows, `SELECT list, entry FROM list_entry WHERE list IN (?) AND entry IN (?)`, in(lists), in(entries))
	if err != nil {
		return nil, fmt.Errorf("lists of new posts: %w", err)
	}
	for _, r := range rows {
		found[r.Entry] = append(found[r.Entry], r.List)
	}
	return found, nil
}
