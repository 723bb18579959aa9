package mail

import (
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"net/mail"
	"net/netip"
	"net/url"

	"consilium/storage"
	"consilium/web/page"
)

// The ways to protect the connection to the mail server.
const (
	// StartTLS begins in the clear and insists on the upgrade (RFC 3207).
	StartTLS = "starttls"
	// TLS is encrypted from the first byte (RFC 8314 3.3).
	TLS = "tls"
	// NoTLS is for a mail server on the same machine only.
	NoTLS = "none"
)

// Options are the section mail of the configuration, and what letters are made of.
type Options struct {
	// Host is the mail server's name or address, Port its port: 587 for
	// StartTLS, 465 for TLS and 25 for NoTLS when 0.
	Host string
	Port int
	// Username and Password sign in there; no Username, no sign-in.
	Username, Password string
	// From is the sender, as "address" or "Name <address>"; without a name it is
	// the institution's.
	From string
	// TLS is one of the three ways above, StartTLS when "".
	TLS string
	// Roots are the authorities trusted to vouch for the mail server; the
	// machine's own when nil.
	Roots *x509.CertPool
	// Language is for members who chose none (BCP 47).
	Language string

	Store     *storage.Store
	Catalogue *page.Catalogue
	Log       *slog.Logger
}

// Sender sends letters. It is safe for use by many goroutines.
type Sender struct {
	Options
	from mail.Address
	// host is our own name, for HELO and message ids.
	host string
}

// New checks the options and makes a sender. It does not connect. The error
// names the setting that will not do.
func New(o Options) (*Sender, error) {
	ports := map[string]int{StartTLS: 587, TLS: 465, NoTLS: 25}
	if o.TLS == "" {
		o.TLS = StartTLS
	}
	if o.Port == 0 {
		o.Port = ports[o.TLS]
	}
	from, err := mail.ParseAddress(o.From)
	base, baseErr := url.Parse(o.Store.Base())
	switch {
	case o.Host == "":
		return nil, errors.New("mail.host is empty")
	case ports[o.TLS] == 0:
		return nil, fmt.Errorf("mail.tls %q is none of starttls, tls, none", o.TLS)
	case o.TLS == NoTLS && !loopback(o.Host):
		return nil, fmt.Errorf("mail.tls may be none only for a mail server on this machine, not for %s", o.Host)
	case o.Port < 0 || o.Port > 65535:
		return nil, fmt.Errorf("mail.port %d is not a port", o.Port)
	case err != nil:
		return nil, fmt.Errorf("mail.from is not an address: %w", err)
	case baseErr != nil:
		return nil, fmt.Errorf("server.url is not an address: %w", baseErr)
	}
	return &Sender{Options: o, from: *from, host: base.Hostname()}, nil
}

// loopback says whether a host is this machine.
func loopback(host string) bool {
	a, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && a.Unmap().IsLoopback()
}
