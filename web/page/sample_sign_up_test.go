package page

import (
	"net/netip"
	"time"

	"consilium/community"
)

func sampleSignUps(wrong, wrongDomain Problems) DeskSignUps {
	block := func(text string, severity community.AddressSeverity) AddressBlock {
		return AddressBlock{AddressBlock: community.AddressBlock{ID: 7, Prefix: netip.MustParsePrefix(text), Severity: severity}, ByName: ana.Name}
	}
	one, ended := block("192.0.2.7/32", community.AddressNoAccess), block("2001:db8::/32", community.AddressReview)
	one.Comment, one.Hits, one.Expires = "Tries passwords", 1200, ago(-80*time.Hour)
	ended.Ended = true
	return DeskSignUps{Addresses: []AddressBlock{one, block("198.51.100.0/24", community.AddressNoSignUp), ended},
		Domains: []EmailDomainBlock{{"8", "throwaway.example", bob.Name, 3}, {"9", "other.example", "", 1}},
		Draft:   community.AddressBlockDraft{Range: "x", Severity: "review"}, Length: "7", Domain: "y", Problems: wrong, DomainProblems: wrongDomain}
}
