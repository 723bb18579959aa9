package community

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/text/unicode/norm"
	"mvdan.cc/xurls/v2"
)

// link finds addresses people type with their scheme; bare words that look like
// hosts are left alone.
var link = xurls.Strict()

// mentionMark finds @name and @name@host that do not stand in a word, an
// address or another mention.
var mentionMark = regexp.MustCompile(`(^|[^\p{L}\p{M}\p{N}_@/=.+&#-])@([A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?)(?:@([\p{L}\p{N}](?:[\p{L}\p{M}\p{N}.-]*[\p{L}\p{M}\p{N}])?(?::\d{1,5})?))?`)

// hashtagMark finds #tag: letters, digits and underscores (FEP-eb48).
var hashtagMark = regexp.MustCompile(`(^|[^\p{L}\p{M}\p{N}_&/#])#([\p{L}\p{M}\p{N}_\x{B7}]+)`)

// mark is a place in a text that becomes a link: an address, a mention (name,
// and host if one was typed) or a hashtag.
type mark struct {
	start, end      int
	name, host, tag string
}

// marks finds all of them in one way, so that whoever is shown as named is told
// of it, and nobody else. Where an address is, no '@' or '#' counts.
func marks(text string) []mark {
	found := addresses(text)
	blanked := []byte(text)
	for _, m := range found {
		copy(blanked[m.start:m.end], strings.Repeat(" ", m.end-m.start))
	}
	rest := string(blanked)
	for _, m := range mentionMark.FindAllStringSubmatchIndex(rest, -1) {
		named := mark{start: m[3], end: m[1], name: rest[m[4]:m[5]]}
		if m[6] >= 0 {
			named.host = rest[m[6]:m[7]]
		}
		if next, _ := utf8.DecodeRuneInString(rest[m[1]:]); unicode.IsLetter(next) || unicode.IsMark(next) {
			continue // "@ana" is not who "@anaïs" is
		}
		found = append(found, named)
	}
	for _, m := range hashtagMark.FindAllStringSubmatchIndex(rest, -1) {
		if tag := NormalizeTag(rest[m[4]:m[5]]); tag != "" {
			found = append(found, mark{start: m[3], end: m[1], tag: tag})
		}
	}
	slices.SortFunc(found, func(a, b mark) int { return a.start - b.start })
	return found
}

// maxSearched is how far into a text addresses are looked for, in bytes: more
// than the longest case has.
const maxSearched = 192 << 10

// addresses finds the links of a text. It asks the expression, which takes a
// microsecond a letter, only about words that could hold one.
func addresses(text string) []mark {
	var found []mark
	text = text[:min(len(text), maxSearched)]
	for start := 0; start < len(text); {
		end := len(text)
		if n := strings.IndexFunc(text[start:], unicode.IsSpace); n >= 0 {
			end = start + n
		}
		if word := text[start:end]; strings.Contains(word, "://") {
			for _, at := range link.FindAllStringIndex(word, -1) {
				found = append(found, mark{start: start + at[0], end: start + at[1]})
			}
		}
		start = max(end, start+1)
	}
	return found
}

// MaxMentions bounds how many people one post may name, here and from elsewhere.
const MaxMentions = 50

// Mentions lists the handles a text names, each once, in order, MaxMentions at
// most. ours is our account domain.
func Mentions(text, ours string) []Handle {
	found := named(text, ours)
	return found[:min(len(found), MaxMentions)]
}

func named(text, ours string) []Handle {
	var found []Handle
	seen := map[string]bool{}
	for _, m := range marks(text) {
		if m.name == "" {
			continue
		}
		h, err := MakeHandle(m.name, m.host, ours)
		key := strings.ToLower(h.String())
		if err != nil || seen[key] {
			continue
		}
		seen[key] = true
		found = append(found, h)
	}
	return found
}

// Hashtags lists the tags of a text as NormalizeTag writes them, each once,
// MaxTags at most. Tags of digits only are numbers, not tags.
func Hashtags(text string) []string {
	var tags []string
	for _, m := range marks(CleanText(text)) {
		if m.tag != "" && len(tags) < MaxTags && !slices.Contains(tags, m.tag) {
			tags = append(tags, m.tag)
		}
	}
	return tags
}

// MaxTags bounds the hashtags of one post.
const MaxTags = 50

