package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"consilium/community"
	"consilium/storage/storagetest"
)

// A post is written, answered, liked, boosted, bookmarked, edited and deleted,
// all with plain forms.
func TestPostJourney(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, anaActor := storagetest.Member(s, s.store, "ana")
		bob, bobActor := storagetest.Member(s, s.store, "bob")
		storagetest.Following(s, s.store, bobActor, anaActor)
		a, b := s.as(ana), s.as(bob)

		home := a.get("/home").is(200).has("Three first steps")
		home = a.submit("/posts", with(home.form("/posts"), "text", "Score first, then test. #Teaching", "audience", "public"), nil)
		home.is(200).has("Your post is published.", "Score first, then test.", `href="https://here.example/tags/teaching"`)
		if !strings.HasPrefix(home.path, "/home") {
			t.Errorf("posting from home ended at %s", home.path)
		}
		s.visitor().get("/tags/Teaching").is(200).has("Score first, then test.")

		post := onlyPost(s, anaActor)
		id, address := community.FormatID(post.ID), strings.TrimPrefix(post.IRI.String(), storagetest.Here)
		b.get("/home").is(200).has("Score first, then test.")
		b.get("/p/" + id).is(200).has("Score first, then test.").form("/posts")
		thread := b.get("/p/" + id + "/reply").is(200).has("Your reply to ana")
		thread = b.submit("/posts", with(thread.form("/posts"), "text", "Agreed & done <b>"), nil).is(200).has("Agreed &amp; done &lt;b&gt;")
		if !strings.HasPrefix(thread.path, address) {
			t.Errorf("the reply ended at %s, want %s", thread.path, address)
		}
		a.get("/notifications").is(200).has("Agreed &amp; done")
		for _, verb := range []string{"like", "boost", "bookmark"} {
			b.post("/p/"+id+"/"+verb, url.Values{"return": {"/home"}}).is(200).has(`action="/p/` + id + "/un" + verb + `"`)
		}
		b.get("/bookmarks").is(200).has("Score first, then test.")
		b.get("/@bob").is(200).has("Boosted by", "Score first, then test.")
		for _, verb := range []string{"unlike", "unboost", "unbookmark"} {
			b.post("/p/"+id+"/"+verb, nil).is(200).has(`action="/p/` + id + "/" + strings.TrimPrefix(verb, "un") + `"`)
		}
		b.get("/bookmarks").is(200).hasNot("Score first, then test.")

		edit := a.get("/p/" + id + "/edit").is(200)
		a.submit("/p/"+id+"/edit", with(edit.form("/p/"+id+"/edit"), "text", "Test first, then score."), nil).is(200).
			has("Test first, then score.", "Your changes are saved.", "/p/"+id+"/history")
		s.visitor().get("/p/"+id+"/history").is(200).has("Score first, then test.", "Test first, then score.", "Version 2")
		b.get("/p/" + id + "/edit").is(http.StatusForbidden)
		b.submit("/p/"+id+"/edit", url.Values{"text": {"Mine now"}}, nil).is(http.StatusForbidden)
		b.get("/p/" + id + "/delete").is(http.StatusForbidden)
		b.post("/p/"+id+"/delete", nil).is(http.StatusForbidden)

		ask := a.get("/p/"+id+"/delete").is(200).has("Delete this post?", "1 reply stays.", "This cannot be undone.")
		a.post("/p/"+id+"/delete", ask.form("/p/"+id+"/delete")).is(200).has("The post is deleted.")
		a.get("/p/" + id).is(http.StatusNotFound)
		s.visitor().get(address).is(http.StatusNotFound).hasNot("Test first")
	})
}

func onlyPost(s *site, author community.Actor) community.Post {
	s.Helper()
	posts, err := s.store.Outbox(s.Context(), author.ID, everything)
	if err != nil || len(posts) != 1 {
		s.Fatalf("the outbox of %s holds %d posts, %v", author.Handle, len(posts), err)
	}
	return posts[0]
}

