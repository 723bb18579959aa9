package federation

import (
	"bytes"
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"database/sql"
	"errors"
	"flag"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/federation/client"
	"consilium/federation/signature"
	"consilium/federation/vocab"
	"consilium/storage"
	"consilium/storage/storagetest"
)

var update = flag.Bool("update", false, "write the golden files anew")

const (
	there = "https://there.example"
	shut  = "https://shut.example"
)

// remoteKey signs for all actors of other servers on the stage.
var remoteKey = sync.OnceValue(func() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err) // a test cannot go on, and there is no *testing.T here
	}
	return key
})

// strayKey is a second key: of nobody, or of those who change theirs.
var strayKey = sync.OnceValue(func() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err) // as above
	}
	return key
})

func body(text string) io.ReadCloser { return io.NopCloser(strings.NewReader(text)) }

// stage is an instance behind real HTTPS, with two members and five people of
// other servers.
type stage struct {
	store *storage.Store
	clock *storagetest.Clock
	f     *Federation
	db    *sql.DB

	ana, ben community.Actor
	// bob follows nobody, fay follows ana, zoe was closed here, eve lives at the
	// server that is shut out. Where they live cannot be reached; mia's home can.
	bob, fay, zoe, eve, mia community.Actor

	http *http.Client
}

// onStage runs a test on a stage over either engine.
func onStage(t *testing.T, test func(t *testing.T, s *stage)) {
	t.Helper()
	onStageWith(t, Options{}, test)
}

func onStageWith(t *testing.T, o Options, test func(t *testing.T, s *stage)) {
	t.Helper()
	storagetest.EachDatabase(t, func(t *testing.T, database string) { test(t, newStage(t, database, o)) })
}

