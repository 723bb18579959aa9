package storage

import (
	"context"
	"fmt"
)

// MeetDevice notes a sign-in of the act's login in the browser that holds a
// token, of which only a hash is kept. A browser it was not seen in before is
// noted as new and, where the act asks for it, told by letter; the very first
// one is no news.
func (s *Store) MeetDevice(ctx context.Context, a Act, token string) error {
	return s.update(ctx, fmt.Sprintf("meet device of user %d", a.User), func(t *tx) error {
		kind := EventSignIn
		known, err := t.do(ctx, `UPDATE device SET last_seen = ? WHERE user_id = ? AND token_hash = ?`, at(t.now), a.User, hashOf(token))
		if err != nil {
			return err
		}
		if known == 0 {
			var others int
			if err := one(ctx, t, &others, `SELECT COUNT(*) FROM device WHERE user_id = ?`, a.User); err != nil {
				return err
			}
			if others > 0 {
				kind = EventNewDevice
			}
			_, err := t.do(ctx, `INSERT INTO device (user_id, token_hash, last_seen) VALUES (?, ?, ?)`, a.User, hashOf(token), at(t.now))
			if err != nil {
				return err
			}
		}
		return t.note(ctx, a, kind)
	})
}
