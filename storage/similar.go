package storage

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"consilium/community"
)

// The bounds of a look for similar cases: how many cases of one word are weighed, and
// how many are given at most.
const (
	likeOfWord = 40
	mostLike   = 10
)

// Likeness is what SimilarCases compares with: the words and specialties of a case, and
// how many similar ones are wanted, 1 to 10.
type Likeness struct {
	Text        string
	Specialties []community.Specialty
	Limit       int
}

// SimilarCases gives cases of here that the viewer may see and that share rare words
// with a text: the most alike first. Sharing one of the
// specialties, or a word of the other's title, keywords or diagnosis, counts more.
// What is rare is found out among what the viewer may see: no case that they may not
// has any part in the order. Nothing is kept of the text.
func (s *Store) SimilarCases(ctx context.Context, v community.Viewer, to Likeness) ([]community.Post, error) {
	fail := func(err error) ([]community.Post, error) { return nil, fmt.Errorf("similar cases: %w", err) }
	holders := map[string][]community.PostID{}
	for _, word := range community.LikeWords(to.Text) {
		stem := stemOf(word)
		ids, err := s.casesOfWord(ctx, v, stem)
		if err != nil {
			return fail(err)
		}
		holders[stem] = ids
	}
	seen, err := s.candidates(ctx, v, holders)
	if err != nil {
		return fail(err)
	}
	kin, err := s.casesOfFields(ctx, seen, to.Specialties)
	if err != nil {
		return fail(err)
	}
	ids := rank(holders, seen, kin)
	posts, err := postsByID(ctx, s.r, ids[:min(len(ids), max(to.Limit, 1), mostLike)])
	if err != nil {
		return fail(err)
	}
	if posts, err = s.Visible(ctx, v, posts); err != nil {
		return nil, err
	}
	slices.SortFunc(posts, func(a, b community.Post) int { return slices.Index(ids, a.ID) - slices.Index(ids, b.ID) })
	return posts, nil
}

// stemOf leaves the last letter away where enough stays: most plurals and cases of
// English and German are made there.
func stemOf(word string) string {
	if utf8.RuneCountInString(word) > 5 {
		_, last := utf8.DecodeLastRuneInString(word)
		word = word[:len(word)-last]
	}
	return word
}

// casesOfWord gives the newest cases of here in which a word, or one that begins like
// it, stands, of those the statement lets through to the viewer.
func (s *Store) casesOfWord(ctx context.Context, v community.Viewer, word string) ([]community.PostID, error) {
	read := s.openCasesOfWord
	if v.Local && v.Actor != 0 && v.ReadsCases {
		read = s.memberCasesOfWord
	}
	return read(ctx, v, s.engine.library().query(beginnings([]string{word})))
}

// openCasesOfWord is for visitors.
func (s *Store) openCasesOfWord(ctx context.Context, _ community.Viewer, query string) (ids []community.PostID, err error) {
	err = many(ctx, s.r, &ids, `SELECT p.id FROM open_post p WHERE p.audience = 'public' AND p.kind = 'case' AND p.local
		AND p.id IN (SELECT docid FROM case_text WHERE `+s.engine.library().holds+`) ORDER BY p.id DESC LIMIT ?`, query, likeOfWord)
	return ids, err
}

func (s *Store) memberCasesOfWord(ctx context.Context, v community.Viewer, query string) (ids []community.PostID, err error) {
	err = many(ctx, s.r, &ids, `SELECT p.id FROM post p WHERE (p.audience IN ('public', 'instance') OR ?) AND p.deleted IS NULL
		AND p.kind = 'case' AND p.local AND p.id IN (SELECT docid FROM case_text WHERE `+s.engine.library().holds+`)`+notBlocked+`
		ORDER BY p.id DESC LIMIT ?`, forClinicians(v), query, v.Actor, v.Actor, likeOfWord)
	return ids, err
}

// candidates are the heads, folded, of the cases found that the viewer may see:
// title, keywords and diagnosis.
func (s *Store) candidates(ctx context.Context, v community.Viewer, holders map[string][]community.PostID) (map[community.PostID][]string, error) {
	var ids []community.PostID
	for _, list := range holders {
		ids = append(ids, list...)
	}
	slices.Sort(ids)
	var rows []postRow
	if err := many(ctx, s.r, &rows, `SELECT `+postColumns+` FROM post p WHERE p.id IN (?)`, in(slices.Compact(ids))); err != nil {
		return nil, err
	}
	posts, err := s.Visible(ctx, v, postsOf(rows))
	if err != nil {
		return nil, err
	}
	ids = ids[:0]
	for _, p := range posts {
		ids = append(ids, p.ID)
	}
	var told []struct {
		Post community.PostID
		Head string
	}
	err = many(ctx, s.r, &told, `SELECT c.post, p.title || ' ' || c.keywords || ' ' || c.diagnosis AS head
		FROM clinical_case c JOIN post p ON p.id = c.post WHERE c.post IN (?)`, in(ids))
	heads := make(map[community.PostID][]string, len(told))
	for _, t := range told {
		heads[t.Post] = community.FoldWords(t.Head)
	}
	return heads, err
}

// casesOfFields says which of the cases are of one of the specialties or a part of it.
func (s *Store) casesOfFields(ctx context.Context, cases map[community.PostID][]string, fields []community.Specialty) (map[community.PostID]bool, error) {
	var parts []community.Specialty
	for _, f := range fields[:min(len(fields), community.MaxSpecialties)] {
		parts = append(parts, partsOf(f)...)
	}
	ids := make([]community.PostID, 0, len(cases))
	for id := range cases {
		ids = append(ids, id)
	}
	var of []community.PostID
	err := many(ctx, s.r, &of, `SELECT DISTINCT post FROM case_specialty WHERE post IN (?) AND specialty IN (?)`, in(ids), in(parts))
	kin := make(map[community.PostID]bool, len(of))
	for _, id := range of {
		kin[id] = true
	}
	return kin, err
}

// rank puts the cases that are seen into the order of how much they share: every word
// counts more the fewer of them hold it (Spärck Jones 1972), double in a head.
func rank(holders map[string][]community.PostID, seen map[community.PostID][]string, kin map[community.PostID]bool) []community.PostID {
	score := make(map[community.PostID]float64, len(seen))
	for _, word := range slices.Sorted(maps.Keys(holders)) { // in an order, so that a sum is always the same
		list := slices.DeleteFunc(holders[word], func(id community.PostID) bool { return seen[id] == nil })
		weight := math.Log(1 + float64(likeOfWord)/float64(max(len(list), 1)))
		for _, id := range list {
			score[id] += weight
			if slices.ContainsFunc(seen[id], func(w string) bool { return strings.HasPrefix(w, word) }) {
				score[id] += weight
			}
		}
	}
	ids := make([]community.PostID, 0, len(score))
	for id := range score {
		if kin[id] {
			score[id] += sameField
		}
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b community.PostID) int { return cmp.Or(cmp.Compare(score[b], score[a]), cmp.Compare(b, a)) })
	return ids
}

// sameField is what sharing a specialty counts: as much as a word that every third
// of the weighed cases holds.
var sameField = math.Log(1 + 3)
