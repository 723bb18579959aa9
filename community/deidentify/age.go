package deidentify

import "strings"

// Ages over 89 are identifiers, and so are birth years that imply one (45 CFR 164.514(b)(2)(i)(C)). Exact ages below are
// hinted at, with the band of five years that cases use.
const (
	oldest  = 120
	topped  = 90
	banding = 5
)

// findAges finds ages from words ("aged 94", "94-year-old", "94M") and from years of birth.
func (n *note) findAges() {
	now := n.year()
	for i, t := range n.tokens {
		if n.state[i] != free {
			continue
		}
		switch {
		case t.shape == number && len(t.fold) <= 3 && n.aged(i), t.shape == mixed && ageShape(t):
			n.claimAge(i)
		case n.begins[i].has(listNineties) || t.is.has(listNineties):
			n.findWrittenAge(i)
		case t.shape == number && isYear(t.fold) && now-atoi(t.fold) >= topped && n.cueBefore(i, setOf(listBorn), 2):
			n.claim(match{first: i, last: i, category: Date, confidence: 0.85, reason: "gate.reason.age", say: "birth"})
		}
	}
}

// year is the latest year the note knows of, for reckoning ages.
func (n *note) year() int {
	latest := n.options.Anchor.Year()
	for _, d := range n.days {
		latest = max(latest, d.Year())
	}
	return latest
}

// aged tells whether the number at token i is an age.
func (n *note) aged(i int) bool {
	if n.at(i+1).sign == '+' && n.at(i+1).gap == joined || n.at(i-1).sign == '.' && n.at(i).gap == joined {
		return false
	}
	k := i + 1
	if n.at(k).sign == '-' {
		k++
	}
	after := n.at(k)
	switch {
	case after.shape == word && after.is.has(listAgeOnly):
		return true
	case after.shape == word && after.is.has(listAge) && len(after.fold) > 1 && k < len(n.tokens):
		next := n.at(k + 1)
		return len(after.fold) == 2 && after.fold != "yr" || next.is.has(listOld) || next.sign == '-' || next.sign == '/' || next.sign == '.' || n.atAge(i-1)
	case after.fold == "y" && (n.at(k+1).sign == '/' || n.at(k+1).sign == '.' || n.at(k+1).fold == "o" || n.at(k+1).sign == ')' || n.at(k+1).sign == ','):
		return true
	case (after.fold == "m" || after.fold == "f") && after.title && after.gap == space && len(n.at(i).fold) > 1:
		return n.at(k+1).shape != number && n.at(k+1).sign != '/'
	}
	return n.atAge(i-1) || n.at(i-1).sign == ':' && n.atAge(i-2)
}

func (n *note) atAge(i int) bool {
	return n.endsAt(i).has(listAged) && n.at(i+1).gap != paragraph
}

// ageShape tells whether a mixed token is an age: 94F, 94yo, 94y.
func ageShape(t token) bool {
	cut := strings.IndexFunc(t.fold, func(r rune) bool { return r < '0' || r > '9' })
	if cut < 1 || cut > 3 {
		return false
	}
	switch t.fold[cut:] {
	case "m", "f", "y", "yo", "yr", "yrs", "jahre", "j":
		return t.fold[cut:] != "m" && t.fold[cut:] != "f" || t.capital // 94M is an age, 94m a length
	}
	return false
}

// claimAge claims the number of an age: only the number, so that what is around still reads.
func (n *note) claimAge(i int) {
	t := n.tokens[i]
	cut := 0
	for cut < len(t.fold) && isDigit(t.fold[cut]) {
		cut++
	}
	age := atoi(t.fold[:cut])
	switch {
	case age > oldest || n.measured(i) && n.at(i+1).is.has(listMeasure):
	case age >= topped:
		n.claim(match{first: i, last: i, category: Date, confidence: 0.95, reason: "gate.reason.age", say: "ageTop"})
	case age > 0:
		n.claim(match{first: i, last: i, category: Quasi, confidence: 0.5, reason: "gate.quasi.age", say: "band", band: age / banding * banding})
	}
}

// findWrittenAge claims "ninety-four-year-old" and "centenarian".
func (n *note) findWrittenAge(i int) {
	last := n.entryEnd(i, listNineties)
	k := last + 1
	if n.at(k).sign == '-' {
		k++
	}
	if n.tokens[i].fold == "centenarian" || n.at(k).is.has(listAge) {
		n.claim(match{first: i, last: last, category: Date, confidence: 0.9, reason: "gate.reason.age", say: "ageTop"})
	}
}
