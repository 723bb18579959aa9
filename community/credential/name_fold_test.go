package credential

import (
	"math"
	"slices"
	"strings"
	"testing"
)

// The examples of Winkler's papers.
func TestJaroWinkler(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want float64
	}{
		{"martha", "marhta", 0.961},
		{"dwayne", "duane", 0.840},
		{"dixon", "dicksonx", 0.813},
		{"jones", "johnson", 0.832},
		{"same", "same", 1},
		{"abc", "xyz", 0},
		{"", "", 0},
		{"a", "", 0},
	} {
		if got := jaroWinkler(c.a, c.b); math.Abs(got-c.want) > 0.001 {
			t.Errorf("%s %s: %.3f, want %.3f", c.a, c.b, got, c.want)
		}
		if jaroWinkler(c.a, c.b) != jaroWinkler(c.b, c.a) {
			t.Errorf("%s %s: not the same the other way round", c.a, c.b)
		}
	}
}

// The list of given names is written as names are compared, none twice in a line.
func TestGivenNamesAreFolded(t *testing.T) {
	for line := range strings.Lines(givenNames) {
		words := strings.Fields(line)
		for i, word := range words {
			if foldName(word) != word || slices.Contains(words[:i], word) {
				t.Errorf("%q in %q", word, words)
			}
			if slices.Contains(titles, word) || slices.Contains(generations, word) {
				t.Errorf("%q is a title", word)
			}
		}
	}
}
