package deidentify

import "strings"

// cue is a kind of number and the words that announce it. The order decides where several would fit.
type cue struct {
	list     list
	category Category
	say      string
	grouped  bool // its numbers are written in groups
	digits   int  // at least so many
}

var cues = []cue{
	{listNational, National, "national", true, 5},
	{listDevice, Device, "device", true, 4},
	{listLicence, Licence, "licence", true, 4},
	{listAccount, Account, "account", true, 4},
	{listPlan, Plan, "plan", true, 4},
	{listRecord, Record, "record", false, 4},
	{listVehicle, Vehicle, "vehicle", true, 1},
	{listSubject, Unique, "unique", false, 2},
}

var cueLists = setOf(listNational, listDevice, listLicence, listAccount, listPlan, listRecord, listVehicle, listSubject)

// findCued finds numbers that a word announces: "MRN 1234567", "policy no. AB-12", and "X123 (member ID)".
func (n *note) findCued() {
	for i := range n.tokens {
		if n.ends[i].any(cueLists) {
			n.findAfterCue(i)
		}
	}
}

func (n *note) findAfterCue(i int) {
	if n.at(i+1).sign == ')' && n.findBeforeCue(i) {
		return
	}
	first := n.value(i)
	if first < 0 {
		return
	}
	for _, c := range cues {
		if n.ends[i].has(c.list) && n.claimValue(c, i, first) {
			return
		}
	}
}

// value returns the token after a cue and what usually stands between, or -1.
func (n *note) value(i int) int {
	k := i + 1
	for ; k < i+6; k++ {
		t := n.at(k)
		if t.gap == paragraph {
			return -1
		}
		mark := t.shape == sign && strings.IndexByte(":#.-=('\"[*", t.sign) >= 0
		joins := n.at(k+1).gap == joined && (n.at(k+1).shape == number || n.at(k+1).sign == '-' && n.at(k+2).gap == joined && n.at(k+2).shape != sign)
		if !mark && !(t.shape == word && !joins && (t.is.has(listFiller) || n.ends[k].any(cueLists))) {
			break
		}
	}
	k = n.explained(i, k)
	if t := n.at(k); k >= len(n.tokens) || t.shape == sign || t.gap == paragraph {
		return -1
	}
	return k
}

// explained passes over words that explain a cue, up to a colon: "Licence number of the signatory: 1234567".
func (n *note) explained(i, k int) int {
	for j := k; j < i+6; j++ {
		switch t := n.at(j); {
		case t.sign == ':' && j > k && (n.at(j+1).shape == number || n.at(j+1).shape == mixed):
			return j + 1
		case t.shape != word || t.gap >= line || t.title:
			return k
		}
	}
	return k
}

// claimValue claims the number that begins at token first when it can be one of the cue's.
func (n *note) claimValue(c cue, cueAt, first int) bool {
	if !n.freeAt(first) {
		return false
	}
	if _, last, ok := n.dateAt(first); ok && c.list != listDevice && last > first {
		return false
	}
	last := n.run(first, c)
	letters, digits := count(n.compact(first, last))
	need := c.digits
	if letters > 0 && need > 3 {
		need = 3
	}
	switch {
	case digits < need, last == first && n.at(first).shape == word:
		return false
	case n.measured(last), n.at(last+1).sign == '%', c.list != listVehicle && letters == 0 && n.at(last+1).sign == '/':
		return false
	case c.list == listVehicle && !plate(n.compact(first, last)):
		return false
	case c.list == listVehicle && n.at(cueAt).fold == "plate" && n.at(first).sign == 0 && n.at(first).shape == number:
		return false
	}
	if n.at(first-1).sign == '(' && n.at(first+1).sign == ')' && last > first+1 && n.freeAt(first-1) {
		first-- // GS1's (01)
	}
	return n.claim(match{first: first, last: last, category: c.category, say: c.say, confidence: 0.95})
}

// measured tells whether a unit of measurement follows token i.
func (n *note) measured(i int) bool {
	t := n.at(i + 1)
	return t.shape == word && t.gap < line && t.is.any(setOf(listMeasure, listAge))
}

