package community

import (
	"strings"

	"golang.org/x/net/html"
)

// readably turns what the sanitiser would drop without a word into something that can be
// read: a picture inside a text becomes a link to it, a formula its source (FEP-dc88).
func readably(foreign string) string {
	if !hasTag(foreign, "<img") && !hasTag(foreign, "<math") {
		return foreign
	}
	var out strings.Builder
	var open *mathText
	for z := html.NewTokenizer(strings.NewReader(foreign)); ; {
		kind := z.Next()
		if kind == html.ErrorToken {
			open.end(&out)
			return out.String()
		}
		raw := string(z.Raw())
		t := z.Token()
		switch {
		case open != nil:
			if open.take(t) {
				open.end(&out)
				open = nil
			}
		case t.Data == "math" && kind == html.StartTagToken:
			open = &mathText{source: attribute(t, "alttext")}
		case t.Data == "img" && kind != html.EndTagToken:
			out.WriteString(linkTo(attribute(t, "src"), attribute(t, "alt")))
		default:
			out.WriteString(raw)
		}
	}
}

func hasTag(s, tag string) bool {
	for at := 0; at+len(tag) <= len(s); at++ {
		if s[at] == '<' && strings.EqualFold(s[at:at+len(tag)], tag) {
			return true
		}
	}
	return false
}

// mathText is a formula while it is read.
type mathText struct {
	source, words string
	annotation    bool
}

// take reads a token inside a formula; true at its end.
func (m *mathText) take(t html.Token) bool {
	switch {
	case t.Type == html.EndTagToken && t.Data == "math":
		return true
	case t.Data == "annotation":
		m.annotation = t.Type == html.StartTagToken && strings.EqualFold(attribute(t, "encoding"), "application/x-tex")
	case t.Type == html.TextToken && m.annotation:
		m.source = t.Data
	case t.Type == html.TextToken:
		m.words += t.Data
	}
	return false
}

// end writes the source of the formula, or its words where it has none.
func (m *mathText) end(out *strings.Builder) {
	if m == nil {
		return
	}
	source := strings.TrimSpace(m.source)
	if source == "" {
		source = strings.Join(strings.Fields(m.words), " ")
	}
	out.WriteString("<code>" + escapeText(source) + "</code>")
}

// linkTo is a link in place of a picture; its words when the address is none.
func linkTo(address, words string) string {
	iri, err := ParseIRI(strings.TrimSpace(address))
	words = strings.TrimSpace(words)
	switch {
	case err != nil:
		return escapeText(words)
	case words == "":
		words = iri.String()
	}
	return `<a href="` + html.EscapeString(iri.String()) + `">` + escapeText(words) + `</a>`
}

func attribute(t html.Token, name string) string {
	for _, a := range t.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
