package storage_test

import (
	"fmt"
	"testing"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// BenchmarkListTimeline reads a page of 20 of the home beside two lists of the same
// member: one of everybody, and one of the two quiet people, who wrote at the very
// beginning. Neither may cost more than the home, whatever else is stored.
func BenchmarkListTimeline(b *testing.B) {
	size := 1_000_000
	if testing.Short() {
		size = 1_000
	}
	s := storagetest.SQLite(b)
	_, all := storagetest.Member(b, s, "all")
	_, quiet := storagetest.Member(b, s, "quiet")
	fillCrowd(b, s, all, quiet)
	fillPosts(b, s, size)
	v := community.Viewer{Actor: all.ID, Local: true, ReadsCases: true}
	for name, most := range map[string]int{"everybody": crowd, "two-quiet": 2} {
		l, err := s.SaveList(b.Context(), community.List{Owner: all.ID, Title: name, Replies: community.NoReplies})
		ok(b, err)
		s.Run(b, fmt.Sprintf(`INSERT INTO list_member (list, owner, member) SELECT %d, %d, id FROM actor WHERE id <= %d`, l.ID, all.ID, most))
		s.Run(b, fmt.Sprintf(`INSERT INTO list_entry (list, entry, post, member) SELECT %d, p.id, p.id, p.author FROM post p WHERE p.author <= %d`, l.ID, most))
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				page, err := s.ListTimeline(b.Context(), v, l, storage.Page{})
				if err != nil || len(page) != 20 {
					b.Fatalf("a page of %d, %v", len(page), err)
				}
			}
		})
	}
	b.Run("home", func(b *testing.B) { readHome(b, s, all) })
}
