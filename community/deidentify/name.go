package deidentify

import "strings"

// findNames finds names of people: behind a title, a field, a relative or a word like "called"; in front of what only
// people do; and pairs that the lists or their looks make a name.
func (n *note) findNames() {
	for i := range n.tokens {
		if n.state[i] == free && n.tokens[i].shape == word {
			_ = n.findTitled(i) || n.findLastFirst(i) || n.findFielded(i) || n.findLabelled(i)
		}
	}
	for i := range n.tokens {
		if n.state[i] == free && n.tokens[i].shape == word {
			_ = n.findRelated(i) || n.findPair(i) || n.findActing(i) || n.findListed(i) || n.findStrange(i)
		}
	}
}

// findTitled finds "Mr Smith", "dr. van der Berg", "Sister Mary O'Brien".
func (n *note) findTitled(i int) bool {
	t := n.tokens[i]
	if !t.is.has(listTitle) || t.fold != t.base {
		return false
	}
	k := i + 1
	if n.at(k).sign == '.' && n.at(k).gap == joined {
		k++
	}
	for k < i+6 && n.at(k).shape == word && n.at(k).is.any(setOf(listTitle, listRole)) && n.at(k).gap == space {
		k++
		if n.at(k).sign == '.' && n.at(k).gap == joined {
			k++
		}
	}
	if n.at(k).gap == joined && n.at(k-1).sign != '.' || n.at(k).gap == paragraph {
		return false
	}
	by := strong
	if t.upper && len(t.fold) < 3 && k == i+1 && !n.shouting || t.fold != "mr" && t.fold != "mrs" && t.fold != "ms" && t.fold != "dr" && t.fold != "prof" && t.fold != "miss" && !t.title {
		by = likely // MR and MS are a scan and a disease; "sister", "nurse" and "master" go before anything
	}
	return n.claimFrom(k, by, 0.92)
}

// findLastFirst finds "Smith, John" where a name is likely to stand.
func (n *note) findLastFirst(i int) bool {
	if n.at(i+1).sign == '-' && n.at(i+1).gap == joined && n.at(i+2).shape == word && n.at(i+3).sign == ',' {
		return n.lastFirst(i, i+2)
	}
	if n.at(i+1).sign == ',' {
		return n.lastFirst(i, i)
	}
	return n.at(i+1).shape == word && n.at(i+1).gap == space && n.at(i+2).sign == ',' && n.nameable(i, likely) && n.nameable(i+1, likely) && n.lastFirst(i, i+1)
}

func (n *note) lastFirst(first, end int) bool {
	k := end + 2
	if n.at(k).gap > line || !n.freeAt(first) || !n.nameable(first, likely) || !n.nameable(k, likely) {
		return false
	}
	a, b := n.at(first), n.at(k)
	field := n.fielded(first)
	switch {
	case b.is.has(listGiven) && (a.is.has(listFamily) || !a.is.any(vocable)):
	case field && (!b.is.any(vocable) || b.is.any(known)):
	case a.is.has(listFamily) && !a.is.has(listOrdinary) && !b.is.any(vocable) && !b.is.any(setOf(listEponym, listToponym, listTown)):
	case !a.is.any(vocable) && !b.is.any(vocable) && (!a.is.any(setOf(listEponym, listTown, listToponym)) || a.is.any(known)) && !b.is.any(setOf(listEponym, listTown, listToponym)) && n.opening(first) && n.recorded(k):
	default:
		return false
	}
	if !field && a.is.has(listGiven) && !a.is.has(listFamily) { // "Anna, Peter and Maria"
		return false
	}
	last := n.name(k, likely)
	return n.claimName(first, last, 0.92)
}

// recorded tells whether what follows token k is what follows a patient's name: an age, a number, a field.
func (n *note) recorded(k int) bool {
	last := n.name(k, likely)
	if n.at(last+1).gap >= line {
		return true
	}
	if s := n.at(last + 1).sign; s == ',' || s == '.' || s == ';' || s == '(' {
		next := n.at(last + 2)
		return next.shape == number || next.shape == mixed || next.is.has(listLabel) || n.begins[min(last+2, len(n.begins)-1)].any(cueLists) || n.ends[min(last+2, len(n.ends)-1)].any(cueLists)
	}
	return n.at(last+1).is.has(listLabel) || n.at(last+1).sign == '-'
}

