package page

import "consilium/community"

// Lists is the page GET /lists: the member's lists of people, and the hashtags that
// bring posts into the home.
type Lists struct {
	Own []ListLine
	New ListForm
	// Tags are the hashtags, without '#'; POST /tags/{tag}/unfollow ends one.
	Tags []string
}

func (v Lists) meta(p *Printer) meta { return meta{"lists", p.T("list.title"), ""} }

// ListLine is a list among others; its page is /lists/{ID}.
type ListLine struct {
	ID, Title string
	Exclusive bool
}

// ListForm is a form of POST to URL with the fields title, replies_policy and
// exclusive ("on" or "").
type ListForm struct {
	URL      string
	Draft    community.List
	Problems Problems
}

// MaxTitle is how long a name may be, in characters.
func (f ListForm) MaxTitle() int { return community.MaxListTitle }

// Choices are the answers a list can show.
func (f ListForm) Choices() []community.ListReplies { return community.ListRepliesChoices() }

// List is the page GET /lists/{id}: its timeline, and who is on it. POST to
// /lists/{ID} changes it, to /lists/{ID}/delete deletes it, and to /lists/{ID}/remove
// with the field person takes somebody off it.
type List struct {
	ListLine
	Posts  Posts
	Form   ListForm
	People []Person // as many as are named; More says that there are others
	More   bool
}

func (v List) meta(*Printer) meta { return meta{"list", v.Title, ""} }

// EmptyList is for a list that shows nothing.
func EmptyList() Empty { return Empty{Text: "list.posts_empty"} }

// ListChoice is how a member puts somebody they follow on one of their lists: POST to URL
// with the field list (an ID).
type ListChoice struct {
	URL    string
	On     []ListLine // on which they are
	Others []Option
}
