package media

import (
	"context"
	"errors"
	"testing"
)

// A slow host takes its own turns, and nobody else's.
func TestTurns(t *testing.T) {
	turns := newTurns()
	var held []func()
	for range turnsOfHost {
		done, err := turns.take(t.Context(), "slow.example")
		if err != nil {
			t.Fatal(err)
		}
		held = append(held, done)
	}
	impatient, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := turns.take(impatient, "slow.example"); !errors.Is(err, context.Canceled) {
		t.Errorf("a fifth turn: %v", err)
	}
	done, err := turns.take(t.Context(), "quick.example")
	if err != nil {
		t.Fatal(err)
	}
	done()
	for _, done := range held {
		done()
	}
	if len(turns.hosts) != 0 || len(turns.all) != 0 {
		t.Errorf("%d hosts and %d turns are still held", len(turns.hosts), len(turns.all))
	}
}
