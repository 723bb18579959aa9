package page

import (
	"time"

	"consilium/community"
)

// Notification says that somebody did something that concerns the reader.
type Notification struct {
	Kind   community.NotificationKind // chooses the words
	Who    Person
	Others int // further people who did the same
	When   time.Time
	Unread bool
	// URL is where it leads: the post, the profile, the desk.
	URL string
	// Excerpt is the beginning of the post in plain text; "" when there is none.
	Excerpt string
}

// People is how many did it.
func (n Notification) People() int { return n.Others + 1 }

// Icon is the picture beside it.
func (n Notification) Icon() string {
	switch n.Kind {
	case community.NotifyMention, community.NotifyReply:
		return "reply"
	case community.NotifyLike:
		return "like"
	case community.NotifyAnnounce:
		return "boost"
	case community.NotifyQuote, community.NotifyQuoteAsked:
		return "quote"
	case community.NotifyUpdate, community.NotifyQuotedUpdate:
		return "edit"
	case community.NotifyAccepted, community.NotifySolved, community.NotifyOutcome, community.NotifyOutcomeAsked, community.NotifyQuestion, community.NotifyCredential, community.NotifyVerificationAnswer:
		return "check"
	case community.NotifyCaseWithdrawn:
		return "trash"
	case community.NotifyRetraction, community.NotifyHidden, community.NotifyDecision, community.NotifySevered, community.NotifyUnposted:
		return "warning"
	case community.NotifySignUp, community.NotifyFlag, community.NotifyVerification, community.NotifyRegisterCheck, community.NotifyReview:
		return "desk"
	}
	return "person"
}
