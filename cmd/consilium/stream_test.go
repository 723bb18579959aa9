package main

import (
	"bufio"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"
)

// SIGTERM: a stream has no end of its own, so that it is ended, and the process does
// not wait for it.
func TestTermEndsStreams(t *testing.T) {
	t.Parallel()
	p := prepare(t, nil).serve()
	p.member("ana", "member")
	status, token, said := p.run("", "token", "--username", "ana")
	if status != 0 {
		t.Fatal(said)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, p.base()+"/api/v1/streaming/user", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+strings.TrimSpace(token))
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	lines := bufio.NewScanner(answer.Body)
	if !lines.Scan() || lines.Text() != ":thump" || answer.StatusCode != http.StatusOK {
		t.Fatalf("the stream begins with %d %q", answer.StatusCode, lines.Text())
	}
	asked := time.Now()
	if code := p.end(syscall.SIGTERM); code != 0 {
		t.Errorf("exit status %d: %s", code, p.err)
	}
	if took := time.Since(asked); took > 15*time.Second {
		t.Errorf("it took %s to end", took)
	}
	for lines.Scan() {
	}
}
