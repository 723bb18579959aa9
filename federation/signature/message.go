package signature

import (
	"fmt"
	"net/http"
	"strings"
)

// message is what a signature can say about a request, the same for the one
// that comes in and the one that goes out.
type message struct {
	method string
	scheme string // http or https
	origin string // scheme://authority, RFC 9421 2.2.2
	host   string // the Host header as sent
	target string // path and query as sent, never re-encoded (R-SIG-C 7)
	header http.Header
}

// received describes a request that came in. What a proxy says in X-Forwarded-*
// is not asked: origin is the configured public address (R-9421-2).
func received(r *http.Request, origin string) (message, error) {
	target, err := rawTarget(r)
	if err != nil {
		return message{}, err
	}
	scheme, host, _ := strings.Cut(strings.TrimRight(origin, "/"), "://")
	return newMessage(r, scheme, host, target), nil
}

// outgoing describes a request about to be sent.
func outgoing(r *http.Request) message {
	return newMessage(r, strings.ToLower(r.URL.Scheme), hostOf(r), r.URL.RequestURI())
}

func newMessage(r *http.Request, scheme, host, target string) message {
	return message{
		method: r.Method,
		scheme: scheme,
		origin: scheme + "://" + authority(scheme, host),
		host:   hostOf(r),
		target: target,
		header: r.Header,
	}
}

func hostOf(r *http.Request) string {
	if r.Host == "" {
		return r.URL.Host
	}
	return r.Host
}

// authority is a host in lower case, without the port the scheme implies
// (RFC 9421 2.2.3).
func authority(scheme, host string) string {
	host = strings.ToLower(host)
	switch scheme {
	case "https":
		return strings.TrimSuffix(host, ":443")
	case "http":
		return strings.TrimSuffix(host, ":80")
	}
	return host
}

// rawTarget is the request target as the peer wrote it. A request that did not
// come over the wire has only its URL.
func rawTarget(r *http.Request) (string, error) {
	target := r.RequestURI
	if target == "" {
		return r.URL.RequestURI(), nil
	}
	if _, rest, ok := strings.Cut(target, "://"); ok && target[0] != '/' { // RFC 9112 3.2.2
		target = "/"
		if i := strings.IndexAny(rest, "/?"); i >= 0 {
			target = "/" + strings.TrimPrefix(rest[i:], "/")
		}
	}
	if target[0] != '/' {
		return "", fmt.Errorf("%w: request target", ErrMalformed)
	}
	return target, nil
}

// field is the value of a header: its lines trimmed and joined (RFC 9421 2.1,
// draft-cavage 2.3).
func (m message) field(name string) (string, error) {
	if name == "host" { // net/http keeps it apart
		return m.host, nil
	}
	lines := m.header.Values(name)
	if len(lines) == 0 {
		return "", fmt.Errorf("%w: header %s", ErrMissing, name)
	}
	trimmed := make([]string, len(lines))
	for i, line := range lines {
		trimmed[i] = strings.Trim(line, blank)
	}
	return strings.Join(trimmed, ", "), nil
}

// component is the value of an RFC 9421 component: a header or one of the
// derived ones of section 2.2.
func (m message) component(name string) (string, error) {
	path, query, _ := strings.Cut(m.target, "?")
	switch name {
	case "@method":
		return m.method, nil
	case "@target-uri":
		return m.origin + m.target, nil
	case "@authority":
		return authority(m.scheme, m.host), nil
	case "@scheme":
		return m.scheme, nil
	case "@request-target":
		return m.target, nil
	case "@path":
		return path, nil
	case "@query": // "?" alone when there is none, RFC 9421 2.2.7
		return "?" + query, nil
	}
	if _, rest := token(name); rest != "" || name == "" {
		return "", fmt.Errorf("%w: component", ErrUnsupported)
	}
	return m.field(name)
}
