package page

import (
	"time"

	"consilium/community"
)

// Thread is the page of a post: what it answers above, what answers it below.
type Thread struct {
	Ancestors []Post // from the root down
	Post      Post   // Focused
	Replies   []Post // in reading order, with Depth
	More      string // URL of the rest; "" when all are here
	Readers   Readers
	Composer  *Composer // nil when the viewer may not reply
	// SignInURL leads a visitor to sign in and back; "" for members.
	SignInURL string
	Seeking   Seeking
	Silence   Silence
}

// Silence is whether a member hears of a thread. POST /p/{Post}/silence ends that, POST
// /p/{Post}/hear begins it again.
type Silence struct {
	Post string // decimal; "" for visitors
	On   bool   // nothing is heard of it
}

// Seeking says to a member what became of looking for replies at another server.
type Seeking struct {
	Server  string    // "" when there is none to ask
	Pending bool      // it was asked and has not answered yet
	Asked   time.Time // last
	URL     string    // of the page, to load it again
}

func (v Thread) meta(p *Printer) meta {
	return meta{"thread", p.T("post.thread.title", "name", v.Post.Author.Name), ""}
}

// Case is the page of a case. POST /p/{answer}/accept accepts an answer; CaseLife has
// the other steps of its life.
type Case struct {
	Post     Post // the case itself, for its author, times and actions
	Body     CaseBody
	Readers  Readers
	Accepted *Post // the answer that solved it; nil while there is none
	// AlsoAccepted are further ones, in reading order.
	AlsoAccepted []Post
	Groups       []ResponseGroup  // responses by kind, direct ones of others and all of a kind
	Filters      []ResponseFilter // links to them by kind; none when there is but one kind
	Total        int              // responses but those aside
	Aside        *OtherReplies    // nil for none to show
	Others       []Post           // the rest of the conversation, in reading order, with Depth
	Versions     []Version
	Composer     *Composer
	// Consent is for the author, who keeps the case, and staff; nil for everybody else.
	Consent *ConsentKept
	// Destroyed is when older versions were last destroyed since they held something
	// identifying; Corrected when the accepted answer was changed after it was accepted.
	// Zero for never.
	Destroyed, Corrected time.Time
	// Steward is the colleague who took the case over from its author; nil for none.
	Steward *Person
	// Poll asks for the leading diagnosis; nil for none. PollURL is where who keeps the
	// case asks; "" for who may not, or did.
	Poll      *Poll
	PollURL   string
	Life      CaseLife
	First     time.Duration // to the first response; 0 while there is none
	SignInURL string
	Seeking   Seeking
	Silence   Silence
	// Collect puts it into a collection; nil for visitors.
	Collect *Collecting
	// Cite is how it is cited.
	Cite Citing
}

func (v Case) meta(p *Printer) meta { return meta{"case", v.Body.Title, "cases"} }

// AcceptedPosts are the answers that solved it, the first accepted first.
func (v Case) AcceptedPosts() []Post {
	if v.Accepted == nil {
		return v.AlsoAccepted
	}
	return append([]Post{*v.Accepted}, v.AlsoAccepted...)
}

// Responses is how many there are.
func (v Case) Responses() int { return v.Total }

// A Version is one state of something that was edited.
type Version struct {
	Number  int // from 1
	Written time.Time
	Current bool
}

// History is the page GET /p/{id}/history.
type History struct {
	Post     Post          // as it is now
	Versions []PostVersion // newest first
}

func (v History) meta(p *Printer) meta { return meta{"history", p.T("post.history.title"), ""} }

// PostVersion is what a post said then: as a post, or as a case.
type PostVersion struct {
	Version
	Post Post      // Preview is set
	Case *CaseBody // nil unless it is a case
}

// Delete is the page GET /p/{id}/delete that asks before POST /p/{id}/delete,
// with the field return.
type Delete struct {
	Post Post
	// Servers is how many other servers will be asked to delete it too.
	Servers int
	Replies int
	// Case: it is a case, which is withdrawn together with everything below it.
	Case bool
	// Remove: staff remove somebody else's post; there is a field reason.
	Remove   bool
	Return   string
	Problems Problems
}

func (v Delete) meta(p *Printer) meta { return meta{"delete", p.T("post.delete.title"), ""} }

// Report is the page GET /p/{id}/report and GET /a/{id}/report. POST to URL
// with the fields of community.FlagDraft: category, comment, reference, forward ("on": send
// a copy to the staff of the other server), and block ("on").
type Report struct {
	URL    string
	Person Person
	Post   *Post // nil when the person is reported
	Draft  community.FlagDraft
	Server string // the other server's name; "" for members here
	Return string
	// Hides says that "patient-identifiable" hides the post at once; Lost when the
	// reporter may do so again who was wrong too often, zero for all others.
	Hides    bool
	Lost     time.Time
	Problems Problems
}

// Categories are the reasons to choose from.
func (v Report) Categories() []community.FlagCategory { return community.FlagCategories() }

// MaxComment is how long the comment may be, in characters.
func (v Report) MaxComment() int { return community.MaxComment }

func (v Report) meta(p *Printer) meta {
	return meta{"report", p.T("report.title", "name", v.Person.Name), ""}
}
