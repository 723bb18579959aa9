package community

import (
	"crypto/ecdh"
	"slices"
)

// AppPush is what an app gave to be told over Web Push while it is closed (Push API).
// It belongs to one access token and ends with it.
type AppPush struct {
	ID    int64
	Token int64
	Owner ActorID
	// Endpoint is the address at a push service, as CheckEndpoint lets it pass.
	Endpoint string
	// PublicKey is the app's, 65 bytes on P-256; Auth its secret, 16 bytes.
	PublicKey, Auth []byte
	// Standard says that messages are encrypted as RFC 8291 has it, else as its draft 4
	// had it, which relays of apps still expect.
	Standard bool
	// Alerts are the client API's words for what is told.
	Alerts []string
	Policy PushPolicy
}

// PushPolicy is by whom a notification must be caused for an app to be told. The slugs
// are those of the client API.
type PushPolicy string

// The policies: everybody, whom the member follows, who follows the member, nobody.
const (
	PushAll      PushPolicy = "all"
	PushFollowed PushPolicy = "followed"
	PushFollower PushPolicy = "follower"
	PushNone     PushPolicy = "none"
)

// Alerts lists everything of which an app can be told, in the client API's words.
func Alerts() []string {
	return []string{"mention", "status", "reblog", "follow", "follow_request", "favourite", "poll", "update", "quote", "quoted_update",
		"admin.sign_up", "admin.report"}
}

// CheckAppPush judges what an app gave; *Invalid names the field as the client API does.
func CheckAppPush(p AppPush) error {
	if err := CheckEndpoint(p.Endpoint); err != nil {
		return invalid("subscription[endpoint]", "notice.endpoint")
	}
	if _, err := ecdh.P256().NewPublicKey(p.PublicKey); err != nil {
		return invalid("subscription[keys][p256dh]", "api.push_keys")
	}
	if len(p.Auth) != 16 {
		return invalid("subscription[keys][auth]", "api.push_keys")
	}
	return CheckPushChoice(p)
}

// CheckPushChoice judges of what an app wants to be told.
func CheckPushChoice(p AppPush) error {
	if !slices.Contains([]PushPolicy{PushAll, PushFollowed, PushFollower, PushNone}, p.Policy) {
		return invalid("data[policy]", "case.unknown_choice")
	}
	if slices.ContainsFunc(p.Alerts, func(word string) bool { return !slices.Contains(Alerts(), word) }) {
		return invalid("data[alerts]", "case.unknown_choice")
	}
	return nil
}

// Wants says whether the app is told of a notification. What staff decided about the
// member is always told: there is no word for it, and it must not be missed.
func (p AppPush) Wants(kind NotificationKind, follows, followed bool) bool {
	word := kind.ClientType()
	switch {
	case p.Policy == PushNone, word == "":
		return false
	case word == "moderation_warning", word == "severed_relationships":
		return true
	case !slices.Contains(p.Alerts, word):
		return false
	case kind.Judged() && p.Policy == PushFollowed:
		return follows
	case kind.Judged() && p.Policy == PushFollower:
		return followed
	}
	return true
}
