package storage

import "context"

// Update runs a writing transaction, for tests of what several of them share. do
// is given what runs a statement.
func (s *Store) Update(ctx context.Context, do func(run func(query string, args ...any) error) error) error {
	return s.update(ctx, "test", func(t *tx) error {
		return do(func(query string, args ...any) error {
			_, err := t.do(ctx, query, args...)
			t.tell(News{Topic: TopicPost, ID: 1})
			return err
		})
	})
}

// WaitingToWrite is how many wait for the writer.
func (s *Store) WaitingToWrite() int { return int(s.writes.waiting.Load()) }

// Committed counts the rows of the table mark as everybody sees them.
func (s *Store) Committed(ctx context.Context) (n int, err error) {
	err = one(ctx, s.r, &n, `SELECT COUNT(*) FROM mark`)
	return n, err
}

// List is what stands in IN (?).
func List[T any](values []T) any { return in(values) }
