package main

import (
	"context"
	"errors"
	"fmt"
	"text/tabwriter"
	"time"

	"consilium/community"
	"consilium/storage"
)

type keysCommand struct {
	Rotate rotateCommand   `cmd:"" help:"Give actors of this instance new keys."`
	List   listKeysCommand `cmd:"" help:"List the keys of this instance, and what happened to keys lately."`
}

type rotateCommand struct {
	Actor string `help:"Name of the account whose keys are changed; \"instance\" for the instance itself." xor:"who" required:""`
	All   bool   `help:"Change the keys of every account and of the instance." xor:"who" required:""`
	Now   bool   `help:"Retire the old keys at once, because they may be in wrong hands. Without it they sign for another 48 hours, while both are published."`
}

// Run makes the keys and says what they are called. One actor that cannot have a new
// key does not keep the others from theirs.
func (r rotateCommand) Run(ctx context.Context, s surroundings, c *commands) error {
	store, _, err := openStore(ctx, s, c.Config)
	if err != nil {
		return err
	}
	defer closing(store, s)
	owners, err := r.owners(ctx, store)
	if err != nil {
		return err
	}
	failed := 0
	for _, owner := range owners {
		if err := r.rotate(ctx, s, store, owner); err != nil && len(owners) == 1 {
			return err
		} else if err != nil {
			failed++
			fmt.Fprintln(s.err, "consilium: "+oneLine(err))
		}
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d have the keys they had", failed, len(owners))
	}
	return nil
}

// owners are the actors that the command is about.
func (r rotateCommand) owners(ctx context.Context, store *storage.Store) ([]community.ActorID, error) {
	if r.All {
		return store.KeyOwners(ctx)
	}
	if r.Actor == "instance" {
		a, err := store.InstanceActor(ctx)
		return []community.ActorID{a.ID}, err
	}
	user, err := store.UserByName(ctx, r.Actor)
	if errors.Is(err, community.ErrNotFound) {
		return nil, fmt.Errorf("there is no account %q", r.Actor)
	}
	return []community.ActorID{user.Actor}, err
}

// rotate changes the request key, and the key of proofs and credentials: that one at
// once in any case, since what it proves is looked at again and again.
func (r rotateCommand) rotate(ctx context.Context, s surroundings, store *storage.Store, owner community.ActorID) error {
	grace := storage.KeyGrace
	if r.Now {
		grace = 0
	}
	request, err := store.RotateRequestKey(ctx, owner, grace)
	if errors.Is(err, community.ErrConflict) {
		return fmt.Errorf("actor %d has a new key that will sign soon; with --now it is replaced at once", owner)
	}
	if err != nil {
		return err
	}
	proof, err := store.RotateProofKey(ctx, owner)
	if err != nil {
		return err
	}
	signs := "signs now"
	if !r.Now {
		signs = "signs from " + s.now().Add(grace).Format(time.RFC3339)
	}
	_, err = fmt.Fprintf(s.out, "%s %s\n%s signs now\n", request, signs, proof)
	return err
}

type listKeysCommand struct{}

// mostKeyChanges bounds how much of what happened is listed.
const mostKeyChanges = 50

// Run lists every key of ours with its state, then what happened lately.
func (listKeysCommand) Run(ctx context.Context, s surroundings, c *commands) error {
	store, _, err := openStore(ctx, s, c.Config)
	if err != nil {
		return err
	}
	defer closing(store, s)
	owners, err := store.KeyOwners(ctx)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(s.out, 0, 0, 2, ' ', 0)
	for _, owner := range owners {
		keys, err := store.Keys(ctx, owner)
		if err != nil {
			return err
		}
		for _, k := range keys {
			fmt.Fprintf(table, "%s\t%s\t%s\n", k.IRI, k.Algorithm, stateOfKey(k, s.now()))
		}
	}
	changes, err := store.KeyChanges(ctx, mostKeyChanges)
	if err != nil {
		return err
	}
	for _, change := range changes {
		fmt.Fprintf(table, "%s\t%s\t%s\n", change.Key, change.Kind, change.Created.Format(time.RFC3339))
	}
	return table.Flush()
}

// stateOfKey says in a few words what becomes of a key.
func stateOfKey(k storage.PublicKey, now time.Time) string {
	switch {
	case !k.Retired.IsZero():
		return "retired " + k.Retired.Format(time.RFC3339)
	case k.SigningSince().After(now):
		return "signs from " + k.SigningSince().Format(time.RFC3339)
	}
	return "in use since " + k.SigningSince().Format(time.RFC3339)
}
