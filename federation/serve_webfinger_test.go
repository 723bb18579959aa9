package federation

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"consilium/community"
	"consilium/storage/storagetest"
)

func (s *stage) finger(t *testing.T, resource string) reply {
	t.Helper()
	return s.do(t, asking{url: "/.well-known/webfinger?resource=" + url.QueryEscape(resource), accept: "application/jrd+json"})
}

// R-WF-1: what may be asked for, and whom it leads to.
func TestWebFingerResources(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		const ana, instance = "acct:ana@here.example", "acct:here.example@here.example"
		for resource, want := range map[string]string{
			"acct:ana@here.example": ana, "acct:ANA@HERE.example": ana, "ACCT:ana@here.example": ana, "acct:@ana@here.example": ana,
			"@ana@here.example": ana, "ana@here.example": ana, "https://here.example/users/ana": ana, "https://here.example/@ana": ana,
			"https://here.example/users/Ana": ana, "https://here.example/@Ana": ana,
			"acct:here.example@here.example": instance, "https://here.example/actor": instance,
			"https://here.example": "https://here.example", "https://here.example/": "https://here.example/",
		} {
			got := s.finger(t, resource)
			var d jrd
			if err := json.Unmarshal([]byte(got.body), &d); err != nil || got.status != 200 || d.Subject != want {
				t.Errorf("%s: %d %q, want %q (%v)", resource, got.status, d.Subject, want, err)
			}
			if got.header.Get("Content-Type") != "application/jrd+json" || got.header.Get("Access-Control-Allow-Origin") != "*" {
				t.Errorf("%s: %v", resource, got.header)
			}
		}
	})
}

func TestWebFingerRefuses(t *testing.T) {
	t.Parallel()
	s := newStage(t, storagetest.SQLiteFile(t), Options{})
	p := s.publish(t, s.ana, community.PostDraft{Text: "Hello", Audience: community.Public}, community.Surroundings{})
	for resource, want := range map[string]int{
		"": 400, "ana": 400, "acct:": 404, "acct:ana": 404, "acct:nobody@here.example": 404, "acct:ana@there.example": 404,
		"acct:bob@there.example": 404, "https://there.example/users/bob": 404, "https://here.example/users/nobody": 404,
		"https://here.example/users/ana/outbox": 404, "https://here.example.evil.example/users/ana": 404,
		"https://evil.example/@ana": 404, "https://here.example/@bob@there.example": 404, p.IRI.String(): 404,
		"mailto:ana@mail.example": 404, "https://[": 400, "acct:a\x00na@here.example": 404,
		"https://here.example/users/" + strings.Repeat("a", 3000): 400,
	} {
		if got := s.finger(t, resource); got.status != want || got.body != "" {
			t.Errorf("%q: %d, want %d: %s", resource, got.status, want, got.body)
		}
	}
	if got := s.do(t, asking{url: "/.well-known/webfinger"}); got.status != 400 {
		t.Errorf("no resource: %d", got.status)
	}
}

// R-WF-2: handles are under the account domain, addresses under the host, and
// both are answered for.
func TestWebFingerOfSplitDomain(t *testing.T) {
	t.Parallel()
	store := storagetest.At(t, storagetest.Options{AccountDomain: "clinic.example"})
	storagetest.Member(t, store, "ana")
	s := &stage{store: store, clock: &storagetest.Clock{}}
	s.f = New(Options{Store: store})
	s.serve(t)
	for _, resource := range []string{"acct:ana@clinic.example", "acct:ana@here.example", "https://here.example/users/ana"} {
		got := s.finger(t, resource)
		if got.status != 200 || !strings.Contains(got.body, `"subject":"acct:ana@clinic.example"`) ||
			!strings.Contains(got.body, `"href":"https://here.example/users/ana"`) {
			t.Errorf("%s: %d %s", resource, got.status, got.body)
		}
	}
	if got := s.finger(t, "https://clinic.example/"); got.status != 200 || !strings.Contains(got.body, "#Service") {
		t.Errorf("home: %d %s", got.status, got.body)
	}
	if got := s.do(t, asking{url: "/actor"}); !strings.Contains(got.body, `"webfinger":"here.example@clinic.example"`) {
		t.Errorf("instance: %s", got.body)
	}
}
