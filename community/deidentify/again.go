package deidentify

// findAgain finds later (and earlier) mentions of the names that were found: once known, a name is one wherever it stands,
// unless it is part of a term there ("Dr Parkinson", "Parkinson's disease").
func (n *note) findAgain() {
	names := map[string]bool{} // word → whether it is one of the language, too
	for _, m := range n.found {
		if m.category != Name || m.confidence < 0.7 {
			continue
		}
		for i := m.first; i <= m.last; i++ {
			if t := n.tokens[i]; t.shape == word && len(t.base) > 2 && !t.is.any(setOf(listParticle, listTitle, listLabel, listSuffix)) {
				names[t.base] = t.is.any(vocable)
			}
		}
	}
	if len(names) == 0 {
		return
	}
	for i, t := range n.tokens {
		common, again := names[t.base]
		if !again || n.state[i] != free || n.medical(i, i) && (t.is.any(setOf(listEponym, listToponym)) || t.base != t.fold) {
			continue
		}
		if common && (!t.title && !t.upper || n.opening(i) && !n.at(i+1).is.any(setOf(listBeing, listSpeech)) || t.is.any(setOf(listMonth, listClinical, listHead, listDrug))) || !t.title && !t.upper && t.is.any(vocable) {
			continue
		}
		n.claim(match{first: i, last: i, category: Name, confidence: 0.85, reason: "gate.reason.again"})
	}
}

// findJoined finds names that stand beside one: "Maja and Orla", "Kallio, Mohrtown".
func (n *note) findJoined() {
	for k := 0; k < len(n.found); k++ { // what is found is joined to, in turn
		m := n.found[k]
		if m.category != Name || n.rules.NounsCapitalised {
			continue
		}
		join := n.at(m.last + 1)
		if (join.fold == "and" || join.sign == '&' || join.sign == ',') && n.beside(m.last+2) {
			n.claimName(m.last+2, n.name(m.last+2, likely), 0.7)
		}
		if n.at(m.first-1).fold == "and" && n.beside(m.first-2) && n.at(m.first-3).shape == word {
			n.claimName(m.first-2, m.first-2, 0.7)
		}
	}
}

// beside tells whether token i can be a name next to another.
func (n *note) beside(i int) bool {
	t := n.at(i)
	return n.freeAt(i) && t.title && len(t.fold) > 2 && t.gap <= line && !n.opening(i) && n.nameable(i, likely) && !t.is.any(setOf(listEponym, listToponym)) && (!t.is.any(vocable) || t.is.has(listGiven)) && !n.medical(i, i)
}

// findPictures finds mentions of biometric records and of photographs of a whole face (45 CFR 164.514(b)(2)(i)(P), (Q)).
func (n *note) findPictures() {
	for i := range n.tokens {
		switch {
		case n.state[i] != free:
		case n.tokens[i].is.has(listBiometric):
			n.claim(match{first: i, last: i, category: Biometric, confidence: 0.5})
		case n.begins[i].has(listBiometric):
			n.claim(match{first: i, last: n.entryEnd(i, listBiometric), category: Biometric, confidence: 0.5})
		case n.tokens[i].is.has(listFace):
			n.claim(match{first: i, last: i, category: Face, confidence: 0.5})
		case n.begins[i].has(listFace):
			n.claim(match{first: i, last: n.entryEnd(i, listFace), category: Face, confidence: 0.5})
		}
	}
}

// findQuasi hints at words that tie a text to now.
func (n *note) findQuasi() {
	for _, e := range n.entries {
		if e.list == listTrait && n.rules.Traits[e.trait].Reason == "gate.quasi.now" {
			n.claim(match{first: e.first, last: e.last, category: Quasi, confidence: 0.5, reason: "gate.quasi.now", say: "recently"})
		}
	}
}
