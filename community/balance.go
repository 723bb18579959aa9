package community

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// maxDepth is how deep elements may be nested; deeper tags are dropped and
// their words kept.
const maxDepth = 100

// balance writes HTML of allowed elements again so that every element is
// closed, inside the one it was opened in. It goes by tokens and builds no tree: a
// browser's rules for misnested elements would let a few thousand bytes unfold
// to gigabytes, as each paragraph repeats what was left open before it.
func balance(s string) string {
	b := &balancer{count: map[string]int{}, dropped: map[string]int{}}
	z := html.NewTokenizer(strings.NewReader(s))
	for {
		switch z.Next() {
		case html.ErrorToken:
			for len(b.open) > 0 {
				b.pop()
			}
			return b.out.String()
		case html.TextToken:
			b.out.WriteString(escapeText(string(z.Text())))
		case html.StartTagToken, html.SelfClosingTagToken:
			b.start(z.Token())
		case html.EndTagToken:
			b.end(z.Token().Data)
		}
	}
}

type balancer struct {
	out  strings.Builder
	open []element
	// count is how many of a name are open, dropped how many opening tags were
	// left out below maxDepth and wait for their end.
	count, dropped map[string]int
}

// element is one that is open; a silent one was opened without a tag.
type element struct {
	name   string
	silent bool
}

// blocks end a paragraph that is open.
var blocks = []string{"p", "pre", "blockquote", "ul", "ol", "h1", "h2", "h3", "h4", "h5"}

func (b *balancer) start(t html.Token) {
	if t.Data == "br" {
		b.out.WriteString("<br/>")
		return
	}
	b.makeWay(t.Data)
	if len(b.open) == maxDepth {
		b.dropped[t.Data]++
		return
	}
	attributes := keptAttributes(t.Attr)
	// Links and spans that say nothing are what the sanitiser would drop next time.
	e := element{name: t.Data, silent: attributes == "" && (t.Data == "a" || t.Data == "span")}
	if !e.silent {
		b.out.WriteString("<" + t.Data + attributes + ">")
	}
	b.open = append(b.open, e)
	b.count[t.Data]++
}

// makeWay closes what an element of this name cannot be inside of.
func (b *balancer) makeWay(name string) {
	switch {
	case slices.Contains(blocks, name):
		b.close("p")
	case name == "a":
		b.close("a")
	case name == "li":
		for i := len(b.open) - 1; i >= 0 && b.open[i].name != "ul" && b.open[i].name != "ol"; i-- {
			if b.open[i].name == "li" {
				b.close("li")
				return
			}
		}
	}
}

// end closes the innermost element of the name; a stray end is nothing.
func (b *balancer) end(name string) {
	if b.dropped[name] > 0 {
		b.dropped[name]--
		return
	}
	b.close(name)
}

func (b *balancer) close(name string) {
	if b.count[name] == 0 {
		return
	}
	for b.pop() != name {
	}
}

func (b *balancer) pop() string {
	last := b.open[len(b.open)-1]
	b.open = b.open[:len(b.open)-1]
	b.count[last.name]--
	if !last.silent {
		b.out.WriteString("</" + last.name + ">")
	}
	return last.name
}

// keptAttributes writes attributes, without the class tokens that are nobody's.
func keptAttributes(attributes []html.Attribute) string {
	var out strings.Builder
	for _, a := range attributes {
		value := CleanText(a.Val)
		if a.Key == "class" {
			value = strings.Join(keptTokens(strings.Fields(value)), " ")
			if value == "" {
				continue
			}
		}
		out.WriteString(" " + a.Key + `="` + strings.ReplaceAll(escapeText(value), `"`, "&#34;") + `"`)
	}
	return out.String()
}

// keptTokens are the classes other servers use to mark mentions, hashtags and
// microformats (protocol.md 1.10).
func keptTokens(tokens []string) []string {
	return slices.DeleteFunc(tokens, func(t string) bool {
		switch t {
		case "mention", "hashtag", "ellipsis", "invisible", "quote-inline":
			return false
		}
		prefix, rest, _ := strings.Cut(t, "-")
		return rest == "" || !slices.Contains([]string{"h", "p", "u", "dt", "e"}, prefix)
	})
}

var textEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// escapeText escapes what means something between tags, and nothing else, so
// that text does not grow by its quotation marks.
func escapeText(s string) string { return textEscaper.Replace(CleanText(s)) }
