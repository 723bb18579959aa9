package door

import (
	"context"

	"consilium/community"
)

// Thread is the post that began the thread of the one that is answered, for the
// rules about who takes part in a case; nil where it makes no difference.
func (d *Door) Thread(ctx context.Context, by community.Actor, parent *community.Post) (*community.Post, error) {
	switch {
	case parent == nil:
		return nil, nil
	case parent.Root == parent.ID:
		return parent, nil
	}
	root, err := d.Store.Post(ctx, parent.Root)
	return &root, err
}
