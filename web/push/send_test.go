package push

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
	"consilium/web/page"
)

// service is a push service that answers with a status and keeps what it was sent.
type service struct {
	status  int
	after   string
	headers []http.Header
	bodies  [][]byte
}

func (s *service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	s.headers, s.bodies = append(s.headers, r.Header), append(s.bodies, body)
	if s.after != "" {
		w.Header().Set("Retry-After", s.after)
	}
	w.WriteHeader(s.status)
}

// stage is an instance where bob answers ana, whose browser wants to be told.
type stage struct {
	*Sender
	t        *testing.T
	service  *service
	endpoint string
	browser  browser
	ana, bob community.Actor
	session  storage.Session
	clock    *storagetest.Clock
}

func open(t *testing.T, database string) *stage {
	t.Helper()
	st := &stage{t: t, service: &service{status: http.StatusCreated}, browser: newBrowser(t), clock: &storagetest.Clock{}}
	server := httptest.NewTLSServer(st.service)
	t.Cleanup(server.Close)
	st.endpoint = server.URL + "/send/secret-path"
	store := storagetest.At(t, storagetest.Options{Database: database, Now: st.clock.Now})
	if err := store.SetInstance(t.Context(), community.Instance{Name: "St Anna"}); err != nil {
		t.Fatal(err)
	}
	catalogue, err := page.Load()
	if err != nil {
		t.Fatal(err)
	}
	st.Sender = &Sender{Store: store, HTTP: server.Client(), Catalogue: catalogue, Language: "en", Log: slog.New(slog.DiscardHandler)}
	user, ana := storagetest.Member(t, store, "ana")
	_, st.bob = storagetest.Member(t, store, "bob")
	st.ana = ana
	if st.session, err = store.AddSession(t.Context(), "token", storage.Session{User: user.ID, Expires: store.Now().Add(time.Hour)}); err != nil {
		t.Fatal(err)
	}
	st.subscribe(st.endpoint)
	return st
}

func (st *stage) subscribe(endpoint string) {
	st.t.Helper()
	to := st.browser.recipient()
	err := st.Store.AddPushSubscription(st.t.Context(), community.PushSubscription{Owner: st.ana.ID, Session: st.session.ID,
		Endpoint: endpoint, PublicKey: to.PublicKey, Auth: to.Auth})
	if err != nil {
		st.t.Fatal(err)
	}
}

const canary = "CANARY-7731"

// answered has bob answer a post of ana's with the canary.
func (st *stage) answered() community.Post {
	st.t.Helper()
	asked := storagetest.Post(st.t, st.Store, st.ana, canary)
	return storagetest.Reply(st.t, st.Store, storagetest.Answer{By: st.bob, To: asked, Text: canary})
}

// work does what came last for the push service.
func (st *stage) work() error {
	st.t.Helper()
	service, err := url.Parse(st.endpoint)
	if err != nil {
		st.t.Fatal(err)
	}
	jobs, err := st.Store.Jobs(st.t.Context(), "push/"+service.Host, 100)
	if err != nil || len(jobs) == 0 {
		st.t.Fatal(len(jobs), err)
	}
	return st.Handle(st.t.Context(), jobs[len(jobs)-1])
}

// A browser is told at once that something happened, and nothing of what was said.
func TestNoticeCarriesNoContent(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		st := open(t, database)
		st.answered()
		if err := st.work(); err != nil || len(st.service.bodies) != 1 {
			t.Fatalf("%v, %d notices", err, len(st.service.bodies))
		}
		text := st.browser.read(t, st.service.bodies[0])
		var m message
		if err := json.Unmarshal(text, &m); err != nil || m.Title != "St Anna" || m.Body != "Somebody wrote to you." || m.URL != "/notifications" {
			t.Errorf("%s, %v", text, err)
		}
		if strings.Contains(string(text), canary) || strings.Contains(string(text), "bob") {
			t.Errorf("the notice says too much: %s", text)
		}
		header := st.service.headers[0]
		if header.Get("Content-Encoding") != "aes128gcm" || header.Get("TTL") != "86400" {
			t.Errorf("%v", header)
		}
		checkVAPID(t, header.Get("Authorization"), st)
	})
}

