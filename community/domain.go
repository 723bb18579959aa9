package community

import (
	"net/netip"
	"strings"
	"time"
)

// DomainSeverity is what a rule does to a server.
type DomainSeverity string

// The severities. DomainAllowed only matters in allow-list mode.
const (
	DomainAllowed   DomainSeverity = "allow"
	DomainLimited   DomainSeverity = "limit"
	DomainSuspended DomainSeverity = "suspend"
)

// DomainRule is what the staff decided about a server and all hosts below it.
type DomainRule struct {
	Host     string
	Severity DomainSeverity
	// PublicComment is shown on the about page, PrivateComment to staff only.
	PublicComment, PrivateComment string
	Created                       time.Time
	By                            ActorID
}

// FederationMode says with whom this instance speaks (federation.mode).
type FederationMode string

// The federation modes.
const (
	FederationOpen      FederationMode = "open"
	FederationAllowlist FederationMode = "allowlist"
	FederationOff       FederationMode = "off"
)

// DomainRuleDraft is the form for a domain rule.
type DomainRuleDraft struct {
	Host, Severity                string
	PublicComment, PrivateComment string
}

// MakeDomainRule judges the form for a domain rule.
func MakeDomainRule(d DomainRuleDraft, by ActorID, now time.Time) (DomainRule, error) {
	canonical, err := CanonicalHost(strings.TrimSpace(d.Host))
	if err != nil || canonical == "" {
		return DomainRule{}, invalid("host", "domain.not_a_host")
	}
	severity := DomainSeverity(d.Severity)
	switch severity {
	case DomainAllowed, DomainLimited, DomainSuspended:
	default:
		return DomainRule{}, invalid("severity", "domain.severity_needed")
	}
	return DomainRule{Host: canonical, Severity: severity, PublicComment: cut(CleanText(d.PublicComment), MaxComment),
		PrivateComment: cut(CleanText(d.PrivateComment), MaxComment), Created: now, By: by}, nil
}

// DomainNames lists the names under which a rule for host may stand, the most
// specific first: the host with its port, the host, and every parent domain.
// There is none for what is not a host.
func DomainNames(host string) []string {
	host, err := CanonicalHost(host)
	if err != nil {
		return nil
	}
	names := []string{host}
	name := host
	if i := strings.LastIndexByte(host, ':'); i >= 0 && !strings.HasSuffix(host, "]") {
		name = host[:i]
		names = append(names, name)
	}
	for {
		_, parent, found := strings.Cut(name, ".")
		if !found || !strings.Contains(parent, ".") || isAddress(name) {
			return names
		}
		names = append(names, parent)
		name = parent
	}
}

// isAddress tells an IPv4 address, which has no parent domains.
func isAddress(name string) bool {
	ip, err := netip.ParseAddr(name)
	return err == nil && ip.Is4()
}

// MayFederate says whether anything may pass between us and a host at all,
// given the rules that stand under its DomainNames. The most specific decides.
func MayFederate(mode FederationMode, host string, rules map[string]DomainRule) bool {
	if mode != FederationOpen && mode != FederationAllowlist {
		return false
	}
	names := DomainNames(host)
	for _, name := range names {
		if r, ok := rules[name]; ok {
			return r.Severity == DomainAllowed || r.Severity == DomainLimited
		}
	}
	return mode == FederationOpen && len(names) > 0
}

// Limited says whether posts of a host are kept from those who do not follow
// their authors.
func Limited(host string, rules map[string]DomainRule) bool {
	for _, name := range DomainNames(host) {
		if r, ok := rules[name]; ok {
			return r.Severity == DomainLimited
		}
	}
	return false
}
