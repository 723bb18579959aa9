package page

import (
	"time"

	"consilium/community"
)

// Post is a post wherever it is shown: in lists, in threads, as an answer.
//
// Its actions are forms that POST to /p/{ID}/VERB with the field "return":
// like, unlike, boost, unboost, bookmark, unbookmark; accept for an answer. The
// author is acted on at /a/{Author.ID}/VERB: mute, block. Links lead to
// /p/{ID}#reply, /p/{ID}/edit, /p/{ID}/delete, /p/{ID}/report and
// /p/{ID}/history.
type Post struct {
	ID        string // decimal; never "" unless Preview
	URL       string // path of its page here
	Author    Person
	BoostedBy *Person // who boosted it into this list; nil otherwise
	Published time.Time
	Edited    time.Time // zero when never
	Audience  community.AudienceKind
	Title     string    // of articles and of posts to groups; "" otherwise
	Group     *GroupRef // the group it stands in; nil for none
	Warning   string    // content warning: what follows is folded under it
	Sensitive bool      // pictures are folded even without a warning
	Content   community.SafeHTML
	Language  string // BCP 47, "" when unknown
	Pictures  []Picture
	Withheld  int // pictures that wait for a decision; only told to the author and the staff
	// Response is what a reply under a case is, as far as it counts as such here.
	Response  community.Response
	Citations []community.Citation
	Question  *Question // the poll of an ordinary post; nil for none
	Case      *CaseCard // a case is shown as its card instead of Content
	ReplyTo   *ReplyTo  // nil when it starts a thread
	Replies   int
	Likes     int
	Boosts    int
	Quotes    int
	Quote     *Quote // nil when it quotes nothing

	Liked, Boosted, Bookmarked bool // by the signed-in person
	Pinned                     bool // on the profile of its author, who is signed in

	May      May
	Accepted bool // the answer that solved the case
	Focused  bool // the post this page is about
	Depth    int  // levels under the post the page is about, 0 to 4
	Deleted  bool // a tombstone: only the place where it was is shown
	Preview  bool // not posted yet: no links, no actions
	// Hidden says that it was reported and that only its author sees it.
	Hidden bool
	// Filtered is the title of the reader's filter it is folded under; "" for none.
	Filtered string
}

// May is what the signed-in person may do with a post; the zero value, for
// visitors, is only reading.
type May struct {
	Act   bool // like, bookmark, report, mute and block: somebody is signed in
	Reply bool
	Boost bool // open enough to be repeated
	Like  bool // its author lets them
	Quote bool
	// Limits are what the author does not let them do: "reply", "boost", "like".
	Limits []string
	// Quotes says that they may see and decide who quotes it.
	Quotes bool
	Edit   bool
	Delete bool // one's own
	Remove bool // somebody else's, as staff
	Accept bool // an answer under one's own case
	Own    bool // hides report, mute and block
	Pin    bool // may be shown first on one's own profile
}

// ReplyTo names what a post answers.
type ReplyTo struct {
	URL  string // "" when the post is not known here
	Name string // whom it answers; "" when not known
}

// Posts is a list of posts that can be paged.
type Posts struct {
	Posts []Post
	Empty Empty // shown when there are none
	Pages Pages
}

// Empty is what a list shows instead of nothing: what will be here and the one
// thing to do next. Text and Action are catalogue keys.
type Empty struct {
	Text   string
	Action string // "" for none
	URL    string
}

// Pages are the links to the newer and older part of a list; "" where there is
// none.
type Pages struct{ Newer, Older string }
