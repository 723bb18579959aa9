package community

import (
	"database/sql/driver"
	"fmt"
	"regexp"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"golang.org/x/net/html"
)

// MaxHTML is the longest piece of foreign HTML that is sanitised, in bytes;
// longer ones are shown as text cut at that length.
const MaxHTML = 256 << 10

// SafeHTML is HTML that may be put on a page: made by Sanitize or Compose, or
// read back from where only those write.
type SafeHTML struct{ s string }

// String is the HTML.
func (h SafeHTML) String() string { return h.s }

// IsZero says whether there is nothing in it.
func (h SafeHTML) IsZero() bool { return h.s == "" }

// Scan reads HTML back from the database.
func (h *SafeHTML) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		h.s = ""
	case string:
		h.s = v
	case []byte:
		h.s = string(v)
	default:
		return fmt.Errorf("html: cannot read %T", src)
	}
	return nil
}

// Value writes the HTML to the database.
func (h SafeHTML) Value() (driver.Value, error) { return h.s, nil }

// Text is the words of it, for previews, feeds and searching.
func (h SafeHTML) Text() string { return textOf(h.s) }

// policy lets through what protocol.md 1.10 lists, and nothing that loads,
// runs, styles or points elsewhere than http, https and mailto.
var policy = newPolicy()

// languageTag is the shape of BCP 47, 2.1.
var languageTag = regexp.MustCompile(`^[A-Za-z0-9]{1,8}(-[A-Za-z0-9]{1,8}){0,7}$`)

func newPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "span", "abbr", "del", "s", "pre", "blockquote", "code", "b", "strong", "u", "sub", "sup",
		"i", "em", "h1", "h2", "h3", "h4", "h5", "ul", "ol", "li", "ruby", "rt", "rp")
	p.AllowAttrs("href").OnElements("a")
	p.AllowURLSchemes("http", "https", "mailto")
	p.RequireParseableURLs(true)
	p.AllowRelativeURLs(false)
	p.RequireNoFollowOnLinks(true)
	p.RequireNoReferrerOnLinks(true)
	p.AddTargetBlankToFullyQualifiedLinks(false)
	p.AllowAttrs("class").OnElements("a", "span", "p")
	p.AllowAttrs("lang").Matching(languageTag).Globally()
	p.AllowAttrs("dir").Matching(bluemonday.Direction).Globally()
	p.AllowAttrs("start", "reversed").OnElements("ol")
	p.AllowAttrs("value").OnElements("li")
	return p
}

// Sanitize makes foreign HTML fit for our pages: unknown elements go, links
// lose everything but their address, classes are kept only where they are
// microformats or mention marks, and what is left is balanced, because the
// sanitiser lets stray and unclosed tags through. Doing it again changes
// nothing (S-IN-3), and the result is never longer than MaxHTML.
func Sanitize(foreign string) SafeHTML {
	foreign = CleanText(foreign)
	if len(foreign) > MaxHTML {
		return asText(strings.ToValidUTF8(foreign[:MaxHTML], ""))
	}
	balanced := balance(policy.Sanitize(readably(foreign)))
	if len(balanced) > MaxHTML {
		return asText(balanced)
	}
	return SafeHTML{balanced}
}

// asText is what becomes of HTML that is too long: one paragraph of its words,
// cut where it would pass MaxHTML.
func asText(s string) SafeHTML {
	var out strings.Builder
	out.WriteString("<p>")
	for _, r := range textOf(s) {
		escaped := escapeText(string(r))
		if out.Len()+len(escaped)+len("</p>") > MaxHTML {
			break
		}
		out.WriteString(escaped)
	}
	return SafeHTML{out.String() + "</p>"}
}

// textOf reads the words out of HTML without building a tree, so that depth
// cannot hurt; paragraphs and breaks become line ends.
func textOf(s string) string {
	var out strings.Builder
	z := html.NewTokenizer(strings.NewReader(s))
	skip := 0
	for {
		switch z.Next() {
		case html.ErrorToken:
			return strings.TrimSpace(out.String())
		case html.TextToken:
			if skip == 0 {
				out.Write(z.Text())
			}
		case html.StartTagToken:
			name, _ := z.TagName()
			if string(name) == "script" || string(name) == "style" {
				skip++
			} else if string(name) == "br" {
				out.WriteByte('\n')
			}
		case html.SelfClosingTagToken:
			if name, _ := z.TagName(); string(name) == "br" {
				out.WriteByte('\n')
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			skip = endTag(&out, string(name), skip)
		}
	}
}

func endTag(out *strings.Builder, name string, skip int) int {
	switch name {
	case "script", "style":
		return max(0, skip-1)
	case "p", "li", "h1", "h2", "h3", "h4", "h5", "blockquote", "pre":
		out.WriteString("\n")
	}
	return skip
}
