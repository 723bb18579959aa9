package page

import (
	"fmt"
	"html/template"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"consilium/community"
)

// A set is the parsed templates with functions that know for whom they are
// being rendered. html/template binds functions when it parses, so one set
// serves one answer at a time and is then bound anew.
type set struct {
	templates *template.Template
	assets    *assets
	frame     Frame
	ids       int             // counts the ids given out in this answer
	anchors   map[string]bool // posts that can be jumped to already
}

func (s *set) bind(frame Frame) {
	s.frame, s.ids, s.anchors = frame, 0, make(map[string]bool)
}

func (s *set) funcs() template.FuncMap {
	return template.FuncMap{
		"T":       func(key string, arguments ...any) string { return s.frame.Printer.T(key, arguments...) },
		"problem": func(problem community.Problem) string { return s.frame.Printer.Problem(problem) },
		"number":  func(count int) string { return s.frame.Printer.Number(int64(count)) },
		"day":     func(moment time.Time) string { return s.frame.Printer.Date(moment) },
		"month":   func(moment time.Time) string { return s.frame.Printer.Month(moment) },
		"exact":   func(moment time.Time) string { return s.frame.Printer.Exact(moment) },
		"ago":     func(moment time.Time) string { return s.frame.Printer.Ago(moment) },
		"clock":   func(moment time.Time) string { return s.frame.Printer.Clock(moment) },
		"span":    func(length time.Duration) string { return s.frame.Printer.Span(length) },
		"percent": func(part, whole int) string { return s.frame.Printer.Percent(part, whole) },
		"ratio":   func(many, each int) string { return s.frame.Printer.Ratio(many, each) },
		"stamp":   stamp,
		"frame":   func() Frame { return s.frame },
		"asset":   s.assets.url,
		"icon":    func(name string) string { return s.assets.url("icons.svg") + "#" + name },
		"unique":  s.unique,
		"anchor":  s.anchor,
		"trusted": trusted,

		"placed": func(f GateField) string { return s.frame.Printer.Placed(f) },

		"initials": initials, "patient": func(p community.PatientContext) string { return s.frame.Printer.Patient(p) },
		"join":  strings.Join,
		"field": s.newField, "help": s.withHelp, "helped": withHelpText, "named": withLabelText,
		"kind": withType, "auto": withAutocomplete, "mode": withMode, "required": asRequired, "settled": asSettled, "limit": withLimit, "rows": withRows,
		"checked": asChecked, "lang": withLanguage, "options": withOptions, "none": s.withNone, "choose": s.choose,
		"action": s.newAction, "confirm": s.withConfirm, "tone": withTone, "hidden": withHidden, "shown": withIcon,
		"named_by": sameNames, "sorted": s.sorted, "list": func(words ...string) []string { return words },
		"country": func(code string) string { return s.frame.Printer.Country(code) }, "countries": s.countries,
		"jurisdiction": func(code string) string { return s.frame.Printer.Jurisdiction(code) },
		"tongue":       func(tag string) string { return s.frame.Printer.Tongue(tag) }, "tongues": s.tongues,
		"listed": s.listed, "registers": s.registerOptions,
		"mailed":       func(m *ApplicationMail, wrong Problems) mailForm { return mailForm{m, wrong} },
		"settingsTabs": s.tabsOfSettings, "deskTabs": s.deskTabs,
		"invitations": func(base string, list []Invitation) invitationList { return invitationList{base, list} },
		"reached":     s.withReach, "scopes": scopeWords,
		"standing": func(standing Standing) string { return s.frame.Printer.Standing(standing) },
		"told":     func(c community.Completeness) string { return s.frame.Printer.Told(c) },
		"missing":  func(c community.Completeness) string { return s.frame.Printer.Missing(c) },
		"toggled":  toggled, "counted": counted, "worded": withLabel,
	}
}

// unique gives an id no other element of this answer has.
func (s *set) unique(prefix string) string {
	s.ids++
	return fmt.Sprintf("%s-%d", prefix, s.ids)
}

// anchor is the id of a post: of the first place where it stands, since a list
// may hold a post and somebody's boost of it.
func (s *set) anchor(post string) string {
	if s.anchors[post] {
		return ""
	}
	s.anchors[post] = true
	return "post-" + post
}

// trusted is the only place where text becomes markup without being escaped.
// Only community.Sanitize makes a SafeHTML.
func trusted(safe community.SafeHTML) template.HTML {
	return template.HTML(safe.String())
}

// initials are the one or two letters shown where a person has no picture.
func initials(name string) string {
	var letters []rune
	for _, word := range strings.Fields(name) {
		if first, _ := utf8.DecodeRuneInString(word); unicode.IsLetter(first) {
			letters = append(letters, unicode.ToUpper(first))
		}
	}
	if len(letters) > 2 {
		letters = []rune{letters[0], letters[len(letters)-1]}
	}
	return string(letters)
}
