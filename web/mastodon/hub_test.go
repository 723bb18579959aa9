package mastodon

import (
	"context"
	"errors"
	"net/http/httptest"
	"runtime"
	"testing"
	"time"

	"github.com/coder/websocket"

	"consilium/storage"
	"consilium/storage/storagetest"
)

// One member can only hold so many streams, and the others are as before (S-AUTH-3).
func TestStreamsAreBounded(t *testing.T) {
	s := openSite(t, storagetest.SQLiteFile(t))
	_, ana := storagetest.Member(s, s.store, "ana")
	_, bob := storagetest.Member(s, s.store, "bob")
	c := s.as(ana)
	var first *ear
	for i := range mostPerMember {
		e := c.socket("?stream=user")
		if i == 0 {
			first = e
		}
	}
	if got := c.send("HEAD", "/api/v1/streaming/user", "", nil); got.status != 429 || got.header.Get("Retry-After") == "" {
		t.Errorf("one too many: %d", got.status)
	}
	s.as(bob).socket("?stream=user")
	_ = first.conn.CloseNow()
	for c.send("HEAD", "/api/v1/streaming/user", "", nil).status != 200 {
		s.clock.Advance(time.Minute)
	}
	many := s.as(bob).socket("")
	for i := range mostChannels {
		many.say(`{"type":"subscribe","stream":"hashtag","tag":"t` + string(rune('a'+i%26)) + string(rune('a'+i/26)) + `"}`)
	}
	many.settle()
	many.say(`{"type":"subscribe","stream":"user"}`)
	if got := many.hear(); got.Status != 429 {
		t.Errorf("one channel too many: %+v", got)
	}
}

// Who does not keep up is ended, and holds up nobody.
func TestStreamingSlowReader(t *testing.T) {
	s := openSite(t, storagetest.SQLiteFile(t))
	user, ana := storagetest.Member(s, s.store, "ana")
	r := httptest.NewRequestWithContext(t.Context(), "GET", "/", nil)
	c := &call{Request: r}
	c.bearer.ID, c.bearer.User, c.bearer.Actor = 1, user, ana
	l, leave, err := s.api.listen(c, channel{name: "public"})
	s.must(err)
	quick := s.as(ana).socket("?stream=public")
	for range mostWaiting + 1 {
		l.offer(heard{News: storage.News{Topic: storage.TopicUser}})
	}
	if cause := context.Cause(l.c.Context()); !errors.Is(cause, errSlow) {
		t.Errorf("it goes on: %v", cause)
	}
	if err := l.run(nil); !errors.Is(err, errSlow) && !errors.Is(err, errClosed) {
		t.Errorf("it ends with %v", err)
	}
	leave()
	storagetest.Post(t, s.store, ana, "For the quick")
	quick.hear().is(t, "update", "public")
}

// Nothing is left behind when the apps have hung up, and nothing goes on when the
// program ends: who follows is told, who comes is turned away.
func TestStreamsLeaveNothingBehind(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Member(s, s.store, "ana")
		c := s.as(ana)
		c.get("/api/v1/accounts/verify_credentials").is(200)
		c.client.CloseIdleConnections()
		before := runtime.NumGoroutine()
		for range 5 {
			socket, events := c.socket("?stream=user"), c.events("/public")
			storagetest.Post(t, s.store, ana, "A word")
			socket.hear().is(t, "update", "user")
			_ = socket.conn.Close(websocket.StatusNormalClosure, "")
			events.hang()
			events.ended()
		}
		s.api.hub.open.Wait()
		c.client.CloseIdleConnections()
		for deadline := s.patient(); runtime.NumGoroutine() > before+2; runtime.Gosched() {
			if deadline.Err() != nil {
				t.Fatalf("%d goroutines, %d before", runtime.NumGoroutine(), before)
			}
		}
		if h := s.api.hub; len(h.listeners)+len(h.members)+len(h.addresses) != 0 {
			t.Errorf("left: %v %v %v", h.listeners, h.members, h.addresses)
		}
		socket, events := c.socket("?stream=user"), c.events("/public")
		told := make(chan websocket.StatusCode)
		go func() { told <- socket.ended() }()
		s.api.CloseStreams()
		if code := <-told; code != websocket.StatusGoingAway {
			t.Errorf("closed with %d", code)
		}
		events.ended()
		if got := c.send("HEAD", "/api/v1/streaming/user", "", nil); got.status != 503 {
			t.Errorf("a program that ends takes on more: %d", got.status)
		}
	})
}
