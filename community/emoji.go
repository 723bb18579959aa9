package community

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
)

// EmojiID names the picture of an emoji.
type EmojiID int64

// Emoji is a picture that stands for a :shortcode: in a text (the Emoji tag of Mastodon
// and others). Names of people show none: a tick beside a name would look like proof.
type Emoji struct {
	// ID is 0 until it was remembered.
	ID EmojiID
	// Shortcode is what is written, without colons.
	Shortcode string
	// Image is where the picture lies: at its author's server for posts of others.
	Image IRI
}

// Limits of emoji: of a shortcode in bytes, and how many one text may use.
const (
	MaxShortcode = 64
	MaxEmoji     = 100
)

// ParseShortcode reads a shortcode as others write it, with or without colons: 1 to
// MaxShortcode letters, digits, "_", "-", "+" or ".", all ASCII; "" for anything else.
func ParseShortcode(s string) string {
	s = strings.TrimSuffix(strings.TrimPrefix(s, ":"), ":")
	if s == "" || len(s) > MaxShortcode || strings.IndexFunc(s, func(r rune) bool { return !isShortcode(r) }) >= 0 {
		return ""
	}
	return s
}

func isShortcode(r rune) bool {
	return r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("_-+.", r))
}

// EmojiIn gives those of the known emoji that a text uses, each once.
func EmojiIn(text string, known []Emoji) []Emoji {
	var used []Emoji
	splitEmoji(text, known, func(_ string, e *Emoji) {
		if e != nil && len(used) < MaxEmoji && !slices.ContainsFunc(used, func(u Emoji) bool { return u.Shortcode == e.Shortcode }) {
			used = append(used, *e)
		}
	})
	return used
}

// WithoutEmoji takes the shortcodes of known emoji out of a name.
func WithoutEmoji(name string, known []Emoji) string {
	var out strings.Builder
	splitEmoji(name, known, func(text string, _ *Emoji) { out.WriteString(text) })
	return cleanLine(out.String())
}

// WithEmoji puts pictures from our own origin in place of the shortcodes of known
// emoji, wherever they stand in the words.
func (h SafeHTML) WithEmoji(list []Emoji) SafeHTML {
	var known []Emoji
	for _, e := range list {
		if e.ID != 0 {
			known = append(known, e)
		}
	}
	if len(known) == 0 || !strings.Contains(h.s, ":") {
		return h
	}
	var out strings.Builder
	for z := html.NewTokenizer(strings.NewReader(h.s)); ; {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			return SafeHTML{out.String()}
		case html.TextToken:
			splitEmoji(string(z.Text()), known, func(text string, e *Emoji) {
				out.WriteString(escapeText(text))
				if e != nil {
					out.WriteString(e.picture())
				}
			})
		default:
			out.Write(z.Raw())
		}
	}
}

// picture is the emoji on a page. The shortcode holds nothing that means something in
// HTML.
func (e Emoji) picture() string {
	return `<img class="emoji" src="/media/emoji/` + FormatID(e.ID) + `" alt=":` + e.Shortcode + `:" title=":` + e.Shortcode + `:" width="20" height="20" loading="lazy"/>`
}

// splitEmoji walks through a text: each piece with the emoji that follows it, nil at
// the end. A shortcode stands by itself: no letter or digit touches its colons.
func splitEmoji(text string, known []Emoji, visit func(before string, e *Emoji)) {
	begun := 0
	for at := 0; at < len(text); at++ {
		if text[at] != ':' || at > 0 && touches(text[at-1]) {
			continue
		}
		length := strings.IndexByte(text[at+1:min(len(text), at+MaxShortcode+2)], ':')
		end := at + 2 + length
		if length <= 0 || end < len(text) && touches(text[end]) {
			continue
		}
		found := slices.IndexFunc(known, func(e Emoji) bool { return e.Shortcode == text[at+1:end-1] })
		if found < 0 {
			continue
		}
		visit(text[begun:at], &known[found])
		begun, at = end, end-1
	}
	visit(text[begun:], nil)
}

func touches(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}
