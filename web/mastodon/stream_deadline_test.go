package mastodon

import (
	"net/http/httptest"
	"testing"
	"time"

	"consilium/storage/storagetest"
)

// The bounds of the program on requests that end (cmd/consilium's server) do not cut
// off streams.
func TestStreamsOutliveTheBoundsOfRequests(t *testing.T) {
	s := openSite(t, storagetest.SQLiteFile(t))
	s.server.Close()
	s.server = httptest.NewUnstartedServer(s.api.Handler())
	s.server.Config.ReadTimeout, s.server.Config.WriteTimeout, s.server.Config.IdleTimeout = time.Second, time.Second, time.Second
	s.server.StartTLS()
	t.Cleanup(s.server.Close)
	_, ana := storagetest.Member(s, s.store, "ana")
	c := s.as(ana)
	socket, events := c.socket("?stream=user"), c.events("/user")
	<-time.After(2500 * time.Millisecond)
	for range 2 {
		storagetest.Post(t, s.store, ana, "Still there")
		socket.hear().is(t, "update", "user")
		events.hear().is(t, "update")
	}
	c.get("/api/v1/accounts/verify_credentials").is(200)
}
