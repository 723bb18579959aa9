package community

import (
	"database/sql/driver"
	"fmt"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
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
	p.AllowAttrs("lang", "dir").Globally()
	p.AllowAttrs("start", "reversed").OnElements("ol")
	p.AllowAttrs("value").OnElements("li")
	return p
}

// Sanitize makes foreign HTML fit for our pages: unknown elements go, links
// lose everything but their address, classes are kept only where they are
// microformats or mention marks, and what is left is balanced again, because
// the sanitiser lets stray and unclosed tags through.
func Sanitize(foreign string) SafeHTML {
	foreign = CleanText(foreign)
	if len(foreign) > MaxHTML {
		return SafeHTML{"<p>" + html.EscapeString(strings.ToValidUTF8(textOf(foreign[:MaxHTML]), "")) + "</p>"}
	}
	balanced, err := balance(policy.Sanitize(foreign))
	if err != nil {
		return SafeHTML{"<p>" + html.EscapeString(textOf(foreign)) + "</p>"}
	}
	return SafeHTML{balanced}
}

// balance parses the fragment as a browser would and writes it again. The
// parser refuses more than 512 levels.
func balance(s string) (string, error) {
	body := &html.Node{Type: html.ElementNode, DataAtom: atom.Body, Data: "body"}
	nodes, err := html.ParseFragment(strings.NewReader(s), body)
	if err != nil {
		return "", fmt.Errorf("balance html: %w", err)
	}
	var out strings.Builder
	for _, n := range nodes {
		keepClasses(n)
		if err := html.Render(&out, n); err != nil {
			return "", fmt.Errorf("balance html: %w", err)
		}
	}
	return out.String(), nil
}

// keepClasses drops every class token that is not one other servers use to mark
// mentions, hashtags and microformats (protocol.md 1.10).
func keepClasses(n *html.Node) {
	for d := range n.Descendants() {
		filterClass(d)
	}
	filterClass(n)
}

func filterClass(n *html.Node) {
	kept := n.Attr[:0]
	for _, a := range n.Attr {
		if a.Key == "class" {
			a.Val = strings.Join(keptTokens(strings.Fields(a.Val)), " ")
			if a.Val == "" {
				continue
			}
		}
		kept = append(kept, a)
	}
	n.Attr = kept
}

func keptTokens(tokens []string) []string {
	kept := tokens[:0]
	for _, t := range tokens {
		switch {
		case t == "mention", t == "hashtag", t == "ellipsis", t == "invisible", t == "quote-inline":
			kept = append(kept, t)
		case len(t) > 2 && strings.Contains("h-p-u-dt-e-", t[:2]) && t[1] == '-', strings.HasPrefix(t, "dt-"):
			kept = append(kept, t)
		}
	}
	return kept
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
