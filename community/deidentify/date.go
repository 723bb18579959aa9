package deidentify

import (
	"strconv"
	"strings"
	"time"
)

// moment is a date as far as it was written: zero parts are unknown.
type moment struct {
	year, month, day int
	birth            bool
	again            bool // a weekday or a feast: nothing to count from
}

// findDates finds everything finer than a year (45 CFR 164.514(b)(2)(i)(C)).
func (n *note) findDates() {
	for i := 0; i < len(n.tokens); i++ {
		if n.state[i] != free || n.tokens[i].shape == sign {
			continue
		}
		last, sure := i, 0.0
		w, end, ok := n.dateAt(i)
		switch {
		case ok:
			last, sure = end, n.dateSure(w)
		default:
			last, w, sure = n.vagueDate(i)
		}
		if sure == 0 {
			continue
		}
		w.birth = n.cueBefore(i, setOf(listBirth), 3)
		first := i
		if w.day == 0 && n.freeAt(i-1) && n.at(i-1).is.has(listPart) {
			first--
		}
		if n.weekdayBefore(i) {
			if first--; n.at(first).shape == sign {
				first--
			}
		}
		if n.claim(match{first: first, last: last, category: Date, confidence: sure, when: w, say: "date"}) {
			n.remember(w)
			i = last
		}
	}
}

// weekdayBefore tells whether "Mon" or "Monday," stands before a date.
func (n *note) weekdayBefore(i int) bool {
	k := i - 1
	if n.at(k).sign == ',' || n.at(k).sign == '.' {
		k--
	}
	return n.freeAt(k) && n.at(k).is.any(setOf(listWeekday, listDayShort)) && n.at(i).gap <= line
}

func (n *note) dateSure(w moment) float64 {
	if w.year != 0 && w.day != 0 {
		return 0.95
	}
	return 0.85
}

// remember keeps full dates, to count days from the first.
func (n *note) remember(w moment) {
	if w.year > 0 && w.month > 0 && w.day > 0 {
		n.days = append(n.days, day{time.Date(w.year, time.Month(w.month), w.day, 0, 0, 0, 0, time.UTC), w.birth})
	}
}

// dateAt reads a date with day and month that begins at token i.
func (n *note) dateAt(i int) (w moment, last int, ok bool) {
	if n.at(i).gap == joined && i > 0 && strings.IndexByte("/.-,", n.at(i-1).sign) >= 0 && n.at(i-1).shape == sign && n.at(i-2).shape != sign && n.at(i-1).gap == joined {
		return w, i, false
	}
	switch t := n.at(i); {
	case t.shape == number && len(t.fold) == 8:
		return solidDate(t.fold, i)
	case t.shape == number:
		if w, last, ok = n.numericDate(i); ok {
			return w, n.clock(last), true
		}
		if w, ok = n.monthOfYear(i); ok {
			return w, i + 2, true
		}
		return n.dayFirst(i)
	case t.shape == mixed:
		return n.dayFirst(i)
	case t.shape == word:
		return n.monthFirstDate(i)
	}
	return w, i, false
}

// solidDate reads 20210314.
func solidDate(s string, i int) (moment, int, bool) {
	w := moment{year: atoi(s[:4]), month: atoi(s[4:6]), day: atoi(s[6:])}
	return w, i, (s[:2] == "19" || s[:2] == "20") && w.valid()
}

func atoi(s string) int {
	k, err := strconv.Atoi(s)
	if err != nil || len(s) > 4 {
		return -1
	}
	return k
}

func (w moment) valid() bool {
	return w.month >= 1 && w.month <= 12 && w.day >= 1 && w.day <= 31 && (w.year == 0 || w.year >= 1880 && w.year <= 2100)
}

