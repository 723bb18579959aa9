package community

import "time"

// NotificationKind says what happened; words under "notification.SLUG".
type NotificationKind string

// The kinds of notification.
const (
	NotifyMention       NotificationKind = "mention"
	NotifyReply         NotificationKind = "reply"
	NotifyFollow        NotificationKind = "follow"
	NotifyFollowRequest NotificationKind = "follow-request"
	NotifyLike          NotificationKind = "like"
	NotifyAnnounce      NotificationKind = "announce"
	NotifyUpdate        NotificationKind = "update"
	NotifyAccepted      NotificationKind = "answer-accepted"
	NotifySolved        NotificationKind = "case-solved"
	// NotifyOutcome says how a case ended that one helped with or kept in mind;
	// NotifyOutcomeAsked asks for that.
	NotifyOutcome      NotificationKind = "case-outcome"
	NotifyOutcomeAsked NotificationKind = "outcome-asked"
	// NotifyQuestion says that a poll has ended that one asked or voted in.
	NotifyQuestion NotificationKind = "question"
	NotifySignUp   NotificationKind = "sign-up"
	NotifyFlag     NotificationKind = "flag"
	// NotifySevered says that follows ended because staff shut a server out.
	NotifySevered NotificationKind = "severed"
	// NotifyRetraction says that what an answer rests on was retracted.
	NotifyRetraction NotificationKind = "retraction"
	// NotifyHandOver asks to take a case over.
	NotifyHandOver NotificationKind = "hand-over"
	// NotifyCredential says that one's own credential has changed or will end.
	NotifyCredential NotificationKind = "credential"
	// NotifyVerification tells officers that an application waits for them,
	// NotifyVerificationAnswer the applicant that there is something to read.
	NotifyVerification       NotificationKind = "verification"
	NotifyVerificationAnswer NotificationKind = "verification-answer"
	// NotifyCaseWithdrawn says that a case one wrote, keeps or answered was withdrawn,
	// and tells staff of one that a patient withdrew. It says nothing of the case.
	NotifyCaseWithdrawn NotificationKind = "case-withdrawn"
	// NotifyHidden says that a post of one's own was reported and is hidden for now,
	// NotifyDecision that staff decided about a post or about oneself. Neither says who
	// reported.
	NotifyHidden   NotificationKind = "post-hidden"
	NotifyDecision NotificationKind = "decision"
	// NotifyRegisterCheck tells officers that a register no longer says what it said
	// of somebody who is verified.
	NotifyRegisterCheck NotificationKind = "register-check"
	// NotifyReview tells staff that a case waits for a reviewer, the others its author
	// what became of it. None says more.
	NotifyReview         NotificationKind = "review"
	NotifyReviewReleased NotificationKind = "review-released"
	NotifyReviewReturned NotificationKind = "review-returned"
	// NotifyQuote says that somebody quotes a post of one's own, NotifyQuoteAsked that
	// they ask to; NotifyQuotedUpdate that what one quotes was changed.
	NotifyQuote        NotificationKind = "quote"
	NotifyQuoteAsked   NotificationKind = "quote-asked"
	NotifyQuotedUpdate NotificationKind = "quoted-update"
	// NotifyUnposted says that what one wrote for a later moment could not be posted.
	NotifyUnposted NotificationKind = "unposted"
	// NotifyPost says that somebody posted of whose posts one asked to be told.
	NotifyPost NotificationKind = "post"
)

// Notification tells one actor what another did.
type Notification struct {
	ID    NotificationID
	Owner ActorID
	Kind  NotificationKind
	// Actor did it; Post is what it was about, 0 when it was about no post.
	Actor   ActorID
	Post    PostID
	Created time.Time
	// Read is zero until the owner has seen it.
	Read time.Time
}
