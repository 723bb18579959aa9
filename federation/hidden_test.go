package federation

import (
	"maps"
	"strings"
	"testing"

	"consilium/community"
)

// R-AF-5, S-PRIV-3: what is hidden and what never was answer alike, in status,
// headers and body, whoever asks.
func TestHiddenAndMissingAreAlike(t *testing.T) {
	t.Parallel()
	for _, loose := range []bool{false, true} {
		onStageWith(t, Options{LooseFetch: loose}, func(t *testing.T, s *stage) {
			posts := s.posts(t)
			erased := s.publish(t, s.ana, community.PostDraft{Text: "Hello", Audience: community.Followers}, community.Surroundings{})
			s.delete(t, erased)
			hidden := []string{s.path(posts[community.Direct]), s.path(posts[community.InstanceOnly]), s.path(erased)}
			for _, by := range []community.Actor{{}, s.bob, s.zoe, s.eve} {
				for _, below := range []string{"", "/activity", "/replies", "/replies?page=first", "/likes", "/shares", "/context", "/context?page=first", "/history?page=first"} {
					want := s.get(t, "/posts/AAAAAAAAAAAAAAAAAAAAAAAAAA"+below, by)
					for _, path := range append(hidden, s.path(posts[community.Followers])) {
						got := s.get(t, path+below, by)
						if got.status != want.status || got.body != want.body || !maps.EqualFunc(got.header, want.header, sameValues) {
							t.Errorf("%s: %v, missing: %v", path+below, got, want)
						}
					}
				}
			}
		})
	}
}

func sameValues(a, b []string) bool { return strings.Join(a, "\n") == strings.Join(b, "\n") }

func (s *stage) delete(t *testing.T, p community.Post) {
	t.Helper()
	s.clock.Advance(1e9)
	if err := s.store.DeletePost(t.Context(), p.ID, s.clock.Now()); err != nil {
		t.Fatal(err)
	}
}

// canary is in every text that is not for everybody.
const canary = "qx7canary"

// hiddenPosts makes posts that nobody who asks without being followed or named
// may learn of, with the canary wherever text can be, and returns them.
func (s *stage) hiddenPosts(t *testing.T, public community.Post) []community.Post {
	t.Helper()
	var made []community.Post
	for _, kind := range []community.AudienceKind{community.Followers, community.InstanceOnly, community.Direct} {
		for _, parent := range []*community.Post{nil, &public} {
			picture, err := s.store.AddMedia(t.Context(), community.Media{Owner: s.ana.ID, File: canary + string(kind) + "p.png",
				Small: canary + "s.png", Type: "image/png", Width: 1, Height: 1, Description: canary})
			if err != nil {
				t.Fatal(err)
			}
			made = append(made, s.publish(t, s.ana, community.PostDraft{Text: canary + " @ben #" + canary, Warning: canary, Audience: kind},
				community.Surroundings{Parent: parent, Media: []community.Media{picture},
					Mentioned: community.MentionLinks{s.ben.Handle: s.ben}}))
		}
	}
	return append(made, s.publish(t, s.ana, community.PostDraft{Audience: community.InstanceOnly, Case: caseDraft(canary)},
		community.Surroundings{Words: community.CaseWords{Patient: canary, Headings: map[string]string{"question": canary}}}))
}

func caseDraft(text string) *community.CaseDraft {
	return &community.CaseDraft{Title: text + " title", AgeBand: "40-44", Sex: "female", Specialties: []string{"rheumatology", "dermatology"}, Consent: "written", ConsentScope: "public", Narrative: community.Narrative{PresentingComplaint: text + " complaint", History: text + " history", Findings: text + " findings", Investigations: text + " investigations", Question: text + " question?"}}
}

// S-PRIV-1, S-PRIV-8, L1, L11, L13: nothing that is not for everybody appears in
// any answer of any route, to anybody who is neither a follower nor named; not
// even its address, as the accepted answer of a public case.
func TestCanary(t *testing.T) {
	t.Parallel()
	for _, loose := range []bool{false, true} {
		onStageWith(t, Options{LooseFetch: loose}, func(t *testing.T, s *stage) {
			public := s.publish(t, s.ana, community.PostDraft{Audience: community.Public, Case: caseDraft("open")}, community.Surroundings{})
			hidden := s.hiddenPosts(t, public)
			s.acceptHidden(t, public, hidden)
			posts := append([]community.Post{public}, hidden...)
			seen := 0
			for _, by := range []community.Actor{{}, s.bob, s.zoe, s.eve} {
				for _, url := range s.everyURL(t, posts) {
					got := s.get(t, url, by)
					seen += len(got.body)
					s.checkCanary(t, url, got, hidden)
				}
			}
			if seen == 0 {
				t.Error("nothing was answered at all")
			}
		})
	}
}

// acceptHidden makes the answer that only members may read the accepted one.
func (s *stage) acceptHidden(t *testing.T, public community.Post, hidden []community.Post) {
	t.Helper()
	for _, answer := range hidden {
		if answer.Root != public.ID || answer.Audience.Kind != community.InstanceOnly {
			continue
		}
		solved, err := community.Accept(s.ana, public, community.Acceptance{Answer: answer, Author: community.Responder{Founding: true}}, s.clock.Now())
		if err != nil {
			t.Fatal(err)
		}
		s.store1(t, solved)
		return
	}
	t.Fatal("no hidden answer to accept")
}

