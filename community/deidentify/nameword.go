package deidentify

// trust is how much the words before say that a name follows.
type trust int

const (
	weak   trust = iota // nothing says so
	likely              // a relative, a role, "spoke with"
	strong              // a title, a field
)

// nameable tells whether token i can be part of a name, given what announced it.
func (n *note) nameable(i int, by trust) bool {
	t := n.at(i)
	if i < 0 || i >= len(n.tokens) || t.shape != word || !n.freeAt(i) || n.at(i+1).sign == ':' && n.at(i+1).gap == joined && !t.is.any(known) && t.is.any(vocable) {
		return false
	}
	listed := t.is.any(known)
	if t.is.any(setOf(listLabel, listTitle, listMonth, listWeekday)) && !(listed && by == strong && t.title) {
		return false
	}
	common := t.is.any(vocable)
	switch {
	case n.whispering || n.shouting:
		return listed && (!common || by == strong) || !common && len(t.fold) > 1 && by > weak && !t.is.any(setOf(listEponym, listToponym)) || by == strong && (!common || t.is.has(listEponym) && !t.is.any(setOf(listClinical, listHead, listDrug, listRole)))
	case t.upper:
		return by == strong && len(t.fold) > 2 && (listed || !common) || by == likely && listed && !common && len(t.fold) > 2 || by == likely && len(t.fold) > 3 && (listed || !common && !t.is.has(listEponym))
	case !t.title || len(t.fold) < 2:
		return false
	case by == strong:
		return !t.is.any(setOf(listClinical, listDrug, listRole)) || listed
	case n.rules.NounsCapitalised && by < strong: // a capital makes no name there
		return listed && !common
	case by == likely && !listed && common && (n.at(i+1).gap == space && (n.stranger(i+1) || n.initial(i+1) && n.at(i+2).sign == '.' && n.stranger(i+3)) || n.endsAt(i-1).has(listKin) && !n.at(i-1).title && n.at(i-1).shape == word):
		return !t.is.any(setOf(listClinical, listHead, listDrug, listRole, listKin, listField, listWide, listHospital, listStreet, listRecord, listAge))
	case by == likely:
		return listed && (!common || !t.is.any(setOf(listClinical, listHead, listDrug))) || !common
	}
	return listed && !common
}

// stranger tells whether token i is a capitalised word that neither the language nor medicine has.
func (n *note) stranger(i int) bool {
	t := n.at(i)
	return t.title && t.shape == word && len(t.fold) > 2 && n.freeAt(i) && !t.is.any(vocable) && !t.is.any(setOf(listEponym, listToponym, listTown)) && !n.rules.NounsCapitalised && !n.medical(i, i)
}

// initial tells whether token i is a single capital, with or without a dot, inside a name.
func (n *note) initial(i int) bool {
	t := n.at(i)
	return t.shape == word && len(t.fold) == 1 && n.freeAt(i) && (t.title || (n.whispering || n.shouting) && n.at(i+1).sign == '.')
}

// name reads the rest of a name whose first token is i, and returns its last. A name goes over one line break, but not over
// a word that is none.
func (n *note) name(i int, by trust) int {
	last := i
	for words := 1; words < 5; {
		k := last + 1
		t := n.at(k)
		switch {
		case k >= len(n.tokens) || t.gap == paragraph:
			return last
		case t.sign == '.' && n.initial(last) && t.gap == joined:
			last = k
			continue
		case t.sign == '.' && t.gap == joined && len(n.at(last).fold) <= 3 && n.at(last).is.has(listParticle) && n.nameable(k+1, likely):
			last = k + 1
		case t.sign == '-' && t.gap == joined && n.at(k+1).gap == joined && n.at(k+1).shape == word && n.freeAt(k+1) && (n.at(k+1).title || n.at(k+1).upper || n.whispering):
			last = k + 1
		case t.sign == '\'' && t.gap == joined && n.at(k+1).gap == joined && n.at(k+1).title:
			last = k + 1
		case n.initial(k) && t.gap <= line && t.gap != joined && (n.at(k+1).sign == '.' && (t.gap == space || n.nameable(k+2, likely)) || n.nameable(k+1, likely)):
			last = k
		case n.whispering && len(t.fold) == 1 && t.shape == word && t.gap == space && n.at(k+1).sign == '.' && n.nameable(k+2, likely):
			last = k + 1
		case t.shape == word && t.gap != joined && n.particles(k) > 0:
			last = k + n.particles(k)
		case t.gap != joined && (n.continues(k, by, last) || n.surname(i, last, k)):
			last = k
		default:
			return n.tidy(i, last)
		}
		words++
	}
	return n.tidy(i, last)
}

