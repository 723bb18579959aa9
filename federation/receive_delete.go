package federation

import (
	"context"
	"errors"

	"consilium/community"
)

// receiveDelete forgets a post, or an actor that deleted itself. The object may
// be an identifier or a Tombstone. A post that never came is remembered as
// deleted (S-ORG-11).
func (f *Federation) receiveDelete(ctx context.Context, in received) error {
	iri, err := in.objectIRI()
	if err != nil {
		return err
	}
	if iri == in.actor.IRI {
		return f.store.MarkGone(ctx, iri)
	}
	if !iri.SameOrigin(in.actor.IRI) {
		return notAcceptable("object of another origin")
	}
	if handled, err := f.receiveQuoteRevocation(ctx, in, iri); handled || err != nil {
		return err
	}
	post, err := f.store.PostByIRI(ctx, iri)
	if err != nil && !settled(err) {
		return err
	}
	if err == nil && post.Author != in.actor.ID {
		if err := f.lacks(ctx, iri); err != nil {
			return err
		}
	}
	return f.store.ReceiveDelete(ctx, iri, in.actor)
}

// lacks makes sure that a server no longer has a post which somebody else there
// than its author deleted: a moderator may do so, a neighbour may not.
func (f *Federation) lacks(ctx context.Context, iri community.IRI) error {
	doc, err := f.fetch(ctx, iri)
	switch {
	case errors.Is(err, community.ErrGone), errors.Is(err, community.ErrNotFound):
		return nil
	case err != nil:
		return err
	case doc.iri == iri && doc.node.Type() == "Tombstone":
		return nil
	}
	return notAcceptable("post of another that is still there")
}
