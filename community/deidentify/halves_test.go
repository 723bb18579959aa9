package deidentify

import (
	"slices"
	"testing"
)

// all lists everything a half puts into its notes.
func (h *half) all() map[string][]string {
	everything := map[string][]string{"towns": h.names.Town, "streets": h.names.Street}
	for _, t := range h.templates {
		everything["templates"] = append(everything["templates"], t.text)
	}
	for _, culture := range h.cultures {
		everything["names"] = slices.Concat(everything["names"], h.names.Given[culture], h.names.Family[culture])
	}
	for _, phrases := range h.phrases {
		everything["phrases"] = append(everything["phrases"], phrases...)
	}
	return everything
}

// Figures on words the rules were written for would say nothing.
func TestHalvesShareNothing(t *testing.T) {
	develop, holdout := readHalf(t, "develop").all(), readHalf(t, "holdout").all()
	for what, words := range holdout {
		for _, w := range words {
			if slices.Contains(develop[what], w) {
				t.Errorf("%s: both halves have %q", what, w)
			}
		}
	}
}

// The corpus is as large and as mixed as it is said to be.
func TestCorpusIsWhatItIsSaidToBe(t *testing.T) {
	templates, notes, clean := 0, 0, 0
	kinds := map[string]bool{}
	for i, name := range []string{"develop", "holdout"} {
		h := readHalf(t, name)
		templates += len(h.templates)
		if len(h.cultures) < 6 {
			t.Errorf("%s: %d cultures of names", name, len(h.cultures))
		}
		for _, m := range h.corpus(uint64(i + 1)) {
			notes++
			kinds[m.kind] = true
			if m.clean {
				clean++
			}
			for _, g := range m.gold {
				if g.start < 0 || g.end > len(m.text) || g.start >= g.end {
					t.Fatalf("%s: gold %d–%d of %d", name, g.start, g.end, len(m.text))
				}
			}
		}
	}
	if templates < 60 || notes < 2000 || clean*100 < 35*notes || len(kinds) < 8 {
		t.Errorf("%d templates, %d notes, %d clean, %d kinds", templates, notes, clean, len(kinds))
	}
}

// Most names of the hold-out half are in no list of the product: the figures tell what rules do, not what lists know.
func TestHoldoutNamesAreMostlyUnknown(t *testing.T) {
	unknown, all := 0, 0
	words := readHalf(t, "holdout").all()["names"]
	for _, w := range words {
		all++
		if !spoken[base].single[fold([]byte(w))].any(known) {
			unknown++
		}
	}
	t.Logf("%d of %d names of the hold-out half are in no list", unknown, all)
	if unknown*2 < all {
		t.Errorf("only %d of %d names of the hold-out half are in no list", unknown, all)
	}
}

// The same seed makes the same notes.
func TestCorpusIsRepeatable(t *testing.T) {
	h := readHalf(t, "develop")
	once, again := h.corpus(1), h.corpus(1)
	for i := range once {
		if once[i].text != again[i].text || !slices.Equal(once[i].gold, again[i].gold) {
			t.Fatalf("note %d differs", i)
		}
	}
}
