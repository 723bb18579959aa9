package page

import (
	"time"

	"consilium/community"
)

func samplesDomain() map[string]View {
	spam := community.DomainRule{Host: "spam.example", Severity: community.DomainSuspended, Obfuscate: true, RejectMedia: true, PublicComment: "Advertising", PrivateComment: "Three reports in a week", Created: ago(80 * time.Hour), Changed: ago(time.Hour)}
	loud := community.DomainRule{Host: "loud.example", Severity: community.DomainLimited, RejectReports: true, Source: 7, Created: ago(time.Hour), Changed: ago(time.Hour)}
	rules := []DomainRule{{DomainRule: spam, ByName: ana.Name, People: 14}, {DomainRule: loud, ByName: bob.Name, List: "Society list"}}
	drafted := community.DomainRuleDraft{Host: "not a host"}
	changes := []DomainChange{{Old: loud, New: spam, List: "Society list", Created: ago(time.Hour)}, {Old: loud, New: loud, Removes: true}, {New: spam, None: true}}
	entries := []community.DomainEntry{{Line: 2, Host: "bad.example", Severity: community.DomainSuspended, RejectMedia: true}}
	faults := []community.DomainFault{{Line: 3, Text: "ex***le.com", Problem: community.Say("domain.obfuscated")}, {Line: 4, Text: "x y", Problem: community.Say("domain.not_a_host")},
		{Line: 5, Text: "bad.example", Problem: community.Say("domain.twice", "line", 2)}, {Line: 6, Text: "odd.example", Problem: community.Say("domain.unknown_severity")}}
	loss := DomainLoss{Following: 12, Followers: 3, Members: 1}
	list := community.DomainSubscription{Name: "Society list", URL: iri("https://lists.example/blocks.csv"), Severity: community.DomainSuspended, Read: ago(time.Hour), Priority: 5}
	broken, trusted := list, list
	broken.Failure, broken.Shrunk, trusted.AtOnce, trusted.Read = "shrunk", 3, true, time.Time{}
	subscriptions := []Subscription{{list, "7", 120}, {broken, "8", 1}, {trusted, "9", 0}}
	for _, failure := range []string{"too-large", "not-there", "not-allowed", "unreachable", "unreadable"} {
		failed := list
		failed.Failure = failure
		subscriptions = append(subscriptions, Subscription{failed, "10", 2})
	}
	severed := []SeveredServer{{ID: "1", Host: "spam.example", ByStaff: true, Following: 12, Followers: 1, When: ago(time.Hour)}, {ID: "2", Host: "loud.example", Following: 1, When: ago(30 * time.Hour)}}
	return map[string]View{
		"desk-domains":                 DeskDomains{Mode: community.FederationOpen, List: rules, Total: 2, Drafts: 3, Public: true, Pages: Pages{Older: "?page=2"}},
		"desk-domains-problem":         DeskDomains{Mode: community.FederationAllowlist, Draft: drafted, Problems: Problems{"host": community.Say("domain.not_a_host"), "severity": community.Say("domain.severity_needed")}},
		"desk-domains-off":             DeskDomains{Mode: community.FederationOff},
		"desk-domain":                  DeskDomain{Host: "spam.example", Rule: &rules[0], People: 14, Following: 12, Followers: 3, Draft: spam.Draft(), Log: entriesOfDomain()},
		"desk-domain-none":             DeskDomain{Host: "a.spam.example", Decides: "spam.example"},
		"desk-domain-import":           DeskDomainImport{Severity: "suspend"},
		"desk-domain-import-problem":   DeskDomainImport{List: "x", Problems: Problems{"list": community.Say("domain.list_too_large", "limit", 1), "severity": community.Say("domain.severity_needed"), "": community.Say("domain.list_unreadable")}},
		"desk-domain-preview":          DeskDomainPreview{URL: "/desk/domains/imports/1", Name: "list.csv", Fresh: entries, Changed: changes[:1], Same: 4, Faults: faults, Loss: loss},
		"desk-domain-preview-empty":    DeskDomainPreview{URL: "/desk/domains/imports/1", Same: 4},
		"desk-subscriptions":           DeskSubscriptions{List: subscriptions, Draft: list.Draft()},
		"desk-subscriptions-change":    DeskSubscriptions{Changing: "7", Draft: list.Draft(), Problems: Problems{"url": community.Say("domain.not_an_address"), "name": community.Say("domain.name_needed", "limit", 80), "priority": community.Say("domain.priority", "limit", 255), "excludes": community.Say("domain.excludes", "limit", 500), "trust": community.Say("domain.trust_needed"), "severity": community.Say("domain.severity_needed")}},
		"desk-domain-drafts":           DeskDomainDrafts{List: changes, Loss: loss, MayAct: true, Problems: Problems{"": community.Say("domain.nothing_chosen")}},
		"desk-domain-drafts-moderator": DeskDomainDrafts{List: changes},
		"desk-domain-drafts-empty":     DeskDomainDrafts{MayAct: true},
		"settings-domains":             SettingsDomains{List: []BlockedServer{{"spam.example", ago(time.Hour)}}},
		"settings-domains-problem":     SettingsDomains{Host: "x", Problems: Problems{"host": community.Say("domain.too_many_blocks", "limit", 1000)}},
		"severed":                      Severed{List: severed, Pages: Pages{Older: "?older=1"}},
		"severed-empty":                Severed{},
		"about-moderated":              About{Federated: true, Moderated: []ModeratedServer{{Host: "sp**.ex***le", Severity: community.DomainSuspended, Comment: "Advertising"}, {Host: "loud.example", Severity: community.DomainNone, RejectMedia: true}}},
	}
}

func entriesOfDomain() []Entry {
	var log []Entry
	for _, did := range []string{"rule", "rule-removed", "rules-imported", "rules-subscribed", "subscription", "subscription-ended", "subscription-read", "drafts-approved", "drafts-rejected"} {
		log = append(log, Entry{When: ago(time.Hour), Who: ana.Name, Did: did, Note: "suspend"})
	}
	return log
}

func iri(s string) community.IRI {
	parsed, _ := community.ParseIRI(s) // written above
	return parsed
}
