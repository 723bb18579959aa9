package storage

import (
	"context"
	"fmt"
	"time"

	"consilium/community"
)

// The bounds of what is counted and kept: the newest posts of members, hashtags of a
// day, trends.
const (
	trendingAmong = 20_000
	mostTagDays   = 10_000
	mostTrends    = 100
)

// idDay is how many numbers of posts one day has.
const idDay = int64(24*time.Hour/time.Millisecond) << 16

// trendOf narrows posts p of authors a to those that may count: in the open, by a
// member who consents to be suggested and has no sanction.
const trendOf = ` AND p.audience = 'public' AND p.local AND p.kind <> 'announce' AND a.discoverable AND a.sanctions = ''`

// CountTrends counts anew what members took up in public within community.TrendWindow:
// how often hashtags were used, and which hashtags and posts several people share. It
// is run every quarter of an hour and looks at no more than the newest posts.
func (s *Store) CountTrends(ctx context.Context) error {
	return s.update(ctx, "count trends", func(t *tx) error {
		first := t.now.UTC().Truncate(24*time.Hour).AddDate(0, 0, 1-community.TrendDays).UnixMilli() << 16
		err := one(ctx, t, &first, `SELECT COALESCE(MIN(n.id), ?) FROM (SELECT p.id FROM post AS p WHERE p.audience = 'public' AND p.deleted IS NULL
			AND p.kind <> 'announce' AND p.local AND p.id >= ? ORDER BY p.id DESC LIMIT ?) AS n`, first, first, trendingAmong)
		if err != nil {
			return err
		}
		for _, statement := range []string{`DELETE FROM tag_day`, `DELETE FROM trend_tag`, `DELETE FROM trend_post`} {
			if _, err := t.do(ctx, statement); err != nil {
				return err
			}
		}
		if err := t.countTags(ctx, first); err != nil {
			return err
		}
		return t.countPosts(ctx, first)
	})
}

func (t *tx) countTags(ctx context.Context, first int64) error {
	_, err := t.do(ctx, `INSERT INTO tag_day (tag, day, uses, accounts)
		SELECT h.tag, p.id / ? AS day, COUNT(*), COUNT(DISTINCT p.author) FROM open_post AS p JOIN hashtag AS h ON h.post = p.id
		WHERE p.id >= ? AND p.audience = 'public' AND p.local AND p.kind <> 'announce'
		GROUP BY h.tag, p.id / ? ORDER BY COUNT(DISTINCT p.author) DESC, COUNT(*) DESC, h.tag LIMIT ?`, idDay, first, idDay, mostTagDays)
	if err != nil {
		return err
	}
	_, err = t.do(ctx, `INSERT INTO trend_tag (place, tag)
		SELECT ROW_NUMBER() OVER (ORDER BY n.accounts DESC, n.uses DESC, n.tag), n.tag FROM (
			SELECT h.tag, COUNT(*) AS uses, COUNT(DISTINCT p.author) AS accounts
			FROM open_post AS p JOIN hashtag AS h ON h.post = p.id JOIN actor AS a ON a.id = p.author
			WHERE p.id >= ?`+trendOf+` GROUP BY h.tag HAVING COUNT(DISTINCT p.author) >= ?
			ORDER BY accounts DESC, uses DESC, h.tag LIMIT ?) AS n`, first, community.LeastTrendUsers, mostTrends)
	return err
}

// countPosts ranks posts by how many different people liked or boosted them; answers,
// and what stands behind a warning, are not pushed at anybody.
func (t *tx) countPosts(ctx context.Context, first int64) error {
	_, err := t.do(ctx, `INSERT INTO trend_post (place, post)
		SELECT ROW_NUMBER() OVER (ORDER BY n.people DESC, n.id DESC), n.id FROM (SELECT c.id, c.people FROM (
			SELECT p.id, (SELECT COUNT(*) FROM (SELECT l.actor AS who FROM liking AS l WHERE l.post = p.id AND l.actor <> p.author
				UNION SELECT b.author FROM post AS b WHERE b.of_post = p.id AND b.of_post <> 0 AND b.deleted IS NULL AND b.author <> p.author) AS u) AS people
			FROM open_post AS p JOIN actor AS a ON a.id = p.author
			WHERE p.id >= ? AND p.like_count + p.announce_count >= ? AND p.parent = 0 AND p.parent_iri IS NULL
			AND p.warning = '' AND NOT p.sensitive`+trendOf+`) AS c
		WHERE c.people >= ? ORDER BY c.people DESC, c.id DESC LIMIT ?) AS n`, first, community.LeastTrendUsers, community.LeastTrendUsers, mostTrends)
	return err
}

