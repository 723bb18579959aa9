package community

import (
	"net/netip"
	"slices"
	"strings"
	"time"
)

// DomainSeverity is what a rule does to a server.
type DomainSeverity string

// The severities. DomainNone says nothing about whether anything may pass: a rule
// further up, or the mode, decides. DomainAllowed lets a server in, in allow-list
// mode and below one that is limited or suspended.
const (
	DomainNone      DomainSeverity = "none"
	DomainAllowed   DomainSeverity = "allow"
	DomainLimited   DomainSeverity = "limit"
	DomainSuspended DomainSeverity = "suspend"
)

// DomainSeverities lists them, the gravest first.
func DomainSeverities() []DomainSeverity {
	return []DomainSeverity{DomainSuspended, DomainLimited, DomainNone, DomainAllowed}
}

// DomainRule is what the staff decided about a server and all hosts below it.
type DomainRule struct {
	Host     string
	Severity DomainSeverity
	// RejectMedia says that no picture of the server is fetched or shown,
	// RejectReports that no report from there is taken.
	RejectMedia, RejectReports bool
	// Obfuscate says that the public list shows the name in part only.
	Obfuscate bool
	// PublicComment is shown on the about page, PrivateComment to staff only.
	PublicComment, PrivateComment string
	Created, Changed              time.Time
	By                            ActorID
	// Source is the list that the rule was taken from; 0 for one that staff made
	// here.
	Source SubscriptionID
}

// Own says whether staff made the rule here.
func (r DomainRule) Own() bool { return r.Source == 0 }

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
	Host, Severity                        string
	PublicComment, PrivateComment         string
	RejectMedia, RejectReports, Obfuscate bool
}

// Draft is the form that holds a rule.
func (r DomainRule) Draft() DomainRuleDraft {
	return DomainRuleDraft{Host: r.Host, Severity: string(r.Severity), PublicComment: r.PublicComment, PrivateComment: r.PrivateComment,
		RejectMedia: r.RejectMedia, RejectReports: r.RejectReports, Obfuscate: r.Obfuscate}
}

// MakeDomainRule judges the form for a domain rule.
func MakeDomainRule(d DomainRuleDraft, by ActorID, now time.Time) (DomainRule, error) {
	canonical, err := CanonicalHost(strings.TrimSpace(d.Host))
	if err != nil || canonical == "" {
		return DomainRule{}, invalid("host", "domain.not_a_host")
	}
	severity := DomainSeverity(d.Severity)
	if !slices.Contains(DomainSeverities(), severity) {
		return DomainRule{}, invalid("severity", "domain.severity_needed")
	}
	return DomainRule{Host: canonical, Severity: severity, PublicComment: cut(CleanText(d.PublicComment), MaxComment),
		PrivateComment: cut(CleanText(d.PrivateComment), MaxComment), RejectMedia: d.RejectMedia, RejectReports: d.RejectReports,
		Obfuscate: d.Obfuscate, Created: now, Changed: now, By: by}, nil
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

// ruling is the rule that decides about a host: the most specific one that staff
// made here, whatever lists say of it; else the most specific one of a list. Only
// rules that decides agrees to count.
func ruling(host string, rules map[string]DomainRule, decides func(DomainRule) bool) (DomainRule, bool) {
	var listed *DomainRule
	for _, name := range DomainNames(host) {
		r, ok := rules[name]
		switch {
		case !ok || !decides(r):
		case r.Own():
			return r, true
		case listed == nil:
			listed = &r
		}
	}
	if listed == nil {
		return DomainRule{}, false
	}
	return *listed, true
}

// RuleFor gives the rule that decides about a host, and false when none does.
func RuleFor(host string, rules map[string]DomainRule) (DomainRule, bool) {
	return ruling(host, rules, func(DomainRule) bool { return true })
}

// admission is the rule that decides whether anything may pass.
func admission(host string, rules map[string]DomainRule) (DomainRule, bool) {
	return ruling(host, rules, func(r DomainRule) bool { return r.Severity != DomainNone })
}

// MayFederate says whether anything may pass between us and a host at all,
// given the rules that stand under its DomainNames. The most specific decides,
// and one made here before one of a list.
func MayFederate(mode FederationMode, host string, rules map[string]DomainRule) bool {
	if mode != FederationOpen && mode != FederationAllowlist {
		return false
	}
	if r, ok := admission(host, rules); ok {
		return r.Severity == DomainAllowed || r.Severity == DomainLimited
	}
	return mode == FederationOpen && len(DomainNames(host)) > 0
}

// Suspension gives the rule that suspends a host, and false when none does.
func Suspension(host string, rules map[string]DomainRule) (DomainRule, bool) {
	r, ok := admission(host, rules)
	return r, ok && r.Severity != DomainAllowed && r.Severity != DomainLimited
}

// Limited says whether posts of a host are kept from those who do not follow
// their authors.
func Limited(host string, rules map[string]DomainRule) bool {
	r, ok := admission(host, rules)
	return ok && r.Severity == DomainLimited
}

// RejectsMedia says whether no picture of a host is fetched or shown: because a
// rule says so, or because the host is suspended.
func RejectsMedia(host string, rules map[string]DomainRule) bool {
	if _, suspended := Suspension(host, rules); suspended {
		return true
	}
	r, ok := RuleFor(host, rules)
	return ok && r.RejectMedia
}

// RejectsReports says whether no report of a host is taken.
func RejectsReports(host string, rules map[string]DomainRule) bool {
	r, ok := RuleFor(host, rules)
	return ok && r.RejectReports
}

// PublicHost is the name of a host as the public list shows it: in part only when
// the rule says so, so that those who look for such places do not find one there.
func (r DomainRule) PublicHost() string {
	if !r.Obfuscate {
		return r.Host
	}
	return obfuscate(r.Host)
}

// obfuscate replaces the middle of a name by stars and leaves its dots: what
// Mastodon does, so that other servers can tell such a name.
func obfuscate(host string) string {
	letters := []rune(host)
	from := len(letters) / 4
	to := len(letters) - from
	for i := range letters {
		if i >= from && i < to && letters[i] != '.' && letters[i] != ':' {
			letters[i] = '*'
		}
	}
	return string(letters)
}

// isObfuscated says whether a name was shown in part only.
func isObfuscated(host string) bool { return strings.ContainsAny(host, "*…") }
