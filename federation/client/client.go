package client

import (
	"cmp"
	"crypto/x509"
	"net"
	"net/http"
	"net/netip"
)

// Options of a Client. The zero value talks https to public addresses only.
type Options struct {
	// PrivateNetworks may be dialled although they are not public: the networks of
	// hospitals that federate among themselves, 127.0.0.0/8 and ::1/128 on a
	// developer's machine (S-NET-5).
	PrivateNetworks []netip.Prefix
	// InsecureHTTP permits plain http, and only to loopback addresses, which must
	// be in PrivateNetworks as well.
	InsecureHTTP bool
	// UserAgent is sent where a request names none. Empty: "Consilium".
	UserAgent string
	// MaxBody is the most decompressed bytes anybody reads of one response, also
	// through HTTP. 0: 64 MiB.
	MaxBody int64
	// RootCAs replaces the system's certificate authorities. Nil: the system's.
	RootCAs *x509.CertPool
	// Resolver replaces the system's resolver. Nil: the system's.
	Resolver Resolver
}

const (
	defaultUserAgent = "Consilium"
	defaultMaxBody   = 64 << 20
	maxRedirects     = 3 // R-OUT-4
)

// Client sends requests to other servers. It is safe for concurrent use and keeps
// connections, so a process needs one.
type Client struct {
	transport *transport
	times     times
}

// New makes a Client.
func New(o Options) *Client {
	return newClient(o, limits, nil)
}

// newClient takes the limits, and in tests about time what stands for the network.
func newClient(o Options, t times, connect connector) *Client {
	o.UserAgent = cmp.Or(o.UserAgent, defaultUserAgent)
	o.MaxBody = cmp.Or(o.MaxBody, defaultMaxBody)
	if o.Resolver == nil {
		o.Resolver = net.DefaultResolver
	}
	return &Client{transport: newTransport(o, t, connect), times: t}
}

// HTTP returns a plain client over the same guard, for whoever brings their own
// requests (single sign-on, push, remote media): same addresses, same limits, at
// most three redirects of GET and HEAD, none of other methods (the redirect itself
// is returned), credentials dropped at each redirect.
//
// Its errors are *url.Error, which print the URL: do not log them whole when the
// URL carries a secret.
func (c *Client) HTTP() *http.Client {
	return &http.Client{Transport: c.transport, Timeout: c.times.total, CheckRedirect: followFew}
}

// CloseIdle closes the connections that are not in use.
func (c *Client) CloseIdle() {
	c.transport.CloseIdleConnections()
}

// followFew is the redirect rule of the plain client (R-OUT-4).
func followFew(next *http.Request, via []*http.Request) error {
	if method := via[0].Method; method != http.MethodGet && method != http.MethodHead {
		return http.ErrUseLastResponse
	}
	if len(via) > maxRedirects {
		return ErrTooManyRedirects
	}
	for _, name := range []string{"Authorization", "Cookie", "Signature", "Signature-Input", "Referer"} {
		next.Header.Del(name)
	}
	return nil
}
