package storage

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"consilium/community"
)

// The index of posts: who is in it can be found. It holds what members wrote, what names
// them, what they keep, and what everybody may read of those who agreed to be searched
// (FEP-5feb); nothing else, so it stays small, and who did not agree is not in it. Behind
// the words of a post stand marks, so that one question to the index answers what is said
// and who may find it together, and a page of the newest is read without what would be
// turned away. Cases have an index of their own (library.go).

// textTables are where the words are: what stands below a case is apart.
var textTables = []string{"post_text", "answer_text"}

// markSign begins a mark: FoldWords leaves none of it in a word.
const markSign = "_"

// The marks that say who may find a post; a number follows, but to openMark.
const (
	openMark = markSign + "open" // everybody who is let in
	byMark   = markSign + "by"
	toMark   = markSign + "to"
	keptMark = markSign + "kept"
)

// marked is a mark with the number of an actor.
func marked(mark string, actor community.ActorID) string {
	return mark + strconv.FormatInt(int64(actor), 10)
}

// searchable says that a post has a place in the index: what only some may read at this
// institution has not.
func searchable(p community.Post) bool {
	_, open := p.Audience.Open()
	return open && p.Kind != community.CasePost && p.Kind != community.AnnounceKind && p.Deleted.IsZero()
}

// writeText is the effect that makes a post found by what it says now, and by nothing it
// said before.
func (t *tx) writeText(ctx context.Context, d deed) error {
	if d.old != nil {
		if err := t.forgetText(ctx, d.post.ID); err != nil {
			return err
		}
	}
	return t.indexPost(ctx, d.post)
}

// indexPost writes a post into the index if somebody may find it.
func (t *tx) indexPost(ctx context.Context, p community.Post) error {
	if !searchable(p) {
		return nil
	}
	text, open := t.store.engine.textOf(p), p.Audience.Kind == community.Public
	for i, table := range textTables {
		if p.Parent == 0 && i > 0 { // it starts a thread, and is no case
			break
		}
		_, err := t.do(ctx, t.store.engine.putText(table), p.ID, text, open, p.ID, p.ID, p.Author, open, in(p.Mentions), p.ID, p.ID,
			p.Root, i > 0)
		if err != nil {
			return fmt.Errorf("index post %d: %w", p.ID, err)
		}
	}
	return nil
}

// putText writes words and marks into a table, if the post has to do with a member or its
// author agreed, and if that is the table for it.
func (e engine) putText(table string) string {
	const (
		keepers = ` FROM (SELECT actor FROM liking WHERE post = ? UNION SELECT actor FROM bookmark WHERE post = ?) AS k
			JOIN actor AS m ON m.id = k.actor WHERE m.local`
		text   = `CAST(? AS TEXT) || CASE WHEN a.indexable AND ? THEN ' ` + openMark + `' ELSE '' END || COALESCE((SELECT `
		wanted = ` FROM actor AS a WHERE a.id = ? AND (a.local OR a.indexable AND ? OR EXISTS (SELECT 1 FROM actor AS m WHERE m.id IN (?) AND m.local)
			OR EXISTS (SELECT 1` + keepers + `)) AND EXISTS (SELECT 1 FROM post AS r WHERE r.id = ? AND r.kind = 'case') = ?`
	)
	if e == postgres {
		return `INSERT INTO ` + table + ` (docid, words) SELECT ?, CAST(` + text + `STRING_AGG(' ` + keptMark + `' || k.actor, '')` + keepers + `), '') AS tsvector)` +
			wanted + ` ON CONFLICT (docid) DO UPDATE SET words = excluded.words`
	}
	return `INSERT OR REPLACE INTO ` + table + ` (docid, words) SELECT ?, ` + text + `GROUP_CONCAT(' ` + keptMark + `' || k.actor, '')` + keepers + `), '')` + wanted
}

// textOf is what the index is given of a post, in the form of the engine: the words in
// their order, then the marks.
func (e engine) textOf(p community.Post) string {
	words := p.SearchWords()
	if e == postgres { // the places of words, which PostgreSQL would count its own way
		for i, w := range words {
			words[i] = w + ":" + strconv.Itoa(i+1)
		}
	}
	words = append(words, marked(byMark, p.Author))
	for _, m := range p.Mentions {
		words = append(words, marked(toMark, m))
	}
	for _, m := range p.SearchMarks() {
		words = append(words, markSign+m)
	}
	return strings.Join(words, " ")
}

