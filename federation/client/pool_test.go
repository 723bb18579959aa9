package client

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
)

// census counts a server's connections as they come and go.
type census struct {
	mu             sync.Mutex
	open, most, in int
}

func (c *census) note(_ net.Conn, state http.ConnState) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch state {
	case http.StateNew:
		c.open++
		c.in++
		c.most = max(c.most, c.open)
	case http.StateClosed:
		c.open--
	}
}

func (c *census) counts() (most, total int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.most, c.in
}

// everyone resolves any name to this machine.
type everyone struct{}

func (everyone) LookupNetIP(context.Context, string, string) ([]netip.Addr, error) {
	return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
}

func pool(t *testing.T, handler http.HandlerFunc) (port string, client *Client, seen *census) {
	t.Helper()
	seen = new(census)
	server := httptest.NewUnstartedServer(handler)
	server.Config.ConnState = seen.note
	server.Start()
	t.Cleanup(server.Close)
	client = New(Options{InsecureHTTP: true, PrivateNetworks: loopback, Resolver: everyone{}})
	t.Cleanup(client.CloseIdle)
	return server.URL[strings.LastIndexByte(server.URL, ':'):], client, seen
}

// One busy host gets a bounded number of connections, the rest waits its turn.
func TestPoolBoundsOneHost(t *testing.T) {
	full := make(chan struct{}, 100)
	release := make(chan struct{})
	port, client, seen := pool(t, func(http.ResponseWriter, *http.Request) {
		full <- struct{}{}
		<-release
	})
	var wait sync.WaitGroup
	for range 4 * maxConnsPerHost {
		wait.Go(func() {
			if _, err := client.Get(t.Context(), Request{URL: "http://busy.example" + port}); err != nil {
				t.Error(err)
			}
		})
	}
	for range maxConnsPerHost {
		<-full
	}
	close(release)
	wait.Wait()
	if most, _ := seen.counts(); most > maxConnsPerHost {
		t.Errorf("%d connections at once to one host, want at most %d", most, maxConnsPerHost)
	}
}

// Many hosts: each keeps its connection for the next request, and one that does not
// answer leaves the others alone.
func TestPoolReusesAcrossManyHosts(t *testing.T) {
	stuck := make(chan struct{})
	port, client, seen := pool(t, func(_ http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.Host, "stuck.") {
			<-stuck
		}
	})
	var wait sync.WaitGroup
	for range 2 * maxConnsPerHost {
		wait.Go(func() { _, _ = client.Get(t.Context(), Request{URL: "http://stuck.example" + port}) })
	}
	const hosts, rounds = 60, 3
	for range rounds {
		for i := range hosts {
			if _, err := client.Post(t.Context(), Request{URL: fmt.Sprintf("http://h%d.example%s", i, port)}); err != nil {
				t.Fatal(err)
			}
		}
	}
	close(stuck)
	wait.Wait()
	if _, total := seen.counts(); total > hosts+maxConnsPerHost {
		t.Errorf("%d connections for %d hosts, want one each and %d for the stuck one", total, hosts, maxConnsPerHost)
	}
}
