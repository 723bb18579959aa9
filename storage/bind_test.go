package storage_test

import (
	"testing"

	"consilium/storage"
	"consilium/storage/storagetest"
)

// What is bound arrives as it was, and what no text may hold is refused.
func TestValuesAreBound(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		s.Run(t, `CREATE TABLE word (n BIGINT PRIMARY KEY, said TEXT)`)
		write := func(n int, said any) error {
			return s.Update(t.Context(), func(run func(string, ...any) error) error {
				return run(`INSERT INTO word (n, said) VALUES (?, ?)`, n, said)
			})
		}
		for n, said := range []string{"", "it's", "what? $1 ?", "Grüße\n", `\`} {
			if err := write(n, said); err != nil {
				t.Fatal(err)
			}
			if s.Number(t, `SELECT COUNT(*) FROM word WHERE n = ? AND said = ?`, n, said) != 1 {
				t.Errorf("%q did not arrive", said)
			}
		}
		if write(10, "a\x00b") == nil {
			t.Error("a text with a NUL byte was written")
		}
		if err := write(11, "a\xffb"); err != nil || s.Number(t, `SELECT COUNT(*) FROM word WHERE said = ?`, "a\uFFFDb") != 1 {
			t.Errorf("what is no UTF-8 was not made so (%v)", err)
		}
	})
}

// A list may have any length.
func TestLists(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		for _, length := range []int{0, 1, 2, 3, 5, 256, 257, 40_000} {
			numbers, words := []int{}, []string{}
			for n := range length {
				numbers, words = append(numbers, n), append(words, "it's")
			}
			got := s.Number(t, `SELECT CASE WHEN ? IN (?) THEN 1 ELSE 0 END + CASE WHEN ? IN (?) THEN 2 ELSE 0 END + CASE WHEN 'x' IN (?) THEN 4 ELSE 0 END`,
				length-1, storage.List(numbers), length, storage.List(numbers), storage.List(words))
			want := min(length, 1)
			if got != want {
				t.Errorf("list of %d: got %d, want %d", length, got, want)
			}
		}
	})
}
