package storage_test

import (
	"fmt"
	"testing"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// A statement is read once, and not again each time something else is bound to it: reading
// the statement of the home costs more than running it on a few rows.
func BenchmarkBoundStatement(b *testing.B) {
	s := storagetest.SQLite(b)
	_, ana := storagetest.Member(b, s, "ana")
	for range 20 {
		storagetest.Post(b, s, ana, "Good morning")
	}
	for i := 0; b.Loop(); i++ {
		if _, err := s.Home(b.Context(), community.Viewer{Actor: ana.ID, Local: true}, storage.Page{Limit: 1 + i%5}); err != nil {
			b.Fatal(fmt.Errorf("home: %w", err))
		}
	}
}
