package web_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// A member quotes another with plain forms: at once where the author lets everybody, after
// asking where the author wants that; and the author takes it back.
func TestQuoteJourney(t *testing.T) {
	eachSite(t, func(s *site) {
		anaUser, ana := storagetest.Member(s, s.store, "ana")
		bobUser, _ := storagetest.Member(s, s.store, "bob")
		a, b := s.as(anaUser), s.as(bobUser)
		said := storagetest.Post(s, s.store, ana, "Score first, then test", community.Public)
		number := community.FormatID(said.ID)
		path := said.IRI.String()[len(storagetest.Here):]
		s.clock.Advance(time.Minute)
		form := b.get("/p/"+number+"/quote").is(200).has("You are quoting", "Score first, then test").form("/posts")
		b.submit("/posts", with(form, "text", "She is right", "audience", "public"), nil).is(200)
		quoting := b.quotes(said)
		quotingPath := quoting.IRI.String()[len(storagetest.Here):]
		s.visitor().get(quotingPath).is(200).has("She is right", "Score first, then test", `class="quoted"`)
		a.get("/notifications").is(200).has("quotes your post")
		a.get(path).is(200).has("/p/" + number + "/quotes")
		a.get("/p/"+number+"/quotes").is(200).has("She is right", "Remove the quote")
		b.get("/p/" + number + "/quotes").is(http.StatusForbidden)

		id := community.FormatID(quoting.ID)
		b.post("/p/"+id+"/revoke-quote", nil).is(http.StatusForbidden)
		a.post("/p/"+id+"/revoke-quote", nil).is(200).has("Nobody has quoted this post so far")
		s.visitor().get(quotingPath).is(200).has("no longer available").hasNot("Score first, then test")
		b.get(quotingPath).is(200).has("does not want this post to be quoted")

		a.post("/p/"+number+"/quote-policy", url.Values{"quote_policy": {"nobody"}}).is(200)
		b.get("/p/" + number + "/quote").is(http.StatusForbidden)
		b.get(path).is(200).has("The author lets only some people quote this.").hasNot("/p/" + number + "/quote\"")
		a.post("/settings/appearance", with(a.get("/settings/appearance").is(200).form("/settings/appearance"), "quote_policy", "ask")).is(200)
		asked := a.submit("/posts", with(a.get("/compose").is(200).form("/posts"), "text", "Ask me first", "audience", "public"), nil).is(200)
		_ = asked
		second := a.newest(ana)
		s.clock.Advance(time.Minute)
		b.submit("/posts", with(b.get("/p/"+community.FormatID(second.ID)+"/quote").is(200).form("/posts"), "text", "May I", "audience", "public"), nil).is(200)
		waiting := b.quotes(second)
		waitingPath := waiting.IRI.String()[len(storagetest.Here):]
		b.get(waitingPath).is(200).has("when ana has agreed", "Ask me first")
		s.visitor().get(waitingPath).is(200).hasNot("Ask me first")
		a.get("/notifications").is(200).has("asks to quote your post", "/p/"+community.FormatID(second.ID)+"/quotes")
		a.get("/p/"+community.FormatID(second.ID)+"/quotes").is(200).has("Waiting for your answer", "May I")
		a.post("/p/"+community.FormatID(waiting.ID)+"/agree-quote", nil).is(200).has("Remove the quote")
		s.visitor().get(waitingPath).is(200).has("Ask me first")
	})
}

// quotes is the post that quotes another one.
func (b *browser) quotes(quoted community.Post) community.Post {
	b.Helper()
	list, err := b.store.QuotesOf(b.Context(), community.Viewer{}, quoted.ID, storage.Page{})
	if err != nil || len(list) == 0 {
		b.Fatal("nothing quotes it", err)
	}
	return list[0]
}

// newest is the newest open post of somebody.
func (b *browser) newest(who community.Actor) community.Post {
	b.Helper()
	list, err := b.store.Outbox(b.Context(), who.ID, storage.Page{})
	if err != nil || len(list) == 0 {
		b.Fatal("no post", err)
	}
	return list[0]
}

// What is hidden does not come back through a quote: not of whom one blocks, nor of an
// author who was closed, nor of a post that is hidden until staff have looked. S-ORG-12.
func TestHiddenQuotes(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Member(s, s.store, "ana")
		bobUser, _ := storagetest.Member(s, s.store, "bob")
		cemUser, cem := storagetest.Member(s, s.store, "cem")
		b, c := s.as(bobUser), s.as(cemUser)
		said := storagetest.Post(s, s.store, ana, "Canary", community.Public)
		s.clock.Advance(time.Minute)
		form := b.get("/p/" + community.FormatID(said.ID) + "/quote").is(200).form("/posts")
		b.submit("/posts", with(form, "text", "See", "audience", "public"), nil).is(200)
		path := b.quotes(said).IRI.String()[len(storagetest.Here):]
		c.get(path).is(200).has("Canary")
		s.must(s.store.Block(t.Context(), cem.ID, ana.ID))
		c.get(path).is(200).has("no longer available").hasNot("Canary")
		secret := storagetest.Post(s, s.store, ana, "Canary", community.Followers)
		b.get("/p/" + community.FormatID(secret.ID) + "/quote").is(http.StatusNotFound)
		b.submit("/posts", with(form, "text", "See", "audience", "public", "quoted", community.FormatID(secret.ID), "once", "x"), nil).is(http.StatusNotFound)
		s.must(s.store.DeletePost(t.Context(), said.ID, s.clock.Now()))
		s.visitor().get(path).is(200).hasNot("Canary")
	})
}

// A warning folds what is quoted, and pictures marked as sensitive are not in the card.
func TestQuotedWarning(t *testing.T) {
	eachSite(t, func(s *site) {
		anaUser, ana := storagetest.Member(s, s.store, "ana")
		a := s.as(anaUser)
		a.submit("/posts", with(a.get("/compose").is(200).form("/posts"), "text", "Open chest", "warning", "Operation", "audience", "public"), nil).is(200)
		said := a.newest(ana)
		s.clock.Advance(time.Minute)
		a.submit("/posts", with(a.get("/p/"+community.FormatID(said.ID)+"/quote").is(200).form("/posts"), "text", "See", "audience", "public"), nil).is(200)
		a.get(a.quotes(said).IRI.String()[len(storagetest.Here):]).is(200).has(`class="quoted"`, "Operation", "Open chest")
	})
}
