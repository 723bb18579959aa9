package federation

import (
	"slices"
	"testing"
)

// A name on a developer's machine may stand for loopback as well: over plain
// http it was taken for a server that does not answer. An instance on https
// never asks over anything else.
func TestSchemesOfHandles(t *testing.T) {
	for _, tt := range []struct {
		base, host string
		want       []string
	}{
		{"https://here.example", "there.example", []string{"https"}},
		{"https://here.example", "localhost:8082", []string{"https"}},
		{"http://localhost:8081", "localhost:8082", []string{"http"}},
		{"http://social.test:8081", "peer.test:9100", []string{"https", "http"}},
	} {
		f := &Federation{base: tt.base}
		if got := f.schemesFor(tt.host); !slices.Equal(got, tt.want) {
			t.Errorf("%s asks %s over %v, want %v", tt.base, tt.host, got, tt.want)
		}
	}
}
