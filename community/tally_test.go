package community_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"consilium/community"
)

// said writes a result as a reader sees it.
func said(r community.PollResult) string {
	text := fmt.Sprint(r.Total)
	for name, groups := range map[string][]community.PollGroup{"P": r.Professions} {
		for _, g := range groups {
			text += fmt.Sprintf(" %s:%s%v", name, g.Slug, g.Bands)
		}
	}
	return text
}

// cell is votes of one profession for one choice.
func cell(choice int, profession community.Profession, votes int) community.PollCell {
	return community.PollCell{Choice: choice, Profession: profession, Votes: votes}
}

// Cells under five are never shown, and nothing that is shown gives them away.
func TestTally(t *testing.T) {
	for name, c := range map[string]struct {
		cells []community.PollCell
		want  string
	}{
		"nobody voted":          {nil, "[]"},
		"four of one mind":      {[]community.PollCell{cell(0, "physician", 4)}, "[]"},
		"eight, none with five": {[]community.PollCell{cell(0, "physician", 4), cell(1, "physician", 4)}, "[]"},
		"five":                  {[]community.PollCell{cell(0, "physician", 5)}, "[5 0 0]"},
		"one group only":        {[]community.PollCell{cell(0, "physician", 12), cell(2, "physician", 7)}, "[10 0 5]"},
		// 13 − 10 would be the nurses' three: a small group is part of the others, and
		// with nobody else in them they take the next larger group along.
		"a small group":         {[]community.PollCell{cell(0, "physician", 10), cell(0, "nurse", 3)}, "[10 0 0]"},
		"two small groups":      {[]community.PollCell{cell(0, "physician", 10), cell(0, "nurse", 3), cell(1, "midwife", 2)}, "[10 0 0] P:physician[10 0 0] P:[0 0 0]"},
		"unproved are others":   {[]community.PollCell{cell(0, "physician", 10), cell(1, "", 9)}, "[10 5 0] P:physician[10 0 0] P:[0 5 0]"},
		"few unproved":          {[]community.PollCell{cell(0, "physician", 10), cell(1, "nurse", 6), cell(1, "", 2)}, "[10 5 0] P:physician[10 0 0] P:[0 5 0]"},
		"in the order of words": {[]community.PollCell{cell(0, "physician", 5), cell(0, "nurse", 50)}, "[55 0 0] P:nurse[50 0 0] P:physician[5 0 0]"},
		// Five fours make twenty: the total would give every one of them away.
		"extreme": {[]community.PollCell{cell(0, "physician", 9), cell(0, "nurse", 9), cell(0, "midwife", 9), cell(0, "dentist", 9), cell(0, "dietitian", 4), cell(1, "dietitian", 8)},
			"[40 5 0] P:dentist[-1 0 0] P:dietitian[-1 5 0] P:midwife[-1 0 0] P:nurse[-1 0 0] P:physician[-1 0 0]"},
	} {
		if got := said(community.Tally(3, c.cells)); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// Whatever the votes are, a reader who knows total and all bands of a break-down can
// still not tell a number that is not shown: at least three values fit.
func TestNothingComesOutBySubtraction(t *testing.T) {
	professions := []community.Profession{"physician", "nurse", "midwife", "dentist", "dietitian", "psychologist"}
	draw := rand.New(rand.NewPCG(7, 7))
	seen := 0
	for range 20_000 {
		var cells []community.PollCell
		for _, p := range professions[:1+draw.IntN(len(professions))] {
			for choice := range 3 {
				cells = append(cells, cell(choice, p, draw.IntN(4+draw.IntN(12))))
			}
		}
		r := community.Tally(3, cells)
		for choice := range r.Total {
			seen += checkColumn(t, r, choice)
		}
	}
	if seen < 1000 {
		t.Fatalf("only %d numbers were looked at", seen)
	}
}

// checkColumn counts the values each number of a column may have, by trying all.
func checkColumn(t *testing.T, r community.PollResult, choice int) int {
	t.Helper()
	if len(r.Professions) == 0 || r.Professions[0].Bands[choice].Withheld() {
		return 0
	}
	for i, g := range r.Professions {
		own, least, most, fits := g.Bands[choice], 0, 0, 0
		for j, other := range r.Professions {
			if j != i {
				least, most = least+other.Bands[choice].Least(), most+other.Bands[choice].Most()
			}
		}
		for n := own.Least(); n <= own.Most(); n++ {
			if n+most >= r.Total[choice].Least() && n+least <= r.Total[choice].Most() {
				fits++
			}
		}
		if fits < 3 {
			t.Errorf("%s: of %s for %d only %d values fit", said(r), g.Slug, choice, fits)
		}
	}
	return len(r.Professions)
}

// A row stands for five people or more, and a break-down never for one group.
func TestGroupsAreLarge(t *testing.T) {
	draw := rand.New(rand.NewPCG(1, 2))
	for range 5000 {
		var cells []community.PollCell
		sizes := map[string]int{}
		for _, p := range []community.Profession{"physician", "nurse", "midwife", ""} {
			votes := draw.IntN(9)
			cells = append(cells, cell(draw.IntN(2), p, votes), cell(0, "physician", 1))
			sizes[string(p)] += votes
			sizes["physician"]++
		}
		groups := community.Tally(2, cells).Professions
		if len(groups) == 1 {
			t.Fatalf("%v: one group is shown", cells)
		}
		for _, g := range groups {
			if g.Slug != "" && sizes[g.Slug] < community.PollStep {
				t.Fatalf("%v: %d %ss are shown", cells, sizes[g.Slug], g.Slug)
			}
		}
	}
}

// While votes are cast there is nothing before ten are counted.
func TestTallyOpen(t *testing.T) {
	p := community.Poll{Options: []string{"a", "b"}}
	for votes, want := range map[int]bool{0: false, 5: false, 9: false, 10: true} {
		if got := len(p.TallyOpen([]community.PollCell{cell(0, "physician", votes)}).Total) > 0; got != want {
			t.Errorf("%d counted: shown %v", votes, got)
		}
	}
}

// What voters wrote is told when five did, without order and number.
func TestDisclose(t *testing.T) {
	p := community.Poll{Options: []string{"a", "b"}, Other: true}
	texts := []string{"Sarcoid", "lupus", "Lupus", "Kikuchi", "sarcoid"}
	for others, want := range map[int]string{4: "[]", 5: "[Kikuchi lupus Sarcoid]"} {
		r := community.Tally(3, []community.PollCell{cell(0, "physician", 9), cell(2, "physician", others)}).Disclose(p, slices.Clone(texts))
		if got := fmt.Sprint(r.Others); got != want {
			t.Errorf("%d wrote something: %s, want %s", others, got, want)
		}
	}
	if r := (community.PollResult{}).Disclose(p, texts); r.Others != nil {
		t.Error("what was written is told without a result")
	}
}
