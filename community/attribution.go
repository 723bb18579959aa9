package community

import (
	"slices"
	"strings"
)

// MaxAttributionDomains is how many sites may be let name a member as an author.
const MaxAttributionDomains = 100

// attributionDomains reads names of sites, one a line or with blanks between them.
// "www." and a scheme are taken off, as people paste addresses.
func attributionDomains(typed string) ([]string, error) {
	var names []string
	for word := range strings.FieldsSeq(CleanText(typed)) {
		word = strings.TrimPrefix(strings.TrimPrefix(strings.ToLower(word), "https://"), "http://")
		word, _, _ = strings.Cut(strings.TrimPrefix(word, "*."), "/")
		name, err := CanonicalHost(word)
		switch {
		case err != nil || !strings.Contains(name, "."):
			return nil, invalid("attribution_domains", "account.no_site")
		case slices.Contains(names, name):
			continue
		case len(names) == MaxAttributionDomains:
			return nil, invalid("attribution_domains", "account.too_many_sites", "limit", MaxAttributionDomains)
		}
		names = append(names, name)
	}
	return names, nil
}
