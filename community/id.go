package community

import (
	"fmt"
	"strconv"
)

// The numbers things go by inside one instance and in the client API, where
// they are decimal strings: int64 = Unix milliseconds << 16 | node slot << 8 |
// sequence. Each thing has its own type so that none is taken for another.
type (
	// ActorID names an actor, local or remote.
	ActorID int64
	// PostID names a post: note, article, case or announce.
	PostID int64
	// UserID names a login; never federated.
	UserID int64
	// MediaID names an uploaded or remote picture.
	MediaID int64
	// NotificationID names a notification.
	NotificationID int64
	// FlagID names a report.
	FlagID int64
)

// ID is any of the number types above.
type ID interface {
	~int64
}

// FormatID writes an id as the decimal string that clients and pages carry.
func FormatID[T ID](id T) string { return strconv.FormatInt(int64(id), 10) }

// ParseID reads a positive decimal id. Anything else is ErrNotFound: an address
// with a broken number leads nowhere, like one with an unknown number.
func ParseID[T ID](s string) (T, error) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n <= 0 || strconv.FormatInt(n, 10) != s { // one address a thing: no "+7", no "007"
		return 0, fmt.Errorf("id: %w", ErrNotFound)
	}
	return T(n), nil
}