// forgetText takes posts out of the index: nothing finds them from this moment.
func (t *tx) forgetText(ctx context.Context, posts ...community.PostID) error {
	for _, table := range textTables {
		n, err := t.do(ctx, `DELETE FROM `+table+` WHERE docid IN (?)`, in(posts))
		if err != nil {
			return fmt.Errorf("forget text: %w", err)
		}
		if n == 0 || t.store.engine != sqlite {
			continue
		}
		// It keeps the time of the first.
		_, err = t.do(ctx, `INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING`, settingWaste+table, strconv.FormatInt(t.now.UnixMilli(), 10))
		if err != nil {
			return err
		}
	}
	return nil
}

// indexKept writes a post anew when a member keeps it, or no longer does.
func (t *tx) indexKept(ctx context.Context, post community.PostID) error {
	p, err := postByID(ctx, t, post)
	if err != nil {
		return err
	}
	return t.indexAgain(ctx, p)
}

func (t *tx) indexAgain(ctx context.Context, p community.Post) error {
	if err := t.forgetText(ctx, p.ID); err != nil {
		return err
	}
	return t.indexPost(ctx, p)
}

// indexedAtOnce is how many posts one transaction writes into the index again.
const indexedAtOnce = 100

// IndexPosts writes the next posts into the index that were here before it, or whose
// author changed their mind about being searched. It says whether there are more.
func (s *Store) IndexPosts(ctx context.Context) (more bool, err error) {
	var due []struct {
		Actor    community.ActorID
		LastPost community.PostID
	}
	if err := many(ctx, s.r, &due, `SELECT actor, last_post FROM indexing ORDER BY actor DESC LIMIT 1`); err != nil || len(due) == 0 {
		return false, err
	}
	whose, after := due[0].Actor, due[0].LastPost
	err = s.update(ctx, "index posts", func(t *tx) error {
		last, err := t.indexSome(ctx, whose, after)
		if err != nil {
			return err
		}
		if last != 0 {
			_, err = t.do(ctx, `UPDATE indexing SET last_post = ? WHERE actor = ? AND last_post = ?`, last, whose, after)
			return err
		}
		// Who changed their mind again meanwhile begins again.
		_, err = t.do(ctx, `DELETE FROM indexing WHERE actor = ? AND last_post = ?`, whose, after)
		return err
	})
	return err == nil, err
}

// indexSome writes the next posts of somebody, of everybody for 0; it gives the last, 0
// when there were none. What members have to do with is found by its own index first.
func (t *tx) indexSome(ctx context.Context, whose community.ActorID, after community.PostID) (community.PostID, error) {
	where, args := `p.author = ?`, []any{whose}
	if whose == 0 {
		where, args = `(p.local OR a.indexable OR EXISTS (SELECT 1 FROM mention AS m JOIN actor AS o ON o.id = m.actor WHERE m.post = p.id AND o.local)
			OR EXISTS (SELECT 1 FROM bookmark AS b WHERE b.post = p.id) OR EXISTS (SELECT 1 FROM liking AS l WHERE l.post = p.id))`, nil
	}
	var ids []community.PostID
	err := many(ctx, t, &ids, `SELECT p.id FROM post AS p JOIN actor AS a ON a.id = p.author WHERE `+where+` AND p.id > ? AND p.deleted IS NULL
		AND p.kind NOT IN ('case', 'announce') ORDER BY p.id LIMIT ?`, append(args, after, indexedAtOnce)...)
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	posts, err := postsByID(ctx, t, ids)
	if err != nil {
		return 0, err
	}
	for _, p := range posts {
		if err := t.indexAgain(ctx, p); err != nil {
			return 0, err
		}
	}
	return ids[len(ids)-1], nil
}

// settingWaste and a table say since when words which were removed from it may lie on the
// disk, in milliseconds.
const settingWaste = "waste."

// wasteKept is how long they may: to put a million posts together takes three seconds, in
// which nothing else is written.
const wasteKept = 24 * time.Hour

// sweepText overwrites them: FTS4 only marks words as gone until its parts are put
// together (sqlite.org/fts3.html 6.1). PostgreSQL's vacuum does so by itself. What stood
// below a withdrawn case is gone at once (purge).
func (t *tx) sweepText(ctx context.Context) error {
	for _, table := range textTables {
		text, err := t.setting(ctx, settingWaste+table)
		if err != nil {
			return err
		}
		since, err := strconv.ParseInt(text, 10, 64)
		if err != nil || t.now.Sub(time.UnixMilli(since)) < wasteKept { // none, or not long enough
			continue
		}
		if err := t.optimizeText(ctx, table); err != nil {
			return err
		}
		if _, err := t.do(ctx, `DELETE FROM setting WHERE name = ?`, settingWaste+table); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) optimizeText(ctx context.Context, table string) error {
	_, err := t.do(ctx, `INSERT INTO `+table+` (`+table+`) VALUES ('optimize')`)
	return err
}
