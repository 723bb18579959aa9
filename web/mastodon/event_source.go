package mastodon

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"consilium/community"
)

// openEvents answers with the events of one channel, as they happen (HTML Standard
// 9.2, server-sent events).
func (s *API) openEvents(name string) answer {
	return func(c *call) (any, error) {
		ch, err := s.channelFor(c.Context(), wantedOf(c, name), subscriber{c.me().ID, c.bearer.Scopes})
		if err != nil {
			return nil, err
		}
		return live(func(w http.ResponseWriter) error { return s.streamEvents(w, c, ch) }), nil
	}
}

func (s *API) streamEvents(w http.ResponseWriter, c *call, ch channel) error {
	source := &eventSource{w: w, conn: http.NewResponseController(w)}
	if c.Method != http.MethodHead {
		if err := source.keep(); err != nil {
			return fmt.Errorf("keep the connection: %w: %w", community.ErrUnavailable, err)
		}
	}
	l, leave, err := s.listen(c, ch)
	if err != nil {
		return err
	}
	defer leave()
	c.reply.Set("Content-Type", "text/event-stream")
	c.reply.Set("Cache-Control", "private, no-store")
	c.reply.Set("X-Content-Type-Options", "nosniff")
	c.reply.Set("X-Accel-Buffering", "no") // nginx would collect events
	w.WriteHeader(http.StatusOK)
	if c.Method == http.MethodHead || source.beat(c.Context()) != nil {
		return nil
	}
	s.ended(c, l.run(source))
	return nil
}

// ended writes down why a listener was given up, where that is our own fault.
func (s *API) ended(c *call, why error) {
	for _, expected := range []error{errClosing, errSlow, errClosed, errGone, context.Canceled} {
		if errors.Is(why, expected) {
			return
		}
	}
	if why != nil {
		s.door.Log.Error("streaming failed", "path", c.URL.Path, "error", why)
	}
}

// errGone says that the app hung up, or took too long to read.
var errGone = errors.New("nobody reads")

// eventSource writes server-sent events.
type eventSource struct {
	w    io.Writer
	conn *http.ResponseController
}

// keep lifts the bounds that the server puts on requests that end.
func (e *eventSource) keep() error {
	return errors.Join(e.conn.SetReadDeadline(time.Time{}), e.conn.SetWriteDeadline(time.Time{}))
}

func (e *eventSource) send(_ context.Context, v event) error {
	payload := cmp.Or(v.payload, "null") // an event that says nothing more; Mastodon writes what is no JSON
	return e.write("event: " + v.name + "\ndata: " + payload + "\n\n")
}

// beat writes a comment, as Mastodon's servers do: no empty line ends it, which libraries take for the end of an event.
func (e *eventSource) beat(context.Context) error { return e.write(":thump\n") }

// write gives up on who does not read.
func (e *eventSource) write(text string) error {
	giveUp := time.AfterFunc(patience, func() { _ = e.conn.SetWriteDeadline(time.Unix(1, 0)) })
	defer giveUp.Stop()
	if _, err := io.WriteString(e.w, text); err != nil {
		return errGone
	}
	if err := e.conn.Flush(); err != nil {
		return errGone
	}
	return nil
}
