package deidentify

import "strings"

// findTown claims a town that the list has and the words around do not contradict, or any capitalised word where a place
// is expected.
func (n *note) findTown(i int) {
	t := n.tokens[i]
	if t.shape != word || n.at(i-1).sign == '@' {
		return
	}
	last, listed := n.townEnd(i)
	capital := t.title || t.upper && (n.shouting || len(t.fold) > 3) || n.whispering
	cued := n.residence(i)
	switch {
	case !capital || n.medical(i, last) || n.titleBefore(i) || n.initial(i+1) && n.at(i+2).sign == '.':
	case listed && n.linked(i):
		n.claimTown(i, n.townTail(i), 0.65)
	case listed && (cued || n.inside(i) || n.afterPlace(i) || n.at(last+1).upper && n.at(last+1).is.has(listState)):
		n.claimTown(i, last, 0.75)
	case listed && n.at(i-1).is.has(listToward) && t.title && !t.is.has(listOrdinary):
		n.claimTown(i, last, 0.65)
	case listed && !t.is.any(setOf(listOrdinary, listFamily, listGiven, listToponym, listEponym)) && (t.title || n.shouting):
		n.claimTown(i, last, 0.65)
	case listed && last > i && (t.title || n.whispering):
		n.claimTown(i, last, 0.65)
	case cued && n.strange(i) && !t.is.has(listGiven):
		n.claimTown(i, n.townTail(i), 0.65)
	case n.inside(i) && n.strange(i) && (!t.is.any(setOf(listGiven, listEponym, listToponym)) || t.is.has(listTownBefore)):
		n.claimTown(i, n.townTail(i), 0.6)
	case n.linked(i):
		n.claimTown(i, n.townTail(i), 0.65)
	case n.afterPlace(i) && n.strange(i) && !t.is.has(listEponym) && (t.gap != line || !t.is.has(listOrdinary)):
		n.claimTown(i, n.townTail(i), 0.65)
	case n.beforeState(i) && n.strange(i):
		n.claimTown(i, n.townTail(i), 0.65)
	}
}

func (n *note) claimTown(first, last int, sure float64) {
	n.claim(match{first: first, last: last, category: Place, confidence: sure, say: "place"})
}

// townEnd returns the last token of a listed town that begins at token i.
func (n *note) townEnd(i int) (last int, listed bool) {
	if n.begins[i].has(listTown) {
		return n.entryEnd(i, listTown), true
	}
	return i, n.tokens[i].is.has(listTown)
}

// townTail takes the capitalised words along that follow an unknown town's first: "Great Wenlow", "Stoke-sub-Hamden".
func (n *note) townTail(i int) int {
	last := i
	if next := n.at(i + 1); n.at(i).is.has(listTownBefore) && next.title && next.shape == word && next.gap <= line && n.freeAt(i+1) && !next.is.any(setOf(listHospital, listClinical, listLabel)) {
		last++
	}
	for last < i+9 {
		t := n.at(last + 1)
		hyphen := t.sign == '-' && t.gap == joined && n.at(last+2).gap == joined && n.at(last+2).shape == word
		particle := t.shape == word && t.gap == space && !t.title && t.is.any(setOf(listParticle, listTownLink)) && n.at(last+2).title && n.at(last+2).gap == space && (!n.at(last+2).is.any(vocable) || !t.is.has(listOrdinary)) && t.fold != "in" && t.fold != "on" && t.fold != "with"
		double := t.gap == space && t.is.has(listTownLink) && n.at(last+2).is.has(listParticle) && n.at(last+3).title && n.at(last+3).gap == space
		tail := t.shape == word && t.gap == space && !t.title && !t.upper && !t.is.any(vocable) && len(t.fold) > 4 && !n.whispering && !n.shouting && (!n.tokens[i].is.has(listOrdinary) || strings.Contains(t.fold, "'")) && n.freeAt(last+1) // "nell'Emilia", "terme"
		switch {
		case double && n.freeAt(last+2) && n.freeAt(last+3):
			last += 3
		case tail:
			last++
		case hyphen && n.freeAt(last+2), particle && n.freeAt(last+2):
			last += 2
		case t.shape == word && (t.gap == space || t.gap == line && last == i && n.tokens[i].is.has(listTownBefore)) && t.title && n.freeAt(last+1) && (!t.is.any(vocable) || t.is.has(listStreetWeak) || t.is.has(listTown)):
			last++
		default:
			return last
		}
	}
	return last
}

