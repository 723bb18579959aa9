package community

import (
	"html"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// GroupPurpose says what brings the members of a group together.
type GroupPurpose string

// The purposes of a group.
const (
	SpecialtyGroup   GroupPurpose = "specialty"
	DiseaseGroup     GroupPurpose = "disease"
	InstitutionGroup GroupPurpose = "institution"
	OtherGroup       GroupPurpose = "other"
)

// GroupPurposes lists them in the order they are offered.
func GroupPurposes() []GroupPurpose {
	return []GroupPurpose{SpecialtyGroup, DiseaseGroup, InstitutionGroup, OtherGroup}
}

// GroupPosting says who may post to a group.
type GroupPosting string

// Who may post. Moderators always may.
const (
	EverybodyPosts  GroupPosting = "everybody"
	FollowersPost   GroupPosting = "followers"
	MembersPost     GroupPosting = "members"    // of this institution
	CliniciansPost  GroupPosting = "clinicians" // verified, of this institution
	ModeratorsPost  GroupPosting = "moderators"
	defaultOfGroups              = FollowersPost
)

// GroupPostings lists them in the order they are offered, the usual one first.
func GroupPostings() []GroupPosting {
	return []GroupPosting{defaultOfGroups, EverybodyPosts, MembersPost, CliniciansPost, ModeratorsPost}
}

// GroupState says what still happens in a group.
type GroupState string

// The states of a group. In a read-only one nobody posts or answers any more; a
// closed one is shown to nobody but staff. Its name is never given away.
const (
	GroupOpen     GroupState = "open"
	GroupReadOnly GroupState = "read-only"
	GroupClosed   GroupState = "closed"
)

// GroupStates lists them.
func GroupStates() []GroupState { return []GroupState{GroupOpen, GroupReadOnly, GroupClosed} }

// LocalGroup is a group that is kept here: an actor of kind Group that belongs to
// the institution and to no login. What is posted to it is for everybody, and it
// announces that to who follows it, here and elsewhere (FEP-1b12). Groups whose
// posts are for their members only are not built yet.
type LocalGroup struct {
	// Actor has its name, title (DisplayName) and description (Summary).
	Actor   Actor
	Purpose GroupPurpose
	// Subject is what it is about: the slug of a specialty, else words or "".
	Subject string
	// Rules are plain text.
	Rules   string
	Posting GroupPosting
	State   GroupState
	// Moderators look after it, whoever was appointed first in front.
	Moderators []ActorID
	Created    time.Time
}

// GroupDraft is the form for a group.
type GroupDraft struct {
	// Name counts for a new group only; it is one of the names of members.
	Name, Title, Description, Rules string
	Purpose, Subject                string
	Posting, State                  string
}

// Limits of a group, in characters.
const (
	MaxGroupRules   = 5000
	MaxGroupSubject = 80
	// MaxGroupModerators bounds who is listed to other servers.
	MaxGroupModerators = 50
)

// DescribeGroup judges the form for a group and gives the group it makes of the
// old one, the zero LocalGroup for a new one. *Invalid names the field.
func DescribeGroup(old LocalGroup, d GroupDraft) (LocalGroup, error) {
	g := old
	if old.Actor.ID == 0 {
		if err := CheckName(d.Name); err != nil {
			return old, renamed(err, "name")
		}
	}
	profile, err := Describe(old.Actor.Profile, ProfileDraft{DisplayName: d.Title, Summary: d.Description, Discoverable: true, Indexable: true})
	if err != nil {
		return old, renamed(renamed(err, "title"), "description")
	}
	g.Actor.Profile = profile
	g.Rules, g.Subject = strings.TrimSpace(CleanText(d.Rules)), cleanLine(d.Subject)
	g.Purpose, g.Posting, g.State = GroupPurpose(d.Purpose), GroupPosting(d.Posting), GroupState(d.State)
	return g, g.check()
}

// renamed puts the problem of an account's field at the field of the form for groups.
func renamed(err error, field string) error {
	fields := map[string]string{"username": "name", "display_name": "title", "summary": "description"}
	if i, ok := err.(*Invalid); ok && fields[i.Field] == field { //nolint:errorlint // it was just made
		return &Invalid{Field: field, Problem: i.Problem}
	}
	return err
}

func (g LocalGroup) check() error {
	switch {
	case g.Actor.DisplayName == "":
		return invalid("title", "group.title_needed")
	case !slices.Contains(GroupPurposes(), g.Purpose):
		return invalid("purpose", "group.unknown_choice")
	case g.Purpose == SpecialtyGroup && !Specialty(g.Subject).Known():
		return invalid("subject", "group.unknown_specialty")
	case utf8.RuneCountInString(g.Subject) > MaxGroupSubject:
		return invalid("subject", "account.too_long", "limit", MaxGroupSubject)
	case utf8.RuneCountInString(g.Rules) > MaxGroupRules:
		return invalid("rules", "account.too_long", "limit", MaxGroupRules)
	case !slices.Contains(GroupPostings(), g.Posting):
		return invalid("posting", "group.unknown_choice")
	case !slices.Contains(GroupStates(), g.State):
		return invalid("state", "group.unknown_choice")
	}
	return nil
}

// GroupStanding is what stands between an actor and a group.
type GroupStanding struct {
	Follows, Moderates bool
	// Banned says that its moderators shut the actor out, and that this has not ended.
	Banned bool
	// Clinician says that it is a member here who was proved a clinician.
	Clinician bool
}

// MayPost says whether an actor may post to the group, or answer in it. It is asked
// of members and of everybody elsewhere alike.
func (g LocalGroup) MayPost(by Actor, s GroupStanding) bool {
	switch {
	case g.State != GroupOpen || !g.Actor.Active() || !by.Active() || s.Banned || by.Kind == Group:
		return false
	case s.Moderates:
		return true
	}
	switch g.Posting {
	case EverybodyPosts:
		return true
	case FollowersPost:
		return s.Follows
	case MembersPost:
		return by.Local
	case CliniciansPost:
		return by.Local && s.Clinician
	}
	return false
}

// MayModerate says whether somebody may look after the group: its moderators, and
// staff whose duty is to keep groups.
func (g LocalGroup) MayModerate(by Subject, s GroupStanding) bool {
	return by.SignedIn && (s.Moderates || May(by, KeepGroups))
}

// GroupPlace is a group that a post is for, or in which it answers, as the rules need to know
// it.
type GroupPlace struct {
	Actor Actor
	// Local is the group when it is kept here; nil for one elsewhere, which decides
	// for itself.
	Local    *LocalGroup
	Standing GroupStanding
	// Locked says of the thread that is answered that its moderators closed it.
	Locked bool
}

// admits says whether somebody may post there, as far as that is known here.
func (p GroupPlace) admits(by Actor) bool {
	if p.Local != nil {
		return p.Local.MayPost(by, p.Standing)
	}
	return p.Actor.Active() && p.Actor.Kind == Group && !p.Standing.Banned
}

// enterGroup puts a post into the group it is for. Posting to a group is public plus
// the group; a reply in its thread that is for fewer people is no post of the
// group's.
func (p *Post) enterGroup(d PostDraft, by Actor, s Surroundings) error {
	switch {
	case s.Group == nil:
		return nil
	case s.Group.Locked:
		return invalid("text", "group.locked")
	case s.Parent != nil:
		if (p.Audience.Kind == Public || p.Audience.Kind == Unlisted) && s.Group.admits(by) {
			p.Group = s.Group.Actor.ID
		}
		return nil
	case p.Audience.Kind != Public:
		return invalid("audience", "group.public_only")
	case !s.Group.admits(by):
		return invalid("group", "group.may_not_post")
	case utf8.RuneCountInString(cleanLine(d.Title)) > MaxTitle:
		return invalid("title", "case.too_long", "limit", MaxTitle)
	}
	p.Group = s.Group.Actor.ID
	if p.Kind == NotePost {
		p.Title = cleanLine(d.Title)
	}
	return nil
}

// GroupDeedKind is something the moderators of a group do.
type GroupDeedKind string

// What moderators do.
const (
	RemoveFromGroup GroupDeedKind = "remove" // a post: it is no longer in the group
	PinInGroup      GroupDeedKind = "pin"
	UnpinInGroup    GroupDeedKind = "unpin"
	LockInGroup     GroupDeedKind = "lock" // a thread: nobody answers any more
	UnlockInGroup   GroupDeedKind = "unlock"
	BanFromGroup    GroupDeedKind = "ban"
	UnbanFromGroup  GroupDeedKind = "unban"
	AppointInGroup  GroupDeedKind = "appoint" // a moderator
	DismissInGroup  GroupDeedKind = "dismiss"
)

// AboutPost says whether the deed is done to a post rather than to a person.
func (k GroupDeedKind) AboutPost() bool {
	return slices.Contains([]GroupDeedKind{RemoveFromGroup, PinInGroup, UnpinInGroup, LockInGroup, UnlockInGroup}, k)
}

// GroupDeed is one thing that a moderator of a group did. The caller made sure that
// By may.
type GroupDeed struct {
	Kind      GroupDeedKind
	Group, By ActorID
	// Post or Person is to whom it was done, as the kind wants.
	Post   PostID
	Person ActorID
	// Reason is in the moderator's words; "" for none.
	Reason string
	// Until ends a ban; zero for one without end. RemovePosts takes what the person
	// posted out of the group.
	Until       time.Time
	RemovePosts bool
}

// MaxGroupReason is how long a moderator's reason may be, in characters.
const MaxGroupReason = 500

// Cleaned is the deed within bounds.
func (d GroupDeed) Cleaned() GroupDeed {
	d.Reason = cut(cleanLine(d.Reason), MaxGroupReason)
	return d
}

// Pass lets the reason of a moderator through the gate, which is told to everybody who
// follows the group: it may be about a case. It returns *Stopped.
func (d GroupDeed) Pass(by Actor, language string, now time.Time) error {
	return Pass([]Passage{{"reason", d.Cleaned().Reason}}, CaseTexts(by, language, now), Clearance{Unshown: true})
}

// Titled is the text of a post as Readable has it, with the title of a note in front:
// of a Note most servers and apps show nothing but its content.
func (p Post) Titled() SafeHTML {
	if p.Kind != NotePost || p.Title == "" || !p.Deleted.IsZero() {
		return p.Readable()
	}
	return SafeHTML{"<p><strong>" + html.EscapeString(p.Title) + "</strong></p>" + p.Readable().s}
}
