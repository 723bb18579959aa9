package community

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"golang.org/x/net/idna"
)

// MaxIRI is the longest identifier accepted, in bytes; longer ones are refused
// before they reach a column or an index.
const MaxIRI = 2048

// IRI is the identifier of an actor, post or activity: an absolute http or
// https address with a host. It is stored as its owner wrote it and never taken
// apart to guess a name. The zero IRI is "none".
type IRI struct{ s string }

// ParseIRI reads an identifier. It refuses other schemes, missing hosts,
// credentials in the address, control characters and anything over MaxIRI.
// The text itself is kept unchanged, since identifiers are compared as strings
// (ActivityPub 3.1).
func ParseIRI(s string) (IRI, error) {
	if len(s) > MaxIRI || strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r == 0x7f || r == 0xfffd }) {
		return IRI{}, errors.New("iri: too long or not clean")
	}
	u, err := url.Parse(s)
	if err != nil {
		return IRI{}, errors.New("iri: not an address")
	}
	if u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || u.User != nil || u.Opaque != "" {
		return IRI{}, errors.New("iri: not an absolute http address")
	}
	return IRI{s}, nil
}

// String gives the identifier as it was read; "" for none.
func (i IRI) String() string { return i.s }

// IsZero says whether there is no identifier.
func (i IRI) IsZero() bool { return i.s == "" }

// Host is the name[:port] the identifier lives at, as CanonicalHost writes it.
func (i IRI) Host() string {
	u, err := url.Parse(i.s)
	if err != nil {
		return ""
	}
	host, err := CanonicalHost(u.Host)
	if err != nil {
		return ""
	}
	if (u.Scheme == "https" && strings.HasSuffix(host, ":443")) || (u.Scheme == "http" && strings.HasSuffix(host, ":80")) {
		host = host[:strings.LastIndexByte(host, ':')]
	}
	return host
}

// SameOrigin says whether both identifiers live at the same host (FEP-fe34).
func (i IRI) SameOrigin(other IRI) bool {
	h := i.Host()
	return h != "" && h == other.Host() && i.scheme() == other.scheme()
}

func (i IRI) scheme() string {
	scheme, _, _ := strings.Cut(i.s, ":")
	return strings.ToLower(scheme)
}

// WithoutFragment drops what follows '#': what is asked for over HTTP.
func (i IRI) WithoutFragment() IRI {
	s, _, _ := strings.Cut(i.s, "#")
	return IRI{s}
}

// Scan reads an identifier back from the database.
func (i *IRI) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		i.s = ""
	case string:
		i.s = v
	case []byte:
		i.s = string(v)
	default:
		return fmt.Errorf("iri: cannot read %T", src)
	}
	return nil
}

// Value writes the identifier to the database; none is NULL.
func (i IRI) Value() (driver.Value, error) {
	if i.s == "" {
		return nil, nil
	}
	return i.s, nil
}

// CanonicalHost writes a host the one way it is compared and stored: lower
// case, punycode, without trailing dot, with its port if there is one (S-NET-3).
func CanonicalHost(s string) (string, error) {
	name, port := s, ""
	if i := strings.LastIndexByte(s, ':'); i >= 0 && !strings.HasSuffix(s, "]") {
		name, port = s[:i], s[i:]
	}
	name = strings.TrimSuffix(name, ".")
	if strings.HasPrefix(name, "[") {
		return strings.ToLower(name) + port, nil
	}
	ascii, err := idna.Lookup.ToASCII(name)
	if err != nil || ascii == "" || len(ascii) > 253 {
		return "", errors.New("host: not a host name")
	}
	for _, c := range strings.TrimPrefix(port, ":") {
		if c < '0' || c > '9' {
			return "", errors.New("host: not a port")
		}
	}
	return strings.ToLower(ascii) + strings.TrimSuffix(port, ":"), nil
}
