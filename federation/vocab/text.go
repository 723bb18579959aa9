package vocab

import (
	"strings"
	"time"
)

// How much of a text is kept (Mastodon's FEDERATION.md; protocol 1.10), in
// characters. Whole documents are bounded by MaxBytes already.
const (
	maxName    = 2_048
	maxAlt     = 10_000
	maxSummary = 20_000
)

// clip shortens text to at most limit characters.
func clip(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	count := 0
	for i := range text {
		if count == limit {
			return text[:i]
		}
		count++
	}
	return text
}

// first keeps at most limit elements.
func first[T any](list []T, limit int) []T {
	return list[:min(len(list), limit)]
}

// natural reads natural-language text with its language: the plain member, or
// a value object, or else the first entry of the language map beside it
// (ActivityStreams 2.0 §4.7).
func (n *Node) natural(member string) (text, language string) {
	text = n.Text(member)
	if value := n.Child(member); value != nil {
		language = value.Text("@language")
	}
	entries := n.Child(member + "Map")
	for _, tag := range entries.languages() {
		if text == "" {
			text = entries.Text(tag)
		}
		if entries.Text(tag) == text {
			return text, languageTag(tag)
		}
		if language == "" {
			language = tag
		}
	}
	return text, languageTag(language)
}

// languages are the tags of a language map in the order received, which counts:
// Mastodon puts the language of the post first.
func (n *Node) languages() []string {
	if n == nil {
		return nil
	}
	var tags []string
	for _, tag := range n.names {
		if n.Text(tag) != "" {
			tags = append(tags, tag)
		}
	}
	return tags
}

// languageMap reads a whole language map; nil when there is none.
func (n *Node) languageMap(member string) map[string]string {
	entries := n.Child(member)
	var texts map[string]string
	for _, tag := range entries.languages() {
		if texts == nil {
			texts = map[string]string{}
		}
		texts[tag] = entries.Text(tag)
	}
	return texts
}

// languageTag drops the ways of saying that the language is not known.
func languageTag(tag string) string {
	if tag == "und" || tag == "@none" || len(tag) > 35 {
		return ""
	}
	return tag
}

// timeLayouts are xsd:dateTime as it is met, most usual first. A fraction is
// accepted after any seconds; a time without a zone is taken as UTC.
var timeLayouts = []string{
	time.RFC3339,
	"2006-01-02T15:04:05",
	"2006-01-02T15:04:05Z0700",
	"2006-01-02T15:04Z07:00",
	"2006-01-02T15:04",
	"2006-01-02 15:04:05Z07:00",
	"2006-01-02 15:04:05",
	"2006-01-02Z07:00",
	time.DateOnly,
}

func parseTime(text string) time.Time {
	text = strings.TrimSpace(text)
	if text == "" || len(text) > 40 {
		return time.Time{}
	}
	for _, layout := range timeLayouts {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}
