package deidentify

import "strings"

// findPlaces finds what is smaller than a state (45 CFR 164.514(b)(2)(i)(B)): addresses, postcodes, institutions, wards, towns.
// Countries and states stay.
func (n *note) findPlaces() {
	for i := range n.tokens {
		if n.state[i] != free {
			continue
		}
		_ = n.findStreet(i) || n.findInstitution(i) || n.findWard(i)
	}
	for i := range n.tokens {
		if n.state[i] == free {
			n.findTown(i)
		}
	}
}

// findPostcodes claims postal codes, before they are taken for other numbers.
func (n *note) findPostcodes() {
	for i := range n.tokens {
		if n.state[i] == free {
			n.findPostcode(i)
		}
	}
}

// areas are the letters that begin British postcodes.
const areas = " AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE ZZ "

// findPostcode claims British and Canadian postcodes by their form, others behind a word or a place.
func (n *note) findPostcode(i int) bool {
	t, next := n.tokens[i], n.at(i+1)
	if t.shape == mixed && next.shape == mixed && next.gap != joined && next.gap < paragraph && n.british(i) {
		return n.claim(match{first: i, last: i + 1, category: Place, confidence: 0.9, say: "postcode"})
	}
	if t.shape == mixed && len(t.fold) >= 5 && len(t.fold) <= 7 && postcode(n.compact(i, i)) && (n.cueBefore(i, setOf(listZip), 3) || n.at(i-1).sign == ',') {
		return n.claim(match{first: i, last: i, category: Place, confidence: 0.8, say: "postcode"})
	}
	if t.shape == number && len(t.fold) >= 4 && len(t.fold) <= 6 && n.mailed(i) {
		last := i
		if n.at(i+1).sign == '-' && n.at(i+1).gap == joined && len(n.at(i+2).fold) == 4 && n.at(i+2).shape == number {
			last = i + 2
		}
		return n.claim(match{first: i, last: last, category: Place, confidence: 0.9, say: "postcode"})
	}
	return false
}

func (n *note) british(i int) bool {
	a, b := n.compact(i, i), n.compact(i+1, i+1)
	if len(a) == 3 && len(b) == 3 && isLetter(a[0]) && isDigit(a[1]) && isLetter(a[2]) && isDigit(b[0]) && isLetter(b[1]) && isDigit(b[2]) {
		return true // Canada
	}
	return len(a) <= 4 && len(b) == 3 && postcode(a+b)
}

func postcode(s string) bool {
	k := len(s) - 3
	if k < 2 || k > 4 || !isDigit(s[k]) || !isLetter(s[k+1]) || !isLetter(s[k+2]) || strings.ContainsAny(s[k+1:], "CIKMOV") {
		return false
	}
	cut := strings.IndexAny(s, "0123456789")
	return cut > 0 && cut < k && strings.Contains(areas, " "+s[:cut]+" ")
}

// mailed tells whether a number of four to six digits is a postal code: behind a word for it, a state, or a place (Germany's
// stand before the place).
func (n *note) mailed(i int) bool {
	before := n.at(i - 1)
	switch {
	case n.measured(i), n.at(i+1).sign == '/' || n.at(i+1).sign == '%':
		return false
	case n.cueBefore(i, setOf(listZip), 2):
		return true
	case before.upper && before.is.has(listState) && len(before.fold) == 2, before.is.has(listWide) && before.title && len(n.tokens[i].fold) >= 5:
		return len(n.tokens[i].fold) == 5 && n.at(i+1).shape != number
	case len(n.tokens[i].fold) == 4 && isYear(n.tokens[i].fold):
		return false
	case n.rules.Language != base && len(n.tokens[i].fold) == 5 && n.at(i+1).title && (n.at(i-1).sign == ',' || n.tokens[i].gap >= line || n.endsAt(i+1).has(listTown)):
		return true
	}
	return n.endsAt(i-1).has(listTown) && before.title && len(n.tokens[i].fold) >= 5
}

