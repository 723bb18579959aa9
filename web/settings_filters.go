package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
)

// showFilters is GET /settings/filters.
func (s *Web) showFilters(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	list, err := s.store.Filters(r.Context(), v.Person.Actor.ID)
	if err != nil {
		return err
	}
	return s.door.Show(w, r, v, door.Sheet{View: page.SettingsFilters{List: list, Now: s.store.Now()}})
}

// newFilter is GET /settings/filters/new, showFilter GET /settings/filters/{id}.
func (s *Web) newFilter(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	fresh := community.Filter{Contexts: community.FilterContexts(), Action: community.FilterWarn}
	return s.door.Show(w, r, v, door.Sheet{View: page.SettingsFilter{URL: "/settings/filters/new", Filter: fresh, WholeWord: true}})
}

func (s *Web) showFilter(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	f, err := s.ownFilter(r, v)
	if err != nil {
		return err
	}
	return s.door.Show(w, r, v, door.Sheet{View: filterForm(f)})
}

func filterForm(f community.Filter) page.SettingsFilter {
	form := page.SettingsFilter{URL: "/settings/filters/" + community.FormatID(f.ID), Filter: f, WholeWord: true}
	words := make([]string, 0, len(f.Keywords))
	for _, k := range f.Keywords {
		words = append(words, k.Keyword)
		form.WholeWord = form.WholeWord && k.WholeWord
	}
	form.Words = strings.Join(words, "\n")
	return form
}

// ownFilter is the visitor's own filter that {id} names.
func (s *Web) ownFilter(r *http.Request, v door.Visitor) (community.Filter, error) {
	id, err := community.ParseID[community.FilterID](mux.Vars(r)["id"])
	if err != nil {
		return community.Filter{}, err
	}
	return s.store.Filter(r.Context(), v.Person.Actor.ID, id)
}

// createFilter is POST /settings/filters/new, saveFilter POST /settings/filters/{id}.
func (s *Web) createFilter(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	return s.keepFilter(w, r, v, community.Filter{Owner: v.Person.Actor.ID})
}

func (s *Web) saveFilter(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	f, err := s.ownFilter(r, v)
	if err != nil {
		return err
	}
	return s.keepFilter(w, r, v, f)
}

func (s *Web) keepFilter(w http.ResponseWriter, r *http.Request, v door.Visitor, f community.Filter) error {
	f = readFilter(r, f, s.store.Now())
	checked, err := community.CheckFilter(f)
	if err == nil {
		_, err = s.store.SaveFilter(r.Context(), checked)
	}
	if problems := page.ProblemsOf(err); problems != nil {
		form := filterForm(f)
		form.URL, form.Words, form.WholeWord, form.Problems = r.URL.Path, r.PostFormValue("keywords"), r.PostFormValue("whole_word") != "", problems
		return s.door.Show(w, r, v, door.Sheet{Status: http.StatusUnprocessableEntity, View: form})
	}
	if err != nil {
		return err
	}
	return door.SeeOther(w, r, "/settings/filters", "notice.settings_saved")
}

// readFilter reads the form over a filter. Words that were there keep their number.
func readFilter(r *http.Request, f community.Filter, now time.Time) community.Filter {
	f.Title, f.Action, f.Contexts = r.PostFormValue("title"), community.FilterAction(r.PostFormValue("action")), nil
	for _, slug := range r.PostForm["context"] {
		f.Contexts = append(f.Contexts, community.FilterContext(slug))
	}
	whole, had := r.PostFormValue("whole_word") != "", f.Keywords
	f.Keywords = nil
	for line := range strings.Lines(community.CleanText(r.PostFormValue("keywords"))) {
		word := community.FilterKeyword{Keyword: strings.TrimSpace(line), WholeWord: whole}
		if i := slices.IndexFunc(had, func(k community.FilterKeyword) bool { return k.Keyword == word.Keyword }); i >= 0 {
			word.ID = had[i].ID
		}
		if word.Keyword != "" {
			f.Keywords = append(f.Keywords, word)
		}
	}
	switch days := r.PostFormValue("expires"); days {
	case "keep":
	case "":
		f.Expires = time.Time{}
	default:
		if n, err := strconv.Atoi(days); err == nil && n > 0 && n <= 366 {
			f.Expires = now.AddDate(0, 0, n)
		}
	}
	return f
}

// removeFilter is POST /settings/filters/{id}/remove.
func (s *Web) removeFilter(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	id, err := community.ParseID[community.FilterID](mux.Vars(r)["id"])
	if err != nil {
		return err
	}
	if err := s.store.RemoveFilter(r.Context(), v.Person.Actor.ID, id); err != nil {
		return err
	}
	return door.SeeOther(w, r, "/settings/filters", "notice.settings_saved")
}
