package community

import (
	"strings"
	"time"
	"unicode/utf8"
)

// PostSearch is what somebody looks for among posts: words, and operators that narrow.
// A zero field does not narrow.
type PostSearch struct {
	// Words have to stand in a post, Without must not.
	Words, Without []Phrase
	// Marks are what a post has to be or have, Unmarked what not; see Post.SearchMarks.
	Marks, Unmarked []string
	// From are the handles of which one wrote it, as they were typed, NotFrom of those who
	// did not; SearchMe is whoever asks.
	From, NotFrom []string
	// After is the first moment of publishing that counts, Before the first that does not
	// any more.
	After, Before time.Time
	// In is where to look.
	In SearchPlace
	// Never says that an operator was given what it does not know: nothing is found.
	Never bool
}

// Phrase are folded words that follow one another; usually it is one. Begins says that
// the last one is only the beginning of a word.
type Phrase struct {
	Words  []string
	Begins bool
}

// SearchMe stands for who asks, in from:me.
const SearchMe = "me"

// SearchPlace is where posts are looked for.
type SearchPlace string

// The places: what one has to do with oneself, and what everybody may find.
const (
	SearchAll     SearchPlace = ""
	SearchLibrary SearchPlace = "library"
	SearchPublic  SearchPlace = "public"
)

// The marks a post can be asked for. Those of languages are MarkLanguage and the tag.
const (
	MarkMedia     = "media"
	MarkImage     = "image"
	MarkVideo     = "video"
	MarkAudio     = "audio"
	MarkPoll      = "poll"
	MarkLink      = "link"
	MarkReply     = "reply"
	MarkSensitive = "sensitive"
	MarkQuote     = "quote"
	MarkEdited    = "edited"
	MarkLanguage  = "in"
)

// searchMarks are the words of has: and is:, and what they mark. A card is shown for a
// link, so both words say the same.
var searchMarks = map[string]map[string]string{
	"has": {"media": MarkMedia, "image": MarkImage, "video": MarkVideo, "audio": MarkAudio, "poll": MarkPoll, "link": MarkLink, "embed": MarkLink},
	"is":  {"reply": MarkReply, "sensitive": MarkSensitive, "quote": MarkQuote, "edited": MarkEdited},
}

// Bounds of a search, beside those of its text and words (S-IN-4).
const (
	maxSearchTerms = 24 // words, phrases and operators that are looked at
	maxPhraseWords = 8
	maxSearchFrom  = 4
	// shortestBeginning is how many characters a beginning has that is looked for, and
	// maxBeginnings how many of them: an index reads every word that begins so.
	shortestBeginning = 3
	maxBeginnings     = 2
)

// ParseSearch reads what a person typed: words, "words in a row", beginn*, and the
// operators from:, has:, is:, language:, in:, before:, after: and during:, each with a -
// before it for the contrary. What must not be there is a whole word. Days begin in the zone. Whatever is no operator is words;
// the text is cut before it is taken apart.
func ParseSearch(text string, zone *time.Location) PostSearch {
	var s PostSearch
	var common []Phrase
	for n, rest := 0, cut(CleanText(text), maxSearchText); n < maxSearchTerms; n++ {
		var t searchTerm
		if t, rest = nextTerm(rest); t.empty() {
			break
		}
		if s.operator(t, zone) {
			continue
		}
		common = append(common, s.words(t)...)
	}
	if len(s.Words) == 0 {
		s.Words = common
	}
	return s
}

// Empty says that nothing is looked for.
func (s PostSearch) Empty() bool {
	return len(s.Words) == 0 && len(s.Marks) == 0 && len(s.From) == 0 && s.After.IsZero() && s.Before.IsZero() && s.In == SearchAll
}

// searchTerm is one part of a search: a word with what stands before its colon, or a
// phrase.
type searchTerm struct {
	name, text  string
	not, quoted bool
}

func (t searchTerm) empty() bool { return t == searchTerm{} }

// nextTerm takes the first term off a text.
func nextTerm(text string) (searchTerm, string) {
	text = strings.TrimSpace(text)
	var t searchTerm
	if rest, not := strings.CutPrefix(text, "-"); not && rest != "" && rest[0] != ' ' {
		t.not, text = true, rest
	}
	if rest, quoted := cutQuote(text); quoted {
		t.quoted = true
		end := strings.IndexAny(rest, `"“”„`)
		if end < 0 {
			t.text = rest
			return t, ""
		}
		_, size := utf8.DecodeRuneInString(rest[end:])
		t.text = rest[:end]
		return t, rest[end+size:]
	}
	end := strings.IndexFunc(text, isSpace)
	if end < 0 {
		end = len(text)
	}
	t.text, text = text[:end], text[end:]
	if name, value, found := strings.Cut(t.text, ":"); found && name != "" && value != "" {
		t.name, t.text = strings.ToLower(name), value
	}
	return t, text
}

