package federation

import (
	"context"
	"crypto/sha256"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"testing"
	"time"

	"consilium/storage"
	"consilium/storage/lane"
	"consilium/storage/storagetest"
)

// dead are servers of three kinds that never take anything: one closes its door,
// one takes the connection and says nothing, one sends its headers letter by
// letter. held counts the requests that the latter two keep.
type dead struct {
	*testing.T
	held chan string
	end  chan struct{}
}

func (d dead) open(kind string) string {
	switch kind {
	case "refuses":
		closed := httptest.NewServer(http.NotFoundHandler())
		closed.Close()
		return closed.URL
	case "hangs":
		hanging := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
			d.held <- kind
			<-d.end
		}))
		d.Cleanup(hanging.Close)
		return hanging.URL
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		d.Fatal(err)
	}
	d.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go d.trickle(conn)
		}
	}()
	return "http://" + listener.Addr().String()
}

func (d dead) trickle(conn net.Conn) {
	defer func() { _ = conn.Close() }()
	d.held <- "trickles"
	for _, letter := range "HTTP/1.1 202 Accepted\r\nX-Long: " {
		_, _ = fmt.Fprintf(conn, "%c", letter)
	}
	<-d.end
}

// TestDeadHostsHoldNobodyUp: while as many hosts as there are refuse, hang or
// trickle, and hold our requests, all healthy ones are served (R-OUT-1).
func TestDeadHostsHoldNobodyUp(t *testing.T) {
	s := newScene(t)
	d := dead{T: t, held: make(chan string, 100), end: make(chan struct{})}
	const each = 6
	for n := range each {
		for _, kind := range []string{"refuses", "hangs", "trickles"} {
			there := d.open(kind)
			storagetest.Following(t, s.store, storagetest.Remote(t, s.store, there, "dead"+strconv.Itoa(n)), s.ana)
		}
	}
	var arrived sync.WaitGroup
	for n := range 5 {
		healthy := openPeer(t, s.clock)
		arrived.Add(1)
		healthy.inbox = func(*http.Request, []byte) page { arrived.Done(); return page{status: 202} }
		storagetest.Following(t, s.store, storagetest.Remote(t, s.store, healthy.base, "well"+strconv.Itoa(n)), s.ana)
	}
	loop := &lane.Loop{Store: s.store, Log: slog.New(slog.DiscardHandler), Workers: 2, Patience: time.Millisecond, Poll: 10 * time.Millisecond}
	loop.Handle(storage.KindDeliver, s.Deliver)
	loop.Order(storage.KindDeliver, DeliverAtOnce, s.DeliverOrder)
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	storagetest.Post(t, s.store, s.ana, "to all of them")
	running.Go(func() { loop.Run(ctx) })
	arrived.Wait()
	for range 2 * each { // they still hold what they were given
		<-d.held
	}
	close(d.end)
	stop()
	running.Wait()
}

// TestDeliveryOrder: nothing overtakes at one inbox, and at one host no activity
// overtakes another about the same post (R-OUT-3).
func TestDeliveryOrder(t *testing.T) {
	order := func(verb, id, inbox string, post int) storage.Order {
		payload := fmt.Sprintf(`{"verb":%q,"id":%q,"inbox":"https://there.example/%s","post":%d}`, verb, id, inbox, post)
		return (&Federation{}).DeliverOrder(t.Context(), &storage.Job{Payload: payload})
	}
	create := order("Create", "c1", "a", 1)
	for name, test := range map[string]struct {
		later storage.Order
		waits bool
	}{
		"the same to another inbox":      {order("Create", "c1", "b", 1), false},
		"its end to another inbox":       {order("Delete", "d1", "b", 1), true},
		"another post to another inbox":  {order("Create", "c2", "b", 2), false},
		"another post to the same inbox": {order("Create", "c2", "a", 2), true},
		"a follow":                       {order("Follow", "f", "b", 0), true},
	} {
		if got := test.later.After(create); got != test.waits {
			t.Errorf("%s: waits %v, want %v", name, got, test.waits)
		}
	}
}

// TestReceiptOrder: what a host sent first takes effect first, where one is about
// what the other is (R-OUT-3 seen from the other side).
func TestReceiptOrder(t *testing.T) {
	s := newScene(t)
	order := func(body string) storage.Order {
		body = fmt.Sprintf(body, `"@context":"https://www.w3.org/ns/activitystreams","actor":"https://there.example/users/bob"`)
		fresh, err := s.store.AddReceipt(t.Context(), storage.Receipt{Digest: sha256.Sum256([]byte(body)), Host: "there.example",
			Signer: s.bob, Body: []byte(body)})
		if err != nil || !fresh {
			t.Fatal(fresh, err)
		}
		jobs, err := s.store.Jobs(t.Context(), "in/there.example", 100)
		if err != nil {
			t.Fatal(err)
		}
		return s.ReceiveOrder(t.Context(), &jobs[len(jobs)-1])
	}
	first := order(`{%s,"type":"Create","id":"https://there.example/1/c","object":{"type":"Note","id":"https://there.example/1"}}`)
	for name, test := range map[string]struct {
		later string
		waits bool
	}{
		"another post":    {`{%s,"type":"Create","id":"https://there.example/22/c","object":{"type":"Note","id":"https://there.example/22"}}`, false},
		"its answer":      {`{%s,"type":"Create","id":"https://there.example/3/c","object":{"type":"Note","id":"https://there.example/3","inReplyTo":"https://there.example/1"}}`, true},
		"a boost of it":   {`{%s,"type":"Announce","id":"https://there.example/4","object":"https://there.example/1"}`, true},
		"a boost":         {`{%s,"type":"Announce","id":"https://there.example/555","object":"https://elsewhere.example/1"}`, false},
		"a group's boost": {`{%s,"type":"Announce","id":"https://there.example/6","object":{"type":"Delete","id":"https://there.example/6/d","object":"https://there.example/9"}}`, true},
		"its change":      {`{%s,"type":"Update","id":"https://there.example/7/c","object":{"type":"Note","id":"https://there.example/1"}}`, true},
		"an undo":         {`{%s,"type":"Undo","id":"https://there.example/8","object":"https://there.example/elsewhere"}`, true},
		"what is no JSON": {`{%s,`, true},
	} {
		if got := order(test.later).After(first); got != test.waits {
			t.Errorf("%s: waits %v, want %v", name, got, test.waits)
		}
	}
}
