package client

import (
	"fmt"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/net/idna"
)

// maxURL bounds a URL in bytes. Signed media URLs reach one or two thousand.
const maxURL = 4096

// parseTarget reads an absolute URL and brings it to the one form that is compared,
// signed and dialled: lower-case ASCII host, no trailing dot, no fragment (S-NET-3).
func parseTarget(raw string, insecure bool) (*url.URL, error) {
	if len(raw) > maxURL {
		return nil, fmt.Errorf("%w: longer than %d bytes", ErrURL, maxURL)
	}
	parsed, err := url.Parse(raw)
	if err != nil {
		return nil, fmt.Errorf("%w: malformed", ErrURL) // the cause would quote the URL
	}
	return normalise(parsed, insecure)
}

// normalise returns a checked copy of the URL; its argument is not changed.
func normalise(given *url.URL, insecure bool) (*url.URL, error) {
	u := *given
	if u.Scheme != "https" && !(u.Scheme == "http" && insecure) {
		return nil, fmt.Errorf("%w: %.16q", ErrScheme, u.Scheme)
	}
	if u.Opaque != "" || u.User != nil {
		return nil, fmt.Errorf("%w: userinfo or no authority", ErrURL)
	}
	host, err := asciiHost(u.Hostname())
	if err != nil {
		return nil, err
	}
	port, err := checkPort(u.Port())
	if err != nil {
		return nil, err
	}
	u.Host = join(host, port, u.Scheme)
	u.Fragment, u.RawFragment = "", ""
	return &u, nil
}

// asciiHost is the host as a lower-case ASCII domain name without trailing dot, or
// an IP address in its usual notation. IDNA is applied once (RFC 5891).
func asciiHost(host string) (string, error) {
	if ip, err := netip.ParseAddr(host); err == nil {
		if ip.Zone() != "" {
			return "", fmt.Errorf("%w: address with a zone", ErrURL)
		}
		return ip.String(), nil
	}
	name := strings.ToLower(strings.TrimSuffix(host, "."))
	if !isASCII(name) {
		var err error
		if name, err = idna.Lookup.ToASCII(name); err != nil {
			return "", fmt.Errorf("%w: not a domain name", ErrURL)
		}
		// The ideographic full stop becomes a dot only here.
		name = strings.TrimSuffix(name, ".")
	}
	if !domain(name) || numeric(name) {
		return "", fmt.Errorf("%w: not a domain name", ErrURL)
	}
	return name, nil
}

func isASCII(host string) bool {
	return strings.IndexFunc(host, func(r rune) bool { return r > unicode.MaxASCII }) < 0
}

// domain checks lengths and letters (RFC 1035 2.3.4); underscores occur in names
// that really serve people.
func domain(name string) bool {
	for label := range strings.SplitSeq(name, ".") {
		if label == "" || len(label) > 63 || strings.Trim(label, "abcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
			return false
		}
	}
	return len(name) <= 253
}

// numeric tells the hosts that resolvers may read as an IPv4 address in disguise:
// 2130706433, 0x7f.1, 0177.0.0.1. No top-level domain is a number.
func numeric(host string) bool {
	last := host[strings.LastIndexByte(host, '.')+1:]
	if hex, found := strings.CutPrefix(last, "0x"); found {
		return strings.Trim(hex, "0123456789abcdef") == ""
	}
	return strings.Trim(last, "0123456789") == ""
}

// checkPort lets the web's own ports and the unprivileged ones pass, so that
// nobody makes us speak to a mail server or a database's well-known neighbour.
func checkPort(port string) (string, error) {
	if port == "" {
		return "", nil
	}
	number, err := strconv.ParseUint(port, 10, 16)
	if err != nil {
		return "", fmt.Errorf("%w: port", ErrURL)
	}
	if number != 443 && number != 80 && number < 1024 {
		return "", fmt.Errorf("%w: port %d", ErrForbiddenAddress, number)
	}
	return strconv.FormatUint(number, 10), nil
}

// join leaves the scheme's own port out: https://host:443 and https://host are
// one origin, one signature, one pool.
func join(host, port, scheme string) string {
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if port == "" || (scheme == "https" && port == "443") || (scheme == "http" && port == "80") {
		return host
	}
	return host + ":" + port
}
