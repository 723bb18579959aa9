package deidentify

import (
	"slices"
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// findNumbers finds numbers that no word announces: by their check digits, by their grouping, and telephone numbers.
func (n *note) findNumbers() {
	for i := range n.tokens {
		if n.state[i] != free {
			continue
		}
		t := n.tokens[i]
		switch {
		case t.shape == sign && (t.sign == '+' || t.sign == '(') && n.at(i+1).shape != sign:
			n.findPhone(i)
		case t.shape == sign || n.at(i).gap == joined && i > 0 && n.joinedNumber(i-1):
		case t.shape == number || t.shape == mixed:
			_ = n.findChecked(i) || n.findPhone(i) || n.findLong(i)
		case t.shape == word && (t.upper || n.whispering) && len(t.fold) <= 4:
			_ = n.findChecked(i) || n.findLong(i)
		}
	}
}

// joinedNumber tells whether token i is part of a number that the next token goes on with.
func (n *note) joinedNumber(i int) bool {
	t := n.tokens[i]
	return t.shape != sign || strings.IndexByte("-/._", t.sign) >= 0 && n.at(i).gap == joined && n.at(i-1).shape != sign
}

// groups is a number as it is written: its tokens, and the lengths of its groups.
type groups struct {
	first, last int
	text        string // compact
	lengths     []int
	dashes      bool
}

// groupsAt reads up to most groups of a number from token i: joined by dashes, or by single gaps.
func (n *note) groupsAt(i, most int) []groups {
	g := groups{first: i, last: i, text: n.compact(i, i)}
	g.lengths = []int{len(g.text)}
	all := []groups{g}
	for len(g.lengths) < most {
		k := g.last + 1
		dash := n.at(k).sign == '-' && n.at(k).gap == joined
		if dash {
			k++
		}
		t := n.at(k)
		if !n.freeAt(k) || t.shape == sign || t.gap == paragraph || dash && t.gap > line || t.shape == word && !t.upper && !n.whispering && !(t.title && len(t.fold) == 1) {
			break
		}
		part := n.compact(k, k)
		g.last, g.text, g.dashes = k, g.text+part, g.dashes || dash
		g.lengths = append(slices.Clone(g.lengths), len(part))
		all = append(all, g)
	}
	return all
}

// findChecked claims numbers that prove themselves.
func (n *note) findChecked(i int) bool {
	all := n.groupsAt(i, 9)
	for k := len(all) - 1; k >= 0; k-- {
		g := all[k]
		if n.measured(g.last) || n.at(g.last+1).gap == joined && (n.at(g.last+1).sign == '/' || n.at(g.last+1).sign == '.' && n.at(g.last+2).gap == joined && n.at(g.last+2).shape == number) {
			continue
		}
		if m, ok := judge(g, n.rules.Language); ok {
			m.first, m.last = g.first, g.last
			if n.proven(m, g) && n.claim(m) {
				return true
			}
		}
	}
	return false
}

// proven refuses a weak proof: a number without a grouping and with one check digit could be a laboratory's.
func (n *note) proven(m match, g groups) bool {
	return m.confidence >= surely || !n.cueBefore(g.first, setOf(listCount, listMeasure), 3)
}

// judge tells what a number is by its form and check digits. A postcode's form is claimed by the rules for places.
func judge(g groups, language string) (match, bool) {
	s := g.text
	letters, digits := count(s)
	national := func(sure float64) (match, bool) {
		return match{category: National, confidence: sure}, true
	}
	switch {
	case letters == 0 && slices.Equal(g.lengths, []int{3, 2, 4}) && (g.dashes || social(s)):
		return national(0.9)
	case slices.Equal(g.lengths, []int{3, 3, 4}) && !g.dashes && nhs(s), letters == 0 && len(s) == 10 && nhs(s):
		return national(0.85)
	case slices.Equal(g.lengths, []int{4, 4, 4}) && aadhaar(s), digits >= 13 && nir(s), nino(s):
		return national(0.9)
	case mbi(s) && letters >= 4:
		return match{category: Plan, confidence: 0.9}, true
	case letters >= 2 && len(s) >= 15 && digits >= 10 && iban(s), letters == 0 && card(s):
		return match{category: Account, confidence: 0.95}, true
	case len(g.lengths) == 1 && vin(s):
		return match{category: Vehicle, confidence: 0.9}, true
	case len(g.lengths) <= 2 && dea(s):
		return match{category: Licence, confidence: 0.85}, true
	case len(g.lengths) == 1 && letters == 0 && len(s) == 14 && gtin(s):
		return match{category: Device, confidence: 0.7}, true
	case letters == 0 && len(g.lengths) == 1 && language == "nl" && bsn(s):
		return national(0.8)
	case letters == 0 && slices.Equal(g.lengths, []int{4, 5, 1}) && medicareAU(s):
		return national(0.8)
	case ukPlate(g):
		return match{category: Vehicle, confidence: 0.7}, true
	}
	return match{}, false
}

// ukPlate tells whether two groups look like a British plate since 2001: AB12 CDE.
func ukPlate(g groups) bool {
	s := g.text
	return slices.Equal(g.lengths, []int{4, 3}) && !g.dashes && isLetter(s[0]) && isLetter(s[1]) && allDigits(s[2:4]) && strings.Trim(s[4:], "ABCDEFGHJKLMNOPRSTUVWXYZ") == ""
}

// findPhone claims a telephone number that begins at token i: announced, or valid somewhere and written like one.
func (n *note) findPhone(i int) bool {
	ends := n.dialled(i)
	fax := n.cueBefore(i, setOf(listFax), 4) || n.faxAfter(ends)
	announced := fax || n.cueBefore(i, setOf(listPhone), 5)
	for k := len(ends) - 1; k >= 0; k-- {
		last := ends[k]
		raw := n.raw(i, last)
		digits := dialDigits(raw)
		if announced && n.rules.single[digits].has(listHotline) {
			n.keep(i, last)
			return true
		}
		if n.measured(last) && len(digits) < 9 || !n.callable(raw, digits, announced) {
			continue
		}
		m := match{first: i, last: n.extension(last), category: Phone, confidence: 0.95}
		if fax {
			m.category = Fax
		}
		return n.claim(m)
	}
	return false
}

// dialled lists the tokens at which a telephone number that begins at token i could end.
func (n *note) dialled(i int) []int {
	var ends []int
	digits := 0
	for k := i; k < len(n.tokens) && n.state[k] == free; k++ {
		t := n.tokens[k]
		if k > i && t.gap > line {
			break
		}
		if t.shape == sign {
			if strings.IndexByte("+().-/", t.sign) < 0 || t.sign == '+' && k > i {
				break
			}
			continue
		}
		d := dialDigits(t.fold)
		if t.shape == word && !(digits > 0 && (t.fold == "o" || t.fold == "oo")) || t.shape == mixed && len(d) != len(t.fold) {
			break
		}
		if digits += len(d); digits > 15 || len(ends) == 7 {
			break
		}
		ends = append(ends, k)
	}
	return ends
}

// dialDigits returns the digits of a number. Letters that are typed for digits are read as those.
func dialDigits(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		switch {
		case isDigit(c):
			b.WriteByte(c)
		case c == 'o' || c == 'O':
			b.WriteByte('0')
		case c == 'l' || c == 'I':
			b.WriteByte('1')
		}
	}
	return b.String()
}

