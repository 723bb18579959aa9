package community

import (
	"strings"
	"time"
	"unicode/utf8"
)

// Instance is what the institution says about itself on its pages.
type Instance struct {
	Name        string
	Description string
	// Rules is one rule a line.
	Rules   []string
	Contact string
	// SetUp says that the first administrator has been made.
	SetUp bool
	// PublicCases is whether a new case may be for everybody, as an administrator
	// decided at the desk; nil while nobody did and the configuration holds.
	PublicCases *bool
	// ShowDomains says that visitors can read which servers are limited or
	// suspended here.
	ShowDomains bool
	// HideCounts keeps how many people and posts there are out of NodeInfo.
	HideCounts bool
	// HideTrends says that nothing is put forward because several people share it.
	HideTrends bool
	// Privacy says what becomes of people's data, Terms on what they agree when they
	// register; "" where the institution wrote nothing.
	Privacy, Terms string
	// Changed is when the description was last changed, PrivacyChanged and TermsChanged
	// when the others were; zero for never.
	Changed, PrivacyChanged, TermsChanged time.Time
}

// Limits of what an instance says about itself, in characters.
const (
	MaxInstanceName        = 80
	MaxInstanceDescription = 2000
	MaxRules               = 30
	MaxRule                = 300
	MaxPolicy              = 20_000
)

// InstanceDraft is the form for what an instance says about itself; Rules is one
// rule a line.
type InstanceDraft struct {
	Name, Description, Rules, Contact string
	HideCounts, HideTrends            bool
	Privacy, Terms                    string
}

// DescribeInstance judges the form and returns the instance it describes.
func DescribeInstance(old Instance, d InstanceDraft) (Instance, error) {
	i := old
	i.HideCounts, i.HideTrends = d.HideCounts, d.HideTrends
	i.Privacy, i.Terms = strings.TrimSpace(CleanText(d.Privacy)), strings.TrimSpace(CleanText(d.Terms))
	i.Name, i.Description, i.Contact, i.Rules = cleanLine(d.Name), strings.TrimSpace(CleanText(d.Description)), cleanLine(d.Contact), nil
	switch {
	case i.Name == "":
		return old, invalid("name", "instance.name_needed")
	case utf8.RuneCountInString(i.Name) > MaxInstanceName:
		return old, invalid("name", "account.too_long", "limit", MaxInstanceName)
	case utf8.RuneCountInString(i.Description) > MaxInstanceDescription:
		return old, invalid("description", "account.too_long", "limit", MaxInstanceDescription)
	case utf8.RuneCountInString(i.Privacy) > MaxPolicy:
		return old, invalid("privacy", "account.too_long", "limit", MaxPolicy)
	case utf8.RuneCountInString(i.Terms) > MaxPolicy:
		return old, invalid("terms", "account.too_long", "limit", MaxPolicy)
	case i.Contact != "" && CheckEmail(i.Contact) != nil:
		return old, invalid("contact", "account.email_shape")
	}
	for line := range strings.SplitSeq(CleanText(d.Rules), "\n") {
		rule := strings.TrimSpace(line)
		if rule == "" {
			continue
		}
		if utf8.RuneCountInString(rule) > MaxRule || len(i.Rules) == MaxRules {
			return old, invalid("rules", "instance.rules_too_long", "limit", MaxRules, "length", MaxRule)
		}
		i.Rules = append(i.Rules, rule)
	}
	return i, nil
}
