package main

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"

	"golang.org/x/sync/errgroup"
)

// demoPassword opens every account of the demonstration, which only listens on
// loopback.
const demoPassword = "consilium-demo"

type demoCommand struct {
	Folder  string            `default:"data/demo" help:"Where the two instances keep their data."`
	Address map[string]string `placeholder:"NAME=HOST:PORT" help:"Where an instance listens, on loopback, when its port is taken."`
}

// Run starts both instances, plays the script once, says how to get in, and
// serves until the context ends.
func (d demoCommand) Run(ctx context.Context, s surroundings) error {
	play, err := readScript()
	if err != nil {
		return err
	}
	for name, address := range d.Address {
		about, known := play.Instances[name]
		if !known {
			return fmt.Errorf("--address: there is no instance %q in the demonstration", name)
		}
		about.Address = address
		play.Instances[name] = about
	}
	house := stage{instances: map[string]*instance{}, play: play}
	for _, name := range house.names() {
		i, err := d.start(ctx, name, play, s)
		if err != nil {
			return err
		}
		defer closing(i, s)
		house.instances[name] = i
	}
	return d.serve(ctx, house, s)
}

// serve runs both until the context ends or one of them fails.
func (d demoCommand) serve(ctx context.Context, house stage, s surroundings) error {
	together, ctx := errgroup.WithContext(ctx)
	for _, i := range house.instances {
		together.Go(func() error { return i.serve(ctx) })
	}
	together.Go(func() error {
		if err := house.perform(ctx); err != nil {
			return fmt.Errorf("set up the demonstration: %w; remove %s and try again", err, d.Folder)
		}
		house.announce(s.out)
		return nil
	})
	return together.Wait()
}

// start builds one of the two, on SQLite in a folder of its own.
func (d demoCommand) start(ctx context.Context, name string, play script, s surroundings) (*instance, error) {
	config, err := d.config(name, play)
	if err != nil {
		return nil, err
	}
	log := slog.New(slog.NewTextHandler(s.err, &slog.HandlerOptions{Level: slog.LevelWarn})).With("instance", name)
	i, err := build(ctx, config, s, log)
	if err != nil {
		return nil, err
	}
	if err := i.listen(); err != nil {
		closing(i, s)
		return nil, fmt.Errorf("%w, here with --address %s=localhost:PORT", err, name)
	}
	return i, nil
}

// config is a configuration for loopback only. Public cases are on, since the
// cases of the demonstration are made up.
func (d demoCommand) config(name string, play script) (Config, error) {
	var c Config
	c.Server.Address = play.Instances[name].Address
	c.Storage.Database = "sqlite:" + filepath.Join(d.Folder, name, "consilium.db")
	c.Storage.Media = filepath.Join(d.Folder, name, "media")
	c.Storage.SecretFile = filepath.Join(d.Folder, name, "secret")
	c.Federation.InsecureHTTP, c.Federation.PrivateNetworks = true, []string{"127.0.0.0/8", "::1/128"}
	c.Cases.Public = true
	// Nobody outside is asked about anybody, and one password opens everything.
	c.Accounts.SecondFactor, c.Accounts.IdleStaff = "optional", new(0)
	c.Registers.NPPES, c.Registers.ORCID = new(false), new(false)
	c.fillDefaults()
	return c, c.check()
}
