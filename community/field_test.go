package community_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"consilium/community"
)

// R-ACT-2: the lines of a member's profile; one that stays the same stays verified.
func TestProfileFields(t *testing.T) {
	seen := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	old := community.Profile{Fields: []community.Field{{Name: "Site", Source: "https://ana.example/", Verified: seen}}}
	describe := func(drafts ...community.FieldDraft) (community.Profile, error) {
		return community.Describe(old, community.ProfileDraft{More: &community.ProfileMore{Fields: drafts}})
	}
	got, err := describe(community.FieldDraft{Name: " My\nsite", Value: "https://ana.example/"}, community.FieldDraft{},
		community.FieldDraft{Name: "Ward", Value: "7 <b> & https://ward.example/7 too"})
	if err != nil || len(got.Fields) != 2 {
		t.Fatalf("%+v, %v", got.Fields, err)
	}
	site, ward := got.Fields[0], got.Fields[1]
	if site.Name != "My site" || site.Verified != seen || site.Link().String() != "https://ana.example/" ||
		site.Value.String() != `<a href="https://ana.example/" rel="me nofollow noreferrer noopener">ana.example/</a>` {
		t.Errorf("%+v", site)
	}
	if !ward.Link().IsZero() || !ward.Verified.IsZero() || !strings.Contains(ward.Value.String(), "7 &lt;b&gt; &amp; <a href") ||
		strings.Contains(ward.Value.String(), `rel="me`) {
		t.Errorf("%+v", ward)
	}
	if changed, err := describe(community.FieldDraft{Name: "Site", Value: "https://evil.example/"}); err != nil || !changed.Fields[0].Verified.IsZero() {
		t.Errorf("another address stayed verified: %+v, %v", changed.Fields, err)
	}
	for value, link := range map[string]bool{"https://a.example/x": true, "http://a.example/": true, "https://u:p@a.example/": false,
		"https://a.example/ and more": false, "javascript:alert(1)": false, "@ana@a.example": false} {
		if f := (community.Field{Source: value}); !f.Link().IsZero() != link {
			t.Errorf("%q is a link: %v", value, !link)
		}
	}
	line := community.FieldDraft{Name: "a", Value: "b"}
	_, err = describe(line, line, line, line, line)
	wantInvalid(t, err, "fields", "account.too_many_fields", "five lines")
	_, err = describe(community.FieldDraft{Name: "a"})
	wantInvalid(t, err, "fields", "account.field_half", "half a line")
	_, err = describe(community.FieldDraft{Name: "a", Value: strings.Repeat("ä", 256)})
	wantInvalid(t, err, "fields", "account.too_long", "long value")
	if _, err = describe(community.FieldDraft{Name: strings.Repeat("ä", 255), Value: strings.Repeat("ä", 255)}); err != nil {
		t.Error(err)
	}
	if kept, err := community.Describe(old, community.ProfileDraft{}); err != nil || len(kept.Fields) != 1 {
		t.Errorf("a form without lines took them away: %+v, %v", kept.Fields, err)
	}
}

func TestAttributionDomains(t *testing.T) {
	describe := func(typed string) (community.Profile, error) {
		return community.Describe(community.Profile{Bot: true}, community.ProfileDraft{More: &community.ProfileMore{AttributionDomains: typed}})
	}
	got, err := describe("Journal.example\nhttps://www.blog.example/about  *.many.example journal.example")
	if want := []string{"journal.example", "www.blog.example", "many.example"}; err != nil || !slices.Equal(got.AttributionDomains, want) || got.Bot {
		t.Errorf("%v, %v", got.AttributionDomains, err)
	}
	_, err = describe("localhost")
	wantInvalid(t, err, "attribution_domains", "account.no_site", "no site")
}

func TestFeaturedTags(t *testing.T) {
	got, err := community.FeaturedTags("#Gout, hands\nGOUT überlappung")
	if want := []string{"gout", "hands", "überlappung"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%v, %v", got, err)
	}
	_, err = community.FeaturedTags("a b c d e f g h i j k")
	wantInvalid(t, err, "featured_tags", "account.too_many_tags", "eleven")
	_, err = community.FeaturedTags("two-words")
	wantInvalid(t, err, "featured_tags", "account.no_hashtag", "none")
}

