package federation

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"consilium/federation/signature"
	"consilium/federation/vocab"
	"consilium/storage/storagetest"
)

// captured is a signed request that somebody kept, to send it again.
type captured struct {
	header http.Header
	path   string
	body   []byte
}

func (s scene) capture(scheme signature.Scheme, body string) captured {
	s.t.Helper()
	text := []byte(strings.ReplaceAll(s.peer.text(body), "THERE", s.base))
	r, err := http.NewRequestWithContext(s.t.Context(), http.MethodPost, s.base+"/inbox", bytes.NewReader(text))
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Content-Type", vocab.MediaType)
	signer := signature.Signer{KeyID: s.bob.String() + "#main-key", Key: remoteKey(), Now: s.clock.Now}
	if err := signer.Sign(scheme, r, text); err != nil {
		s.t.Fatal(err)
	}
	return captured{r.Header, "/inbox", text}
}

// to sends what was captured to one process of the instance.
func (c captured) to(f *Federation) int {
	r := httptest.NewRequest(http.MethodPost, c.path, bytes.NewReader(c.body))
	r.Host, r.Header = f.host, c.header.Clone()
	w := httptest.NewRecorder()
	f.Handler().ServeHTTP(w, r)
	return w.Code
}

// R-9421-6, S-ORG-10: the very same request again is acknowledged and changes
// nothing, whichever process of the instance gets it, in either scheme, with an id, a
// shared id or none; at another inbox, or when it is old, it is refused.
func TestReplay(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		clock := &storagetest.Clock{}
		s := scene{instance: openInstanceOn(t, clock, database), peer: openPeer(t, clock)}
		s.ana, s.bob = s.member("ana"), s.peer.person("bob", remoteKey())
		store := storagetest.At(t, storagetest.Options{URL: s.base, Now: clock.Now, Database: database})
		other := New(Options{Store: store, Client: s.client, Log: slog.New(slog.NewTextHandler(t.Output(), nil))})
		for _, scheme := range []signature.Scheme{signature.Cavage, signature.RFC9421} {
			s.replays(t, other, scheme)
		}
	})
}

func (s scene) replays(t *testing.T, other *Federation, scheme signature.Scheme) {
	t.Helper()
	again := func(what string, c captured, work int) {
		t.Helper()
		for i, f := range []*Federation{s.Federation, other, other, s.Federation} {
			if got := c.to(f); got != http.StatusAccepted {
				t.Errorf("%s, %s, time %d: %d", scheme, what, i+1, got)
			}
		}
		jobs, err := s.store.Jobs(t.Context(), "in/"+s.peer.host, 10)
		if err != nil || len(jobs) != work {
			t.Errorf("%s, %s: %d jobs, want %d, %v", scheme, what, len(jobs), work, err)
		}
		settle(t, s.instance)
	}
	name := "/f/" + string(scheme)
	follow := s.capture(scheme, act("Follow", name, `"THERE/users/ana"`))
	again("Follow", follow, 1)
	again("Undo", s.capture(scheme, act("Undo", "/u/"+string(scheme), `{"id":"HOST`+name+`","type":"Follow","actor":"HOST/users/bob","object":"THERE/users/ana"}`)), 1)
	again("Follow after Undo", follow, 0)
	if r := s.relation(s.find(s.bob.String()), s.ana); r.Follows || r.Requested {
		t.Errorf("%s: a copied Follow has effect: %+v", scheme, r)
	}
	nameless := strings.Replace(act("Create", "/c", note("/n/"+string(scheme), `"tag":[{"type":"Mention","href":"THERE/users/ana"}]`)), `"id":"HOST/c",`, "", 1)
	again("without id", s.capture(scheme, nameless), 1)

	elsewhere := follow
	elsewhere.path = "/users/ana/inbox"
	if got := elsewhere.to(other); got != http.StatusUnauthorized {
		t.Errorf("%s at another inbox: %d", scheme, got)
	}
	s.clock.Advance(signature.Window + 1e9)
	if got := follow.to(other); got != http.StatusUnauthorized {
		t.Errorf("%s when it is old: %d", scheme, got)
	}
}

