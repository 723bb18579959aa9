package storage_test

import (
	"testing"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// The version stays while nothing is committed, and changes with what this process or
// another one commits.
func TestVersion(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		s := storagetest.At(t, storagetest.Options{Database: database})
		other := storagetest.At(t, storagetest.Options{Database: database})
		_, ana := storagetest.Member(t, s, "ana")
		version := func() storage.Version {
			t.Helper()
			v, err := s.Version(t.Context())
			if err != nil || v == "" {
				t.Fatalf("version %q, %v", v, err)
			}
			return v
		}
		before := version()
		if _, err := s.Home(t.Context(), community.Viewer{Actor: ana.ID, Local: true}, storage.Page{Limit: 5}); err != nil {
			t.Fatal(err)
		}
		if again := version(); again != before {
			t.Errorf("reading changes the version: %s, then %s", before, again)
		}
		for who, by := range map[string]*storage.Store{"this process": s, "another": other} {
			before := version()
			storagetest.Post(t, by, ana, "Good morning")
			if after := version(); after == before {
				t.Errorf("%s commits, and the version stays %s", who, after)
			}
		}
	})
}

func BenchmarkVersion(b *testing.B) {
	s := storagetest.SQLite(b)
	for b.Loop() {
		if _, err := s.Version(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}
