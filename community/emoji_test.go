package community_test

import (
	"strings"
	"testing"

	"consilium/community"
)

var knownEmoji = []community.Emoji{{ID: 7, Shortcode: "heart"}, {ID: 8, Shortcode: "stent_1"}, {Shortcode: "unkept"}}

// Pictures stand for shortcodes in words only, never in addresses or attributes.
func TestEmojiInText(t *testing.T) {
	const heart = `<img class="emoji" src="/media/emoji/7" alt=":heart:" title=":heart:" width="20" height="20" loading="lazy"/>`
	stent := strings.NewReplacer("heart", "stent_1", "emoji/7", "emoji/8").Replace(heart)
	for in, want := range map[string]string{
		"<p>A :heart: &amp; b</p>":      "<p>A " + heart + " &amp; b</p>",
		"<p>:heart::stent_1:</p>":       "<p>" + heart + stent + "</p>",
		"<p>:heart:s a:heart:</p>":      "<p>:heart:s a:heart:</p>",
		"<p>:unkept: :nobody: :: :</p>": "<p>:unkept: :nobody: :: :</p>",
		"<p>10:heart: (:heart:)</p>":    "<p>10:heart: (" + heart + ")</p>",
		`<p><a href="https://a.example/:heart:" rel="nofollow noreferrer">:heart:</a>&lt;img&gt;</p>`: `<p><a href="https://a.example/:heart:" rel="nofollow noreferrer">` + heart + `</a>&lt;img&gt;</p>`,
	} {
		if got := community.Sanitize(in).WithEmoji(knownEmoji).String(); got != want {
			t.Errorf("%s\n got %s\nwant %s", in, got, want)
		}
	}
	if used := community.EmojiIn("x :heart: y :heart: :stent_1: :none:", knownEmoji); len(used) != 2 || used[0].ID != 7 || used[1].ID != 8 {
		t.Errorf("used %+v", used)
	}
}

// A tick beside a name would look like proof, so names have no pictures at all.
func TestNamesShowNoEmoji(t *testing.T) {
	if got := community.WithoutEmoji("Dr. X :heart:  :nobody:", knownEmoji); got != "Dr. X :nobody:" {
		t.Errorf("%q", got)
	}
}

func TestParseShortcode(t *testing.T) {
	for in, want := range map[string]string{":heart:": "heart", "blob-cat.2+": "blob-cat.2+", "": "", "::": "", "a b": "", `a"b`: "", "ä": "",
		strings.Repeat("a", 64): strings.Repeat("a", 64), strings.Repeat("a", 65): ""} {
		if got := community.ParseShortcode(in); got != want {
			t.Errorf("%q: %q", in, got)
		}
	}
}

func FuzzEmoji(f *testing.F) {
	for _, s := range []string{"<p>:heart:</p>", ":::heart::", "a:heart:b", `<a href="https://a.example/">:heart:</a>`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		clean := community.Sanitize(in)
		shown := clean.WithEmoji(knownEmoji).String()
		for _, picture := range []string{"heart", "stent_1"} {
			shown = strings.ReplaceAll(shown, strings.NewReplacer("heart", picture, "emoji/7", map[string]string{"heart": "emoji/7", "stent_1": "emoji/8"}[picture]).Replace(
				`<img class="emoji" src="/media/emoji/7" alt=":heart:" title=":heart:" width="20" height="20" loading="lazy"/>`), ":"+picture+":")
		}
		if community.Sanitize(shown).Text() != clean.Text() {
			t.Errorf("%q: %q", clean, shown)
		}
	})
}
