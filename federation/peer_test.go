package federation

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"consilium/community"
	"consilium/federation/signature"
	"consilium/federation/vocab"
	"consilium/storage/storagetest"
)

// page is what a peer answers at one address.
type page struct {
	status    int
	mediaType string
	body      string
	header    http.Header
}

// peer is a server of another make on loopback, whose documents a test writes by
// hand. HOST in them becomes its address.
type peer struct {
	t     *testing.T
	base  string
	host  string
	clock *storagetest.Clock

	mu    sync.Mutex
	pages map[string]page
	// hits counts requests by path.
	hits map[string]int
	// inbox answers deliveries; 202 when nil.
	inbox func(r *http.Request, body []byte) page
	// got are the bodies of deliveries.
	got []string
}

func openPeer(t *testing.T, clock *storagetest.Clock) *peer {
	t.Helper()
	p := &peer{t: t, clock: clock, pages: map[string]page{}, hits: map[string]int{}}
	server := httptest.NewServer(p)
	t.Cleanup(server.Close)
	p.base, p.host = server.URL, strings.TrimPrefix(server.URL, "http://")
	return p
}

func (p *peer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.hits[r.URL.Path]++
	answer, found := p.pages[r.URL.RequestURI()]
	if !found {
		answer, found = p.pages[r.URL.Path]
	}
	if r.Method == http.MethodPost {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			p.t.Error(err)
		}
		p.got = append(p.got, string(body))
		answer, found = page{status: http.StatusAccepted}, true
		if p.inbox != nil {
			answer = p.inbox(r, body)
		}
	}
	if !found {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	for name, values := range answer.header {
		w.Header()[name] = values
	}
	if answer.mediaType == "" {
		answer.mediaType = vocab.MediaType
	}
	w.Header().Set("Content-Type", answer.mediaType)
	if answer.status != 0 {
		w.WriteHeader(answer.status)
	}
	_, _ = io.WriteString(w, answer.body)
}

// serve puts a page at a path.
func (p *peer) serve(path string, answer page) {
	p.mu.Lock()
	defer p.mu.Unlock()
	answer.body = p.text(answer.body)
	p.pages[path] = answer
}

func (p *peer) doc(path, body string) { p.serve(path, page{body: body}) }

func (p *peer) text(s string) string { return strings.ReplaceAll(s, "HOST", p.base) }

func (p *peer) count(path string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.hits[path]
}

// all counts every request.
func (p *peer) all() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := 0
	for _, hits := range p.hits {
		n += hits
	}
	return n
}

func pemOf(key crypto.Signer) string {
	der, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		panic(err) // keys of tests can be encoded
	}
	return strings.ReplaceAll(string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})), "\n", `\n`)
}

// person serves an actor as Mastodon writes it, with WebFinger.
func (p *peer) person(name string, key crypto.Signer) community.IRI {
	p.doc("/users/"+name, fmt.Sprintf(`{"@context":["https://www.w3.org/ns/activitystreams","https://w3id.org/security/v1",
		{"manuallyApprovesFollowers":"as:manuallyApprovesFollowers","toot":"http://joinmastodon.org/ns#","featured":{"@id":"toot:featured","@type":"@id"}}],
		"id":"HOST/users/%[1]s","type":"Person","following":"HOST/users/%[1]s/following","followers":"HOST/users/%[1]s/followers",
		"inbox":"HOST/users/%[1]s/inbox","outbox":"HOST/users/%[1]s/outbox","featured":"HOST/users/%[1]s/collections/featured",
		"preferredUsername":"%[1]s","name":"Dr %[1]s","summary":"<p>Hi<script>x</script></p>","url":"HOST/@%[1]s",
		"manuallyApprovesFollowers":false,"discoverable":true,"published":"2019-03-01T00:00:00Z",
		"publicKey":{"id":"HOST/users/%[1]s#main-key","owner":"HOST/users/%[1]s","publicKeyPem":"%[2]s"},
		"tag":[],"attachment":[{"type":"PropertyValue","name":"Ward","value":"7"}],"endpoints":{"sharedInbox":"HOST/inbox"},
		"icon":{"type":"Image","mediaType":"image/png","url":"HOST/a.png"}}`, name, pemOf(key)))
	p.finger(name+"@"+p.host, "HOST/users/"+name)
	return p.iri("/users/" + name)
}

