package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"

	"consilium/community"
	"consilium/federation"
	"consilium/web/page"
)

type federationCommand struct {
	Inspect inspectCommand `cmd:"" help:"See what another server says and what is thought of it here, step by step."`
}

type inspectCommand struct {
	Address string `arg:"" help:"A handle, the address of a profile, post or page, or the name of a server."`
	As      string `help:"Name of the member whose key signs; without it that of the instance." placeholder:"NAME"`
	JSON    bool   `help:"Write JSON instead of words." name:"json"`
}

// Run asks the other server and says what came of each step. It changes nothing, also
// beside a running server, and ends with an error when something that is needed was
// wrong, so that scripts can tell.
func (c inspectCommand) Run(ctx context.Context, s surroundings, all *commands) error {
	store, config, err := openStore(ctx, s, all.Config)
	if err != nil {
		return err
	}
	defer closing(store, s)
	asks, words, err := lookOut(s, store, config)
	if err != nil {
		return err
	}
	list, err := asks.Inspect(ctx, federation.Inquiry{Address: c.Address, As: c.As})
	if invalid, is := errors.AsType[*community.Invalid](err); is {
		return errors.New(words.Problem(invalid.Problem))
	}
	if err != nil {
		return err
	}
	write := writeInspected
	if c.JSON {
		write = writeInspectedJSON
	}
	if err := write(s.out, list, words); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	if !community.InspectedWell(list) {
		return errors.New("something that is needed does not work")
	}
	return nil
}

// writeInspected writes a line for each step, and one for each fact, indented.
func writeInspected(w io.Writer, list []community.Inspected, words *page.Printer) error {
	for _, s := range list {
		line := string(s.Mark) + " " + words.T("inspect.step."+s.Name)
		if s.Problem.Key != "" {
			line += ": " + harmless(words.Problem(s.Problem))
		}
		for _, fact := range s.Facts {
			line += "\n    " + harmless(words.Problem(fact))
		}
		if _, err := fmt.Fprintln(w, line); err != nil {
			return err
		}
	}
	return nil
}

// harmless is a text in which another server cannot steer the terminal it is read on,
// nor turn the order of its letters (ECMA-48 5, CVE-2021-42574).
func harmless(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return unicode.ReplacementChar
		}
		return r
	}, text)
}

// inspectedStep is a step as JSON: name and problem are keys of the catalogue that
// stay the same, the rest is words.
type inspectedStep struct {
	Step    string   `json:"step"`
	Mark    string   `json:"mark"`
	Text    string   `json:"text"`
	Problem string   `json:"problem,omitempty"`
	Why     string   `json:"why,omitempty"`
	Facts   []string `json:"facts,omitempty"`
}

func writeInspectedJSON(w io.Writer, list []community.Inspected, words *page.Printer) error {
	steps := make([]inspectedStep, 0, len(list))
	for _, s := range list {
		step := inspectedStep{Step: s.Name, Mark: string(s.Mark), Text: words.T("inspect.step." + s.Name), Problem: s.Problem.Key}
		if s.Problem.Key != "" {
			step.Why = words.Problem(s.Problem)
		}
		for _, fact := range s.Facts {
			step.Facts = append(step.Facts, words.Problem(fact))
		}
		steps = append(steps, step)
	}
	out := json.NewEncoder(w)
	out.SetIndent("", "  ")
	return out.Encode(steps)
}

// inspects looks at another server for the desk.
func (i *instance) inspects(ctx context.Context, address string) ([]community.Inspected, error) {
	return i.federation.Inspect(ctx, federation.Inquiry{Address: address})
}
