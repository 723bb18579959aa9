package web_test

import (
	"net/http"
	"net/url"
	"testing"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// Of somebody whose server is suspended there is a name and nothing else: no
// words, no picture, and no search that finds them (S-ORG-12).
func TestSuspendedServerHasNoPages(t *testing.T) {
	eachSite(t, func(s *site) {
		user, ana := storagetest.Member(s, s.store, "ana")
		bob := storagetest.Remote(s, s.store, there, "bob")
		bob.Summary, bob.AvatarIRI = community.Sanitize("<p>"+canary+"</p>"), storagetest.IRI(s, there+"/face.png")
		if _, err := s.store.StoreRemoteActor(t.Context(), storage.RemoteActor{Actor: bob}); err != nil {
			t.Fatal(err)
		}
		a, face := s.as(user), "/media/avatar/"+community.FormatID(bob.ID)
		page := "/@" + bob.Handle.String()
		a.get(page).is(200).has(canary)
		a.get(face).is(200)
		s.resolve = func(string) (community.Actor, *community.Post, error) { return bob, nil, nil }
		a.get("/search?q=" + url.QueryEscape(bob.Handle.String())).is(200).has(canary)
		rule := community.DomainRule{Host: bob.Handle.Host(), Severity: community.DomainSuspended, Created: s.clock.Now(), By: ana.ID}
		if err := s.store.SetDomainRule(t.Context(), rule); err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{page, page + "/cases", page + "/followers", "/search?q=bob", "/search?q=" + url.QueryEscape(bob.Handle.String())} {
			a.get(path).is(200).hasNot(canary, face)
		}
		a.get(face).is(http.StatusNotFound)
	})
}

// Who somebody knows is nothing for those they blocked (S-PRIV-9), as at the
// door for other servers.
func TestBlockedSeeNoLists(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Member(s, s.store, "ana")
		_, ben := storagetest.Member(s, s.store, "ben")
		user, eve := storagetest.Member(s, s.store, "eve")
		storagetest.Following(s, s.store, ben, ana)
		storagetest.Following(s, s.store, ana, ben)
		e := s.as(user)
		e.get("/@ana/followers").is(200).has("@ben")
		if err := s.store.Block(t.Context(), ana.ID, eve.ID); err != nil {
			t.Fatal(err)
		}
		e.get("/@ana/followers").is(http.StatusNotFound)
		e.get("/@ana/following").is(http.StatusNotFound)
	})
}

// What a browser made up stands in no column: a form cannot break the page by
// the mark that makes it be posted once.
func TestStrangeMarkOfAForm(t *testing.T) {
	eachSite(t, func(s *site) {
		user, _ := storagetest.Member(s, s.store, "ana")
		a := s.as(user)
		for _, once := range []string{"a\x00b", "a\xffb"} {
			a.post("/posts", url.Values{"text": {"Hello"}, "audience": {"public"}, "once": {once}}).is(200)
		}
	})
}