// fielded tells whether a field asks for a name right before token i: "Name:", "Re", "Dear", "Reported by".
func (n *note) fielded(i int) bool {
	k := i - 1
	for k > i-4 && (n.at(k).sign == ':' || n.at(k).sign == '-' || n.at(k).sign == '.' && n.at(k-1).fold == "pt") {
		k--
	}
	return n.endsAt(k).has(listField) && n.at(k+1).gap <= line && (k == i-1 || n.at(i).gap <= line)
}

// findFielded finds the name that a field asks for. Behind a colon it may be any capitalised word.
func (n *note) findFielded(i int) bool {
	if !n.endsAt(i).has(listField) {
		return false
	}
	k, by := i+1, likely
	for k < i+6 && (n.at(k).sign == ':' || n.at(k).sign == '(' || n.at(k).sign == '#' || (n.at(k).sign == ',' || n.at(k).sign == '-') && n.at(k+1).title) {
		if n.at(k).sign == ':' {
			by = strong
		}
		k++
	}
	if n.at(k).gap == paragraph && !n.signature(i, k) {
		return false
	}
	if by == strong && n.at(k).title && n.at(k).is.any(vocable) && !n.at(k).is.any(known) && !n.nameable(k+1, likely) {
		return false
	}
	if k < len(n.tokens) && n.findLastFirst(k) {
		return true
	}
	return n.claimFrom(k, by, 0.9)
}

// signature tells whether a name stands below a greeting.
func (n *note) signature(i, k int) bool {
	return k < len(n.tokens) && n.at(i).gap >= line && !n.at(k).is.any(vocable)
}

// findRelated finds "wife Anna", "her daughter, Anna", "physio Anna", "spoke with Anna".
func (n *note) findRelated(i int) bool {
	ends := n.ends[i]
	if !ends.any(setOf(listKin, listRole, listSpoken)) {
		return false
	}
	k := i + 1
	for (n.at(k).sign == ',' || n.at(k).sign == '(' || n.at(k).sign == ':' || n.at(k).sign == '-' && n.at(k).gap != joined) && ends.any(setOf(listKin, listRole)) && k < i+3 {
		k++
	}
	for k < i+6 && n.at(k).is.has(listRole) && !n.at(k).is.any(known) {
		k++
	}
	if n.at(k).gap == paragraph || k == i+1 && n.at(k).gap == joined {
		return false
	}
	return n.claimFrom(k, likely, 0.85)
}

// findPair finds a listed given name with what follows it, and a listed family name with an unknown word before it.
func (n *note) findPair(i int) bool {
	t := n.tokens[i]
	if !(t.title || n.whispering || n.shouting || t.upper) || t.base != t.fold {
		return false
	}
	k := i + 1
	if n.initial(k) && n.at(k).gap == space {
		if k++; n.at(k).sign == '.' {
			k++
		}
	}
	hyphen := n.at(k).sign == '-' && n.at(k).gap == joined && n.at(k+1).gap == joined && n.at(k+1).title
	if hyphen && n.at(k+2).gap == space {
		k += 2
	}
	u := n.at(k)
	if u.shape != word || u.gap == joined || u.gap == paragraph || !n.freeAt(k) || !(u.title || n.whispering || n.shouting || u.upper && t.upper || u.upper && u.is.has(listFamily) && len(u.fold) > 3) {
		if n.particles(k) == 0 || !t.is.has(listGiven) {
			return false
		}
	}
	if !n.pairs(t, u, i) || n.medical(i, k) && (n.eponyms(i, k) || t.is.has(listEponym)) {
		return false
	}
	return n.claimName(i, n.name(i, likely), 0.85)
}

