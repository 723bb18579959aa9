package mastodon

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/coder/websocket"
)

// maxFrame bounds what an app says over a WebSocket, in bytes.
const maxFrame = 8 << 10

// openSocket is GET /api/v1/streaming: all channels over one WebSocket (RFC 6455).
// ?stream= names one to begin with.
func (s *API) openSocket(c *call) (any, error) {
	if !isSocket(c.Request) {
		c.reply.Set("Upgrade", "websocket")
		return nil, refuse(http.StatusUpgradeRequired, "api.stream_socket")
	}
	return live(func(w http.ResponseWriter) error {
		l, leave, err := s.listen(c)
		if err != nil {
			return err
		}
		defer leave()
		var refused error
		if name := c.fields.text("stream"); name != "" {
			refused = l.take(order{Type: "subscribe", channelWanted: wantedOf(c, name)})
		}
		return s.serveSocket(w, l, refused)
	}), nil
}

// serveSocket talks until one side hangs up. No cookie is believed here, so that
// pages of any origin may come, as with the rest of the API.
func (s *API) serveSocket(w http.ResponseWriter, l *listener, refused error) error {
	o := websocket.AcceptOptions{InsecureSkipVerify: true, CompressionMode: websocket.CompressionDisabled}
	if offered := protocol(l.c.Request); offered != "" {
		o.Subprotocols = []string{offered} // a browser hangs up when its offer is not taken
	}
	conn, err := websocket.Accept(w, l.c.Request, &o)
	if err != nil {
		return nil // and has been told why
	}
	defer func() { _ = conn.CloseNow() }()
	conn.SetReadLimit(maxFrame)
	out := &socket{conn, l}
	if refused != nil && out.refuse(refused) != nil {
		return nil
	}
	read := make(chan struct{})
	go func() {
		defer close(read)
		l.end(out.obey())
	}()
	why := l.run(out)
	out.hangUp(why)
	<-read
	s.ended(l.c, why)
	return nil
}

// socket is the WebSocket of one listener.
type socket struct {
	conn *websocket.Conn
	l    *listener
}

// frame is an event as it goes over a WebSocket: the payload is a text in itself.
type frame struct {
	Stream  []string `json:"stream"`
	Event   string   `json:"event"`
	Payload string   `json:"payload,omitempty"`
}

func (o *socket) send(ctx context.Context, e event) error {
	return o.write(ctx, frame{e.channel.label(), e.name, e.payload})
}

func (o *socket) beat(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if o.conn.Ping(ctx) != nil {
		return errGone
	}
	return nil
}

func (o *socket) write(ctx context.Context, body any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if o.conn.Write(ctx, websocket.MessageText, text) != nil {
		return errGone
	}
	return nil
}

// order is what an app says.
type order struct {
	Type string `json:"type"`
	channelWanted
}

// obey follows and unfollows what the app asks for, until it hangs up.
func (o *socket) obey() error {
	ctx := context.WithoutCancel(o.l.c.Context()) // hangUp ends it, and says goodbye first
	for {
		kind, text, err := o.conn.Read(ctx)
		if err != nil {
			return errGone
		}
		var wanted order
		if kind != websocket.MessageText || json.Unmarshal(text, &wanted) != nil {
			err = malformed()
		} else {
			err = o.l.take(wanted)
		}
		if err != nil && o.refuse(err) != nil {
			return errGone
		}
	}
}

// take does what an app asks of its listener.
func (l *listener) take(wanted order) error {
	switch wanted.Type {
	case "unsubscribe":
		if ch, err := wanted.channel(l.scopes); err == nil {
			l.unfollow(ch)
		}
		return nil
	case "subscribe":
		ch, err := l.api.channelFor(l.c.Context(), wanted.channelWanted, subscriber{l.actor, l.scopes})
		if err != nil {
			return err
		}
		return l.follow(ch)
	}
	return malformed()
}

// refusedFrame says what an app may not follow.
type refusedFrame struct {
	Error  string `json:"error"`
	Status int    `json:"status"`
}

func (o *socket) refuse(err error) error {
	r := o.l.api.refusalOf(o.l.c, err)
	return o.write(o.l.c.Context(), refusedFrame{o.l.c.printer.Problem(r.problem), r.status})
}

// hangUp says why, to who still reads (RFC 6455 7.4.1).
func (o *socket) hangUp(why error) {
	switch {
	case errors.Is(why, errClosing):
		_ = o.conn.Close(websocket.StatusGoingAway, "")
	case errors.Is(why, errClosed):
		_ = o.conn.Close(websocket.StatusPolicyViolation, "")
	}
	_ = o.conn.CloseNow()
}
