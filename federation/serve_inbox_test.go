package federation

import (
	"fmt"
	"maps"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/federation/signature"
	"consilium/federation/vocab"
	"consilium/storage/storagetest"
)

// like is an activity that bob may send.
const like = `{"@context":"https://www.w3.org/ns/activitystreams","id":"https://there.example/likes/1","type":"Like",` +
	`"actor":"https://there.example/users/bob","object":"https://here.example/posts/X"}`

// rows counts what an inbox may change.
func (s *stage) rows(t *testing.T) map[string]int {
	t.Helper()
	counts := map[string]int{}
	for _, table := range []string{"receipt", "lane", "job", "actor", "actor_key", "post", "tombstone", "follow", "notification", "flag"} {
		var n int
		if err := s.db.QueryRowContext(t.Context(), "SELECT COUNT(*) FROM "+table).Scan(&n); err != nil {
			t.Fatal(err)
		}
		counts[table] = n
	}
	return counts
}

// post is a signed activity of bob's, for a test to change.
func (s *stage) post(body string) asking {
	return asking{method: http.MethodPost, url: "/inbox", by: s.bob, contentType: vocab.MediaType, body: []byte(body)}
}

// refusals are requests that an inbox does not take, with the status it gives.
func (s *stage) refusals() map[string]struct {
	asking asking
	want   int
} {
	type refused = struct {
		asking asking
		want   int
	}
	big := like[:len(like)-1] + `,"content":"` + strings.Repeat("x", vocab.MaxBytes) + `"}`
	with := func(body string, change func(*asking)) asking {
		a := s.post(body)
		change(&a)
		return a
	}
	later := func(change func(*http.Request)) asking { return with(like, func(a *asking) { a.change = change }) }
	ofMia := func(change func(*asking)) asking {
		return with(strings.ReplaceAll(like, s.bob.IRI.String(), s.mia.IRI.String()), func(a *asking) { a.by = s.mia; change(a) })
	}
	return map[string]refused{
		"JSON":                         {with(like, func(a *asking) { a.contentType = "application/json" }), 415},
		"no type":                      {with(like, func(a *asking) { a.by = community.Actor{}; a.contentType = "" }), 415},
		"unsigned":                     {with(like, func(a *asking) { a.by = community.Actor{} }), 401},
		"large":                        {s.post(big), 413},
		"large, chunked":               {with(big, func(a *asking) { a.change = func(r *http.Request) { r.ContentLength = -1 } }), 413},
		"large, unsigned":              {with(big, func(a *asking) { a.by = community.Actor{} }), 401},
		"tampered":                     {later(func(r *http.Request) { r.Body = body(strings.Replace(like, "Like", "Wike", 1)) }), 401},
		"other key":                    {ofMia(func(a *asking) { a.key = strayKey() }), 401},
		"stale":                        {with(like, func(a *asking) { a.at = s.clock.Now().Add(-signature.Window - time.Minute) }), 401},
		"from tomorrow":                {with(like, func(a *asking) { a.at = s.clock.Now().Add(signature.Window + time.Minute) }), 401},
		"foreign host":                 {with(like, func(a *asking) { a.url = "https://evil.example/inbox" }), 401},
		"other inbox":                  {ofMia(func(a *asking) { a.change = func(r *http.Request) { r.URL.Path = "/actor/inbox" } }), 401},
		"other key, home out of reach": {with(like, func(a *asking) { a.key = strayKey() }), 503},
		"somebody else's":              {with(like, func(a *asking) { a.by = s.fay }), 401},
		"foreign id":                   {s.post(strings.Replace(like, "there.example/likes", "evil.example/likes", 1)), 401},
		"no digest":                    {later(func(r *http.Request) { r.Header.Del("Digest") }), 401},
		"two parameters": {later(func(r *http.Request) {
			r.Header.Set("Signature", r.Header.Get("Signature")+`,keyId="x"`)
		}), 400},
		"not JSON":         {s.post("x"), 400},
		"not an activity":  {s.post(`{"actor":"https://there.example/users/bob"}`), 400},
		"member twice":     {s.post(`{"type":"Like","type":"Like"}`), 400},
		"shut out":         {with(strings.ReplaceAll(like, "there", "shut"), func(a *asking) { a.by = s.eve }), 403},
		"closed here":      {with(strings.ReplaceAll(like, "bob", "zoe"), func(a *asking) { a.by = s.zoe }), 403},
		"key out of reach": {with(like, func(a *asking) { a.keyID = "https://dead.example/actor#main-key" }), 503},
		"nobody's inbox":   {with(like, func(a *asking) { a.url = "/users/nobody/inbox" }), 404},
	}
}

