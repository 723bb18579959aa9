package storage

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"consilium/community"
)

// The bounds of a look for similar cases: how many cases of one word are weighed, and
// how many are given at most.
const (
	likeOfWord = 60
	mostLike   = 10
)

// SimilarCases gives cases of here that the viewer may see and that share rare words
// with a text: the most alike first, at most limit (1 to 10). Sharing one of the
// specialties, or a word of the other's title, keywords or diagnosis, counts more.
// What is rare is found out among what the viewer may see: no case that they may not
// has any part in the order.
func (s *Store) SimilarCases(ctx context.Context, v community.Viewer, text string, specialties []community.Specialty, limit int) ([]community.Post, error) {
	words := community.LikeWords(text)
	var found []likeness
	for _, word := range words {
		some, err := s.casesOfWord(ctx, v, word)
		if err != nil {
			return nil, fmt.Errorf("similar cases: %w", err)
		}
		found = append(found, some...)
	}
	found, err := s.likenessSeen(ctx, v, found)
	if err != nil {
		return nil, fmt.Errorf("similar cases: %w", err)
	}
	kin, err := s.casesOfFields(ctx, found, specialties)
	if err != nil {
		return nil, fmt.Errorf("similar cases: %w", err)
	}
	ids := rank(found, kin)
	posts, err := postsByID(ctx, s.r, ids[:min(len(ids), max(limit, 1), mostLike)])
	if err != nil {
		return nil, fmt.Errorf("similar cases: %w", err)
	}
	if posts, err = s.Visible(ctx, v, posts); err != nil {
		return nil, err
	}
	slices.SortFunc(posts, func(a, b community.Post) int { return slices.Index(ids, a.ID) - slices.Index(ids, b.ID) })
	return posts, nil
}

// likeness is a case in which one word stands.
type likeness struct {
	Word         string `bun:"-"`
	ID           community.PostID
	Author       community.ActorID
	Audience     community.AudienceKind
	AudienceRest string
	// Head is the title, the keywords and the diagnosis.
	Head string
}

const likenessColumns = `p.id, p.author, p.audience, p.audience_rest, p.title || ' ' || c.keywords || ' ' || c.diagnosis AS head`

// casesOfWord gives the newest cases of here in which a word, or one that begins like
// it, stands. Its last letter is left away where enough stays: most plurals and cases
// of English and German are made there.
func (s *Store) casesOfWord(ctx context.Context, v community.Viewer, word string) ([]likeness, error) {
	if utf8.RuneCountInString(word) > 5 {
		_, last := utf8.DecodeLastRuneInString(word)
		word = word[:len(word)-last]
	}
	read := s.openCasesOfWord
	if v.Local && v.Actor != 0 && v.ReadsCases {
		read = s.memberCasesOfWord
	}
	list, err := read(ctx, v, s.engine.library().query(beginnings([]string{word})))
	for i := range list {
		list[i].Word = word
	}
	return list, err
}

// openCasesOfWord is for visitors.
func (s *Store) openCasesOfWord(ctx context.Context, _ community.Viewer, query string) (list []likeness, err error) {
	err = many(ctx, s.r, &list, `SELECT `+likenessColumns+` FROM open_post p JOIN clinical_case c ON c.post = p.id
		WHERE p.audience = 'public' AND p.kind = 'case' AND p.local AND p.id IN (SELECT docid FROM case_text WHERE `+s.engine.library().holds+`)
		ORDER BY p.id DESC LIMIT ?`, query, likeOfWord)
	return list, err
}

func (s *Store) memberCasesOfWord(ctx context.Context, v community.Viewer, query string) (list []likeness, err error) {
	err = many(ctx, s.r, &list, `SELECT `+likenessColumns+` FROM post p JOIN clinical_case c ON c.post = p.id
		WHERE (p.audience IN ('public', 'instance') OR ?) AND p.deleted IS NULL AND p.kind = 'case' AND p.local
		AND p.id IN (SELECT docid FROM case_text WHERE `+s.engine.library().holds+`) ORDER BY p.id DESC LIMIT ?`,
		forClinicians(v), query, likeOfWord)
	return list, err
}

// likenessSeen keeps what the viewer may see.
func (s *Store) likenessSeen(ctx context.Context, v community.Viewer, list []likeness) ([]likeness, error) {
	var authors []community.ActorID
	for _, l := range list {
		if !slices.Contains(authors, l.Author) {
			authors = append(authors, l.Author)
		}
	}
	j, err := s.judge(ctx, v, authors)
	return slices.DeleteFunc(list, func(l likeness) bool {
		return err != nil || !j.sees(community.Post{ID: l.ID, Author: l.Author, Kind: community.CasePost, Audience: audienceOf(l.Audience, l.AudienceRest)})
	}), err
}

// casesOfFields says which of the cases are of one of the specialties or a part of it.
func (s *Store) casesOfFields(ctx context.Context, list []likeness, fields []community.Specialty) (map[community.PostID]bool, error) {
	var parts []community.Specialty
	for _, f := range fields[:min(len(fields), community.MaxSpecialties)] {
		parts = append(parts, partsOf(f)...)
	}
	ids := make([]community.PostID, 0, len(list))
	for _, l := range list {
		ids = append(ids, l.ID)
	}
	var of []community.PostID
	err := many(ctx, s.r, &of, `SELECT DISTINCT post FROM case_specialty WHERE post IN (?) AND specialty IN (?)`, in(ids), in(parts))
	kin := make(map[community.PostID]bool, len(of))
	for _, id := range of {
		kin[id] = true
	}
	return kin, err
}

// rank puts cases into the order of how much they share: every word counts more the
// fewer of them hold it (Spärck Jones 1972), double where it stands in the head.
func rank(list []likeness, kin map[community.PostID]bool) []community.PostID {
	holders, score := map[string]int{}, map[community.PostID]float64{}
	for _, l := range list {
		holders[l.Word]++
	}
	for _, l := range list {
		weight := math.Log(1 + float64(likeOfWord)/float64(holders[l.Word]))
		if slices.ContainsFunc(community.FoldWords(l.Head), func(w string) bool { return strings.HasPrefix(w, l.Word) }) {
			weight *= 2
		}
		score[l.ID] += weight
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