// pairs tells whether two words together are a name.
func (n *note) pairs(t, u token, i int) bool {
	plainT, plainU := !t.is.any(vocable), !u.is.any(vocable)
	if t.is.any(setOf(listLabel, listTitle, listMonth)) || u.is.any(setOf(listLabel, listMonth, listWeekday)) {
		return false
	}
	switch {
	case !plainT && t.title && n.at(i+1).gap == space && n.stranger(i+1) && !t.is.any(setOf(listClinical, listHead, listDrug, listRole, listKin, listField, listWide, listHospital, listStreet, listRecord, listAge, listToponym, listTownBefore, listPerson)):
		return !n.opening(i) || n.at(i+2).is.any(setOf(listSpeech, listBeing, listLabel)) || n.at(i+2).sign == ','
	case plainT && len(t.fold) > 2 && t.title && n.stranger(i) && (n.surnamed(i+1) || u.title && u.is.has(listGiven) && !u.is.any(vocable)):
		return true
	case (n.whispering || n.shouting) && t.title && plainT && (n.stranger(i) || t.is.has(listGiven)) && u.is.has(listFamily) && !u.is.any(setOf(listClinical, listHead, listDrug, listHospital, listStreet, listEponym)):
		return true
	case t.is.has(listEponym) && t.title && n.at(i+1).gap == space && n.stranger(i+1):
		return true
	case t.is.has(listGiven) && plainU && t.title && u.title && !u.is.any(setOf(listEponym, listToponym, listTown)) && !n.whispering && !n.shouting:
		return true
	case t.is.has(listGiven) && (u.is.has(listFamily) || plainU || u.is.has(listGiven)):
		return (plainT || !n.opening(i) || u.is.has(listFamily) && !u.is.has(listOrdinary)) && (!t.is.has(listOrdinary) || !n.whispering) && !n.shoutedWord(t, u)
	case n.shouting && plainT && plainU && len(t.fold) > 3 && len(u.fold) > 3 && !t.is.any(setOf(listEponym, listToponym, listTown)) && !u.is.any(setOf(listEponym, listToponym, listTown)):
		return true
	case n.whispering, n.shouting, n.rules.NounsCapitalised:
		return t.is.has(listFamily) && plainT && u.is.has(listGiven) && plainU
	case u.is.has(listFamily) && !u.is.any(setOf(listOrdinary)) && plainT && !t.is.has(listEponym):
		return true
	case u.is.has(listFamily) && t.title && u.title && !n.opening(i) && n.at(i-1).shape == word && !n.at(i-1).title && !u.is.any(setOf(listClinical, listHead, listHospital, listWard, listRole, listKin, listDrug)):
		return !t.is.any(setOf(listClinical, listHead, listDrug, listRole, listKin, listWide, listEponym, listToponym, listHospital, listHospitalBefore, listWard, listWardOrdinary, listDepartment)) && (!u.is.has(listEponym) || !plainT)
	case plainT && plainU && t.title && u.title && !t.is.any(setOf(listEponym, listToponym, listTown)) && !u.is.any(setOf(listEponym, listToponym, listTown)):
		return len(t.fold) > 2
	}
	return false
}

// surnamed tells whether token k, a word of the language, is the family name behind an unknown given one: it is a family
// name, too, or a sign, a verb or "and" follows.
func (n *note) surnamed(k int) bool {
	u, after := n.at(k), n.at(k+1)
	if !u.title || u.shape != word || u.gap != space || n.cueBefore(k, setOf(listTreating), 4) || u.is.any(setOf(listLabel, listClinical, listHead, listField, listRole, listKin, listRecord, listTitle, listMonth, listWeekday, listDrug, listHospital, listStreet, listWard, listWide, listTownBefore)) {
		return false
	}
	return u.is.has(listFamily) || after.sign == ',' || after.sign == '.' || after.fold == "and" || after.is.any(setOf(listSpeech, listBeing))
}

// shoutedWord tells whether a pair is too common to be believed in a note without case.
func (n *note) shoutedWord(t, u token) bool {
	return (n.whispering || n.shouting) && (t.is.any(vocable) || u.is.any(vocable))
}

