package community

import (
	"crypto/sha256"
	"encoding/hex"
	"net/netip"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// BlockID names a block at the door: of network addresses, of the domain of an
// e-mail address, or of one e-mail address.
type BlockID int64

// AddressSeverity is what a block of network addresses does; words under
// "sign_up.severity.SLUG".
type AddressSeverity string

// The severities, the mildest first.
const (
	// AddressReview makes whoever opens an account from there wait for staff.
	AddressReview AddressSeverity = "review"
	// AddressNoSignUp lets nobody open an account from there.
	AddressNoSignUp AddressSeverity = "no-sign-up"
	// AddressNoAccess lets nobody sign in from there either, and answers no app.
	AddressNoAccess AddressSeverity = "no-access"
)

// AddressSeverities lists them, the mildest first.
func AddressSeverities() []AddressSeverity {
	return []AddressSeverity{AddressReview, AddressNoSignUp, AddressNoAccess}
}

// AddressBlock keeps a range of network addresses from the door.
type AddressBlock struct {
	ID       BlockID
	Prefix   netip.Prefix
	Severity AddressSeverity
	// Comment is for staff.
	Comment string
	Created time.Time
	// Expires is the first moment it no longer counts; zero for never.
	Expires time.Time
	By      ActorID
	// Hits are the sign-ins and new accounts that met it, LastHit when the last did.
	Hits    int
	LastHit time.Time
}

// InForce says whether a block counts at a moment.
func (b AddressBlock) InForce(now time.Time) bool { return b.Expires.IsZero() || now.Before(b.Expires) }

// AddressBlockDraft is the form for a block of addresses.
type AddressBlockDraft struct {
	// Range is an address, or a range in CIDR notation (RFC 4632 3.1, RFC 4291 2.3).
	Range, Severity, Comment string
	// Lasts is how long it counts; 0 for ever.
	Lasts time.Duration
	// From is where whoever makes it is: nobody shuts themselves out.
	From netip.Addr
}

// Bounds of a block of addresses: no range is wider than a whole provider, a comment is
// in characters, and MostBlockLasts is the longest end.
const (
	widestIPv4      = 8
	widestIPv6      = 16
	MaxBlockComment = 500
	MostBlockLasts  = 100 * 366 * 24 * time.Hour
)

// MakeAddressBlock judges the form for a block of addresses; *Invalid names "range",
// "severity", "comment" or "lasts".
func MakeAddressBlock(d AddressBlockDraft, by ActorID, now time.Time) (AddressBlock, error) {
	prefix, err := parseRange(d.Range)
	if err != nil {
		return AddressBlock{}, err
	}
	b := AddressBlock{Prefix: prefix, Severity: AddressSeverity(d.Severity), Comment: CleanText(d.Comment), Created: now, By: by}
	switch {
	case !slices.Contains(AddressSeverities(), b.Severity):
		return b, invalid("severity", "sign_up.severity_needed")
	case utf8.RuneCountInString(b.Comment) > MaxBlockComment:
		return b, invalid("comment", "account.too_long", "limit", MaxBlockComment)
	case d.Lasts < 0 || d.Lasts > MostBlockLasts:
		return b, invalid("lasts", "sign_up.bad_time")
	case b.Severity == AddressNoAccess && d.From.IsValid() && prefix.Contains(d.From.Unmap()):
		return b, invalid("range", "sign_up.own_address")
	}
	if d.Lasts > 0 {
		b.Expires = now.Add(d.Lasts)
	}
	return b, nil
}

// parseRange reads a range in its shortest form: an address alone is a range of one.
func parseRange(text string) (netip.Prefix, error) {
	text = strings.TrimSpace(text)
	if address, err := netip.ParseAddr(text); err == nil && address.Zone() == "" {
		address = address.Unmap()
		return netip.PrefixFrom(address, address.BitLen()), nil
	}
	prefix, err := netip.ParsePrefix(text)
	widest := widestIPv4
	if err == nil && prefix.Addr().Is6() {
		widest = widestIPv6
	}
	switch {
	case err != nil || prefix.Addr().Is4In6():
		return prefix, invalid("range", "sign_up.not_a_range")
	case prefix.Bits() < widest:
		return prefix, invalid("range", "sign_up.too_wide")
	}
	return prefix.Masked(), nil
}

// AddressBlocks are all blocks of addresses, ready to be asked at every request.
type AddressBlocks struct {
	byPrefix map[netip.Prefix]AddressBlock
	bits     []int // the lengths there are, in no order
}

// GatherAddressBlocks makes them ready. Of two of the same range the last counts.
func GatherAddressBlocks(list []AddressBlock) AddressBlocks {
	all := AddressBlocks{byPrefix: make(map[netip.Prefix]AddressBlock, len(list))}
	for _, b := range list {
		all.byPrefix[b.Prefix] = b
		if !slices.Contains(all.bits, b.Prefix.Bits()) {
			all.bits = append(all.bits, b.Prefix.Bits())
		}
	}
	return all
}

// On gives the strictest block that holds an address at a moment, and false for none.
func (l AddressBlocks) On(address netip.Addr, now time.Time) (AddressBlock, bool) {
	var strictest AddressBlock
	for _, bits := range l.bits {
		prefix, err := address.Unmap().WithZone("").Prefix(bits)
		if err != nil {
			continue
		}
		b, found := l.byPrefix[prefix]
		if found && b.InForce(now) && slices.Index(AddressSeverities(), b.Severity) >= slices.Index(AddressSeverities(), strictest.Severity) {
			strictest = b
		}
	}
	return strictest, strictest.Prefix.IsValid()
}

// ParseEmailDomain reads the part of an e-mail address after the "@", to be blocked
// with all below it; *Invalid names "domain".
func ParseEmailDomain(text string) (string, error) {
	domain, err := CanonicalHost(strings.TrimPrefix(strings.TrimSpace(text), "@"))
	if err != nil || !strings.Contains(domain, ".") || strings.ContainsAny(domain, ":[") || isAddress(domain) {
		return "", invalid("domain", "domain.not_a_host")
	}
	return domain, nil
}

// EmailDomains are the names under which the domain of an address may be blocked,
// the most specific first; none for what is no address.
func EmailDomains(address string) []string {
	_, domain, found := strings.Cut(address, "@")
	if !found {
		return nil
	}
	return DomainNames(strings.TrimSpace(domain))
}

// CanonicalEmail is an address as it is told apart from others that reach the same
// person: without dots and without what follows a plus in the part before the "@", in
// small letters, and with the domain in ASCII. "" for what is no address.
func CanonicalEmail(address string) string {
	address = strings.ToLower(strings.TrimSpace(CleanText(address)))
	local, domain, found := strings.Cut(address, "@")
	local, _, _ = strings.Cut(local, "+")
	local = strings.ReplaceAll(local, ".", "")
	if !found || local == "" || domain == "" || strings.Contains(domain, "@") {
		return ""
	}
	if host, err := CanonicalHost(domain); err == nil { // a name in any letters is that in ASCII (RFC 5890 2.3.2.1)
		domain = host
	}
	return local + "@" + domain
}

// HashEmail is the SHA-256 of a canonical address in hexadecimal, as Mastodon exchanges
// it: an address can be blocked without being kept. *Invalid names "email".
func HashEmail(address string) (string, error) {
	canonical := CanonicalEmail(address)
	if canonical == "" || len(address) > 254 {
		return "", invalid("email", "account.email_shape")
	}
	sum := sha256.Sum256([]byte(canonical))
	return hex.EncodeToString(sum[:]), nil
}

// ParseEmailHash reads what HashEmail wrote; *Invalid names "hash".
func ParseEmailHash(text string) (string, error) {
	text = strings.ToLower(strings.TrimSpace(text))
	if sum, err := hex.DecodeString(text); err != nil || len(sum) != sha256.Size {
		return "", invalid("hash", "sign_up.bad_hash")
	}
	return text, nil
}
