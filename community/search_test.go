package community

import (
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode"
)

func word(words ...string) Phrase { return Phrase{Words: words} }

func TestParseSearch(t *testing.T) {
	day := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }
	for text, want := range map[string]PostSearch{
		"":                          {},
		"  \t ?! -- ":               {},
		"Sjögren's fever":           {Words: []Phrase{word("sjogren", "s"), word("fever")}},
		`"fever of unknown" origin`: {Words: []Phrase{word("fever", "of", "unknown"), word("origin")}},
		"„Fieber unklar“ -Malaria":  {Words: []Phrase{word("fieber", "unklar")}, Without: []Phrase{word("malaria")}},
		`"never closed`:             {Words: []Phrase{word("never", "closed")}},
		`fever -"after travel"`:     {Words: []Phrase{word("fever")}, Without: []Phrase{word("after", "travel")}},
		"the fever":                 {Words: []Phrase{word("fever")}},
		"the and of":                {Words: []Phrase{word("the"), word("and"), word("of")}},
		"sarco*":                    {Words: []Phrase{{[]string{"sarco"}, true}}},
		"s*":                        {Words: []Phrase{word("s")}},
		// S-IN-4: an index reads every word that begins so, which hundreds of requests a minute must not make it do.
		"sarco* granu* lymph* -infec*":     {Words: []Phrase{{[]string{"sarco"}, true}, {[]string{"granu"}, true}, word("lymph")}, Without: []Phrase{word("infec")}},
		"from:@Ana@here.example has:image": {From: []string{"ana@here.example"}, Marks: []string{"image"}},
		"from:me -from:bob":                {From: []string{"me"}, NotFrom: []string{"bob"}},
		"HAS:media -is:reply is:sensitive": {Marks: []string{"media", "sensitive"}, Unmarked: []string{"reply"}},
		"language:de-AT fever":             {Marks: []string{"inde"}, Words: []Phrase{word("fever")}},
		"in:library x1":                    {In: SearchLibrary, Words: []Phrase{word("x1")}},
		"in:all fever":                     {Words: []Phrase{word("fever")}},
		"has:unicorn":                      {Never: true},
		"before:someday fever":             {Never: true, Words: []Phrase{word("fever")}},
		"before:2026-11-22":                {Before: day(2026, 11, 22)},
		"after:2026-11-22":                 {After: day(2026, 11, 23)},
		"-after:2026-11-22":                {Before: day(2026, 11, 23)},
		"-before:2026-11-22":               {After: day(2026, 11, 22)},
		"during:2026-02":                   {After: day(2026, 2, 1), Before: day(2026, 3, 1)},
		"during:2026 before:2026-06-01":    {After: day(2026, 1, 1), Before: day(2026, 6, 1)},
		"Time:12 a OR b) NEAR/2 words:c*":  {Words: []Phrase{word("time", "12"), word("b"), word("near", "2"), {[]string{"words", "c"}, false}}},
		"https://there.example/@bob/1":     {Words: []Phrase{word("https", "there", "example", "bob", "1")}},
	} {
		if got := ParseSearch(text, time.UTC); !reflect.DeepEqual(got, want) {
			t.Errorf("%q:\n got %+v\nwant %+v", text, got, want)
		}
	}
}

// S-IN-4, S-IN-6: whatever is typed, what is left is few words of letters and digits.
func FuzzParseSearch(f *testing.F) {
	for _, seed := range []string{"fever", `-"a b`, "from:me has:image", "during:2026-13", "\xff\x00*", `a" OR "b`, strings.Repeat("x ", 200)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s := ParseSearch(text, time.UTC)
		if n := len(s.Words) + len(s.Without) + len(s.Marks) + len(s.Unmarked) + len(s.From) + len(s.NotFrom); n > 2*maxSearchTerms {
			t.Fatalf("%d terms", n)
		}
		for _, p := range append(s.Words, s.Without...) {
			if len(p.Words) == 0 || len(p.Words) > maxPhraseWords {
				t.Fatalf("a phrase of %d words", len(p.Words))
			}
			for _, w := range p.Words {
				if w == "" || strings.ContainsFunc(w, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
					t.Fatalf("%q is no word", w)
				}
			}
		}
	})
}

func TestSearchMarks(t *testing.T) {
	for name, c := range map[string]struct {
		post Post
		want []string
	}{
		"plain": {Post{Content: Sanitize(`<p>fever</p>`)}, nil},
		"named": {Post{Content: Sanitize(`<a href="https://h/@b" class="u-url mention">@b</a> <a href="https://h/t/x" class="mention hashtag">#x</a>`)}, nil},
		"all": {Post{Content: Sanitize(`see <a href="https://h/">h</a>`), Media: []Media{{Type: "image/png"}, {Type: "audio/ogg"}}, Question: &OpenQuestion{},
			Quote: &Quote{State: QuoteAccepted}, Parent: 7, Warning: "blood", Edited: time.Unix(1, 0), Language: "en-GB"},
			[]string{"media", "image", "audio", "poll", "quote", "reply", "sensitive", "edited", "link", "inen"}},
		"taken back": {Post{Quote: &Quote{State: QuoteRevoked}, Language: "../"}, nil},
	} {
		if got := c.post.SearchMarks(); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	p := Post{Warning: "Blut", Content: Sanitize("<p>Fieber</p><p>Husten</p>"), Question: &OpenQuestion{Options: []QuestionOption{{Text: "Ja"}}}, Media: []Media{{Description: "Ein EKG"}}}
	if got := strings.Join(p.SearchWords(), " "); got != "blut fieber husten ja ein ekg" {
		t.Errorf("found under %q", got)
	}
}
