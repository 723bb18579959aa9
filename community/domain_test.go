package community_test

import (
	"slices"
	"strings"
	"testing"

	"consilium/community"
)

func TestMakeDomainRule(t *testing.T) {
	for _, tt := range []struct{ host, severity, want, field, key string }{
		{" Evil.Example. ", "suspend", "evil.example", "", ""},
		{"bücher.example:8443", "limit", "xn--bcher-kva.example:8443", "", ""},
		{"evil.example", "allow", "evil.example", "", ""},
		{"", "suspend", "", "host", "domain.not_a_host"},
		{"https://evil.example/", "suspend", "", "host", "domain.not_a_host"},
		{"*.evil.example", "suspend", "", "host", "domain.not_a_host"},
		{"evil.example", "", "", "severity", "domain.severity_needed"},
		{"evil.example", "silence", "", "severity", "domain.severity_needed"},
	} {
		r, err := community.MakeDomainRule(community.DomainRuleDraft{Host: tt.host, Severity: tt.severity,
			PublicComment: strings.Repeat("ä", 2000), PrivateComment: "a\x00b"}, 7, at(0))
		wantInvalid(t, err, tt.field, tt.key, tt.host)
		if err == nil && (r.Host != tt.want || string(r.Severity) != tt.severity || r.By != 7 || !r.Created.Equal(at(0)) ||
			len([]rune(r.PublicComment)) != community.MaxComment || r.PrivateComment != "ab") {
			t.Errorf("%q: %+v", tt.host, r)
		}
	}
}

func TestDomainNames(t *testing.T) {
	for host, want := range map[string]string{
		"there.example":           "there.example",
		"a.b.there.example":       "a.b.there.example b.there.example there.example",
		"a.there.example:8443":    "a.there.example:8443 a.there.example there.example",
		"A.There.Example.":        "a.there.example there.example",
		"localhost:3000":          "localhost:3000 localhost",
		"10.0.0.1:80":             "10.0.0.1:80 10.0.0.1",
		"[2001:db8::1]:8443":      "[2001:db8::1]:8443 [2001:db8::1]",
		"[2001:db8::1]":           "[2001:db8::1]",
		"bücher.example":          "xn--bcher-kva.example",
		"":                        "",
		"not a host":              "",
		"https://there.example/x": "",
	} {
		if got := strings.Join(community.DomainNames(host), " "); got != want {
			t.Errorf("%q: %q, want %q", host, got, want)
		}
	}
}

// Every mode with every rule: the most specific decides, and what nobody knows is
// refused.
func TestMayFederate(t *testing.T) {
	rule := func(pairs ...string) map[string]community.DomainRule {
		rules := map[string]community.DomainRule{}
		for pair := range slices.Chunk(pairs, 2) {
			rules[pair[0]] = community.DomainRule{Host: pair[0], Severity: community.DomainSeverity(pair[1])}
		}
		return rules
	}
	const host = "a.there.example:8443"
	for name, tt := range map[string]struct {
		rules           map[string]community.DomainRule
		open, allowlist bool
		limited         bool
	}{
		"no rule":                         {nil, true, false, false},
		"rule for another":                {rule("there.example.evil", "suspend", "b.there.example", "suspend", "here.example", "allow"), true, false, false},
		"allowed":                         {rule("a.there.example", "allow"), true, true, false},
		"limited":                         {rule("there.example", "limit"), true, true, true},
		"suspended":                       {rule("there.example", "suspend"), false, false, false},
		"suspended with its port":         {rule(host, "suspend", "there.example", "allow"), false, false, false},
		"allowed below a suspended":       {rule("there.example", "suspend", "a.there.example", "allow"), true, true, false},
		"suspended below an allowed":      {rule("there.example", "allow", "a.there.example", "suspend"), false, false, false},
		"limited below a suspended":       {rule("there.example", "suspend", "a.there.example", "limit"), true, true, true},
		"severity that nobody knows":      {rule("there.example", "silence"), false, false, false},
		"rule for a top domain is no use": {rule("example", "suspend"), true, false, false},
	} {
		for mode, want := range map[community.FederationMode]bool{
			community.FederationOpen: tt.open, community.FederationAllowlist: tt.allowlist, community.FederationOff: false, "": false, "on": false,
		} {
			if got := community.MayFederate(mode, host, tt.rules); got != want {
				t.Errorf("%s, mode %q: %v, want %v", name, mode, got, want)
			}
			if community.MayFederate(mode, "A.THERE.example.:8443", tt.rules) != want {
				t.Errorf("%s, mode %q: another spelling gets another answer", name, mode)
			}
			if community.MayFederate(mode, "", tt.rules) || community.MayFederate(mode, "not a host", tt.rules) {
				t.Errorf("%s, mode %q: with no host", name, mode)
			}
		}
		if got := community.Limited(host, tt.rules); got != tt.limited {
			t.Errorf("%s: limited %v", name, got)
		}
	}
}