// findActing finds a word that does what only people do: "Adaobi denies", "Adaobi is a 34-year-old", "Adaobi, 34,".
func (n *note) findActing(i int) bool {
	t := n.tokens[i]
	listed := t.is.any(known)
	if n.rules.NounsCapitalised && (!listed || t.is.any(vocable)) {
		return false
	}
	if !t.title || len(t.fold) < 3 || t.is.any(setOf(listLabel, listTitle, listMonth, listWeekday, listKin, listRole, listClinical, listDrug, listWide, listToponym)) || t.is.any(vocable) && !(listed && n.personal(t)) {
		return false
	}
	k := i + 1
	if n.at(k).sign == ':' && n.at(k).gap == joined && (t.is.has(listGiven) || n.at(k+1).is.has(listSpeech)) && !t.is.has(listEponym) {
		return n.claimName(i, i, 0.75)
	}
	if n.at(k).sign == ',' {
		k++
		if a := n.at(k); a.shape == number && len(a.fold) <= 3 && (n.at(k+1).sign == ',' || n.at(k+1).sign == ')' || n.at(k+1).sign == '.' && n.at(k+2).gap != joined || n.aged(k)) || a.shape == mixed && ageShape(a) {
			return n.claimName(i, i, 0.85)
		}
		return false
	}
	if n.at(k).sign == '(' && (n.aged(k+1) || n.at(k+1).shape == mixed && ageShape(n.at(k+1)) || n.endsAt(k+1).any(cueLists) || n.at(k+1).is.any(setOf(listKin, listRole)) || n.at(k+1).is.has(listGiven) && n.nameable(k+1, likely) || n.at(k+1).title && !n.at(k+1).is.any(vocable) && n.at(k+2).is.has(listBeing)) {
		return n.claimName(i, i, 0.85)
	}
	v := n.at(k)
	if v.shape != word || v.gap == paragraph || v.title {
		return false
	}
	switch {
	case t.is.has(listEponym) && !t.is.has(listGiven) && strings.HasSuffix(v.fold, "ed"):
		return false
	case (v.fold == "to" || v.fold == "will") && n.at(k+1).is.has(listTask), v.fold == "from" && !strings.HasSuffix(t.fold, "ed") && n.at(k+1).title && (!n.at(k+1).is.any(vocable) || n.at(k+1).is.has(listTownBefore)), v.fold == "and" && (n.at(k+1).fold == "i" || n.at(k+1).fold == "we"), v.fold == "in" && n.at(k+1).fold == "bed":
	case v.is.has(listSpeech) && (v.fold != "to" && v.fold != "will" && v.fold != "can" || listed) && (!t.is.has(listEponym) || v.fold != "reported"):
	case v.is.has(listBeing) && n.at(k+1).is.has(listBeingThen) && (listed || n.humanly(k+1)):
	default:
		return false
	}
	return n.claimName(i, i, 0.82)
}

// findLabelled finds one to three capitalised words in front of a relation or a role in brackets: "Promise Gal (brother)".
func (n *note) findLabelled(i int) bool {
	last := i
	for last < i+5 && n.freeAt(last+1) && (n.at(last+1).shape == word && n.at(last+1).gap == space && n.cased(last+1) || n.at(last+1).sign == '.' && n.initial(last)) {
		last++
	}
	t, role := n.at(i), n.at(last+2)
	if !n.cased(i) || n.at(last+1).sign != '(' || !role.is.any(setOf(listKin, listRole, listPerson)) || role.title || n.at(last+3).sign != ')' {
		return false
	}
	if t.is.any(setOf(listLabel, listRole, listKin, listClinical, listHead, listDrug, listTitle)) || last == i && (t.is.any(vocable) && !t.is.has(listGiven) || t.is.any(setOf(listEponym, listToponym))) {
		return false
	}
	return n.claimName(i, last, 0.85)
}

// cased tells whether token i is written as names are: with a capital, or, where capitals say nothing, as no word of the
// language.
func (n *note) cased(i int) bool {
	t := n.at(i)
	if n.whispering || n.shouting {
		return !t.is.any(vocable) && (len(t.fold) > 2 || len(t.fold) == 1) && t.shape == word
	}
	return t.title
}

// personal tells whether an ordinary word is a given name first.
func (n *note) personal(t token) bool {
	return t.is.has(listGiven) && !t.is.any(setOf(listClinical, listHead, listDrug, listStreet, listMonth, listHospital)) && len(t.fold) > 2 && t.fold != "will"
}

