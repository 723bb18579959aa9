package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"consilium/community"
)

// demoText is the cast of the demonstration and what they say.
//
//go:embed demo.json
var demoText []byte

// demoPassword opens every account of the demonstration, which only listens on
// loopback.
const demoPassword = "consilium-demo"

type demoCommand struct {
	Folder string `default:"data/demo" help:"Where the two instances keep their data."`
}

// script is demo.json.
type script struct {
	Instances map[string]struct {
		Address, Name, Description, Rules string
		Members                           []demoMember
	}
	Follows [][3]string
	Posts   []demoPost
	Cases   []demoCase
}

type demoMember struct {
	Name, Email, Role, Pronouns, Profession, Specialty, Summary string
	DisplayName                                                 string `json:"display_name"`
}

type demoPost struct {
	In, By, Audience, Text string
	Accepted               bool
}

type demoCase struct {
	In, By, Audience string
	Case             struct {
		Title, Sex, History, Findings, Investigations, Question, Consent string
		AgeBand                                                          string `json:"age_band"`
		PresentingComplaint                                              string `json:"presenting_complaint"`
		Specialties                                                      []string
	}
	Responses     []demoPost
	Likes, Boosts [][2]string
}

// Run starts both instances, plays the script once, says how to get in, and
// serves until the context ends.
func (d demoCommand) Run(ctx context.Context, s surroundings) error {
	var play script
	if err := json.Unmarshal(demoText, &play); err != nil {
		return fmt.Errorf("read the demonstration: %w", err)
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	house := stage{instances: map[string]*instance{}, play: play}
	var running sync.WaitGroup
	failed := make(chan error, len(play.Instances))
	for _, name := range house.names() {
		i, err := d.start(ctx, name, play, s)
		if err != nil {
			stop()
			running.Wait()
			return err
		}
		house.instances[name] = i
		running.Go(func() {
			defer closing(i, s)
			failed <- i.serve(ctx)
		})
	}
	if err := house.perform(ctx); err != nil {
		stop()
		running.Wait()
		return fmt.Errorf("set up the demonstration: %w; remove %s and try again", err, d.Folder)
	}
	house.announce(s)
	running.Wait()
	close(failed)
	for err := range failed {
		if err != nil {
			return err
		}
	}
	return nil
}

// start builds one of the two, on SQLite in a folder of its own.
func (d demoCommand) start(ctx context.Context, name string, play script, s surroundings) (*instance, error) {
	config := d.config(name, play)
	log := slog.New(slog.NewTextHandler(s.err, &slog.HandlerOptions{Level: slog.LevelWarn})).With("instance", name)
	if err := os.MkdirAll(filepath.Join(d.Folder, name), 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of the demonstration: %w", err)
	}
	i, err := build(ctx, config, s, log)
	if err != nil {
		return nil, err
	}
	if err := i.listen(); err != nil {
		closing(i, s)
		return nil, err
	}
	return i, nil
}

// config is a configuration for loopback only. Public cases are on, since the
// cases of the demonstration are made up.
func (d demoCommand) config(name string, play script) Config {
	var c Config
	c.Server.Address = play.Instances[name].Address
	c.Storage.Database = "sqlite:" + filepath.Join(d.Folder, name, "consilium.db")
	c.Storage.Media = filepath.Join(d.Folder, name, "media")
	c.Storage.SecretFile = filepath.Join(d.Folder, name, "secret")
	c.Federation.InsecureHTTP, c.Federation.PrivateNetworks = true, []string{"127.0.0.0/8", "::1/128"}
	c.Cases.Public = true
	c.fillDefaults()
	return c
}

// stage is where the script is played.
type stage struct {
	instances map[string]*instance
	play      script
}

func (s stage) names() []string {
	var names []string
	for name := range s.play.Instances {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// announce prints where the two are and how to get in.
func (s stage) announce(out surroundings) {
	for _, name := range s.names() {
		fmt.Fprintf(out.out, "\n%s: %s\n", s.play.Instances[name].Name, s.instances[name].store.Base())
		for _, m := range s.play.Instances[name].Members {
			fmt.Fprintf(out.out, "  %-8s %-14s %s\n", m.Name, demoPassword, m.Role)
		}
	}
	fmt.Fprintln(out.out, "\nStop with Ctrl-C.")
}

// settle makes the instance's page and its members, unless that was done at an
// earlier start. It says whether it was.
func (s stage) settle(ctx context.Context, name string) (fresh bool, err error) {
	i, about := s.instances[name], s.play.Instances[name]
	have, err := i.store.Instance(ctx)
	if err != nil || have.SetUp {
		return false, err
	}
	for _, m := range about.Members {
		account := newAccount{m.Name, m.Email, demoPassword, community.Role(m.Role)}
		_, actor, err := createAccount(ctx, i.store, account)
		if err != nil {
			return false, err
		}
		profile, err := community.Describe(actor.Profile, community.ProfileDraft{DisplayName: m.DisplayName, Pronouns: m.Pronouns,
			Summary: m.Summary, Profession: m.Profession, Specialty: m.Specialty, Discoverable: true})
		if err != nil {
			return false, err
		}
		if _, err := i.store.SetProfile(ctx, actor.ID, profile); err != nil {
			return false, err
		}
	}
	instance, err := community.DescribeInstance(have, community.InstanceDraft{Name: about.Name, Description: about.Description,
		Rules: about.Rules})
	if err != nil {
		return false, err
	}
	instance.SetUp = true
	return true, i.store.SetInstance(ctx, instance)
}
