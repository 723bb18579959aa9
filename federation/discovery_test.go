package federation

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
)

// R-WF-1, FEP-3b86: what is encoded twice is understood, and a member's descriptor leads to the picture and to the pages
// for what a visitor of another site wants to do; the instance's to none.
func TestWebFingerLinks(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		picture, err := s.store.AddMedia(t.Context(), community.Media{Owner: s.ana.ID, File: "face.jpg", Small: "small.jpg", Type: "image/jpeg"})
		if err != nil {
			t.Fatal(err)
		}
		profile := s.ana.Profile
		profile.Avatar = picture.ID
		if _, err := s.store.SetProfile(t.Context(), s.ana.ID, profile); err != nil {
			t.Fatal(err)
		}
		for _, resource := range []string{"acct%3Aana%40here.example", "acct:ana%40here.example", "ACCT:Ana@HERE.EXAMPLE", "https%3A%2F%2Fhere.example%2F%40ana"} {
			got := s.finger(t, resource)
			if got.status != 200 || !strings.Contains(got.body, `"subject":"acct:ana@here.example"`) {
				t.Errorf("%s: %d %s", resource, got.status, got.body)
			}
		}
		member, instance := s.finger(t, "acct:ana@here.example").body, s.finger(t, "https://here.example/").body
		for _, want := range []string{`"rel":"http://webfinger.net/rel/avatar","type":"image/jpeg","href":"https://here.example/media/face.jpg"`,
			`"rel":"http://ostatus.org/schema/1.0/subscribe","template":"https://here.example/authorize_interaction?uri={uri}"`,
			`"rel":"https://w3id.org/fep/3b86/Follow","template":"https://here.example/authorize_interaction?uri={object}"`,
			`"rel":"https://w3id.org/fep/3b86/Create","template":"https://here.example/compose?text={content}"`} {
			if !strings.Contains(member, want) {
				t.Errorf("no %s in %s", want, member)
			}
		}
		if strings.Contains(instance, "3b86") || strings.Contains(instance, "template") {
			t.Errorf("somebody acts as the instance: %s", instance)
		}
	})
}

// R-WF-4: a domain without WebFinger at the usual place is asked where it is, once; what it leads to is proved like any
// other answer. A domain that has one is not asked.
func TestHostMetaFallback(t *testing.T) {
	s := newScene(t)
	old, elsewhere := openPeer(t, s.clock), openPeer(t, s.clock)
	lead := func(template string) {
		old.serve("/.well-known/host-meta", page{mediaType: "application/xrd+xml; charset=utf-8", body: `<?xml version="1.0"?><XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">
			<Link rel="lrdd" type="application/xrd+xml" template="HOST/xrd?u={uri}"/><Link rel="lrdd" type="application/jrd+json" template="` + template + `"/></XRD>`})
	}
	answer := func(subject, actor string) {
		old.serve("/finger?u="+url.QueryEscape("acct:bob@"+old.host), page{mediaType: "application/jrd+json",
			body: fmt.Sprintf(`{"subject":"%s","links":[{"rel":"self","type":"application/activity+json","href":"%s"}]}`, subject, actor)})
	}
	lead(old.base + "/finger?u={uri}")
	answer("acct:bob@"+s.peer.host, s.bob.String())
	if a := s.find("@bob@" + old.host); a.IRI != s.bob {
		t.Errorf("led to %s", a.IRI)
	}
	if n := s.peer.count("/.well-known/host-meta"); n != 0 {
		t.Errorf("a domain with WebFinger was asked for host-meta %d times", n)
	}
	for _, template := range []string{elsewhere.base + "/x", "file:///etc/passwd?{uri}", s.base + "/.well-known/webfinger?resource={uri}",
		old.base + "/.well-known/webfinger?resource={uri}", "&x;{uri}"} {
		lead(template)
		if a, _, err := s.Resolve(t.Context(), "@mia@"+old.host); err == nil {
			t.Errorf("%s led to %s", template, a.IRI)
		}
	}
	lead(elsewhere.base + "/finger?u={uri}")
	rule := community.DomainRule{Host: strings.Split(elsewhere.host, ":")[0] + ":" + strings.Split(elsewhere.host, ":")[1], Severity: community.DomainSuspended,
		Created: s.now(), By: s.ana.ID}
	if err := s.store.SetDomainRule(t.Context(), rule); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Resolve(t.Context(), "@mia@"+old.host); err == nil || elsewhere.all() != 0 {
		t.Errorf("who is shut out was asked: %v, %d", err, elsewhere.all())
	}
	old.serve("/.well-known/webfinger", page{status: http.StatusBadGateway})
	before := old.count("/.well-known/host-meta")
	if _, _, err := s.Resolve(t.Context(), "@mia@"+old.host); err == nil || old.count("/.well-known/host-meta") != before {
		t.Error("a domain in trouble was asked twice as much")
	}
}

