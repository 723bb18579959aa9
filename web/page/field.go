package page

import (
	"fmt"
	"reflect"
	"slices"

	"golang.org/x/text/collate"

	"consilium/community"
)

// Problems are what is wrong with a form: field name → what to say there. The
// name "" is for what concerns the form as a whole.
type Problems map[string]community.Problem

// ProblemsOf gathers every *community.Invalid in err, wrapped and joined ones
// too. It is nil when there is none, and err is then not for a person's eyes.
func ProblemsOf(err error) Problems {
	found := make(Problems)
	found.gather(err)
	if len(found) == 0 {
		return nil
	}
	return found
}

func (all Problems) gather(err error) {
	switch err := err.(type) {
	case *community.Invalid:
		all[err.Field] = err.Problem
	case interface{ Unwrap() error }:
		all.gather(err.Unwrap())
	case interface{ Unwrap() []error }:
		for _, each := range err.Unwrap() {
			all.gather(each)
		}
	}
}

// A Field is one control of a form with its label, help and problem. Templates
// make it with the function field and the functions piped after it:
//
//	{{template "field" (field "email" "account.email" .Email .Problems | kind "email" | required)}}
type Field struct {
	ID, Name, Label, Help, Type, Value string

	Problem      *community.Problem
	Required     bool
	Settled      bool // every choice is an answer: neither required nor optional
	Checked      bool
	Autocomplete string
	Language     string // lang of what is typed
	Mode         string // inputmode: the keyboard of a phone; "" for letters
	Limit        int    // characters; 0 is no limit
	Rows         int    // of a textarea
	Options      []Option
}

// An Option is one choice of a select, or of a group of radios or checkboxes.
type Option struct {
	Value, Label string
	Help         string // a sentence under the choice; may be ""
	Chosen       bool
}

// DescribedBy lists the ids of what explains the control.
func (f Field) DescribedBy() string {
	ids := ""
	if f.Problem != nil {
		ids = f.ID + "-problem"
	}
	if f.Help != "" {
		if ids != "" {
			ids += " "
		}
		ids += f.ID + "-help"
	}
	return ids
}

// ChosenHelp is the sentence of the chosen option.
func (f Field) ChosenHelp() string {
	for _, option := range f.Options {
		if option.Chosen {
			return option.Help
		}
	}
	return ""
}

// mostSelects is how many of a long list can be chosen in a form.
const mostSelects = community.MaxSpecialties

// Ticked are the chosen options of a field of the kind "selects": boxes that can be
// unticked.
func (f Field) Ticked() []Option {
	return slices.DeleteFunc(slices.Clone(f.Options), func(o Option) bool { return !o.Chosen || o.Value == "" })
}

// Another is the number, from 1, of the place of a field of the kind "selects" for one
// more of a list too long for boxes, and 0 when there are enough. It is one place
// only, since it weighs as much as the list; a script adds the next.
func (f Field) Another() int {
	if chosen := len(f.Ticked()); chosen < mostSelects {
		return chosen + 1
	}
	return 0
}

// Most is how many may be chosen.
func (f Field) Most() int { return mostSelects }

func (s *set) newField(name, label string, value any, problems Problems) Field {
	f := Field{ID: s.unique("f"), Name: name, Type: "text", Value: fmt.Sprint(value)}
	f.Label = s.frame.Printer.T(label)
	if problem, wrong := problems[name]; wrong {
		f.Problem = &problem
	}
	return f
}

func withType(kind string, f Field) Field            { f.Type = kind; return f }
func withAutocomplete(purpose string, f Field) Field { f.Autocomplete = purpose; return f }
func withMode(keyboard string, f Field) Field        { f.Mode = keyboard; return f }
func asRequired(f Field) Field                       { f.Required = true; return f }
func asSettled(f Field) Field                        { f.Settled = true; return f }
func asChecked(checked bool, f Field) Field          { f.Checked = checked; return f }
func withLimit(limit int, f Field) Field             { f.Limit = limit; return f }
func withRows(rows int, f Field) Field               { f.Type, f.Rows = "textarea", rows; return f }
func withOptions(options []Option, f Field) Field    { f.Options = options; return f }
func withLabelText(label string, f Field) Field      { f.Label = label; return f }
func withHelpText(help string, f Field) Field        { f.Help = help; return f }
func withLanguage(tag string, f Field) Field         { f.Language = tag; return f }
func (s *set) withHelp(key string, f Field) Field    { f.Help = s.frame.Printer.T(key); return f }
func (s *set) withNone(label string, f Field) Field  { return s.withFirst("", label, f) }
func (s *set) withFirst(v, label string, f Field) Field {
	first := Option{Value: v, Label: s.frame.Printer.T(label), Chosen: f.Value == v}
	f.Options = append([]Option{first}, f.Options...)
	return f
}

// choose makes the options of a list of slugs: prefix+slug is the key of the
// label, and prefix+"help."+slug of the help where there is one. chosen is a
// slug or a list of slugs.
func (s *set) choose(prefix string, slugs, chosen any) []Option {
	picked := make(map[string]bool)
	for _, each := range words(chosen) {
		picked[each] = true
	}
	options := make([]Option, 0, 8)
	for _, slug := range words(slugs) {
		option := Option{Value: slug, Label: s.frame.Printer.T(prefix + slug), Chosen: picked[slug]}
		if key := prefix + "help." + slug; s.frame.Printer.Has(key) {
			option.Help = s.frame.Printer.T(key)
		}
		options = append(options, option)
	}
	return options
}

// withReach adds to the sentence of each audience how many people it is, where
// that is known.
func (s *set) withReach(reach map[community.AudienceKind]int, options []Option) []Option {
	for i, option := range options {
		people, known := reach[community.AudienceKind(option.Value)]
		switch {
		case known && option.Value == string(community.Clinicians) && people == 0:
			options[i].Help = s.frame.Printer.T("post.readers.no_clinicians")
		case known && option.Value == string(community.Clinicians):
			options[i].Help = s.frame.Printer.T("post.readers.clinicians", "count", people)
		case people > 0:
			options[i].Help += " " + s.frame.Printer.T("post.readers.people", "count", people)
		}
	}
	return options
}

// words reads a slug type of community, or a list of one, as strings.
func words(value any) []string {
	reflected := reflect.ValueOf(value)
	if reflected.Kind() != reflect.Slice {
		return []string{fmt.Sprint(value)}
	}
	list := make([]string, 0, reflected.Len())
	for i := range reflected.Len() {
		list = append(list, fmt.Sprint(reflected.Index(i)))
	}
	return list
}

// sorted puts options in the order of the reader's alphabet.
func (s *set) sorted(options []Option) []Option {
	order := collate.New(s.frame.Printer.tag, collate.IgnoreCase)
	slices.SortStableFunc(options, func(a, b Option) int { return order.CompareString(a.Label, b.Label) })
	return options
}

// sameNames makes the options of a list whose values are their own names.
func sameNames(values []string, chosen string) []Option {
	options := make([]Option, 0, len(values))
	for _, value := range values {
		options = append(options, Option{Value: value, Label: value, Chosen: value == chosen})
	}
	return options
}
