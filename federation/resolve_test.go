package federation

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage/storagetest"
)

// TestResolveActors: all that a person may type leads to the same actor.
func TestResolveActors(t *testing.T) {
	s := newScene(t)
	for _, query := range []string{"@bob@" + s.peer.host, "bob@" + s.peer.host, "acct:bob@" + s.peer.host, " @BOB@" + s.peer.host,
		s.bob.String(), s.bob.String() + "#main-key"} {
		if query == " @BOB@"+s.peer.host {
			s.peer.finger("BOB@"+s.peer.host, "HOST/users/bob")
		}
		if a := s.find(query); a.IRI != s.bob || a.Handle.String() != "bob@"+s.peer.host || a.DisplayName != "Dr bob" {
			t.Errorf("%s: %+v", query, a)
		}
	}
	if a := s.find(s.bob.String()); strings.Contains(a.Summary.String(), "script") || a.AvatarIRI.IsZero() || a.URL != s.peer.iri("/@bob") {
		t.Errorf("profile: %+v", a)
	}
	if n := s.peer.count("/users/bob"); n != 1 {
		t.Errorf("fetched %d times", n)
	}
}

// TestResolveOurs: what lives here is looked up and never fetched.
func TestResolveOurs(t *testing.T) {
	s := newScene(t)
	mine := storagetest.Post(t, s.store, s.ana, "Mine")
	for _, query := range []string{"ana", "@ana", "@ana@" + s.host, s.ana.IRI.String(), s.base + "/@ana", s.base + "/@ANA"} {
		if a := s.find(query); a.ID != s.ana.ID {
			t.Errorf("%s: %+v", query, a)
		}
	}
	a, p, err := s.Resolve(t.Context(), mine.IRI.String())
	if err != nil || a.ID != s.ana.ID || p == nil || p.ID != mine.ID {
		t.Errorf("post: %v, %v", p, err)
	}
	for _, query := range []string{"nobody", "@nobody@" + s.host, s.base + "/users/nobody", s.base + "/@", "", "@", "not a handle", "https://", "ftp://x.example/"} {
		if _, _, err := s.Resolve(t.Context(), query); !errors.Is(err, community.ErrNotFound) {
			t.Errorf("%q: %v", query, err)
		}
	}
}

// TestHandlesAreProved: a handle is believed when its domain points at the
// actor, over one further handle at most (R-WF-3, S-ORG-7, CVE-2023-42451).
func TestHandlesAreProved(t *testing.T) {
	s := newScene(t)
	domain, victim := openPeer(t, s.clock), openPeer(t, s.clock)
	victim.person("carol", strayKey())
	alias := func(at *peer, name, subject, actor string) {
		at.serve("/.well-known/webfinger?resource=acct%3A"+name+"%40"+strings.Replace(at.host, ":", "%3A", 1), page{
			mediaType: "application/jrd+json", body: fmt.Sprintf(`{"subject":"%s","links":[{"rel":"self",
			"type":"application/activity+json","href":"%s"}]}`, subject, actor)})
	}
	alias(domain, "dr.bob", "acct:bob@"+s.peer.host, s.bob.String())
	if a := s.find("@dr.bob@" + domain.host); a.IRI != s.bob || a.Handle.Host() != s.peer.host {
		t.Errorf("alias: %+v", a)
	}
	alias(domain, "a", "acct:b@"+domain.host, s.bob.String())
	alias(domain, "b", "acct:c@"+domain.host, s.bob.String())
	alias(domain, "us", "acct:ana@"+s.host, s.ana.IRI.String())
	for _, name := range []string{"a", "us"} {
		if a, _, err := s.Resolve(t.Context(), "@"+name+"@"+domain.host); err == nil {
			t.Errorf("%s led to %+v", name, a)
		}
	}
	// mallory's document claims the handle of carol, whose domain knows better.
	s.peer.person("mallory", strayKey())
	s.peer.doc("/users/mallory", `{"id":"HOST/users/mallory","type":"Person","preferredUsername":"carol","webfinger":"carol@`+victim.host+`",
		"inbox":"HOST/i","outbox":"HOST/o"}`)
	if a, _, err := s.Resolve(t.Context(), s.peer.base+"/users/mallory"); err == nil {
		t.Errorf("mallory is %s", a.Handle)
	}
	// The same, of the same host.
	s.peer.doc("/users/mallory", `{"id":"HOST/users/mallory","type":"Person","preferredUsername":"bob","inbox":"HOST/i","outbox":"HOST/o"}`)
	if a, _, err := s.Resolve(t.Context(), s.peer.base+"/users/mallory"); err == nil {
		t.Errorf("mallory is %s", a.Handle)
	}
	// Our own domain.
	s.peer.doc("/users/mallory", `{"id":"HOST/users/mallory","type":"Person","preferredUsername":"ana","webfinger":"ana@`+s.host+`","inbox":"HOST/i"}`)
	if a, _, err := s.Resolve(t.Context(), s.peer.base+"/users/mallory"); err == nil {
		t.Errorf("mallory is %s", a.Handle)
	}
}

