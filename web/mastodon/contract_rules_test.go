package mastodon

import (
	"bufio"
	"fmt"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// rule is a field of an entity, as testdata/entities.txt writes it.
type rule struct {
	name, kind string
	// at is where what was seen of it is kept: the entity that declares it, and the name.
	at string
	// null: it may be null. absent: it may be left out. all: every word of it must be seen.
	null, absent, all bool
}

// contract is what replies must look like, and what was seen of it.
type contract struct {
	entities map[string][]rule
	// seen are the entities, Entity.field with a value, and Entity.field=word.
	seen map[string]bool
	// faults are what replies broke, each once.
	faults map[string]bool
}

// readContract reads testdata/entities.txt.
func readContract(t *testing.T) *contract {
	t.Helper()
	file, err := os.Open("testdata/entities.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	c := &contract{map[string][]rule{}, map[string]bool{}, map[string]bool{}}
	entity := ""
	for lines := bufio.NewScanner(file); lines.Scan(); {
		line := lines.Text()
		switch {
		case line == "" || line[0] == '#':
		case line[0] != '\t':
			name, base, _ := strings.Cut(line, " is ")
			entity, c.entities[name] = name, slices.Clone(c.entities[base])
		default:
			for word := range strings.FieldsSeq(line) {
				if word != "+" {
					c.entities[entity] = append(c.entities[entity], readRule(entity, word))
				}
			}
		}
	}
	return c
}

func readRule(entity, word string) rule {
	end := strings.LastIndex(word, ":")
	r := rule{name: word[:end], kind: word[end+1:]}
	r.name, r.absent = strings.CutPrefix(r.name, "~")
	r.at = entity + "." + r.name
	r.kind, r.null = strings.CutSuffix(r.kind, "?")
	r.kind, r.all = strings.CutSuffix(r.kind, "!")
	return r
}

// words are those that a kind which is a choice has; none for another kind.
func (r rule) words() []string {
	kind := strings.Trim(r.kind, "[]")
	if strings.Contains(kind, "|") && kind[0] >= 'a' {
		return strings.Split(kind, "|")
	}
	return nil
}

func (c *contract) fault(format string, args ...any) {
	c.faults[fmt.Sprintf(format, args...)] = true
}

// check compares a value with its kind; at is the entity and field where it stands.
func (c *contract) check(at, kind string, v any) {
	switch {
	case kind == "[]":
		if list, is := v.([]any); !is || len(list) > 0 {
			c.fault("%s is no empty list: %v", at, v)
		}
	case strings.HasPrefix(kind, "["):
		list, is := v.([]any)
		if !is {
			c.fault("%s is no list: %v", at, v)
		}
		for _, element := range list {
			c.check(at, kind[1:len(kind)-1], element)
		}
	case strings.HasPrefix(kind, "{"):
		object, is := v.(map[string]any)
		if !is {
			c.fault("%s is no object: %v", at, v)
		}
		for _, element := range object {
			c.check(at, kind[1:len(kind)-1], element)
		}
	case kind[0] >= 'A' && kind[0] <= 'Z':
		c.entity(at, kind, v)
	default:
		c.plain(at, kind, v)
	}
}

// entity compares an object with the fields of its entity. Of a choice the one counts all
// of whose fields are there.
func (c *contract) entity(at, kind string, v any) {
	object, is := v.(map[string]any)
	for choice := range strings.SplitSeq(kind, "|") {
		kind = choice
		if !slices.ContainsFunc(c.entities[kind], func(r rule) bool { _, there := object[r.name]; return !there }) {
			break
		}
	}
	rules, known := c.entities[kind]
	if !is || !known {
		c.fault("%s is no %s: %v", at, kind, v)
		return
	}
	c.seen[kind] = true
	for _, r := range rules {
		inner, there := object[r.name]
		switch {
		case there && inner != nil:
			c.seen[r.at] = true
			c.check(r.at, r.kind, inner)
		case there && r.kind != "null" && !r.null:
			c.fault("%s is null", r.at)
		case !there && !r.absent:
			c.fault("%s is missing (in %s)", r.at, at)
		}
	}
	for name := range object {
		if !slices.ContainsFunc(rules, func(r rule) bool { return r.name == name }) {
			c.fault("%s.%s is not documented", kind, name)
		}
	}
}

var (
	digits   = regexp.MustCompile(`^[0-9]+$`)
	language = regexp.MustCompile(`^[a-z]{2,3}$`)
)

// texts are what must be true of a text of each kind.
var texts = map[string]func(string) bool{
	"text": func(string) bool { return true },
	"html": func(s string) bool { return !strings.Contains(s, "<script") },
	"id":   digits.MatchString, "count": digits.MatchString, "lang": language.MatchString,
	"mail": func(s string) bool { return strings.Contains(s, "@") },
	"url": func(s string) bool {
		u, err := url.Parse(s)
		return err == nil && u.Host != "" && slices.Contains([]string{"https", "http", "wss"}, u.Scheme)
	},
	"date": func(s string) bool { return isTime("2006-01-02T15:04:05.000Z", s) },
	"day":  func(s string) bool { return isTime(time.DateOnly, s) },
}

// isTime says whether a text is a time in exactly this form, of a year in which somebody
// could have written it.
func isTime(layout, text string) bool {
	at, err := time.Parse(layout, text)
	return err == nil && at.Format(layout) == text && at.Year() > 1990
}

// plain compares a value that has no fields.
func (c *contract) plain(at, kind string, v any) {
	text, is := v.(string)
	number, isNumber := v.(float64)
	_, isBool := v.(bool)
	_, isObject := v.(map[string]any)
	check, known := texts[kind]
	right := false
	switch {
	case known:
		right = is && check(text)
	case kind == "int":
		right = isNumber && number == float64(int64(number))
	case kind == "number":
		right = isNumber
	case kind == "bool":
		right = isBool
	case kind == "object":
		right = isObject
	default: // one of several words, or the only one
		right = is && slices.Contains(strings.Split(strings.Trim(kind, `"`), "|"), text)
		c.seen[at+"="+text] = true
	}
	if !right {
		c.fault("%s is no %s: %v", at, kind, v)
	}
}

// unseen are what no reply had: entities, fields with a value, words.
func (c *contract) unseen() []string {
	var list []string
	for entity, rules := range c.entities {
		if !c.seen[entity] {
			list = append(list, entity)
			continue
		}
		for _, r := range rules {
			if (r.null || r.absent) && !c.seen[r.at] && strings.HasPrefix(r.at, entity+".") {
				list = append(list, r.at)
			}
			for _, word := range r.words() {
				if r.all && !c.seen[r.at+"="+word] {
					list = append(list, r.at+"="+word)
				}
			}
		}
	}
	slices.Sort(list)
	return list
}
