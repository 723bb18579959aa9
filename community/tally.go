package community

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// How votes are counted. Whoever looks often, or knows who voted last, must not learn
// from a difference what one person said: while a poll is open the results change
// only when PollStep more votes go in together, never with the newest PollStep, and
// there are none before PollFirst went in. All numbers are bands, so that nothing
// that is not shown comes out by subtraction.
const (
	// PollStep is how many votes are counted at once, and the width of a Band.
	PollStep = 5
	// PollFirst is how many votes have to be counted before an open poll says anything.
	PollFirst = 10
	// leastGuesses is how many values a number that is not shown must at least still
	// be able to have.
	leastGuesses = 3
)

// A Band is how many voted for something, as it is shown: the least of PollStep
// values. 0 is fewer than PollStep.
type Band int

// Withheld stands where even a band would tell too much of the others.
const Withheld Band = -1

// Few says that it is fewer than PollStep.
func (b Band) Few() bool { return b == 0 }

// Withheld says that nothing is said.
func (b Band) Withheld() bool { return b == Withheld }

// Least is the smallest number in the band.
func (b Band) Least() int { return int(b) }

// Most is the largest number in the band.
func (b Band) Most() int { return int(b) + PollStep - 1 }

func bandOf(votes int) Band { return Band(votes - votes%PollStep) }

// PollCell counts the voters of one profession and first specialty who made one
// choice; "" for who is not proved. It is never shown.
type PollCell struct {
	Choice     int // from 0
	Profession Profession
	Specialty  Specialty
	Votes      int
}

// PollGroup is how the voters of one group chose.
type PollGroup struct {
	// Slug is of a profession or specialty; "" for all others together.
	Slug  string
	Bands []Band // by choice
}

// PollResult is what may be said of a poll. Without a Total there are too few votes
// to say anything.
type PollResult struct {
	Total                    []Band // by choice
	Professions, Specialties []PollGroup
	// Others are the diagnoses voters wrote themselves, in no order of theirs.
	Others []string
}

// Tally makes of counted votes what may be shown. How many voted is not said, nor how
// large a group is: groups of fewer than PollStep are part of the others, and there is
// no break-down into a single group.
func Tally(choices int, cells []PollCell) PollResult {
	total := make([]int, choices)
	for _, c := range cells {
		total[c.Choice] += c.Votes
	}
	if slices.Max(total) < PollStep {
		return PollResult{}
	}
	r := PollResult{Total: bandsOf(total)}
	r.Professions = breakDown(r.Total, cells, func(c PollCell) string { return string(c.Profession) })
	r.Specialties = breakDown(r.Total, cells, func(c PollCell) string { return string(c.Specialty) })
	return r
}

// TallyOpen is the Tally while votes are still cast.
func (p Poll) TallyOpen(cells []PollCell) PollResult {
	counted := 0
	for _, c := range cells {
		counted += c.Votes
	}
	if counted < PollFirst {
		return PollResult{}
	}
	return Tally(p.Choices(), cells)
}

func bandsOf(votes []int) []Band {
	bands := make([]Band, 0, len(votes))
	for _, n := range votes {
		bands = append(bands, bandOf(n))
	}
	return bands
}

// breakDown shows the votes by group, or nothing.
func breakDown(total []Band, cells []PollCell, slug func(PollCell) string) []PollGroup {
	votes := map[string][]int{}
	for _, c := range cells {
		if c.Votes == 0 {
			continue
		}
		if votes[slug(c)] == nil {
			votes[slug(c)] = make([]int, len(total))
		}
		votes[slug(c)][c.Choice] += c.Votes
	}
	mergeSmall(votes)
	if len(votes) < 2 {
		return nil
	}
	var groups []PollGroup
	for _, s := range slices.Sorted(maps.Keys(votes)) {
		groups = append(groups, PollGroup{s, bandsOf(votes[s])})
	}
	if groups[0].Slug == "" {
		groups = append(groups[1:], groups[0])
	}
	for choice := range total {
		withhold(total[choice], groups, choice)
	}
	return groups
}

// mergeSmall puts groups of fewer than PollStep voters under "", and the next larger
// ones too until those are enough.
func mergeSmall(votes map[string][]int) {
	sizes := map[string]int{}
	for s, list := range votes {
		for _, n := range list {
			sizes[s] += n
		}
	}
	order := slices.SortedFunc(maps.Keys(votes), func(a, b string) int {
		return cmp.Or(cmp.Compare(sizes[a], sizes[b]), strings.Compare(a, b))
	})
	for _, s := range order {
		if others, some := sizes[""], votes[""] != nil; s == "" || sizes[s] >= PollStep && (!some || others >= PollStep) {
			continue
		}
		if votes[""] == nil {
			votes[""] = make([]int, len(votes[s]))
		}
		for i, n := range votes[s] {
			votes[""][i] += n
		}
		sizes[""] += sizes[s]
		delete(votes, s)
	}
}

// withhold takes a choice out of a break-down when total and bands together leave too
// few values for one of its numbers: five groups with four more than their band each
// make twenty, which no smaller numbers do.
func withhold(total Band, groups []PollGroup, choice int) {
	most := 0
	for _, g := range groups {
		most += g.Bands[choice].Most()
	}
	for _, g := range groups {
		own := g.Bands[choice]
		least := max(int(own), int(total)-(most-own.Most()))
		if own.Most()-least+1 < leastGuesses {
			for _, each := range groups {
				each.Bands[choice] = Withheld
			}
			return
		}
	}
}

// Disclose adds what voters wrote themselves to the result of a poll that is over: only
// when so many did that nobody knows who, each text once, and sorted.
func (r PollResult) Disclose(p Poll, texts []string) PollResult {
	if !p.Other || len(r.Total) == 0 || r.Total[len(p.Options)] < PollStep {
		return r
	}
	fold := func(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) }
	texts = slices.SortedFunc(slices.Values(texts), fold)
	r.Others = slices.CompactFunc(texts, strings.EqualFold)
	return r
}
