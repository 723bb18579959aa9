package storage

import (
	"context"

	"github.com/uptrace/bun"

	"consilium/community"
)

// Filter narrows a list of posts.
type Filter struct {
	// Actor is whose posts AccountPosts gives.
	Actor community.ActorID
	// Local and Remote keep only posts from here or from elsewhere, OnlyMedia
	// those with pictures, CasesOnly cases.
	Local, Remote, OnlyMedia, CasesOnly bool
	// Announces and Replies let boosts and replies in; without them a list
	// holds neither.
	Announces, Replies bool
}

// where narrows posts called p to the filter.
func (f Filter) where() bun.Safe {
	text := "TRUE"
	for _, narrow := range []struct {
		on   bool
		text string
	}{
		{f.Local, " AND p.local"}, {f.Remote, " AND NOT p.local"}, {f.CasesOnly, " AND p.kind = 'case'"},
		{f.OnlyMedia, " AND EXISTS (SELECT 1 FROM media m WHERE m.post = p.id AND m.post <> 0 AND NOT m.hidden)"},
		{!f.Announces, " AND p.kind <> 'announce'"}, {!f.Replies, " AND p.parent = 0 AND p.parent_iri IS NULL"},
	} {
		if narrow.on {
			text += narrow.text
		}
	}
	return bun.Safe(text)
}

// notMuted keeps authors away whom the viewer muted, on lists of people the
// viewer did not choose.
const notMuted = ` AND NOT EXISTS (SELECT 1 FROM mute m WHERE m.actor = ? AND m.target = p.author AND (m.until IS NULL OR m.until > ?))`

// PublicTimeline gives what everybody may read, newest first, of those the
// viewer has not blocked or muted. Posts of limited servers stay away unless
// the viewer follows their author.
func (s *Store) PublicTimeline(ctx context.Context, v community.Viewer, f Filter, page Page) ([]community.Post, error) {
	f.Announces = false
	return s.list(ctx, page, listing{viewer: v, wide: true, fetch: func(p Page) ([]entry, error) {
		var rows []postRow
		err := many(ctx, s.r, &rows, `SELECT `+postColumns+` FROM open_post p
			WHERE p.audience = 'public' AND p.deleted IS NULL AND p.kind <> 'announce' AND ? AND ?`+notMuted+`
			ORDER BY ? LIMIT ?`, f.where(), p.within("p.id"), v.Actor, at(s.Now()), p.order("p.id"), p.limit())
		return entriesByID(rows, err)
	}})
}

// TagTimeline is PublicTimeline of one hashtag, replies included.
func (s *Store) TagTimeline(ctx context.Context, v community.Viewer, tag string, page Page) ([]community.Post, error) {
	return s.list(ctx, page, listing{viewer: v, wide: true, fetch: func(p Page) ([]entry, error) {
		var rows []postRow
		err := many(ctx, s.r, &rows, `SELECT `+postColumns+` FROM hashtag h JOIN open_post p ON p.id = h.post
			WHERE h.tag = ? AND p.audience = 'public' AND ?`+notMuted+` ORDER BY ? LIMIT ?`,
			community.NormalizeTag(tag), p.within("h.post"), v.Actor, at(s.Now()), p.order("h.post"), p.limit())
		return entriesByID(rows, err)
	}})
}

// AccountPosts gives what the viewer may see of the posts of f.Actor.
func (s *Store) AccountPosts(ctx context.Context, v community.Viewer, f Filter, page Page) ([]community.Post, error) {
	read := s.openAccountPosts
	if v.Local && v.Actor != 0 {
		read = s.memberAccountPosts
	}
	return s.list(ctx, page, listing{viewer: v, fetch: func(p Page) ([]entry, error) { return read(ctx, v, f, p) }})
}

// openAccountPosts is for visitors and other servers.
func (s *Store) openAccountPosts(ctx context.Context, _ community.Viewer, f Filter, p Page) ([]entry, error) {
	var rows []postRow
	err := many(ctx, s.r, &rows, `SELECT `+postColumns+` FROM open_post p WHERE p.author = ? AND ? AND ? ORDER BY ? LIMIT ?`,
		f.Actor, f.where(), p.within("p.id"), p.order("p.id"), p.limit())
	return entriesByID(rows, err)
}

// memberAccountPosts narrows to what a member might see, so that pages come out
// full; CanSee decides.
func (s *Store) memberAccountPosts(ctx context.Context, v community.Viewer, f Filter, p Page) ([]entry, error) {
	var rows []postRow
	err := many(ctx, s.r, &rows, `SELECT `+postColumns+` FROM post p WHERE p.author = ? AND p.deleted IS NULL AND ? AND ?
		AND (p.audience IN ('public', 'unlisted') OR p.author = ? OR p.audience = 'instance' AND ?
			OR ? OR p.audience = 'followers' AND EXISTS (SELECT 1 FROM follow f WHERE f.follower = ? AND f.followed = p.author AND f.state = 'accepted')
			OR EXISTS (SELECT 1 FROM mention m WHERE m.post = p.id AND m.actor = ?))
		ORDER BY ? LIMIT ?`, f.Actor, f.where(), p.within("p.id"), v.Actor, v.ReadsCases, forClinicians(v), v.Actor, v.Actor, p.order("p.id"), p.limit())
	return entriesByID(rows, err)
}