// S-ORG-7, CVE-2023-36462: a page links back when it names the whole address of the profile with rel="me", and by
// nothing that only looks like it.
func TestLinksBack(t *testing.T) {
	at := iri("https://ana.example/about")
	profile := []community.IRI{iri("https://here.example/@ana"), iri("https://here.example/users/ana")}
	for page, want := range map[string]bool{
		`<a rel="me" href="https://here.example/@ana">me</a>`:                        true,
		`<p><LINK href='HTTPS://HERE.example:443/%40ana' REL='noopener ME'/>`:        true,
		`<a rel="me" href="https://here.example/@ana/#top">x</a>`:                    true,
		`<link rel="me" href="https://here.example/users/ana">`:                      true,
		`<a href="https://here.example/@ana">no rel</a>`:                             false,
		`<a rel="meme" href="https://here.example/@ana">x</a>`:                       false,
		`<a rel="me" href="https://here.example/@anab">x</a>`:                        false,
		`<a rel="me" href="https://here.example/@Ana">x</a>`:                         false,
		`<a rel="me" href="https://here.example/@ana/posts">x</a>`:                   false,
		`<a rel="me" href="https://here.example/@ana?x=1">x</a>`:                     false,
		`<a rel="me" href="https://here.example.evil.example/@ana">x</a>`:            false,
		`<a rel="me" href="https://here.example@evil.example/@ana">x</a>`:            false,
		`<a rel="me" href="https://evil.example/?u=https://here.example/@ana">x</a>`: false,
		`<a rel="me" href="http://here.example/@ana">x</a>`:                          false,
		`<a rel="me" href="https://here.example/x/..%2f@ana">x</a>`:                  false,
		`<a rel="me" href="/@ana">x</a>`:                                             false,
		`<!-- <a rel="me" href="https://here.example/@ana"> -->`:                     false,
		`<script>'<a rel="me" href="https://here.example/@ana">'</script>`:           false,
		`<base href="https://here.example/"><a rel="me" href="@ana">x</a>`:           false,
		``: false,
	} {
		if got := community.LinksBack(page, at, profile...); got != want {
			t.Errorf("%s: %v", page, got)
		}
	}
	if community.LinksBack(`<a rel="me" href="">x</a>`, profile[0], profile...) {
		t.Error("a page links to itself")
	}
	if community.LinksBack(`<a rel="me" href="https://here.example/@ana">`, at) || community.LinksBack(`<a rel="me" href="https://[">`, at, community.IRI{}) {
		t.Error("somebody without an address is linked to")
	}
}

func TestCheckPin(t *testing.T) {
	ana, bob := cast()
	p := community.Post{ID: 1, Author: ana.ID, Audience: community.Audience{Kind: community.Public}}
	change := func(f func(*community.Post)) community.Post {
		p := p
		f(&p)
		return p
	}
	for name, tt := range map[string]struct {
		post community.Post
		may  bool
	}{
		"own":       {p, true},
		"unlisted":  {change(func(p *community.Post) { p.Audience.Kind = community.Unlisted }), true},
		"another's": {change(func(p *community.Post) { p.Author = bob.ID }), false},
		"followers": {change(func(p *community.Post) { p.Audience.Kind = community.Followers }), false},
		"direct":    {change(func(p *community.Post) { p.Audience.Kind = community.Direct }), false},
		"instance":  {change(func(p *community.Post) { p.Audience.Kind = community.InstanceOnly }), false},
		"boost":     {change(func(p *community.Post) { p.Kind = community.AnnounceKind }), false},
		"deleted":   {change(func(p *community.Post) { p.Deleted = at(0) }), false},
		"hidden":    {change(func(p *community.Post) { p.Hidden = at(0) }), false},
	} {
		if err := community.CheckPin(ana, tt.post); (err == nil) != tt.may {
			t.Errorf("%s: %v", name, err)
		}
	}
}
