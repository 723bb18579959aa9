package community

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// SubscriptionID names a list of servers that is read again and again.
type SubscriptionID int64

// DomainSubscription is a list of servers that somebody else keeps.
type DomainSubscription struct {
	ID   SubscriptionID
	Name string
	URL  IRI
	// Severity is what a list that names none asks for.
	Severity DomainSeverity
	// AtOnce applies what the list adds or changes without asking. What it takes off
	// is always asked.
	AtOnce bool
	// Priority decides between lists that name the same host: the higher one.
	Priority int
	// Excludes are hosts for which the list says nothing here, with all below them.
	Excludes []string
	Created  time.Time
	By       ActorID
	// Tried and Read are when it was asked for, and when it last answered.
	Tried, Read time.Time
	ETag        string
	// Failure is why it was not read last: a key of the catalogue; "" when it was.
	Failure string
	// Shrunk is how many entries it has now when it lost more than half of them
	// at once: it is then not taken until staff say so. 0 otherwise.
	Shrunk int
}

// Bounds of subscriptions.
const (
	MaxSubscriptions    = 20
	MaxSubscriptionName = 80
	MaxPriority         = 255
	MaxExcludes         = 500
)

// SubscriptionEvery is how often a list is asked for.
const SubscriptionEvery = time.Hour

// Excluded says whether the list says nothing about a host here.
func (s DomainSubscription) Excluded(host string) bool {
	for _, name := range DomainNames(host) {
		if slices.Contains(s.Excludes, name) {
			return true
		}
	}
	return false
}

// SubscriptionDraft is the form for a subscription. Trust is "drafts" or
// "at-once", Excludes has one host a line.
type SubscriptionDraft struct{ Name, URL, Severity, Trust, Priority, Excludes string }

// Draft is the form that holds a subscription.
func (s DomainSubscription) Draft() SubscriptionDraft {
	trust := "drafts"
	if s.AtOnce {
		trust = "at-once"
	}
	return SubscriptionDraft{Name: s.Name, URL: s.URL.String(), Severity: string(s.Severity), Trust: trust,
		Priority: strconv.Itoa(s.Priority), Excludes: strings.Join(s.Excludes, "\n")}
}

// MakeSubscription judges the form; *Invalid names the field.
func MakeSubscription(d SubscriptionDraft, by ActorID, now time.Time) (DomainSubscription, error) {
	s := DomainSubscription{Name: cleanLine(d.Name), Severity: DomainSeverity(d.Severity), AtOnce: d.Trust == "at-once", Created: now, By: by}
	var err error
	if s.URL, err = ParseIRI(strings.TrimSpace(d.URL)); err != nil {
		return s, invalid("url", "domain.not_an_address")
	}
	if s.Priority, err = strconv.Atoi(strings.TrimSpace(d.Priority)); err != nil && d.Priority != "" || s.Priority < 0 || s.Priority > MaxPriority {
		return s, invalid("priority", "domain.priority", "limit", MaxPriority)
	}
	switch {
	case s.Name == "" || utf8.RuneCountInString(s.Name) > MaxSubscriptionName:
		return s, invalid("name", "domain.name_needed", "limit", MaxSubscriptionName)
	case s.Severity != DomainSuspended && s.Severity != DomainLimited:
		return s, invalid("severity", "domain.severity_needed")
	case d.Trust != "drafts" && d.Trust != "at-once":
		return s, invalid("trust", "domain.trust_needed")
	}
	for line := range strings.SplitSeq(CleanText(d.Excludes), "\n") {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		host, err := CanonicalHost(line)
		if err != nil || host == "" || len(s.Excludes) == MaxExcludes {
			return s, invalid("excludes", "domain.excludes", "limit", MaxExcludes)
		}
		s.Excludes = append(s.Excludes, host)
	}
	return s, nil
}

// fewEntries is how short a list may be for its shrinking to mean nothing.
const fewEntries = 4

// Shrinks says whether a list lost more than half of what it said before: more
// likely an accident, or somebody else's doing, than what is meant.
func Shrinks(before, now int) bool { return before >= fewEntries && now*2 < before }

// DomainChange is what a list would change here.
type DomainChange struct {
	Rule DomainRule
	// Old is the rule that stands under the same name; nil for none.
	Old *DomainRule
	// Removes says that the rule goes, since no list asks for it any more.
	Removes bool
}

// Weakens says whether the change would let more through than what stands now:
// that is never done unasked.
func (c DomainChange) Weakens() bool {
	if c.Removes || c.Old == nil {
		return c.Removes
	}
	return gravity(c.Rule.Severity) < gravity(c.Old.Severity) || c.Old.RejectMedia && !c.Rule.RejectMedia || c.Old.RejectReports && !c.Rule.RejectReports
}

func gravity(s DomainSeverity) int {
	return len(DomainSeverities()) - slices.Index(DomainSeverities(), s)
}

// SameDomainRule says whether two rules do the same and say the same to the public.
func SameDomainRule(a, b DomainRule) bool {
	return a.Host == b.Host && a.Severity == b.Severity && a.RejectMedia == b.RejectMedia && a.RejectReports == b.RejectReports &&
		a.Obfuscate == b.Obfuscate && a.PublicComment == b.PublicComment
}

// ListedDomains are the entries of a subscription as they were read last.
type ListedDomains struct {
	DomainSubscription
	Entries []DomainEntry
}

// CompareListed says what the lists would change, ordered by host: of the lists that
// name a host the one with the highest priority counts, and where staff decided
// themselves none does.
func CompareListed(rules map[string]DomainRule, lists []ListedDomains, now time.Time) []DomainChange {
	lists = slices.Clone(lists)
	slices.SortStableFunc(lists, func(a, b ListedDomains) int {
		if a.Priority != b.Priority {
			return b.Priority - a.Priority
		}
		return int(a.ID - b.ID)
	})
	wanted := map[string]DomainRule{}
	for _, l := range lists {
		for _, e := range l.Entries {
			if _, taken := wanted[e.Host]; !taken && !l.Excluded(e.Host) {
				wanted[e.Host] = e.Rule(l.By, l.ID, now)
			}
		}
	}
	var changes []DomainChange
	for host, r := range wanted {
		if decides, found := RuleFor(host, rules); found && decides.Own() {
			continue
		}
		old, found := rules[host]
		if found && SameDomainRule(old, r) {
			continue
		}
		c := DomainChange{Rule: r}
		if found {
			c.Old = &old
		}
		changes = append(changes, c)
	}
	for host, r := range rules {
		if _, still := wanted[host]; !still && !r.Own() {
			changes = append(changes, DomainChange{Rule: r, Old: &r, Removes: true})
		}
	}
	slices.SortFunc(changes, func(a, b DomainChange) int { return strings.Compare(a.Rule.Host, b.Rule.Host) })
	return changes
}
