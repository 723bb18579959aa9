package storage

import "testing"

// Try runs a statement that may be refused.
func (s *Store) Try(tb testing.TB, statement string) error {
	tb.Helper()
	_, err := s.w.DB.ExecContext(tb.Context(), statement)
	return err
}

// Unguard is what somebody does who has the database in their hands: it takes away the
// rules that keep what staff did.
func (s *Store) Unguard(tb testing.TB) {
	tb.Helper()
	statements := []string{`DROP TRIGGER staff_action_unchanged`, `DROP TRIGGER staff_action_kept`}
	if s.engine == postgres {
		statements = []string{`DROP TRIGGER staff_action_unchanged ON staff_action`}
	}
	for _, statement := range statements {
		if err := s.Try(tb, statement); err != nil {
			tb.Fatal(err)
		}
	}
}
