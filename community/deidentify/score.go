package deidentify

import "slices"

// Author is what a text's author's profile tells about where and when something happened.
type Author struct {
	Language string // BCP 47
	Named    bool   // shown by name, not by pseudonym
	Place    string // town or region on the profile, "" when none
	Hospital string // institution on the profile, "" when none
	Small    bool   // an institution or a place so small that few patients come into question
}

// Level is what a score asks for.
type Level int

// Below the first threshold a text passes; a warning shows why; a hold sends it to a reviewer.
const (
	Passes Level = iota
	Warns
	Holds
)

// The thresholds of [Score]. One trait seldom identifies; "last night", a plane crash and a named author at a small
// hospital do. Weights stand in the languages' data files.
const (
	warnFrom = 4
	holdFrom = 8
)

// Risk is how far a text narrows the circle although nothing in it is an identifier.
type Risk struct {
	Score  int
	Level  Level
	Traits []Trait
}

// Trait is one thing that narrows the circle.
type Trait struct {
	Start, End int    // bytes of the text; both 0 when it is about the author
	Reason     string // catalogue key, "gate.quasi.…"
	Weight     int
}

// Weights of what is not a phrase of the data files.
const (
	exactAge   = 1
	smallPlace = 3
	authorNow  = 3 // a time that is now, by an author whose place is known
	authorHere = 2 // "our hospital", by an author whose place is known
)

// Score weighs quasi-identifiers: exact age, rare disease, small place, office, event, family, mechanism, time, and what the
// author's profile adds (of care stories that named nobody, a third was recognised by family or friends: JMIR
// 2020;22(9):e19746). The same kind of trait counts once.
func Score(text string, a Author) Risk {
	n := read(text, Options{Language: a.Language})
	n.keepPlaceholders()
	n.keepReferences()
	n.findDates()
	n.findAges()
	n.findPlaces()
	var r Risk
	for _, e := range n.entries {
		if e.list == listTrait {
			t := n.rules.Traits[e.trait]
			r.add(n.trait(e.first, e.last, t.Reason, t.Weight))
		}
	}
	for _, m := range n.found {
		switch {
		case m.reason == "gate.quasi.age":
			r.add(n.trait(m.first, m.last, m.reason, exactAge))
		case m.category == Place && m.say == "place":
			r.add(n.trait(m.first, m.last, "gate.quasi.place", smallPlace))
		case m.category == Date && m.when.again:
			r.add(n.trait(m.first, m.last, "gate.quasi.now", 2))
		}
	}
	n.locate(a, &r)
	r.Level = level(r.Score)
	return r
}

func level(score int) Level {
	switch {
	case score >= holdFrom:
		return Holds
	case score >= warnFrom:
		return Warns
	}
	return Passes
}

func (n *note) trait(first, last int, reason string, weight int) Trait {
	return Trait{Start: int(n.from[n.tokens[first].start]), End: int(n.upto[n.tokens[last].end-1]), Reason: reason, Weight: weight}
}

// add counts a trait; of the same kind only the first one adds to the score.
func (r *Risk) add(t Trait) {
	again := slices.ContainsFunc(r.Traits, func(o Trait) bool { return o.Reason == t.Reason })
	if slices.Contains(r.Traits, t) {
		return
	}
	r.Traits = append(r.Traits, t)
	if !again {
		r.Score += t.Weight
	}
}

// locate adds what the author's profile gives away: a named author with an institution places "last night".
func (n *note) locate(a Author, r *Risk) {
	if !a.Named || a.Place == "" && a.Hospital == "" {
		return
	}
	small := 0
	if a.Small {
		small = 1
	}
	if slices.ContainsFunc(r.Traits, func(t Trait) bool { return t.Reason == "gate.quasi.now" }) {
		r.add(Trait{Reason: "gate.quasi.authornow", Weight: authorNow + small})
	}
	for i := range n.tokens {
		if n.ends[i].has(listHere) {
			r.add(Trait{Reason: "gate.quasi.authorhere", Weight: authorHere + small})
			return
		}
	}
}
