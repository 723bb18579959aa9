package page

import (
	"fmt"
	"strings"
	"time"

	"golang.org/x/text/language"
	xmessage "golang.org/x/text/message"

	"consilium/community"
)

// Reader is what a Printer must know about whoever reads.
type Reader struct {
	Language string         // BCP 47, as Catalogue.Choose returned it
	Zone     *time.Location // nil is UTC
	Now      time.Time      // what "3 h" is counted from
	Instance string         // the institution's name; every sentence may use it as {instance}
}

// Printer says things in one language and one time zone, for one answer. It is
// made anew for every request and is cheap to make.
type Printer struct {
	tag      language.Tag
	messages messages
	reader   Reader
	numbers  *xmessage.Printer
}

// Printer returns a printer for a reader. A language that is not offered
// becomes English.
func (c *Catalogue) Printer(reader Reader) *Printer {
	tag, offered := c.offered(reader.Language)
	if !offered {
		tag = c.tags[0]
	}
	if reader.Zone == nil {
		reader.Zone = time.UTC
	}
	return &Printer{
		tag:      tag,
		messages: c.languages[tag],
		reader:   reader,
		numbers:  xmessage.NewPrinter(tag),
	}
}

// Language is the BCP 47 tag for the attribute lang.
func (p *Printer) Language() string { return p.tag.String() }

// Direction is "ltr" or "rtl", for the attribute dir.
func (p *Printer) Direction() string {
	script, _ := p.tag.Script()
	switch script.String() {
	case "Arab", "Hebr", "Thaa", "Syrc", "Nkoo", "Adlm":
		return "rtl"
	}
	return "ltr"
}

// T returns the sentence at key with its arguments, given as name, value,
// name, value …. An integer named "count" also chooses the plural form. Whole
// numbers are written as the language writes them, times as dates. A key that
// is not in the catalogue comes back in brackets; a test keeps that from
// happening.
func (p *Printer) T(key string, arguments ...any) string {
	named := make(map[string]any, len(arguments)/2)
	for i := 0; i+1 < len(arguments); i += 2 {
		named[fmt.Sprint(arguments[i])] = arguments[i+1]
	}
	return p.say(key, named)
}

// Problem says what is wrong with a field, as community named it.
func (p *Printer) Problem(problem community.Problem) string {
	return p.say(problem.Key, problem.Args)
}

// Has tells whether key is in the catalogue, for keys that are made of data.
func (p *Printer) Has(key string) bool {
	_, ok := p.messages[key]
	return ok
}

func (p *Printer) say(key string, arguments map[string]any) string {
	found, ok := p.messages[key]
	if !ok {
		return "⟦" + key + "⟧"
	}
	count, counted := wholeNumber(arguments[countArgument])
	var sentence strings.Builder
	for _, part := range found.form(p.tag, int(count), counted) {
		if part.argument == "" {
			sentence.WriteString(part.text)
			continue
		}
		sentence.WriteString(p.argument(part.argument, arguments))
	}
	return sentence.String()
}

func (p *Printer) argument(name string, arguments map[string]any) string {
	value, given := arguments[name]
	if !given {
		if name == "instance" {
			return p.reader.Instance
		}
		return "{" + name + "}"
	}
	if number, ok := wholeNumber(value); ok {
		return p.Number(number)
	}
	if moment, ok := value.(time.Time); ok {
		return p.Date(moment)
	}
	return fmt.Sprint(value)
}

// Number writes a whole number with the language's grouping.
func (p *Printer) Number(number int64) string {
	return p.numbers.Sprintf("%d", number)
}

func wholeNumber(value any) (int64, bool) {
	switch value := value.(type) {
	case int:
		return int64(value), true
	case int64:
		return value, true
	}
	return 0, false
}