// numericDate reads three numbers with the same sign between: 2021-03-14, 14/3/21, 3.14.2021.
func (n *note) numericDate(i int) (w moment, last int, ok bool) {
	sep := n.at(i + 1).sign
	if n.at(i+1).shape != sign || strings.IndexByte("-/.", sep) < 0 || n.at(i+3).sign != sep || n.at(i+4).shape == sign {
		return w, i, false
	}
	for k := i + 1; k <= i+4; k++ {
		if g := n.at(k).gap; g != joined && g != line && !(g == space && sep != '-') || n.at(k).gap > line {
			return w, i, false
		}
	}
	a, b, c := n.at(i).fold, n.at(i+2).fold, n.at(i+4).fold
	if cut := strings.IndexByte(c, 't'); cut == 2 && len(a) == 4 { // ISO 8601 with a time
		c = c[:2]
	}
	if n.at(i+5).gap == joined && n.at(i+5).sign == sep && n.at(i+6).gap == joined && n.at(i+6).shape == number && sep != '-' {
		return w, i, false // four numbers or more: a version, an address
	}
	if len(a) == 4 {
		w = moment{year: atoi(a), month: atoi(b), day: atoi(c)}
		return w, i + 4, w.valid()
	}
	if len(c) != 4 && len(c) != 2 || len(a) > 2 || len(b) > 2 || !allDigits(a+b+c) {
		return w, i, false
	}
	w = n.order(atoi(a), atoi(b))
	w.year = fullYear(c)
	return w, i + 4, w.valid()
}

// monthOfYear reads 03/2021.
func (n *note) monthOfYear(i int) (w moment, ok bool) {
	sep, y := n.at(i+1), n.at(i+2)
	if sep.sign != '/' || sep.gap != joined || y.gap != joined || y.shape != number || len(y.fold) != 4 || !isYear(y.fold) || len(n.at(i).fold) > 2 || n.at(i+3).gap == joined && n.at(i+3).sign == '/' {
		return w, false
	}
	w = moment{month: atoi(n.at(i).fold), year: atoi(y.fold)}
	return w, w.month >= 1 && w.month <= 12
}

// order decides which of two numbers is the month: the one that can be; else as the language has it.
func (n *note) order(a, b int) moment {
	if b > 12 || n.monthFirst && a <= 12 {
		return moment{month: a, day: b}
	}
	return moment{month: b, day: a}
}

// fullYear reads a year of two or four digits. Two digits mean the last hundred years or so.
func fullYear(s string) int {
	y := atoi(strings.TrimPrefix(s, "'"))
	switch {
	case len(s) == 4 || y < 0:
		return y
	case y <= 35:
		return 2000 + y
	}
	return 1900 + y
}

// clock includes a time of day that hangs on an ISO date.
func (n *note) clock(last int) int {
	if strings.Contains(n.at(last).fold, "t") && n.at(last+1).sign == ':' && n.at(last+1).gap == joined {
		return n.solid(last)
	}
	return last
}

// month returns the month a token names. A short form in a mixed word (12Mar21) is read by splitDay.
func (n *note) month(i int) int {
	t := n.at(i)
	if t.shape != word || !t.is.has(listMonth) {
		return 0
	}
	return n.rules.Months[t.fold]
}

// splitDay reads "14", "14th", "14Mar" and "14Mar2021".
func (n *note) splitDay(t token) (d int, rest string) {
	cut := 0
	for cut < len(t.fold) && isDigit(t.fold[cut]) {
		cut++
	}
	if cut == 0 || cut > 2 {
		return 0, ""
	}
	rest = t.fold[cut:]
	if rest == "st" || rest == "nd" || rest == "rd" || rest == "th" {
		rest = ""
	}
	return atoi(t.fold[:cut]), rest
}

// dayFirst reads "14 March 2021", "14th of March", "14-Mar-21", "12-14 March", "14.März".
func (n *note) dayFirst(i int) (w moment, last int, ok bool) {
	d, rest := n.splitDay(n.at(i))
	if d < 1 || d > 31 {
		return w, i, false
	}
	if rest != "" {
		return n.gluedDate(i, d, rest)
	}
	k := n.skip(i+1, "-./", "of", "the")
	if e, r := n.splitDay(n.at(k)); e > 0 && e <= 31 && r == "" && k == i+2 && n.at(i+1).sign == '-' {
		k = n.skip(k+1, "-./", "of", "the")
	}
	m := n.month(k)
	if m == 0 || n.at(k).gap == paragraph || n.tokens[k].fold == "may" && n.whispering && !n.yearAt(k+1) && k == i+1 && n.tokens[i].shape == number {
		return w, i, false
	}
	if n.clinicalMonth(k) {
		return w, i, false
	}
	w = moment{month: m, day: d}
	last = k
	if y := n.skip(k+1, "-./,"); n.yearAt(y) {
		w.year, last = fullYear(n.at(y).fold), y
	}
	return w, last, true
}