// TestSplitDomain: an account domain other than the host is believed when both
// agree (R-WF-2, R-WF-3).
func TestSplitDomain(t *testing.T) {
	s := newScene(t)
	domain := openPeer(t, s.clock)
	for _, at := range []*peer{domain, s.peer} {
		at.serve("/.well-known/webfinger?resource=acct%3Abob%40"+strings.Replace(at.host, ":", "%3A", 1), page{
			mediaType: "application/jrd+json", body: fmt.Sprintf(`{"subject":"acct:bob@%s","links":[{"rel":"self",
			"type":"application/activity+json","href":"%s"}]}`, domain.host, s.bob)})
	}
	if a := s.find(s.bob.String()); a.Handle.String() != "bob@"+domain.host {
		t.Errorf("by address bob is %s", a.Handle)
	}
	if a := s.find("@bob@" + domain.host); a.IRI != s.bob {
		t.Errorf("by handle: %+v", a)
	}
}

// TestFetchRule: a document speaks for the address it was read from, under the
// right media type, and for nothing else (R-FETCH, S-ORG-2, S-ORG-3).
func TestFetchRule(t *testing.T) {
	s := newScene(t)
	victim := openPeer(t, s.clock)
	victim.doc("/n/1", victim.text(`{"id":"HOST/n/1","type":"Note","content":"true"}`))
	forged := `{"id":"` + victim.base + `/n/1","type":"Note","content":"forged"}`
	s.peer.doc("/forged", forged)
	s.peer.doc("/other", `{"id":"HOST/n/other","type":"Note"}`)
	s.peer.doc("/n/other", `{"id":"HOST/n/other","type":"Note"}`)
	s.peer.doc("/circle", `{"id":"HOST/circle/2"}`)
	s.peer.doc("/circle/2", `{"id":"HOST/circle"}`)
	s.peer.doc("/none", `{"type":"Note"}`)
	s.peer.serve("/json", page{mediaType: "application/json", body: `{"id":"HOST/json"}`})
	s.peer.serve("/ld", page{mediaType: "application/ld+json", body: `{"id":"HOST/ld"}`})
	s.peer.serve("/text", page{mediaType: "text/plain", body: `{"id":"HOST/text"}`})
	s.peer.serve("/away", page{status: http.StatusFound, header: http.Header{"Location": {victim.base + "/n/1"}}})
	s.peer.serve("/home", page{status: http.StatusFound, header: http.Header{"Location": {s.base + "/actor"}}})
	for path, want := range map[string]struct {
		id  string
		err error
	}{
		"/forged": {victim.base + "/n/1", nil}, // what the victim says of it
		"/other":  {s.peer.base + "/n/other", nil},
		"/away":   {victim.base + "/n/1", nil},
		"/circle": {"", community.ErrForbidden},
		"/none":   {"", community.ErrForbidden},
		"/json":   {"", community.ErrForbidden},
		"/ld":     {"", community.ErrForbidden},
		"/text":   {"", community.ErrForbidden},
		"/home":   {"", community.ErrForbidden},
		"/404":    {"", community.ErrNotFound},
	} {
		doc, err := s.fetch(t.Context(), s.peer.iri(path))
		if doc.iri.String() != want.id || !errors.Is(err, want.err) {
			t.Errorf("%s: %s, %v", path, doc.iri, err)
		}
		if err == nil && doc.node.Text("content") == "forged" {
			t.Errorf("%s: forged", path)
		}
	}
	rule := community.DomainRule{Host: victim.host, Severity: community.DomainSuspended, Created: s.now(), By: s.ana.ID}
	if err := s.store.SetDomainRule(t.Context(), rule); err != nil {
		t.Fatal(err)
	}
	before := victim.all()
	for _, path := range []string{"/away", "/forged"} {
		if _, err := s.fetch(t.Context(), s.peer.iri(path)); !errors.Is(err, errShutOut) {
			t.Errorf("%s: %v", path, err)
		}
	}
	if victim.all() != before {
		t.Error("a suspended host was asked")
	}
}

