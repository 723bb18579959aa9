package main

import (
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/web/page"
)

// What another server says of itself does not steer the terminal of who inspects it.
func TestInspectionSteersNoTerminal(t *testing.T) {
	catalogue, err := page.Load()
	if err != nil {
		t.Fatal(err)
	}
	words := catalogue.Printer(page.Reader{Language: "en", Now: time.Unix(0, 0), Instance: "here.example"})
	evil := "bob\x1b]52;c;ZXZpbA==\a\u009b2J\u202eelpmaxe.live\n* all is well"
	var out strings.Builder
	if err := writeInspected(&out, []community.Inspected{{Name: "actor", Mark: community.MarkWrong, Problem: community.Say("inspect.problem.neither", "type", evil),
		Facts: []community.Problem{community.Say("inspect.fact.name", "name", evil)}}}, words); err != nil {
		t.Fatal(err)
	}
	if got := out.String(); strings.ContainsAny(got, "\x1b\a\u009b\u202e") || strings.Count(got, "\n") != 2 || !strings.Contains(got, "bob") {
		t.Errorf("%q", got)
	}
}
