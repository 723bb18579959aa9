package main

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"consilium/federation/signature"
	"consilium/federation/vocab"
)

// peer is a server of another make in this test process: it serves people and
// notes, signs what it sends, and remembers what it is sent. All its people have
// one key.
type peer struct {
	t    *testing.T
	base string
	host string
	key  *rsa.PrivateKey

	mu sync.Mutex
	// gate holds back answers to deliveries and to questions for notes until it
	// is closed; nil lets them through.
	gate chan struct{}
	// got are the deliveries, also those whose sender never heard the answer.
	got []delivered
}

// delivered is what a test asks of a delivery.
type delivered struct {
	ID, Type string
	Object   any
}

func openPeer(t *testing.T) *peer {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	p := &peer{t: t, key: key}
	server := httptest.NewServer(p)
	t.Cleanup(func() {
		p.open()
		server.Close()
	})
	p.base, p.host = server.URL, strings.TrimPrefix(server.URL, "http://")
	return p
}

// shut holds back answers until open.
func (p *peer) shut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.gate = make(chan struct{})
}

func (p *peer) open() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.gate != nil {
		close(p.gate)
	}
	p.gate = nil
}

func (p *peer) wait(r *http.Request) {
	p.mu.Lock()
	gate := p.gate
	p.mu.Unlock()
	if gate == nil {
		return
	}
	select {
	case <-gate:
	case <-r.Context().Done():
	}
}

// ServeHTTP knows every person and every note anybody asks for.
func (p *peer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	kind, name, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	switch {
	case r.Method == http.MethodPost:
		p.take(r)
		p.wait(r)
		w.WriteHeader(http.StatusAccepted)
	case kind == "users":
		p.answer(w, vocab.MediaType, p.person(name))
	case kind == "notes":
		p.wait(r)
		p.answer(w, vocab.MediaType, p.note(name))
	case r.URL.Path == "/.well-known/webfinger":
		name, _, _ = strings.Cut(strings.TrimPrefix(r.URL.Query().Get("resource"), "acct:"), "@")
		p.answer(w, "application/jrd+json", map[string]any{"subject": "acct:" + name + "@" + p.host,
			"links": []any{map[string]any{"rel": "self", "type": vocab.MediaType, "href": p.actor(name)}}})
	default:
		w.WriteHeader(http.StatusNotFound)
	}
}

func (p *peer) take(r *http.Request) {
	var d delivered
	body, err := io.ReadAll(r.Body)
	if err == nil {
		err = json.Unmarshal(body, &d)
	}
	if err != nil {
		return // the sender was killed while it spoke
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.got = append(p.got, d)
}

// deliveries gives what came with a type, by the identity of the activity, and
// how often each came.
func (p *peer) deliveries(kind string) map[string]int {
	p.mu.Lock()
	defer p.mu.Unlock()
	found := map[string]int{}
	for _, d := range p.got {
		if d.Type == kind {
			found[d.ID]++
		}
	}
	return found
}

// accepted are the activities that were accepted.
func (p *peer) accepted() map[string]bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	found := map[string]bool{}
	for _, d := range p.got {
		if object, inline := d.Object.(map[string]any); d.Type == "Accept" && inline {
			found[fmt.Sprint(object["id"])] = true
		}
	}
	return found
}

func (p *peer) answer(w http.ResponseWriter, mediaType string, document map[string]any) {
	w.Header().Set("Content-Type", mediaType)
	if err := json.NewEncoder(w).Encode(document); err != nil {
		p.t.Log(err) // whoever asked was killed meanwhile
	}
}

func (p *peer) actor(name string) string { return p.base + "/users/" + name }

func (p *peer) person(name string) map[string]any {
	der, err := x509.MarshalPKIXPublicKey(p.key.Public())
	if err != nil {
		p.t.Error(err)
	}
	actor := p.actor(name)
	return map[string]any{"@context": []string{"https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"},
		"id": actor, "type": "Person", "preferredUsername": name, "name": name, "inbox": actor + "/inbox", "outbox": actor + "/outbox",
		"followers": actor + "/followers", "endpoints": map[string]string{"sharedInbox": p.base + "/inbox"},
		"publicKey": map[string]string{"id": actor + "#main-key", "owner": actor,
			"publicKeyPem": string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))}}
}

// note is a public note of whom its name begins with.
func (p *peer) note(name string) map[string]any {
	author, _, _ := strings.Cut(name, "-")
	return map[string]any{"@context": "https://www.w3.org/ns/activitystreams", "id": p.base + "/notes/" + name, "type": "Note",
		"attributedTo": p.actor(author), "content": "<p>Note " + name + "</p>", "published": time.Now().UTC().Format(time.RFC3339),
		"to": []string{vocab.Public}, "cc": []string{p.actor(author) + "/followers"}}
}

// reply is a note that answers a post and names its author.
func (p *peer) reply(name, post, author string) map[string]any {
	n := p.note(name)
	n["inReplyTo"], n["tag"] = post, []any{map[string]string{"type": "Mention", "href": author, "name": "@ana"}}
	n["cc"] = append(n["cc"].([]string), author)
	return n
}

// activity is one of a person's; its object is an identifier or a document.
func (p *peer) activity(kind, who, name string, object any) map[string]any {
	return map[string]any{"@context": "https://www.w3.org/ns/activitystreams", "id": fmt.Sprintf("%s/%s/%s-%s", p.base, kind, who, name),
		"type": kind, "actor": p.actor(who), "object": object, "to": []string{vocab.Public}, "cc": []string{p.actor(who) + "/followers"}}
}

// send signs an activity as its actor, posts it to a shared inbox and gives the
// status.
func (p *peer) send(to string, activity map[string]any) int {
	p.t.Helper()
	body, err := json.Marshal(activity)
	if err != nil {
		p.t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(p.t.Context(), http.MethodPost, to+"/inbox", bytes.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	r.Header.Set("Content-Type", vocab.MediaType)
	signer := signature.Signer{KeyID: activity["actor"].(string) + "#main-key", Key: p.key, Now: func() time.Time { return time.Now().UTC() }}
	if err := signer.SignCavage(r, body); err != nil {
		p.t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	_ = answer.Body.Close()
	return answer.StatusCode
}

// tell sends activities that have to be accepted.
func (p *peer) tell(to string, activities ...map[string]any) {
	p.t.Helper()
	for _, a := range activities {
		if status := p.send(to, a); status != http.StatusAccepted {
			p.t.Fatalf("%s was answered %d", a["id"], status)
		}
	}
}
