package door

import (
	"context"
	"strings"

	"consilium/community"
)

// Emoji gives the institution's emoji that a text could mean. Nothing is asked for a
// text without a pair of colons.
func (d *Door) Emoji(ctx context.Context, text string) ([]community.Emoji, error) {
	if strings.Count(text, ":") < 2 {
		return nil, nil
	}
	return d.Store.LocalEmoji(ctx)
}
