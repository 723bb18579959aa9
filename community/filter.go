package community

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// The numbers of filters and their parts.
type (
	// FilterID names a filter.
	FilterID int64
	// FilterPartID names a keyword or a post of a filter.
	FilterPartID int64
)

// FilterContext is a place where a filter works; words under
// "filter.context.SLUG". The slugs are those of the client API (filters v2).
type FilterContext string

// The places.
const (
	FilterHome          FilterContext = "home"
	FilterNotifications FilterContext = "notifications"
	FilterPublic        FilterContext = "public"
	FilterThread        FilterContext = "thread"
	FilterAccount       FilterContext = "account"
)

// FilterContexts lists them.
func FilterContexts() []FilterContext {
	return []FilterContext{FilterHome, FilterNotifications, FilterPublic, FilterThread, FilterAccount}
}

// FilterAction is what a filter does with what it finds; words under
// "filter.action.SLUG".
type FilterAction string

// The actions, the mildest first: blur folds the pictures, warn the post under the
// filter's title, hide leaves it out.
const (
	FilterBlur FilterAction = "blur"
	FilterWarn FilterAction = "warn"
	FilterHide FilterAction = "hide"
)

// FilterActions lists them, the mildest first.
func FilterActions() []FilterAction { return []FilterAction{FilterBlur, FilterWarn, FilterHide} }

// Filter is what a member does not want to read.
type Filter struct {
	ID       FilterID
	Owner    ActorID
	Title    string
	Contexts []FilterContext
	Action   FilterAction
	// Expires is when it stops working; zero for never.
	Expires  time.Time
	Keywords []FilterKeyword
	Posts    []FilterPost
}

// FilterKeyword is a word or phrase; WholeWord says that it is not found inside
// another word.
type FilterKeyword struct {
	ID        FilterPartID
	Keyword   string
	WholeWord bool
}

// FilterPost is a post that a filter names.
type FilterPost struct {
	ID   FilterPartID
	Post PostID
}

// Bounds of filters.
const (
	MaxFilters        = 50 // for each member
	MaxFilterKeywords = 50 // in each filter
	MaxFilterPosts    = 200
	MaxFilterTitle    = 100
	MaxFilterWord     = 100
)

// CheckFilter judges a filter as a member made it, and gives it in the form in
// which it is kept.
func CheckFilter(f Filter) (Filter, error) {
	f.Title = cleanLine(f.Title)
	if f.Action == "" {
		f.Action = FilterWarn
	}
	switch {
	case f.Title == "":
		return f, invalid("title", "filter.title_needed")
	case utf8.RuneCountInString(f.Title) > MaxFilterTitle:
		return f, invalid("title", "flag.too_long", "limit", MaxFilterTitle)
	case len(f.Contexts) == 0 || slices.ContainsFunc(f.Contexts, func(c FilterContext) bool { return !slices.Contains(FilterContexts(), c) }):
		return f, invalid("context", "filter.context_needed")
	case !slices.Contains(FilterActions(), f.Action):
		return f, invalid("action", "filter.action_needed")
	case len(f.Keywords) > MaxFilterKeywords:
		return f, invalid("keywords", "filter.too_many", "limit", MaxFilterKeywords)
	case len(f.Posts) > MaxFilterPosts:
		return f, invalid("status_id", "filter.too_many", "limit", MaxFilterPosts)
	}
	f.Contexts = slices.Compact(slices.Sorted(slices.Values(f.Contexts)))
	kept := make([]FilterKeyword, 0, len(f.Keywords))
	for _, k := range f.Keywords {
		k.Keyword = cleanLine(k.Keyword)
		if utf8.RuneCountInString(k.Keyword) > MaxFilterWord {
			return f, invalid("keywords", "flag.too_long", "limit", MaxFilterWord)
		}
		if k.Keyword != "" {
			kept = append(kept, k)
		}
	}
	f.Keywords = kept
	return f, nil
}

// FilterMatch says which filter found something, and by what.
type FilterMatch struct {
	Filter   Filter
	Keywords []string
	// Named says that the filter names the post itself.
	Named bool
}

// FiltersOn are the filters of a list that find something in a post in a place at
// a moment. What the reader wrote is never filtered.
func FiltersOn(filters []Filter, place FilterContext, p Post, now time.Time) []FilterMatch {
	var found []FilterMatch
	var text string
	for _, f := range filters {
		if p.Author == f.Owner || !f.works(place, now) {
			continue
		}
		if text == "" {
			text = filtered(p)
		}
		m := FilterMatch{Filter: f, Named: slices.ContainsFunc(f.Posts, func(n FilterPost) bool { return n.Post == p.ID })}
		for _, k := range f.Keywords {
			if k.in(text) {
				m.Keywords = append(m.Keywords, k.Keyword)
			}
		}
		if m.Named || len(m.Keywords) > 0 {
			found = append(found, m)
		}
	}
	return found
}

// Gravest is what is to be done about a post that filters found: the first of the
// severest action, and false when none found it.
func Gravest(found []FilterMatch) (FilterMatch, bool) {
	if len(found) == 0 {
		return FilterMatch{}, false
	}
	return slices.MaxFunc(found, func(a, b FilterMatch) int {
		return slices.Index(FilterActions(), a.Filter.Action) - slices.Index(FilterActions(), b.Filter.Action)
	}), true
}

func (f Filter) works(place FilterContext, now time.Time) bool {
	return slices.Contains(f.Contexts, place) && (f.Expires.IsZero() || now.Before(f.Expires))
}

// filtered is everything of a post that filters look at, in lower case.
func filtered(p Post) string {
	parts := []string{p.Title, p.Warning, p.Content.Text()}
	if p.Case != nil {
		parts = append(parts, p.Case.Question, p.Case.PresentingComplaint)
	}
	for _, m := range p.Media {
		parts = append(parts, m.Description)
	}
	for _, tag := range p.Tags {
		parts = append(parts, "#"+tag)
	}
	return strings.ToLower(strings.Join(parts, "\n"))
}

// in says whether a keyword stands in a text of lower case. A whole word ends where
// its own letters do: "#icu" is bounded on its right only.
func (k FilterKeyword) in(text string) bool {
	word := strings.ToLower(k.Keyword)
	if word == "" {
		return false
	}
	first, _ := utf8.DecodeRuneInString(word)
	last, _ := utf8.DecodeLastRuneInString(word)
	for from := 0; from < len(text); {
		i := strings.Index(text[from:], word)
		if i < 0 {
			return false
		}
		start, end := from+i, from+i+len(word)
		before, _ := utf8.DecodeLastRuneInString(text[:start])
		after, _ := utf8.DecodeRuneInString(text[end:])
		if !k.WholeWord || !(start > 0 && joins(before) && joins(first)) && !(end < len(text) && joins(after) && joins(last)) {
			return true
		}
		_, size := utf8.DecodeRuneInString(text[start:])
		from = start + size
	}
	return false
}

func joins(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' }
