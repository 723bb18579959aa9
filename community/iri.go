package community

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/net/idna"
)

// MaxIRI is the longest identifier accepted, in bytes; longer ones are refused
// before they reach a column or an index.
const MaxIRI = 2048

// IRI is the identifier of an actor, post or activity: an absolute http or
// https address with a host. It is stored as its owner wrote it and never taken
// apart to guess a name. The zero IRI is "none".
type IRI struct{ s string }

// ParseIRI reads an identifier. It refuses other schemes, hosts that are
// missing or not CanonicalHost's, credentials in the address (S-NET-3), spaces,
// control characters and anything over MaxIRI. The text itself is kept
// unchanged, since identifiers are compared as strings (ActivityPub 3.1).
func ParseIRI(s string) (IRI, error) {
	if len(s) > MaxIRI || strings.ContainsFunc(s, unclean) {
		return IRI{}, errors.New("iri: too long or not clean")
	}
	u, err := url.Parse(s)
	if err != nil {
		return IRI{}, errors.New("iri: not an address")
	}
	if u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || u.User != nil || u.Opaque != "" {
		return IRI{}, errors.New("iri: not an absolute http address")
	}
	if _, err := CanonicalHost(u.Host); err != nil {
		return IRI{}, fmt.Errorf("iri: %w", err)
	}
	return IRI{s}, nil
}

// unclean finds what has no place in an address: blanks, controls, and what
// broken UTF-8 is read as.
func unclean(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || r == unicode.ReplacementChar
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
// case, punycode, without trailing dot, with its port if there is one, IPv6 in
// brackets (S-NET-3). Ports are 1 to 65535.
func CanonicalHost(s string) (string, error) {
	name, port := s, ""
	if i := strings.LastIndexByte(s, ':'); i >= 0 && !strings.HasSuffix(s, "]") {
		name, port = s[:i], s[i+1:]
	}
	if port != "" {
		n, err := strconv.ParseUint(port, 10, 16)
		if err != nil || n == 0 {
			return "", errors.New("host: not a port")
		}
		port = ":" + strconv.FormatUint(n, 10)
	}
	name, err := canonicalName(name)
	return name + port, err
}

// canonicalName is CanonicalHost without a port.
func canonicalName(name string) (string, error) {
	if inside, found := strings.CutPrefix(name, "["); found {
		ip, err := netip.ParseAddr(strings.TrimSuffix(inside, "]"))
		if err != nil || !ip.Is6() || ip.Zone() != "" || !strings.HasSuffix(inside, "]") {
			return "", errors.New("host: not an address")
		}
		return "[" + ip.String() + "]", nil
	}
	if strings.ContainsFunc(name, unclean) {
		return "", errors.New("host: not clean")
	}
	ascii, err := idna.Lookup.ToASCII(name)
	ascii = strings.ToLower(strings.TrimSuffix(ascii, "."))
	if err != nil || len(ascii) > 253 {
		return "", errors.New("host: not a host name")
	}
	for label := range strings.SplitSeq(ascii, ".") {
		if label == "" || len(label) > 63 { // RFC 1035 2.3.4
			return "", errors.New("host: not a host name")
		}
	}
	return ascii, nil
}
