package deidentify

import (
	"strings"
	"testing"
)

// clinic is a note of 1,500 characters with all kinds of identifiers in it.
func clinic(t testing.TB) string {
	var b strings.Builder
	for _, m := range readHalf(t, "develop").corpus(3)[7:40] {
		if !m.clean {
			b.WriteString(m.text + "\n")
		}
	}
	return strings.ToValidUTF8(b.String()[:1500], "")
}

func BenchmarkFind(b *testing.B) {
	text := clinic(b)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Find(text, Options{Language: "en"})
	}
}

// Text that makes a rule look far must not make it look at everything again for
// each word: a hundred kilobytes of each would take hours.
func TestHostileTextsEnd(t *testing.T) {
	for name, unit := range map[string]string{
		"digits": "1 ", "dots": "a.", "at signs": "a@", "dashes": "1-", "brackets": "[", "titles": "Dr ", "capitals": "Zorbla ",
		"cues": "MRN ", "entries": "date of birth ", "lists": "last Tuesday ", "colons": "a:", "and": "Anna and ", "hospitals": "Zorbla Hospital ", "christmas": "Christmas Eve ",
	} {
		for _, f := range Find(strings.Repeat(unit, 100_000/len(unit)), Options{}) {
			if f.Start >= f.End {
				t.Errorf("%s: an empty finding at %d", name, f.Start)
			}
		}
	}
}
