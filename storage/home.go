package storage

import (
	"cmp"
	"context"
	"math"

	"consilium/community"
)

// HomeEntry is one line of a member's home.
type HomeEntry struct {
	// Entry is what the home is paged by: the post's number, or the boost's.
	Entry community.PostID
	Post  community.Post
	// Announcer is who brought it there by a boost; 0 for the author.
	Announcer community.ActorID
}

// The statement of the home touches only entries of its owner, newest first,
// and stops when the page is full: it costs the same whatever else is stored.
// What is turned away here (muted, blocked, deleted) keeps the page full; CanSee
// decides on the rest. Who mutes and blocks nobody pays one look for the page.
const (
	homeEntries = `SELECT h.entry, h.entry
		FROM home_entry h JOIN post p ON p.id = h.post
		WHERE h.owner = $1 AND h.entry < $2 AND h.entry > $3 AND p.deleted IS NULL
		AND (NOT EXISTS (SELECT 1 FROM mute m WHERE m.actor = $1)
			OR NOT EXISTS (SELECT 1 FROM mute m WHERE m.actor = $1 AND m.target = p.author AND (m.until IS NULL OR m.until > $4))
			AND NOT EXISTS (SELECT 1 FROM mute m WHERE m.actor = $1 AND m.target = h.announcer AND (m.until IS NULL OR m.until > $4)))
		AND (NOT EXISTS (SELECT 1 FROM block b WHERE b.actor = $1)
			OR NOT EXISTS (SELECT 1 FROM block b WHERE b.actor = $1 AND b.target = p.author)
			AND NOT EXISTS (SELECT 1 FROM block b WHERE b.actor = $1 AND b.target = h.announcer))
		AND (NOT EXISTS (SELECT 1 FROM block b WHERE b.target = $1)
			OR NOT EXISTS (SELECT 1 FROM block b WHERE b.target = $1 AND b.actor = p.author)
			AND NOT EXISTS (SELECT 1 FROM block b WHERE b.target = $1 AND b.actor = h.announcer))` + asideOf
	homeNewest = homeEntries + ` ORDER BY h.entry DESC LIMIT $5`
	homeOldest = homeEntries + ` ORDER BY h.entry ASC LIMIT $5`
)

// Home gives a page of the viewer's home, full as long as there is more.
func (s *Store) Home(ctx context.Context, v community.Viewer, page Page) ([]HomeEntry, error) {
	entries, err := s.fill(ctx, page, s.homeOf(ctx, v))
	home := make([]HomeEntry, 0, len(entries))
	for _, e := range entries {
		home = append(home, HomeEntry{community.PostID(e.id), e.post, e.announcer})
	}
	return home, err
}

// HomeScene is Home by numbers, with what is around the posts.
func (s *Store) HomeScene(ctx context.Context, v community.Viewer, page Page) ([]Line, *Scene, error) {
	return s.fillScene(ctx, page, s.homeOf(ctx, v))
}

func (s *Store) homeOf(ctx context.Context, v community.Viewer) listing {
	return listing{viewer: v, boosts: true, lines: func(p Page) ([]Line, error) {
		statement := homeNewest
		if p.Min > 0 {
			statement = homeOldest
		}
		return s.hotLines(ctx, statement,
			[]any{int64(v.Actor), cmp.Or(p.Max, math.MaxInt64), max(p.Since, p.Min), s.Now().UnixMilli(), int64(p.limit())})
	}}
}

// fillHomes is the effect of a new post on the homes of members: of the author,
// and of those who follow the author. A reply only goes to those who also follow
// whom it answers, a direct post to those it names, what is for clinicians
// to whom it reaches. Who has it there already gets it once.
func (t *tx) fillHomes(ctx context.Context, d deed) error {
	if d.Quiet() {
		return nil
	}
	if d.post.Local {
		if err := t.fillOwnHome(ctx, d); err != nil {
			return err
		}
	}
	switch {
	case d.post.Audience.Kind == community.Direct:
		return t.fillNamedHomes(ctx, d)
	case d.post.Parent == 0 && !d.post.ParentIRI.IsZero():
		return nil // an answer to a stranger interests nobody who does not know the question
	}
	hides := ``
	shown, announcer := d.post.ID, community.ActorID(0)
	if d.post.Of != 0 {
		shown, announcer = d.post.Of, d.post.Author
		hides = ` AND NOT f.hides_announces`
	}
	if d.post.Language != "" {
		hides += ` AND ` + readsLanguage(d.post.Language)
	}
	if d.post.Audience.Kind == community.Clinicians {
		hides += ` AND EXISTS (SELECT 1 FROM credential AS c WHERE c.actor = a.id AND ` + string(clinicianOf(d.post.Audience, t.now)) + `)`
	}
	_, err := t.do(ctx, `INSERT INTO home_entry (owner, entry, post, announcer)
		SELECT f.follower, ?, ?, ? FROM follow f JOIN actor a ON a.id = f.follower
		WHERE f.followed = ? AND f.state = 'accepted' AND a.local`+hides+notAside+` AND (? = 0 OR EXISTS (
			SELECT 1 FROM post q WHERE q.id = ? AND (q.author = f.follower OR EXISTS (
				SELECT 1 FROM follow g WHERE g.follower = f.follower AND g.followed = q.author AND g.state = 'accepted'))))
		ON CONFLICT DO NOTHING`, d.post.ID, shown, announcer, d.post.Author, d.post.Author, d.post.Parent, d.post.Parent)
	return err
}

func (t *tx) fillOwnHome(ctx context.Context, d deed) error {
	shown, announcer := d.post.ID, community.ActorID(0)
	if d.post.Of != 0 {
		shown, announcer = d.post.Of, d.post.Author
	}
	_, err := t.do(ctx, `INSERT INTO home_entry (owner, entry, post, announcer) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		d.post.Author, d.post.ID, shown, announcer)
	return err
}

// fillNamedHomes brings a direct post to those it names, as far as they let it in.
func (t *tx) fillNamedHomes(ctx context.Context, d deed) error {
	p := d.post
	var named []community.ActorID
	for _, who := range p.Mentions {
		reaches, err := t.reaches(ctx, d, who)
		if err != nil {
			return err
		}
		if reaches {
			named = append(named, who)
		}
	}
	_, err := t.do(ctx, `INSERT INTO home_entry (owner, entry, post, announcer)
		SELECT a.id, ?, ?, 0 FROM actor a WHERE a.local AND a.id IN (?) ON CONFLICT DO NOTHING`, p.ID, p.ID, in(named))
	return err
}