// R-9421-4: RFC 9421 comes first to a host that signs with it or says that it reads
// it (FEP-844e), until it refuses.
func TestModernHosts(t *testing.T) {
	for name, test := range map[string]struct {
		before func(s scene)
		want   string
	}{
		"a stranger": {func(scene) {}, "cavage"},
		"signs so to us": {func(s scene) {
			s.peer.send(s.instance, sending{as: "bob", scheme: signature.RFC9421, body: act("Follow", "/f/9", `"THERE/users/ana"`)})
		}, "rfc9421"},
		"signs so wrongly": {func(s scene) {
			s.peer.send(s.instance, sending{as: "bob", key: strayKey(), scheme: signature.RFC9421, body: act("Follow", "/f/9", `"THERE/users/ana"`)})
		}, "cavage"},
		"says so": {func(s scene) {
			s.peer.doc("/users/eve", `{"id":"HOST/users/eve","type":"Person","preferredUsername":"eve","inbox":"HOST/i","outbox":"HOST/o","name":"Eve",
				"generator":{"type":"Application","implements":[{"href":"https://datatracker.ietf.org/doc/html/rfc9421","name":"RFC-9421"}]}}`)
			s.find(s.peer.base + "/users/eve")
		}, "rfc9421"},
		"says so and refuses": {func(s scene) {
			if err := s.store.SetPeerScheme(s.t.Context(), s.peer.host, "cavage", true); err != nil {
				s.t.Fatal(err)
			}
			s.peer.send(s.instance, sending{as: "bob", scheme: signature.RFC9421, body: act("Follow", "/f/9", `"THERE/users/ana"`)})
		}, "cavage"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t)
			s.peer.person("bob", remoteKey())
			test.before(s)
			var first string
			s.peer.inbox = func(r *http.Request, _ []byte) page {
				if first == "" {
					first = "cavage"
					if r.Header.Get("Signature-Input") != "" {
						first = "rfc9421"
					}
				}
				return page{status: 202}
			}
			if err := s.deliverFollow(t, "/inbox"); err != nil || first != test.want {
				t.Errorf("first tried %s, want %s: %v", first, test.want, err)
			}
		})
	}
}

// R-9421-5: a host that refuses RFC 9421 and says what it wants signed is given that
// before the older scheme, and three times is the most it is asked.
func TestWantedSignatures(t *testing.T) {
	s := newScene(t)
	if err := s.store.SetPeerScheme(t.Context(), s.peer.host, "rfc9421", false); err != nil {
		t.Fatal(err)
	}
	tries, nonce := 0, false
	wants := http.Header{"Accept-Signature": {`sig7=("@method" "@target-uri" "@authority" "content-digest");created;nonce="n1"`}}
	s.peer.inbox = func(r *http.Request, _ []byte) page {
		tries++
		nonce = strings.Contains(r.Header.Get("Signature-Input"), `nonce="n1"`) && strings.Contains(r.Header.Get("Signature-Input"), "@authority")
		if nonce {
			return page{status: 202}
		}
		return page{status: 401, header: wants}
	}
	if err := s.deliverFollow(t, "/inbox"); err != nil || tries != 2 || !nonce {
		t.Errorf("%d tries, %v: %v", tries, nonce, err)
	}
	tries = 0
	s.peer.inbox = func(*http.Request, []byte) page { tries++; return page{status: 401, header: wants} }
	if err := s.deliverFollow(t, "/inbox?x=1"); err == nil || tries != mostTries {
		t.Errorf("%d tries: %v", tries, err)
	}
}

// R-SIG-S: a peer that signs less is refused, and taken once staff listed it.
func TestLegacyPeers(t *testing.T) {
	s := newScene(t)
	body := []byte(strings.ReplaceAll(s.peer.text(act("Follow", "/f/1", `"THERE/users/ana"`)), "THERE", s.base))
	weak := s.signsLittle(body)
	if got := weak.to(s.Federation); got != http.StatusUnauthorized {
		t.Errorf("not listed: %d", got)
	}
	told := map[bool]int{}
	s.legacy, s.weak = []string{"other.example", s.peer.host}, func(taken bool) { told[taken]++ }
	if got := weak.to(s.Federation); got != http.StatusAccepted {
		t.Errorf("listed: %d", got)
	}
	s.legacy = []string{"other.example"}
	if got := weak.to(s.Federation); got != http.StatusUnauthorized || told[true] != 1 || told[false] != 1 {
		t.Errorf("another listed: %d, told %v", got, told)
	}
}

// signsLittle signs no more than the date and the digest.
func (s scene) signsLittle(body []byte) captured {
	s.t.Helper()
	sum := sha256.Sum256(body)
	header := http.Header{"Content-Type": {vocab.MediaType}, "Date": {s.now().Format(http.TimeFormat)},
		"Digest": {"SHA-256=" + base64.StdEncoding.EncodeToString(sum[:])}}
	text := sha256.Sum256([]byte("date: " + header.Get("Date") + "\ndigest: " + header.Get("Digest")))
	signed, err := rsa.SignPKCS1v15(nil, remoteKey(), crypto.SHA256, text[:])
	if err != nil {
		s.t.Fatal(err)
	}
	header.Set("Signature", `keyId="`+s.bob.String()+`#main-key",algorithm="rsa-sha256",headers="date digest",signature="`+
		base64.StdEncoding.EncodeToString(signed)+`"`)
	return captured{header, "/inbox", body}
}