// run returns the last token of a number that begins at token first: pieces joined by signs, and, where that is usual,
// groups after a gap.
func (n *note) run(first int, c cue) int {
	last := first
	for {
		next := n.at(last + 1)
		switch {
		case next.gap == joined && next.shape != sign && last+1 < len(n.tokens):
			last++
		case next.gap == joined && next.shape == sign && strings.IndexByte("-/._", next.sign) >= 0 && n.at(last+2).gap == joined && piece(n.at(last+2)):
			last += 2
		case next.gap != joined && next.gap < paragraph && n.groupFollows(first, last, c):
			last++
		case c.list == listDevice && (next.sign == '(' || next.sign == ')') && next.gap == joined && n.at(last+2).shape != sign && n.at(last+2).gap == joined:
			last += 2
		default:
			return last
		}
		if !n.freeAt(last) {
			return last - 1
		}
	}
}

func piece(t token) bool {
	return t.shape == number || t.shape == mixed || t.shape == word && len(t.fold) <= 5 && !t.title || t.shape == word && len(t.fold) == 1
}

// groupFollows tells whether the token after last, beyond a gap, goes on with the same number.
func (n *note) groupFollows(first, last int, c cue) bool {
	t := n.at(last + 1)
	if !n.freeAt(last+1) || n.at(last).shape == sign {
		return false
	}
	_, digits := count(n.compact(first, last))
	switch {
	case t.shape == number:
		return c.grouped && len(t.fold) >= 2 && !n.measured(last+1) && n.at(last+2).sign != '/' || n.at(last).shape == word && len(t.fold) >= 4 ||
			!c.grouped && len(n.at(last).fold) == 3 && len(t.fold) >= 3 && n.at(last).shape == number && !n.measured(last+1)
	case t.shape == mixed:
		return c.grouped && !n.measured(last+1) && !strings.HasSuffix(t.fold, "yo") && !ageShape(t)
	case t.shape == word && c.list == listVehicle:
		return digits > 0 && (t.upper || n.whispering) && len(t.fold) <= 3 || digits == 0 && t.upper
	case t.shape == word:
		after := n.at(last + 2)
		prose := after.shape == word && !after.title && !after.upper && t.fold != "a" && t.fold != "i" && t.fold != "m" && t.fold != "f"
		single := len(t.fold) == 1 && (t.title || n.whispering || n.shouting) && digits >= 6 && (c.list == listNational || after.shape == sign || after.gap >= line || prose) // a check letter
		return single || c.list == listAccount && len(t.fold) == 4 && (t.upper || n.whispering) && digits < 4                                                                 // a bank's part of an IBAN
	}
	return false
}

// plate tells whether a vehicle number can be one: three to eight signs with letters and digits, or a VIN.
func plate(s string) bool {
	letters, digits := count(s)
	return letters > 0 && digits > 0 && (len(s) >= 4 && len(s) <= 8 && digits <= 5 || vinShape(s))
}

// findBeforeCue finds "X123 (member ID)".
func (n *note) findBeforeCue(i int) bool {
	open := i
	for open > i-4 && n.at(open).sign != '(' {
		open--
	}
	last := open - 1
	if n.at(open).sign != '(' || n.at(last).shape == sign || !n.freeAt(last) {
		return false
	}
	first := last
	for n.at(first).gap == joined && first > 0 && (n.at(first-1).shape != sign || strings.IndexByte("-/._", n.at(first-1).sign) >= 0) {
		first--
	}
	if letters, digits := count(n.compact(first, last)); digits < 3 || letters == 0 && digits < 4 {
		return false
	}
	for _, c := range cues {
		if n.ends[i].has(c.list) {
			return n.claim(match{first: first, last: last, category: c.category, say: c.say, confidence: 0.9})
		}
	}
	return false
}

func count(s string) (letters, digits int) {
	for i := range len(s) {
		if isDigit(s[i]) {
			digits++
		} else {
			letters++
		}
	}
	return letters, digits
}

// findBeside finds a number in brackets right after a name: whoever writes "J Smith (12-34-56)" means a record.
func (n *note) findBeside() {
	for _, m := range n.found {
		k := m.last + 2
		if m.category != Name || n.at(m.last+1).sign != '(' || !n.freeAt(k) || n.at(k).shape == sign {
			continue
		}
		last := n.run(k, cue{})
		if _, digits := count(n.compact(k, last)); digits >= 5 && n.at(last+1).sign == ')' {
			n.claim(match{first: k, last: last, category: Record, confidence: 0.85})
		}
	}
}
