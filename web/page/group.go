package page

import (
	"time"

	"consilium/community"
)

// Groups is the page GET /groups: the groups of this institution, and what the
// visitor follows elsewhere. Its filter is a GET form with the fields q and
// specialty.
type Groups struct {
	Query     string
	Specialty community.Specialty
	List      []GroupLine
	// Elsewhere are the groups of other servers that the visitor follows.
	Elsewhere []Person
	MayCreate bool
}

func (v Groups) meta(p *Printer) meta { return meta{"groups", p.T("group.list.title"), ""} }

// Filtered says that the list was narrowed.
func (v Groups) Filtered() bool { return v.Query != "" || v.Specialty != "" }

// Specialties are the choices of the filter.
func (v Groups) Specialties() []community.Specialty { return community.Specialties() }

// GroupLine is a group of this institution in a list, and the head of its page.
type GroupLine struct {
	Person  Person
	Purpose community.GroupPurpose
	// Subject is the slug of a specialty, else words or "".
	Subject string
	About   string // the beginning of the description
	Members int
	State   community.GroupState
}

// URL is the page of the group.
func (g GroupLine) URL() string { return groupPath(g.Person) }

// SpecialtySlug is the specialty the group is about, "" for another subject.
func (g GroupLine) SpecialtySlug() string {
	if g.Purpose == community.SpecialtyGroup {
		return g.Subject
	}
	return ""
}

func groupPath(p Person) string {
	name := p.Handle
	if len(name) > 0 && name[0] == '@' {
		name = name[1:]
	}
	return "/groups/" + name
}

// Group is the page GET /groups/{name}.
type Group struct {
	Line        GroupLine
	Description community.SafeHTML
	Rules       string
	Posting     community.GroupPosting
	Address     string // what people elsewhere type to follow it
	Moderators  []Person
	Pinned      []Post
	List        Posts
	SignedIn    bool
	Joined      bool
	// MayPost leads to the form; PostURL is where.
	MayPost     bool
	PostURL     string
	MayModerate bool
	Feed        string
}

func (v Group) meta(*Printer) meta { return meta{"group", v.Line.Person.Name, ""} }

// EmptyGroup is for a group nothing was posted to.
func EmptyGroup() Empty { return Empty{Text: "group.empty"} }

// GroupModeration is the page GET /groups/{name}/moderate for the moderators of a group
// and for staff. Its forms POST there with the fields do (a community.GroupDeedKind), post or
// person (decimal ids) or handle, reason, days ("" for ever), remove_posts ("on").
type GroupModeration struct {
	Line       GroupLine
	Posts      []ModeratedPost
	Pages      Pages
	Bans       []GroupBan
	Moderators []Person
	Handle     string // as typed
	Days       string
	Reason     string
	Problems   Problems
	// Form is the form the problems belong to: "ban" or "appoint".
	Form string
}

func (v GroupModeration) meta(p *Printer) meta {
	return meta{"group-moderation", p.T("group.moderate.title", "name", v.Line.Person.Name), ""}
}

// ProblemsOf are those of one of the forms.
func (v GroupModeration) ProblemsOf(form string) Problems {
	if v.Form == form {
		return v.Problems
	}
	return nil
}

// Durations are for how long somebody may be shut out.
func (v GroupModeration) Durations() []string { return []string{"1", "7", "30", "365"} }

// ModeratedPost is a post with what its group says of it.
type ModeratedPost struct {
	Post           Post
	Pinned, Locked bool
	// Reason is why it was to be removed, as typed, with what is wrong with that.
	Reason   string
	Problems Problems
}

// GroupBan is somebody whom a group shut out.
type GroupBan struct {
	Person  Person
	Until   time.Time // zero for ever
	Reason  string
	Created time.Time
}

// DeskGroups is the page GET /desk/groups: the groups of this institution, and the form
// for one. POST there with the fields changing (decimal id; "" for a new group), name, title, description,
// rules, purpose, specialty, subject, posting and state.
type DeskGroups struct {
	List     []GroupLine
	Changing string // id of the group in the form; "" for a new one
	Draft    community.GroupDraft
	Problems Problems
}

func (v DeskGroups) meta(p *Printer) meta { return deskMeta(p, "desk-groups", "groups") }

// Specialties are the choices of the form.
func (v DeskGroups) Specialties() []community.Specialty { return community.Specialties() }

// Purposes are the choices of the form.
func (v DeskGroups) Purposes() []community.GroupPurpose { return community.GroupPurposes() }

// Postings are the choices of the form.
func (v DeskGroups) Postings() []community.GroupPosting { return community.GroupPostings() }

// States are the choices of the form.
func (v DeskGroups) States() []community.GroupState { return community.GroupStates() }

// Specialty is the chosen specialty.
func (v DeskGroups) Specialty() string {
	if v.Draft.Purpose == string(community.SpecialtyGroup) {
		return v.Draft.Subject
	}
	return ""
}

// Words is the subject in words.
func (v DeskGroups) Words() string {
	if v.Draft.Purpose == string(community.SpecialtyGroup) {
		return ""
	}
	return v.Draft.Subject
}

// GroupChoice is the part of a form for a post that says to which group it goes.
type GroupChoice struct {
	// ID is the chosen group, Name what it is called when the form is for it alone.
	ID, Name, URL string
	// Groups are those to choose from; none when the form is for one.
	Groups []Option
	// Title is what was typed as the title of the post.
	Title string
}

// IsZero says that nothing is asked.
func (g GroupChoice) IsZero() bool { return g.Name == "" && len(g.Groups) == 0 }

// GroupRef is the group a post stands in.
type GroupRef struct{ Name, URL string }
