package community

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// maxIndexWords is how many words of a post are found.
const maxIndexWords = 2000

// SearchWords are the folded words under which a post is found, in their order: what it
// says, its warning, its poll and what its pictures show.
func (p Post) SearchWords() []string {
	var told strings.Builder
	for _, text := range []string{p.Title, p.Warning, p.Content.Text()} {
		told.WriteString(text + "\n")
	}
	if p.Question != nil {
		for _, o := range p.Question.Options {
			told.WriteString(o.Text + "\n")
		}
	}
	for _, m := range p.Media {
		told.WriteString(m.Description + "\n")
	}
	words := FoldWords(told.String())
	return words[:min(len(words), maxIndexWords)]
}

// SearchMarks are what has:, is: and language: ask for, as far as the post has it.
func (p Post) SearchMarks() []string {
	var marks []string
	add := func(is bool, mark string) {
		if is && mark != "" && !slices.Contains(marks, mark) {
			marks = append(marks, mark)
		}
	}
	add(len(p.Media) > 0, MarkMedia)
	for _, m := range p.Media {
		kind, _, _ := strings.Cut(m.Type, "/")
		add(kind == MarkVideo || kind == MarkAudio, kind)
		add(kind != MarkVideo && kind != MarkAudio, MarkImage)
	}
	add(p.Question != nil, MarkPoll)
	add(p.Quote.Stands(), MarkQuote)
	add(p.Parent != 0 || !p.ParentIRI.IsZero(), MarkReply)
	add(p.Sensitive || p.Warning != "", MarkSensitive)
	add(!p.Edited.IsZero(), MarkEdited)
	add(p.Content.links(), MarkLink)
	add(true, languageMark(p.Language))
	return marks
}

// languageMark is the mark of a language, by the first part of its tag; "" for none.
func languageMark(tag string) string {
	primary, _, _ := strings.Cut(strings.ToLower(tag), "-")
	if len(primary) < 2 || len(primary) > 8 || strings.ContainsFunc(primary, func(r rune) bool { return r < 'a' || r > 'z' }) {
		return ""
	}
	return MarkLanguage + primary
}

// links says whether the text leads anywhere but to somebody it names or to a hashtag.
func (h SafeHTML) links() bool {
	z := html.NewTokenizer(strings.NewReader(h.s))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return false
		case html.StartTagToken:
			if token := z.Token(); token.Data == "a" && !slices.ContainsFunc(token.Attr, marksMention) {
				return true
			}
		}
	}
}

// marksMention says that a link is one to a person or a hashtag: microformats' h-card, or
// the classes Mastodon gives both.
func marksMention(a html.Attribute) bool {
	if a.Key != "class" {
		return false
	}
	classes := strings.Fields(a.Val)
	return slices.Contains(classes, "mention") || slices.Contains(classes, "hashtag") || slices.Contains(classes, "u-url")
}
