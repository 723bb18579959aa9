package page

import (
	"encoding/json"
	"fmt"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// A message is one sentence of a catalogue, in as many plural forms as its
// language needs. Every message has the form plural.Other.
type message struct {
	forms map[plural.Form][]segment
}

// A segment is literal text, or the name of an argument to be put in.
type segment struct {
	text     string
	argument string
}

// countArgument is the argument that chooses the plural form.
const countArgument = "count"

var pluralForms = map[string]plural.Form{
	"zero":  plural.Zero,
	"one":   plural.One,
	"two":   plural.Two,
	"few":   plural.Few,
	"many":  plural.Many,
	"other": plural.Other,
}

// messages holds one language: dotted key → message.
type messages map[string]message

// decodeArea reads one catalogue file: nested objects whose leaves are
// sentences. The name of the file is the first part of every key in it.
func decodeArea(area string, text []byte, into messages) error {
	var tree map[string]any
	if err := json.Unmarshal(text, &tree); err != nil {
		return fmt.Errorf("read catalogue %s: %w", area, err)
	}
	return flatten(area, tree, into)
}

func flatten(prefix string, tree map[string]any, into messages) error {
	for name, node := range tree {
		key := prefix + "." + name
		switch node := node.(type) {
		case string:
			into[key] = message{forms: map[plural.Form][]segment{plural.Other: split(node)}}
		case map[string]any:
			if forms, ok := formsOf(node); ok {
				into[key] = message{forms: forms}
				continue
			}
			if err := flatten(key, node, into); err != nil {
				return err
			}
		default:
			return fmt.Errorf("catalogue key %s: neither a sentence nor a group", key)
		}
	}
	return nil
}

// formsOf reads a group as the plural forms of one sentence. A group is that
// when it has the form "other" and nothing but forms.
func formsOf(group map[string]any) (map[plural.Form][]segment, bool) {
	if _, ok := group["other"]; !ok {
		return nil, false
	}
	forms := make(map[plural.Form][]segment, len(group))
	for name, node := range group {
		form, known := pluralForms[name]
		sentence, text := node.(string)
		if !known || !text {
			return nil, false
		}
		forms[form] = split(sentence)
	}
	return forms, true
}

// split cuts "{count} likes" into its segments.
func split(sentence string) []segment {
	var segments []segment
	for sentence != "" {
		before, rest, found := strings.Cut(sentence, "{")
		if before != "" {
			segments = append(segments, segment{text: before})
		}
		if !found {
			break
		}
		name, after, _ := strings.Cut(rest, "}")
		segments = append(segments, segment{argument: name})
		sentence = after
	}
	return segments
}

// form chooses the segments for a count. Without one, it is plural.Other.
func (m message) form(tag language.Tag, count int, counted bool) []segment {
	if counted {
		if count < 0 {
			count = -count
		}
		if segments, ok := m.forms[plural.Cardinal.MatchPlural(tag, count, 0, 0, 0, 0)]; ok {
			return segments
		}
	}
	return m.forms[plural.Other]
}
