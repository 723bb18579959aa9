package main

import (
	"context"
	"fmt"
)

type logCommand struct {
	Verify verifyLogCommand `cmd:"" help:"Check what staff did, entry by entry, and print the digest of the last one."`
}

type verifyLogCommand struct {
	Known string `help:"Digest that was printed and noted before: it has to be there still, so that nothing up to there was cut off." placeholder:"DIGEST"`
}

// Run fails when an entry was changed, taken out or put in, and says which (S-AUTH-5).
func (v verifyLogCommand) Run(ctx context.Context, s surroundings, c *commands) error {
	store, _, err := openStore(ctx, s, c.Config)
	if err != nil {
		return err
	}
	defer closing(store, s)
	found, err := store.CheckStaffChain(ctx, v.Known)
	switch {
	case err != nil:
		return err
	case found.Broken != 0:
		return fmt.Errorf("the log of what staff did is not as it was written, from entry %d on: compare it with a backup", found.Broken)
	case !found.Known:
		return fmt.Errorf("the digest given is not in the log: it was cut off or written anew since; compare it with a backup")
	}
	fmt.Fprintf(s.out, "%d entries stand as they were written", found.Entries)
	if found.Earlier > 0 {
		fmt.Fprintf(s.out, "; %d are older than the chain", found.Earlier)
	}
	fmt.Fprintf(s.out, "\n%s\n", found.End)
	return nil
}
