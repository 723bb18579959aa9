package storage

import (
	"cmp"
	"context"
	"math"
	"slices"

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
	// Pinned keeps only what its author shows first on the profile, Tag what has a
	// hashtag; "" for any.
	Pinned bool
	Tag    string
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
		{f.Pinned, " AND EXISTS (SELECT 1 FROM pin i WHERE i.actor = p.author AND i.post = p.id)"},
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
	lines, scene, err := s.PublicScene(ctx, v, f, page)
	return scene.Posts(postsAt(lines)), err
}

// PublicScene is PublicTimeline with what is around the posts.
func (s *Store) PublicScene(ctx context.Context, v community.Viewer, f Filter, page Page) ([]Line, *Scene, error) {
	f.Announces = false
	return s.fillScene(ctx, page, listing{viewer: v, wide: true, lines: func(p Page) ([]Line, error) {
		return s.publicEntries(ctx, v, f, p)
	}})
}

func (s *Store) publicEntries(ctx context.Context, v community.Viewer, f Filter, p Page) ([]Line, error) {
	conditions, order := string(f.where()), string(p.order("p.id"))
	return s.hotLines(ctx, `SELECT p.id, p.id FROM open_post p
		WHERE p.audience = 'public' AND p.deleted IS NULL AND p.kind <> 'announce' AND p.id < $1 AND p.id > $2 AND `+conditions+`
		AND NOT EXISTS (SELECT 1 FROM mute m WHERE m.actor = $3 AND m.target = p.author AND (m.until IS NULL OR m.until > $4))
		ORDER BY `+order+` LIMIT $5`,
		[]any{cmp.Or(p.Max, math.MaxInt64), max(p.Since, p.Min), int64(v.Actor), s.Now().UnixMilli(), int64(p.limit())})
}

// TagFilter is a timeline of hashtags: of Tag or one of Any, with each of All and none of
// None, narrowed by Filter, of which Replies and Announces are not asked.
type TagFilter struct {
	Filter
	Tag            string
	Any, All, None []string
}

// MostTags is how many further hashtags a timeline may ask for in each way.
const MostTags = 4

// TagTimeline is PublicTimeline of one hashtag, replies included.
func (s *Store) TagTimeline(ctx context.Context, v community.Viewer, tag string, page Page) ([]community.Post, error) {
	lines, scene, err := s.TagScene(ctx, v, TagFilter{Tag: tag}, page)
	return scene.Posts(postsAt(lines)), err
}

// TagScene is TagTimeline of several hashtags, with what is around the posts.
func (s *Store) TagScene(ctx context.Context, v community.Viewer, f TagFilter, page Page) ([]Line, *Scene, error) {
	f.Replies, f.Announces = true, false
	return s.fillScene(ctx, page, listing{viewer: v, wide: true, lines: func(p Page) ([]Line, error) {
		return s.tagEntries(ctx, v, f, p)
	}})
}

func (s *Store) tagEntries(ctx context.Context, v community.Viewer, f TagFilter, p Page) ([]Line, error) {
	all, none := normalTags(f.All), normalTags(f.None)
	var ids []community.PostID
	err := many(ctx, s.r, &ids, `SELECT DISTINCT h.post FROM hashtag h JOIN open_post p ON p.id = h.post
		WHERE h.tag IN (?) AND p.audience = 'public' AND ? AND ?`+notMuted+`
		AND (SELECT COUNT(*) FROM hashtag k WHERE k.post = h.post AND k.tag IN (?)) = ?
		AND NOT EXISTS (SELECT 1 FROM hashtag k WHERE k.post = h.post AND k.tag IN (?)) ORDER BY ? LIMIT ?`,
		in(normalTags(append([]string{f.Tag}, f.Any...))), f.where(), p.within("h.post"), v.Actor, at(s.Now()), in(all), len(all), in(none), p.order("h.post"), p.limit())
	return linesOf(ids), err
}

func normalTags(tags []string) []string {
	normal := make([]string, 0, len(tags))
	for _, tag := range tags {
		normal = append(normal, community.NormalizeTag(tag))
	}
	slices.Sort(normal)
	return slices.Compact(normal)
}

// AccountPosts gives what the viewer may see of the posts of f.Actor.
func (s *Store) AccountPosts(ctx context.Context, v community.Viewer, f Filter, page Page) ([]community.Post, error) {
	lines, scene, err := s.AccountScene(ctx, v, f, page)
	return scene.Posts(postsAt(lines)), err
}

