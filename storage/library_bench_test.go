package storage_test

import (
	"fmt"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// BenchmarkLibrary reads pages of the library, with their counts, out of 50,000 cases on either engine: p95 of the page is
// to stay below 200 ms (clinical reference, 6).
func BenchmarkLibrary(b *testing.B) {
	for name, open := range map[string]func(testing.TB) *storage.Store{"sqlite": storagetest.SQLite, "postgres": storagetest.Postgres} {
		b.Run(name, func(b *testing.B) {
			s, words := open(b), "'fever rash drug rare' || i || ' swollen word' || (i % 500)"
			if name == "postgres" {
				words = "to_tsvector('simple', " + words + ")"
			}
			_, ana := storagetest.Member(b, s, "ana")
			fillLibrary(b, s, ana, words)
			for what, f := range map[string]storage.CaseFilter{"all": {}, "common word": {Query: "fever"}, "rare word": {Query: "rare17"},
				"specialty": {Specialty: "nephrology"}, "certainty and age": {Certainty: "certain", AgeBand: "90+"}, "pictures": {Pictures: true, Query: "fev"}} {
				f.Local = true
				b.Run(what, func(b *testing.B) { readLibrary(b, s, ana, f) })
			}
			b.Run("similar", func(b *testing.B) {
				for b.Loop() {
					if _, err := s.SimilarCases(b.Context(), member(ana), storage.Likeness{Text: "Fever with rash and rare23 after a new drug, swollen hand", Limit: 5}); err != nil {
						b.Fatal(err)
					}
				}
			})
		})
	}
}

func readLibrary(b *testing.B, s *storage.Store, ana community.Actor, f storage.CaseFilter) {
	var longest time.Duration
	for b.Loop() {
		began := time.Now()
		_, err := s.Cases(b.Context(), member(ana), f, storage.Page{})
		if err == nil {
			_, err = s.CountCases(b.Context(), member(ana), f)
		}
		if err != nil {
			b.Fatal(err)
		}
		longest = max(longest, time.Since(began))
	}
	b.ReportMetric(float64(longest.Milliseconds()), "ms-longest")
}

// fillLibrary writes cases of about 1,500 characters.
func fillLibrary(b *testing.B, s *storage.Store, ana community.Actor, words string) {
	b.Helper()
	series := fmt.Sprintf(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) `, 50_000)
	text := "'fever rash drug swollen ' || i || '" + fmt.Sprintf("%01400d", 7) + "'"
	for _, statement := range []string{
		series + fmt.Sprintf(`INSERT INTO post (id, iri, author, kind, audience, root, title, content, published, local)
			SELECT 1000 + i, 'https://here.example/posts/' || i, %d, 'case', 'instance', 1000 + i, 'Case ' || i, '<p>x</p>', i, TRUE FROM n`, ana.ID),
		series + `INSERT INTO clinical_case (post, age_band, presenting_complaint, question, consent, status, certainty)
			SELECT 1000 + i, CASE WHEN i % 1000 = 3 THEN '90+' ELSE '40-44' END, ` + text + `, 'Why?', 'written', 'open', CASE WHEN i % 3 = 0 THEN 'certain' ELSE '' END FROM n`,
		series + `INSERT INTO case_specialty (post, specialty, position) SELECT 1000 + i, CASE WHEN i % 40 = 0 THEN 'nephrology' ELSE 'cardiology' END, 0 FROM n`,
		series + `INSERT INTO case_text (docid, words) SELECT 1000 + i, ` + words + ` FROM n`,
	} {
		s.Run(b, statement)
	}
	s.Run(b, "ANALYZE")
}
