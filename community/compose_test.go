package community_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"consilium/community"
)

// cast are two actors that texts name: ana lives here, bob elsewhere.
func cast() (ana, bob community.Actor) {
	ana = community.Actor{ID: 1, IRI: iri("https://here.example/users/ana"), URL: iri("https://here.example/@ana"),
		Handle: handle("ana"), Kind: community.Person, Local: true}
	bob = community.Actor{ID: 2, IRI: iri("https://there.example/users/bob"), Handle: handle("bob@there.example"), Kind: community.Person}
	return ana, bob
}

func links(actors ...community.Actor) community.MentionLinks {
	m := community.MentionLinks{}
	for _, a := range actors {
		m[a.Handle] = a
	}
	return m
}

const (
	anaLink = `<span class="h-card"><a href="https://here.example/@ana" class="u-url mention">@<span>ana</span></a></span>`
	bobLink = `<span class="h-card"><a href="https://there.example/users/bob" class="u-url mention">@<span>bob</span></a></span>`
	rel     = ` rel="nofollow noreferrer noopener"`
	tagBase = "https://here.example/tags/"
)

func tagLink(tag, shown string) string {
	return `<a href="` + tagBase + tag + `" class="mention hashtag" rel="tag">#<span>` + shown + `</span></a>`
}

func TestCompose(t *testing.T) {
	ana, bob := cast()
	for _, tt := range []struct{ text, want string }{
		{"", ""},
		{" \n\t\x00 ", ""},
		{"One line.", "<p>One line.</p>"},
		{"a\nb\r\nc\rd", "<p>a<br/>b<br/>c<br/>d</p>"},
		{"a\n\nb\n\n\n\nc", "<p>a</p><p>b</p><p>c</p>"},
		{"<script>alert(1)</script> & \"'", "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; &#34;&#39;</p>"},
		{"a\x00b\xffc", "<p>ab\ufffdc</p>"},
		{"see https://a.example/x.", `<p>see <a href="https://a.example/x"` + rel + `>a.example/x</a>.</p>`},
		{"(HTTP://A.EXAMPLE/)", `<p>(<a href="HTTP://A.EXAMPLE/"` + rel + `>A.EXAMPLE/</a>)</p>`},
		{"https://a.example/@ana?q=#rash", `<p><a href="https://a.example/@ana?q=#rash"` + rel + `>a.example/@ana?q=#rash</a></p>`},
		{`https://a.example/"onclick="x`, `<p><a href="https://a.example/"` + rel + `>a.example/</a>&#34;onclick=&#34;x</p>`},
		{"https://a.example/<b>", `<p><a href="https://a.example/"` + rel + `>a.example/</a>&lt;b&gt;</p>`},
		{"https://good.example@evil.example/", "<p>https://good.example@evil.example/</p>"}, // S-NET-3
		{"javascript:alert(1) data:text/html,x mailto:a@b.example", "<p>javascript:alert(1) data:text/html,x mailto:a@b.example</p>"},
		{"@ana and @bob@there.example", "<p>" + anaLink + " and " + bobLink + "</p>"},
		{"@Ana,@ana@here.example;@BOB@There.Example.", "<p>" + anaLink + "," + anaLink + ";" + bobLink + ".</p>"},
		{"(@ana)\n@ana: \"@ana\" 、@ana", "<p>(" + anaLink + ")<br/>" + anaLink + ": &#34;" + anaLink + "&#34; 、" + anaLink + "</p>"},
		{"@bob @nobody@there.example @carl", "<p>@bob @nobody@there.example @carl</p>"},
		{"ana@here.example there.example/@ana x@ana @@ana @anaïs", "<p>ana@here.example there.example/@ana x@ana @@ana @anaïs</p>"},
		{"#Rash and #rash.", "<p>" + tagLink("rash", "Rash") + " and " + tagLink("rash", "rash") + ".</p>"},
		{"#Übelkeit #हिन्दी", "<p>" + tagLink("%C3%BCbelkeit", "Übelkeit") + " " + tagLink("%E0%A4%B9%E0%A4%BF%E0%A4%A8%E0%A5%8D%E0%A4%A6%E0%A5%80", "हिन्दी") + "</p>"},
		{"#1 ## #a#b a#b &#39; x/#y #-", "<p>#1 ## " + tagLink("a", "a") + "#b a#b &amp;#39; x/#y #-</p>"},
		{"#" + strings.Repeat("x", 401), "<p>#" + strings.Repeat("x", 401) + "</p>"},
		{"@ana#rash", "<p>" + anaLink + "#rash</p>"},
	} {
		if got := community.Compose(tt.text, links(ana, bob), tagBase).String(); got != tt.want {
			t.Errorf("%q\n got %s\nwant %s", tt.text, got, tt.want)
		}
	}
	if got := community.Compose("#rash", nil, "").String(); got != "<p>#rash</p>" {
		t.Errorf("without a base for tags: %s", got)
	}
}

func TestMentions(t *testing.T) {
	for text, want := range map[string]string{
		"":                                     "",
		"@ana @Ana @ana@here.example":          "ana",
		"@ana,@bob@there.example":              "ana bob@there.example",
		"cc:@bob@there.example.":               "bob@there.example",
		"@bob@bücher.example":                  "bob@xn--bcher-kva.example",
		"mail ana@here.example":                "",
		"https://there.example/@ana @carl":     "carl",
		"there.example/@ana":                   "", // would tell our ana of a word about another
		"@ana@there.example@evil.example":      "ana@there.example",
		"@anaïs @@ana _@ana é@ana e\u0301@ana": "",
		"@ana-":                                "ana",
		"@a.b.":                                "a.b",
	} {
		var got []string
		for _, h := range community.Mentions(text, ours) {
			got = append(got, h.String())
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q names %q, want %q", text, got, want)
		}
	}
	var crowd strings.Builder
	for n := range 60 {
		fmt.Fprintf(&crowd, "@member%d ", n)
	}
	if n := len(community.Mentions(crowd.String(), ours)); n != community.MaxMentions {
		t.Errorf("%d handles, want %d", n, community.MaxMentions)
	}
}

