package credential

import (
	"cmp"
	"embed"
	"slices"
	"strings"
	"unicode"
)

//go:embed synonym
var synonyms embed.FS

// terms are what people call the specialties, folded, by language and specialty.
// The first of a list is the name.
var terms = map[string]map[Specialty][]string{"en": readTerms("en"), "de": readTerms("de")}

func readTerms(language string) map[Specialty][]string {
	text, _ := synonyms.ReadFile("synonym/" + language + ".txt") // a test reads what is embedded
	found := map[Specialty][]string{}
	for line := range strings.Lines(string(text)) {
		slug, words, ok := strings.Cut(line, ":")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		for word := range strings.SplitSeq(words, ";") {
			found[Specialty(slug)] = append(found[Specialty(slug)], foldTerm(word))
		}
	}
	return found
}

// foldTerm makes words comparable: lower case, no accents, one space between
// them, and "ae" for "ä" and for "æ" alike.
func foldTerm(s string) string {
	words := strings.FieldsFunc(foldName(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '&' })
	for i, word := range words {
		words[i] = spellOut(word)
	}
	return strings.Join(words, " ")
}

// The bounds of a search, in bytes and in answers.
const (
	maxQuery = 100
	mostHits = 12
)

// How well a term fits a query, the best first.
const (
	fitsWhole = iota
	fitsStart
	fitsWord
	fitsInside
	fitsNot
	// apart keeps languages, and names from what else something is called, apart
	// within one of these.
	apart = 4
)

// FindSpecialty lists up to 12 specialties which somebody could mean by what was
// typed, the best first: by the words of the language ("en", "de"), then by those
// of the others, by slug, and by the code of the provider taxonomy.
func FindSpecialty(query, language string) []Specialty {
	query = strings.TrimSpace(query)
	if s, ok := TaxonomySpecialty(strings.ToUpper(query)); ok {
		return []Specialty{s}
	}
	folded := foldTerm(query)
	if folded == "" || len(query) > maxQuery {
		return nil
	}
	fit := map[Specialty]int{}
	var found []Specialty
	for _, s := range specialties {
		if best := s.name.fits(folded, language); best < apart*fitsNot {
			fit[s.name], found = best, append(found, s.name)
		}
	}
	slices.SortStableFunc(found, func(a, b Specialty) int { return cmp.Compare(fit[a], fit[b]) })
	return found[:min(len(found), mostHits)]
}

// fits says how well a specialty answers to a folded query. What fits in the
// asked language goes before the same in another, and a name before what else it
// is called.
func (s Specialty) fits(query, language string) int {
	best := apart * fitsNot
	for spoken, list := range terms {
		for i, term := range append(slices.Clone(list[s]), foldTerm(string(s))) {
			rank := apart * fitOf(term, query)
			if spoken != language {
				rank += 2
			}
			if i > 0 {
				rank++
			}
			best = min(best, rank)
		}
	}
	return best
}

func fitOf(term, query string) int {
	switch {
	case term == query:
		return fitsWhole
	case strings.HasPrefix(term, query):
		return fitsStart
	case strings.Contains(" "+term, " "+query):
		return fitsWord
	case len(query) > 3 && strings.Contains(term, query):
		return fitsInside
	}
	return fitsNot
}
