package community_test

import (
	"testing"
	"time"

	"consilium/community"
)

// Quartiles are those of method 7 (as spreadsheets and PERCENTILE_CONT reckon), by
// hand.
func TestQuartiles(t *testing.T) {
	for name, tt := range map[string]struct{ seconds, want []int }{
		"none":     {nil, []int{0, 0, 0}},
		"one":      {[]int{60}, []int{60, 60, 60}},
		"two":      {[]int{100, 60}, []int{70, 80, 90}},
		"three":    {[]int{3, 1, 2}, []int{1500, 2, 2500}}, // halves below
		"four":     {[]int{40, 10, 30, 20}, []int{17500, 25, 32500}},
		"five":     {[]int{5, 1, 4, 2, 3}, []int{2, 3, 4}},
		"the same": {[]int{7, 7, 7, 7}, []int{7, 7, 7}},
	} {
		var cases []community.CaseTime
		for _, s := range tt.seconds {
			cases = append(cases, community.CaseTime{Posted: at(0), FirstResponse: at(0).Add(time.Duration(s) * time.Second)})
		}
		got := community.Measure(cases).Whole.First
		for i, d := range []time.Duration{got.Lower, got.Median, got.Upper} {
			want := time.Duration(tt.want[i]) * time.Second
			if tt.want[i] > 1000 {
				want = time.Duration(tt.want[i]) * time.Millisecond
			}
			if d != want {
				t.Errorf("%s: quartile %d is %v, want %v", name, i+1, d, want)
			}
		}
		if got.Number != len(tt.seconds) {
			t.Errorf("%s: %d counted", name, got.Number)
		}
	}
}

// A moment on the edge of a bin belongs to the next; an answer from a server whose
// clock is behind came at once.
func TestBins(t *testing.T) {
	after := func(d time.Duration) community.CaseTime {
		return community.CaseTime{Posted: at(0), FirstResponse: at(0).Add(d)}
	}
	m := community.Measure([]community.CaseTime{after(-time.Hour), after(15*time.Minute - 1), after(15 * time.Minute), after(168 * time.Hour), after(9000 * time.Hour), {Posted: at(0)}})
	for i, want := range []int{2, 1, 0, 0, 0, 0, 0, 0, 0, 2} {
		if m.First[i].Cases != want {
			t.Errorf("bin %d under %v holds %d, want %d", i, m.First[i].Under, m.First[i].Cases, want)
		}
	}
	if m.Whole.Cases != 6 || m.Whole.Answered != 5 || m.Whole.First.Lower != 15*time.Minute-1 {
		t.Errorf("%+v", m.Whole)
	}
}

// Of few cases members are told nothing but that there are some, and nothing that
// gives it away all the same.
func TestSmallCellsAreHidden(t *testing.T) {
	var cases []community.CaseTime
	for i := range 9 {
		c := community.CaseTime{Posted: at(0), FirstResponse: at(i), Solved: true, Management: "no", Specialties: []community.Specialty{"dermatology"}}
		if i < 4 {
			c.Specialties, c.Accepted, c.Management = []community.Specialty{"urology"}, at(9), "yes"
		}
		cases = append(cases, c)
	}
	full := community.Measure(cases)
	shown := full.Suppressed()
	if w := shown.Whole; w.Hidden || w.Cases != 9 || w.First.Number != 9 || !w.Accepted.Hidden || w.Accepted.Number != 0 || !w.ManagementHidden || w.Changed+w.Same+w.Unknown != 0 {
		t.Errorf("all: %+v", w)
	}
	for _, m := range shown.Specialties {
		few := m.Specialty != "dermatology" // urology, and what it is part of
		if m.Hidden != few || few && m != (community.Measures{Specialty: m.Specialty, Hidden: true}) {
			t.Errorf("%s: %+v", m.Specialty, m)
		}
	}
	if full.Whole.Changed != 4 || full.Whole.Accepted.Number != 4 {
		t.Errorf("what was reckoned was changed: %+v", full.Whole)
	}
	if few := community.Measure(cases[:4]).Suppressed(); !few.Whole.Hidden || few.Whole.Cases != 0 || few.First != nil {
		t.Errorf("of four cases: %+v", few)
	}
}
