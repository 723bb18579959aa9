package storage

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"consilium/community"
)

// PostQuery asks for posts.
type PostQuery struct {
	community.PostSearch
	// Author narrows to who wrote them; 0 does not.
	Author community.ActorID
}

// searchTime is how long one search may keep a reader busy, whatever was typed (S-IN-4):
// community.ErrUnavailable says that it was given up.
const searchTime = 5 * time.Second

// SearchPosts gives the posts, cases too, that a member may find, newest first: what they
// wrote, what names them, what they liked or bookmarked, and what everybody may read of
// authors who agreed to be searched. Cases are found by their words and the rules of the
// library: restricted ones only by who reads cases. The index narrows, CanSee decides.
func (s *Store) SearchPosts(ctx context.Context, v community.Viewer, q PostQuery, page Page) ([]community.Post, error) {
	if v.Actor == 0 || !v.Local || q.Never || q.Empty() && q.Author == 0 {
		return nil, nil
	}
	l, known, err := s.lookup(ctx, v, q)
	if err != nil || !known {
		return nil, err
	}
	page = l.during(page)
	ctx, cancel := context.WithTimeout(ctx, searchTime)
	defer cancel()
	found, err := s.list(ctx, page, listing{viewer: v, wide: true, fetch: func(p Page) ([]entry, error) { return s.found(ctx, v, l, p) }})
	if err != nil && errors.Is(ctx.Err(), context.DeadlineExceeded) {
		err = fmt.Errorf("search posts: %w: %w", community.ErrUnavailable, err)
	}
	return found, err
}

// lookup is a search whose handles are the numbers of actors.
type lookup struct {
	PostQuery
	from, notFrom []community.ActorID
}

// lookup says false when nobody has one of the handles: then there is nothing to find.
func (s *Store) lookup(ctx context.Context, v community.Viewer, q PostQuery) (lookup, bool, error) {
	l := lookup{PostQuery: q}
	for list, handles := range map[*[]community.ActorID][]string{&l.from: q.From, &l.notFrom: q.NotFrom} {
		for _, text := range handles {
			id, err := s.handleOf(ctx, v, text)
			switch {
			case err == nil:
				*list = append(*list, id)
			case !errors.Is(err, community.ErrNotFound):
				return l, false, err
			case list == &l.from && len(handles) == 1:
				return l, false, nil
			}
		}
	}
	return l, len(q.From) == 0 || len(l.from) > 0, nil
}

func (s *Store) handleOf(ctx context.Context, v community.Viewer, text string) (community.ActorID, error) {
	if text == community.SearchMe {
		return v.Actor, nil
	}
	h, err := community.ParseHandle(text, s.Domain())
	if err != nil {
		return 0, community.ErrNotFound
	}
	a, err := s.ActorByHandle(ctx, h)
	return a.ID, err
}

// during narrows a page to the time of a search: the numbers of posts hold it.
func (l lookup) during(p Page) Page {
	if !l.After.IsZero() {
		first := max(firstOf(l.After)-1, 0)
		if p.Min > 0 {
			p.Min = max(p.Min, first)
		} else {
			p.Since = max(p.Since, first)
		}
	}
	if !l.Before.IsZero() {
		if until := max(firstOf(l.Before), 1); p.Max == 0 || until < p.Max {
			p.Max = until
		}
	}
	return p
}

// firstOf is the lowest number a post of a moment can have.
func firstOf(t time.Time) int64 { return t.UnixMilli() << 16 }

