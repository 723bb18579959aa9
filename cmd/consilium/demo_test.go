package main

import (
	"strings"
	"syscall"
	"testing"
)

// The demonstration prints how to get in, federates its case for real, and is
// not played twice.
func TestDemo(t *testing.T) {
	t.Parallel()
	p := prepare(t, nil)
	p.settings = nil
	hospital, society := "localhost:"+freePort(t), "localhost:"+freePort(t)
	args := []string{"demo", "--address", "hospital=" + hospital, "--address", "society=" + society}
	start := func() {
		t.Helper()
		if err := p.launch(args...); err != nil {
			t.Fatal(err)
		}
		eventually(t, "the logins are printed", func() bool { return strings.Contains(p.out.String(), "Stop with Ctrl-C.") })
	}
	start()
	for _, want := range []string{"http://" + hospital, "http://" + society, "ana", "tomasz", demoPassword} {
		if !strings.Contains(p.out.String(), want) {
			t.Errorf("the demonstration does not say %s: %s", want, p.out)
		}
	}
	reads := func() {
		t.Helper()
		v := visit(t, "http://"+society)
		v.enter("tomasz", demoPassword)
		v.awaits("/home", "Fever, rash and failing kidneys")
		eventually(t, "how the case ended is known", func() bool { return strings.Contains(v.get("/home").text(), "Outcome known") })
	}
	reads()
	rows := openRows(t, "sqlite:"+p.folder+"/data/demo/society/consilium.db")
	posts := rows.count("post")
	if code := p.end(syscall.SIGTERM); code != 0 {
		t.Errorf("exit status %d: %s", code, p.err)
	}
	p.out = &record{}
	start()
	reads()
	if again := rows.count("post"); again != posts {
		t.Errorf("%d posts after the second start, %d after the first", again, posts)
	}
}
