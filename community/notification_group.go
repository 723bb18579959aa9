package community

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// groupSpan is how long what many people do to one thing stays one group: the groups of
// the client API begin anew twice a day, whoever asks and from wherever.
const groupSpan = 12 * time.Hour

// idShift is where the milliseconds of a number begin.
const idShift = 16

// groupedKinds are what many people do to one thing, by the client API's words.
var groupedKinds = map[string]NotificationKind{
	"favourite": NotifyLike, "reblog": NotifyAnnounce, "follow": NotifyFollow, "admin.sign_up": NotifySignUp,
}

// GroupedTypes lists the client API's words for what can be grouped, in order.
func GroupedTypes() []string { return []string{"admin.sign_up", "favourite", "follow", "reblog"} }

// NotificationGroup names notifications that are shown as one.
type NotificationGroup struct {
	// Type is the client API's word; "" for one that stands alone.
	Type string
	Post PostID
	// Span counts the times of groupSpan since 1970.
	Span int64
	// Alone is the one notification there is; 0 for a real group.
	Alone NotificationID
}

// Group is the group of a notification when these types are grouped.
func (n Notification) Group(grouped []string) NotificationGroup {
	word := n.Kind.ClientType()
	if groupedKinds[word] != n.Kind || !slices.Contains(grouped, word) {
		return NotificationGroup{Alone: n.ID}
	}
	return NotificationGroup{Type: word, Post: n.Post, Span: spanOf(int64(n.ID))}
}

func spanOf(id int64) int64 { return id >> idShift / groupSpan.Milliseconds() }

// String is the key of the group, which ParseNotificationGroup reads. It is the same on
// every page.
func (g NotificationGroup) String() string {
	switch {
	case g.Alone != 0:
		return "ungrouped-" + FormatID(g.Alone)
	case g.Post != 0:
		return g.Type + "-" + FormatID(g.Post) + "-" + strconv.FormatInt(g.Span, 10)
	}
	return g.Type + "-" + strconv.FormatInt(g.Span, 10)
}

// ParseNotificationGroup reads a key; ErrNotFound for what is none.
func ParseNotificationGroup(key string) (NotificationGroup, error) {
	var numbers []int64
	word, rest, _ := strings.Cut(key, "-")
	for part := range strings.SplitSeq(rest, "-") {
		n, err := strconv.ParseInt(part, 10, 64)
		if err != nil || n <= 0 || len(numbers) == 2 {
			return NotificationGroup{}, ErrNotFound
		}
		numbers = append(numbers, n)
	}
	_, grouped := groupedKinds[word]
	g := NotificationGroup{Type: word, Span: numbers[len(numbers)-1]}
	switch {
	case word == "ungrouped" && len(numbers) == 1:
		g = NotificationGroup{Alone: NotificationID(numbers[0])}
	case !grouped, g.Span > spanOf(1<<62):
		return NotificationGroup{}, ErrNotFound
	case len(numbers) == 2:
		g.Post = PostID(numbers[0])
	}
	if g.String() != key {
		return NotificationGroup{}, fmt.Errorf("notification group: %w", ErrNotFound)
	}
	return g, nil
}

// Kinds are the kinds of what is in the group; nil for one that stands alone.
func (g NotificationGroup) Kinds() []NotificationKind {
	if g.Alone != 0 {
		return nil
	}
	return []NotificationKind{groupedKinds[g.Type]}
}

// Range gives the numbers between which the group lies, both left out.
func (g NotificationGroup) Range() (after, before NotificationID) {
	if g.Alone != 0 {
		return g.Alone - 1, g.Alone + 1
	}
	first := g.Span * groupSpan.Milliseconds() << idShift
	beyond := (g.Span + 1) * groupSpan.Milliseconds() << idShift
	return NotificationID(first - 1), NotificationID(beyond)
}

// GroupRange gives the numbers between which everything lies that can be in a group with
// one number, both left out.
func GroupRange(id int64) (after, before int64) {
	first, beyond := NotificationGroup{Type: "follow", Span: spanOf(id)}.Range()
	return int64(first), int64(beyond)
}
