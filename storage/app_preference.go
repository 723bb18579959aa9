package storage

import (
	"context"
	"fmt"

	"consilium/community"
)

// AppPreferences are what posts of apps are where they say nothing; each as in
// community.User.
type AppPreferences struct {
	Audience  community.AudienceKind
	Language  string
	Sensitive bool
}

// SetAppPreferences replaces them; ErrNotFound.
func (s *Store) SetAppPreferences(ctx context.Context, user community.UserID, p AppPreferences) error {
	return s.update(ctx, fmt.Sprintf("set preferences of apps of user %d", user), func(t *tx) error {
		n, err := t.do(ctx, `UPDATE user_account SET app_audience = ?, app_language = ?, app_sensitive = ? WHERE id = ?`,
			string(p.Audience), p.Language, p.Sensitive, user)
		if err == nil && n == 0 {
			return community.ErrNotFound
		}
		return err
	})
}