// finger answers WebFinger for one handle.
func (p *peer) finger(handle, actor string) {
	p.serve("/.well-known/webfinger?resource="+strings.NewReplacer(":", "%3A", "@", "%40").Replace("acct:"+handle), page{
		mediaType: "application/jrd+json; charset=utf-8",
		body:      fmt.Sprintf(`{"subject":"acct:%s","links":[{"rel":"self","type":"application/activity+json","href":"%s"}]}`, handle, actor)})
}

func (p *peer) iri(path string) community.IRI { return storagetest.IRI(p.t, p.base+path) }

// sending is one POST of a peer.
type sending struct {
	// as is the name of the person that signs, keyID the key when it is not
	// that person's main one.
	as, keyID string
	key       crypto.Signer
	scheme    signature.Scheme
	body      string
	// header is what it says of its followers, and whether that is left unsigned.
	header    string
	uncovered bool
}

// send posts an activity to an instance's shared inbox and gives the answer.
func (p *peer) send(to *instance, s sending) *http.Response {
	p.t.Helper()
	body := []byte(strings.ReplaceAll(p.text(s.body), "THERE", to.base))
	r, err := http.NewRequestWithContext(p.t.Context(), http.MethodPost, to.base+"/inbox", bytes.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	r.Header.Set("Content-Type", vocab.MediaType)
	signer := signature.Signer{KeyID: p.text(s.keyID), Key: s.key, Now: p.clock.Now}
	if signer.KeyID == "" {
		signer.KeyID = p.base + "/users/" + s.as + "#main-key"
	}
	if signer.Key == nil {
		signer.Key = remoteKey()
	}
	if s.scheme == "" {
		s.scheme = signature.Cavage
	}
	if s.header != "" {
		r.Header.Set(synchronization, s.header)
		if !s.uncovered {
			signer.Also = []string{synchronization}
		}
	}
	if err := signer.Sign(s.scheme, r, body); err != nil {
		p.t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	_ = answer.Body.Close()
	return answer
}

// says sends an activity of bob's that has to be accepted, and lets it take
// effect.
func (p *peer) says(to *instance, body string) {
	p.t.Helper()
	if answer := p.send(to, sending{as: "bob", body: body}); answer.StatusCode != http.StatusAccepted {
		p.t.Fatalf("got %s for %s", answer.Status, body)
	}
	settle(p.t, to)
}

// scene is an instance with a member and a peer with a person, strangers to one
// another.
type scene struct {
	*instance
	peer *peer
	ana  community.Actor
	bob  community.IRI
}

func newScene(t *testing.T) scene {
	t.Helper()
	clock := &storagetest.Clock{}
	s := scene{instance: openInstance(t, clock), peer: openPeer(t, clock)}
	s.ana, s.bob = s.member("ana"), s.peer.person("bob", remoteKey())
	return s
}

// acquainted is a scene in which ana follows bob.
func acquainted(t *testing.T) scene {
	t.Helper()
	s := newScene(t)
	storagetest.Following(t, s.store, s.ana, s.find(s.bob.String()))
	settle(t, s.instance)
	return s
}

// note is a public note of bob's, as the object of an activity; more are further
// members.
func note(path string, more ...string) string {
	return fmt.Sprintf(`{"id":"HOST%s","type":"Note","attributedTo":"HOST/users/bob","content":"<p>Text</p>",
		"published":"2026-11-22T00:00:00Z","to":["https://www.w3.org/ns/activitystreams#Public"],"cc":["HOST/users/bob/followers"]%s}`,
		path, strings.Join(append([]string{""}, more...), ","))
}

// act is an activity of bob's.
func act(verb, path, object string, more ...string) string {
	return fmt.Sprintf(`{"@context":"https://www.w3.org/ns/activitystreams","id":"HOST%s","type":"%s","actor":"HOST/users/bob","object":%s%s}`,
		path, verb, object, strings.Join(append([]string{""}, more...), ","))
}

// has says whether an instance holds a live post.
func (s scene) has(path string) bool {
	s.t.Helper()
	p, err := s.store.PostByIRI(s.t.Context(), s.peer.iri(path))
	return err == nil && p.Deleted.IsZero()
}