// findStreet claims "14 Elm Road", "Flat 3, 14 Elm Road", "Elm Road", "Lindenstraße 5".
func (n *note) findStreet(i int) bool {
	t := n.tokens[i]
	if t.shape == word && n.streetEnding(t) {
		return n.claimStreet(i, i, 0.85)
	}
	if t.shape == sign || t.shape == mixed && (len(t.fold) > 5 || !isDigit(t.fold[0]) || strings.HasSuffix(t.fold, "th")) {
		return false
	}
	numbered := t.shape != word
	k := i
	if numbered {
		if len(t.fold) > 5 {
			return false
		}
		k++
		if n.at(k).sign == ',' || n.at(k).sign == '-' && n.at(k+1).shape == number {
			k++
			if n.at(k).shape == number {
				k++
			}
		}
	}
	end, strong := n.streetName(k, numbered)
	switch {
	case end < 0:
		return numbered && n.findUnusualStreet(i, k)
	case numbered && strong:
		return n.claimStreet(i, end, 0.95)
	case strong:
		return !n.at(end+1).is.has(listHospital) && n.claimStreet(i, end, 0.8)
	case numbered && (n.at(end+1).sign == ',' || n.tokens[i].gap != joined && n.addressed(i) || n.at(end+1).gap >= line):
		return n.claimStreet(i, end, 0.85)
	case !numbered && n.cueBefore(i, setOf(listResidence, listInside), 1) && end > k && !n.at(end).is.any(setOf(listHead)):
		return n.claimStreet(i, end, 0.7)
	}
	return false
}

// findUnusualStreet claims a number and one to three capitalised words in front of a comma and a place: "12 Foxholes, Leeds".
func (n *note) findUnusualStreet(i, k int) bool {
	last := k - 1
	for last < k+2 && n.at(last+1).shape == word && n.at(last+1).gap == space && n.at(last+1).title && n.freeAt(last+1) && !n.at(last+1).is.any(setOf(listClinical, listHead, listDrug, listMonth, listMeasure, listAge, listLabel, listTitle, listEponym)) {
		last++
	}
	next := n.at(last + 2)
	if last < k || n.at(last+1).sign != ',' {
		return false
	}
	place := next.title && (next.is.has(listTown) || n.strange(last+2)) && !next.is.any(setOf(listEponym, listGiven)) || n.state[min(last+2, len(n.state)-1)] == taken
	if !place || !n.addressed(i) && n.at(last+1).gap != joined || n.at(i-1).sign == '.' && n.at(i).gap == joined {
		return false
	}
	return n.claimStreet(i, last, 0.8)
}

// addressed tells whether an address is expected at token i.
func (n *note) addressed(i int) bool {
	return n.cueBefore(i, setOf(listResidence), 2) || n.cueBefore(i, setOf(listInside), 1) || n.at(i-1).sign == ':' || n.at(i-1).sign == ','
}

func (n *note) streetEnding(t token) bool {
	if len(t.fold) < 6 || !t.title && !n.whispering {
		return false
	}
	for k := 3; k <= 8 && k < len(t.fold)-1; k++ {
		if n.rules.single["-"+t.fold[len(t.fold)-k:]].has(listStreetEnd) {
			return true
		}
	}
	return false
}

// streetName reads one to four words and a word for a street from token k. It returns the last token, or -1, and whether
// the word stands for nothing but streets.
func (n *note) streetName(k int, numbered bool) (end int, strong bool) {
	first := k
	for ; k < first+5; k++ {
		t := n.at(k)
		if t.shape == sign && t.sign == '.' && len(n.at(k-1).fold) <= 2 && k > first {
			continue
		}
		if t.shape == sign && t.sign == '\'' {
			continue
		}
		if t.sign == '-' && t.gap == joined && k > first && n.at(k+1).gap == joined && n.at(k+1).title {
			continue
		}
		if k >= len(n.tokens) || t.shape == sign || t.gap == paragraph || !n.freeAt(k) || t.gap == line && !numbered {
			return -1, false
		}
		if k > first && t.is.has(listStreet) && (t.title && !n.shouting || numbered) {
			return k, true
		}
		if k > first && (t.is.has(listStreetWeak) || n.rules.single[strings.TrimSuffix(t.fold, "s")].has(listStreetWeak)) && (t.title || t.upper || n.whispering && numbered && n.at(k+1).shape == sign) && !n.at(k+1).title && !n.at(k+1).upper {
			return k, numbered && len(t.fold) <= 3
		}
		if !t.title && !t.upper && !n.whispering && t.shape != mixed && t.shape != number || t.is.any(setOf(listLabel, listMeasure, listAge)) && len(t.fold) > 1 && t.shape == word || !numbered && t.is.any(setOf(listTitle)) {
			return -1, false
		}
		if n.whispering && (t.is.any(setOf(listMeasure, listAge, listHead, listClinical, listInside)) || k > first+1) && !n.at(k+1).is.has(listStreet) {
			return -1, false
		}
	}
	return -1, false
}

