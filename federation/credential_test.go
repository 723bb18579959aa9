package federation

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"consilium/community"
	known "consilium/community/credential"
	"consilium/federation/credential"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// pair is two instances: at the clinic ana is a verified physician, at the
// society eva follows her.
type pair struct {
	clinic, society *instance
	clock           *storagetest.Clock
	ana, eva        community.Actor
}

// eachPair runs a test on a pair, with either engine.
func eachPair(t *testing.T, test func(t *testing.T, p *pair)) {
	t.Helper()
	for _, engine := range []struct {
		name     string
		database func(testing.TB) string
	}{{"sqlite", storagetest.SQLiteFile}, {"postgres", storagetest.PostgresDatabase}} {
		t.Run(engine.name, func(t *testing.T) {
			t.Parallel()
			clock := &storagetest.Clock{}
			p := &pair{clock: clock, clinic: openInstanceOn(t, clock, engine.database(t)), society: openInstanceOn(t, clock, engine.database(t))}
			p.ana, p.eva = p.clinic.member("ana"), p.society.member("eva")
			p.society.follow(p.eva, p.society.find(p.ana.IRI.String()))
			settle(t, p.clinic, p.society)
			test(t, p)
		})
	}
}

// host is the clinic's name.
func (p *pair) host() string { return p.ana.IRI.Host() }

func (p *pair) settle(t *testing.T) {
	t.Helper()
	settle(t, p.clinic, p.society)
}

// grant makes ana a verified physician.
func (p *pair) grant(t *testing.T) {
	t.Helper()
	proved(t, p.clinic.store, p.ana)
	p.settle(t)
}

// trust is what staff of the society decide about the clinic.
func (p *pair) trust(t *testing.T, rule community.TrustRule) {
	t.Helper()
	if err := p.society.store.SetTrust(t.Context(), community.Trust{Host: p.host(), Rule: rule, MinLevel: known.Verified}); err != nil {
		t.Fatal(err)
	}
}

