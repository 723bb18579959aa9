package mastodon

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"consilium/storage/storagetest"
)

// ear is an app that follows along, over a WebSocket or by server-sent events.
type ear struct {
	*site
	conn *websocket.Conn
	// lines are what a server-sent stream says.
	lines chan string
	hang  func()
}

// said is an event as either way brings it.
type said struct {
	Stream         []string
	Event, Payload string
	Error          string
	Status         int
}

// patient bounds how long a test waits for what should come at once.
func (s *site) patient() context.Context {
	ctx, cancel := context.WithTimeout(s.Context(), 30*time.Second)
	s.Cleanup(cancel)
	return ctx
}

// steady makes a site whose streams do not beat by themselves, but when beat is called, which
// waits for so many more of them.
func (s *site) steady() (beat func(more int)) {
	made := make(chan chan time.Time, 100)
	s.api.Ticker = func(step time.Duration) (<-chan time.Time, func()) {
		if step != 15*time.Second {
			s.Errorf("a beat every %s", step)
		}
		own := make(chan time.Time, 1)
		made <- own
		return own, func() {}
	}
	var all []chan time.Time
	return func(more int) {
		for range more {
			all = append(all, <-made)
		}
		for _, own := range all {
			own <- time.Time{}
		}
	}
}

func (c *caller) dial(query string, o websocket.DialOptions) (*websocket.Conn, *http.Response, error) {
	o.HTTPClient = c.client
	return websocket.Dial(c.patient(), "wss"+strings.TrimPrefix(storagetest.Here, "https")+"/api/v1/streaming"+query, &o)
}

// socket opens a WebSocket with the token in the header.
func (c *caller) socket(query string) *ear {
	c.Helper()
	conn, _, err := c.dial(query, websocket.DialOptions{HTTPHeader: http.Header{"Authorization": {"Bearer " + c.token}}})
	c.must(err)
	c.Cleanup(func() { _ = conn.CloseNow() })
	conn.SetReadLimit(1 << 20)
	return &ear{site: c.site, conn: conn}
}

// events opens a stream of server-sent events and waits until it has begun.
func (c *caller) events(path string) *ear {
	c.Helper()
	ctx, cancel := context.WithCancel(c.patient())
	r, err := http.NewRequestWithContext(ctx, "GET", storagetest.Here+"/api/v1/streaming"+path, nil)
	c.must(err)
	r.Header.Set("Authorization", "Bearer "+c.token)
	answer, err := c.client.Do(r)
	c.must(err)
	if kind := answer.Header.Get("Content-Type"); answer.StatusCode != 200 || kind != "text/event-stream" {
		c.Fatalf("%s: %d %s", path, answer.StatusCode, kind)
	}
	e := &ear{site: c.site, lines: make(chan string, 100), hang: cancel}
	c.Cleanup(cancel)
	go func() {
		defer close(e.lines)
		defer answer.Body.Close()
		lines := bufio.NewScanner(answer.Body)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			e.lines <- lines.Text()
		}
	}()
	e.thump()
	return e
}

// line is the next line of a server-sent stream; false when it has ended.
func (e *ear) line() (string, bool) {
	e.Helper()
	select {
	case line, more := <-e.lines:
		return line, more
	case <-e.patient().Done():
		e.Fatal("nothing is said")
		return "", false
	}
}

func (e *ear) thump() {
	e.Helper()
	if got, _ := e.line(); got != ":thump" {
		e.Fatalf("a beat is %q", got)
	}
}

func (e *ear) hear() said {
	e.Helper()
	var what said
	if e.conn == nil {
		first, _ := e.line()
		second, _ := e.line()
		_, _ = e.line()
		what.Event, what.Payload = strings.TrimPrefix(first, "event: "), strings.TrimPrefix(second, "data: ")
		return what
	}
	_, text, err := e.conn.Read(e.patient())
	e.must(err)
	e.must(json.Unmarshal(text, &what))
	return what
}

// is checks what was heard, and gives the payload.
func (what said) is(t testing.TB, name string, stream ...string) value {
	t.Helper()
	if what.Event != name || what.Stream != nil && strings.Join(what.Stream, " ") != strings.Join(stream, " ") {
		t.Fatalf("heard %q on %q, want %q on %q: %s", what.Event, what.Stream, name, stream, what.Payload)
	}
	var v any
	if err := json.Unmarshal([]byte(what.Payload), &v); err != nil {
		t.Fatalf("the payload of %s: %v", name, err)
	}
	return value{nil, name, v}
}

func (e *ear) say(text string) {
	e.Helper()
	e.must(e.conn.Write(e.patient(), websocket.MessageText, []byte(text)))
}

// settle waits until everything said was obeyed: what makes no sense is refused
// in its turn.
func (e *ear) settle() {
	e.Helper()
	e.say(`{}`)
	if got := e.hear(); got.Status != 400 || got.Error == "" {
		e.Fatalf("nonsense is answered with %+v", got)
	}
}

// ended waits for the end, and gives the code a WebSocket was closed with.
func (e *ear) ended() websocket.StatusCode {
	e.Helper()
	for e.conn == nil {
		if _, more := e.line(); !more {
			return 0
		}
	}
	for {
		_, _, err := e.conn.Read(e.patient())
		if err != nil {
			if e.patient().Err() != nil {
				e.Fatal("it goes on")
			}
			return websocket.CloseStatus(err)
		}
	}
}