// claimStreet takes a house number, a flat and a number behind along.
func (n *note) claimStreet(first, last int, sure float64) bool {
	if n.at(first-1).sign == ',' && n.at(first-2).shape != sign && n.at(first-3).is.has(listDwelling) && n.freeAt(first-3) {
		first -= 3
	} else if n.at(first-1).is.has(listDwelling) && n.freeAt(first-1) && n.at(first).shape != word {
		first--
	}
	if t := n.at(last + 1); n.rules.Language != base && n.streetEnding(n.at(last)) && (t.shape == number || t.shape == mixed && len(t.fold) < 5) && t.gap <= line {
		last++
	}
	if n.at(last+1).sign == '.' && len(n.at(last).fold) <= 4 && n.at(last+2).sign == ',' {
		last++
	}
	if t := n.at(last + 1); t.is.has(listDwelling) && (n.at(last+2).shape == number || n.at(last+2).shape == mixed) {
		last += 2
	} else if t.sign == ',' && n.at(last+2).is.has(listDwelling) && (n.at(last+3).shape == number || n.at(last+3).shape == mixed) {
		last += 3
	}
	return n.claim(match{first: first, last: last, category: Place, confidence: sure, say: "street"})
}

// findInstitution claims a proper name in front of a word for a hospital, home, school or practice, and "Hospital of X".
func (n *note) findInstitution(i int) bool {
	last := n.institutionEnd(i)
	if last < 0 {
		return false
	}
	first, proper := i, false
	for k := i - 1; k >= 0 && k > i-12; k-- {
		t := n.tokens[k]
		if t.shape == sign && (t.sign == '-' || t.sign == '.' && len(n.at(k-1).fold) <= 2 && n.at(k-1).title || t.sign == '&') {
			continue
		}
		if t.shape == word && n.freeAt(k) && n.tokens[k+1].sign == '-' && n.tokens[k+1].gap == joined && k > 0 && (t.title || n.tokens[k-1].sign == '-' && t.gap == joined) {
			first = k
			proper = proper || t.title
			continue
		}
		middle := k > 0 && n.tokens[k-1].shape == word && !n.tokens[k-1].title
		if t.shape != word || !n.freeAt(k) || n.tokens[k+1].gap == paragraph || n.tokens[k+1].gap == line && !middle && !t.is.any(setOf(listHospitalBefore)) && t.is.has(listOrdinary) {
			break
		}
		linking := k > 0 && (n.tokens[k-1].title || k > 1 && n.tokens[k-1].is.has(listTownLink) && n.tokens[k-2].title)
		if (t.is.has(listParticle) || t.is.has(listTownLink) && !t.is.has(listOrdinary) || !t.is.any(vocable) && len(t.fold) > 3) && !t.title && linking && t.fold != "st" {
			continue
		}
		joint := t.fold == "of" || t.fold == "and" || t.fold == "the" || t.fold == "for"
		if joint && k > 0 && n.tokens[k-1].title && !n.tokens[k-1].is.has(listFiller) && first == k+1 && t.fold != "the" {
			continue
		}
		caseless := n.whispering || n.shouting
		if caseless && t.is.any(setOf(listDepartment, listHospitalBefore, listWardOrdinary)) && t.fold != "the" && t.fold != "of" && t.fold != "and" && t.fold != "our" && !t.title {
			continue
		}
		if (caseless || !t.title && !t.upper) && !(caseless && (t.is.any(setOf(listTown, listFamily, listHospitalBefore)) && !joint || !t.is.any(vocable))) {
			break
		}
		if n.opening(k) && t.gap != line && t.is.has(listOrdinary) && !t.is.any(setOf(listHospitalBefore, listTown, listFamily, listGiven)) || t.fold == "the" || t.is.any(setOf(listTitle)) && t.fold != "sister" && t.fold != "lady" {
			break
		}
		first = k
		proper = proper || n.properForPlace(t)
	}
	if next := n.at(last + 2); n.at(last+1).fold == "of" && n.properAfter(last+2) && !next.is.has(listWide) {
		last, proper = n.townTail(last+2), true
		if longer := n.institutionEnd(min(last+1, len(n.tokens)-1)); longer > last && n.at(last+1).gap <= line {
			last = longer
		}
	} else if n.at(last+1).gap == space && n.properAfter(last+1) && (n.strange(last+1) || n.at(last+1).is.has(listTown)) {
		last, proper = n.townTail(last+1), true
	}
	if n.at(first-1).fold == "the" && n.at(first-1).title && n.freeAt(first-1) && first > 0 && proper {
		first--
	}
	if !proper || first == i && last == i {
		return false
	}
	return n.claim(match{first: first, last: last, category: Place, confidence: 0.75, reason: "gate.reason.hospital", say: "hospital"})
}

