package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"consilium/community"
	"consilium/federation"
	"consilium/federation/credential"
	"consilium/web/page"
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
	i := &instance{config: config, store: store, now: s.now}
	guarded, err := i.guarded()
	if err != nil {
		return err
	}
	asks := federation.New(federation.Options{Store: store, Client: guarded, Mode: community.FederationMode(config.Federation.Mode),
		Openness: i.openness(), Log: slog.New(slog.DiscardHandler), Version: version})
	steps, err := asks.ExplainCredential(ctx, v.Who)
	if err != nil {
		return err
	}
	catalogue, err := page.Load()
	if err != nil {
		return err
	}
	words := catalogue.Printer(page.Reader{Language: config.Server.Language, Now: s.now(), Instance: store.Domain()})
	if err := credential.WriteSteps(s.out, steps, words.T); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	if !credential.Passed(steps) {
		return errors.New("this credential does not count here")
	}
	return nil
}
