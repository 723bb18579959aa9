package community

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Bounds of what is searched for. A question is cut before it is taken apart: it
// may come from anybody (S-IN-4).
const (
	maxSearchText  = 300  // characters of a query
	maxSearchWords = 12   // words of a query
	maxLikeText    = 8000 // characters of a case that others are to resemble
	maxLikeWords   = 32
	maxWord        = 40 // characters of one word
)

// IndexWords are the words under which a case is found, folded, with a space between
// them: all it tells in its own words, nothing of its answers and nothing of who
// wrote it.
func (c Case) IndexWords() string {
	var told strings.Builder
	for _, text := range append([]string{c.Title}, c.Keywords...) {
		told.WriteString(text + "\n")
	}
	for _, s := range c.Narrative.Filled() {
		told.WriteString(*s.Text + "\n")
	}
	return strings.Join(FoldWords(told.String()), " ")
}

// SearchWords are the words of a query as they stand in the index: letters and
// digits only, so that no sign of any query language is left of what a stranger
// typed. Words that stand in nearly every text are left out, unless there are no
// others. None for a query without a word.
func SearchWords(query string) []string {
	return searched(cut(query, maxSearchText), maxSearchWords)
}

// LikeWords are the words of a text by which one finds others like it: the first of
// them, each once, without those that tell nothing.
func LikeWords(text string) []string {
	return slices.DeleteFunc(searched(cut(text, maxLikeText), maxLikeWords), func(w string) bool {
		return commonWords[w] || utf8.RuneCountInString(w) < 3
	})
}

func searched(text string, limit int) []string {
	var telling, common []string
	for _, word := range FoldWords(text) {
		list := &telling
		if commonWords[word] {
			list = &common
		}
		if len(*list) < limit && !slices.Contains(*list, word) {
			*list = append(*list, word)
		}
	}
	if len(telling) == 0 {
		return common
	}
	return telling
}

// FoldWords takes a text apart into words of lower-case letters and digits without
// accents: "Sjögren's" is "sjogren" and "s". Both databases are given words that
// neither takes apart in its own way.
func FoldWords(text string) []string {
	var words []string
	var word strings.Builder
	length := 0
	end := func() {
		if length > 0 {
			words = append(words, word.String())
		}
		word.Reset()
		length = 0
	}
	for _, r := range norm.NFKD.String(text) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			end()
		case length < maxWord:
			length++
			if plain, ok := wholeLetters[r]; ok {
				word.WriteString(plain)
				continue
			}
			word.WriteRune(unicode.ToLower(r))
		}
	}
	end()
	return words
}

// wholeLetters are letters which Unicode does not take apart.
var wholeLetters = map[rune]string{'ß': "ss", 'ẞ': "ss", 'æ': "ae", 'Æ': "ae", 'œ': "oe", 'Œ': "oe", 'ø': "o", 'Ø': "o", 'ł': "l", 'Ł': "l",
	'đ': "d", 'Đ': "d", 'ð': "d", 'Ð': "d", 'ı': "i"}

// commonWords stand in nearly every case, English or German: they find nothing.
var commonWords = func() map[string]bool {
	common := map[string]bool{}
	for _, word := range FoldWords(`a an and any are as at be been but by can could did do does for from had has have he her him his how i if in
		into is it its may me my no nor not of off on or our out over she should so some such than that the their them then there these they this to
		under up was we were what when where which who why will with would you your also after before again about between during each more most
		other only own same since through too very until while both being because
		aber alle als am auch auf aus bei bin bis da dann das dass dem den der des die dies diese dieser dieses durch ein eine einem einen
		einer eines er es für gegen hat hatte ich ihr im ist ja kein keine mit nach nicht noch nur ob oder ohne sein seit sich sie sind
		über um und uns unter vom von vor waren welche welcher wenn wer wie wir wird wurde zu zum zur zwischen
		patient patients patientin patienten case cases year years old jahr jahre jahren day days tag tage tagen`) {
		common[word] = true
	}
	return common
}()