func isSpace(r rune) bool { return strings.ContainsRune(" \n\t\u00a0\u3000", r) }

// cutQuote takes off a sign that begins a quotation, in English and in German.
func cutQuote(text string) (string, bool) {
	for _, sign := range []string{`"`, "“", "„"} {
		if rest, found := strings.CutPrefix(text, sign); found {
			return rest, true
		}
	}
	return text, false
}

// operator takes a term that narrows; false when it is words.
func (s *PostSearch) operator(t searchTerm, zone *time.Location) bool {
	value := strings.ToLower(strings.Trim(t.text, `"`))
	switch t.name {
	case "has", "is":
		mark, known := searchMarks[t.name][value]
		s.Never = s.Never || !known
		s.mark(mark, t.not)
	case "language":
		tag := languageMark(value)
		s.Never = s.Never || tag == ""
		s.mark(tag, t.not)
	case "from":
		s.from(value, t.not)
	case "in":
		s.in(SearchPlace(value), t.not)
	case "before", "after", "during":
		s.when(t, zone)
	default:
		return false
	}
	return true
}

func (s *PostSearch) mark(mark string, not bool) {
	switch {
	case mark == "":
	case not:
		s.Unmarked = append(s.Unmarked, mark)
	default:
		s.Marks = append(s.Marks, mark)
	}
}

func (s *PostSearch) from(handle string, not bool) {
	list := &s.From
	if not {
		list = &s.NotFrom
	}
	if len(*list) == maxSearchFrom {
		s.Never = true
		return
	}
	*list = append(*list, strings.TrimPrefix(handle, "@"))
}

func (s *PostSearch) in(place SearchPlace, not bool) {
	switch {
	case not:
		s.Never = true
	case place == SearchLibrary, place == SearchPublic:
		s.In = place
	case place != "all":
		s.Never = true
	}
}

// when narrows the time: before and after a day, a month or a year, or during it.
func (s *PostSearch) when(t searchTerm, zone *time.Location) {
	from, until, ok := period(t.text, zone)
	switch {
	case !ok, t.not && t.name == "during":
		s.Never = true
	case (t.name == "before") != t.not: // what is not after a day was before it ended
		if t.not {
			from = until
		}
		s.before(from)
	case t.name == "during":
		s.after(from)
		s.before(until)
	default:
		if t.not {
			until = from
		}
		s.after(until)
	}
}

func (s *PostSearch) after(t time.Time) {
	if t.After(s.After) {
		s.After = t
	}
}

func (s *PostSearch) before(t time.Time) {
	if s.Before.IsZero() || t.Before(s.Before) {
		s.Before = t
	}
}

// period reads 2026-11-22, 2026-11 or 2026.
func period(text string, zone *time.Location) (from, until time.Time, ok bool) {
	for _, p := range []struct {
		layout              string
		years, months, days int
	}{{"2006-01-02", 0, 0, 1}, {"2006-01", 0, 1, 0}, {"2006", 1, 0, 0}} {
		if from, err := time.ParseInLocation(p.layout, text, zone); err == nil && from.Year() > 1 {
			return from, from.AddDate(p.years, p.months, p.days), true
		}
	}
	return time.Time{}, time.Time{}, false
}

func (s *PostSearch) beginnings() (n int) {
	for _, p := range s.Words {
		if p.Begins {
			n++
		}
	}
	return n
}

// words takes a term that is no operator. It gives back what would find nearly
// everything: that is looked for only when there is nothing else.
func (s *PostSearch) words(t searchTerm) (common []Phrase) {
	text, begins := t.text, false
	if t.name != "" {
		text = t.name + " " + text
	}
	if rest, star := strings.CutSuffix(text, "*"); star && !t.quoted {
		text, begins = rest, true
	}
	found := FoldWords(text)
	found = found[:min(len(found), maxPhraseWords)]
	if len(found) == 0 {
		return nil
	}
	// What neither stands in quotation marks nor is one word to whoever typed it, as
	// "follow-up" is, is one phrase to the index.
	begins = begins && !t.not && s.beginnings() < maxBeginnings && utf8.RuneCountInString(found[len(found)-1]) >= shortestBeginning
	phrase := Phrase{found, begins}
	switch {
	case t.not:
		s.Without = append(s.Without, phrase)
	case len(found) == 1 && commonWords[found[0]] && !t.quoted && !begins:
		return []Phrase{phrase}
	case len(s.Words) < maxSearchWords:
		s.Words = append(s.Words, phrase)
	}
	return nil
}
