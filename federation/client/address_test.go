package client

import (
	"errors"
	"net/netip"
	"testing"
)

// S-NET-2: every range of the table, its first and last address where both exist.
func TestSNET2ForbiddenAddresses(t *testing.T) {
	refused := map[string][]string{
		"this network":             {"0.0.0.0", "0.255.255.255"},
		"private 10":               {"10.0.0.0", "10.255.255.255"},
		"shared":                   {"100.64.0.0", "100.127.255.255"},
		"loopback":                 {"127.0.0.1", "127.255.255.255"},
		"link-local, metadata":     {"169.254.0.1", "169.254.169.254"},
		"private 172.16":           {"172.16.0.0", "172.31.255.255"},
		"protocol assignments":     {"192.0.0.0", "192.0.0.255"},
		"TEST-NET-1":               {"192.0.2.1"},
		"6to4 relay":               {"192.88.99.1"},
		"private 192.168":          {"192.168.0.1", "192.168.255.255"},
		"benchmarking":             {"198.18.0.0", "198.19.255.255"},
		"TEST-NET-2":               {"198.51.100.7"},
		"TEST-NET-3":               {"203.0.113.7"},
		"multicast":                {"224.0.0.1", "239.255.255.255"},
		"reserved":                 {"240.0.0.1", "255.255.255.254"},
		"broadcast":                {"255.255.255.255"},
		"unspecified":              {"::"},
		"loopback v6":              {"::1"},
		"unique local":             {"fc00::1", "fdff:ffff::1"},
		"link-local v6":            {"fe80::1", "febf::1", "fe80::1%eth0"},
		"site-local":               {"fec0::1", "feff::1"},
		"multicast v6":             {"ff02::1", "ff0e::1"},
		"NAT64":                    {"64:ff9b::7f00:1", "64:ff9b::808:808"},
		"NAT64 local":              {"64:ff9b:1::1"},
		"discard":                  {"100::1"},
		"Teredo":                   {"2001::1", "2001:0:ffff::1"},
		"ORCHID":                   {"2001:10::1"},
		"ORCHIDv2":                 {"2001:20::1"},
		"documentation":            {"2001:db8::1"},
		"6to4":                     {"2002:7f00:1::1"},
		"documentation 3fff":       {"3fff::1", "3fff:fff::1"},
		"mapped":                   {"::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:0:0"},
		"compatible":               {"::127.0.0.1", "::10.0.0.1"},
		"translated":               {"::ffff:0:127.0.0.1"},
		"unassigned by IANA (v6)":  {"4000::1", "5f00::1", "e000::1"},
		"AS112, AMT":               {"192.31.196.1", "192.52.193.1", "192.175.48.1", "2620:4f:8000::1"},
		"mapped link-local (meta)": {"::ffff:169.254.169.254"},
	}
	judge := newJudge(nil, false)
	for name, addresses := range refused {
		for _, address := range addresses {
			t.Run(name+" "+address, func(t *testing.T) {
				if err := judge.check(netip.MustParseAddr(address)); !errors.Is(err, ErrForbiddenAddress) {
					t.Errorf("check(%s) = %v, want ErrForbiddenAddress", address, err)
				}
			})
		}
	}
	for _, address := range []string{
		"8.8.8.8", "1.1.1.1", "100.63.255.255", "100.128.0.0", "172.15.255.255", "172.32.0.0",
		"::ffff:8.8.8.8", "2606:4700::1111", "2a00:1450::1", "2003::1",
	} {
		if err := judge.check(netip.MustParseAddr(address)); err != nil {
			t.Errorf("check(%s) = %v, want nil", address, err)
		}
	}
}

// S-NET-5: configured networks, and nothing beside them.
func TestSNET5PrivateNetworks(t *testing.T) {
	tests := []struct {
		networks, address string
		want              error
	}{
		{"10.20.0.0/16", "10.20.3.4", nil},
		{"10.20.0.0/16", "::ffff:10.20.3.4", nil},
		{"10.20.0.0/16", "10.21.0.1", ErrForbiddenAddress},
		{"10.20.3.4/16", "10.20.9.9", nil}, // host bits set by an administrator
		{"::ffff:10.20.0.0/112", "10.20.3.4", nil},
		{"127.0.0.0/8", "127.0.0.53", nil},
		{"127.0.0.0/8", "::1", ErrForbiddenAddress},
		{"::1/128", "::1", nil},
		{"fd00:1::/32", "fd00:1::9", nil},
		{"fd00:1::/32", "fd00:2::9", ErrForbiddenAddress},
		{"64:ff9b::/96", "64:ff9b::808:808", nil},
		{"64:ff9b::/96", "64:ff9b::7f00:1", ErrForbiddenAddress}, // NAT64-embedded loopback
		{"64:ff9b::/96", "64:ff9b::a00:1", ErrForbiddenAddress},
	}
	for _, tt := range tests {
		judge := newJudge([]netip.Prefix{netip.MustParsePrefix(tt.networks)}, false)
		if err := judge.check(netip.MustParseAddr(tt.address)); !errors.Is(err, tt.want) {
			t.Errorf("%s with %s: %v, want %v", tt.address, tt.networks, err, tt.want)
		}
	}
}

// The table in doc.go: who may be reached over plain http.
func TestPlainHTTPOnlyToLoopback(t *testing.T) {
	everything := []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("10.0.0.0/8")}
	judge := newJudge(everything, true)
	for address, want := range map[string]error{
		"127.0.0.1": nil, "10.0.0.1": ErrScheme, "8.8.8.8": ErrScheme, "::1": ErrForbiddenAddress,
	} {
		if err := judge.check(netip.MustParseAddr(address)); !errors.Is(err, want) {
			t.Errorf("http to %s: %v, want %v", address, err, want)
		}
	}
}
