package page

import "consilium/community"

// Landing is the page GET / for visitors.
type Landing struct {
	Members   int    // active accounts
	Cases     int    // cases posted here
	Solved    int    // of them, solved
	Newest    []Post // a few public posts and cases; may be empty
	SignInURL string // "/sign-in"
}

func (v Landing) meta(p *Printer) meta { return meta{"landing", "", ""} }

// About is the page GET /about.
type About struct {
	Rules     []string // in the order they were written
	Contact   *Person  // who runs this; nil when not said
	Email     string   // where to write; "" when not said
	Version   string   // of the program
	Source    string   // URL of its source code
	Federated bool     // talks to other servers
	// Privacy and Terms are what the institution wrote of them; empty for nothing.
	Privacy, Terms community.SafeHTML
	// Moderated are the servers that are treated otherwise, as far as they may be
	// told.
	Moderated []ModeratedServer
}

func (v About) meta(p *Printer) meta { return meta{"about", p.T("about.title"), ""} }

// Home is the page GET /home: what the people one follows posted, newest first.
type Home struct {
	// Announcements are what the institution tells, the newest first. A button posts to
	// /announcements/{id}/dismiss.
	Announcements []Announcement
	Composer      Composer
	List          Posts
	Welcome       bool // nobody is followed yet: first steps are shown
	// Hint says that one can be verified: "begin", or "continue" what was begun; ""
	// says nothing.
	Hint string
}

func (v Home) meta(p *Printer) meta { return meta{"home", p.T("home.title"), "home"} }

// Bookmarks is the page GET /bookmarks: what the member bookmarked.
type Bookmarks struct{ List Posts }

func (v Bookmarks) meta(p *Printer) meta { return meta{"bookmarks", p.T("common.bookmarks"), ""} }

// Search is the page GET /search, a GET form with the field q: a handle, an
// address of a post or profile, or words.
type Search struct {
	Query    string
	Asked    bool // a search was made
	People   []PersonCard
	Posts    []Post
	Pages    Pages
	Problems Problems // field "q"
	// Unreachable names the other server that did not answer; "" for none.
	Unreachable string
}

func (v Search) meta(p *Printer) meta { return meta{"search", p.T("search.title"), "search"} }

// SearchSign is something that narrows a search, as it is typed; what it does stands
// under "search.precise.NAME".
type SearchSign struct{ Name, Text string }

// Signs are those that the page explains.
func (v Search) Signs() []SearchSign {
	return []SearchSign{{"phrase", `"…"`}, {"beginning", "sarco*"}, {"without", "-…"}, {"from", "from:@ana from:me"},
		{"has", "has:image has:video has:audio has:poll has:link"}, {"is", "is:reply is:quote is:sensitive is:edited"}, {"language", "language:de"},
		{"in", "in:library in:public"}, {"when", "before:2026-11-22 after:2026-10 during:2025"}}
}

// Nothing tells whether the search found nothing.
func (v Search) Nothing() bool { return v.Asked && len(v.People) == 0 && len(v.Posts) == 0 }

// Notifications is the page GET /notifications. POST /notifications/read marks
// all of them as seen.
type Notifications struct {
	List   []Notification
	Unread int
	Pages  Pages
	// Requests is how many follow requests wait.
	Requests int
	Messages int // people whom the reader does not know and who wrote
}

func (v Notifications) meta(p *Printer) meta {
	return meta{"notifications", p.T("common.notifications.title"), "notifications"}
}
