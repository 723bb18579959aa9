package federation

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"consilium/community"
	known "consilium/community/credential"
	"consilium/federation/credential"
	"consilium/federation/vocab"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// claim makes the clinic say of an actor of its own that a credential is theirs.
func (p *pair) claim(t *testing.T, of community.Actor, said any) {
	t.Helper()
	path := strings.TrimPrefix(of.IRI.String(), p.clinic.base)
	p.clinic.behind(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != path || r.Method != http.MethodGet {
			p.clinic.Handler().ServeHTTP(w, r)
			return
		}
		honest := httptest.NewRecorder()
		p.clinic.Handler().ServeHTTP(honest, r)
		var doc map[string]any
		if json.Unmarshal(honest.Body.Bytes(), &doc) != nil {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		doc["clinicianCredential"] = said
		w.Header().Set("Content-Type", vocab.MediaType)
		_ = json.NewEncoder(w).Encode(doc)
	})
}

// reread makes the society read an actor again, as any Update would.
func (p *pair) reread(t *testing.T, a community.Actor) {
	t.Helper()
	if _, err := p.society.refresh(t.Context(), a.IRI); err != nil {
		t.Fatal(err)
	}
	settle(t, p.society)
}

// nothing expects that the society takes nobody at the clinic for verified.
func (p *pair) nothing(t *testing.T, what string, of community.Actor) {
	t.Helper()
	if got := p.society.store.Standing(t.Context(), p.society.known(of)); got.Word != "" || got.Level != 0 {
		t.Errorf("%s: %+v", what, got)
	}
}

// A credential that is copied to another actor of the same server, whole or by its
// address, is nobody's; neither is one of another server.
func TestCopiedCredential(t *testing.T) {
	eachPair(t, func(t *testing.T, p *pair) {
		p.trust(t, community.TrustAccept)
		p.grant(t)
		eve, other := p.clinic.member("eve"), openInstance(t, p.clock)
		kim := other.member("kim")
		proved(t, other.store, kim)
		foreign, err := other.credentialDocument(t.Context(), kim.ID)
		if err != nil {
			t.Fatal(err)
		}
		d := p.document(t)
		for name, said := range map[string]any{"whole": json.RawMessage(d.Text), "by address": d.IRI.String(),
			"of another server": json.RawMessage(foreign.Text), "of another server, by address": foreign.IRI.String()} {
			p.claim(t, eve, said)
			p.society.find(eve.IRI.String())
			p.reread(t, eve)
			p.nothing(t, name, eve)
		}
		p.expect(t, "ana all the while", community.StandingVerified)
	})
}

// An old document that comes back after a revocation is refused by the list.
func TestReplayedCredential(t *testing.T) {
	eachPair(t, func(t *testing.T, p *pair) {
		p.trust(t, community.TrustAccept)
		p.grant(t)
		old := p.document(t)
		p.clock.Advance(2 * time.Minute)
		p.change(t, known.Revoked)
		p.settle(t)
		p.nothing(t, "revoked", p.ana)
		p.claim(t, p.ana, json.RawMessage(old.Text))
		if got := p.explain(t); got != "status: revoked" {
			t.Errorf("replayed: %q", got)
		}
		p.reread(t, p.ana)
		p.nothing(t, "replayed", p.ana)
	})
}

// Whatever lies at the address of the document, only what the clinic signed for
// ana counts, and nothing else is read to its end.
func TestAttacksOnTheDocument(t *testing.T) {
	eachPair(t, func(t *testing.T, p *pair) {
		p.trust(t, community.TrustAccept)
		p.grant(t)
		d := p.document(t)
		for name, tt := range map[string]struct {
			text []byte
			want string
		}{
			"forged":    {bytes.Replace([]byte(d.Text), []byte(`"level":3`), []byte(`"level":4`), 1), "proof: signature"},
			"oversized": {append([]byte(d.Text), bytes.Repeat([]byte(" "), credential.MaxDocument)...), "document: document_unreachable"},
			"empty":     {nil, "document: malformed"},
			"a list":    {p.list(t), "form: context"},
		} {
			p.serveInstead(t, d.IRI, tt.text)
			if got := p.explain(t); got != tt.want {
				t.Errorf("%s: %q, want %q", name, got, tt.want)
			}
			p.clock.Advance(6 * time.Minute)
		}
		p.serveInstead(t, d.IRI, bytes.Replace([]byte(d.Text), []byte(`"level":3`), []byte(`"level":4`), 1))
		p.reread(t, p.ana)
		p.nothing(t, "forged, and read again", p.ana)
	})
}