// poll does what the program does every half minute, and works.
func (p *pair) poll(t *testing.T) {
	t.Helper()
	for _, in := range []*instance{p.clinic, p.society} {
		if err := in.CheckStatus(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := in.RenewCredentials(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	p.settle(t)
}

// pass lets time pass, with everything the program does meanwhile.
func (p *pair) pass(t *testing.T, d time.Duration) {
	t.Helper()
	for ; d > 0; d -= 30 * time.Second {
		p.clock.Advance(min(d, 30*time.Second))
		p.poll(t)
	}
}

func (p *pair) standing(t *testing.T) community.Standing {
	t.Helper()
	return p.society.store.Standing(t.Context(), p.society.known(p.ana))
}

func (p *pair) expect(t *testing.T, when string, word community.StandingWord) {
	t.Helper()
	got := p.standing(t)
	if got.Word != word || got.Verified() != (word == community.StandingVerified) {
		t.Errorf("%s: %q at level %d, want %q", when, got.Word, got.Level, word)
	}
}

func (p *pair) change(t *testing.T, to known.State) {
	t.Helper()
	if err := p.clinic.store.ChangeCredential(t.Context(), storage.StateChange{Actor: p.ana.ID, State: to, Reason: "sanction"}); err != nil {
		t.Fatal(err)
	}
}

// What is proved here is shown there as staff there decided; what becomes of it
// too.
func TestCredentialBetweenInstances(t *testing.T) {
	eachPair(t, func(t *testing.T, p *pair) {
		p.expect(t, "nothing was proved", "")
		p.grant(t)
		p.expect(t, "nobody decided", community.StandingClaimed)
		p.trust(t, community.TrustAccept)
		p.expect(t, "accepted", community.StandingVerified)
		c := p.standing(t).Credential
		if c.Profession != "physician" || c.Level != 3 || c.Issuer != p.host() || c.Method != known.Documents || c.ConfirmedBy == "" {
			t.Errorf("what is known: %+v", c)
		}
		p.trust(t, community.TrustShow)
		p.expect(t, "shown", community.StandingClaimed)
		p.trust(t, community.TrustIgnore)
		p.expect(t, "ignored", "")
	})
}

// Of a server whose word is ignored nothing is asked; once it counts, it is.
func TestIgnoredServerIsNotAsked(t *testing.T) {
	eachPair(t, func(t *testing.T, p *pair) {
		p.trust(t, community.TrustIgnore)
		p.grant(t)
		if _, err := p.society.store.Credential(t.Context(), p.society.known(p.ana).ID); err == nil {
			t.Error("it was asked all the same")
		}
		p.trust(t, community.TrustAccept)
		if err := p.society.store.CheckHost(t.Context(), p.host()); err != nil {
			t.Fatal(err)
		}
		p.settle(t)
		p.expect(t, "accepted later", community.StandingVerified)
	})
}

// A revocation is seen as soon as it is pushed, whatever the kind; a suspension
// that is lifted is a new document.
func TestRevocationIsPushed(t *testing.T) {
	eachPair(t, func(t *testing.T, p *pair) {
		p.trust(t, community.TrustAccept)
		p.grant(t)
		p.expect(t, "before", community.StandingVerified)
		p.clock.Advance(time.Second)
		p.change(t, known.Suspended)
		p.settle(t)
		p.expect(t, "suspended", "")
		p.clock.Advance(2 * time.Minute)
		p.change(t, known.Active)
		p.settle(t)
		p.expect(t, "restored", community.StandingVerified)
		p.change(t, known.Former)
		p.settle(t)
		p.expect(t, "former", "")
	})
}

// A revocation that is not pushed is seen within ten minutes.
func TestRevocationIsPolled(t *testing.T) {
	eachPair(t, func(t *testing.T, p *pair) {
		p.trust(t, community.TrustAccept)
		p.grant(t)
		p.pass(t, 20*time.Minute)
		p.expect(t, "while it stands", community.StandingVerified)
		p.change(t, known.Revoked)
		p.lose(t)
		p.expect(t, "nobody said so", community.StandingVerified)
		passed := time.Duration(0)
		for ; p.standing(t).Verified() && passed < time.Hour; passed += 30 * time.Second {
			p.pass(t, 30*time.Second)
		}
		if passed > community.StatusAge {
			t.Errorf("seen after %v", passed)
		}
		p.expect(t, "after that", "")
	})
}

// lose makes what the clinic wants to send to the society get lost.
func (p *pair) lose(t *testing.T) {
	t.Helper()
	lanes, err := p.clinic.store.ClaimLanes(t.Context(), 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, lease := range lanes {
		jobs, err := p.clinic.store.Jobs(t.Context(), lease.Lane, 100)
		if err != nil {
			t.Fatal(err)
		}
		var o storage.Outcome
		for _, j := range jobs {
			o.Done = append(o.Done, j.ID)
		}
		if err := p.clinic.store.FinishLane(t.Context(), lease, o); err != nil {
			t.Fatal(err)
		}
	}
}

// A server that does not answer vouches for nobody after ten minutes, and nothing
// that goes wrong makes that later.
func TestUnreachableStatusList(t *testing.T) {
	eachPair(t, func(t *testing.T, p *pair) {
		p.trust(t, community.TrustAccept)
		p.grant(t)
		p.expect(t, "before", community.StandingVerified)
		p.clinic.behind(http.NotFound)
		for range 2 * int(community.StatusAge/time.Minute) {
			p.clock.Advance(30 * time.Second)
			if err := p.society.CheckStatus(t.Context()); err != nil {
				t.Fatal(err)
			}
			settle(t, p.society)
		}
		p.clock.Advance(time.Minute)
		p.expect(t, "out of reach", community.StandingUnchecked)
		p.clinic.front.Store(nil)
		p.pass(t, 6*time.Minute)
		p.expect(t, "back again", community.StandingVerified)
	})
}

// Renewed before it ends, as long as the proof stands; at its end it counts no
// more, told or not.
func TestRenewalAndExpiry(t *testing.T) {
	eachPair(t, func(t *testing.T, p *pair) {
		p.trust(t, community.TrustAccept)
		p.grant(t)
		first := p.standing(t).Credential.Until
		if days := first.Sub(p.clock.Now()).Hours() / 24; days < 89.9 || days > 90 {
			t.Errorf("stands for %v days", days)
		}
		p.clock.Advance(61 * 24 * time.Hour)
		p.poll(t)
		p.poll(t)
		if second := p.standing(t).Credential.Until; !second.After(first.Add(50 * 24 * time.Hour)) {
			t.Errorf("renewed until %v after %v", second, first)
		}
		p.expect(t, "renewed", community.StandingVerified)
		c, err := p.clinic.store.Credential(t.Context(), p.ana.ID)
		if err != nil {
			t.Fatal(err)
		}
		p.clock.Advance(c.Until.Sub(p.clock.Now()) - time.Minute)
		p.poll(t)
		p.poll(t)
		p.expect(t, "in its last minute", community.StandingVerified)
		p.clock.Advance(time.Minute)
		p.expect(t, "at its end, before anybody says so", "")
		p.poll(t)
		if kept := p.society.known(p.ana).Credential; kept != nil {
			t.Errorf("told of the end, it still says %+v", kept)
		}
	})
}

// The key of the clinic is exchanged: documents and lists are signed anew, and the
// society learns the new key by itself. The old key vouches for nothing any more.
func TestRotatedKey(t *testing.T) {
	eachPair(t, func(t *testing.T, p *pair) {
		p.trust(t, community.TrustAccept)
		p.grant(t)
		old, err := p.clinic.issuer(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		forged := p.document(t)
		forged.Level = known.Issued
		p.rotate(t)
		p.clock.Advance(6 * time.Minute)
		p.poll(t)
		p.poll(t)
		p.expect(t, "with the new key", community.StandingVerified)
		text, _, err := old.Sign(forged, p.clock.Now())
		if err != nil {
			t.Fatal(err)
		}
		p.serveInstead(t, forged.IRI, text)
		p.clock.Advance(6 * time.Minute)
		if got := p.explain(t); got != "proof: unknown_key" {
			t.Errorf("signed with the old key: %q", got)
		}
	})
}

func (p *pair) document(t *testing.T) storage.CredentialDocument {
	t.Helper()
	d, err := p.clinic.credentialDocument(t.Context(), p.ana.ID)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// explain is the step at which the society refuses what the clinic says of ana;
// "" when it does not.
func (p *pair) explain(t *testing.T) string {
	t.Helper()
	steps, err := p.society.ExplainCredential(t.Context(), p.ana.IRI.String())
	if err != nil {
		t.Fatal(err)
	}
	if credential.Passed(steps) {
		return ""
	}
	last := credential.Failed(steps)
	return last.Name + ": " + last.Problem
}

// serveInstead makes the clinic answer with something else at an address.
func (p *pair) serveInstead(t *testing.T, at community.IRI, text []byte) {
	t.Helper()
	path := strings.TrimPrefix(at.String(), p.clinic.base)
	p.clinic.behind(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != path {
			p.clinic.Handler().ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Type", credential.MediaType)
		_, _ = w.Write(text)
	})
}

// rotate gives the clinic another key.
func (p *pair) rotate(t *testing.T) {
	t.Helper()
	instance, err := p.clinic.instance(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.clinic.store.RotateProofKey(t.Context(), instance.ID); err != nil {
		t.Fatal(err)
	}
}

// One that is not public is read by servers that sign, at its address; one that
// is lies in the actor for all.
func TestCredentialInActorDocument(t *testing.T) {
	onStageWith(t, Options{LooseFetch: true}, func(t *testing.T, s *stage) {
		path := s.vouch(t, s.ana, false)
		says := func(by community.Actor) any {
			t.Helper()
			var doc map[string]any
			if err := json.Unmarshal([]byte(s.get(t, "/users/ana", by).body), &doc); err != nil {
				t.Fatal(err)
			}
			return doc["clinicianCredential"]
		}
		if got := says(s.bob); got != s.store.Base()+path {
			t.Errorf("signed: %v", got)
		}
		if got := says(community.Actor{}); got != nil {
			t.Errorf("unsigned: %v", got)
		}
		if err := s.store.SetCredentialPublic(t.Context(), s.ana.ID, true); err != nil {
			t.Fatal(err)
		}
		for _, by := range []community.Actor{{}, s.bob} {
			if whole, ok := says(by).(map[string]any); !ok || whole["id"] != s.store.Base()+path || whole["proof"] == nil {
				t.Errorf("public: %v", whole)
			}
		}
	})
}

// The list is one document for all, called otherwise when it changes, and not sent
// twice.
func TestServeStatusList(t *testing.T) {
	onStage(t, func(t *testing.T, s *stage) {
		s.vouch(t, s.ana, false)
		path := s.ownList(t)
		first := s.do(t, asking{url: path, accept: "*/*"})
		if first.status != 200 || first.header.Get("Content-Type") != credential.MediaType || first.header.Get("Cache-Control") != "public, max-age=30" {
			t.Fatalf("%d %v", first.status, first.header)
		}
		again := func() reply {
			return s.do(t, asking{url: path, change: func(r *http.Request) { r.Header.Set("If-None-Match", first.header.Get("ETag")) }})
		}
		if got := again(); got.status != http.StatusNotModified || got.body != "" {
			t.Errorf("asked again: %d %s", got.status, got.body)
		}
		if err := s.store.ChangeCredential(t.Context(), storage.StateChange{Actor: s.ana.ID, State: known.Revoked, Reason: "sanction"}); err != nil {
			t.Fatal(err)
		}
		if got := again(); got.status != 200 || got.body == first.body {
			t.Errorf("after a revocation: %d", got.status)
		}
	})
}
