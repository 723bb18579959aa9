package storage

import "context"

// NextNumber draws an id, for tests of the id space.
func (s *Store) NextNumber() int64 { return s.numbers.next() }

// RenewSlot does what the background does every few seconds.
func (s *Store) RenewSlot(ctx context.Context) error { return s.renewSlot(ctx) }

// Spoil writes into the database what no method would.
func (s *Store) Spoil(ctx context.Context, statement string, args ...any) error {
	_, err := s.w.NewRaw(statement, args...).Exec(ctx)
	return err
}
