package community

import "strings"

// CleanName is CleanText for a name, which stands in the middle of other
// people's sentences: one line, without the marks that turn the writing
// direction of what follows, by which a name could make itself read as another
// (Unicode Technical Report 36, 2.3). A name of nothing visible is none.
func CleanName(s string) string {
	s = cleanLine(strings.Map(func(r rune) rune {
		if r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' {
			return -1
		}
		return r
	}, s))
	if strings.Trim(s, " \u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u2800\u3164\ufeff") == "" {
		return ""
	}
	return s
}
