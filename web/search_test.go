package web_test

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"consilium/community"
	"consilium/storage/storagetest"
)

const there = "https://there.example"

// Somebody on another server is found by handle and by address, mentioned,
// followed from their own page, and their posts are read here.
func TestPeopleElsewhere(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, _ := storagetest.Member(s, s.store, "ana")
		a := s.as(ana)
		var asked []string
		s.resolve = func(query string) (community.Actor, *community.Post, error) {
			asked = append(asked, query)
			switch query {
			case "bob@there.example", "@bob@there.example", there + "/@bob", "acct:bob@there.example":
				return storagetest.Remote(s, s.store, there, "bob"), nil, nil
			case "@eve@silent.example":
				return community.Actor{}, nil, fmt.Errorf("ask: %w", community.ErrUnavailable)
			}
			return community.Actor{}, nil, community.ErrNotFound
		}
		a.get("/search?q=" + url.QueryEscape("@eve@silent.example")).is(200).has("silent.example did not answer")
		a.get("/search?q=" + url.QueryEscape("@nobody@there.example")).is(200).has("Nothing was found")
		s.visitor().get("/@bob@there.example").is(http.StatusNotFound)
		if got := a.get("/authorize-follow?uri=" + url.QueryEscape(there+"/@bob")).is(200); got.path != "/@bob@there.example" {
			t.Errorf("authorize-follow ended at %s", got.path)
		}
		asked = nil
		a.get("/authorize-follow?uri=" + url.QueryEscape(there+"/nothing")).is(http.StatusNotFound)
		a.get("/search?q="+url.QueryEscape("@bob@there.example")).is(200).has("/@bob@there.example", "Follow")
		fields := with(a.get("/compose").form("/posts"), "text", "Good morning @bob@there.example and @lost@there.example", "audience", "public")
		a.submit("/posts", fields, nil).is(200).has(`href="`+there+`/@bob"`, "@lost@there.example")
		if len(asked) == 0 {
			t.Error("nobody asked elsewhere")
		}
		bob := storagetest.Remote(s, s.store, there, "bob")
		a.post("/a/"+community.FormatID(bob.ID)+"/follow", nil).is(200).has("Your request was sent.")
		post := storagetest.RemotePost(s, s.store, bob, "From far away")
		a.get("/p/"+community.FormatID(post.ID)).is(200).has("From far away", `content="noindex"`)
		a.get("/@bob@there.example").is(200).has("From far away", there+"/@bob")
		reply := a.get("/p/" + community.FormatID(post.ID) + "/reply").is(200).form("/posts")
		if reply.Get("text") != "@bob@there.example " {
			t.Errorf("a reply to somebody elsewhere begins with %q", reply.Get("text"))
		}
	})
}

// The bounds of looking elsewhere while somebody waits: five people.
func TestFewLookups(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, _ := storagetest.Member(s, s.store, "ana")
		asked := 0
		s.resolve = func(string) (community.Actor, *community.Post, error) {
			asked++
			return community.Actor{}, nil, community.ErrNotFound
		}
		var text strings.Builder
		for i := range 20 {
			fmt.Fprintf(&text, "@nobody%d@there.example ", i)
		}
		a := s.as(ana)
		a.submit("/posts", with(a.get("/compose").form("/posts"), "text", text.String(), "audience", "public"), nil).is(200)
		if asked != 5 {
			t.Errorf("%d people were looked for", asked)
		}
	})
}

// Members are found when they agreed to be, or by their whole name; a hashtag
// leads to its page.
func TestSearchHere(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, _ := storagetest.Member(s, s.store, "ana")
		storagetest.Member(s, s.store, "bob")
		a := s.as(ana)
		a.get("/search?q=bo").is(200).has("Nothing was found").hasNot(`href="/@bob"`)
		a.get("/search?q=@bob").is(200).has(`href="/@bob"`)
		if got := a.get("/search?q=%23Teaching").is(200).path; got != "/tags/teaching" {
			t.Errorf("a hashtag led to %s", got)
		}
	})
}

// Posts are found by their words on the page too, page by page.
func TestSearchPage(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, actor := storagetest.Member(s, s.store, "ana")
		for n := range 22 {
			storagetest.Post(s, s.store, actor, fmt.Sprintf("Fever number%d", n))
		}
		a := s.as(ana)
		first := a.get("/search?q=fever").is(200).has("number21", "number2<", "has:image").hasNot("number1<")
		_, older, _ := strings.Cut(first.body, `rel="next" href="`)
		older, _, _ = strings.Cut(older, `"`)
		a.get(html.UnescapeString(older)).is(200).has("number1<", "number0<").hasNot("number21")
		a.get("/search?q=" + url.QueryEscape("fever -number21 from:me")).is(200).has("number20").hasNot("number21<")
	})
}
