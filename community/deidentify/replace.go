package deidentify

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Apply writes text with the replacements of the findings it is given, which must come from Find on the same text. What
// overlaps, lies outside the text or has no replacement is left as it is. Finding again in the result finds nothing that
// blocks.
func Apply(text string, accepted []Finding) string {
	accepted = slices.Clone(accepted)
	slices.SortFunc(accepted, func(a, b Finding) int { return a.Start - b.Start })
	var b strings.Builder
	at := 0
	for _, f := range accepted {
		if f.Start < at || f.End <= f.Start || f.End > len(text) || f.Replacement == "" {
			continue
		}
		b.WriteString(text[at:f.Start])
		b.WriteString(f.Replacement)
		at = f.End
	}
	b.WriteString(text[at:])
	return b.String()
}

// replacement is what could stand in a match's place.
func (n *note) replacement(m match) string {
	say := n.rules.Replace
	switch {
	case m.category == Quasi && m.say == "band":
		return fmt.Sprintf(say["band"], m.band, m.band+banding-1)
	case m.category == Date && m.say == "date":
		return n.dayFor(m.when)
	}
	return say[m.say]
}

// dayFor counts from the anchor, or from the earliest full date of the note: "Day +3". What cannot be counted keeps its year.
func (n *note) dayFor(w moment) string {
	say := n.rules.Replace
	switch {
	case w.birth:
		return say["birth"]
	case w.again && w.month > 0:
		return say["month"]
	case w.again:
		return say["weekday"]
	case w.day == 0 && w.year > 0:
		return fmt.Sprint(w.year)
	}
	zero, known := n.dayZero()
	if w.year == 0 && known {
		w.year = nearestYear(w, zero)
	}
	if !known || w.year == 0 {
		return say["date"]
	}
	date := time.Date(w.year, time.Month(w.month), w.day, 0, 0, 0, 0, time.UTC)
	days := int(date.Sub(zero).Hours() / 24)
	if days == 0 {
		return say["day0"]
	}
	return fmt.Sprintf(say["day"], days)
}

// dayZero is the day that others are counted from. Days of birth are none.
func (n *note) dayZero() (zero time.Time, known bool) {
	if a := n.options.Anchor; !a.IsZero() {
		return time.Date(a.Year(), a.Month(), a.Day(), 0, 0, 0, 0, time.UTC), true
	}
	for _, d := range n.days {
		if !d.birth && (!known || d.Before(zero)) {
			zero, known = d.Time, true
		}
	}
	return zero, known
}

// nearestYear is the year that brings a day and month closest to a date.
func nearestYear(w moment, to time.Time) int {
	best, distance := to.Year(), time.Duration(1<<62)
	for year := to.Year() - 1; year <= to.Year()+1; year++ {
		d := time.Date(year, time.Month(w.month), w.day, 0, 0, 0, 0, time.UTC).Sub(to).Abs()
		if d < distance {
			best, distance = year, d
		}
	}
	return best
}
