package community

import (
	"cmp"
	"slices"
	"time"
)

// CaseTime is what is measured of one case (C6): moments and numbers, no words and
// nobody's name. The zero time says that something has not happened.
type CaseTime struct {
	Posted time.Time
	// FirstResponse is when somebody other than the author first replied, Accepted when
	// the answer was accepted that is the first accepted now.
	FirstResponse, Accepted time.Time
	// Responses are the replies of others than the author that everybody sees who sees
	// the case.
	Responses   int
	Solved      bool
	Management  Management
	Specialties []Specialty
}

// SmallCell is the number of cases below which a figure is not shown to members: of
// few cases one can tell whose they are (C3, C6).
const SmallCell = 5

// Spread is the middle of durations: the quartiles of Number of them, interpolated
// between neighbours where they fall between two (method 7 of Hyndman and Fan 1996).
type Spread struct {
	Number               int
	Lower, Median, Upper time.Duration
	// Hidden says that there are too few to be shown; the rest is zero then.
	Hidden bool
}

// Measures are the figures of some cases. Responses are those of all cases together;
// Changed, Same and Unknown are of the solved ones, whether the discussion changed
// management.
type Measures struct {
	// Specialty is what they have in common; "" for nothing.
	Specialty                          Specialty
	Cases, Answered, Solved, Responses int
	First, Accepted                    Spread
	Changed, Same, Unknown             int
	Hidden, ManagementHidden           bool
}

// Bin counts the cases of which the first response came before Under and not in an
// earlier bin; Under is 0 for all that came later.
type Bin struct {
	Under time.Duration
	Cases int
}

// CaseMeasures are the figures of cases, of all and by specialty; a case of a part
// counts for the whole too.
type CaseMeasures struct {
	Whole       Measures
	Specialties []Measures // the most cases first
	First       []Bin
}

var bins = []time.Duration{
	15 * time.Minute, 30 * time.Minute, time.Hour, 2 * time.Hour, 4 * time.Hour, 8 * time.Hour, 24 * time.Hour, 72 * time.Hour, 168 * time.Hour, 0,
}

// gathering is a Measures in the making.
type gathering struct {
	Measures
	first, accepted []time.Duration
}

// Measure reckons the figures of cases.
func Measure(cases []CaseTime) CaseMeasures {
	whole, by := gathering{}, map[Specialty]*gathering{}
	made := CaseMeasures{First: make([]Bin, len(bins))}
	for i, under := range bins {
		made.First[i].Under = under
	}
	for _, c := range cases {
		whole.add(c)
		for _, s := range c.wholes() {
			if by[s] == nil {
				by[s] = &gathering{Measures: Measures{Specialty: s}}
			}
			by[s].add(c)
		}
		if !c.FirstResponse.IsZero() {
			i := slices.IndexFunc(bins, func(under time.Duration) bool { return under == 0 || c.after(c.FirstResponse) < under })
			made.First[i].Cases++
		}
	}
	made.Whole = whole.measures()
	for _, g := range by {
		made.Specialties = append(made.Specialties, g.measures())
	}
	slices.SortFunc(made.Specialties, func(a, b Measures) int {
		return cmp.Or(cmp.Compare(b.Cases, a.Cases), cmp.Compare(a.Specialty, b.Specialty))
	})
	return made
}

// wholes are the specialties a case counts for, each once.
func (c CaseTime) wholes() []Specialty {
	var all []Specialty
	for _, s := range c.Specialties {
		for _, whole := range s.Line() {
			if !slices.Contains(all, whole) {
				all = append(all, whole)
			}
		}
	}
	return all
}

func (c CaseTime) after(moment time.Time) time.Duration { return max(moment.Sub(c.Posted), 0) }

func (g *gathering) add(c CaseTime) {
	g.Cases++
	g.Responses += c.Responses
	if !c.FirstResponse.IsZero() {
		g.Answered++
		g.first = append(g.first, c.after(c.FirstResponse))
	}
	if !c.Accepted.IsZero() {
		g.accepted = append(g.accepted, c.after(c.Accepted))
	}
	if !c.Solved {
		return
	}
	g.Solved++
	switch c.Management {
	case ManagementChanged:
		g.Changed++
	case ManagementSame:
		g.Same++
	default:
		g.Unknown++
	}
}

func (g *gathering) measures() Measures {
	g.First, g.Accepted = spread(g.first), spread(g.accepted)
	return g.Measures
}

func spread(all []time.Duration) Spread {
	slices.Sort(all)
	return Spread{Number: len(all), Lower: quartile(all, 1), Median: quartile(all, 2), Upper: quartile(all, 3)}
}

// quartile is the k-th quartile of sorted durations; 0 of none.
func quartile(sorted []time.Duration, k int) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	place := (len(sorted) - 1) * k
	below, part := sorted[place/4], time.Duration(place%4)
	if part == 0 {
		return below
	}
	return below + (sorted[place/4+1]-below)*part/4
}

// Suppressed is what members are shown: nothing of fewer than SmallCell cases but that
// there are some, no time of fewer than SmallCell, and whether management changed only
// when no answer was given by few.
func (m CaseMeasures) Suppressed() CaseMeasures {
	m.Whole = m.Whole.suppressed()
	m.Specialties = slices.Clone(m.Specialties)
	for i, s := range m.Specialties {
		m.Specialties[i] = s.suppressed()
	}
	// How many cases a specialty had says something again when it is hidden.
	slices.SortStableFunc(m.Specialties, func(a, b Measures) int {
		return cmp.Or(cmp.Compare(b.Cases, a.Cases), cmp.Compare(a.Specialty, b.Specialty))
	})
	if m.Whole.Hidden || m.Whole.First.Hidden {
		m.First = nil
	}
	return m
}

func (m Measures) suppressed() Measures {
	if few(m.Cases) {
		return Measures{Specialty: m.Specialty, Hidden: true}
	}
	if few(m.First.Number) {
		m.First = Spread{Hidden: true}
	}
	if few(m.Accepted.Number) {
		m.Accepted = Spread{Hidden: true}
	}
	if few(m.Changed) || few(m.Same) || few(m.Unknown) {
		m.Changed, m.Same, m.Unknown, m.ManagementHidden = 0, 0, 0, true
	}
	return m
}

func few(n int) bool { return n > 0 && n < SmallCell }
