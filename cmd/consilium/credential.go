package main

import (
	"context"
	"errors"
	"fmt"

	"consilium/federation/credential"
)

type credentialCommand struct {
	Verify verifyCommand `cmd:"" help:"Judge somebody's credential, step by step."`
}

type verifyCommand struct {
	Who string `arg:"" help:"A handle, or the address of a profile or of a credential."`
}

// Run asks the other server and says what came of each step. It ends with an
// error when one was not right, so that scripts can tell.
func (v verifyCommand) Run(ctx context.Context, s surroundings, c *commands) error {
	store, config, err := openStore(ctx, s, c.Config)
	if err != nil {
		return err
	}
	defer closing(store, s)
	asks, words, err := lookOut(s, store, config)
	if err != nil {
		return err
	}
	steps, err := asks.ExplainCredential(ctx, v.Who)
	if err != nil {
		return err
	}
	if err := credential.WriteSteps(s.out, steps, words.T); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	if !credential.Passed(steps) {
		return errors.New("this credential does not count here")
	}
	return nil
}
