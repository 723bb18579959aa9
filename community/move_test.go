package community_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"consilium/community"
)

func TestCheckMove(t *testing.T) {
	now := time.Date(2026, 11, 23, 7, 0, 0, 0, time.UTC)
	iri := func(s string) community.IRI {
		i, err := community.ParseIRI("https://" + s)
		if err != nil {
			t.Fatal(err)
		}
		return i
	}
	me := community.Actor{IRI: iri("here.example/users/ana"), Local: true, User: 1, Kind: community.Person}
	there := community.Actor{IRI: iri("there.example/ana"), Kind: community.Person, Aliases: []community.IRI{me.IRI}}
	for name, c := range map[string]struct {
		change func(me, there *community.Actor)
		want   string
	}{
		"agreed":            {func(_, _ *community.Actor) {}, ""},
		"to oneself":        {func(me, there *community.Actor) { there.IRI = me.IRI }, "move.self"},
		"closed":            {func(_, there *community.Actor) { there.Suspended = now }, "move.nobody"},
		"a whole server":    {func(_, there *community.Actor) { there.Kind = community.Application }, "move.nobody"},
		"a group":           {func(_, there *community.Actor) { there.Kind = community.Group }, "move.nobody"},
		"gone on":           {func(_, there *community.Actor) { there.MovedTo = iri("x.example/a") }, "move.gone_on"},
		"one-sided":         {func(_, there *community.Actor) { there.Aliases = nil }, "move.not_linked"},
		"a look-alike":      {func(_, there *community.Actor) { there.Aliases = []community.IRI{iri("here.example/users/ana2")} }, "move.not_linked"},
		"a day too soon":    {func(me, _ *community.Actor) { me.Moved = now.Add(24*time.Hour - community.MoveRest) }, "move.too_soon"},
		"thirty days after": {func(me, _ *community.Actor) { me.Moved = now.Add(-community.MoveRest) }, ""},
	} {
		by, to := me, there
		c.change(&by, &to)
		err := community.CheckMove(by, to, now)
		var invalid *community.Invalid
		if got := errors.As(err, &invalid); c.want == "" && err != nil || c.want != "" && (!got || invalid.Problem.Key != c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAddAlias(t *testing.T) {
	me := community.Actor{Local: true, User: 1}
	for i := range community.MaxAliases + 1 {
		iri, err := community.ParseIRI(fmt.Sprintf("https://there.example/users/%d", i))
		if err != nil {
			t.Fatal(err)
		}
		list, err := community.AddAlias(me, community.Actor{IRI: iri})
		again, _ := community.AddAlias(community.Actor{Local: true, User: 1, Aliases: list}, community.Actor{IRI: iri})
		if (err == nil) != (i < community.MaxAliases) || len(again) != len(list) {
			t.Errorf("alias %d: %d known, %v", i, len(list), err)
		}
		me.Aliases = list
	}
}
