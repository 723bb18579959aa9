package federation

import (
	"context"
	"errors"
	"time"

	"consilium/community"
)

// youngUpdate is how old a post may be of which only an Update reaches us.
const youngUpdate = 24 * time.Hour

// receiveUpdate takes a changed post, or a changed actor.
func (f *Federation) receiveUpdate(ctx context.Context, in received) error {
	if in.activity.Object.ID == in.activity.Actor {
		return f.updateActor(ctx, in)
	}
	o, author, err := f.postOf(ctx, in)
	if err != nil {
		return err
	}
	post, err := f.keepPost(ctx, o, author, func(ctx context.Context, p community.RemotePost) (bool, error) {
		if p.Published.Before(f.now().Add(-youngUpdate)) {
			return false, nil
		}
		return f.concerns(ctx, p)
	})
	if errors.Is(err, community.ErrConflict) && post.ID != 0 { // no edit: the counts of a poll, if anything
		return f.takeTallies(ctx, post, o)
	}
	if err != nil {
		return err
	}
	if post.Revision > 1 {
		return f.lookAtQuote(ctx, post)
	}
	return f.lookAbove(ctx, post, 1)
}

// updateActor takes what an actor says of itself: the document as it signed it,
// or the one at its address when it was not sent along (R-ACT-5).
func (f *Federation) updateActor(ctx context.Context, in received) error {
	node := in.activity.Object.Node
	if node == nil || !node.IsActor() || node.Actor().Stub() {
		_, err := f.refresh(ctx, in.actor.IRI)
		return err
	}
	_, _, err := f.takeActor(ctx, document{in.actor.IRI, node})
	return err
}
