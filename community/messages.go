package community

import (
	"slices"

	"consilium/community/credential"
)

// MessagePolicy is whose direct messages reach a member at once; those of others
// wait as requests (D2). Words under "messages.SLUG".
type MessagePolicy string

// The policies, the widest first. Followed is the default.
const (
	MessagesEverybody  MessagePolicy = "everybody"
	MessagesClinicians MessagePolicy = "clinicians"
	MessagesFollowed   MessagePolicy = "followed"
	MessagesNobody     MessagePolicy = "nobody"
)

// MessagePolicies lists them, the widest first.
func MessagePolicies() []MessagePolicy {
	return []MessagePolicy{MessagesEverybody, MessagesClinicians, MessagesFollowed, MessagesNobody}
}

// ParseMessagePolicy reads one; what is unknown is the default.
func ParseMessagePolicy(slug string) MessagePolicy {
	if p := MessagePolicy(slug); slices.Contains(MessagePolicies(), p) {
		return p
	}
	return MessagesFollowed
}

// Acquaintance is what stands between a member and who writes to them.
type Acquaintance struct {
	// Follows says that the member follows the sender.
	Follows bool
	// Answered says that the member wrote to the sender before, or accepted them.
	Answered bool
	// Clinician says that the sender is a verified clinician, as counts here.
	Clinician bool
	// Referral says that it is a referral, which the member asked for in the directory.
	Referral bool
}

// Reaches says whether a direct message comes in at once. Who wrote to somebody gets
// the answer, and a colleague who asked for referrals the referral, whatever the
// policy.
func (p MessagePolicy) Reaches(a Acquaintance) bool {
	if a.Answered || a.Referral {
		return true
	}
	switch p {
	case MessagesEverybody:
		return true
	case MessagesClinicians:
		return a.Clinician || a.Follows
	case MessagesNobody:
		return false
	}
	return a.Follows
}

// IsClinician says whether an actor of whom this was proved is a verified clinician,
// and nothing that nobody should take for one.
func (a Actor) IsClinician(s Standing) bool {
	labelled := Subject{Profession: a.Profession, Label: a.Label, Standing: s}.Labelled()
	return s.Verified() && s.Profession().Class() == credential.Clinical && labelled == ""
}
