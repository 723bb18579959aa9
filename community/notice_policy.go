package community

import "slices"

// NoticeVerdict says what becomes of a notification. The slugs are those of the client
// API; words under "notice_policy.verdict.SLUG".
type NoticeVerdict string

// The verdicts, the mildest first: what is filtered waits as a request of who caused
// it, what is dropped is not written down at all.
const (
	NoticeAccepted NoticeVerdict = "accept"
	NoticeFiltered NoticeVerdict = "filter"
	NoticeDropped  NoticeVerdict = "drop"
)

// NoticeVerdicts lists them, the mildest first.
func NoticeVerdicts() []NoticeVerdict {
	return []NoticeVerdict{NoticeAccepted, NoticeFiltered, NoticeDropped}
}

// NoticePolicy is what a member wants of notifications caused by people they may not
// want to hear of. Messages decides about messages to them alone, here and for the home.
type NoticePolicy struct {
	NotFollowing, NotFollowers, NewAccounts, LimitedAccounts NoticeVerdict
	Messages                                                 MessagePolicy
}

// UsualNoticePolicy is what holds until a member says otherwise: nothing is dropped.
func UsualNoticePolicy() NoticePolicy {
	return NoticePolicy{NoticeAccepted, NoticeAccepted, NoticeAccepted, NoticeFiltered, MessagesFollowed}
}

// PrivateMentions is what the message policy means in the words of the client API.
func (p NoticePolicy) PrivateMentions() NoticeVerdict {
	switch p.Messages {
	case MessagesEverybody:
		return NoticeAccepted
	case MessagesNobody:
		return NoticeDropped
	}
	return NoticeFiltered
}

// WithPrivateMentions is the policy with the message policy that a verdict means. That
// verified clinicians come through stays as it was.
func (p NoticePolicy) WithPrivateMentions(v NoticeVerdict) NoticePolicy {
	switch {
	case v == p.PrivateMentions():
	case v == NoticeAccepted:
		p.Messages = MessagesEverybody
	case v == NoticeDropped:
		p.Messages = MessagesNobody
	default:
		p.Messages = MessagesFollowed
	}
	return p
}

// CheckNoticePolicy judges a policy as a member made it; *Invalid names the field as the
// client API does.
func CheckNoticePolicy(p NoticePolicy) error {
	for _, rule := range p.Rules() {
		if !slices.Contains(NoticeVerdicts(), rule.Verdict) {
			return invalid(rule.Name, "case.unknown_choice")
		}
	}
	if !slices.Contains(MessagePolicies(), p.Messages) {
		return invalid("for_private_mentions", "case.unknown_choice")
	}
	return nil
}

// NoticeRule is one line of a policy under the name that the client API and the form
// of the settings give it.
type NoticeRule struct {
	Name    string
	Verdict NoticeVerdict
}

// Rules lists the rules that a policy has beside that about messages.
func (p NoticePolicy) Rules() []NoticeRule {
	return []NoticeRule{{"for_not_following", p.NotFollowing}, {"for_not_followers", p.NotFollowers},
		{"for_new_accounts", p.NewAccounts}, {"for_limited_accounts", p.LimitedAccounts}}
}

// NoticeFacts are what a policy judges a notification by.
type NoticeFacts struct {
	Kind NotificationKind
	Acquaintance
	// Followed says that who caused it follows the member, and not only since today.
	Followed bool
	// New says that their account is new, Limited that staff limited them or their server.
	New, Limited bool
	// Private says that it is a message to the member that answers none of theirs.
	Private bool
	// OwnCase says that it is about a case of the member's, or what stands below one.
	OwnCase bool
}

// judgedKinds are what strangers cause. Everything else is of staff, of the institution,
// or about what the member takes part in, and always heard.
var judgedKinds = []NotificationKind{NotifyMention, NotifyReply, NotifyFollow, NotifyFollowRequest, NotifyLike, NotifyAnnounce, NotifyQuote, NotifyQuoteAsked}

// Judged says whether a policy has anything to say about a kind of notification.
func (k NotificationKind) Judged() bool { return slices.Contains(judgedKinds, k) }

// Judge says what becomes of a notification. Who was let in, or was written to, is heard;
// whom the member follows is at most kept for not following back. What comes from a
// verified clinician, or is about one's own case, waits where the rules about strangers
// would drop it.
func (p NoticePolicy) Judge(f NoticeFacts) NoticeVerdict {
	if !f.Kind.Judged() || f.Answered {
		return NoticeAccepted
	}
	private := NoticeAccepted
	if f.Private && !p.Messages.Reaches(f.Acquaintance) {
		private = p.PrivateMentions()
	}
	strange := p.stranger(f)
	if strange == NoticeDropped && (f.Clinician || f.OwnCase) {
		strange = NoticeFiltered
	}
	return graver(private, strange)
}

// stranger is what the rules about strangers say.
func (p NoticePolicy) stranger(f NoticeFacts) NoticeVerdict {
	v := NoticeAccepted
	if !f.Followed {
		v = graver(v, p.NotFollowers)
	}
	if f.Follows {
		return v
	}
	v = graver(v, p.NotFollowing)
	if f.New {
		v = graver(v, p.NewAccounts)
	}
	if f.Limited && f.Kind != NotifyFollowRequest { // it waits for the member anyway
		v = graver(v, p.LimitedAccounts)
	}
	return v
}

func graver(a, b NoticeVerdict) NoticeVerdict {
	if slices.Index(NoticeVerdicts(), b) > slices.Index(NoticeVerdicts(), a) {
		return b
	}
	return a
}
