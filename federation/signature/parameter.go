package signature

import (
	"fmt"
	"strings"
)

const blank = " \t"

// parameters reads a list of name="text" and name=token, as RFC 9110 5.6.6
// writes them, blanks allowed around commas and equal signs. Names come out in
// lower case. A name given twice is malformed (R-SIG-C 2): two readers could
// disagree about which of them counts.
func parameters(text string) (map[string]string, error) {
	found := map[string]string{}
	rest := strings.Trim(text, blank)
	for {
		name, value, tail, ok := parameter(rest)
		name = strings.ToLower(name)
		if _, twice := found[name]; !ok || twice {
			return nil, fmt.Errorf("%w: parameters", ErrMalformed)
		}
		found[name] = value
		if tail == "" {
			return found, nil
		}
		if rest, ok = strings.CutPrefix(tail, ","); !ok {
			return nil, fmt.Errorf("%w: parameters", ErrMalformed)
		}
		rest = strings.TrimLeft(rest, blank)
	}
}

// parameter cuts one name=value off the front of s; rest starts at the comma.
func parameter(s string) (name, value, rest string, ok bool) {
	name, s = token(s)
	s, ok = strings.CutPrefix(strings.TrimLeft(s, blank), "=")
	if name == "" || !ok {
		return "", "", "", false
	}
	s = strings.TrimLeft(s, blank)
	if strings.HasPrefix(s, `"`) {
		value, rest, ok = quoted(s)
	} else {
		value, rest = token(s)
		ok = value != ""
	}
	return name, value, strings.TrimLeft(rest, blank), ok
}

// token cuts an RFC 9110 5.6.2 token off the front of s.
func token(s string) (found, rest string) {
	n := 0
	for n < len(s) && isTokenByte(s[n]) {
		n++
	}
	return s[:n], s[n:]
}

func isTokenByte(b byte) bool {
	switch {
	case 'a' <= b && b <= 'z', 'A' <= b && b <= 'Z', '0' <= b && b <= '9':
		return true
	}
	return strings.IndexByte("!#$%&'*+-.^_`|~", b) >= 0
}

// quoted cuts an RFC 9110 5.6.4 quoted string off the front of s, which starts
// with the quote, and undoes its escapes.
func quoted(s string) (value, rest string, ok bool) {
	var text strings.Builder
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '"':
			return text.String(), s[i+1:], true
		case '\\':
			i++
			if i == len(s) {
				return "", "", false
			}
		}
		text.WriteByte(s[i])
	}
	return "", "", false
}
