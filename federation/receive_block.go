package federation

import "context"

// receiveBlock remembers that somebody elsewhere wants nothing to do with a
// member. The member is not told.
func (f *Federation) receiveBlock(ctx context.Context, in received) error {
	object, err := in.objectIRI()
	if err != nil {
		return err
	}
	target, err := f.localActor(ctx, object)
	if err != nil {
		return err
	}
	return f.store.ReceiveBlock(ctx, in.iri, in.actor.ID, target.ID)
}
