package main

import (
	"encoding/json"
	"strings"
	"testing"
)

// A server is inspected beside a running one: another instance is right in every step,
// scripts can tell when something is not, and what is asked for is counted.
func TestInspectCommand(t *testing.T) {
	t.Parallel()
	here, there := prepare(t, nil).serve(), prepare(t, nil).serve()
	for _, p := range []*program{here, there} {
		if status, _, err := p.run(password+"\n", "account", "create", "--username", "ana", "--email", "ana@mail.example"); status != 0 {
			t.Fatal(err)
		}
	}
	run := func(want int, args ...string) (string, string) {
		t.Helper()
		status, out, err := here.run("", append([]string{"federation", "inspect"}, args...)...)
		if status != want {
			t.Errorf("%v: %d %s %s", args, status, out, err)
		}
		return out, err
	}
	host := strings.TrimPrefix(there.base(), "http://")
	for _, address := range []string{"@ana@" + host, there.base() + "/users/ana", there.base() + "/@ana", host} {
		if out, _ := run(0, address, "--as", "ana"); !strings.Contains(out, "+ What the server runs") || strings.Contains(out, "\n- ") {
			t.Errorf("%s: %s", address, out)
		}
	}
	if out, err := run(1, "@nobody@"+host); !strings.Contains(out, "- Its WebFinger says who that is: The server answered 404 Not Found.") || strings.Count(err, "\n") != 1 {
		t.Errorf("nobody: %s%s", out, err)
	}
	out, _ := run(1, "--json", "10.0.0.1")
	var steps []inspectedStep
	if err := json.Unmarshal([]byte(out), &steps); err != nil || steps[len(steps)-2].Problem != "inspect.problem.forbidden_address" || steps[0].Mark != "+" {
		t.Errorf("%v: %s", err, out)
	}
	if _, err := run(1, host, "--as", "nobody"); !strings.Contains(err, "no member of this name") {
		t.Error(err)
	}
}
