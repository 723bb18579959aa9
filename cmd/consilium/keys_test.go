package main

import (
	"strings"
	"testing"
)

// R-KEY-3, R-KEY-4: keys are changed beside a running server, with a time of grace or
// at once, for one or for all; what is listed says when each signs; a change that is
// under way is not started again; and what people see of it is one line.
func TestKeysCommand(t *testing.T) {
	t.Parallel()
	p := prepare(t, nil).serve()
	if status, _, err := p.run(password+"\n", "account", "create", "--username", "ana", "--email", "ana@mail.example"); status != 0 {
		t.Fatal(err)
	}
	run := func(want int, args ...string) string {
		t.Helper()
		status, out, err := p.run("", append([]string{"keys"}, args...)...)
		if status != want || want != 0 && err == "" {
			t.Errorf("%v: %d %s %s", args, status, out, err)
		}
		return out + err
	}
	ana := p.base() + "/users/ana#"
	if got := run(0, "rotate", "--actor", "ana"); !strings.Contains(got, ana+"main-key-2 signs from 2") || !strings.Contains(got, ana+"ed25519-") {
		t.Errorf("rotate: %s", got)
	}
	if got := run(0, "list"); !strings.Contains(got, ana+"main-key ") || !strings.Contains(got, "signs from") || !strings.Contains(got, "retired") || !strings.Contains(got, "added") {
		t.Errorf("list: %s", got)
	}
	if got := run(1, "rotate", "--actor", "ana"); !strings.Contains(got, "--now") {
		t.Errorf("again: %s", got)
	}
	if got := run(0, "rotate", "--all", "--now"); !strings.Contains(got, ana+"main-key-3 signs now") || !strings.Contains(got, "/actor#main-key-2 signs now") {
		t.Errorf("all at once: %s", got)
	}
	if got := run(0, "rotate", "--actor", "instance", "--now"); !strings.Contains(got, "/actor#main-key-3 signs now") {
		t.Errorf("instance: %s", got)
	}
	for _, wrong := range [][]string{{"rotate"}, {"rotate", "--actor", "nobody"}, {"rotate", "--actor", "ana", "--all"}} {
		if got := run(1, wrong...); strings.Count(got, "\n") != 1 {
			t.Errorf("%v: %q", wrong, got)
		}
	}
}
