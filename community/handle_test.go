package community_test

import (
	"strings"
	"testing"

	"consilium/community"
)

const ours = "here.example"

func handle(s string) community.Handle {
	h, err := community.ParseHandle(s, ours)
	if err != nil {
		panic("test: " + s)
	}
	return h
}

func TestParseHandle(t *testing.T) {
	for in, want := range map[string]string{
		"ana":                             "ana",
		"@ana":                            "ana",
		" @ana ":                          "ana",
		"@ana@here.example":               "ana",
		"ana@HERE.example.":               "ana",
		"acct:ana@here.example":           "ana",
		"ACCT:Bob@there.example":          "Bob@there.example",
		"@Bob@There.Example":              "Bob@there.example",
		"bob@there.example:8443":          "bob@there.example:8443",
		"bob@there.example:08443":         "bob@there.example:8443",
		"@bob@bücher.example":             "bob@xn--bcher-kva.example",
		"bob@sub.here.example":            "bob@sub.here.example",
		"first.last-name_9@there.example": "first.last-name_9@there.example",
		"bob@localhost:3000":              "bob@localhost:3000",
	} {
		h, err := community.ParseHandle(in, ours)
		if err != nil || h.String() != want {
			t.Errorf("ParseHandle(%q) = %q, %v; want %q", in, h, err, want)
		}
	}
	for _, in := range []string{
		"", "@", "@@", "@@ana", "ana@", "@ana@", "@ana@there.example@evil.example", "ana bob", "ána", "ana\x00", "ana/../bob", "<b>",
		"bob@a b", "bob@there.example/x", "bob@there_example", "bob@there.example:x", "bob@there.example:0", "bob@..", "bob@[evil]",
		"https://there.example/@bob", strings.Repeat("a", 256),
	} {
		if h, err := community.ParseHandle(in, ours); err == nil {
			t.Errorf("ParseHandle(%q) = %q, want an error", in, h)
		}
	}
}

func TestHandleParts(t *testing.T) {
	bob, ana := handle("@Bob@there.example"), handle("ana")
	if bob.Name() != "Bob" || bob.Host() != "there.example" || bob.At(ours) != "Bob@there.example" {
		t.Errorf("bob: %q at %q, in full %q", bob.Name(), bob.Host(), bob.At(ours))
	}
	if ana.Host() != "" || ana.At(ours) != "ana@here.example" || ana.IsZero() || !(community.Handle{}).IsZero() {
		t.Errorf("ana: %q, in full %q", ana, ana.At(ours))
	}
}

func FuzzHandle(f *testing.F) {
	for _, s := range []string{"@ana", "acct:bob@there.example", "bob@bücher.example:8443", "a@b@c", "@a@[::1]:1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		h, err := community.ParseHandle(s, ours)
		if err != nil {
			return
		}
		again, err := community.ParseHandle(h.At(ours), ours)
		if err != nil || again != h {
			t.Errorf("%q is %q, and that is %q (%v)", s, h, again, err)
		}
	})
}

func TestCheckName(t *testing.T) {
	for name, key := range map[string]string{
		"ana": "", "An_9": "", "__": "", strings.Repeat("a", 30): "",
		"": "account.name_length", "a": "account.name_length", strings.Repeat("a", 31): "account.name_length",
		"a.b": "account.name_letters", "a-b": "account.name_letters", "añb": "account.name_letters", "a b": "account.name_letters",
		"аdmin": "account.name_letters", // Cyrillic а
		"Admin": "account.name_reserved", "ROOT": "account.name_reserved", "actor": "account.name_reserved", "consilium": "account.name_reserved",
	} {
		wantInvalid(t, community.CheckName(name), "username", key, name)
	}
}