// properAfter tells whether token k can be the place in "University Hospital of X" and "Mercy Hospital X".
func (n *note) properAfter(k int) bool {
	t := n.at(k)
	return t.shape == word && n.freeAt(k) && (t.title || t.is.has(listTown) && n.whispering) && !t.is.any(setOf(listClinical, listHead, listMonth, listWeekday, listLabel, listGiven))
}

// institutionEnd returns the last token of words for an institution at token i, or -1.
func (n *note) institutionEnd(i int) int { return n.institution(i, 3) }

// institution is institutionEnd over so many more words: "University Medical Center".
func (n *note) institution(i, more int) int {
	if n.tokens[i].shape != word || more == 0 {
		return -1
	}
	last := -1
	if t := n.tokens[i]; n.begins[i].has(listHospital) {
		last = n.entryEnd(i, listHospital)
	} else if t.is.has(listHospital) && (t.title || n.shouting || n.whispering) {
		last = i
	}
	if last < 0 {
		return -1
	}
	for k, most := last+1, last+3; k < most; k++ { // "University Medical Center", "College Teaching Hospital"
		if t := n.at(k); t.shape != word || t.gap == paragraph || t.gap == joined || !t.title && !n.whispering {
			break
		}
		if longer := n.institution(k, more-1); longer > 0 {
			return longer
		}
	}
	return last
}

// properForPlace tells whether a word in front of "Hospital" names this one and not a kind of hospital.
func (n *note) properForPlace(t token) bool {
	switch {
	case t.is.any(setOf(listTown, listFamily, listGiven)) && !t.is.has(listClinical):
		return true
	case t.is.has(listHospitalProper):
		return true
	}
	return !t.is.any(vocable) && len(t.fold) > 2 || t.is.has(listOrdinary) && !t.is.any(setOf(listClinical, listWardOrdinary, listHospitalBefore, listRole, listHead, listKin, listDepartment))
}

// opening tells whether token k begins a sentence or a line, where a capital says nothing.
func (n *note) opening(k int) bool {
	t := n.at(k)
	if t.gap >= line || k == 0 {
		return true
	}
	b := n.at(k - 1)
	return b.shape == sign && b.sign != 0 && strings.IndexByte(".!?:;-\"([*>", b.sign) >= 0 && !(b.sign == '.' && len(n.at(k-2).fold) <= 3 && n.at(k-2).is.any(setOf(listTitle)))
}

// findWard claims "Ward 7B", "ward B4", "Maple Ward".
func (n *note) findWard(i int) bool {
	t := n.tokens[i]
	if t.shape != word || !t.is.has(listWard) {
		return false
	}
	next := n.at(i + 1)
	if t.fold == "ward" && n.freeAt(i+1) && next.gap <= line && (next.shape == number && len(next.fold) < 4 || next.shape == mixed && len(next.fold) < 5) {
		return n.claim(match{first: i, last: i + 1, category: Place, confidence: 0.7, reason: "gate.reason.ward", say: "ward"})
	}
	if t.fold == "ward" && next.title && len(next.fold) == 1 && !n.opening(i+1) {
		return n.claim(match{first: i, last: i + 1, category: Place, confidence: 0.65, reason: "gate.reason.ward", say: "ward"})
	}
	before := n.at(i - 1)
	if !t.title || !n.freeAt(i-1) || before.shape != word || t.gap != space && t.gap != line || !before.title || before.is.any(setOf(listWardOrdinary, listLabel, listClinical, listRole)) || t.fold != "ward" && before.is.any(vocable) || t.fold == "bay" || t.fold == "unit" {
		return false
	}
	first := i - 1
	if b := n.at(i - 2); b.title && b.shape == word && n.freeAt(i-2) && before.gap == space && !b.is.any(setOf(listWardOrdinary)) && !n.opening(i-2) {
		first--
	}
	return n.claim(match{first: first, last: i, category: Place, confidence: 0.65, reason: "gate.reason.ward", say: "ward"})
}
