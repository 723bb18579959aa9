package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
	"consilium/web/page"
)

// mostCounted is how many cases the page of the library counts: where there are more, it
// says so and answers as fast as ever.
const mostCounted = 1000

// maxCaseQuery is how long, in bytes, the words looked for in cases may be.
const maxCaseQuery = 1200

// showCases is GET /cases: the library of the cases of this instance, of those that
// the visitor may see.
func (s *Web) showCases(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	choice := readCaseChoice(r.URL.Query())
	filter := storage.CaseFilter{Local: true, Status: choice.Status, Specialty: choice.Specialty, Query: choice.Query,
		Certainty: choice.Certainty, AgeBand: choice.AgeBand, Pictures: choice.Pictures}
	asked := door.ListPage(r)
	cases, err := s.store.Cases(r.Context(), v.Viewer(), filter, asked)
	if err != nil {
		return err
	}
	view := page.Cases{Choice: choice, MayPost: v.May(community.OpenCase)}
	view.Locked = v.Person != nil && v.Person.Weak && v.Person.Standing.Verified()
	if view.List, err = s.postList(r, v, asked, cases); err != nil {
		return err
	}
	filter.Most = mostCounted
	counts, err := s.store.CountCases(r.Context(), v.Viewer(), filter)
	if err != nil {
		return err
	}
	view.ByState, view.More = counts.ByState, counts.More
	view.List.Empty = page.EmptyCases(!choice.IsZero())
	return s.door.Show(w, r, v, door.Sheet{View: view})
}

// readCaseChoice reads a choice of cases as anybody may write it into an address:
// what is no choice chooses nothing.
func readCaseChoice(query url.Values) page.CaseChoice {
	words := query.Get("q")
	words = strings.TrimSpace(community.CleanText(strings.ToValidUTF8(words[:min(len(words), maxCaseQuery)], "")))
	choice := page.CaseChoice{Query: words, Pictures: query.Get("pictures") == "on"}
	choice.Status = known(community.CaseStatuses(), query.Get("status"))
	if specialty := community.Specialty(query.Get("specialty")); specialty.Known() {
		choice.Specialty = specialty
	}
	choice.Certainty = known(community.Certainties(), query.Get("certainty"))
	choice.AgeBand = known(community.AgeBands(), query.Get("age_band"))
	return choice
}

// known is a slug of a list, "" when it is none of it.
func known[T ~string](list []T, slug string) T {
	if slices.Contains(list, T(slug)) {
		return T(slug)
	}
	return ""
}
