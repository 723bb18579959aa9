package mastodon

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// streaming is the address of all channels at once.
const streaming = "/api/v1/streaming"

// live is an answer that goes on until one side hangs up. Nothing was written
// before it, so that it may still refuse.
type live func(w http.ResponseWriter) error

// Ticker tells the time in even steps until stop is called.
type Ticker func(step time.Duration) (ticks <-chan time.Time, stop func())

func tick(step time.Duration) (<-chan time.Time, func()) {
	t := time.NewTicker(step)
	return t.C, t.Stop
}

// streamPaths are the addresses of single channels, for server-sent events.
var streamPaths = map[string]string{
	"/user": "user", "/user/notification": "user:notification", "/direct": "direct", "/list": "list", "/public": "public",
	"/public/local": "public:local", "/public/remote": "public:remote", "/hashtag": "hashtag", "/hashtag/local": "hashtag:local",
}

// streamEndpoints are where apps follow along. The scopes of what goes through
// /api/v1/streaming are asked for with each channel.
func (s *API) streamEndpoints() []endpoint {
	list := []endpoint{
		{"GET", streaming + "/health", stranger, "", s.showHealth},
		{"GET", streaming, member, "", s.openSocket},
	}
	for _, path := range slices.Sorted(maps.Keys(streamPaths)) {
		name := streamPaths[path]
		list = append(list, endpoint{"GET", streaming + path, member, channelScopes[name], s.openEvents(name)})
	}
	return list
}

// showHealth is GET /api/v1/streaming/health, which is no JSON.
func (s *API) showHealth(c *call) (any, error) {
	return live(func(w http.ResponseWriter) error {
		c.reply.Set("Content-Type", "text/plain; charset=utf-8")
		c.reply.Set("Cache-Control", "private, no-store")
		_, _ = w.Write([]byte("OK")) // who hung up hears nothing
		return nil
	}), nil
}

// handedOver puts an access token into the header where a browser cannot: here, and
// nowhere else, it may also come in the address, and as the protocol of a WebSocket.
func handedOver(e endpoint, r *http.Request) *http.Request {
	if !strings.HasPrefix(e.path, streaming) || r.Header.Get("Authorization") != "" {
		return r
	}
	token := r.URL.Query().Get("access_token")
	if token == "" {
		token = protocol(r)
	}
	if token == "" {
		return r
	}
	r = r.Clone(r.Context())
	r.Header.Set("Authorization", "Bearer "+token)
	return r
}

// protocol is the first of the protocols a WebSocket asks for (RFC 6455 4.1).
func protocol(r *http.Request) string {
	first, _, _ := strings.Cut(r.Header.Get("Sec-Websocket-Protocol"), ",")
	return strings.TrimSpace(first)
}

// isSocket says whether a request wants to become a WebSocket.
func isSocket(r *http.Request) bool {
	return r.Method == http.MethodGet && strings.EqualFold(r.Header.Get("Upgrade"), "websocket")
}

// CloseStreams ends everything that goes on and waits until it has ended; nothing
// new begins. http.Server.Shutdown does neither for WebSockets.
func (s *API) CloseStreams() { s.hub.close() }

// wantedOf is the channel the address asks for.
func wantedOf(c *call, name string) channelWanted {
	w := channelWanted{Stream: name, Tag: c.fields.text("tag"), List: c.fields.text("list")}
	if media, _ := strconv.ParseBool(c.fields.text("only_media")); media && strings.HasPrefix(name, "public") {
		w.Stream += ":media"
	}
	return w
}