// R-ACT-6: made-up accounts of one registrable domain are so many an hour, whatever host under it they are at. Who is
// known goes on; an inbox answers 503, and nothing is fetched for those who have to wait.
func TestNewcomers(t *testing.T) {
	s := newScene(t)
	s.newcomers = newNewcomers(3)
	for i := range 3 {
		s.peer.person(fmt.Sprintf("p%d", i), remoteKey())
		s.find(fmt.Sprintf("%s/users/p%d", s.peer.base, i))
	}
	s.peer.person("late", remoteKey())
	before := s.peer.count("/users/late")
	if answer := s.peer.send(s.instance, sending{as: "late", body: strings.ReplaceAll(act("Follow", "/f/1", `"THERE/users/ana"`), "/users/bob", "/users/late")}); answer.StatusCode != http.StatusServiceUnavailable ||
		answer.Header.Get("Retry-After") == "" {
		t.Errorf("one too many: %s", answer.Status)
	}
	if s.peer.count("/users/late") != before {
		t.Error("it was fetched")
	}
	if answer := s.peer.send(s.instance, sending{as: "p0", body: strings.ReplaceAll(act("Follow", "/f/2", `"THERE/users/ana"`), "/users/bob", "/users/p0")}); answer.StatusCode != http.StatusAccepted {
		t.Errorf("who is known: %s", answer.Status)
	}
	s.clock.Advance(newcomerWindow + time.Second)
	s.find(s.peer.base + "/users/late")

	now := s.now()
	n := newNewcomers(2)
	for host, want := range map[string]string{"a.evil.example": "evil.example", "b.c.evil.example:8443": "evil.example", "x.co.uk": "x.co.uk", "y.x.co.uk": "x.co.uk",
		"ana.github.io": "ana.github.io", "bob.github.io": "bob.github.io", "127.0.0.1:80": "127.0.0.1", "[::1]:80": "::1", "localhost": "localhost"} {
		if got := registrable(host); got != want {
			t.Errorf("%s is of %s, want %s", host, got, want)
		}
	}
	n.arrive("a.evil.example", now)
	n.arrive("b.evil.example", now)
	if !n.full("c.evil.example", now) || n.full("good.example", now) || n.full("c.evil.example", now.Add(newcomerWindow)) {
		t.Error("hosts are not counted by their domain")
	}
	for i := range mostDomains + 10 {
		n.arrive(fmt.Sprintf("d%d.example", i), now)
	}
	if len(n.seen) > mostDomains {
		t.Errorf("%d domains are remembered", len(n.seen))
	}
}

// R-NI-1, CVE-2026-62857: a peer's NodeInfo is read at its own host and nowhere else, once a day.
func TestNodeInfoOfPeers(t *testing.T) {
	s := newScene(t)
	evil := openPeer(t, s.clock)
	index := func(href string) {
		s.peer.serve("/.well-known/nodeinfo", page{mediaType: "application/json", body: `{"links":[{"rel":"` + nodeInfoSchema + `2.0","href":"HOST/old"},
			{"rel":"` + nodeInfoSchema + `2.1","href":"` + href + `"},{"rel":"x","href":"HOST/x"}]}`})
	}
	info := `{"version":"2.1","software":{"name":"mastodon","version":"4.6.5\u0000+glitch"},"metadata":[],"usage":{"users":{}}}`
	read := func() storage.Software {
		t.Helper()
		if err := s.ReadPeers(t.Context()); err != nil {
			t.Fatal(err)
		}
		w, err := s.store.PeerAt(t.Context(), s.peer.host)
		if err != nil {
			t.Fatal(err)
		}
		s.clock.Advance(25 * time.Hour)
		return storage.Software{Name: w.Software, Version: w.Version}
	}
	evil.serve("/info", page{mediaType: "application/json", body: info})
	s.find(s.bob.String())
	index(evil.base + "/info")
	s.peer.serve("/moved", page{status: http.StatusFound, header: http.Header{"Location": {evil.base + "/info"}}})
	if w := read(); w != (storage.Software{}) || evil.all() != 0 {
		t.Errorf("an address elsewhere was asked: %+v", w)
	}
	index(s.peer.base + "/moved")
	if w := read(); w != (storage.Software{}) {
		t.Errorf("an answer of another host was believed: %+v", w)
	}
	index("http://169.254.169.254/latest")
	if w := read(); w != (storage.Software{}) {
		t.Errorf("%+v", w)
	}
	s.peer.serve("/info", page{mediaType: "application/json", body: info})
	index(s.peer.base + "/info")
	if w := read(); w.Name != "mastodon" || w.Version != "4.6.5+glitch" {
		t.Errorf("%+v", w)
	}
	s.peer.serve("/info", page{mediaType: "application/json", body: "{"})
	if w := read(); w.Name != "mastodon" {
		t.Errorf("a broken answer changed what is known: %+v", w)
	}
	if err := s.ReadPeers(t.Context()); err != nil {
		t.Fatal(err)
	}
	before := s.peer.count("/.well-known/nodeinfo")
	if err := s.ReadPeers(t.Context()); err != nil || s.peer.count("/.well-known/nodeinfo") != before {
		t.Errorf("asked twice a day (%v)", err)
	}
}

