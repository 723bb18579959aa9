package deidentify

import (
	"slices"
	"strings"
	"time"
)

// note is one text while it is read.
type note struct {
	options    Options
	rules      *rules
	monthFirst bool

	text       []byte  // normalised
	from, upto []int32 // for each byte of text, where its rune begins and ends in the text as given
	tokens     []token
	ends       []lists // for each token, the lists of which an entry ends there
	begins     []lists // for each token, the lists of which an entry of several words begins there
	entries    []entry // entries of several words, and traits of any length
	shouting   bool    // all capitals: they say nothing
	whispering bool    // all small

	state []state
	found []match
	owner []int32 // for each token, which match has it, counted from 1
	days  []day   // dates with a day, for counting from the first
}

// entry is a phrase found in the note.
type entry struct {
	first, last int
	list        list
	trait       int
}

// state is who has a token.
type state uint8

const (
	free state = iota
	kept       // stays, whatever it looks like
	taken
)

// match is a finding over tokens.
type match struct {
	first, last int
	category    Category
	confidence  float64
	reason      string
	say         string // which replacement of the language's file
	when        moment // for dates
	band        int    // for ages: the lower end
}

// read prepares a text for the rules.
func read(text string, o Options) *note {
	n := &note{options: o}
	n.rules, n.monthFirst = rulesFor(o.Language)
	n.normalise(text)
	n.tokenise()
	n.state = make([]state, len(n.tokens))
	n.owner = make([]int32, len(n.tokens))
	n.ends = make([]lists, len(n.tokens))
	n.begins = make([]lists, len(n.tokens))
	n.measureCase()
	n.lookUp()
	if n.shouting || n.whispering {
		n.lendCapitals()
	}
	return n
}

// lookUp finds the lists each token stands in, and the entries of several words.
func (n *note) lookUp() {
	for i := range n.tokens {
		t := &n.tokens[i]
		n.mend(t, i == 0 || n.opening(i))
		if t.shape == sign || t.shape == number {
			n.ends[i] = n.rules.single[t.fold]
		} else {
			t.is = n.rules.single[t.base]
			if t.base != t.fold {
				t.is.join(n.rules.single[t.fold])
			}
			if t.accented && t.title && n.rules.Language == base {
				t.is = t.is.and(proper) // "Sơn" is not a son
			}
			n.classify(t)
			n.ends[i].join(t.is)
		}
		for _, p := range n.rules.phrases[t.fold] {
			if last := n.phraseEnd(i, p.words); last >= 0 {
				n.enter(i, last, p)
			}
		}
	}
}

func (n *note) enter(i, last int, p phrase) {
	n.ends[last].add(p.list)
	n.begins[i].add(p.list)
	n.entries = append(n.entries, entry{first: i, last: last, list: p.list, trait: p.trait})
}

// mend reads a word that no list has and that two letters changed places in as the word that was meant: "nubmer". A
// capital in the middle of a sentence more likely begins a name.
func (n *note) mend(t *token, opening bool) {
	if t.shape != word || len(t.fold) < 3 || t.accented || t.upper || t.title && !opening || t.base != t.fold {
		return
	}
	if _, known := n.rules.single[t.fold]; known || len(n.rules.phrases[t.fold]) > 0 || ordinary(t.fold) {
		return
	}
	letters := []byte(t.fold)
	for k := range len(letters) - 1 {
		letters[k], letters[k+1] = letters[k+1], letters[k]
		meant := string(letters)
		if l := n.rules.single[meant]; l != (lists{}) && !l.any(proper) || len(t.fold) > 4 && !n.whispering && ordinary(meant) {
			t.fold, t.base = meant, meant
			return
		}
		letters[k], letters[k+1] = letters[k+1], letters[k]
	}
}

// phraseEnd returns the last token of a phrase that begins at token i, or -1. A dot behind an abbreviation counts for
// nothing: "hosp. no." is "hosp no".
func (n *note) phraseEnd(i int, words []string) int {
	for c, w := range words {
		if c > 0 && w != "." && n.at(i).sign == '.' && n.at(i).gap == joined {
			i++
		}
		if i >= len(n.tokens) || n.tokens[i].fold != w || c > 0 && n.tokens[i].gap == paragraph {
			return -1
		}
		i++
	}
	return i - 1
}

// terms are endings of clinical words.
var terms = []string{"itis", "osis", "aemia", "emia", "ectomy", "otomy", "ostomy", "oscopy", "ography", "opathy", "plasty", "uria", "rrhoea", "rrhea", "algia", "plegia", "paresis", "penia", "cytosis", "ology", "ologist", "ogram", "graphy", "trophic", "genic", "static", "virus", "viral", "coccus", "cocci", "bacter", "bacterium", "bacillus", "myces", "phyton", "aemic", "emic", "otic", "itic", "oidal", "rrhage", "rrhagic", "megaly", "stenosis", "sclerosis", "lysis", "lytic", "spasm", "phasia", "phagia", "pnoea", "pnea", "cardia", "thorax", "dermal", "pathic", "pathy", "scopic", "graphic", "metric", "metry", "sarcoma", "carcinoma", "blastoma", "lymphoma", "adenoma", "myoma", "lipoma", "angioma", "cytoma", "glioma", "meningioma", "granuloma", "haematoma", "hematoma", "phobia", "mania", "taxis", "toxic", "peutic", "therapy", "ation", "ically"}

