package community

import (
	"strconv"
	"strings"
	"time"

	"consilium/community/credential"
)

// TrustDraft is the form for what the credentials of another server count for.
type TrustDraft struct {
	Host, Rule string
	// MinLevel is "1" to "4"; it matters under TrustAccept only.
	MinLevel string
	Note     string
}

// TrustRules are the rules to choose from, the widest first.
func TrustRules() []TrustRule { return []TrustRule{TrustAccept, TrustShow, TrustIgnore} }

// MakeTrust judges the form for what another server's credentials count for.
// Where no level is given, what counts as verified here is the lowest.
func MakeTrust(d TrustDraft, by ActorID, now time.Time) (Trust, error) {
	host, err := CanonicalHost(strings.TrimSpace(d.Host))
	if err != nil || host == "" {
		return Trust{}, invalid("host", "domain.not_a_host")
	}
	t := Trust{Host: host, Rule: TrustRule(d.Rule), MinLevel: credential.Verified, Note: cut(CleanText(d.Note), MaxComment), Created: now, By: by}
	switch t.Rule {
	case TrustAccept, TrustShow, TrustIgnore:
	default:
		return Trust{}, invalid("rule", "trust.rule_needed")
	}
	if d.MinLevel == "" || t.Rule != TrustAccept {
		return t, nil
	}
	level, err := strconv.Atoi(d.MinLevel)
	if t.MinLevel = credential.Level(level); err != nil || t.MinLevel < credential.Institutional || t.MinLevel > credential.Issued {
		return Trust{}, invalid("min_level", "trust.level_needed")
	}
	return t, nil
}