// continues tells whether token k goes on with a name that ends at last.
func (n *note) continues(k int, by trust, last int) bool {
	t := n.at(k)
	upper := n.at(last).upper || n.at(last).sign == '.' && n.at(last-2).upper || n.initial(last) && n.at(last-1).upper
	if t.shape != word || t.upper && !upper && !n.shouting && !(t.is.has(listFamily) && len(t.fold) > 3) {
		return false
	}
	listed := t.is.any(known)
	if n.rules.NounsCapitalised && !listed && !n.at(last).is.has(listGiven) {
		return false
	}
	if t.gap == line && !listed && t.is.any(vocable) {
		return false
	}
	if n.at(last).base != n.at(last).fold || n.at(last).sign == '.' && !n.initial(last-1) { // a possessive ends a name
		return false
	}
	return n.nameable(k, max(by, likely)) && (listed || !t.is.any(vocable)) && !(listed && t.is.has(listOrdinary) && n.medical(k, k) && by < strong)
}

// surname tells whether token k, a word of the language or of medicine, is the family name after one given name: "Heather Graves".
func (n *note) surname(first, last, k int) bool {
	t := n.at(k)
	given := n.at(first).is.has(listGiven) && !n.at(first).is.any(vocable) || n.stranger(first)
	return first == last && given && t.gap == space && t.title && n.freeAt(k) && n.at(first).base == n.at(first).fold && n.at(k+1).sign != ':' &&
		!n.shouting && !n.whispering && !n.medical(k, k) &&
		!t.is.any(setOf(listLabel, listClinical, listHead, listField, listRole, listKin, listRecord, listTitle, listMonth, listWeekday, listDrug, listHospital, listPhone, listBirth, listAged, listSuffix))
}

// particles returns how many tokens from k on are particles of a name and the word they lead to, or 0.
func (n *note) particles(k int) int {
	for c := 0; c < 3; c++ {
		t := n.at(k + c)
		if t.shape != word || t.gap == paragraph {
			return 0
		}
		if c > 0 && n.nameable(k+c, likely) && !t.is.has(listParticle) {
			return c
		}
		if !t.is.has(listParticle) || !n.freeAt(k+c) {
			return 0
		}
	}
	return 0
}

// tidy leaves a dot at the end of a sentence outside.
func (n *note) tidy(first, last int) int {
	if last > first && n.at(last).sign == '.' && !n.initial(last-1) {
		last--
	}
	return last
}

func (n *note) claimName(first, last int, sure float64) bool {
	return n.claim(match{first: first, last: last, category: Name, confidence: sure})
}

// start passes over initials and particles in front of a name: "J. R. Smith", "van der Berg", "Md. Rahman".
func (n *note) start(i int, by trust) (first int, ok bool) {
	k := i
	for c := 0; c < 8; c++ {
		t := n.at(k)
		switch {
		case n.nameable(k, by):
			return i, true
		case k > i && n.at(k-1).is.has(listParticle) && n.at(k-1).shape == word && t.title && n.freeAt(k) && !t.is.any(setOf(listClinical, listHead, listDrug, listLabel)):
			return i, true
		case n.initial(k) && (n.at(k+1).sign == '.' || n.at(k+1).title || n.at(k+1).upper):
			k++
		case n.at(k).sign == '.' && k > i && n.at(k).gap == joined, n.at(k).sign == '-' && k > i:
			k++
		case k < len(n.tokens) && n.at(k).shape == word && n.at(k).is.has(listParticle) && n.freeAt(k) && n.at(k).gap < paragraph:
			k++
			if n.at(k).sign == '\'' {
				k++
			}
		default:
			return i, false
		}
	}
	return i, false
}

// claimFrom claims the name that begins at token i, if one does.
func (n *note) claimFrom(i int, by trust, sure float64) bool {
	first, ok := n.start(i, by)
	if !ok {
		return false
	}
	k := first
	for !n.nameable(k, by) && (n.initial(k) || n.at(k).shape == sign || n.at(k).is.has(listParticle)) {
		k++
	}
	last := n.name(k, by)
	if by < strong && n.medical(first, last) && n.eponyms(first, last) {
		return false
	}
	if first == k && !n.freeAt(k) {
		return false
	}
	return n.claimName(first, last, sure)
}

// eponyms tells whether all words from first to last are names that medicine uses.
func (n *note) eponyms(first, last int) bool {
	for i := first; i <= last; i++ {
		if t := n.at(i); t.shape == word && len(t.fold) > 1 && !t.is.any(setOf(listEponym, listToponym)) {
			return false
		}
	}
	return true
}
