package client

import (
	"context"
	"net/netip"
)

// Check says which addresses the host of a URL has, and whether one of them may be
// dialled; nothing is. Errors are those of Get before it connects: ErrURL, ErrScheme,
// ErrForbiddenAddress when no address is allowed, or the resolver's. Where a request
// would go is judged again when it is made (S-NET-2).
func (c *Client) Check(ctx context.Context, address string) ([]netip.Addr, error) {
	target, err := parseTarget(address, c.transport.insecure)
	if err != nil {
		return nil, wrap("check", "address", err)
	}
	found, err := c.transport.dialer.resolve(ctx, target.Hostname())
	if err != nil {
		return nil, wrap("check", target.Host, err)
	}
	judge := newJudge(c.transport.private, target.Scheme == "http")
	for _, ip := range found {
		if err = judge.check(ip); err == nil {
			return found, nil
		}
	}
	return found, wrap("check", target.Host, err)
}
