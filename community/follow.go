package community

import "time"

// FollowState is where a follow stands.
type FollowState string

// The states of a follow.
const (
	FollowRequested FollowState = "requested"
	FollowAccepted  FollowState = "accepted"
)

// Follow is one actor reading another.
type Follow struct {
	Follower, Followed ActorID
	// IRI is the identity of the Follow activity; ours are made by storage.
	IRI   IRI
	State FollowState
	// HidesAnnounces keeps the other's boosts out of the follower's home.
	HidesAnnounces bool
	// Notifies tells the follower of every post of the other.
	Notifies bool
	// Languages are those whose posts come into the follower's home; none for all.
	Languages []string
	Created   time.Time
}

// RequestFollow decides what becomes of a wish to follow: accepted at once when
// the other is a member here who lets everybody, requested otherwise.
func RequestFollow(follower, followed Actor, r Relation, now time.Time) (Follow, error) {
	switch {
	case follower.ID == followed.ID:
		return Follow{}, invalid("actor", "follow.self")
	case !follower.Active():
		return Follow{}, ErrForbidden
	case !followed.Active():
		return Follow{}, ErrNotFound
	case r.BlockedBy || r.Blocks || r.BlocksDomain:
		return Follow{}, ErrForbidden
	}
	f := Follow{Follower: follower.ID, Followed: followed.ID, State: FollowRequested, Created: now}
	if followed.Local && !followed.ApprovesFollowers {
		f.State = FollowAccepted
	}
	return f, nil
}

// Relation is what stands between one actor (the viewer) and another.
type Relation struct {
	Actor ActorID
	// Follows and Requested are the viewer's follow; FollowedBy and
	// RequestedBy the other's.
	Follows, Requested, FollowedBy, RequestedBy bool
	HidesAnnounces                              bool
	// Notifies and Languages are of the viewer's follow.
	Notifies                  bool
	Languages                 []string
	Blocks, BlockedBy         bool
	Mutes, MutesNotifications bool
	// BlocksDomain says that the viewer blocks the other's whole server.
	BlocksDomain bool
	// MutedUntil is zero for a mute without end.
	MutedUntil time.Time
}

// Mute keeps another actor out of sight, without telling.
type Mute struct {
	Actor, Target ActorID
	// Notifications says that they are kept away as well.
	Notifications bool
	// Until is zero for a mute without end.
	Until time.Time
}