// R-NI-1, FEP-0151: administrators may keep the numbers to themselves; what has to be there stays.
func TestHiddenCounts(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		if err := s.store.SetInstance(t.Context(), community.Instance{Name: "St Anna", Description: "Clinicians", HideCounts: true}); err != nil {
			t.Fatal(err)
		}
		for _, version := range []string{"2.0", "2.1"} {
			got := s.do(t, asking{url: "/nodeinfo/" + version})
			if got.status != 200 || !strings.Contains(got.body, `"usage":{"users":{}}`) || !strings.Contains(got.body, `"nodeDescription":"Clinicians"`) ||
				!strings.Contains(got.body, `"federation":{"enabled":true}`) {
				t.Errorf("%s: %s", version, got.body)
			}
		}
	})
}

// S-ORG-7: a line of a member's profile is verified while its page links back, by a page of its own and not by where it
// redirects, and never by ours.
func TestVerifiedLinks(t *testing.T) {
	s := newScene(t)
	set := func(link string) {
		t.Helper()
		profile, err := community.Describe(s.ana.Profile, community.ProfileDraft{More: &community.ProfileMore{Fields: []community.FieldDraft{{Name: "Site", Value: link}}}})
		if err == nil {
			s.ana, err = s.store.SetProfile(t.Context(), s.ana.ID, profile)
		}
		if err == nil {
			err = s.CheckLinks(t.Context())
		}
		if err == nil {
			s.ana, err = s.store.Actor(t.Context(), s.ana.ID)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	html := func(path, body string) { s.peer.serve(path, page{mediaType: "text/html; charset=utf-8", body: body}) }
	html("/me", `<html><a rel="me" href="`+s.ana.URL.String()+`">Ana</a>`)
	html("/other", `<html><a rel="me" href="`+s.ana.URL.String()+`b">Ana</a>`)
	s.peer.serve("/json", page{mediaType: "application/json", body: `<a rel="me" href="` + s.ana.URL.String() + `">`})
	for path, want := range map[string]bool{"/me": true, "/me#about": true, "/other": false, "/missing": false, "/json": false} {
		if set(s.peer.base + path); s.ana.Fields[0].Verified.IsZero() == want {
			t.Errorf("%s: verified %s", path, s.ana.Fields[0].Verified)
		}
	}
	// Somebody's page must not be taken for the member's because it sends visitors on.
	elsewhere := openPeer(t, s.clock)
	elsewhere.serve("/me", page{mediaType: "text/html", body: `<a rel="me" href="` + s.ana.URL.String() + `">`})
	for to, want := range map[string]bool{elsewhere.base + "/me": false, s.peer.base + "/me": true} {
		s.peer.serve("/out", page{status: http.StatusFound, header: http.Header{"Location": {to}}})
		if set("http://example.org"); s.ana.Fields[0].Verified.IsZero() {
			set(s.peer.base + "/out")
		}
		if s.ana.Fields[0].Verified.IsZero() == want {
			t.Errorf("sent on to %s: verified %s", to, s.ana.Fields[0].Verified)
		}
	}
	set("http://169.254.169.254/")
	set(s.base + "/@ana")
	if !s.ana.Fields[0].Verified.IsZero() {
		t.Error("we verified ourselves")
	}
	// A page that no longer links back is no longer verified.
	set(s.peer.base + "/me")
	html("/me", "<html>moved")
	s.clock.Advance(8 * 24 * time.Hour)
	if err := s.CheckLinks(t.Context()); err != nil {
		t.Fatal(err)
	}
	if now, err := s.store.Actor(t.Context(), s.ana.ID); err != nil || !now.Fields[0].Verified.IsZero() {
		t.Errorf("%+v, %v", now.Fields, err)
	}
}
