package lane

import (
	"strconv"
	"testing"
)

// R-OUT-1, R-OUT-2: however many hosts hang, fail or flood, what they hold is
// bounded and others have seats.
func TestSeats(t *testing.T) {
	c := newCrew(2)
	full := func(lane string, failing bool) int {
		n := 0
		for c.sit(lane+strconv.Itoa(n), failing) != nil {
			n++
		}
		return n
	}
	if n := full("in/", false); n != 2 {
		t.Errorf("%d seats for what comes in, want 2", n)
	}
	one, two := c.sit("a.example", false), c.sit("b.example", false)
	if one == nil || two == nil || c.sit("c.example", false) != nil {
		t.Fatal("want two quick seats beside those of what comes in")
	}
	if !one.moveOver() || one.moveOver() {
		t.Error("a slow lane moves over once")
	}
	if c.sit("c.example", false) == nil || c.sit("d.example", false) != nil {
		t.Error("the seat it left is not the next one's")
	}
	if n := full("failing", true); n != outgoingSlow-1 {
		t.Errorf("%d seats for those that fail, want all but one of %d", n, outgoingSlow)
	}
	if two.moveOver() {
		t.Error("there is no room among the slow, and it moved over")
	}
	one.leave()
	if one.moveOver() {
		t.Error("who has left moves nowhere")
	}
	if !two.moveOver() {
		t.Error("the room among the slow was not given back")
	}
}
