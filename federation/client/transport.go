package client

import (
	"crypto/tls"
	"io"
	"net/http"
	"net/netip"
	"time"
)

// times are the limits of R-OUT-4.
type times struct {
	resolve, connect, header, total time.Duration
}

var limits = times{
	resolve: 5 * time.Second,
	connect: 5 * time.Second,
	header:  10 * time.Second,
	total:   30 * time.Second,
}

// Pool bounds. A community talks to thousands of hosts, a little each: few idle
// connections per host, none kept for long, and a busy host cannot take all sockets.
const (
	maxHeaderBytes  = 64 << 10
	maxIdle         = 200
	maxIdlePerHost  = 2
	maxConnsPerHost = 8
	idleTimeout     = 60 * time.Second
)

// transport checks and normalises each request, whoever built it, and sends it
// through the pool of its scheme; plain http has a stricter judge, hence its own.
type transport struct {
	insecure      bool
	userAgent     string
	ceiling       int64
	secure, plain *http.Transport
	// dialer and private are for who only asks where a host is.
	dialer  *dialer
	private []netip.Prefix
}

func newTransport(o Options, t times, connect connector) *transport {
	pool := func(loopbackOnly bool) *http.Transport {
		if connect != nil {
			return newPool(o, t, connect)
		}
		return newPool(o, t, guarded(newJudge(o.PrivateNetworks, loopbackOnly)))
	}
	return &transport{
		insecure:  o.InsecureHTTP,
		userAgent: o.UserAgent,
		ceiling:   o.MaxBody,
		secure:    pool(false),
		plain:     pool(true),
		dialer:    &dialer{resolver: o.Resolver, times: t},
		private:   o.PrivateNetworks,
	}
}

func newPool(o Options, t times, connect connector) *http.Transport {
	d := &dialer{resolver: o.Resolver, connect: connect, times: t}
	return &http.Transport{
		Proxy:                  nil, // a proxy would dial for us, unguarded
		DialContext:            d.dial,
		TLSClientConfig:        &tls.Config{RootCAs: o.RootCAs, MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:    t.connect,
		ResponseHeaderTimeout:  t.header,
		ExpectContinueTimeout:  time.Second,
		MaxResponseHeaderBytes: maxHeaderBytes,
		MaxIdleConns:           maxIdle,
		MaxIdleConnsPerHost:    maxIdlePerHost,
		MaxConnsPerHost:        maxConnsPerHost,
		IdleConnTimeout:        idleTimeout,
		ForceAttemptHTTP2:      true,
	}
}

// RoundTrip implements http.RoundTripper. It runs for every hop, also of a client
// that follows redirects by itself.
func (t *transport) RoundTrip(given *http.Request) (*http.Response, error) {
	target, err := normalise(given.URL, t.insecure)
	if err != nil {
		closeBody(given.Body)
		return nil, err
	}
	request := given.Clone(given.Context())
	request.URL, request.Host = target, target.Host
	if request.Header.Get("User-Agent") == "" {
		request.Header.Set("User-Agent", t.userAgent)
	}
	pool := t.secure
	if target.Scheme == "http" {
		pool = t.plain
	}
	answer, err := pool.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	answer.Body = &cappedBody{body: answer.Body, left: t.ceiling}
	return answer, nil
}

// CloseIdleConnections lets http.Client.CloseIdleConnections reach the pools.
func (t *transport) CloseIdleConnections() {
	t.secure.CloseIdleConnections()
	t.plain.CloseIdleConnections()
}

func closeBody(body io.Closer) {
	if body != nil {
		body.Close()
	}
}
