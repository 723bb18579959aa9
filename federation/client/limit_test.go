package client

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// S-NET-4: the cap counts decompressed bytes, and a body of exactly the limit passes.
func TestSNET4BodyCap(t *testing.T) {
	var bomb bytes.Buffer
	zip := gzip.NewWriter(&bomb)
	zip.Write(make([]byte, 20<<20))
	zip.Close()
	server, client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/bomb":
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(bomb.Bytes())
		case "/exact":
			w.Write(make([]byte, 1000))
		case "/over":
			w.Write(make([]byte, 1001))
		case "/chunked":
			for range 1001 {
				w.Write([]byte{'a'})
				w.(http.Flusher).Flush()
			}
		}
	}, func(o *Options) { o.MaxBody = 1 << 20 })
	for path, want := range map[string]error{"/exact": nil, "/over": ErrTooLarge, "/chunked": ErrTooLarge, "/bomb": ErrTooLarge} {
		answer, err := client.Get(t.Context(), Request{URL: server.URL + path, Limit: 1000})
		if !errors.Is(err, want) || (err == nil && len(answer.Body) != 1000) {
			t.Errorf("Get %s: %d bytes, %v, want %v", path, len(answer.Body), err, want)
		}
		_, err = client.Post(t.Context(), Request{URL: server.URL + path, Limit: 1000})
		if !errors.Is(err, want) {
			t.Errorf("Post %s: %v, want %v", path, err, want)
		}
	}
	if _, err := client.Post(t.Context(), Request{URL: server.URL + "/over"}); err != nil {
		t.Errorf("Post without interest in the body: %v", err)
	}
	// The plain client is capped as well.
	response, err := client.HTTP().Get(server.URL + "/bomb")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if n, err := io.Copy(io.Discard, response.Body); n != 1<<20 || !errors.Is(err, ErrTooLarge) {
		t.Errorf("plain client read %d bytes, %v", n, err)
	}
}

// S-NET-4: response headers are capped, on HTTP/1.1 and HTTP/2.
func TestSNET4HeaderCap(t *testing.T) {
	server, client := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		for i := range 100 {
			w.Header().Add("X-Filler-"+string(rune('a'+i%26)), strings.Repeat("x", 1024))
		}
	})
	if _, err := client.Get(t.Context(), Request{URL: server.URL}); err == nil {
		t.Error("HTTP/1.1: 100 KiB of headers were taken")
	}
	if client.transport.secure.MaxResponseHeaderBytes != maxHeaderBytes || !client.transport.secure.ForceAttemptHTTP2 {
		t.Error("HTTP/2 takes its cap from MaxResponseHeaderBytes, which is not set")
	}
}

// pipeNet answers every connection by a function that plays the server's side.
func pipeNet(play func(net.Conn)) connector {
	return func(context.Context, string, string) (net.Conn, error) {
		ours, theirs := net.Pipe()
		go func() {
			defer theirs.Close()
			play(theirs)
		}()
		return ours, nil
	}
}

func swallow(conn net.Conn) {
	io.Copy(io.Discard, conn)
}

// drip sends a text byte by byte, one each second, until the other side hangs up.
func drip(conn net.Conn, text string) {
	gone := make(chan struct{})
	go func() {
		swallow(conn)
		close(gone)
	}()
	for i := range len(text) {
		if _, err := io.WriteString(conn, text[i:i+1]); err != nil {
			return
		}
		select {
		case <-time.After(time.Second):
		case <-gone:
			return
		}
	}
}

// silentDNS never answers.
type silentDNS struct{}

func (silentDNS) LookupNetIP(ctx context.Context, _, _ string) ([]netip.Addr, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

// R-OUT-4, S-NET-4: slow servers of every kind, in the real limits and no real time.
func TestSNET4SlowServers(t *testing.T) {
	tests := []struct {
		name    string
		url     string
		connect connector
		want    time.Duration
	}{
		{"DNS is silent", "https://slow.example/", nil, 5 * time.Second},
		{"connect hangs", "http://127.0.0.1:9999/", func(ctx context.Context, _, _ string) (net.Conn, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		}, 5 * time.Second},
		{"TLS hangs", "https://127.0.0.1:9999/", pipeNet(swallow), 5 * time.Second},
		{"no header", "http://127.0.0.1:9999/", pipeNet(swallow), 10 * time.Second},
		{"header drips", "http://127.0.0.1:9999/", pipeNet(func(conn net.Conn) {
			// An answer before the question would be refused at once.
			io.ReadAtLeast(conn, make([]byte, 4096), 1)
			drip(conn, "HTTP/1.1 200 OK\r\nX: "+strings.Repeat("x", 1000))
		}), 10 * time.Second},
		{"body drips", "http://127.0.0.1:9999/", pipeNet(func(conn net.Conn) {
			io.ReadAtLeast(conn, make([]byte, 4096), 1)
			io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
			drip(conn, strings.Repeat("x", 1000))
		}), 30 * time.Second},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				options := Options{InsecureHTTP: true, PrivateNetworks: loopback, Resolver: silentDNS{}}
				client := newClient(options, limits, tt.connect)
				start := time.Now()
				_, err := client.Get(t.Context(), Request{URL: tt.url})
				if err == nil {
					t.Fatal("succeeded")
				}
				if got := time.Since(start); got != tt.want {
					t.Errorf("gave up after %v (%v), want %v", got, err, tt.want)
				}
				client.CloseIdle()
			})
		})
	}
}

// A redirect chain shares one total: hops do not start the clock anew.
func TestTotalSpansRedirects(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slowRedirect := pipeNet(func(conn net.Conn) {
			go swallow(conn)
			<-time.After(9 * time.Second)
			io.WriteString(conn, "HTTP/1.1 302 Found\r\nLocation: /again\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
		})
		client := newClient(Options{InsecureHTTP: true, PrivateNetworks: loopback}, limits, slowRedirect)
		start := time.Now()
		_, err := client.Get(t.Context(), Request{URL: "http://127.0.0.1:9999/"})
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != 30*time.Second {
			t.Errorf("after %v: %v", time.Since(start), err)
		}
		client.CloseIdle()
		<-time.After(10 * time.Second) // the last server wakes up and leaves
	})
}
