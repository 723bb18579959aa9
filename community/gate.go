package community

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"consilium/community/deidentify"
)

// Passage is one text with the field of the form it stands in. Of pictures and other
// things of which there are several the field ends in "_N", N from 1.
type Passage struct{ Field, Text string }

// InspectOptions say what is known about passages beside their words. The zero value
// reads them as strictly as a case.
type InspectOptions struct {
	// Language is a BCP 47 tag; "" reads as English.
	Language string
	// Kind is deidentify.Case for a case and everything below one.
	Kind deidentify.Kind
	// Own is let through: the author's own addresses, members who are mentioned.
	Own []string
	// Author is what the author's profile gives away.
	Author deidentify.Author
	// Anchor is day 0; zero for the earliest full date of all passages.
	Anchor time.Time
}

// Concern is a finding in one of several passages. Start and End count in it.
type Concern struct {
	Field string
	// Text is what was found, Line the line of the passage it stands in, from 1.
	Text string
	Line int
	deidentify.Finding
}

// Trait is what narrows the circle of patients without being an identifier. Field is
// "" when it is about the author.
type Trait struct {
	Field, Text string
	deidentify.Trait
}

// Inspection is what the rules noticed in passages. It holds the very words: it is for
// the author and for who reviews, and never for a log.
type Inspection struct {
	Passages []Passage
	Concerns []Concern
	// Traits add up to Risk.
	Traits []Trait
	Risk   deidentify.Level
	// Anchor is the day replacements count from; zero for none.
	Anchor time.Time
}

// Blocked says whether something has to go, Held whether somebody else has to look,
// Warned whether there is a hint.
func (i Inspection) Blocked() bool { return i.has(deidentify.Block) }

// Held says whether somebody else has to look.
func (i Inspection) Held() bool { return i.has(deidentify.Hold) || i.Risk == deidentify.Holds }

// Warned says whether there is a hint for the author.
func (i Inspection) Warned() bool { return i.has(deidentify.Warn) || i.Risk == deidentify.Warns }

// Stops says whether the passages cannot be published as they are.
func (i Inspection) Stops() bool { return i.Blocked() || i.Held() }

func (i Inspection) has(s deidentify.Severity) bool {
	return slices.ContainsFunc(i.Concerns, func(c Concern) bool { return c.Severity == s })
}

// Shown names what an author is told, so that a hint that was shown is not shown
// again: see Clearance.Seen.
func (i Inspection) Shown() string {
	told := []string{fmt.Sprint(i.Risk)}
	for _, c := range i.Concerns {
		told = append(told, c.Field, c.Reason, c.Text)
	}
	for _, t := range i.Traits {
		told = append(told, t.Field, t.Reason, t.Text)
	}
	return digest(told...)
}

// Categories counts the concerns of each category: what may be remembered of an
// inspection.
func (i Inspection) Categories() map[deidentify.Category]int {
	counts := map[deidentify.Category]int{}
	for _, c := range i.Concerns {
		counts[c.Category]++
	}
	return counts
}

// between stands between passages that are read as one: nothing is found across it.
const between = "\n\n"

// Inspect looks for identifiers in passages that belong together: days are counted
// from the same day 0 in all of them, and a name that is plain in one is known in the
// others.
func Inspect(passages []Passage, o InspectOptions) Inspection {
	whole, starts := joined(passages)
	i := Inspection{Passages: passages, Anchor: o.Anchor}
	rules := deidentify.Options{Language: o.Language, Kind: o.Kind, Own: o.Own, Anchor: o.Anchor}
	if i.Anchor.IsZero() {
		i.Anchor = deidentify.DayZero(whole, rules)
		rules.Anchor = i.Anchor
	}
	together := deidentify.Find(whole, rules)
	for k, p := range passages {
		for _, f := range deidentify.Find(p.Text, rules) {
			i.Concerns = append(i.Concerns, p.concern(f))
		}
		i.addJoint(together, p, starts[k])
	}
	i.Concerns = slices.DeleteFunc(i.Concerns, Concern.passesAsEvidence)
	i.sort()
	if o.Kind == deidentify.Case {
		i.weigh(whole, starts, o.Author)
	}
	return i
}

// joined puts passages into one text and says where each begins in it.
func joined(passages []Passage) (whole string, starts []int) {
	var text strings.Builder
	for _, p := range passages {
		starts = append(starts, text.Len())
		text.WriteString(p.Text + between)
	}
	return text.String(), starts
}

// concern places a finding of a passage.
func (p Passage) concern(f deidentify.Finding) Concern {
	return Concern{Field: p.Field, Text: p.Text[f.Start:f.End], Line: 1 + strings.Count(p.Text[:f.Start], "\n"), Finding: f}
}

// addJoint adds what was found in a passage only because the others were read with it.
func (i *Inspection) addJoint(found []deidentify.Finding, p Passage, start int) {
	for _, f := range found {
		f.Start, f.End = f.Start-start, min(f.End-start, len(p.Text))
		if f.Start < 0 || f.Start >= f.End {
			continue
		}
		known := slices.ContainsFunc(i.Concerns, func(c Concern) bool {
			return c.Field == p.Field && c.Start < f.End && f.Start < c.End
		})
		if !known {
			i.Concerns = append(i.Concerns, p.concern(f))
		}
	}
}

// sort puts the concerns in the order of the passages.
func (i *Inspection) sort() {
	place := map[string]int{}
	for k, p := range i.Passages {
		place[p.Field] = k
	}
	slices.SortStableFunc(i.Concerns, func(a, b Concern) int {
		return cmp.Or(cmp.Compare(place[a.Field], place[b.Field]), cmp.Compare(a.Start, b.Start))
	})
}

// weigh says how far the passages narrow the circle, taken together.
func (i *Inspection) weigh(whole string, starts []int, author deidentify.Author) {
	risk := deidentify.Score(whole, author)
	i.Risk = risk.Level
	if risk.Level == deidentify.Passes {
		return
	}
	for _, t := range risk.Traits {
		trait := Trait{Trait: t}
		for k, p := range i.Passages {
			if from, to := t.Start-starts[k], t.End-starts[k]; t.End > 0 && from >= 0 && to <= len(p.Text) {
				trait.Field, trait.Text, trait.Start, trait.End = p.Field, p.Text[from:to], from, to
			}
		}
		i.Traits = append(i.Traits, trait)
	}
}
