package community_test

import (
	"strings"
	"testing"

	"consilium/community"
)

func iri(s string) community.IRI {
	i, err := community.ParseIRI(s)
	if err != nil {
		panic("test: " + s)
	}
	return i
}

// S-NET-3: userinfo, other schemes and hosts that are none are refused; the host
// is compared in one form.
func TestParseIRI(t *testing.T) {
	for in, host := range map[string]string{
		"https://there.example/users/bob":     "there.example",
		"https://There.EXAMPLE/Users/Bob":     "there.example",
		"HTTPS://there.example/":              "there.example",
		"https://there.example./x":            "there.example",
		"https://there.example:443/x":         "there.example",
		"https://there.example:/x":            "there.example",
		"https://there.example:8443/x":        "there.example:8443",
		"https://there.example:08443/x":       "there.example:8443",
		"https://there.example:80/x":          "there.example:80",
		"http://there.example:80/x":           "there.example",
		"http://127.0.0.1:8080/actor":         "127.0.0.1:8080",
		"https://bücher.example/x":            "xn--bcher-kva.example",
		"https://XN--BCHER-kva.example/x":     "xn--bcher-kva.example",
		"https://ｔhere。example/x":             "there.example",
		"https://[2001:DB8::1]/x":             "[2001:db8::1]",
		"https://[2001:db8:0:0::1]:8443/x":    "[2001:db8::1]:8443",
		"https://[::1]:443/x":                 "[::1]",
		"https://there.example/a?b=c&d#main":  "there.example",
		"https://there.example/ä/\\evil":      "there.example",
		"https://there.example/@bob@evil.net": "there.example",
	} {
		i, err := community.ParseIRI(in)
		if err != nil || i.String() != in || i.Host() != host {
			t.Errorf("%s: %q at %q (%v), want it unchanged at %q", in, i, i.Host(), err, host)
		}
	}
	for _, in := range []string{
		"", "there.example", "/users/bob", "//there.example/x", "https:", "https://", "https:///x", "https:there.example/x",
		"ftp://there.example/", "javascript:alert(1)", "data:text/html,x", "acct:bob@there.example", "file:///etc/passwd",
		"https://bob@there.example/", "https://bob:pw@there.example/", "https://@there.example/", "https://good.example@evil.example/",
		"https://good.example:443@evil.example/", "https://good.example\\@evil.example/", "https://:443/x", "https://.",
		"https://there.example:0/", "https://there.example:65536/", "https://there.example:99999999999/", "https://there.example:8o/",
		"https://a..b/", "https://.a/", "https://a../", "https://-a.example/", "https://a_b.example/", "https://xn--a/",
		"https://[::1/", "https://[evil]/", "https://[::1%25eth0]/", "https://[127.0.0.1]/",
		"https://" + strings.Repeat("a", 64) + ".example/", "https://" + strings.Repeat("a.", 130) + "example/",
		" https://there.example/", "https://there.example/a b", "https://there.example/\n", "https://there.example/\x00",
		"https://there.example/\u0085", "https://there.example/\u00a0", "https://there.example/\xff", "https://there.example/\x7f",
		"https://there.example/" + strings.Repeat("x", community.MaxIRI),
	} {
		if i, err := community.ParseIRI(in); err == nil {
			t.Errorf("ParseIRI(%q) = %q, want an error", in, i)
		}
	}
}

// S-ORG-1, FEP-fe34: an origin is scheme, host and port, whatever the spelling.
func TestSameOrigin(t *testing.T) {
	here := iri("https://there.example/users/bob")
	for other, want := range map[string]bool{
		"https://there.example/posts/1":        true,
		"https://THERE.example:443/posts/1":    true,
		"https://there.example./posts/1":       true,
		"http://there.example/posts/1":         false,
		"https://there.example:8443/posts/1":   false,
		"https://sub.there.example/posts/1":    false,
		"https://there.example.evil.example/1": false,
		"https://evil.example/there.example":   false,
	} {
		if got := here.SameOrigin(iri(other)); got != want {
			t.Errorf("%s: %v, want %v", other, got, want)
		}
	}
	if (community.IRI{}).SameOrigin(community.IRI{}) || here.SameOrigin(community.IRI{}) {
		t.Error("no identifier has an origin")
	}
	if got := iri("https://a.example/x#main-key").WithoutFragment().String(); got != "https://a.example/x" {
		t.Errorf("WithoutFragment: %s", got)
	}
}

func TestIRIInTheDatabase(t *testing.T) {
	var i community.IRI
	if v, err := i.Value(); v != nil || err != nil {
		t.Errorf("none is %v, %v; want NULL", v, err)
	}
	for _, src := range []any{"https://a.example/", []byte("https://a.example/")} {
		if err := i.Scan(src); err != nil || i != iri("https://a.example/") {
			t.Errorf("Scan(%T): %v, %v", src, i, err)
		}
	}
	if err := i.Scan(nil); err != nil || !i.IsZero() {
		t.Errorf("Scan(nil): %v, %v", i, err)
	}
	if i.Scan(7) == nil {
		t.Error("a number is no identifier")
	}
}

func FuzzParseIRI(f *testing.F) {
	for _, s := range []string{"https://a.example:443/x#y", "https://bücher.example./", "http://[::1]:80/", "https://a@b/", "https://a\\b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		i, err := community.ParseIRI(s)
		if err != nil {
			return
		}
		host := i.Host()
		if again, err := community.CanonicalHost(host); host == "" || err != nil || again != host {
			t.Errorf("%q lives at %q, again %q (%v)", s, host, again, err)
		}
		if strings.ContainsAny(host, "@/\\? #") || host != strings.ToLower(host) {
			t.Errorf("%q lives at %q", s, host)
		}
		if !i.SameOrigin(i) {
			t.Errorf("%q is not of its own origin", s)
		}
	})
}

// An address has one spelling of a number, or leads nowhere.
func TestParseID(t *testing.T) {
	if id, err := community.ParseID[community.PostID]("115000000000000001"); err != nil || community.FormatID(id) != "115000000000000001" {
		t.Errorf("%d, %v", id, err)
	}
	for _, s := range []string{"", "0", "-1", "+7", "007", " 7", "7 ", "1e3", "0x1", "９", "9223372036854775808", "7\n"} {
		if id, err := community.ParseID[community.PostID](s); err == nil {
			t.Errorf("ParseID(%q) = %d", s, id)
		}
	}
}
