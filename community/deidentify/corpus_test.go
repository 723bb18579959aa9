package deidentify

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// gold is a stretch of a made note that has to be found, or, with category "keep", has to stay.
type gold struct {
	start, end int
	category   Category
}

// keepIt marks clinical phrases that look like identifiers and are none.
const keepIt Category = "keep"

// made is a note of the corpus.
type made struct {
	text  string
	kind  string // ed, letter …
	clean bool   // made from a template without identifiers
	gold  []gold
}

// half is one half of the corpus: rules may be written looking at "develop" only. Templates, names, places and clinical
// phrases differ between the halves; those of "holdout" were fixed before the first rule, and its names and places were
// drawn by lot from the lists of faker (testdata/faker.LICENSE).
type half struct {
	templates []template
	names     struct {
		Given, Family map[string][]string
		Town, Street  []string
	}
	phrases  map[string][]string
	cultures []string
	formats  formats
}

type template struct {
	kind, text string
	clean      bool
}

func readHalf(t testing.TB, name string) *half {
	t.Helper()
	h := &half{phrases: map[string][]string{}, formats: formatsOf[name]}
	raw := contents(t, name+".json")
	if err := json.Unmarshal([]byte(raw), &h.names); err != nil {
		t.Fatal(err)
	}
	h.cultures = slices.Sorted(maps.Keys(h.names.Given))
	for _, block := range strings.Split("\n"+strings.TrimSpace(contents(t, name+".txt")), "\n== ")[1:] {
		kind, text, _ := strings.Cut(block, "\n")
		kind, clean := strings.CutPrefix(kind, "clean ")
		h.templates = append(h.templates, template{kind: kind, text: text, clean: clean})
	}
	for _, block := range strings.Split("\n"+strings.TrimSpace(contents(t, name+"_keep.txt")), "\n== ")[1:] {
		kind, text, _ := strings.Cut(block, "\n")
		h.phrases[kind] = strings.Split(text, "\n")
	}
	return h
}

