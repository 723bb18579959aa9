package signature

import (
	"fmt"
	"strings"

	"github.com/dunglas/httpsfv"
)

// dictionary reads the lines of a Structured Field dictionary (RFC 9651). It
// refuses one that does not come out again as it went in, blanks apart: the
// parser lets the last of two equal keys win, other parsers the first.
func dictionary(lines []string) (*httpsfv.Dictionary, error) {
	text := strings.Join(lines, ",")
	if len(text) > maxHeader {
		return nil, fmt.Errorf("%w: field too long", ErrMalformed)
	}
	read, err := httpsfv.UnmarshalDictionary([]string{text})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	written, err := httpsfv.Marshal(read)
	if err != nil || squeeze(written) != squeeze(text) {
		return nil, fmt.Errorf("%w: field not in its strict form", ErrMalformed)
	}
	return read, nil
}

// squeeze drops the blanks outside quoted strings.
func squeeze(s string) string {
	var text strings.Builder
	inside := false
	for i := 0; i < len(s); i++ {
		switch {
		case inside && s[i] == '\\' && i+1 < len(s):
			text.WriteByte(s[i])
			i++
		case s[i] == '"':
			inside = !inside
		case !inside && strings.IndexByte(blank, s[i]) >= 0:
			continue
		}
		text.WriteByte(s[i])
	}
	return text.String()
}