// TrendingTags gives hashtags that several members used within the window, the most
// people first, from an offset on.
func (s *Store) TrendingTags(ctx context.Context, offset, limit int) ([]string, error) {
	var tags []string
	err := many(ctx, s.r, &tags, `SELECT tag FROM trend_tag ORDER BY place LIMIT ? OFFSET ?`, limit, offset)
	if err != nil {
		return nil, fmt.Errorf("trending hashtags: %w", err)
	}
	return tags, nil
}

// TrendingPosts gives posts of members that several people liked or boosted, as far as
// the viewer may see them and has not muted or blocked their authors, and as long as these
// consent.
func (s *Store) TrendingPosts(ctx context.Context, v community.Viewer, offset, limit int) ([]community.Post, error) {
	read := false
	return s.list(ctx, Page{Limit: limit}, listing{viewer: v, wide: true, fetch: func(p Page) ([]entry, error) {
		if read { // places are no numbers to go on behind
			return nil, nil
		}
		read = true
		var rows []postRow
		err := many(ctx, s.r, &rows, `SELECT `+postColumns+` FROM trend_post AS r JOIN open_post AS p ON p.id = r.post JOIN actor AS a ON a.id = p.author
			WHERE TRUE`+trendOf+notMuted+` ORDER BY r.place LIMIT ? OFFSET ?`, v.Actor, at(s.Now()), p.limit(), offset)
		return entriesByID(rows, err)
	}})
}

// TagHistory says how often members used hashtags in public on each of the days of
// community.TrendDaysTo, as it was last counted; every tag has all days.
func (s *Store) TagHistory(ctx context.Context, tags []string) (map[string][]community.TagDay, error) {
	days, found := community.TrendDaysTo(s.Now()), make(map[string][]community.TagDay, len(tags))
	place := map[int64]int{}
	for i, day := range days {
		place[day.Unix()/(24*3600)] = i
	}
	for _, tag := range tags {
		for _, day := range days {
			found[tag] = append(found[tag], community.TagDay{Day: day})
		}
	}
	if len(tags) == 0 {
		return found, nil
	}
	var rows []struct {
		Tag                 string
		Day, Uses, Accounts int64
	}
	if err := many(ctx, s.r, &rows, `SELECT tag, day, uses, accounts FROM tag_day WHERE tag IN (?)`, in(tags)); err != nil {
		return nil, fmt.Errorf("history of hashtags: %w", err)
	}
	for _, r := range rows {
		if i, within := place[r.Day]; within {
			found[r.Tag][i].Uses, found[r.Tag][i].Accounts = int(r.Uses), int(r.Accounts)
		}
	}
	return found, nil
}

// forgetTagUses takes hashtags that only these posts have out of what was counted: a
// word in them can be what had to go.
func (t *tx) forgetTagUses(ctx context.Context, posts []community.PostID) error {
	for _, statement := range []string{`DELETE FROM tag_day`, `DELETE FROM trend_tag`} {
		_, err := t.do(ctx, statement+` WHERE tag IN (SELECT h.tag FROM hashtag AS h WHERE h.post IN (?)
			AND NOT EXISTS (SELECT 1 FROM hashtag AS o WHERE o.tag = h.tag AND o.post NOT IN (?)))`, in(posts), in(posts))
		if err != nil {
			return fmt.Errorf("forget hashtags: %w", err)
		}
	}
	return nil
}
