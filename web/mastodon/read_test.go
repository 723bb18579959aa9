package mastodon

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
	"consilium/web/door"
	"consilium/web/page"
	"consilium/web/session"
)

// reading is an API whose home, threads and notifications are full, read through its
// whole handler.
type reading struct {
	testing.TB
	store   *storage.Store
	api     *API
	handler http.Handler
	token   string
	// addresses are those whose speed is promised, by name.
	addresses map[string]string
}

func openReading(tb testing.TB, o storagetest.Options) *reading {
	tb.Helper()
	r := &reading{TB: tb, store: storagetest.At(tb, o), token: session.NewToken()}
	renderer, err := page.New()
	r.must(err)
	log := slog.New(slog.DiscardHandler)
	r.api = New(Options{Door: &door.Door{Store: r.store, Renderer: renderer, Sessions: session.New(session.Options{Store: r.store, Now: r.store.Now}),
		Name: "here.example", Language: "en", Log: log}, Resolver: &site{}, Version: "test", Guard: func(h http.Handler) http.Handler { return h }})
	r.handler = r.api.Handler()
	r.fill()
	return r
}

func (r *reading) must(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
}

// fill writes a thread of 100 posts, a home of 100 of people of two servers, some with a
// hashtag and somebody named, and 50 notifications.
func (r *reading) fill() {
	_, ana := storagetest.Member(r, r.store, "ana")
	_, bob := storagetest.Member(r, r.store, "bob")
	remote := storagetest.Remote(r, r.store, "https://there.example", "rita")
	storagetest.Following(r, r.store, ana, remote)
	storagetest.Following(r, r.store, ana, bob)
	root := storagetest.Post(r, r.store, ana, "The first of many words & so on, #long enough for a post")
	for i := range 99 {
		storagetest.Reply(r, r.store, storagetest.Answer{To: root, By: []community.Actor{ana, bob}[i%2], Text: fmt.Sprintf("Answer %d to what was asked, with a few words more", i)})
	}
	for i := range 50 {
		storagetest.RemotePost(r, r.store, remote, fmt.Sprintf("Remote %d says hello to all of you", i))
		_, doer := storagetest.Member(r, r.store, fmt.Sprintf("doer%d", i))
		r.must(r.store.Like(r.Context(), doer, root))
	}
	app, err := r.store.AddApplication(r.Context(), storage.Application{Name: "Pocket", RedirectURIs: []string{"pocket://back"}, Scopes: "read"}, "secret")
	r.must(err)
	_, err = r.store.AddToken(r.Context(), r.token, storage.AccessToken{Application: app.ID, Actor: ana.ID, Scopes: "read write follow push"})
	r.must(err)
	r.addresses = map[string]string{"home": "/api/v1/timelines/home", "public": "/api/v1/timelines/public", "local": "/api/v1/timelines/public?local=true",
		"account": "/api/v1/accounts/" + id(ana.ID) + "/statuses", "status": "/api/v1/statuses/" + id(root.ID),
		"thread": "/api/v1/statuses/" + id(root.ID) + "/context", "notifications": "/api/v1/notifications"}
}

// get reads an address, "?" or "&" and more included.
func (r *reading) get(path string) []byte {
	request := httptest.NewRequestWithContext(r.Context(), http.MethodGet, path, nil)
	request.Header.Set("Authorization", "Bearer "+r.token)
	w := httptest.NewRecorder()
	r.handler.ServeHTTP(w, request)
	if w.Code != http.StatusOK {
		r.Fatalf("%s: %d %s", path, w.Code, w.Body.String())
	}
	return w.Body.Bytes()
}

// What apps read all day, through the whole handler; docs/performance.md has the figures.
func BenchmarkRead(b *testing.B) {
	r := openReading(b, storagetest.Options{Database: storagetest.SQLiteFile(b)})
	for _, name := range []string{"home", "public", "local", "account", "status", "thread", "notifications"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			r.get(r.addresses[name])
			request := httptest.NewRequestWithContext(b.Context(), http.MethodGet, r.addresses[name], nil)
			request.Header.Set("Authorization", "Bearer "+r.token)
			before := processorTime()
			for b.Loop() {
				r.handler.ServeHTTP(nowhere{}, request)
			}
			b.ReportMetric(float64((processorTime()-before).Microseconds())/float64(b.N), "cpu-µs/op")
		})
	}
}

// processorTime is what the process has used of the processors: unlike the clock it says
// the same on a busy machine.
func processorTime() time.Duration {
	var used syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &used)
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// The number of statements of an answer is written down here, and does not depend on how
// long the list is: the token, the list, the posts and their people, and once more for what
// these answer and whom they name.
func TestStatementsOfAnAnswer(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		clock, asked := &storagetest.Clock{}, 0
		var mu sync.Mutex
		r := openReading(t, storagetest.Options{Database: database, Now: clock.Now, Asked: func() {
			mu.Lock()
			asked++
			mu.Unlock()
		}})
		statements := map[string]int{"home": 4, "public": 4, "local": 4, "account": 6, "status": 3, "thread": 6, "notifications": 5}
		for name, want := range statements {
			for _, limit := range []string{"5", "40"} {
				path := r.addresses[name]
				if strings.Contains(path, "?") {
					path += "&limit=" + limit
				} else {
					path += "?limit=" + limit
				}
				r.get(path) // what was never read is read
				mu.Lock()
				asked = 0
				mu.Unlock()
				r.get(path)
				if asked != want {
					t.Errorf("%s of %s: %d statements, want %d", name, limit, asked, want)
				}
			}
		}
	})
}

// What is written from what was kept is what encoding/json makes of the same entities.
func TestWire(t *testing.T) {
	r := openReading(t, storagetest.Options{Database: storagetest.SQLiteFile(t)})
	for name, path := range r.addresses {
		for range 2 { // read, then from what was kept
			text := r.get(path)
			var body any
			switch name {
			case "status":
				body = new(Status)
			case "thread":
				body = new(Context)
			case "notifications":
				body = new([]Notification)
			default:
				body = new([]Status)
			}
			r.must(json.Unmarshal(text, body))
			again, err := plain(body)
			r.must(err)
			if !bytes.Equal(again, text) {
				t.Errorf("%s is written as\n%s\nand by encoding/json as\n%s", name, text, again)
			}
		}
	}
}

// nowhere forgets an answer, so that what keeping it would cost is not measured.
type nowhere struct{}

func (nowhere) Header() http.Header         { return http.Header{} }
func (nowhere) Write(b []byte) (int, error) { return len(b), nil }
func (nowhere) WriteHeader(int)             {}
