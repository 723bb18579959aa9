package page

import (
	"slices"
	"strconv"
	"time"

	"golang.org/x/text/number"

	"consilium/community"
)

// CasePeriod is the time whose cases are measured, as an address names it: a number of
// days, or "all".
type CasePeriod string

var casePeriods = []CasePeriod{"30", "90", "365", "all"}

// ParseCasePeriod reads a period; what is none is ninety days.
func ParseCasePeriod(s string) CasePeriod {
	if p := CasePeriod(s); slices.Contains(casePeriods, p) {
		return p
	}
	return "90"
}

// Days is how many days it is; 0 for all time.
func (p CasePeriod) Days() int {
	days, err := strconv.Atoi(string(p))
	if err != nil {
		return 0
	}
	return days
}

// CaseTimes is the page GET /cases/times, with ?period= a CasePeriod.
type CaseTimes struct {
	Period   CasePeriod
	Measures community.CaseMeasures
	// Full says that small numbers are not left out, for staff.
	Full bool
}

func (v CaseTimes) meta(p *Printer) meta { return meta{"case-times", p.T("times.title"), "cases"} }

// Periods are the choices.
func (v CaseTimes) Periods() []CasePeriod { return slices.Clone(casePeriods) }

// SmallCell is the number of cases below which nothing is told.
func (v CaseTimes) SmallCell() int { return community.SmallCell }

// Rows are the figures of all and of each specialty.
func (v CaseTimes) Rows() []community.Measures {
	return append([]community.Measures{v.Measures.Whole}, v.Measures.Specialties...)
}

// A Bar is a bar of a chart, in its units, with what stands beside it.
type Bar struct {
	Y, TextY, Width, ValueX int
	// Under and Last name a bar of the first responses, Specialty one of a specialty.
	Under, Last time.Duration
	Specialty   community.Specialty
	Count       int
	Length      time.Duration
}

// A Chart is bars below one another. Its units are a third of a phone's width, so that
// words are as large there as anywhere.
type Chart struct {
	Height int
	Bars   []Bar
}

// The measures of a chart, in its units.
const (
	chartLabel = 132
	chartBar   = 150
	chartRow   = 20
	mostBars   = 20
)

// First is how many cases had their first response after how long; nil for none.
func (v CaseTimes) First() *Chart {
	most := int64(0)
	for _, b := range v.Measures.First {
		most = max(most, int64(b.Cases))
	}
	if most == 0 {
		return nil
	}
	c := &Chart{}
	for i, b := range v.Measures.First {
		bar := Bar{Under: b.Under, Count: b.Cases}
		if b.Under == 0 && i > 0 {
			bar.Last = v.Measures.First[i-1].Under
		}
		c.add(bar, int64(b.Cases), most)
	}
	return c
}

// Specialties is the median time to the first response in each; nil for none.
func (v CaseTimes) Specialties() *Chart {
	var shown []community.Measures
	most := int64(0)
	for _, m := range v.Measures.Specialties {
		if m.First.Number > 0 && len(shown) < mostBars {
			shown = append(shown, m)
			most = max(most, int64(m.First.Median))
		}
	}
	if len(shown) == 0 {
		return nil
	}
	c := &Chart{}
	for _, m := range shown {
		c.add(Bar{Specialty: m.Specialty, Length: m.First.Median}, int64(m.First.Median), max(most, 1))
	}
	return c
}

func (c *Chart) add(b Bar, value, most int64) {
	b.Y, b.TextY = c.Height+3, c.Height+14
	b.Width = int(value * chartBar / most)
	if value > 0 {
		b.Width = max(b.Width, 1)
	}
	b.ValueX = chartLabel + b.Width + 6
	c.Bars, c.Height = append(c.Bars, b), c.Height+chartRow
}

// Percent writes a share: "84 %", "84%".
func (p *Printer) Percent(part, whole int) string {
	if whole == 0 {
		return "–"
	}
	return p.numbers.Sprint(number.Percent(float64(part)/float64(whole), number.MaxFractionDigits(0)))
}

// Ratio writes how many there are for one, to a tenth: "3.8", "3,8".
func (p *Printer) Ratio(many, each int) string {
	if each == 0 {
		return "–"
	}
	return p.numbers.Sprint(number.Decimal(float64(many)/float64(each), number.MaxFractionDigits(1)))
}
