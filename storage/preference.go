package storage

import (
	"context"
	"fmt"

	"consilium/community"
)

// Preferences are how a member wants the pages; each as in community.User.
type Preferences struct {
	Language, TimeZone, Appearance string
	DefaultAudience, AppAudience   community.AudienceKind
}

// SetPreferences replaces the preferences of a login; ErrNotFound.
func (s *Store) SetPreferences(ctx context.Context, user community.UserID, p Preferences) error {
	return s.update(ctx, fmt.Sprintf("set preferences of user %d", user), func(t *tx) error {
		n, err := t.do(ctx, `UPDATE user_account SET language = ?, time_zone = ?, appearance = ?, default_audience = ?,
			app_audience = ? WHERE id = ?`,
			p.Language, p.TimeZone, p.Appearance, string(p.DefaultAudience), string(p.AppAudience), user)
		if err == nil && n == 0 {
			return community.ErrNotFound
		}
		return err
	})
}