// NormalizeTag writes a hashtag the one way it is compared: lower case, in
// compatibility form, without '#'. It returns "" for what is not a tag.
func NormalizeTag(tag string) string {
	tag = norm.NFKC.String(strings.ToLower(norm.NFKC.String(strings.TrimPrefix(tag, "#"))))
	letter := strings.ContainsFunc(tag, func(r rune) bool { return unicode.IsLetter(r) || r == '_' })
	if !letter || strings.ContainsFunc(tag, notInTag) || len(tag) > maxTag {
		return ""
	}
	return tag
}

// maxTag is the length of a hashtag in bytes.
const maxTag = 400

func notInTag(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsNumber(r) && r != '_' && r != '\u00b7'
}

// MentionLinks says where a named handle leads: the actor's page and IRI.
type MentionLinks map[Handle]Actor

// Compose turns what a person typed into HTML: paragraphs, line breaks, links,
// mentions of the given actors and hashtags under tagBase (an absolute address
// ending in '/'; "" leaves tags as text).
func Compose(text string, mentioned MentionLinks, tagBase string) SafeHTML {
	return composer{mentioned: mentioned, tagBase: tagBase}.compose(text)
}

// composer is what Compose needs beside the text; ours is our account domain,
// "" when it is the host where our actors live.
type composer struct {
	mentioned     MentionLinks
	tagBase, ours string
}

func (c composer) compose(text string) SafeHTML {
	text = strings.TrimSpace(CleanText(text))
	if text == "" {
		return SafeHTML{}
	}
	var out strings.Builder
	for paragraph := range strings.SplitSeq(text, "\n\n") {
		paragraph = strings.Trim(paragraph, "\n")
		if paragraph == "" {
			continue
		}
		out.WriteString("<p>")
		c.paragraph(&out, paragraph)
		out.WriteString("</p>")
	}
	return SafeHTML{out.String()}
}

func (c composer) paragraph(out *strings.Builder, s string) {
	at := 0
	for _, m := range marks(s) {
		if m.start < at {
			continue
		}
		writeText(out, s[at:m.start])
		switch typed := s[m.start:m.end]; {
		case m.name != "":
			c.mention(out, m, typed)
		case m.tag != "":
			c.hashtag(out, m, typed)
		default:
			composeLink(out, typed)
		}
		at = m.end
	}
	writeText(out, s[at:])
}

// composeLink writes an address as a link when it is an IRI: nothing but http,
// no credentials that make one host look like another.
func composeLink(out *strings.Builder, address string) {
	if _, err := ParseIRI(address); err != nil {
		writeText(out, address)
		return
	}
	_, shown, _ := strings.Cut(address, "://")
	out.WriteString(`<a href="` + html.EscapeString(address) + `" rel="nofollow noreferrer noopener">` + html.EscapeString(shown) + `</a>`)
}

func (c composer) mention(out *strings.Builder, m mark, typed string) {
	h, actor, found := c.who(m)
	if !found {
		writeText(out, typed)
		return
	}
	to := actor.URL
	if to.IsZero() {
		to = actor.IRI
	}
	out.WriteString(`<span class="h-card"><a href="` + html.EscapeString(to.String()) + `" class="u-url mention">@<span>` +
		html.EscapeString(h.Name()) + `</span></a></span>`)
}

// who finds the actor somebody typed. A host that is ours, or where a local
// actor lives, means the same as none.
func (c composer) who(m mark) (Handle, Actor, bool) {
	typed, err := MakeHandle(m.name, m.host, c.ours)
	if err != nil {
		return Handle{}, Actor{}, false
	}
	for h, actor := range c.mentioned {
		sameHost := h.Host() == typed.Host() || h.Host() == "" && actor.IRI.Host() == typed.Host()
		if sameHost && strings.EqualFold(h.Name(), typed.Name()) {
			return h, actor, true
		}
	}
	return Handle{}, Actor{}, false
}

func (c composer) hashtag(out *strings.Builder, m mark, typed string) {
	if c.tagBase == "" {
		writeText(out, typed)
		return
	}
	out.WriteString(`<a href="` + html.EscapeString(c.tagBase+url.PathEscape(m.tag)) + `" class="mention hashtag" rel="tag">#<span>` +
		html.EscapeString(strings.TrimPrefix(typed, "#")) + `</span></a>`)
}

func writeText(out *strings.Builder, s string) {
	out.WriteString(strings.ReplaceAll(html.EscapeString(s), "\n", "<br/>"))
}