// humanly tells whether what follows "is" or "was" at token k is said of people only.
func (n *note) humanly(k int) bool {
	t := n.at(k)
	switch t.fold {
	case "a", "an", "the", "in", "well", "very", "been", "again", "not", "present", "to", "found", "due", "known", "reviewed", "also", "already", "still", "now", "taken", "his", "her", "their", "my", "our", "both", "identified", "on", "with", "at", "from", "under", "unable", "able", "referred":
		for j := k; j < k+4; j++ {
			if u := n.at(j); j > k && u.is.has(listSpeech) && !u.is.has(listBeingThen) || u.shape == number && n.aged(j) || u.is.any(setOf(listKin, listRole)) || u.shape == mixed && ageShape(u) || u.fold == "woman" || u.fold == "man" || u.fold == "lady" || u.fold == "gentleman" || u.fold == "boy" || u.fold == "girl" {
				return true
			}
		}
		return false
	}
	return true
}

// findListed finds a listed name that stands alone in the middle of a sentence.
func (n *note) findListed(i int) bool {
	t := n.tokens[i]
	if !t.is.any(known) || t.is.any(setOf(listLabel, listTitle)) || len(t.fold) < 3 || n.medical(i, i) && t.is.any(setOf(listEponym, listToponym)) {
		return false
	}
	given := t.is.has(listGiven)
	switch {
	case n.whispering:
		return given && !t.is.any(vocable) && !t.is.any(setOf(listEponym, listToponym, listTown)) && n.claimName(i, i, 0.7)
	case n.shouting, t.upper && len(t.fold) > 3:
		return !t.is.any(vocable) && !t.is.any(setOf(listEponym, listToponym, listTown)) && n.claimName(i, i, 0.7)
	case !t.title, t.is.any(vocable), t.is.any(setOf(listEponym, listToponym)):
		return false
	}
	return n.claimName(i, n.name(i, weak), 0.75)
}

// findStrange finds a capitalised word in the middle of a sentence that is of no language and no list of medicine, where the
// words beside it make a person likely.
func (n *note) findStrange(i int) bool {
	t := n.tokens[i]
	if t.title && t.is.has(listParticle) && n.at(i+1).sign == '-' && n.at(i+1).gap == joined && n.stranger(i+2) && !n.opening(i) {
		return n.claimName(i, n.name(i+2, likely), 0.7)
	}
	owner := t.base != t.fold && n.at(i+1).is.any(setOf(listBelonging, listKin))
	given := t.is.has(listGiven) && t.is.has(listEponym) && !n.opening(i) && t.base == t.fold
	if n.rules.NounsCapitalised || !t.title || len(t.fold) < 3 || t.is.any(vocable) || t.is.any(setOf(listEponym, listToponym, listTown)) && !given || n.opening(i) && !owner || n.medical(i, i) && (t.base == t.fold || !n.at(i+1).is.has(listBelonging)) {
		return false
	}
	if t.gap == joined || n.at(i+1).sign == '-' && n.at(i+1).gap == joined && !n.stranger(i+2) || n.at(i-1).shape == mixed {
		return false
	}
	before, after := n.at(i-1), n.at(i+1)
	treated := n.cueBefore(i, setOf(listTreating), 3) && !(before.fold == "to" && n.at(i-2).fold == "given")
	switch {
	case owner, t.base != t.fold && after.shape == word && !after.is.has(listHead):
	case before.sign == ',' && (after.sign == ',' || after.is.any(setOf(listBeing))) && n.cueBefore(i, setOf(listPerson, listKin), 4):
	case before.shape == word && !before.title && !before.upper && !treated && !n.doseAfter(i):
	case after.sign == '(' && n.endsAt(i+2).any(cueLists):
	default:
		return false
	}
	return n.claimName(i, n.name(i, likely), 0.6)
}

// doseAfter tells whether a dose follows token i: what has one is a drug.
func (n *note) doseAfter(i int) bool {
	s := n.at(i + 1).shape
	return s == number || s == mixed
}
