package federation

import (
	"strings"
	"testing"

	"consilium/federation/vocab"
)

// S-IN-4: the lines of a profile are read wherever its actor is shown, and take no more
// room than a page has for them, whatever their markup.
func TestLargeProfiles(t *testing.T) {
	var said []vocab.Field
	for range 50 {
		said = append(said, vocab.Field{Name: "Site", Value: strings.Repeat(`<a href="https://evil.example/`+strings.Repeat("x", 500)+`">i</a>`, 40)})
	}
	size := 0
	for _, f := range remoteFields(said) {
		if len(f.Value.String()) > maxFieldBytes {
			t.Errorf("a line of %d bytes", len(f.Value.String()))
		}
		size += len(f.Value.String())
	}
	if size > maxProfileBytes || size == 0 {
		t.Errorf("%d bytes", size)
	}
	if got := remoteFields([]vocab.Field{{Name: "Ward", Value: `<a href="https://ward.example/">7</a>`}}); len(got) != 1 || !strings.Contains(got[0].Value.String(), "ward.example") {
		t.Errorf("an ordinary line: %+v", got)
	}
}