// TestPagesLeadToDocuments: the address of a page works for a person who typed
// it, and only then (R-FETCH).
func TestPagesLeadToDocuments(t *testing.T) {
	s := newScene(t)
	s.peer.doc("/n/1", note("/n/1"))
	s.peer.serve("/@bob/1", page{mediaType: "text/html; charset=utf-8",
		body: `<head><link href="/n/1" rel="alternate" type="application/activity+json"></head>`})
	s.peer.serve("/about", page{mediaType: "text/html", body: "<p>About"})
	author, post, err := s.Resolve(t.Context(), s.peer.base+"/@bob/1")
	if err != nil || post == nil || post.IRI != s.peer.iri("/n/1") || author.IRI != s.bob {
		t.Errorf("post %v, author %v: %v", post, author.IRI, err)
	}
	if _, again, err := s.Resolve(t.Context(), s.peer.base+"/n/1"); err != nil || again.ID != post.ID {
		t.Errorf("again: %v", err)
	}
	if _, _, err := s.Resolve(t.Context(), s.peer.base+"/about"); !errors.Is(err, community.ErrNotFound) {
		t.Errorf("page without a document: %v", err)
	}
	if _, _, err := s.ResolveIRI(t.Context(), s.peer.iri("/@bob/2")); err == nil {
		t.Error("a page was taken for a document")
	}
}

// TestStaleActors are read again on use after a day, and stand when their home
// does not answer (R-ACT-5).
func TestStaleActors(t *testing.T) {
	s := newScene(t)
	s.find(s.bob.String())
	s.peer.doc("/users/bob", strings.Replace(s.peer.pages["/users/bob"].body, "Dr bob", "Prof bob", 1))
	s.clock.Advance(23 * time.Hour)
	if a := s.find(s.bob.String()); a.DisplayName != "Dr bob" {
		t.Errorf("after 23 hours: %s", a.DisplayName)
	}
	s.clock.Advance(2 * time.Hour)
	if a := s.find(s.bob.String()); a.DisplayName != "Prof bob" {
		t.Errorf("after 25 hours: %s", a.DisplayName)
	}
	s.clock.Advance(25 * time.Hour)
	s.peer.serve("/users/bob", page{status: 500})
	before := s.peer.count("/users/bob")
	for range 3 {
		if a := s.find(s.bob.String()); a.DisplayName != "Prof bob" {
			t.Errorf("while the home is down: %s", a.DisplayName)
		}
	}
	if n := s.peer.count("/users/bob") - before; n != 1 {
		t.Errorf("asked %d times", n)
	}
}

// TestResolveErrors tells a person's page what to say.
func TestResolveErrors(t *testing.T) {
	s := newScene(t)
	s.peer.serve("/500", page{status: 500})
	s.peer.serve("/410", page{status: 410})
	for query, want := range map[string]error{
		s.peer.base + "/500":         community.ErrUnavailable,
		s.peer.base + "/410":         community.ErrGone,
		s.peer.base + "/404":         community.ErrNotFound,
		"@nobody@" + s.peer.host:     community.ErrNotFound,
		"@x@127.0.0.1:1":             community.ErrForbidden, // a port nobody may be asked at (S-NET-3)
		"http://192.168.0.1/users/x": community.ErrForbidden,
	} {
		if _, _, err := s.Resolve(t.Context(), query); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", query, err, want)
		}
	}
}
