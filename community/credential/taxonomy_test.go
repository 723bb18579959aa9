package credential

import (
	"strings"
	"testing"
)

func TestTaxonomy(t *testing.T) {
	total := 0
	for profession, codes := range taxonomies {
		if class := profession.Class(); class != Clinical && class != Trainee {
			t.Errorf("%s is not a clinician's profession", profession)
		}
		for code := range strings.FieldsSeq(codes) {
			total++
			if got, ok := TaxonomyProfession(code); !ok || got != profession {
				t.Errorf("%s stands for %s and %s", code, profession, got)
			}
			if len(code) != 10 || code[9] != 'X' || code[0] < '1' || code[0] > '3' || strings.ContainsFunc(code, func(r rune) bool { return !isDigit(r) && !isLetter(r) }) {
				t.Errorf("%s is not a code", code)
			}
		}
	}
	if total != len(professionByTaxonomy) || total < 80 {
		t.Errorf("%d codes, %d different ones", total, len(professionByTaxonomy))
	}
	// Nobody who treats no patients, assistants, and other schools of healing.
	for _, code := range []string{"", "193200000X", "282N00000X", "111N00000X", "175L00000X", "374U00000X", "183700000X", "1744R1102X", "207rc0000x"} {
		if p, ok := TaxonomyProfession(code); ok {
			t.Errorf("%s is a %s's", code, p)
		}
	}
}