// classify adds what endings say about a word. A name that is in the lists is not judged by its ending.
func (n *note) classify(t *token) {
	if t.shape != word {
		return
	}
	if !(t.accented && (t.title || n.whispering || n.shouting)) && ordinary(t.base) { // "Tăng" is not the noun
		t.is.add(listOrdinary)
	}
	if len(t.base) < 6 || t.is.any(known) {
		return
	}
	for _, term := range terms {
		if strings.HasSuffix(t.base, term) && len(t.base) > len(term)+1 {
			t.is.add(listClinical)
			return
		}
	}
	for k := 3; k <= 8 && k < len(t.base)-1; k++ {
		if n.rules.single["-"+t.base[len(t.base)-k:]].has(listDrug) {
			t.is.add(listDrug)
			return
		}
	}
}

// measureCase tells whether capitals say anything in this note.
func (n *note) measureCase() {
	big, small := 0, 0
	for _, c := range n.text {
		switch {
		case c >= 'A' && c <= 'Z':
			big++
		case c >= 'a' && c <= 'z':
			small++
		}
	}
	n.shouting = big > 12 && big > 4*small
	n.whispering = small > 20 && big*60 < small && !n.begun()
}

// begun tells whether every sentence begins with a capital: then a long one without any
// other is not a note without capitals.
func (n *note) begun() bool {
	start := true
	for _, t := range n.tokens {
		if t.shape == word && start && t.fold != "" && !t.title && !t.upper {
			return false
		}
		start = t.sign == '.' || t.sign == '!' || t.sign == '?'
	}
	return true
}

// lendCapitals reads what no list has as if it had a capital, in a note whose capitals say nothing.
func (n *note) lendCapitals() {
	for i := range n.tokens {
		if t := &n.tokens[i]; t.shape == word {
			t.title = !t.is.any(vocable) && len(t.fold) > 2
		}
	}
	for i := range n.tokens {
		if t := &n.tokens[i]; t.is.any(setOf(listTownBefore, listHospitalBefore, listHospitalProper)) && n.at(i+1).title && n.at(i+1).gap == space && t.fold != "the" && t.fold != "of" && t.fold != "and" {
			t.title = true
		}
	}
}

// claim records a match unless part of it is kept or taken already.
func (n *note) claim(m match) bool {
	if m.first < 0 || m.last >= len(n.tokens) {
		return false
	}
	for i := m.first; i <= m.last; i++ {
		if n.state[i] != free {
			return false
		}
	}
	if m.reason == "" {
		m.reason = "gate.reason." + string(m.category)
	}
	if m.say == "" {
		m.say = string(m.category)
	}
	n.found = append(n.found, m)
	for i := m.first; i <= m.last; i++ {
		n.state[i], n.owner[i] = taken, int32(len(n.found))
	}
	return true
}

// keep lets tokens first to last stay.
func (n *note) keep(first, last int) {
	for i := max(first, 0); i <= last && i < len(n.tokens); i++ {
		if n.state[i] == free {
			n.state[i] = kept
		}
	}
}

// entryEnd returns the last token of the longest entry of a list that begins at token i, or i.
func (n *note) entryEnd(i int, k list) int {
	last := i
	from, _ := slices.BinarySearchFunc(n.entries, i, func(e entry, i int) int { return e.first - i })
	for _, e := range n.entries[from:] {
		if e.first != i {
			break
		}
		if e.list == k {
			last = max(last, e.last)
		}
	}
	return last
}

// at returns token i, or an empty sign beyond either end.
func (n *note) at(i int) token {
	if i < 0 || i >= len(n.tokens) {
		return token{gap: paragraph}
	}
	return n.tokens[i]
}

// endsAt returns the lists of which an entry ends at token i.
func (n *note) endsAt(i int) lists {
	if i < 0 || i >= len(n.ends) {
		return lists{}
	}
	return n.ends[i]
}

func (n *note) freeAt(i int) bool { return i >= 0 && i < len(n.state) && n.state[i] == free }

// raw returns tokens first to last as they stand in the normalised text.
func (n *note) raw(first, last int) string {
	return string(n.text[n.tokens[first].start:n.tokens[last].end])
}

// compact is raw without anything but letters and digits, in capitals: the form check digits are reckoned over.
func (n *note) compact(first, last int) string {
	var b strings.Builder
	for _, c := range n.text[n.tokens[first].start:n.tokens[last].end] {
		switch {
		case c >= 'a' && c <= 'z':
			b.WriteByte(c - 32)
		case isLetter(c) || isDigit(c):
			b.WriteByte(c)
		}
	}
	return b.String()
}

// day is a date with a day and a year that stands in the note.
type day struct {
	time.Time
	birth bool
}
