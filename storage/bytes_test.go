package storage

import "testing"

// Bytes reads one value of bytes as it lies in the tables.
func (s *Store) Bytes(tb testing.TB, query string, args ...any) []byte {
	tb.Helper()
	var row []byte
	if err := s.w.NewRaw(query, args...).Scan(tb.Context(), &row); err != nil {
		tb.Fatal(err)
	}
	return row
}
