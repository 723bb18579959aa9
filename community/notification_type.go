package community

// clientTypes are the client API's words for what happened. That a case was solved or
// an answer accepted is the update of a post there. What has no word stays on the pages
// and at the desk.
var clientTypes = map[NotificationKind]string{
	NotifyMention: "mention", NotifyReply: "mention", NotifyFollow: "follow", NotifyFollowRequest: "follow_request",
	NotifyLike: "favourite", NotifyAnnounce: "reblog", NotifyUpdate: "update", NotifyAccepted: "update", NotifySolved: "update",
	NotifyOutcome: "update", NotifyQuestion: "poll", NotifyPost: "status", NotifyQuote: "quote", NotifyQuotedUpdate: "quoted_update",
	NotifySevered: "severed_relationships", NotifyHidden: "moderation_warning", NotifyDecision: "moderation_warning",
	NotifySignUp: "admin.sign_up", NotifyFlag: "admin.report",
}

// ClientType is what a notification is called in the client API; "" for what is not
// told there.
func (k NotificationKind) ClientType() string { return clientTypes[k] }

// ClientKinds lists the kinds that the client API tells of, with their words.
func ClientKinds() map[NotificationKind]string {
	kinds := make(map[NotificationKind]string, len(clientTypes))
	for kind, word := range clientTypes {
		kinds[kind] = word
	}
	return kinds
}
