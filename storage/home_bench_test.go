package storage_test

import (
	"fmt"
	"testing"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// The authors of the large store, and how many posts each fill statement writes.
const (
	crowd       = 1000
	fillsAtOnce = 100_000
)

// BenchmarkHome reads a page of 20 of two homes, with few and with many posts stored: of somebody who follows the
// authors of everything, a tenth of whom are muted, blocked or deleted, and of somebody who follows two quiet people.
// The cost must not grow with the store: the ratio between the sizes is to stay below 1.5.
func BenchmarkHome(b *testing.B) {
	sizes := []int{1_000, 1_000_000}
	if testing.Short() {
		sizes = sizes[:1]
	}
	for _, size := range sizes {
		b.Run(fmt.Sprintf("posts=%d", size), func(b *testing.B) {
			s := storagetest.SQLite(b)
			_, all := storagetest.Member(b, s, "all")
			_, quiet := storagetest.Member(b, s, "quiet")
			fillCrowd(b, s, all, quiet)
			fillPosts(b, s, size)
			for name, owner := range map[string]community.Actor{"everything": all, "two-quiet": quiet} {
				b.Run(name, func(b *testing.B) { readHome(b, s, owner) })
			}
		})
	}
}

func readHome(b *testing.B, s *storage.Store, owner community.Actor) {
	v := community.Viewer{Actor: owner.ID, Local: true, ReadsCases: true}
	for b.Loop() {
		page, err := s.Home(b.Context(), v, storage.Page{})
		if err != nil || len(page) != 20 {
			b.Fatalf("a page of %d, %v", len(page), err)
		}
	}
}

// fillCrowd makes authors 1 to 1000: "all" follows every one of them and has muted or blocked some, "quiet" follows
// the first two, who write little.
func fillCrowd(b *testing.B, s *storage.Store, all, quiet community.Actor) {
	b.Helper()
	for _, statement := range []string{
		fmt.Sprintf(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
			INSERT INTO actor (id, iri, kind, name, name_lower, host, local) SELECT i, 'https://there.example/' || i, 'Person',
			'a' || i, 'a' || i, 'there.example', 0 FROM n`, crowd),
		fmt.Sprintf(`INSERT INTO follow (follower, followed, iri, state, created) SELECT %d, id, 'x:' || id, 'accepted', 0 FROM actor WHERE id <= %d`, all.ID, crowd),
		fmt.Sprintf(`INSERT INTO follow (follower, followed, iri, state, created) SELECT %d, id, 'y:' || id, 'accepted', 0 FROM actor WHERE id <= 2`, quiet.ID),
		fmt.Sprintf(`INSERT INTO mute (actor, target, created) SELECT %d, id, 0 FROM actor WHERE id <= %d AND id %% 30 = 7`, all.ID, crowd),
		fmt.Sprintf(`INSERT INTO block (actor, target, iri, created) SELECT id, %d, 'z:' || id, 0 FROM actor WHERE id <= %d AND id %% 30 = 9`, all.ID, crowd),
	} {
		s.Run(b, statement)
	}
}

// fillPosts writes posts of the crowd, in turn, every thirtieth deleted, with the homes as they would be; the quiet
// two stop after their first twenty-five, so that their page lies at the far end of the store.
func fillPosts(b *testing.B, s *storage.Store, size int) {
	b.Helper()
	quietEach := 25
	for done := 0; done < size; done += fillsAtOnce {
		n := min(fillsAtOnce, size-done)
		for _, statement := range []string{
			fmt.Sprintf(`WITH RECURSIVE n (i) AS (SELECT %d UNION ALL SELECT i + 1 FROM n WHERE i < %d)
				INSERT INTO post (id, iri, author, kind, audience, root, content, published, deleted, local)
				SELECT 1000 + i, 'https://there.example/p/' || i, CASE WHEN i < %d THEN 1 + i %% 2 ELSE 3 + i %% %d END, 'note', 'public', 1000 + i,
				'<p>' || hex(zeroblob(150)) || '</p>', i, CASE WHEN i >= %d AND i %% 30 = 11 THEN 1 END, 0 FROM n`,
				done, done+n-1, 2*quietEach, crowd-2, 2*quietEach),
			fmt.Sprintf(`INSERT INTO home_entry (owner, entry, post) SELECT f.follower, p.id, p.id FROM post p
				JOIN follow f ON f.followed = p.author WHERE p.id BETWEEN %d AND %d`, 1000+done, 1000+done+n-1),
		} {
			s.Run(b, statement)
		}
	}
}