// Nothing that was typed is lost when a form does not do.
func TestPostFormKeepsValues(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, _ := storagetest.Member(s, s.store, "ana")
		bob, bobActor := storagetest.Member(s, s.store, "bob")
		parent := storagetest.Post(s, s.store, bobActor, "Only for those who follow", community.InstanceOnly)
		a := s.as(ana)
		long := strings.Repeat("ä ", community.MaxPost)
		fields := a.get("/compose").is(200).form("/posts")
		a.submit("/posts", with(fields, "text", long, "warning", "Blood", "sensitive", "on", "audience", "unlisted", "language", "de"), nil).
			is(http.StatusUnprocessableEntity).has("at most 5,000 characters", strings.TrimSpace(long[:100]), `value="Blood"`, `value="unlisted" selected`, `value="de" selected`)

		reply := a.get("/p/" + community.FormatID(parent.ID) + "/reply").is(200).form("/posts")
		again := a.submit("/posts", with(reply, "text", "Wider than the parent", "audience", "public"), nil).is(http.StatusUnprocessableEntity)
		again.has("Wider than the parent", "A reply cannot be read by more people")
		if got := again.form("/posts"); got.Get("once") != reply.Get("once") || got.Get("in_reply_to") != community.FormatID(parent.ID) {
			t.Errorf("the form came back as %v, was %v", got, reply)
		}
		direct := a.get("/compose?to=@nobody@there.example").is(200).has("@nobody@there.example").form("/posts")
		a.submit("/posts", with(direct, "text", "@nobody@there.example hello", "audience", "direct"), nil).
			is(http.StatusUnprocessableEntity).has("@nobody@there.example was not found")
		s.as(bob).get("/notifications").hasNot("Wider than the parent")
	})
}

// Sending a form twice posts once: the button is pressed again when the answer
// is slow.
func TestSentTwicePostedOnce(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, actor := storagetest.Member(s, s.store, "ana")
		a := s.as(ana)
		fields := with(a.get("/compose").form("/posts"), "text", "Once is enough", "audience", "public")
		a.submit("/posts", fields, nil).is(200)
		a.submit("/posts", fields, nil).is(200)
		onlyPost(s, actor)
	})
}

// S-AUTH-2: a form leads back to where it says it was, unless that is elsewhere.
func TestReturnStaysHere(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, actor := storagetest.Member(s, s.store, "ana")
		post := storagetest.Post(s, s.store, actor, "Here")
		a := s.as(ana)
		a.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		for _, to := range []string{"https://evil.example/", "//evil.example/", `/\evil.example`, "javascript:alert(1)", "/home"} {
			got := a.post("/p/"+community.FormatID(post.ID)+"/like", url.Values{"return": {to}}).is(http.StatusSeeOther).header.Get("Location")
			if wrong := strings.Contains(got, "evil") || strings.Contains(got, "script"); wrong || !strings.HasPrefix(got, "/") {
				t.Errorf("return=%s leads to %s", to, got)
			}
		}
	})
}

// A form that another site sends with the member's cookie does nothing.
func TestCrossOriginIsRefused(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, actor := storagetest.Member(s, s.store, "ana")
		a := s.as(ana)
		request, err := http.NewRequestWithContext(s.Context(), "POST", storagetest.Here+"/posts", strings.NewReader("text=forged&audience=public"))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request.Header.Set("Sec-Fetch-Site", "cross-site")
		request.Header.Set("Origin", "https://evil.example")
		a.send(request).is(http.StatusForbidden)
		if posts, err := s.store.Outbox(s.Context(), actor.ID, everything); err != nil || len(posts) != 0 {
			t.Errorf("a forged form posted %v, %v", posts, err)
		}
	})
}

// The pages behind a sign-in send a visitor there and back.
func TestVisitorSignsInFirst(t *testing.T) {
	eachSite(t, func(s *site) {
		for _, path := range []string{"/home", "/cases/new", "/notifications", "/search?q=x", "/compose"} {
			if got := s.visitor().get(path).is(200).path; got != "/sign-in?return="+url.QueryEscape(path) {
				t.Errorf("%s led to %s", path, got)
			}
		}
		s.visitor().post("/posts", url.Values{"text": {"x"}}).is(200).has("Sign in")
	})
}