// AccountScene is AccountPosts with what is around the posts.
func (s *Store) AccountScene(ctx context.Context, v community.Viewer, f Filter, page Page) ([]Line, *Scene, error) {
	read := s.openAccountPosts
	switch {
	case v.Local && v.Actor != 0 && (v.ReadsCases || f.Tag != ""):
		read = s.memberAccountPosts
	case v.Local && v.Actor != 0:
		read = s.ordinaryAccountPosts
	}
	return s.fillScene(ctx, page, listing{viewer: v, lines: func(p Page) ([]Line, error) { return read(ctx, v, f, p) }})
}

// openAccountPosts is for visitors and other servers.
func (s *Store) openAccountPosts(ctx context.Context, _ community.Viewer, f Filter, p Page) ([]Line, error) {
	var ids []community.PostID
	err := many(ctx, s.r, &ids, `SELECT p.id FROM open_post p WHERE p.author = ? AND ? AND ? AND (? = '' OR `+hasTag+`) ORDER BY ? LIMIT ?`,
		f.Actor, f.where(), p.within("p.id"), f.Tag, community.NormalizeTag(f.Tag), p.order("p.id"), p.limit())
	return linesOf(ids), err
}

const hasTag = `EXISTS (SELECT 1 FROM hashtag h WHERE h.tag = ? AND h.post = p.id)`

// ordinaryAccountPosts is memberAccountPosts for a viewer who reads no cases, as most
// apps are.
func (s *Store) ordinaryAccountPosts(ctx context.Context, v community.Viewer, f Filter, p Page) ([]Line, error) {
	conditions, order := string(f.where()), string(p.order("p.id"))
	return s.hotLines(ctx, `SELECT p.id, p.id FROM post p WHERE p.author = $1 AND p.id < $2 AND p.id > $3 AND p.deleted IS NULL AND `+conditions+`
		AND (p.audience IN ('public', 'unlisted') OR p.author = $4
			OR p.audience = 'followers' AND EXISTS (SELECT 1 FROM follow f WHERE f.follower = $4 AND f.followed = p.author AND f.state = 'accepted')
			OR EXISTS (SELECT 1 FROM mention m WHERE m.post = p.id AND m.actor = $4))
		ORDER BY `+order+` LIMIT $5`,
		[]any{int64(f.Actor), cmp.Or(p.Max, math.MaxInt64), max(p.Since, p.Min), int64(v.Actor), int64(p.limit())})
}

// memberAccountPosts narrows to what a member might see, so that pages come out
// full; CanSee decides.
func (s *Store) memberAccountPosts(ctx context.Context, v community.Viewer, f Filter, p Page) ([]Line, error) {
	var ids []community.PostID
	err := many(ctx, s.r, &ids, `SELECT p.id FROM post p WHERE p.author = ? AND p.deleted IS NULL AND ? AND ? AND (? = '' OR `+hasTag+`)
		AND (p.audience IN ('public', 'unlisted') OR p.author = ? OR p.audience = 'instance' AND ?
			OR ? OR p.audience = 'followers' AND EXISTS (SELECT 1 FROM follow f WHERE f.follower = ? AND f.followed = p.author AND f.state = 'accepted')
			OR EXISTS (SELECT 1 FROM mention m WHERE m.post = p.id AND m.actor = ?))
		ORDER BY ? LIMIT ?`, f.Actor, f.where(), p.within("p.id"), f.Tag, community.NormalizeTag(f.Tag), v.Actor, v.ReadsCases, forClinicians(v), v.Actor, v.Actor, p.order("p.id"), p.limit())
	return linesOf(ids), err
}

// DirectScene gives the direct posts the viewer wrote or is named in, newest first.
func (s *Store) DirectScene(ctx context.Context, v community.Viewer, page Page) ([]Line, *Scene, error) {
	return s.fillScene(ctx, page, listing{viewer: v, lines: func(p Page) ([]Line, error) {
		var ids []community.PostID
		err := many(ctx, s.r, &ids, `SELECT p.id FROM post p WHERE p.author = ? AND p.audience = 'direct' AND p.deleted IS NULL AND p.of_post = 0 AND ?
			UNION SELECT p.id FROM mention n JOIN post p ON p.id = n.post WHERE n.actor = ? AND p.audience = 'direct' AND p.deleted IS NULL AND ?`+notMuted+`
			ORDER BY ? LIMIT ?`, v.Actor, p.within("p.id"), v.Actor, p.within("n.post"), v.Actor, at(s.Now()), p.order("id"), p.limit())
		return linesOf(ids), err
	}})
}
