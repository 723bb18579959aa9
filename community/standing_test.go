package community_test

import (
	"testing"
	"time"

	"consilium/community"
	"consilium/community/credential"
)

// V8: what a credential counts for, from here and from elsewhere, fails closed.
func TestJudge(t *testing.T) {
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	ours := credential.Credential{Profession: "physician", Level: 3, State: credential.Active, Confirmed: now.Add(-time.Hour), Until: now.Add(time.Hour)}
	theirs := ours
	theirs.Issuer, theirs.StatusList = "there.example", "https://there.example/credentials/status/1"
	accept := community.Trust{Rule: community.TrustAccept, MinLevel: 3}
	for name, c := range map[string]struct {
		subject credential.Credential
		change  func(*credential.Credential)
		trust   community.Trust
		checked time.Time
		word    community.StandingWord
		level   credential.Level
	}{
		"ours":                        {subject: ours, word: community.StandingVerified, level: 3},
		"ours, level 2":               {subject: ours, change: func(c *credential.Credential) { c.Level = 2 }, word: community.StandingPartly, level: 2},
		"ours, lapsed":                {subject: ours, change: func(c *credential.Credential) { c.Until = now }, word: community.StandingLapsed},
		"ours, suspended":             {subject: ours, change: func(c *credential.Credential) { c.State = credential.Suspended }, word: community.StandingSuspended},
		"ours, revoked":               {subject: ours, change: func(c *credential.Credential) { c.State = credential.Revoked }},
		"ours, left":                  {subject: ours, change: func(c *credential.Credential) { c.State = credential.Former }, word: community.StandingFormer},
		"ours, from the future":       {subject: ours, change: func(c *credential.Credential) { c.Confirmed = now.Add(time.Minute) }},
		"theirs, accepted":            {subject: theirs, trust: accept, checked: now, word: community.StandingVerified, level: 3},
		"theirs, just fresh":          {subject: theirs, trust: accept, checked: now.Add(-community.StatusAge), word: community.StandingVerified, level: 3},
		"theirs, stale":               {subject: theirs, trust: accept, checked: now.Add(-community.StatusAge - 1), word: community.StandingUnchecked},
		"theirs, never checked":       {subject: theirs, trust: accept, word: community.StandingUnchecked},
		"theirs, checked in future":   {subject: theirs, trust: accept, checked: now.Add(time.Hour), word: community.StandingUnchecked},
		"theirs, below what we ask":   {subject: theirs, trust: community.Trust{Rule: community.TrustAccept, MinLevel: 4}, checked: now, word: community.StandingClaimed},
		"theirs, nobody decided":      {subject: theirs, trust: community.Trust{Rule: community.TrustShow}, checked: now, word: community.StandingClaimed},
		"theirs, no rule at all":      {subject: theirs, checked: now, word: community.StandingClaimed},
		"theirs, ignored":             {subject: theirs, trust: community.Trust{Rule: community.TrustIgnore}, checked: now},
		"theirs, lapsed":              {subject: theirs, change: func(c *credential.Credential) { c.Until = now }, trust: accept, checked: now},
		"theirs, revoked":             {subject: theirs, change: func(c *credential.Credential) { c.State = credential.Revoked }, trust: accept, checked: now},
		"theirs, rule nobody knows":   {subject: theirs, trust: community.Trust{Rule: "adore"}, checked: now, word: community.StandingClaimed},
		"theirs, level 2 is accepted": {subject: theirs, change: func(c *credential.Credential) { c.Level = 2 }, trust: community.Trust{Rule: community.TrustAccept, MinLevel: 2}, checked: now, word: community.StandingPartly, level: 2},
	} {
		subject := c.subject
		if c.change != nil {
			c.change(&subject)
		}
		got := community.Judge(&subject, c.trust, c.checked, now)
		if got.Word != c.word || got.Level != c.level {
			t.Errorf("%s: %q, level %d; want %q, %d", name, got.Word, got.Level, c.word, c.level)
		}
		if got.Level == 0 && got.Profession() != "" {
			t.Errorf("%s: a profession without a level", name)
		}
	}
	if got := community.Judge(nil, accept, now, now); got != (community.Standing{Judged: now}) {
		t.Errorf("nothing: %+v", got)
	}
}