func newStage(t *testing.T, database string, o Options) *stage {
	t.Helper()
	s := &stage{clock: &storagetest.Clock{}, db: openDatabase(t, database)}
	s.store = storagetest.At(t, storagetest.Options{Database: database, Now: s.clock.Now})
	o.Store, o.Log, o.Version = s.store, slog.New(slog.NewTextHandler(t.Output(), nil)), "1.2.3"
	o.Client = client.New(client.Options{Resolver: nowhere{}, InsecureHTTP: true,
		PrivateNetworks: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	s.f = New(o)
	s.serve(t)
	_, s.ana = storagetest.Member(t, s.store, "ana")
	_, s.ben = storagetest.Member(t, s.store, "ben")
	s.bob, s.fay, s.zoe = s.remote(t, there, "bob"), s.remote(t, there, "fay"), s.remote(t, there, "zoe")
	s.eve = s.remote(t, shut, "eve")
	home := openPeer(t, s.clock)
	home.person("mia", remoteKey())
	s.mia = s.remote(t, home.base, "mia")
	storagetest.Following(t, s.store, s.fay, s.ana)
	s.exec(t, "UPDATE actor SET suspended = 1 WHERE iri = '"+s.zoe.IRI.String()+"'")
	rule := community.DomainRule{Host: "shut.example", Severity: community.DomainSuspended, Created: s.clock.Now(), By: s.ana.ID}
	if err := s.store.SetDomainRule(t.Context(), rule); err != nil {
		t.Fatal(err)
	}
	return s
}

// nowhere is a network on which no name leads anywhere.
type nowhere struct{}

func (nowhere) LookupNetIP(context.Context, string, string) ([]netip.Addr, error) {
	return nil, errors.New("no such host")
}

// openDatabase opens what the store keeps, to look at it and to make happen what
// needs no method of its own.
func openDatabase(t *testing.T, database string) *sql.DB {
	t.Helper()
	driver, address := "pgx", database
	if path, found := strings.CutPrefix(database, "sqlite:"); found {
		driver, address = "sqlite3", "file:"+(&url.URL{Path: path}).EscapedPath()+"?_busy_timeout=10000"
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

func (s *stage) exec(t *testing.T, statement string) {
	t.Helper()
	if _, err := s.db.ExecContext(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
}

// serve starts the door; every host name leads to it.
func (s *stage) serve(t *testing.T) {
	t.Helper()
	server := httptest.NewTLSServer(s.f.Handler())
	t.Cleanup(server.Close)
	transport, _ := server.Client().Transport.(*http.Transport)
	transport.TLSClientConfig.ServerName = "example.com" // the name in the server's certificate
	transport.DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, server.Listener.Addr().String())
	}
	s.http = &http.Client{Transport: transport}
}

// remote is a stored actor of another server, with a key we know.
func (s *stage) remote(t *testing.T, home, name string) community.Actor {
	t.Helper()
	a := storagetest.Remote(t, s.store, home, name)
	a, err := s.store.StoreRemoteActor(t.Context(), storage.RemoteActor{Actor: a, Keys: []storage.PublicKey{
		{IRI: storagetest.IRI(t, a.IRI.String()+"#main-key"), Algorithm: storage.RSA, Key: remoteKey().Public()}}})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// asking is one request as a test wants it.
type asking struct {
	method, url, accept, contentType string
	body                             []byte
	// by signs; nobody when zero.
	by     community.Actor
	scheme signature.Scheme
	key    crypto.Signer
	keyID  string
	at     time.Time
	// change happens after signing.
	change func(*http.Request)
}

// reply is a response with its body read.
type reply struct {
	status int
	header http.Header
	body   string
}

// do sends a request. A GET asks for ActivityPub unless it says otherwise.
func (s *stage) do(t *testing.T, a asking) reply {
	t.Helper()
	r := s.request(t, a)
	if a.change != nil {
		a.change(r)
	}
	answer, err := s.http.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(answer.Body)
	if err := errors.Join(err, answer.Body.Close()); err != nil {
		t.Fatal(err)
	}
	answer.Header.Del("Date")
	return reply{answer.StatusCode, answer.Header, string(body)}
}

func (s *stage) request(t *testing.T, a asking) *http.Request {
	t.Helper()
	if strings.HasPrefix(a.url, "/") {
		a.url = s.store.Base() + a.url
	}
	if a.method == "" {
		a.method = http.MethodGet
	}
	r, err := http.NewRequestWithContext(t.Context(), a.method, a.url, bytes.NewReader(a.body))
	if err != nil {
		t.Fatal(err)
	}
	if a.accept == "" && a.method != http.MethodPost {
		a.accept = vocab.MediaType
	}
	r.Header.Set("Accept", a.accept)
	if a.contentType != "" {
		r.Header.Set("Content-Type", a.contentType)
	}
	if a.by.ID == 0 && a.keyID == "" {
		return r
	}
	s.sign(t, a, r)
	return r
}

func (s *stage) sign(t *testing.T, a asking, r *http.Request) {
	t.Helper()
	signer := signature.Signer{KeyID: a.keyID, Key: a.key, Now: s.clock.Now}
	if signer.KeyID == "" {
		signer.KeyID = a.by.IRI.String() + "#main-key"
	}
	if signer.Key == nil {
		signer.Key = remoteKey()
	}
	if !a.at.IsZero() {
		signer.Now = func() time.Time { return a.at }
	}
	if a.scheme == "" {
		a.scheme = signature.Cavage
	}
	if err := signer.Sign(a.scheme, r, a.body); err != nil {
		t.Fatal(err)
	}
}

// get asks for ActivityPub as somebody, or unsigned for the zero actor.
func (s *stage) get(t *testing.T, url string, by community.Actor) reply {
	t.Helper()
	return s.do(t, asking{url: url, by: by})
}

// publish posts for a member. The zero Surroundings know the time only.
func (s *stage) publish(t *testing.T, by community.Actor, d community.PostDraft, around community.Surroundings) community.Post {
	t.Helper()
	around.Now = s.clock.Now()
	around.Openness = community.Openness{PublicCases: true, DirectMessages: true}
	around.TagBase = s.store.Base() + "/tags/"
	p, err := community.Publish(by, d, around)
	if err != nil {
		t.Fatal(err)
	}
	return s.store1(t, p)
}

// store1 makes a publication take effect.
func (s *stage) store1(t *testing.T, p community.Publication) community.Post {
	t.Helper()
	s.clock.Advance(time.Minute)
	post, err := s.store.Publish(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	return post
}

// templates are the paths of all routes for GET.
func (s *stage) templates(t *testing.T) []string {
	t.Helper()
	var all []string
	err := s.f.router().Walk(func(route *mux.Route, _ *mux.Router, _ []*mux.Route) error {
		path, err := route.GetPathTemplate()
		all = append(all, path)
		return err
	})
	if err != nil || len(all) < 10 {
		t.Fatalf("%d routes: %v", len(all), err)
	}
	return all
}

// path is the part of an identifier of ours after the host.
func (s *stage) path(p community.Post) string {
	return strings.TrimPrefix(p.IRI.String(), s.store.Base())
}

// golden compares with a file in testdata, after what differs at every run was
// replaced: the context (vocab has it golden), key material, and the random part
// of identifiers, which is numbered by its first appearance.
func golden(t *testing.T, name, got string) {
	t.Helper()
	if got == "" {
		t.Errorf("%s: nothing was answered", name)
	}
	got = contextMember.ReplaceAllString(got, `"@context":…`)
	got = pemText.ReplaceAllString(got, `"PEM"`)
	got = multikeyText.ReplaceAllString(got, `"MULTIKEY"`)
	numbers := map[string]string{}
	got = token.ReplaceAllStringFunc(got, func(s string) string {
		if numbers[s] == "" {
			numbers[s] = s[:strings.LastIndexByte(s, '/')] + "/TOKEN" + string(rune('1'+len(numbers)))
		}
		return numbers[s]
	})
	got = cursor.ReplaceAllString(got, "page=CURSOR")
	got = strings.ReplaceAll(got, `,"`, ",\n\"") + "\n"
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs (-update writes it):\n%s", name, got)
	}
}

var (
	contextMember = regexp.MustCompile(`"@context":\[.*?\}\]`)
	pemText       = regexp.MustCompile(`"-----BEGIN [^"]*"`)
	multikeyText  = regexp.MustCompile(`"z[1-9A-HJ-NP-Za-km-z]{40,}"`)
	token         = regexp.MustCompile(`/(posts|credentials|credentials/lists)/[A-Z2-7]{26}`)
	cursor        = regexp.MustCompile(`page=\d+`)
)
