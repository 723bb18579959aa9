package client

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"syscall"
	"time"
)

// Resolver turns a name into addresses. *net.Resolver is one.
type Resolver interface {
	LookupNetIP(ctx context.Context, network, host string) ([]netip.Addr, error)
}

// connector opens one TCP connection to ip:port. It is a field so that tests about
// time need no network; every real one carries the judge in its socket hook.
type connector func(ctx context.Context, network, address string) (net.Conn, error)

// dialer resolves within one limit and connects within another.
type dialer struct {
	resolver Resolver
	connect  connector
	times    times
}

// maxAddresses bounds how many addresses of one name are tried.
const maxAddresses = 6

func (d *dialer) dial(ctx context.Context, _, address string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("%w: no port", ErrURL)
	}
	addresses, err := d.resolve(ctx, host)
	if err != nil {
		return nil, err
	}
	// Each address has its share, so that a silent one leaves time for the next.
	share := d.times.connect / time.Duration(len(addresses))
	var failed error
	for _, ip := range addresses {
		conn, err := d.try(ctx, share, net.JoinHostPort(ip.String(), port))
		if err == nil {
			return conn, nil
		}
		// Forbidden is the answer only when nothing else went wrong.
		if failed == nil || errors.Is(failed, ErrForbiddenAddress) {
			failed = err
		}
	}
	return nil, failed
}

// resolve asks for both families; the resolver already orders them (RFC 6724).
func (d *dialer) resolve(ctx context.Context, host string) ([]netip.Addr, error) {
	if ip, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{ip}, nil
	}
	ctx, cancel := context.WithTimeout(ctx, d.times.resolve)
	defer cancel()
	addresses, err := d.resolver.LookupNetIP(ctx, "ip", host)
	if err != nil {
		return nil, err
	}
	if len(addresses) == 0 {
		return nil, &net.DNSError{Err: "no addresses", Name: host, IsNotFound: true}
	}
	return addresses[:min(len(addresses), maxAddresses)], nil
}

func (d *dialer) try(ctx context.Context, share time.Duration, address string) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, share)
	defer cancel()
	return d.connect(ctx, "tcp", address)
}

// guarded connects for real. The judge sits in the hook that runs after the socket
// exists and before it connects: it sees the address that will be dialled and no
// other (S-NET-2).
func guarded(j *judge) connector {
	control := func(_ context.Context, _, address string, _ syscall.RawConn) error {
		target, err := netip.ParseAddrPort(address)
		if err != nil {
			return fmt.Errorf("%w: unreadable", ErrForbiddenAddress)
		}
		return j.check(target.Addr())
	}
	return (&net.Dialer{ControlContext: control, KeepAlive: 30 * time.Second}).DialContext
}
