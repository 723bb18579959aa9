package federation

import (
	"context"
	"fmt"

	"consilium/community"
)

// receiveLike remembers that somebody liked a post they can see. Reactions of
// other kinds count as one.
func (f *Federation) receiveLike(ctx context.Context, in received) error {
	post, err := f.seenObject(ctx, in)
	if err != nil {
		return err
	}
	if in.iri.IsZero() {
		return notAcceptable("like without an address")
	}
	return f.store.ReceiveLike(ctx, in.iri, in.actor, post)
}

// seenObject is the known post an activity is about, if its actor may see it
// (S-PRIV-7): unknown and hidden are the same.
func (f *Federation) seenObject(ctx context.Context, in received) (community.Post, error) {
	iri, err := in.objectIRI()
	if err != nil {
		return community.Post{}, err
	}
	post, err := f.store.VisiblePostByIRI(ctx, community.Viewer{Actor: in.actor.ID}, iri)
	if err == nil && post.Kind == community.AnnounceKind {
		err = community.ErrNotFound
	}
	if err != nil {
		return post, fmt.Errorf("object: %w", err)
	}
	return post, nil
}