func contents(t testing.TB, name string) string {
	t.Helper()
	raw, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// notesPerHalf makes 2,080 notes in both halves together.
const notesPerHalf = 1040

// corpus makes a half's notes: always the same ones. 35 in 100 are clean.
func (h *half) corpus(seed uint64) []made {
	var dirty, clean []template
	for _, t := range h.templates {
		if t.clean {
			clean = append(clean, t)
		} else {
			dirty = append(dirty, t)
		}
	}
	var notes []made
	for i := range notesPerHalf {
		r := rand.New(rand.NewPCG(seed, uint64(i)))
		t := dirty[i%len(dirty)]
		if i%20 < 7 {
			t = clean[i%len(clean)]
		}
		notes = append(notes, h.make(t, r))
	}
	return notes
}

// scribe fills one template.
type scribe struct {
	h      *half
	r      *rand.Rand
	people map[string][2]string // p, r, d, e, n → given and family name
	b      strings.Builder
	gold   []gold
}

var slot = regexp.MustCompile(`\{([a-z0-9_.]+)(?:\|([a-z]+))?\}`)

func (h *half) make(t template, r *rand.Rand) made {
	s := &scribe{h: h, r: r, people: map[string][2]string{}}
	at := 0
	for _, m := range slot.FindAllStringSubmatchIndex(t.text, -1) {
		s.b.WriteString(t.text[at:m[0]])
		at = m[1]
		change := ""
		if m[4] >= 0 {
			change = t.text[m[4]:m[5]]
		}
		s.fill(t.text[m[2]:m[3]], change)
	}
	s.b.WriteString(t.text[at:])
	note := made{text: s.b.String(), gold: s.gold, kind: t.kind, clean: t.clean}
	note.blot(r)
	return note
}

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

// fill writes a slot's value and remembers where it stands.
func (s *scribe) fill(name, change string) {
	value, category := s.value(name)
	switch change {
	case "upper":
		value = strings.ToUpper(value)
	case "lower":
		value = strings.ToLower(value)
	}
	start := s.b.Len()
	s.b.WriteString(value)
	if category != "" {
		s.gold = append(s.gold, gold{start, s.b.Len(), category})
	}
}

func (s *scribe) value(name string) (string, Category) {
	who, part, person := strings.Cut(name, ".")
	switch {
	case person && len(who) == 1:
		return s.person(who, part)
	case strings.HasPrefix(name, "keep"):
		return pick(s.r, s.h.phrases[name]), keepIt
	case name == "age":
		return fmt.Sprint(18 + s.r.IntN(70)), ""
	case name == "town", name == "town2":
		return pick(s.r, s.h.names.Town), Place
	case name == "street":
		return fmt.Sprint(1+s.r.IntN(240), " ", pick(s.r, s.h.names.Street)), Place
	}
	return s.h.formats.value(s, name)
}

// person writes a name. The patient's relatives bear the same family name two times in three.
func (s *scribe) person(who, part string) (string, Category) {
	p, met := s.people[who]
	if !met {
		c := pick(s.r, s.h.cultures)
		p = [2]string{pick(s.r, s.h.names.Given[c]), pick(s.r, s.h.names.Family[c])}
		if patient, known := s.people["p"]; known && who == "r" && s.r.IntN(3) > 0 {
			p[1] = patient[1]
		}
		s.people[who] = p
	}
	switch part {
	case "given":
		return p[0], Name
	case "family":
		return p[1], Name
	case "last_first":
		return p[1] + ", " + p[0], Name
	case "handle":
		return strings.ToLower(fold([]byte(p[0]))) + fmt.Sprint("_", s.r.IntN(90)+10), Unique
	}
	if s.r.IntN(8) == 0 {
		return p[0] + " " + string(rune('A'+s.r.IntN(20))) + ". " + p[1], Name
	}
	return p[0] + " " + p[1], Name
}

// blot damages a note as people and programs do: typing errors outside the identifiers, a line break, an odd space, an
// invisible sign or a look-alike letter inside one, or no capitals at all.
func (m *made) blot(r *rand.Rand) {
	switch r.IntN(20) {
	case 0, 1:
		m.mistype(r)
	case 2, 3:
		m.within(r, " ", "\n")
	case 4:
		m.within(r, " ", "\u00a0")
	case 5:
		m.inside(r, "\u200b", 0)
	case 6:
		m.lookalike(r)
	case 7:
		if r.IntN(2) == 0 {
			m.recase(strings.ToUpper)
		} else {
			m.recase(strings.ToLower)
		}
	}
}

// splice replaces bytes from to upto and moves the gold.
func (m *made) splice(from, upto int, with string) {
	m.text = m.text[:from] + with + m.text[upto:]
	by := len(with) - (upto - from)
	for i := range m.gold {
		g := &m.gold[i]
		if g.start >= upto {
			g.start += by
		}
		if g.end >= upto {
			g.end += by
		}
	}
}

// identifiers lists the gold that has to be found.
func (m *made) identifiers() []gold {
	return slices.DeleteFunc(slices.Clone(m.gold), func(g gold) bool { return g.category == keepIt })
}

func (m *made) within(r *rand.Rand, old, with string) {
	var places []int
	for _, g := range m.identifiers() {
		if k := strings.Index(m.text[g.start:g.end], old); k >= 0 {
			places = append(places, g.start+k)
		}
	}
	if len(places) > 0 {
		k := pick(r, places)
		m.splice(k, k+len(old), with)
	}
}

func (m *made) inside(r *rand.Rand, with string, skip int) {
	ids := m.identifiers()
	if len(ids) == 0 {
		return
	}
	g := pick(r, ids)
	k := g.start + (g.end-g.start)/2
	for k < g.end && !utf8.RuneStart(m.text[k]) {
		k++
	}
	m.splice(k+skip, k+skip, with)
}

func (m *made) lookalike(r *rand.Rand) {
	for _, g := range slices.Backward(m.identifiers()) {
		if g.category != Name || r.IntN(2) == 0 {
			continue
		}
		for i, c := range []byte(m.text[g.start:g.end]) {
			if with := map[byte]string{'a': "а", 'e': "е", 'o': "о", 'c': "с", 'p': "р"}[c]; with != "" {
				m.splice(g.start+i, g.start+i+1, with)
				return
			}
		}
	}
}

// recase changes the case of the whole note when that keeps its bytes in place.
func (m *made) recase(to func(string) string) {
	if changed := to(m.text); len(changed) == len(m.text) {
		m.text = changed
	}
}

// mistype swaps two letters inside a longer word outside the gold.
func (m *made) mistype(r *rand.Rand) {
	for range 3 {
		k := r.IntN(len(m.text) - 3)
		free := !slices.ContainsFunc(m.gold, func(g gold) bool { return k+2 > g.start-1 && k < g.end+1 })
		if free && isLower(m.text[k]) && isLower(m.text[k+1]) && k > 1 && isLower(m.text[k-1]) && isLower(m.text[k-2]) && isLower(m.text[k+2]) {
			m.text = m.text[:k] + m.text[k+1:k+2] + m.text[k:k+1] + m.text[k+2:]
		}
	}
}

func isLower(c byte) bool { return c >= 'a' && c <= 'z' }