// strange tells whether token i is a capitalised word that is none of the language or of medicine, or one that is but
// stands where only a name can ("lives in Reading").
func (n *note) strange(i int) bool {
	t := n.tokens[i]
	if n.rules.NounsCapitalised {
		return false
	}
	if !t.title {
		return false
	}
	if next := n.at(i + 1); t.is.has(listTownBefore) && next.title && next.gap <= line && next.shape == word && !next.is.any(setOf(listWide, listHospital, listDepartment, listWardOrdinary, listClinical)) {
		if !next.is.any(vocable) && !next.is.any(setOf(listEponym, listToponym)) || n.residence(i) || n.inside(i) || n.afterPlace(i) {
			return true
		}
	}
	if len(t.fold) < 3 || t.is.any(setOf(listClinical, listHead, listDrug, listWide, listTitle, listMonth, listWeekday, listLabel, listRole, listKin, listField)) {
		return false
	}
	return !t.is.has(listOrdinary) || t.is.has(listTown) || n.at(i+1).title && !n.at(i+1).is.any(vocable) && n.at(i+1).gap == space
}

// linked tells whether token i begins a name like "Stow-on-the-Wold" or "Saint-Nazaire", or one like "Fort Wenlow" after a comma.
func (n *note) linked(i int) bool {
	t, next := n.at(i), n.at(i+2)
	if !t.title || t.is.any(setOf(listClinical, listDrug)) {
		return false
	}
	if n.at(i+1).sign == '-' && n.at(i+1).gap == joined && next.gap == joined && next.shape == word {
		link := !next.title && next.is.has(listTownLink) && n.at(i+3).sign == '-'
		return link || t.is.has(listTownBefore) && len(t.fold) > 4 && next.title && !next.is.any(vocable)
	}
	return t.is.has(listTownBefore) && !n.opening(i) && n.at(i-1).sign != '.' && t.fold != "the" && (n.strange(i) || n.at(i+1).is.any(known) && n.at(i+1).title && !n.at(i+1).is.any(vocable)) && len(t.fold) > 2 && n.at(i+1).gap <= line
}

// residence tells whether words before token i say that a place follows.
func (n *note) residence(i int) bool {
	return n.endsAt(i-1).has(listResidence) || n.at(i-1).fold == "the" && n.endsAt(i-2).has(listResidence)
}

func (n *note) inside(i int) bool { return n.at(i-1).is.has(listInside) && n.at(i).gap <= line }

// afterPlace tells whether token i follows another place and a comma, or a place and "to", as in an address.
func (n *note) afterPlace(i int) bool {
	k := i - 1
	if n.at(k).sign == ',' {
		k--
	} else if n.at(i).gap != line && n.at(k).shape != number {
		return false
	}
	if k < 0 || n.state[k] != taken || n.at(i).gap == paragraph {
		return false
	}
	return n.found[n.owner[k]-1].category == Place
}

// beforeState tells whether ", OH" or a postal code follows.
func (n *note) beforeState(i int) bool {
	last := n.townTail(i)
	if n.at(last+1).sign == ',' {
		last++
	}
	t := n.at(last + 1)
	return t.upper && len(t.fold) == 2 && t.is.has(listState) && n.at(last+2).shape == number
}

// medical tells whether the words after a name make it a term: "Lyme disease", "Norwalk virus", "Ann Arbor stage II".
func (n *note) medical(i, last int) bool {
	k := last + 1
	for hops := 0; hops < 3; hops++ {
		t := n.at(k)
		if t.gap > line && k > i || k >= len(n.tokens) {
			return false
		}
		if t.shape == word && t.is.has(listHead) && !(t.title && t.is.any(setOf(listStreet, listHospital))) {
			return true
		}
		if t.sign == '-' || t.fold == "'" || t.shape == word && t.is.any(setOf(listEponym, listToponym)) || hops == 0 && t.shape == word && t.gap == space && len(t.fold) == 1 && t.title && n.at(k+1).sign != '.' && n.at(k+1).sign != ',' {
			k++
			continue
		}
		return n.gradeAt(k) && n.tokens[i].is.any(setOf(listEponym, listToponym))
	}
	return n.at(k).shape == word && n.at(k).is.has(listHead)
}

// gradeAt tells whether token k is a grade: a numeral, or a capital alone.
func (n *note) gradeAt(k int) bool {
	t := n.at(k)
	switch {
	case t.gap != space:
		return false
	case t.shape == number:
		return len(t.fold) <= 3
	case t.shape == mixed:
		return len(t.fold) <= 3
	case t.upper || t.title:
		return len(t.fold) == 1 && t.fold != "j" || t.fold == "ii" || t.fold == "iii" || t.fold == "iv" || t.fold == "vi" || t.fold == "iif" || t.fold == "iib" || t.fold == "iia" || t.fold == "iiib"
	}
	return false
}

func (n *note) titleBefore(i int) bool {
	return n.at(i-1).is.has(listTitle) || n.at(i-1).sign == '.' && n.at(i-2).is.has(listTitle)
}
