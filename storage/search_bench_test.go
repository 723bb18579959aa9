package storage_test

import (
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// BenchmarkSearch asks an index of CONSILIUM_POSTS posts, 100,000 unless said otherwise, all of
// one author who agreed to be searched but ana's, one in a thousand.
func BenchmarkSearch(b *testing.B) {
	posts, err := strconv.Atoi(os.Getenv("CONSILIUM_POSTS"))
	if err != nil {
		posts = 100_000
	}
	for name, open := range map[string]func(testing.TB) *storage.Store{"sqlite": storagetest.SQLite, "postgres": storagetest.Postgres} {
		b.Run(name, func(b *testing.B) {
			s := open(b)
			_, ana := storagetest.Member(b, s, "ana")
			bob := storagetest.Remote(b, s, there, "bob")
			fillTexts(b, s, [2]community.ActorID{ana.ID, bob.ID}, posts)
			for what, text := range map[string]string{"common word": "fever", "two common words": "fever rash", "rare word": "rare17", "common word of mine": "fever from:me",
				"common word in the library": "fever in:library", "beginning": "fev*", "phrase": `"fever rash"`, "common without common": "fever -rash", "rare without common": "rare17 -fever",
				"no word": "in:public", "nothing": "fever has:poll", "long ago": "fever before:1980"} {
				b.Run(what, func(b *testing.B) {
					var longest time.Duration
					for b.Loop() {
						began := time.Now()
						q := storage.PostQuery{PostSearch: community.ParseSearch(text, time.UTC)}
						if _, err := s.SearchPosts(b.Context(), member(ana), q, storage.Page{}); err != nil {
							b.Fatal(err)
						}
						longest = max(longest, time.Since(began))
					}
					b.ReportMetric(float64(longest.Milliseconds()), "ms-longest")
				})
			}
		})
	}
}

// fillTexts writes posts of 30 words.
func fillTexts(b *testing.B, s *storage.Store, by [2]community.ActorID, posts int) {
	b.Helper()
	words := "'fever rash drug swollen rare' || (i % 100000)"
	for n := range 25 {
		words += fmt.Sprintf(" || ' word' || (i * %d %% %d)", n*7+3, 1000+n*400)
	}
	author := fmt.Sprintf("CASE WHEN i %% 1000 = 0 THEN %d ELSE %d END", by[0], by[1])
	text := words + " || CASE WHEN i % 1000 = 0 THEN ' _by" + fmt.Sprint(int64(by[0])) + "' ELSE ' _open _by" + fmt.Sprint(int64(by[1])) + "' END"
	if s.Number(b, "SELECT CASE WHEN '1'||'1' = '11' THEN 1 ELSE 0 END") == 1 && b.Name() == "BenchmarkSearch/postgres" {
		text = "to_tsvector('simple', " + words + ") || array_to_tsvector(CASE WHEN i % 1000 = 0 THEN ARRAY['_by" + fmt.Sprint(int64(by[0])) + "'] ELSE ARRAY['_open', '_by" + fmt.Sprint(int64(by[1])) + "'] END)"
	}
	series := fmt.Sprintf(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) `, posts)
	began := time.Now()
	for _, statement := range []string{
		fmt.Sprintf("UPDATE actor SET indexable = TRUE WHERE id = %d", by[1]), "DELETE FROM indexing",
		series + `INSERT INTO post (id, iri, author, kind, audience, root, title, content, published, local)
			SELECT CAST(i AS BIGINT) * 65536 * 1000, 'https://here.example/posts/' || i, ` + author + `, 'note', 'public', CAST(i AS BIGINT) * 65536 * 1000, '', '<p>fever</p>', i, TRUE FROM n`,
		series + `INSERT INTO post_text (docid, words) SELECT CAST(i AS BIGINT) * 65536 * 1000, ` + text + ` FROM n`,
	} {
		s.Run(b, statement)
	}
	s.Run(b, "ANALYZE")
	b.Logf("filled in %s", time.Since(began))
}
