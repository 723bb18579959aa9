package main

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// A fault in a handler is answered, counted and written down, without what was
// panicked with: it may be clinical text.
func TestPanicIsToldWithoutItsText(t *testing.T) {
	var log bytes.Buffer
	now := func() time.Time { return time.Unix(0, 0) }
	i := &instance{log: slog.New(slog.NewTextHandler(&log, nil)), now: now, metrics: newMetrics(now)}
	for name, fault := range map[string]func(){
		"text":  func() { panic("Mrs Huber, 47") },
		"index": func() { _ = []int{}[len(t.Name())] },
	} {
		w := httptest.NewRecorder()
		i.measured(name, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { fault() })).
			ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil))
		if w.Code != http.StatusInternalServerError {
			t.Errorf("%s: answered %d", name, w.Code)
		}
	}
	if text := log.String(); strings.Contains(text, "Huber") || !strings.Contains(text, "out of range") || !strings.Contains(text, "shelter_test.go") {
		t.Errorf("the log says %s", text)
	}
	counted := httptest.NewRecorder()
	i.metrics.handler().ServeHTTP(counted, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/metrics", nil))
	if want := `consilium_request_seconds_count{door="index",status="5xx"} 1`; !strings.Contains(counted.Body.String(), want) {
		t.Errorf("metrics lack %s", want)
	}
}
