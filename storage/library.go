package storage

import (
	"context"
	"fmt"
	"strings"

	"consilium/community"
)

// library is how an engine finds cases by their words: SQLite by FTS4, PostgreSQL by
// a tsvector. The words are folded before either sees them and joined without any
// sign of their query languages, so both find the same.
type library struct {
	// put writes the words of a case, two arguments: its post and its words.
	put string
	// holds is a condition with one argument, made by query.
	holds string
	// query asks for all of the words; one that ends in prefixMark for every word
	// that begins so.
	query func(words []string) string
}

// prefixMark at the end of a word asks for all that begin like it. No folded word
// holds it.
const prefixMark = "*"

func (e engine) library() library {
	if e == postgres {
		return library{
			put: `INSERT INTO case_text (docid, words) VALUES (?, to_tsvector('simple', ?))
				ON CONFLICT (docid) DO UPDATE SET words = excluded.words`,
			holds: `words @@ to_tsquery('simple', ?)`,
			query: func(words []string) string {
				return strings.ReplaceAll(strings.Join(words, " & "), prefixMark, ":*")
			},
		}
	}
	return library{
		put:   `INSERT OR REPLACE INTO case_text (docid, words) VALUES (?, ?)`,
		holds: `words MATCH ?`,
		query: func(words []string) string { return strings.Join(words, " ") },
	}
}

// shortest is how long a word must be, in bytes, to find those that begin like it:
// shorter ones would find half of the library.
const shortest = 3

// beginnings are the words of a query with their marks.
func beginnings(words []string) []string {
	marked := make([]string, 0, len(words))
	for _, w := range words {
		if len(w) >= shortest {
			w += prefixMark
		}
		marked = append(marked, w)
	}
	return marked
}

// writeLibrary is the effect that makes a case found by what it says now, and by
// nothing it said before.
func (t *tx) writeLibrary(ctx context.Context, d deed) error {
	if d.post.Case == nil { // writeCase forgot it
		return nil
	}
	_, err := t.do(ctx, t.store.engine.library().put, d.post.ID, d.post.Case.IndexWords())
	return err
}

// forgetLibrary takes cases out of the library: nothing finds them from this moment.
func (t *tx) forgetLibrary(ctx context.Context, posts ...community.PostID) error {
	n, err := t.do(ctx, `DELETE FROM case_text WHERE docid IN (?)`, in(posts))
	if err != nil || n == 0 {
		return err
	}
	return t.set(ctx, settingLibraryWaste, "1")
}

// The names of settings of the library: how far the cases that were here before it
// are written into it, and that words of erased ones may still lie on the disk.
const (
	settingLibraryFilled = "library.filled"
	settingLibraryWaste  = "library.waste"
	// libraryFilled is what the first is once all of them are. Whoever changes how
	// words are folded counts it up, and the library is written anew.
	libraryFilled = "1"
)

// filledAtOnce is how many cases one transaction writes into the library.
const filledAtOnce = 200

// fillLibrary writes the cases that were here before the library into it, in steps,
// and does nothing ever after.
func (s *Store) fillLibrary(ctx context.Context) error {
	after, done := community.PostID(0), false
	for !done {
		err := s.update(ctx, "fill the library", func(t *tx) error {
			filled, err := t.setting(ctx, settingLibraryFilled)
			if done = filled == libraryFilled; err != nil || done {
				return err
			}
			next, err := t.fillSome(ctx, after)
			if err != nil {
				return err
			}
			if after, done = next, next == 0; done {
				return t.set(ctx, settingLibraryFilled, libraryFilled)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// fillSome writes the next cases after a post; it gives the last, 0 when there were none.
func (t *tx) fillSome(ctx context.Context, after community.PostID) (community.PostID, error) {
	var ids []community.PostID
	err := many(ctx, t, &ids, `SELECT c.post FROM clinical_case c JOIN post p ON p.id = c.post
		WHERE c.post > ? AND p.deleted IS NULL ORDER BY c.post LIMIT ?`, after, filledAtOnce)
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	posts, err := postsByID(ctx, t, ids)
	if err != nil {
		return 0, err
	}
	for _, p := range posts {
		if err := t.writeLibrary(ctx, deed{post: p}); err != nil {
			return 0, fmt.Errorf("case %d: %w", p.ID, err)
		}
	}
	return ids[len(ids)-1], nil
}

// sweepLibrary overwrites what SQLite still holds of the words of erased cases: FTS4
// only marks them as gone until its parts are put together. PostgreSQL's vacuum does
// so by itself.
func (t *tx) sweepLibrary(ctx context.Context) error {
	if t.store.engine != sqlite {
		return nil
	}
	waste, err := t.setting(ctx, settingLibraryWaste)
	if err != nil || waste == "" {
		return err
	}
	if _, err := t.do(ctx, `INSERT INTO case_text (case_text) VALUES ('optimize')`); err != nil {
		return err
	}
	_, err = t.do(ctx, `DELETE FROM setting WHERE name = ?`, settingLibraryWaste)
	return err
}
