package community

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"mvdan.cc/xurls/v2"
)

// link finds addresses people type with their scheme; bare words that look like
// hosts are left alone.
var link = xurls.Strict()

// mentionMark finds @name and @name@host after a space, bracket or line start.
var mentionMark = regexp.MustCompile(`(^|[\s(\[{>"'/])@([A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?)(?:@([\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?(?::\d{1,5})?))?`)

// hashtagMark finds #tag: letters, digits and underscores (FEP-eb48).
var hashtagMark = regexp.MustCompile(`(^|[^\p{L}\p{N}_&/#])#([\p{L}\p{N}_\x{B7}]{1,100})`)

// MaxMentions bounds how many people one post may name, here and from elsewhere.
const MaxMentions = 50

// Mentions lists the handles a text names, each once, in order. ours is our
// account domain.
func Mentions(text, ours string) []Handle {
	var found []Handle
	seen := map[string]bool{}
	for _, m := range mentionMark.FindAllStringSubmatch(withoutLinks(text), -1) {
		h, err := MakeHandle(m[2], m[3], ours)
		key := strings.ToLower(h.String())
		if err != nil || seen[key] || len(found) == MaxMentions {
			continue
		}
		seen[key] = true
		found = append(found, h)
	}
	return found
}

// Hashtags lists the tags of a text as NormalizeTag writes them, each once.
// Tags of digits only are numbers, not tags.
func Hashtags(text string) []string {
	var tags []string
	seen := map[string]bool{}
	for _, m := range hashtagMark.FindAllStringSubmatch(withoutLinks(text), -1) {
		tag := NormalizeTag(m[2])
		if tag == "" || seen[tag] || len(tags) == MaxTags {
			continue
		}
		seen[tag] = true
		tags = append(tags, tag)
	}
	return tags
}

// MaxTags bounds the hashtags of one post.
const MaxTags = 50

// NormalizeTag writes a hashtag the one way it is compared: lower case, without
// '#'. It returns "" for what is not a tag.
func NormalizeTag(tag string) string {
	tag = strings.ToLower(strings.TrimPrefix(tag, "#"))
	letter := strings.ContainsFunc(tag, func(r rune) bool { return unicode.IsLetter(r) || r == '_' })
	bad := strings.ContainsFunc(tag, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && r != '_' && r != '\u00b7'
	})
	if !letter || bad || len(tag) > 400 {
		return ""
	}
	return tag
}

// withoutLinks blanks addresses, so that an '@' or '#' in one is not a mark.
func withoutLinks(text string) string {
	return link.ReplaceAllStringFunc(text, func(s string) string { return strings.Repeat(" ", len(s)) })
}

// MentionLinks says where a named handle leads: the actor's page and IRI.
type MentionLinks map[Handle]Actor

// Compose turns what a person typed into HTML: paragraphs, line breaks, links,
// mentions of the given actors and hashtags under tagBase (an absolute address
// ending in '/'; "" leaves tags as text).
func Compose(text string, mentioned MentionLinks, tagBase string) SafeHTML {
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
		composeParagraph(&out, paragraph, mentioned, tagBase)
		out.WriteString("</p>")
	}
	return SafeHTML{out.String()}
}

func composeParagraph(out *strings.Builder, s string, mentioned MentionLinks, tagBase string) {
	at := 0
	for _, span := range link.FindAllStringIndex(s, -1) {
		composeMarks(out, s[at:span[0]], mentioned, tagBase)
		composeLink(out, s[span[0]:span[1]])
		at = span[1]
	}
	composeMarks(out, s[at:], mentioned, tagBase)
}

func composeLink(out *strings.Builder, address string) {
	if !strings.HasPrefix(address, "https://") && !strings.HasPrefix(address, "http://") {
		out.WriteString(html.EscapeString(address))
		return
	}
	shown := strings.TrimPrefix(strings.TrimPrefix(address, "https://"), "http://")
	out.WriteString(`<a href="` + html.EscapeString(address) + `" rel="nofollow noreferrer noopener">` + html.EscapeString(shown) + `</a>`)
}

// composeMarks writes text with its mentions and hashtags as links.
func composeMarks(out *strings.Builder, s string, mentioned MentionLinks, tagBase string) {
	for s != "" {
		m, t := mentionMark.FindStringSubmatchIndex(s), hashtagMark.FindStringSubmatchIndex(s)
		switch {
		case m == nil && t == nil:
			writeText(out, s)
			return
		case t == nil || m != nil && m[0] <= t[0]:
			writeText(out, s[:m[3]])
			composeMention(out, s, m, mentioned)
			s = s[m[1]:]
		default:
			writeText(out, s[:t[3]])
			composeTag(out, s[t[4]:t[5]], tagBase)
			s = s[t[1]:]
		}
	}
}

func composeMention(out *strings.Builder, s string, m []int, mentioned MentionLinks) {
	host := ""
	if m[6] >= 0 {
		host = s[m[6]:m[7]]
	}
	for h, actor := range mentioned {
		sameHost := strings.EqualFold(h.Host(), host) || h.Host() == "" && host != "" && actor.IRI.Host() == host
		if !strings.EqualFold(h.Name(), s[m[4]:m[5]]) || !sameHost {
			continue
		}
		to := actor.URL
		if to.IsZero() {
			to = actor.IRI
		}
		out.WriteString(`<span class="h-card"><a href="` + html.EscapeString(to.String()) + `" class="u-url mention">@<span>` +
			html.EscapeString(h.Name()) + `</span></a></span>`)
		return
	}
	writeText(out, s[m[3]:m[1]])
}

func composeTag(out *strings.Builder, tag, tagBase string) {
	if tagBase == "" || NormalizeTag(tag) == "" {
		writeText(out, "#"+tag)
		return
	}
	out.WriteString(`<a href="` + html.EscapeString(tagBase+NormalizeTag(tag)) + `" class="mention hashtag" rel="tag">#<span>` +
		html.EscapeString(tag) + `</span></a>`)
}

func writeText(out *strings.Builder, s string) {
	out.WriteString(strings.ReplaceAll(html.EscapeString(s), "\n", "<br/>"))
}