// everyURL fills the templates of all routes with every name and token there is.
func (s *stage) everyURL(t *testing.T, posts []community.Post) []string {
	t.Helper()
	values := map[string][]string{"{version:2\\.[01]}": {"2.0", "2.1"}, "{list:followers|following|collections/featured}": {"followers", "following", "collections/featured"},
		"{name}": {"ana", "ben", "nobody"}}
	for _, p := range posts {
		values["{token}"] = append(values["{token}"], strings.TrimPrefix(s.path(p), "/posts/"))
	}
	var urls []string
	for _, template := range s.templates(t) {
		filled := []string{template}
		for name, list := range values {
			filled = fill(filled, name, list)
		}
		for _, url := range filled {
			urls = append(urls, url)
			switch {
			case strings.HasSuffix(url, "/outbox"), strings.HasSuffix(url, "/replies"), strings.HasSuffix(url, "/context"), strings.HasSuffix(url, "/history"):
				urls = append(urls, url+"?page=first", url+"?page="+community.FormatID(posts[0].ID+1<<40))
			case strings.HasSuffix(url, "/webfinger"):
				for _, p := range posts {
					urls = append(urls, url+"?resource="+p.IRI.String())
				}
				urls = append(urls, url+"?resource=acct:ana@here.example")
			}
		}
	}
	return urls
}

func fill(urls []string, name string, values []string) []string {
	var filled []string
	for _, url := range urls {
		if !strings.Contains(url, name) {
			filled = append(filled, url)
			continue
		}
		for _, v := range values {
			filled = append(filled, strings.Replace(url, name, v, 1))
		}
	}
	return filled
}

func (s *stage) checkCanary(t *testing.T, url string, got reply, hidden []community.Post) {
	t.Helper()
	var text strings.Builder
	text.WriteString(got.body)
	for name, values := range got.header {
		text.WriteString(name + strings.Join(values, "\n"))
	}
	if strings.Contains(text.String(), canary) {
		t.Errorf("%s tells: %s", url, text.String())
	}
	for _, p := range hidden {
		if strings.Contains(text.String(), s.path(p)) && !strings.Contains(url, s.path(p)) {
			t.Errorf("%s names a hidden post: %s", url, text.String())
		}
	}
}

// The same posts do reach those they are for, or the canary would prove nothing.
func TestReadersOfHiddenPosts(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		posts := s.posts(t)
		got := s.get(t, s.path(posts[community.Followers]), s.fay)
		if got.status != 200 || !strings.Contains(got.body, "Hello") || strings.Contains(got.body, "#Public") {
			t.Errorf("follower: %d %s", got.status, got.body)
		}
		to := s.publish(t, s.ana, community.PostDraft{Text: "@bob@there.example for you", Audience: community.Direct},
			community.Surroundings{Mentioned: community.MentionLinks{s.bob.Handle: s.bob}})
		got = s.get(t, s.path(to), s.bob)
		if got.status != 200 || !strings.Contains(got.body, `"to":["https://there.example/users/bob"],"cc":[]`) {
			t.Errorf("named: %d %s", got.status, got.body)
		}
		if got := s.get(t, s.path(to), s.fay); got.status != 404 {
			t.Errorf("not named: %d", got.status)
		}
		rule := community.DomainRule{Host: "there.example", Severity: community.DomainSuspended, Created: s.clock.Now()}
		if err := s.store.SetDomainRule(t.Context(), rule); err != nil {
			t.Fatal(err)
		}
		if got := s.get(t, s.path(to), s.bob); got.status != 404 {
			t.Errorf("shut out since: %d", got.status)
		}
	})
}

// A restricted post has no way into a document: it gives no OpenKind, and that
// of another post does not fit.
func TestRestrictedCannotBeEncoded(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		public, _ := community.OpenAudience(community.Public)
		restricted := s.posts(t)[community.InstanceOnly]
		if _, open := restricted.Audience.Open(); open {
			t.Error("a restricted audience is open")
		}
		if o, err := s.f.postObject(t.Context(), restricted, public); err == nil {
			t.Errorf("encoded: %+v", o)
		}
		if a, err := s.f.publishActivity(t.Context(), restricted, public); err == nil {
			t.Errorf("encoded: %+v", a)
		}
		if _, err := s.f.actorDocument(t.Context(), s.bob); err == nil {
			t.Error("encoded an actor of another server")
		}
	})
}

// What everybody could read leaves a tombstone, to those who may ask (protocol
// 1.9); a case leaves nothing of its words.
func TestTombstones(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		p := s.publish(t, s.ana, community.PostDraft{Audience: community.Public, Case: caseDraft(canary)}, community.Surroundings{})
		s.delete(t, p)
		for name, want := range map[string]int{"unsigned": 401, "known": 410, "follower": 410, "closed": 403, "shut out": 403} {
			got := s.get(t, s.path(p), s.askers()[name])
			if got.status != want || strings.Contains(got.body, canary) {
				t.Errorf("%s: %d, want %d: %s", name, got.status, want, got.body)
			}
		}
		golden(t, "tombstone.golden", s.get(t, s.path(p), s.bob).body)
		for _, below := range []string{"/activity", "/replies", "/likes", "/context", "/history"} {
			if got := s.get(t, s.path(p)+below, s.bob); got.status != 410 || got.body != "" {
				t.Errorf("%s: %d %s", below, got.status, got.body)
			}
		}
		if got := s.get(t, "/users/ana/outbox", s.bob); !strings.Contains(got.body, `"totalItems":0`) {
			t.Errorf("outbox: %s", got.body)
		}
	})
}
