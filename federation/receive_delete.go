package federation

import "context"

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
	return f.store.ReceiveDelete(ctx, iri, in.actor)
}
