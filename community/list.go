package community

import (
	"slices"
	"unicode/utf8"
)

// ListID names a member's list of people.
type ListID int64

// ListReplies says which answers of its people a list shows; words under
// "list.replies.SLUG". The slugs are those of the client API.
type ListReplies string

// The answers a list shows beside those to its owner and to oneself.
const (
	// RepliesToFollowed are those to anybody the owner follows.
	RepliesToFollowed ListReplies = "followed"
	// RepliesToList are those to people of the list.
	RepliesToList ListReplies = "list"
	// NoReplies are none.
	NoReplies ListReplies = "none"
)

// ListRepliesChoices lists them, the most first.
func ListRepliesChoices() []ListReplies {
	return []ListReplies{RepliesToFollowed, RepliesToList, NoReplies}
}

// List is some of the people a member follows, with a timeline of its own. Nobody but
// its owner knows of it.
type List struct {
	ID      ListID
	Owner   ActorID
	Title   string
	Replies ListReplies
	// Exclusive keeps what the people of the list post out of the owner's home.
	Exclusive bool
}

// Bounds of lists.
const (
	MaxLists       = 50 // for each member
	MaxListMembers = 5000
	MaxListTitle   = 100 // characters
)

// CheckList judges a list as a member described it, and gives it in the form in which
// it is kept; without a word about answers those to the list are shown.
func CheckList(l List) (List, error) {
	l.Title = cleanLine(l.Title)
	if l.Replies == "" {
		l.Replies = RepliesToList
	}
	switch {
	case l.Title == "":
		return l, invalid("title", "list.title_needed")
	case utf8.RuneCountInString(l.Title) > MaxListTitle:
		return l, invalid("title", "flag.too_long", "limit", MaxListTitle)
	case !slices.Contains(ListRepliesChoices(), l.Replies):
		return l, invalid("replies_policy", "list.replies_needed")
	}
	return l, nil
}