// skip passes over one sign of a set and some words, from token k.
func (n *note) skip(k int, signs string, words ...string) int {
	if t := n.at(k); t.shape == sign && t.sign != 0 && strings.IndexByte(signs, t.sign) >= 0 {
		k++
	}
	for _, w := range words {
		if n.at(k).fold == w {
			k++
		}
	}
	if len(words) == 0 && n.at(k).sign == '\'' {
		k++
	}
	return k
}

// yearAt tells whether token k is a year behind a month: four digits, or two that are joined or abbreviated.
func (n *note) yearAt(k int) bool {
	t := n.at(k)
	if t.shape != number || t.gap == paragraph {
		return false
	}
	if len(t.fold) == 4 {
		return isYear(t.fold)
	}
	before := n.at(k - 1)
	return len(t.fold) == 2 && (t.gap == joined && before.shape == sign || before.shape == word && t.gap == space && n.at(k-2).shape != sign && n.at(k+1).sign != '/' && !n.measured(k) && n.at(k+1).sign != ':' && n.at(k+1).sign != '.' && (atoi(t.fold) <= 35 && n.at(k+1).gap != joined))
}

// gluedDate reads "14Mar21" and "14Mar 2021".
func (n *note) gluedDate(i, d int, rest string) (w moment, last int, ok bool) {
	cut := strings.IndexAny(rest, "0123456789")
	name, year := rest, ""
	if cut >= 0 {
		name, year = rest[:cut], rest[cut:]
	}
	m := n.rules.Months[name]
	if m == 0 || len(name) < 3 || year != "" && !allDigits(year) {
		return w, i, false
	}
	w, last = moment{month: m, day: d}, i
	if year != "" {
		w.year = fullYear(year)
	} else if n.yearAt(i + 1) {
		w.year, last = fullYear(n.at(i+1).fold), i+1
	}
	return w, last, true
}

// clinicalMonth tells whether a month's name is none: "march fracture", "may need".
func (n *note) clinicalMonth(k int) bool {
	t := n.at(k)
	return n.at(k+1).is.has(listHead) && n.at(k+1).gap == space && !n.at(k+1).title || t.fold == "may" && !t.title && !n.shouting && !n.whispering
}

// monthFirstDate reads "March 14, 2021", "Mar 14th", "March 2021".
func (n *note) monthFirstDate(i int) (w moment, last int, ok bool) {
	m := n.month(i)
	if m == 0 || n.clinicalMonth(i) {
		return w, i, false
	}
	k := n.skip(i+1, ".-/", "of")
	if n.at(k).sign == '\'' {
		k++
	}
	if n.yearAt(k) && len(n.at(k).fold) == 4 {
		return moment{month: m, year: atoi(n.at(k).fold)}, k, true
	}
	if n.at(i).fold == "may" && n.whispering {
		return w, i, false
	}
	d, rest := n.splitDay(n.at(k))
	if n.at(k).shape == number && n.at(k-1).sign == '\'' {
		return moment{month: m, year: fullYear(n.at(k).fold)}, k, true
	}
	if d < 1 || d > 31 || rest != "" || n.at(k).gap == paragraph || n.measured(k) || n.at(k+1).sign == '%' || n.at(k+1).sign == '/' {
		return w, i, false
	}
	w, last = moment{month: m, day: d}, k
	y := n.skip(k+1, ",-/")
	if n.at(y).shape == number && len(n.at(y).fold) == 4 && isYear(n.at(y).fold) || n.at(k+1).sign == '-' && n.yearAt(y) {
		w.year, last = fullYear(n.at(y).fold), y
	}
	return w, last, true
}
