package client

import (
	"fmt"
	"net/netip"

	"code.dny.dev/ssrf"
)

// judge decides about one IP address at the moment it is dialled.
type judge struct {
	public       *ssrf.Guardian
	loopbackOnly bool // the judge of plain http
}

// newJudge allows global unicast addresses outside the special-purpose registries
// of IANA, plus the configured private networks (S-NET-2, S-NET-5).
func newJudge(private []netip.Prefix, loopbackOnly bool) *judge {
	var v4, v6 []netip.Prefix
	for _, prefix := range private {
		if prefix = unmapPrefix(prefix); prefix.Addr().Is4() {
			v4 = append(v4, prefix)
		} else {
			v6 = append(v6, prefix)
		}
	}
	public := ssrf.New(ssrf.WithAnyPort(),
		ssrf.WithAllowedV4Prefixes(v4...), ssrf.WithAllowedV6Prefixes(v6...))
	return &judge{public: public, loopbackOnly: loopbackOnly}
}

// check refuses an address by an error that is ErrForbiddenAddress, or ErrScheme
// when only plain http stands in the way.
func (j *judge) check(ip netip.Addr) error {
	ip = ip.Unmap() // ::ffff:127.0.0.1 is 127.0.0.1
	if err := j.public.SafeAddr(ip); err != nil {
		return fmt.Errorf("%w: %s", ErrForbiddenAddress, ip)
	}
	// A network that reaches IPv4 through NAT64 lists 64:ff9b::/96 among its own;
	// the IPv4 address inside still has to be allowed by itself. RFC 6052 2.1
	if ssrf.IPv6NAT64Prefix.Contains(ip) {
		embedded := ip.As16()
		return j.check(netip.AddrFrom4([4]byte(embedded[12:])))
	}
	if j.loopbackOnly && !ip.IsLoopback() {
		return fmt.Errorf("%w: plain http to %s", ErrScheme, ip)
	}
	return nil
}

// unmapPrefix reads ::ffff:10.0.0.0/104 as 10.0.0.0/8, since addresses are
// unmapped before they are compared.
func unmapPrefix(prefix netip.Prefix) netip.Prefix {
	if prefix.Addr().Is4In6() && prefix.Bits() >= 96 {
		return netip.PrefixFrom(prefix.Addr().Unmap(), prefix.Bits()-96).Masked()
	}
	return prefix.Masked()
}
