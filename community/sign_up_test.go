package community_test

import (
	"errors"
	"net/netip"
	"testing"
	"time"

	"consilium/community"
)

// A range is kept in its shortest form, is no wider than a provider, and nobody shuts
// themselves out.
func TestMakeAddressBlock(t *testing.T) {
	for _, c := range []struct{ text, severity, from, want, field string }{
		{"192.0.2.7", "review", "", "192.0.2.7/32", ""},
		{" 192.0.2.7/24 ", "no-sign-up", "", "192.0.2.0/24", ""},
		{"2001:DB8::1", "no-access", "", "2001:db8::1/128", ""},
		{"2001:db8:1::/32", "no-access", "192.0.2.1", "2001:db8::/32", ""},
		{"::ffff:192.0.2.7", "review", "", "192.0.2.7/32", ""},
		{"10.0.0.0/8", "review", "", "10.0.0.0/8", ""},
		{"10.0.0.0/7", "review", "", "", "range"},
		{"0.0.0.0/0", "review", "", "", "range"},
		{"2000::/15", "review", "", "", "range"},
		{"::ffff:0.0.0.0/96", "review", "", "", "range"},
		{"fe80::1%eth0", "review", "", "", "range"},
		{"192.0.2", "review", "", "", "range"},
		{"", "review", "", "", "range"},
		{"192.0.2.0/24", "", "", "", "severity"},
		{"192.0.2.0/24", "no-access", "::ffff:192.0.2.9", "", "range"},
		{"192.0.2.0/24", "no-sign-up", "192.0.2.9", "192.0.2.0/24", ""},
	} {
		from, _ := netip.ParseAddr(c.from)
		b, err := community.MakeAddressBlock(community.AddressBlockDraft{Range: c.text, Severity: c.severity, From: from}, 7, noon)
		var bad *community.Invalid
		switch {
		case c.field == "" && (err != nil || b.Prefix.String() != c.want || !b.Expires.IsZero()):
			t.Errorf("%q: %s %v", c.text, b.Prefix, err)
		case c.field != "" && (!errors.As(err, &bad) || bad.Field != c.field):
			t.Errorf("%q: %v", c.text, err)
		}
	}
}

// Of several blocks the strictest that still counts decides.
func TestAddressBlocks(t *testing.T) {
	block := func(text string, severity community.AddressSeverity, expires time.Time) community.AddressBlock {
		return community.AddressBlock{Prefix: netip.MustParsePrefix(text), Severity: severity, Expires: expires}
	}
	all := community.GatherAddressBlocks([]community.AddressBlock{block("192.0.2.0/24", community.AddressNoAccess, noon),
		block("192.0.2.0/25", community.AddressReview, time.Time{}), block("192.0.2.1/32", community.AddressNoSignUp, time.Time{}),
		block("2001:db8::/32", community.AddressNoAccess, time.Time{})})
	for _, c := range []struct {
		address string
		when    time.Time
		want    community.AddressSeverity
	}{
		{"192.0.2.1", noon.Add(-time.Second), community.AddressNoAccess}, {"192.0.2.1", noon, community.AddressNoSignUp},
		{"192.0.2.2", noon, community.AddressReview}, {"192.0.2.200", noon, ""}, {"::ffff:192.0.2.2", noon, community.AddressReview},
		{"2001:db8::7", noon, community.AddressNoAccess}, {"2001:db9::7", noon, ""},
	} {
		if b, found := all.On(netip.MustParseAddr(c.address), c.when); b.Severity != c.want || found != (c.want != "") {
			t.Errorf("%s: %q", c.address, b.Severity)
		}
	}
	if _, found := all.On(netip.Addr{}, noon); found {
		t.Error("no address is blocked")
	}
}

// Addresses that reach the same person are one; the hash is the one Mastodon makes.
func TestCanonicalEmail(t *testing.T) {
	for address, want := range map[string]string{"Ana.Lopez+x@Mail.Example": "analopez@mail.example", " a@b.c ": "a@b.c",
		"ana@Bücher.example": "ana@xn--bcher-kva.example", "ana@xn--bcher-kva.example": "ana@xn--bcher-kva.example",
		"+x@b.c": "", "ana": "", "": "", "@b.c": "", "a@": "", "a@b@c": ""} {
		if got := community.CanonicalEmail(address); got != want {
			t.Errorf("%q: %q", address, got)
		}
	}
	// SHA-256 of test@example.com.
	hash, err := community.HashEmail("Te.st+1@example.com")
	if err != nil || hash != "973dfe463ec85785f5f95af5ba3906eedb2d931c24e69824a89ea65dba4e813b" {
		t.Errorf("hash %s, %v", hash, err)
	}
	if got, err := community.ParseEmailHash(" " + hash + " "); got != hash || err != nil {
		t.Errorf("read back %s, %v", got, err)
	}
}

// Whatever is typed as a range, what comes out holds itself and is bounded.
func FuzzMakeAddressBlock(f *testing.F) {
	for _, text := range []string{"192.0.2.1", "192.0.2.1/24", "2001:db8::/32", "::ffff:1.2.3.4/120", "1.2.3.4/33", "x"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		b, err := community.MakeAddressBlock(community.AddressBlockDraft{Range: text, Severity: "review"}, 1, noon)
		if err != nil {
			return
		}
		again, err := community.MakeAddressBlock(community.AddressBlockDraft{Range: b.Prefix.String(), Severity: "review"}, 1, noon)
		if err != nil || again.Prefix != b.Prefix || b.Prefix.Masked() != b.Prefix || !b.Prefix.Contains(b.Prefix.Addr()) {
			t.Fatalf("%q became %s and %s, %v", text, b.Prefix, again.Prefix, err)
		}
	})
}