// list is the clinic's own list as it is.
func (p *pair) list(t *testing.T) []byte {
	t.Helper()
	text, err := p.clinic.statusList(t.Context(), p.document(t).List)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// A status list that is forged, of somebody else, old or not there vouches for
// nobody, and what is known of the last one ends with its ten minutes.
func TestAttacksOnTheStatusList(t *testing.T) {
	eachPair(t, func(t *testing.T, p *pair) {
		p.trust(t, community.TrustAccept)
		p.grant(t)
		d, old := p.document(t), p.list(t)
		p.clock.Advance(15 * time.Minute)
		other := openInstance(t, p.clock)
		theirs, err := other.store.OwnStatusList(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		foreign, err := other.statusList(t.Context(), theirs)
		if err != nil {
			t.Fatal(err)
		}
		forger, err := other.issuer(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		forger.IRI, forger.Method = storagetest.IRI(t, p.clinic.base+"/actor"), storagetest.IRI(t, p.clinic.base+"/actor#ed25519-key")
		forged, err := forger.SignList(d.List, nil, p.clock.Now())
		if err != nil {
			t.Fatal(err)
		}
		for name, tt := range map[string]struct {
			text []byte
			want string
		}{
			"stale": {old, "status_stale"}, "forged": {forged, "status_forged"}, "wrong issuer": {foreign, "status_issuer"},
			"empty": {nil, "status_form"}, "oversized": {bytes.Repeat([]byte(" "), credential.MaxList+1), "status_unreachable"},
		} {
			p.serveInstead(t, d.List, tt.text)
			if got := p.explain(t); got != "status: "+tt.want {
				t.Errorf("%s: %q", name, got)
			}
			p.clock.Advance(storage.StatusEvery)
			if err := p.society.CheckStatus(t.Context()); err != nil {
				t.Fatal(err)
			}
			settle(t, p.society)
			p.expect(t, name, community.StandingUnchecked)
		}
	})
}

// A server that names no issuer, or one that is somebody's account, vouches for
// nobody.
func TestServerWithoutAnIssuer(t *testing.T) {
	eachPair(t, func(t *testing.T, p *pair) {
		p.trust(t, community.TrustAccept)
		mallory := p.clinic.member("mallory")
		for _, application := range []string{"", mallory.IRI.String(), p.eva.IRI.String()} {
			p.clinic.behind(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path != "/.well-known/nodeinfo" {
					p.clinic.Handler().ServeHTTP(w, r)
					return
				}
				links := []map[string]string{{"rel": nodeInfoSchema + "2.1", "href": p.clinic.base + "/nodeinfo/2.1"}}
				if application != "" {
					links = append(links, map[string]string{"rel": "https://www.w3.org/ns/activitystreams#Application", "href": application})
				}
				_ = json.NewEncoder(w).Encode(map[string]any{"links": links})
			})
			p.clock.Advance(issuerAge)
			p.grant(t)
			if got := p.explain(t); got != "issuer: no_issuer" {
				t.Errorf("issuer %q: %q", application, got)
			}
			p.nothing(t, "issuer "+application, p.ana)
		}
	})
}

// Each step is told, whoever asks and however the question is put.
func TestExplainCredential(t *testing.T) {
	eachPair(t, func(t *testing.T, p *pair) {
		ctx := t.Context()
		ask := func(in *instance, query, want string) {
			t.Helper()
			steps, err := in.ExplainCredential(ctx, query)
			last := credential.Failed(steps)
			if got := strings.TrimPrefix(last.Name+": "+last.Problem, ": "); err != nil || got != want {
				t.Errorf("%s: %q, want %q, %v", query, got, want, err)
			}
			if want == "" && len(steps) != 12 {
				t.Errorf("%s: %d steps: %+v", query, len(steps), steps)
			}
		}
		ask(p.society, p.ana.IRI.String(), "found: none")
		p.grant(t)
		d, handle := p.document(t), "@ana@"+p.host()
		for _, query := range []string{handle, p.ana.IRI.String(), d.IRI.String()} {
			ask(p.society, query, "trust: only_shown")
		}
		p.trust(t, community.TrustAccept)
		for _, query := range []string{handle, p.ana.IRI.String(), d.IRI.String()} {
			ask(p.society, query, "")
		}
		p.trust(t, community.TrustIgnore)
		ask(p.society, handle, "trust: ignored")
		for _, query := range []string{"ana", p.ana.IRI.String()} {
			steps, err := p.clinic.ExplainCredential(ctx, query)
			if err != nil || !credential.Passed(steps) {
				t.Errorf("our own %s: %+v, %v", query, steps, err)
			}
		}
		ask(p.society, "@nobody@"+p.host(), "actor: nobody")
		ask(p.society, "nonsense here", "actor: nobody")
		ask(p.society, p.clinic.base+"/credentials/AAAAAAAAAAAAAAAAAAAAAAAAAA", "actor: document_unreachable")
		var text strings.Builder
		steps, _ := p.society.ExplainCredential(ctx, handle)
		say := func(key string, _ ...any) string { return key }
		if err := credential.WriteSteps(&text, steps, say); err != nil || !strings.HasSuffix(text.String(), "- credential_step.trust: credential_problem.ignored\n") ||
			!strings.Contains(text.String(), "+ credential_step.proof\n") {
			t.Errorf("%s, %v", text.String(), err)
		}
	})
}

// A public credential lies in the actor whole, and counts as much.
func TestPublicCredential(t *testing.T) {
	eachPair(t, func(t *testing.T, p *pair) {
		p.trust(t, community.TrustAccept)
		p.grant(t)
		if err := p.clinic.store.SetCredentialPublic(t.Context(), p.ana.ID, true); err != nil {
			t.Fatal(err)
		}
		p.settle(t)
		p.expect(t, "public", community.StandingVerified)
		// Whoever may not see the address any more still has the document.
		p.serveInstead(t, p.document(t).IRI, nil)
		p.reread(t, p.ana)
		p.expect(t, "embedded", community.StandingVerified)
	})
}
