package session

import (
	"net/http"
	"net/netip"
	"strings"
	"testing"
)

func from(remote string, forwarded ...string) *http.Request {
	r := &http.Request{RemoteAddr: remote, Header: http.Header{}}
	for _, line := range forwarded {
		r.Header.Add("X-Forwarded-For", line)
	}
	return r
}

var proxies = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8"), netip.MustParsePrefix("127.0.0.1/32")}

// S-AUTH-3: nobody chooses the address they are counted under.
func TestClientAddress(t *testing.T) {
	for _, c := range []struct {
		name    string
		request *http.Request
		trusted []netip.Prefix
		want    string
	}{
		{"no proxy", from("203.0.113.9:5000"), proxies, "203.0.113.9"},
		{"header without trusted proxies", from("127.0.0.1:5000", "198.51.100.1"), nil, "127.0.0.1"},
		{"header from a stranger", from("203.0.113.9:5000", "198.51.100.1"), proxies, "203.0.113.9"},
		{"one proxy", from("10.0.0.1:5000", "198.51.100.1"), proxies, "198.51.100.1"},
		{"made up in front", from("10.0.0.1:5000", "6.6.6.6, 198.51.100.1"), proxies, "198.51.100.1"},
		{"made up to look like a proxy", from("10.0.0.1:5000", "10.6.6.6, 198.51.100.1"), proxies, "198.51.100.1"},
		{"two proxies", from("10.0.0.1:5000", "198.51.100.1, 10.0.0.2"), proxies, "198.51.100.1"},
		{"two header lines", from("10.0.0.1:5000", "6.6.6.6", "198.51.100.1, 10.0.0.2"), proxies, "198.51.100.1"},
		{"rubbish stops the walk", from("10.0.0.1:5000", "198.51.100.1, unknown, 10.0.0.2"), proxies, "10.0.0.2"},
		{"rubbish only", from("10.0.0.1:5000", "<script>"), proxies, "10.0.0.1"},
		{"empty header", from("10.0.0.1:5000", ""), proxies, "10.0.0.1"},
		{"proxies only", from("10.0.0.1:5000", "10.0.0.3,10.0.0.2"), proxies, "10.0.0.3"},
		{"with a port", from("10.0.0.1:5000", "198.51.100.1:1234"), proxies, "198.51.100.1"},
		{"IPv6", from("[fd00::1]:5000", "2001:db8::7"), proxies, "2001:db8::7"},
		{"IPv6 in brackets", from("[fd00::1]:5000", "[2001:db8::7]:99"), proxies, "2001:db8::7"},
		{"IPv4 in IPv6", from("[::ffff:10.0.0.1]:5000", "::ffff:198.51.100.1"), proxies, "198.51.100.1"},
		{"a zone is no part of it", from("[fe80::1%eth0]:5000"), proxies, "fe80::1"},
		{"more hops than anybody has", from("10.0.0.1:5000", "6.6.6.6"+strings.Repeat(",10.0.0.2", 30)), proxies, "10.0.0.2"},
	} {
		if got := ClientAddress(c.request, c.trusted); got.String() != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	if got := ClientAddress(from("@", "198.51.100.1"), proxies); got.IsValid() {
		t.Errorf("a Unix socket has the address %s", got)
	}
}

func TestAddressKey(t *testing.T) {
	for address, want := range map[string]string{
		"198.51.100.1": "198.51.100.1", "::ffff:198.51.100.1": "198.51.100.1",
		"2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64", "2001:db8:1:2::1": "2001:db8:1:2::/64", "fe80::1%eth0": "fe80::/64",
	} {
		if got := AddressKey(netip.MustParseAddr(address)); got != want {
			t.Errorf("%s counts as %s, want %s", address, got, want)
		}
	}
	if got := AddressKey(netip.Addr{}); got != "unknown" {
		t.Errorf("no address counts as %s", got)
	}
}

// Whatever stands left of the first address our proxies did not write has no
// say (S-AUTH-3).
func FuzzForwardedFor(f *testing.F) {
	for _, header := range []string{"", "6.6.6.6", "10.0.0.1", "a,b,c", "[::1]:80,", ",,,", "::ffff:10.0.0.1", "10.0.0.1, \x00", strings.Repeat(",", 100)} {
		f.Add(header)
	}
	f.Fuzz(func(t *testing.T, header string) {
		if got := ClientAddress(from("203.0.113.9:1", header), proxies); got.String() != "203.0.113.9" {
			t.Errorf("a stranger became %s", got)
		}
		if got := ClientAddress(from("10.0.0.1:1", header+",198.51.100.1"), proxies); got.String() != "198.51.100.1" {
			t.Errorf("behind a proxy a stranger became %s", got)
		}
		if got := ClientAddress(from("10.0.0.1:1", header), proxies); !got.IsValid() || got.Is4In6() || got.Zone() != "" {
			t.Errorf("address %s", got)
		}
	})
}
