package community_test

import (
	"testing"

	"consilium/community"
)

func TestNoticePolicyJudges(t *testing.T) {
	usual := community.UsualNoticePolicy()
	strict := community.NoticePolicy{NotFollowing: community.NoticeDropped, NotFollowers: community.NoticeFiltered,
		NewAccounts: community.NoticeDropped, LimitedAccounts: community.NoticeDropped, Messages: community.MessagesNobody}
	known := community.Acquaintance{Follows: true}
	clinician := community.Acquaintance{Clinician: true}
	for name, tt := range map[string]struct {
		policy community.NoticePolicy
		facts  community.NoticeFacts
		want   community.NoticeVerdict
	}{
		"a stranger likes":               {usual, community.NoticeFacts{Kind: community.NotifyLike}, community.NoticeAccepted},
		"a stranger writes":              {usual, community.NoticeFacts{Kind: community.NotifyMention, Private: true}, community.NoticeFiltered},
		"a stranger answers in public":   {usual, community.NoticeFacts{Kind: community.NotifyReply}, community.NoticeAccepted},
		"a new account, usually":         {usual, community.NoticeFacts{Kind: community.NotifyFollow, New: true}, community.NoticeAccepted},
		"a limited account, usually":     {usual, community.NoticeFacts{Kind: community.NotifyMention, Limited: true}, community.NoticeFiltered},
		"a limited account asks":         {usual, community.NoticeFacts{Kind: community.NotifyFollowRequest, Limited: true}, community.NoticeAccepted},
		"a limited friend":               {usual, community.NoticeFacts{Kind: community.NotifyMention, Limited: true, Acquaintance: known}, community.NoticeAccepted},
		"a limited clinician, usually":   {usual, community.NoticeFacts{Kind: community.NotifyReply, Limited: true, Acquaintance: clinician}, community.NoticeFiltered},
		"a stranger dropped":             {strict, community.NoticeFacts{Kind: community.NotifyLike}, community.NoticeDropped},
		"a clinician is never dropped":   {strict, community.NoticeFacts{Kind: community.NotifyLike, Acquaintance: clinician}, community.NoticeFiltered},
		"one's own case neither":         {strict, community.NoticeFacts{Kind: community.NotifyReply, OwnCase: true}, community.NoticeFiltered},
		"but nobody's messages":          {strict, community.NoticeFacts{Kind: community.NotifyMention, Private: true, Acquaintance: clinician}, community.NoticeDropped},
		"who does not follow back":       {strict, community.NoticeFacts{Kind: community.NotifyLike, Acquaintance: known}, community.NoticeFiltered},
		"who follows back":               {strict, community.NoticeFacts{Kind: community.NotifyLike, Acquaintance: known, Followed: true}, community.NoticeAccepted},
		"who was let in":                 {strict, community.NoticeFacts{Kind: community.NotifyMention, Private: true, Limited: true, Acquaintance: community.Acquaintance{Answered: true}}, community.NoticeAccepted},
		"a referral one asked for":       {usual, community.NoticeFacts{Kind: community.NotifyMention, Private: true, Acquaintance: community.Acquaintance{Referral: true}}, community.NoticeAccepted},
		"staff decided":                  {strict, community.NoticeFacts{Kind: community.NotifyDecision}, community.NoticeAccepted},
		"a report":                       {strict, community.NoticeFacts{Kind: community.NotifyFlag, New: true}, community.NoticeAccepted},
		"a hand-over":                    {strict, community.NoticeFacts{Kind: community.NotifyHandOver}, community.NoticeAccepted},
		"an answer that was accepted":    {strict, community.NoticeFacts{Kind: community.NotifyAccepted}, community.NoticeAccepted},
		"the end of a poll":              {strict, community.NoticeFacts{Kind: community.NotifyQuestion}, community.NoticeAccepted},
		"what one boosted was changed":   {strict, community.NoticeFacts{Kind: community.NotifyUpdate}, community.NoticeAccepted},
		"clinicians' messages come":      {usual.WithPrivateMentions(community.NoticeAccepted), community.NoticeFacts{Kind: community.NotifyMention, Private: true}, community.NoticeAccepted},
		"and from the policy of letters": {community.NoticePolicy{Messages: community.MessagesClinicians}, community.NoticeFacts{Kind: community.NotifyMention, Private: true, Acquaintance: clinician}, community.NoticeAccepted},
	} {
		if got := tt.policy.Judge(tt.facts); got != tt.want {
			t.Errorf("%s: %s, want %s", name, got, tt.want)
		}
	}
}

func TestPrivateMentionsAreTheMessagePolicy(t *testing.T) {
	p := community.UsualNoticePolicy()
	for _, v := range community.NoticeVerdicts() {
		if got := p.WithPrivateMentions(v).PrivateMentions(); got != v {
			t.Errorf("%s becomes %s", v, got)
		}
	}
	p.Messages = community.MessagesClinicians
	if p.WithPrivateMentions(community.NoticeFiltered).Messages != community.MessagesClinicians {
		t.Error("an app that changes nothing changed whose messages come")
	}
	p.NewAccounts = "ignore"
	if community.CheckNoticePolicy(p) == nil {
		t.Error("any word is a verdict")
	}
}