// checkVAPID verifies as a push service does (RFC 8292 4.2).
func checkVAPID(t *testing.T, header string, st *stage) {
	t.Helper()
	token, key, _ := strings.Cut(strings.TrimPrefix(header, "vapid t="), ", k=")
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		t.Fatalf("%q", header)
	}
	point := decode(t, key)
	public := &ecdsa.PublicKey{Curve: elliptic.P256(), X: new(big.Int).SetBytes(point[1:33]), Y: new(big.Int).SetBytes(point[33:])}
	signature, digest := decode(t, parts[2]), sha256.Sum256([]byte(parts[0]+"."+parts[1]))
	if len(signature) != 64 || !ecdsa.Verify(public, digest[:], new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:])) {
		t.Error("the signature does not verify")
	}
	var claims struct {
		Aud, Sub string
		Exp      int64
	}
	if err := json.Unmarshal(decode(t, parts[1]), &claims); err != nil {
		t.Fatal(err)
	}
	origin, _, _ := strings.Cut(st.endpoint, "/send")
	if left := time.Unix(claims.Exp, 0).Sub(st.Store.Now()); claims.Aud != origin || claims.Sub != st.Store.Base() || left <= 0 || left > 24*time.Hour {
		t.Errorf("%+v", claims)
	}
}

// What the push service says decides what becomes of the notice and of the browser.
func TestPushServiceAnswers(t *testing.T) {
	st := open(t, storagetest.SQLiteFile(t))
	for _, tt := range []struct {
		status      int
		after       string
		down, never bool
		kept        bool
		wait        time.Duration
	}{
		{status: 201, kept: true}, {status: 200, kept: true}, {status: 404}, {status: 410},
		{status: 413, never: true, kept: true}, {status: 400, never: true, kept: true}, {status: 429, after: "120", down: true, kept: true, wait: 2 * time.Minute},
		{status: 500, down: true, kept: true}, {status: 503, after: "99999999", down: true, kept: true, wait: time.Hour}, {status: 503, after: "Sun", down: true, kept: true},
	} {
		st.subscribe(st.endpoint)
		st.service.status, st.service.after = tt.status, tt.after
		st.answered()
		err := st.work()
		down, isDown := errors.AsType[*storage.Down](err)
		_, isNever := errors.AsType[*storage.Never](err)
		if isDown != tt.down || isNever != tt.never || isDown && down.After != tt.wait {
			t.Errorf("%d: %v", tt.status, err)
		}
		told, err := st.Store.PushSessions(t.Context(), st.ana.ID)
		if err != nil || len(told) == 1 != tt.kept {
			t.Errorf("%d: %d browsers left, %v", tt.status, len(told), err)
		}
	}
}

// Whoever is signed out, has read it, or may not read it any more is not told.
func TestNoticeNotWantedAnyMore(t *testing.T) {
	for name, change := range map[string]func(context.Context, *stage, community.Post) error{
		"signed out": func(ctx context.Context, st *stage, _ community.Post) error {
			return st.Store.EndSession(ctx, st.session.User, st.session.ID)
		},
		"read": func(ctx context.Context, st *stage, _ community.Post) error {
			return st.Store.ReadNotifications(ctx, st.ana.ID, 1<<62)
		},
		"deleted": func(ctx context.Context, st *stage, p community.Post) error {
			return st.Store.DeletePost(ctx, p.ID, st.Store.Now())
		},
		"expired": func(_ context.Context, st *stage, _ community.Post) error {
			st.clock.Advance(2 * time.Hour)
			return nil
		},
		"ended here": func(ctx context.Context, st *stage, _ community.Post) error {
			return st.Store.EndPush(ctx, st.ana.ID, st.session.ID)
		},
	} {
		st := open(t, storagetest.SQLiteFile(t))
		if err := change(t.Context(), st, st.answered()); err != nil {
			t.Fatal(err)
		}
		if err := st.work(); err != nil || len(st.service.bodies) != 0 {
			t.Errorf("%s: %v, %d notices", name, err, len(st.service.bodies))
		}
	}
}

// The key stays the same, and the secrets of browsers are not in the database.
func TestPushKeyStays(t *testing.T) {
	st := open(t, storagetest.SQLiteFile(t))
	first, err := st.Store.PushKey(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	again, err := st.Store.PushKey(t.Context())
	if err != nil || !first.Equal(again) {
		t.Errorf("another key, %v", err)
	}
	text, err := Key(first)
	if point := decode(t, text); err != nil || len(point) != 65 || point[0] != 4 {
		t.Errorf("%v, %s", err, base64.StdEncoding.EncodeToString(point))
	}
}
