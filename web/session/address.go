package session

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// maxHops bounds how far back X-Forwarded-For is read.
const maxHops = 20

// ClientAddress is where a request came from. X-Forwarded-For is believed only
// as far as trusted proxies wrote it: from right to left, until the first
// address that is not one of theirs, so that nobody can choose an address of
// their own (S-AUTH-3). An address that cannot be read ends the walk. Without
// trusted proxies the header means nothing. The result is invalid only when the
// connection itself has no address, as on a Unix socket.
func ClientAddress(r *http.Request, trusted []netip.Prefix) netip.Addr {
	client := parseAddress(r.RemoteAddr)
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i, hop := range slices.Backward(hops) {
		if !within(client, trusted) || len(hops)-i > maxHops {
			break
		}
		before := parseAddress(strings.TrimSpace(hop))
		if !before.IsValid() {
			break
		}
		client = before
	}
	return client
}

// parseAddress reads an address with or without port and brackets. An IPv4
// address inside an IPv6 one is the same address.
func parseAddress(s string) netip.Addr {
	if pair, err := netip.ParseAddrPort(s); err == nil {
		return pair.Addr().Unmap().WithZone("")
	}
	address, err := netip.ParseAddr(strings.Trim(s, "[]"))
	if err != nil {
		return netip.Addr{}
	}
	return address.Unmap().WithZone("")
}

func within(a netip.Addr, prefixes []netip.Prefix) bool {
	return a.IsValid() && slices.ContainsFunc(prefixes, func(p netip.Prefix) bool { return p.Contains(a) })
}

// AddressKey names an address for counting: itself for IPv4, its /64 for IPv6,
// since that is what one subscriber has.
func AddressKey(a netip.Addr) string {
	a = a.Unmap().WithZone("")
	if !a.IsValid() {
		return "unknown"
	}
	if a.Is4() {
		return a.String()
	}
	prefix, err := a.Prefix(64)
	if err != nil {
		return "unknown"
	}
	return prefix.String()
}
