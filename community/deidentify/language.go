package deidentify

import (
	"embed"
	"encoding/json"
	"slices"
	"strings"

	"golang.org/x/text/language"
)

//go:embed data/*.json data/*.txt
var data embed.FS

// dialect is the shape of a file data/<language>.json.
type dialect struct {
	Language          string              `json:"language"`
	Regions           []string            `json:"regions"`           // where phone numbers without a country code are looked for
	MonthFirstRegions []string            `json:"monthFirstRegions"` // where 3/4 is the fourth of March
	NounsCapitalised  bool                `json:"nounsCapitalised"`  // then a capital says nothing about a name
	Months            map[string]int      `json:"months"`
	Weekdays          []string            `json:"weekdays"`
	Lists             map[string][]string `json:"lists"`
	Traits            []trait             `json:"traits"`
	Here              []string            `json:"here"`
	Replace           map[string]string   `json:"replace"`
}

// trait is what narrows the circle without being an identifier, and how much.
type trait struct {
	Reason  string   `json:"reason"`
	Weight  int      `json:"weight"`
	Phrases []string `json:"phrases"`
}

// rules is a dialect made ready, English beneath it.
type rules struct {
	dialect
	single  map[string]lists    // word → the lists it stands in
	phrases map[string][]phrase // first word → phrases
	places  map[string]bool     // texts of replacements in brackets, of every language
}

// phrase is an entry of several words.
type phrase struct {
	words []string
	list  list
	trait int // which trait, when the list is listTrait
}

// base is the language whose rules apply to every text.
const base = "en"

// spoken holds the languages there are files for. It is made once and never written again.
var spoken = compileAll()

// compileAll reads the embedded files. They are part of the program: one that cannot be read is a fault of the build.
func compileAll() map[string]*rules {
	files, err := data.ReadDir("data")
	if err != nil {
		panic(err)
	}
	dialects := map[string]dialect{}
	for _, f := range files {
		if tag, ok := strings.CutSuffix(f.Name(), ".json"); ok {
			dialects[tag] = readDialect(f.Name())
		}
	}
	words := readWords()
	all := map[string]*rules{}
	for tag, d := range dialects {
		r := &rules{dialect: d, single: map[string]lists{}, phrases: map[string][]phrase{}, places: bracketed(dialects)}
		r.Traits = nil
		r.add(dialects[base])
		if tag != base {
			r.add(d)
		}
		for k, entries := range words {
			r.addAll(k, entries)
		}
		all[tag] = r
	}
	return all
}

func readDialect(name string) dialect {
	var d dialect
	raw, err := data.ReadFile("data/" + name)
	if err == nil {
		err = json.Unmarshal(raw, &d)
	}
	if err != nil {
		panic(name + ": " + err.Error())
	}
	return d
}

// add takes the lists of a dialect in.
func (r *rules) add(d dialect) {
	for name, entries := range d.Lists {
		r.addAll(listNamed[name], entries)
	}
	for name := range d.Months {
		r.addAll(listMonth, []string{name})
	}
	if d.Language != r.Language {
		months := map[string]int{}
		for _, m := range []map[string]int{d.Months, r.Months} {
			for name, k := range m {
				months[fold([]byte(name))] = k
			}
		}
		r.Months = months
	}
	r.addAll(listWeekday, d.Weekdays)
	r.addAll(listHere, d.Here)
	for _, t := range d.Traits {
		r.Traits = append(r.Traits, t)
		for _, p := range t.Phrases {
			r.addPhrase(phrase{words: folds(p), list: listTrait, trait: len(r.Traits) - 1}) // also those of one word
		}
	}
}

func (r *rules) addAll(k list, entries []string) {
	for _, entry := range entries {
		words := folds(entry)
		if strings.HasPrefix(entry, "-") { // an ending
			words = []string{entry}
		}
		if len(words) == 1 {
			l := r.single[words[0]]
			l.add(k)
			r.single[words[0]] = l
			continue
		}
		r.addPhrase(phrase{words: words, list: k})
	}
}

func (r *rules) addPhrase(p phrase) {
	if len(p.words) > 0 {
		r.phrases[p.words[0]] = append(r.phrases[p.words[0]], p)
	}
}

// folds cuts an entry into words just as a note is cut.
func folds(entry string) []string {
	n := &note{}
	n.normalise(entry)
	n.tokenise()
	var words []string
	for _, t := range n.tokens {
		words = append(words, t.fold)
	}
	return words
}

// bracketed collects the replacements that stand in brackets: text that was cleaned already.
func bracketed(dialects map[string]dialect) map[string]bool {
	places := map[string]bool{}
	for _, d := range dialects {
		for _, text := range d.Replace {
			if strings.HasPrefix(text, "[") {
				places[strings.ToLower(text)] = true
			}
		}
	}
	return places
}

// rulesFor picks the rules for a BCP 47 tag and tells whether the month comes first in its dates.
func rulesFor(tag string) (r *rules, monthFirst bool) {
	parsed := language.Make(tag)
	main, _ := parsed.Base()
	r, known := spoken[main.String()]
	if !known {
		r = spoken[base]
	}
	region, sure := parsed.Region()
	return r, sure == language.Exact && slices.Contains(r.MonthFirstRegions, region.String())
}