// Architecture 5, decision 5; R-IN-1, R-IN-3, R-SIG-C, S-ORG-1, S-ORG-10: each
// refusal with its status, an empty body, and nothing changed here.
func TestInboxRefuses(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		before := s.rows(t)
		for name, c := range s.refusals() {
			for _, scheme := range []signature.Scheme{signature.Cavage, signature.RFC9421} {
				if scheme == signature.RFC9421 && (name == "two parameters" || name == "no digest") {
					continue // those take a cavage signature apart
				}
				c.asking.scheme = scheme
				got := s.do(t, c.asking)
				if got.status != c.want || got.body != "" {
					t.Errorf("%s, %s: %d, want %d (%s)", name, scheme, got.status, c.want, got.body)
				}
				checkRefusal(t, name, got)
				if after := s.rows(t); !maps.Equal(after, before) {
					t.Errorf("%s, %s: changed %v to %v", name, scheme, before, after)
					before = after
				}
			}
		}
	})
}

func checkRefusal(t *testing.T, name string, got reply) {
	t.Helper()
	switch got.status {
	case 401:
		if !strings.Contains(got.header.Get("Accept-Signature"), `"content-digest"`) {
			t.Errorf("%s: does not say how to sign: %v", name, got.header)
		}
	case 503:
		if n, err := strconv.Atoi(got.header.Get("Retry-After")); err != nil || n < 1 {
			t.Errorf("%s: Retry-After %q", name, got.header.Get("Retry-After"))
		}
	}
}

// R-IN-4: 202 once it is remembered, with the job that will work on it; a resend
// is 202 too and changes nothing.
func TestInboxAccepts(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		before := s.rows(t)
		for i, url := range []string{"/inbox", "/users/ana/inbox", "/actor/inbox"} {
			for _, scheme := range []signature.Scheme{signature.Cavage, signature.RFC9421} {
				a := s.post(strings.Replace(like, "likes/1", fmt.Sprintf("likes/%d%s", i, scheme), 1))
				a.url, a.scheme = url, scheme
				a.contentType = `application/ld+json; profile="https://www.w3.org/ns/activitystreams"`
				for range 2 {
					if got := s.do(t, a); got.status != 202 || got.body != "" {
						t.Errorf("%s: %d %s", url, got.status, got.body)
					}
				}
				before["receipt"]++
				before["job"]++
			}
		}
		before["lane"]++ // there.example's
		if after := s.rows(t); !maps.Equal(before, after) {
			t.Errorf("rows: %v, want %v", after, before)
		}
	})
}

// With federation off nobody gets in.
func TestInboxWhenOff(t *testing.T) {
	t.Parallel()
	s := newStage(t, storagetest.SQLiteFile(t), Options{Mode: community.FederationOff})
	if got := s.do(t, s.post(like)); got.status != 403 {
		t.Errorf("POST: %d", got.status)
	}
	if got := s.get(t, "/users/ana", s.bob); got.status != 404 { // nothing is here for anybody
		t.Errorf("GET: %d", got.status)
	}
}

// Somebody who sends far too much still reads why it was not taken.
func TestInboxTellsTheOversized(t *testing.T) {
	t.Parallel()
	s := newStage(t, storagetest.SQLiteFile(t), Options{})
	huge := `{"content":"` + strings.Repeat("x", 8*vocab.MaxBytes) + `"}`
	for _, length := range []int64{int64(len(huge)), -1} {
		a := s.post(huge)
		a.change = func(r *http.Request) { r.ContentLength = length }
		if got := s.do(t, a); got.status != 413 {
			t.Errorf("%d bytes: %d", length, got.status)
		}
		a.by = community.Actor{}
		if got := s.do(t, a); got.status != 401 {
			t.Errorf("%d bytes, unsigned: %d", length, got.status)
		}
	}
}
