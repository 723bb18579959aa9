package community_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"consilium/community"
)

// allowedElements are what protocol.md 1.10 lets through.
var allowedElements = []string{"p", "br", "span", "a", "abbr", "del", "s", "pre", "blockquote", "code", "b", "strong", "u", "sub", "sup",
	"i", "em", "h1", "h2", "h3", "h4", "h5", "ul", "ol", "li", "ruby", "rt", "rp"}

func TestSanitizeKeepsWhatOthersWrite(t *testing.T) {
	const nofollow = ` rel="nofollow noreferrer"`
	for _, tt := range []struct{ in, want string }{
		{"", ""},
		{"<p>Hi &amp; <b>bye</b><br>there</p>", "<p>Hi &amp; <b>bye</b><br/>there</p>"},
		{`<p><a href="https://a.example/x?a=1&amp;b=2" onclick="x()" target="_blank" style="color:red">x</a></p>`,
			`<p><a href="https://a.example/x?a=1&amp;b=2"` + nofollow + `>x</a></p>`},
		{`<span class="h-card evil"><a href="https://a.example/@x" class="u-url mention btn">@<span>x</span></a></span>`,
			`<span class="h-card"><a href="https://a.example/@x" class="u-url mention"` + nofollow + `>@x</a></span>`},
		{`<span class="invisible">https://</span><span class="ellipsis">a.example</span>`, `<span class="invisible">https://</span><span class="ellipsis">a.example</span>`},
		{`<span><span class="invisible">a</span>b</span>c`, `<span class="invisible">a</span>bc`},
		{`<p class="quote-inline t-x p- -p pp-x h-entry dt-published e-content modal d-none">x</p>`, `<p class="quote-inline h-entry dt-published e-content">x</p>`},
		{`<ol start="3" reversed type="a"><li value="7">a<li>b</ol>`, `<ol start="3" reversed=""><li value="7">a</li><li>b</li></ol>`},
		{`<p lang="de" dir="rtl" id="x" data-x="y">x</p>`, `<p lang="de" dir="rtl">x</p>`},
		{`<p lang="de&quot; onclick" dir="up">x</p>`, `<p>x</p>`},
		{`"quoted" 'text'`, `"quoted" 'text'`},
		{"a\x00b\xff<br>\r\n", "ab\ufffd<br/>\n"},
		{"a&#0;&#13;b", "a\ufffd\nb"},
		{"<p>a<p>b", "<p>a</p><p>b</p>"},
		{"<p>a<ul><li>b</ul>c</p>", "<p>a</p><ul><li>b</li></ul>c"},
		{"<b><i>x</b>y</i>z", "<b><i>x</i></b>yz"},
		{"</p></b></blockquote>x</div>", "x"},
		{`<a href="https://a.example/">a<a href="https://b.example/">b</a>`, `<a href="https://a.example/"` + nofollow + `>a</a><a href="https://b.example/"` + nofollow + `>b</a>`},
		{"<ul><li>a<ul><li>b</ul><li>c</ul>", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"},
		{"<b/>x", "<b>x</b>"},
		{`<p><img src="https://a.example/x.png?a=1&amp;b=2" alt="A rash">b</p>`, `<p><a href="https://a.example/x.png?a=1&amp;b=2"` + nofollow + `>A rash</a>b</p>`},
		{`<IMG SRC='https://a.example/y.png'/>`, `<a href="https://a.example/y.png"` + nofollow + `>https://a.example/y.png</a>`},
		{`<img src="javascript:alert(1)" alt="<b>x</b>">`, `&lt;b&gt;x&lt;/b&gt;`},
		{`<p>So <math><semantics><mrow><mi>a</mi><mo>&lt;</mo><mi>b</mi></mrow><annotation encoding="application/x-tex">a &lt; b</annotation></semantics></math>.</p>`, `<p>So <code>a &lt; b</code>.</p>`},
		{`<math alttext="x^2"><mi>x</mi></math>`, `<code>x^2</code>`},
		{`<math><mi>x</mi> <mi>y</mi>`, `<code>x y</code>`},
	} {
		if got := community.Sanitize(tt.in).String(); strings.TrimRight(got, "\n") != strings.TrimRight(tt.want, "\n") {
			t.Errorf("%q\n got %q\nwant %q", tt.in, got, tt.want)
		}
		wantClean(t, tt.in)
	}
}

// wantClean checks what holds for every text: only what is allowed, well nested,
// bounded, and the same the next time.
func wantClean(t *testing.T, in string) {
	t.Helper()
	out := community.Sanitize(in)
	elements(t, out.String(), allowedElements...)
	if again := community.Sanitize(out.String()); again != out {
		t.Errorf("%.200q becomes %.300q and then %.300q", in, out, again)
	}
	if len(out.String()) > community.MaxHTML || !utf8.ValidString(out.String()) || strings.ContainsRune(out.String(), 0) {
		t.Errorf("%.200q becomes %d bytes, or is not clean", in, len(out.String()))
	}
}

// attacks are shapes known from the OWASP filter evasion sheet and from mutation
// XSS; none may leave an element, address or attribute that runs or loads (S-IN-3).
var attacks = []string{
	`<script>alert(1)</script>`, `<SCRIPT SRC=//evil.example/x.js></SCRIPT>`, `<script/xss src="//evil.example"></script>`, `<<script>alert(1)//<</script>`,
	`<script>alert(1)`, `<scr<script>ipt>alert(1)</scr</script>ipt>`, `<img src=x onerror=alert(1)>`, `<img """><script>alert(1)</script>">`,
	`<IMG SRC=javascript:alert(1)>`, `<svg onload=alert(1)>`, `<svg><script>alert(1)</script></svg>`, `<svg/onload=alert(1)//`,
	`<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">`,
	`<math><annotation-xml encoding="text/html"><p><img src=x onerror=alert(1)></annotation-xml></math>`,
	`<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>`,
	`<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">`, `<noscript><p title="</noscript><img src=x onerror=alert(1)>">`,
	`<p title="</p><img src=x onerror=alert(1)>">x</p>`, `<style><img src=x onerror=alert(1)></style>`, `<template><img src=x onerror=alert(1)></template>`,
	`<textarea><img title="</textarea><img src onerror=alert(1)>"></textarea>`, `<xmp><p title="</xmp><svg/onload=alert(1)>"></xmp>`,
	`<plaintext><b>x`, `<title><img src=x onerror=alert(1)></title>`, `<iframe src="javascript:alert(1)"></iframe>`, `<iframe srcdoc="&lt;script&gt;alert(1)&lt;/script&gt;">`,
	`<object data="data:text/html;base64,PHNjcmlwdD4="></object>`, `<embed src=x>`, `<base href="https://evil.example/">`, `<meta http-equiv=refresh content="0;url=//evil.example">`,
	`<link rel=stylesheet href=//evil.example/x.css>`, `<a href="javascript:alert(1)">x</a>`, `<a href="JaVaScRiPt:alert(1)">x</a>`, `<a href="java&#10;script:alert(1)">x</a>`,
	`<a href="&#106;&#97;vascript:alert(1)">x</a>`, `<a href=" &#14; javascript:alert(1)">x</a>`, `<a href="data:text/html,<script>alert(1)</script>">x</a>`,
	`<a href="vbscript:x">x</a>`, `<a href="//evil.example">x</a>`, `<a href="/sign-out">x</a>`, `<a href="#main">x</a>`, `<a href="?x">x</a>`,
	"<a href=\"java\x00script:alert(1)\">x</a>", "<a href=\"\x01javascript:alert(1)\">x</a>", `<a href="https://a.example/" onmouseover=alert(1)>x</a>`, `<a href='https://a.example/"onclick="x'>x</a>`,
	`<b onmouseover="alert(1)">x</b>`, `<p style="background:url(javascript:alert(1))">x</p>`, `<p/onclick=alert(1)>x`, `<p onclick
=alert(1)>x</p>`,
	`<!--<img src="--><img src=x onerror=alert(1)//">`, `<!--[if gte IE 4]><script>alert(1)</script><![endif]-->`, `<![CDATA[<script>alert(1)</script>]]>`, `<?xml version="1.0"?><b>x</b>`,
	`<input autofocus onfocus=alert(1)>`, `<details open ontoggle=alert(1)>`, `<video><source onerror=alert(1)></video>`, `<table background="javascript:alert(1)"><tr><td>x`,
	`<form action="https://evil.example"><button>x</button></form>`, `<select><option>x`, `<frameset><frame src="javascript:alert(1)">`,
	`</div></body></html><script>alert(1)</script>`, `<div style="position:fixed;inset:0">x</div>`, `<p class="modal fixed top-0">x</p>`, `<marquee onstart=alert(1)>x`, `+ADw-script+AD4-alert(1)`,
	`<a href="https://good.example&#47;&#64;evil.example">x</a>`, `<ruby><rt><script>alert(1)</script>`, `<p><svg><desc><b><p>`, `&lt;script&gt;alert(1)&lt;/script&gt;`, `&amp;lt;script&amp;gt;`,
}

func TestSanitizeAttacks(t *testing.T) {
	for _, in := range attacks {
		t.Run("", func(t *testing.T) { wantClean(t, in) })
	}
	for _, in := range []string{`<script>secret()</script>a`, `<style>p{}</style>a`} {
		if got := community.Sanitize(in).String(); got != "a" {
			t.Errorf("%q leaves %q: a program is no text", in, got)
		}
	}
}

// A few kilobytes must not become many, nor depth an error: browsers' rules for
// what was left open let each paragraph repeat it (GHSA-qrgq).
func TestSanitizeIsBounded(t *testing.T) {
	var open strings.Builder
	for _, lang := range strings.Fields(strings.Repeat("a b c d e f g h i j k l m n o p ", 25)) {
		open.WriteString(`<b lang="` + lang + `x">`)
	}
	for name, in := range map[string]string{
		"repeated formatting": "<p>" + open.String() + strings.Repeat("x<p>", 40_000),
		"deep":                strings.Repeat("<blockquote>", 20_000) + "words",
		"deep and closed":     strings.Repeat("<b>", 30_000) + "words" + strings.Repeat("</b>", 30_000),
		"stray ends":          strings.Repeat("<b>", 30_000) + "words" + strings.Repeat("</i>", 30_000),
		"list items":          "<ul>" + strings.Repeat("<b>", 90) + strings.Repeat("<li></li>", 20_000) + "words",
		"too long":            strings.Repeat("<b>words</b> ", 30_000),
		"quotes":              strings.Repeat(`"words`, 40_000),
		"ampersands":          "words" + strings.Repeat("&", 250_000),
		"cut in a rune":       "words" + strings.Repeat("ä", 200_000),
		"cut in a tag":        "words" + strings.Repeat("x", community.MaxHTML-6) + "<script>alert(1)</script>",
	} {
		t.Run(name, func(t *testing.T) {
			wantClean(t, in)
			if out := community.Sanitize(in); !strings.Contains(out.Text(), "words") && name != "repeated formatting" {
				t.Errorf("the words are gone: %.200q", out)
			}
		})
	}
}

func FuzzSanitize(f *testing.F) {
	for _, s := range attacks {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) { wantClean(t, in) })
}

func TestTextOfHTML(t *testing.T) {
	for in, want := range map[string]string{
		"<p>a<br>b</p><p>c &amp; d</p>": "a\nb\nc & d",
		"<ul><li>a</li><li>b</li></ul>": "a\nb",
		"":                              "",
	} {
		if got := community.Sanitize(in).Text(); got != want {
			t.Errorf("%q reads %q, want %q", in, got, want)
		}
	}
}

func TestSafeHTMLInTheDatabase(t *testing.T) {
	h := community.Sanitize("<b>x</b>")
	v, err := h.Value()
	if err != nil || v != "<b>x</b>" {
		t.Errorf("Value: %v, %v", v, err)
	}
	for _, src := range []any{v, []byte("<b>x</b>")} {
		var back community.SafeHTML
		if err := back.Scan(src); err != nil || back != h || back.IsZero() {
			t.Errorf("Scan(%T): %v, %v", src, back, err)
		}
	}
	if err := h.Scan(nil); err != nil || !h.IsZero() || h.Scan(7) == nil {
		t.Errorf("NULL: %v %v; or a number was read", h, err)
	}
}