// callable tells whether a number can be dialled.
func (n *note) callable(raw, digits string, announced bool) bool {
	grouped := strings.ContainsAny(raw, " -().\n/")
	switch {
	case len(digits) < 7:
		return false
	case announced:
		return strings.Count(raw, "/") < 2
	case strings.HasPrefix(raw, "+"):
		return len(digits) >= 8
	case !grouped && (len(digits) < 10 || digits[0] != '0'):
		return false
	case nanp(raw), evenly(raw):
		return true
	case digits[0] != '0' && raw[0] != '(' || len(digits) < 9 || strings.Contains(raw, "/") && n.rules.Language == base:
		return false
	}
	for _, region := range n.rules.Regions {
		if p, err := phonenumbers.Parse(digits, region); err == nil && phonenumbers.IsPossibleNumber(p) {
			return true
		}
	}
	return false
}

// nanp tells whether a number is written 3-3-4, as in North America: whoever invents one (555-0100) writes it so, too.
func nanp(raw string) bool {
	var parts []string
	for p := range strings.FieldsFuncSeq(raw, func(r rune) bool { return r < '0' || r > '9' }) {
		parts = append(parts, p)
	}
	if len(parts) == 4 && parts[0] == "1" {
		parts = parts[1:]
	}
	return len(parts) == 3 && len(parts[0]) == 3 && len(parts[1]) == 3 && len(parts[2]) == 4 && parts[0][0] > '1' && strings.ContainsAny(raw, "-.(")
}

// evenly tells whether ten digits or more are written in three groups or more, all with the same dot or dash between: no
// laboratory writes so.
func evenly(raw string) bool {
	for _, sep := range []string{"-", "."} {
		parts := strings.Split(raw, sep)
		digits := 0
		for _, p := range parts {
			if len(p) < 2 || len(p) > 5 || !allDigits(p) {
				digits = -99
			}
			digits += len(p)
		}
		if len(parts) >= 3 && digits >= 10 {
			return true
		}
	}
	return false
}

// extension returns the last token of an extension after token i.
func (n *note) extension(i int) int {
	k := i + 1
	if f := n.at(k).fold; f == "ext" || f == "extension" || f == "x" {
		if k++; n.at(k).sign == '.' || n.at(k).sign == ':' {
			k++
		}
		if n.at(k).shape == number {
			return k
		}
	} else if len(f) > 1 && f[0] == 'x' && allDigits(f[1:]) && len(f) > 3 {
		return k
	}
	return i
}

func (n *note) faxAfter(ends []int) bool {
	if len(ends) == 0 {
		return false
	}
	last := ends[len(ends)-1]
	return n.at(last+1).sign == '(' && n.endsAt(last+2).has(listFax)
}

// findLong claims codes that nothing explains: seven digits or more, or letters with five digits. Nine or ten bare digits
// that no check digit supports are left: laboratories write those.
func (n *note) findLong(i int) bool {
	last := n.run(i, cue{})
	s := n.compact(i, last)
	letters, digits := count(s)
	switch {
	case n.measured(last), n.cueBefore(i, setOf(listCount, listMeasure, listSection), 3), n.at(last+1).sign == '%':
		return false
	case letters == 0 && (digits < 7 || last == i && (digits == 9 || digits == 10)), letters == 0 && strings.Contains(n.raw(i, last), "."):
		return false
	case letters > 0 && (digits < 5 || letters > 8):
		return false
	}
	return n.claim(match{first: i, last: last, category: Unique, confidence: 0.6})
}
