package page

import (
	"cmp"
	"net/url"

	"consilium/community"
)

// Cases is the page GET /cases: the library of cases posted here. Its filter is a
// GET form with the fields q (words), status ("", "open" or "solved"), specialty,
// certainty, age_band (slugs or "") and pictures ("on" or "").
type Cases struct {
	Choice CaseChoice
	// ByState is how many cases the viewer may read that the choice leaves, whatever
	// its status.
	ByState map[community.CaseStatus]int
	More    bool // there are more than were counted
	List    Posts
	MayPost bool
	Locked  bool // a verified clinician who has to add a second factor first
}

func (v Cases) meta(p *Printer) meta { return meta{"cases", p.T("case.list.title"), "cases"} }

// Found is how many cases there are in the list and behind it.
func (v Cases) Found() int { return v.count(v.Choice.Status) }

func (v Cases) count(status community.CaseStatus) int {
	if status != "" {
		return v.ByState[status]
	}
	all := 0
	for _, n := range v.ByState {
		all += n
	}
	return all
}

// Specialties are the choices of the filter.
func (v Cases) Specialties() []community.Specialty { return community.Specialties() }

// Certainties are the choices of the filter.
func (v Cases) Certainties() []community.Certainty { return community.Certainties() }

// AgeBands are the choices of the filter.
func (v Cases) AgeBands() []community.AgeBand { return community.AgeBands() }

// Statuses are the states to choose from: open and solved, and others as far as there
// are cases.
func (v Cases) Statuses() []CaseFilter {
	var list []CaseFilter
	for _, state := range append([]community.CaseStatus{""}, community.CaseStatuses()...) {
		usual := state == "" || state == community.CaseOpen || state == community.CaseSolved
		current, to := v.Choice.Status == state, v.Choice
		to.Status = state
		if usual || current || v.count(state) > 0 {
			list = append(list, CaseFilter{cmp.Or(string(state), "all"), to.URL(), current, v.count(state)})
		}
	}
	return list
}

// CaseFilter is a state to choose from in the list of cases.
type CaseFilter struct {
	Name    string // "all" or a state
	URL     string
	Current bool
	Count   int
}

// CaseChoice is what narrows the list of cases; a zero field does not.
type CaseChoice struct {
	Query     string
	Status    community.CaseStatus
	Specialty community.Specialty
	Certainty community.Certainty
	AgeBand   community.AgeBand
	Pictures  bool
}

// IsZero tells whether nothing is left out.
func (c CaseChoice) IsZero() bool { return c == CaseChoice{} }

// URL is where the list is narrowed so.
func (c CaseChoice) URL() string {
	fields := url.Values{}
	set := func(name, value string) {
		if value != "" {
			fields.Set(name, value)
		}
	}
	set("q", c.Query)
	set("status", string(c.Status))
	set("specialty", string(c.Specialty))
	set("certainty", string(c.Certainty))
	set("age_band", string(c.AgeBand))
	if c.Pictures {
		set("pictures", "on")
	}
	if len(fields) == 0 {
		return "/cases"
	}
	return "/cases?" + fields.Encode()
}

// ChoicePart is one part of a choice with the way to leave it away.
type ChoicePart struct {
	// Key is that of its words; Query is said instead when it is not "".
	Key, Query string
	Without    string // URL
}

// Narrowed says whether more was chosen than words to search for.
func (c CaseChoice) Narrowed() bool {
	return c.Specialty != "" || c.Certainty != "" || c.AgeBand != "" || c.Pictures
}

// Parts are the parts of the choice beside the status, which has tabs.
func (c CaseChoice) Parts() []ChoicePart {
	var list []ChoicePart
	add := func(on bool, n ChoicePart, drop func(*CaseChoice)) {
		if on {
			rest := c
			drop(&rest)
			n.Without = rest.URL()
			list = append(list, n)
		}
	}
	add(c.Query != "", ChoicePart{Query: c.Query}, func(r *CaseChoice) { r.Query = "" })
	add(c.Specialty != "", ChoicePart{Key: "specialty." + string(c.Specialty)}, func(r *CaseChoice) { r.Specialty = "" })
	add(c.Certainty != "", ChoicePart{Key: "certainty." + string(c.Certainty)}, func(r *CaseChoice) { r.Certainty = "" })
	add(c.AgeBand != "", ChoicePart{Key: "age." + string(c.AgeBand)}, func(r *CaseChoice) { r.AgeBand = "" })
	add(c.Pictures, ChoicePart{Key: "library.pictures"}, func(r *CaseChoice) { r.Pictures = false })
	return list
}
