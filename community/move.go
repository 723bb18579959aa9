package community

import (
	"slices"
	"time"
)

const (
	// MoveRest is how long a member who moved waits before moving again, as
	// elsewhere: a list of followers is no shuttle.
	MoveRest = 30 * 24 * time.Hour
	// FollowRest is how long nobody here follows somebody elsewhere to yet another
	// place (protocol 1.9).
	FollowRest = 7 * 24 * time.Hour
	// MaxAliases bounds how many accounts a member may be known as elsewhere.
	MaxAliases = 10
)

// CheckMove judges a member's wish to send the followers to another account,
// whose document was read just now: it has to say that it is also the member's,
// or anybody could be sent anywhere (FEP-7628). What is wrong is an *Invalid for
// field "target", and for none that it is too soon.
func CheckMove(by, target Actor, now time.Time) error {
	switch {
	case by.IRI == target.IRI:
		return invalid("target", "move.self")
	case !target.Active() || target.IsInstance() || target.Kind == Application || target.Kind == Group:
		return invalid("target", "move.nobody")
	case !target.MovedTo.IsZero():
		return invalid("target", "move.gone_on")
	case !slices.Contains(target.Aliases, by.IRI):
		return invalid("target", "move.not_linked", "address", by.IRI.String())
	case !by.MayMove(now):
		return invalid("", "move.too_soon")
	}
	return nil
}

// MayMove says whether enough time has passed since a member last moved.
func (a Actor) MayMove(now time.Time) bool {
	return a.Moved.IsZero() || !now.Before(a.Moved.Add(MoveRest))
}

// CheckFollowed judges whether those here who follow somebody elsewhere are sent
// after them to the target. Both were read from their homes just now: from says
// so by its signature and must not name another place, to says that it is also
// from, and has not gone on itself (S-ORG-11). ErrForbidden when not.
func CheckFollowed(from, to Actor) error {
	switch {
	case from.Local, from.IRI == to.IRI, !from.Active(), !to.Active():
		return ErrForbidden
	case !from.MovedTo.IsZero() && from.MovedTo != to.IRI:
		return ErrForbidden
	case !to.MovedTo.IsZero(), !slices.Contains(to.Aliases, from.IRI):
		return ErrForbidden
	}
	return nil
}

// AddAlias judges what a member wants to be known as too, and returns the list
// with it. Naming one twice changes nothing.
func AddAlias(by, other Actor) ([]IRI, error) {
	switch {
	case by.IRI == other.IRI:
		return by.Aliases, invalid("account", "move.self")
	case !other.Active() || other.IsInstance() || other.Kind == Application:
		return by.Aliases, invalid("account", "move.nobody")
	case slices.Contains(by.Aliases, other.IRI):
		return by.Aliases, nil
	case len(by.Aliases) >= MaxAliases:
		return by.Aliases, invalid("account", "move.too_many", "limit", MaxAliases)
	}
	return append(slices.Clone(by.Aliases), other.IRI), nil
}