func TestHashtags(t *testing.T) {
	for text, want := range map[string]string{
		"#Rash #rash, #RASH":               "rash",
		"#a#b #2024 #2024er #_ #covid·x":   "a 2024er _ covid·x",
		"#Straße #ＡＢＣ #e\u0301cole #école": "straße abc école",
		"https://a.example/#frag word#no":  "",
	} {
		if got := strings.Join(community.Hashtags(text), " "); got != want {
			t.Errorf("%q has %q, want %q", text, got, want)
		}
	}
	var many strings.Builder
	for n := range 60 {
		fmt.Fprintf(&many, "#tag%d ", n)
	}
	if n := len(community.Hashtags(many.String())); n != community.MaxTags {
		t.Errorf("%d tags, want %d", n, community.MaxTags)
	}
	for _, bad := range []string{"", "#", "12", "a b", "a-b", "a<b", strings.Repeat("ä", 201), "a\x00"} {
		if got := community.NormalizeTag(bad); got != "" {
			t.Errorf("NormalizeTag(%q) = %q", bad, got)
		}
	}
}

var shownMention = regexp.MustCompile(`class="u-url mention"`)

// Whatever is typed, the result says nothing but text, links, mentions and tags;
// what is shown as a mention or tag is what Mentions and Hashtags tell of.
func FuzzCompose(f *testing.F) {
	for _, s := range []string{"@ana #rash https://a.example/@ana#x", "@bob@there.example\n\n<b>", "#a#b@ana", "https://x\xff @ana@here.example", "\u202e#٣a", "#000\x00A0"} {
		f.Add(s)
	}
	ana, bob := cast()
	f.Fuzz(func(t *testing.T, text string) {
		out := community.Compose(text, links(ana, bob), tagBase)
		if again := community.Compose(text, links(ana, bob), tagBase); again != out {
			t.Fatalf("%q composes to %q and to %q", text, out, again)
		}
		elements(t, out.String(), "p", "br", "a", "span")
		named := community.Mentions(text, ours)
		if shownMention.MatchString(out.String()) && !slices.Contains(named, ana.Handle) && !slices.Contains(named, bob.Handle) && len(named) < community.MaxMentions {
			// Handles keep their writer's letter case.
			if !slices.ContainsFunc(named, func(h community.Handle) bool {
				return strings.EqualFold(h.Name(), "ana") || strings.EqualFold(h.Name(), "bob")
			}) {
				t.Errorf("%q shows a mention in %s and names %v", text, out, named)
			}
		}
		tags := community.Hashtags(text)
		if n := strings.Count(out.String(), `rel="tag"`); (n > 0) != (len(tags) > 0) {
			t.Errorf("%q shows %d tags in %s and has %v", text, n, out, tags)
		}
		for _, tag := range tags {
			if community.NormalizeTag(tag) != tag {
				t.Errorf("%q is written %q the next time", tag, community.NormalizeTag(tag))
			}
		}
	})
}

// elements fails for markup that is not one of these elements, well nested, with
// harmless attributes.
func elements(t *testing.T, markup string, allowed ...string) {
	t.Helper()
	z := html.NewTokenizer(strings.NewReader(markup))
	var open []string
	for {
		switch z.Next() {
		case html.ErrorToken:
			if len(open) > 0 {
				t.Errorf("%v left open in %q", open, markup)
			}
			return
		case html.CommentToken, html.DoctypeToken:
			t.Errorf("%q holds %s", markup, z.Raw())
		case html.StartTagToken:
			token := z.Token()
			open = append(open, token.Data)
			harmless(t, token, allowed)
		case html.SelfClosingTagToken:
			harmless(t, z.Token(), allowed)
		case html.EndTagToken:
			name := z.Token().Data
			if len(open) == 0 || open[len(open)-1] != name {
				t.Fatalf("</%s> closes nothing in %q", name, markup)
			}
			open = open[:len(open)-1]
		}
	}
}

func harmless(t *testing.T, token html.Token, allowed []string) {
	t.Helper()
	if !slices.Contains(allowed, token.Data) {
		t.Errorf("element %s", token)
	}
	for _, a := range token.Attr {
		switch a.Key {
		case "href":
			scheme, _, _ := strings.Cut(strings.ToLower(a.Val), ":")
			if scheme != "http" && scheme != "https" && scheme != "mailto" {
				t.Errorf("link to %q", a.Val)
			}
		case "rel", "class", "lang", "dir", "start", "reversed", "value":
		default:
			t.Errorf("attribute %s of %s", a.Key, token)
		}
	}
}

// Text without end costs no work without end: links are found where a post or a
// case could have them (S-IN-8).
func TestEndlessText(t *testing.T) {
	const one = "https://a.example/ "
	made := community.Compose(strings.Repeat(one, 1<<16), nil, "").String()
	if n := strings.Count(made, "<a "); n == 0 || n > (192<<10)/len(one)+1 {
		t.Errorf("%d links were made", n)
	}
	if !strings.HasSuffix(made, "https://a.example/</p>") {
		t.Error("the end of the text is missing")
	}
}
