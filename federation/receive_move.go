package federation

import (
	"context"
	"fmt"
	"time"

	"consilium/community"
)

// How many people of one server may move in how long.
const (
	mostMoves  = 30
	moveWindow = time.Hour
)

// receiveMove sends members after somebody they follow who went elsewhere. The
// old account said so itself, by its signature; both are read from their homes
// now, since what is remembered may be what an attacker wants remembered, and
// both have to agree (FEP-7628, protocol 1.9). A Move in the name of another, or
// sent by the new account, changes nothing.
func (f *Federation) receiveMove(ctx context.Context, in received) error {
	object, err := in.objectIRI()
	if err != nil {
		return err
	}
	if object != in.actor.IRI {
		return notAcceptable("move of another")
	}
	// Where it was broken off before, it goes on.
	if err := f.store.MoveFollowers(ctx, in.actor.ID); err != nil {
		return err
	}
	concerned, err := f.store.Concerned(ctx, in.actor.ID)
	if err != nil {
		return err
	}
	if !concerned {
		return fmt.Errorf("move of somebody nobody here knows: %w", community.ErrNotFound)
	}
	allowed, _, err := f.store.Attempt(ctx, "move/"+in.actor.IRI.Host(), moveWindow, mostMoves)
	if err != nil {
		return err
	}
	if !allowed {
		return fmt.Errorf("too many moves: %w", community.ErrForbidden)
	}
	return f.followMove(ctx, in)
}

func (f *Federation) followMove(ctx context.Context, in received) error {
	to, err := f.whereTo(ctx, in.activity.Target)
	if err != nil {
		return err
	}
	from, err := f.reread(ctx, in.actor)
	if err != nil {
		return err
	}
	if err := community.CheckFollowed(from, to); err != nil {
		return err
	}
	if err := f.store.ReceiveMove(ctx, from, to); err != nil {
		return err
	}
	return f.store.MoveFollowers(ctx, from.ID)
}
