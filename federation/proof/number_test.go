package proof

import (
	"errors"
	"math"
	"strconv"
	"testing"
)

// R-OIP-2: the table of RFC 8785, appendix B: doubles by their bits, and how they are
// written, whatever way they were spelled before.
func TestRFC8785Numbers(t *testing.T) {
	for bits, want := range map[uint64]string{
		0x0000000000000000: "0", 0x8000000000000000: "0",
		0x0000000000000001: "5e-324", 0x8000000000000001: "-5e-324",
		0x7fefffffffffffff: "1.7976931348623157e+308", 0xffefffffffffffff: "-1.7976931348623157e+308",
		0x4340000000000000: "9007199254740992", 0xc340000000000000: "-9007199254740992",
		0x4430000000000000: "295147905179352830000",
		0x44b52d02c7e14af5: "9.999999999999997e+22", 0x44b52d02c7e14af6: "1e+23", 0x44b52d02c7e14af7: "1.0000000000000001e+23",
		0x444b1ae4d6e2ef4e: "999999999999999700000", 0x444b1ae4d6e2ef4f: "999999999999999900000", 0x444b1ae4d6e2ef50: "1e+21",
		0x3eb0c6f7a0b5ed8c: "9.999999999999997e-7", 0x3eb0c6f7a0b5ed8d: "0.000001",
		0x41b3de4355555553: "333333333.3333332", 0x41b3de4355555554: "333333333.33333325", 0x41b3de4355555555: "333333333.3333333",
		0x41b3de4355555556: "333333333.3333334", 0x41b3de4355555557: "333333333.33333343",
		0xbecbf647612f3696: "-0.0000033333333333333333", 0x43143ff3c1cb0959: "1424953923781206.2",
	} {
		value := math.Float64frombits(bits)
		for _, format := range []byte("efg") {
			for _, digits := range []int{-1, 25, 60} {
				in := strconv.FormatFloat(value, format, digits, 64)
				if parsed, err := strconv.ParseFloat(in, 64); err != nil || parsed != value {
					continue // too few digits of a fraction this small
				}
				if got := canonical(t, []byte(in)); got != want {
					t.Errorf("%x written %s became %s, want %s", bits, in, got, want)
				}
			}
		}
	}
	for _, in := range []string{"NaN", "Infinity", "-Infinity", "1e309", "-1e309"} {
		if _, err := Canonical([]byte(in)); !errors.Is(err, ErrMalformed) {
			t.Errorf("%s: %v", in, err)
		}
	}
}