// found reads a page of what the indexes hold. There are three, of which only few are
// asked for much; together they are in one order.
func (s *Store) found(ctx context.Context, v community.Viewer, l lookup, p Page) ([]entry, error) {
	var all []entry
	question := s.engine.question(v, l)
	for _, table := range textTables {
		some, err := s.foundIn(ctx, v, p, textQuestion{table, question})
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	cases, err := s.foundCases(ctx, v, l, p)
	if err != nil {
		return nil, err
	}
	all = append(all, cases...)
	slices.SortFunc(all, func(a, b entry) int {
		if p.Min > 0 {
			a, b = b, a
		}
		return cmp.Compare(b.id, a.id)
	})
	return all[:min(len(all), p.limit())], nil
}

type textQuestion struct{ table, question string }

// foundIn asks one table. What the index says of who may find a post may be older than
// what the rows say.
func (s *Store) foundIn(ctx context.Context, v community.Viewer, p Page, q textQuestion) ([]entry, error) {
	var rows []postRow
	// CROSS JOIN keeps SQLite from asking the index about one post after another.
	err := many(ctx, s.r, &rows, `SELECT `+postColumns+` FROM `+q.table+` AS x CROSS JOIN post AS p
		WHERE `+s.engine.textHolds()+` AND p.id = x.docid AND p.deleted IS NULL AND ? AND (p.author = ?
			OR p.audience = 'public' AND EXISTS (SELECT 1 FROM actor AS a WHERE a.id = p.author AND a.indexable)
			OR EXISTS (SELECT 1 FROM mention AS m WHERE m.post = p.id AND m.actor = ?)
			OR EXISTS (SELECT 1 FROM liking AS l WHERE l.actor = ? AND l.post = p.id)
			OR EXISTS (SELECT 1 FROM bookmark AS b WHERE b.actor = ? AND b.post = p.id))`+notMuted+` ORDER BY ? LIMIT ?`,
		q.question, p.within("x.docid"), v.Actor, v.Actor, v.Actor, v.Actor, v.Actor, at(s.Now()), p.order("x.docid"), p.limit())
	if err != nil {
		return nil, fmt.Errorf("search %s: %w", q.table, err)
	}
	return entriesByID(rows, nil)
}

func (e engine) textHolds() string {
	if e == postgres {
		return `x.words @@ CAST(? AS tsquery)`
	}
	return `x.words MATCH ?`
}

// foundCases asks the library, where only words find anything, narrowed by what cases
// can be.
func (s *Store) foundCases(ctx context.Context, v community.Viewer, l lookup, p Page) ([]entry, error) {
	if len(l.Words) == 0 {
		return nil, nil
	}
	read := s.openCases
	if v.ReadsCases && l.In != community.SearchPublic {
		read = s.memberCases
	}
	return read(ctx, v, l.caseFilter(s.engine, v), p)
}

// caseMarks are what a case has to be for a mark; no case is what is not named.
var caseMarks = map[string]string{
	community.MarkMedia: hasPictures, community.MarkImage: hasPictures, community.MarkSensitive: `(p.sensitive OR p.warning <> '')`,
	community.MarkEdited: `p.edited IS NOT NULL`,
}

func (l lookup) caseFilter(e engine, v community.Viewer) CaseFilter {
	words := l.PostSearch
	words.Words = slices.Clone(words.Words)
	for i, p := range words.Words { // as in the library
		words.Words[i].Begins = p.Begins || len(p.Words) == 1 && len(p.Words[0]) >= shortest
	}
	var f CaseFilter
	f.narrow("p.id IN (SELECT docid FROM case_text WHERE "+e.library().holds+")", e.expression(words, nil))
	for _, list := range []struct {
		marks []string
		is    string
	}{{l.Marks, "TRUE"}, {l.Unmarked, "FALSE"}} {
		for _, m := range list.marks {
			condition, known := caseMarks[m]
			tag, language := strings.CutPrefix(m, community.MarkLanguage)
			switch {
			case language:
				f.narrow("(p.language = ? OR p.language LIKE ? ESCAPE '!') = "+list.is, tag, prefix(tag+"-"))
			case known:
				f.narrow("(" + condition + ") = " + list.is)
			default:
				f.narrow("FALSE = " + list.is)
			}
		}
	}
	if len(l.from) > 0 {
		f.narrow("p.author IN (?)", in(l.from))
	}
	f.narrow("p.author NOT IN (?)", in(append(l.notFrom, 0)))
	if l.Author != 0 {
		f.narrow("p.author = ?", l.Author)
	}
	if l.In == community.SearchLibrary {
		f.narrow("p.author = ?", v.Actor)
	}
	return f
}

// question is a search in the language of an engine's index, with the marks of what the
// viewer may find.
func (e engine) question(v community.Viewer, l lookup) string {
	library := []string{marked(byMark, v.Actor), marked(toMark, v.Actor), marked(keptMark, v.Actor)}
	places := map[community.SearchPlace][]string{
		community.SearchAll: append(slices.Clone(library), openMark), community.SearchLibrary: library, community.SearchPublic: {openMark},
	}
	wanted := [][]string{places[l.In]}
	if l.Author != 0 {
		wanted = append(wanted, []string{marked(byMark, l.Author)})
	}
	if len(l.from) > 0 {
		wanted = append(wanted, allMarked(byMark, l.from))
	}
	for _, m := range l.Marks {
		wanted = append(wanted, []string{markSign + m})
	}
	s := l.PostSearch
	s.Without = slices.Clone(s.Without)
	for _, m := range append(withSign(s.Unmarked), allMarked(byMark, l.notFrom)...) {
		s.Without = append(s.Without, community.Phrase{Words: []string{m}})
	}
	return e.expression(s, wanted)
}

func allMarked(mark string, actors []community.ActorID) []string {
	list := make([]string, 0, len(actors))
	for _, a := range actors {
		list = append(list, marked(mark, a))
	}
	return list
}

func withSign(marks []string) []string {
	list := make([]string, 0, len(marks))
	for _, m := range marks {
		list = append(list, markSign+m)
	}
	return list
}

// expression joins phrases and alternatives of marks. Nothing in it comes from a person
// but folded words, letters and digits in lower case: the signs and the upper-case words
// of the query languages are ours (S-IN-6).
func (e engine) expression(s community.PostSearch, wanted [][]string) string {
	and, or := " AND ", " OR "
	if e == postgres {
		and, or = " & ", " | "
	}
	var parts, without []string
	for _, p := range s.Words {
		parts = append(parts, e.phrase(p))
	}
	for _, alternatives := range wanted {
		parts = append(parts, "("+strings.Join(alternatives, or)+")")
	}
	for _, p := range s.Without {
		without = append(without, e.phrase(p))
	}
	all := strings.Join(parts, and)
	switch {
	case len(without) == 0:
		return all
	case e == postgres:
		return "(" + all + ") & !(" + strings.Join(without, or) + ")"
	}
	return "(" + all + ") NOT (" + strings.Join(without, or) + ")"
}

func (e engine) phrase(p community.Phrase) string {
	words := slices.Clone(p.Words)
	if e == postgres {
		if p.Begins {
			words[len(words)-1] += ":" + prefixMark
		}
		return "(" + strings.Join(words, " <-> ") + ")"
	}
	if p.Begins {
		words[len(words)-1] += prefixMark
	}
	return `"` + strings.Join(words, " ") + `"`
}
