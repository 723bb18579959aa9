package proof

import (
	"bytes"
	"errors"
	"strconv"
	"strings"
	"testing"
)

// R-OIP-2: numbers as ECMAScript prints doubles (RFC 8785 3.2.2.3).
func TestCanonicalNumbers(t *testing.T) {
	for in, want := range map[string]string{
		"0": "0", "-0": "0", "-0.0": "0", "0e5": "0", "1.0": "1", "1e0": "1", "4.50": "4.5", "2e-3": "0.002",
		"100": "100", "1E2": "100", "1e20": "100000000000000000000", "1e21": "1e+21", "1E30": "1e+30",
		"0.000001": "0.000001", "0.0000001": "1e-7", "1e-27": "1e-27", "123456789012345678901234567890": "1.2345678901234568e+29",
		"333333333.33333329": "333333333.3333333", "0.1": "0.1", "0.30000000000000004": "0.30000000000000004",
		"9007199254740991": "9007199254740991", "9007199254740993": "9007199254740992", "295147905179352830000": "295147905179352830000",
		"5e-324": "5e-324", "1e-400": "0", "1.7976931348623157e308": "1.7976931348623157e+308", "-71.184902": "-71.184902", "25.273962": "25.273962",
		"999999999999999900000": "999999999999999900000", "999999999999999999999": "1e+21", "0.000009999999999999997": "0.000009999999999999997",
	} {
		if got := canonical(t, []byte(in)); got != want {
			t.Errorf("%s became %s, want %s", in, got, want)
		}
	}
}

// R-OIP-2: members in the order of UTF-16 code units, in which an emoji (a
// surrogate pair) precedes U+FB33, though UTF-8 has it the other way round.
func TestCanonicalOrder(t *testing.T) {
	in := `{"\u20ac":1,"\r":2,"\ufb33":3,"1":4,"\ud83d\ude00":5,"\u0080":6,"\u00f6":7,"":8,"11":9}`
	want := `{"":8,"\r":2,"1":4,"11":9,"` + "\u0080" + `":6,"ö":7,"€":1,"😀":5,"` + "\ufb33" + `":3}`
	if got := canonical(t, []byte(in)); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// R-OIP-2: the shortest escapes, and none for HTML.
func TestCanonicalStrings(t *testing.T) {
	for in, want := range map[string]string{
		`"<b>&\u003c\/"`:                `"<b>&</"`,
		`"\u0000\u001f\u007f"`:          "\"\\u0000\\u001f\u007f\"",
		`"\b\t\n\f\r\u000b\"\\"`:        `"\b\t\n\f\r\u000b\"\\"`,
		`"\u0008\u0041\uD83D\uDE00"`:    `"\bA😀"`,
		"\"\u2028\u2029\"":              "\"\u2028\u2029\"",
		` [ 1 , { } , [ ] , true,null]`: `[1,{},[],true,null]`,
	} {
		if got := canonical(t, []byte(in)); got != want {
			t.Errorf("%s became %q, want %q", in, got, want)
		}
	}
}

// R-OIP-2, S-IN-4: what has two readings or none, and what is too much.
func TestCanonicalRefusals(t *testing.T) {
	malformed := []string{
		"", " ", "{", "[1,]", `{"a":1,}`, `{"a":1}{}`, "nul", "NaN", "Infinity", "1e400", "-1e400", "01", "+1", ".5", "1.", "0x1", "1_0",
		`{"a":1,"a":2}`, `{"a":1,"\u0061":2}`, `{"x":[{"b":1,"b":1}]}`, // duplicate keys
		`"\ud800"`, `"\udc00"`, `"\ud800x"`, `"\ud800\u0041"`, `"\udc00\ud800"`, `{"\ud800":1}`, // lone surrogates
		"\"\xff\"", "\"\xed\xa0\x80\"", "\"\xc0\xaf\"", "\"\n\"", `"\x"`, `"\u12"`, "\ufeff{}", "{'a':1}",
	}
	for _, in := range malformed {
		if _, err := Canonical([]byte(in)); !errors.Is(err, ErrMalformed) {
			t.Errorf("%.40q: %v, want ErrMalformed", in, err)
		}
	}
	nested := func(depth int) string { return strings.Repeat("[", depth) + strings.Repeat("]", depth) }
	many := func(n int) string { return "[1" + strings.Repeat(",1", n-1) + "]" }
	large := []string{
		nested(maxDepth + 1), nested(10001), strings.Repeat("[", 500000), strings.Repeat(`{"a":`, 100000),
		many(maxValues + 1), `"` + strings.Repeat("a", maxBytes) + `"`,
	}
	for _, in := range large {
		if _, err := Canonical([]byte(in)); !errors.Is(err, ErrTooLarge) {
			t.Errorf("%.40q (%d bytes): %v, want ErrTooLarge", in, len(in), err)
		}
	}
	for _, in := range []string{nested(maxDepth), many(maxValues), `"` + strings.Repeat(`[{\"`, 1000) + `"`, `["\\",[]]`} {
		if _, err := Canonical([]byte(in)); err != nil {
			t.Errorf("%.40q: %v", in, err)
		}
	}
}

// An error never quotes the document: it may be clinical.
func TestErrorsDoNotQuote(t *testing.T) {
	for _, in := range []string{`{"secret":1,"secret":2}`, `{"a":secret}`, `"\secret"`} {
		if _, err := Canonical([]byte(in)); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", in, err)
		}
	}
}

// Canonical text is its own canonical text.
func FuzzCanonical(f *testing.F) {
	for _, seed := range []string{`{"b":1,"a":[1e21,"\u20ac\ud83d\ude00"]}`, `-0`, `"\u0000"`, `[{},{"a":null}]`, strconv.Itoa(1 << 60)} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, document []byte) {
		once, err := Canonical(document)
		if err != nil {
			return
		}
		twice, err := Canonical(once)
		if errors.Is(err, ErrTooLarge) && len(once) > maxBytes {
			return // 1e20 grows
		}
		if err != nil || !bytes.Equal(once, twice) {
			t.Errorf("%q became %q, then %q (%v)", document, once, twice, err)
		}
	})
}
