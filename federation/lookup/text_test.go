package lookup

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestCleanIsBounded(t *testing.T) {
	for _, long := range []string{strings.Repeat("x", 5000), strings.Repeat("ä", 150), "x" + strings.Repeat("語", 100)} {
		if got := clean(long); len(got) > maxText || len(got) < maxText-3 || !utf8.ValidString(got) || !strings.HasPrefix(long, got) {
			t.Errorf("%d bytes, valid %v", len(got), utf8.ValidString(got))
		}
	}
	var list []string
	for i := range 100 {
		list = listed(list, strings.Repeat("x", i/2))
	}
	if len(list) != maxList {
		t.Errorf("a list of %d", len(list))
	}
}

// The parts of a name cannot move what its comma parts.
func TestNameParts(t *testing.T) {
	for _, c := range []struct {
		name nppesName
		want string
	}{
		{nppesName{First: "ANNA", Last: "SAMPLE"}, "SAMPLE, ANNA"},
		{nppesName{First: "ANNA", Last: "DE LA SAMPLE", Middle: "M", NameSuffix: "Jr."}, "DE LA SAMPLE, ANNA M Jr."},
		{nppesName{First: "ANNA, MARIA", Last: "SAMPLE,"}, "SAMPLE, ANNA MARIA"},
		{nppesName{First: "--", Last: "SAMPLE"}, ""},
		{nppesName{First: "ANNA"}, ""},
		{nppesName{First: "ANNE-MARIE", Last: "SAMPLE-TEST", Middle: "--"}, "SAMPLE-TEST, ANNE-MARIE"},
		{nppesName{First: "\x00", Last: "\u202e,"}, ""},
	} {
		if got := c.name.String(); got != c.want {
			t.Errorf("%+v: %q", c.name, got)
		}
	}
}
