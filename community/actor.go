package community

import (
	"strings"
	"time"
	"unicode/utf8"

	"consilium/community/credential"
)

// ActorKind is the ActivityStreams type of an actor.
type ActorKind string

// The five actor types of the Activity Vocabulary (R-ACT-1).
const (
	Person       ActorKind = "Person"
	Group        ActorKind = "Group"
	Organization ActorKind = "Organization"
	Service      ActorKind = "Service"
	Application  ActorKind = "Application"
)

// Actor is somebody or something that acts: a member, a person elsewhere, a
// group, an instance. What only concerns a login is a User.
type Actor struct {
	ID     ActorID
	IRI    IRI
	Kind   ActorKind
	Handle Handle
	// User is the login that owns a local actor; 0 for remote actors and the
	// instance itself.
	User UserID
	// Local says that this instance answers for the actor.
	Local bool

	Profile
	// URL is the page for people; IRI when there is none.
	URL IRI

	Inbox, SharedInbox, Outbox, Followers, Following, Featured IRI

	// Published is when the actor was made, Fetched when we last read it from
	// its home; zero for local actors.
	Published, Fetched time.Time
	// Suspended is when our staff closed the actor here, Gone when its home
	// said it no longer exists. Zero when neither.
	Suspended, Gone time.Time
	// Credential is what was proved of it, or what its home says was; nil for
	// nothing. What that counts for, Judge says.
	Credential *credential.Credential
	// Label is what staff say the actor is, since it is no clinician (V13); "" for
	// nothing. The person cannot take it off.
	Label Profession
	// Sanctions are what staff imposed on it, as far as nobody lifted it; the clock may
	// have ended some.
	Sanctions Sanctions
	// Aliases are the identifiers the actor says it is known by too. They are
	// stored of members; of others they are known only when just read.
	Aliases []IRI
	// MovedTo is where the actor went with its followers, as far as both ends say
	// so; zero for nowhere. Moved is when it last did, also after it was taken back.
	MovedTo IRI
	Moved   time.Time
	// FeaturedTags is the collection of hashtags it features, Moderators that of who
	// looks after a group (FEP-1b12); zero for none.
	FeaturedTags, Moderators IRI
	// Implements are the capabilities its software names (FEP-844e).
	Implements []string
	// Revision counts changes of the profile, so that an Update has an identity.
	Revision int
	// Stamp counts every change of what is known of the actor: with the same stamp it
	// is the same. 0 when it was not read.
	Stamp int64

	// Posted is when the newest post for everybody was written, as far as it is known
	// here; zero for never.
	Posted time.Time
	// PostCount, FollowerCount and FollowingCount are what is known here.
	PostCount, FollowerCount, FollowingCount int
}

// Profile is what an actor says of itself. Profession and Specialty are the
// person's own words in our vocabulary and prove nothing: pages call them
// unverified.
type Profile struct {
	DisplayName string
	Pronouns    string
	Summary     SafeHTML
	// SummarySource is what the person typed; "" for remote actors.
	SummarySource string
	Profession    Profession
	Specialty     Specialty
	// Avatar is the picture kept here, AvatarIRI where a remote one lies.
	Avatar    MediaID
	AvatarIRI IRI
	// Header is the wide picture above, like Avatar.
	Header    MediaID
	HeaderIRI IRI
	// Fields are the lines of the profile, Emoji the pictures in name, summary and
	// fields.
	Fields []Field
	Emoji  []Emoji
	// Policy is what it lets others do with its posts where they say nothing.
	Policy InteractionPolicy
	// Bot says that a program writes here: the actor is a Service.
	Bot bool
	// Memorial says that the person has died, Closed that its home closed the account.
	Memorial, Closed bool
	// AttributionDomains are the sites that may name it as an author.
	AttributionDomains []string
	// HidesCollections keeps whom it follows, and who follows it, from everybody else.
	// Of actors elsewhere it is not known.
	HidesCollections bool
	// ApprovesFollowers says that follow requests wait for a decision.
	ApprovesFollowers bool
	// Discoverable and Indexable are consents to be suggested and searched
	// (FEP-5feb).
	Discoverable, Indexable bool
}

// Name is what to call the actor: the display name, else the handle's name.
func (a Actor) Name() string {
	if a.DisplayName != "" {
		return a.DisplayName
	}
	return a.Handle.Name()
}

// Admitted says whether a member was ever let in. Who waits for it, or was
// refused, is nobody to anybody but staff.
func (a Actor) Admitted() bool { return !a.Local || a.User == 0 || !a.Published.IsZero() }

// IsInstance says whether it is this server itself and nobody's account. A group of
// ours has no login either.
func (a Actor) IsInstance() bool { return a.Local && a.User == 0 && a.Kind != Group }

// Active says whether the actor may act and be shown.
func (a Actor) Active() bool { return a.Suspended.IsZero() && a.Gone.IsZero() }

// ProfileDraft is the profile form.
type ProfileDraft struct {
	DisplayName, Pronouns, Summary string
	Profession, Specialty          string
	ApprovesFollowers              bool
	Discoverable, Indexable        bool
	// Avatar and Header replace the pictures when they are not 0.
	Avatar, Header MediaID
	// More is the part of the form that not everybody fills in; nil leaves it.
	More *ProfileMore
}

// ProfileMore is what else a profile may say.
type ProfileMore struct {
	// Bot says that a program writes here.
	Bot bool
	// HidesCollections keeps followers, and who is followed, from everybody else.
	HidesCollections bool
	Fields           []FieldDraft
	// AttributionDomains are the sites that may name the member as an author, one
	// a line.
	AttributionDomains string
}

// More is the part of the profile form that says what the profile says now.
func (p Profile) More() *ProfileMore {
	m := &ProfileMore{Bot: p.Bot, HidesCollections: p.HidesCollections, AttributionDomains: strings.Join(p.AttributionDomains, "\n")}
	for _, f := range p.Fields {
		m.Fields = append(m.Fields, FieldDraft{f.Name, f.Source})
	}
	return m
}

// Limits of a profile, in characters.
const (
	MaxDisplayName = 80
	MaxPronouns    = 40
	MaxSummary     = 1000
)

// Describe judges a profile form and returns the profile it makes of the old one.
func Describe(old Profile, d ProfileDraft) (Profile, error) {
	d.DisplayName, d.Pronouns, d.Summary = CleanName(d.DisplayName), CleanName(d.Pronouns), CleanText(d.Summary)
	switch {
	case utf8.RuneCountInString(d.DisplayName) > MaxDisplayName:
		return old, invalid("display_name", "account.too_long", "limit", MaxDisplayName)
	case utf8.RuneCountInString(d.Pronouns) > MaxPronouns:
		return old, invalid("pronouns", "account.too_long", "limit", MaxPronouns)
	case utf8.RuneCountInString(d.Summary) > MaxSummary:
		return old, invalid("summary", "account.too_long", "limit", MaxSummary)
	case d.Profession != "" && !Profession(d.Profession).Known():
		return old, invalid("profession", "account.unknown_profession")
	case d.Specialty != "" && !Specialty(d.Specialty).Known():
		return old, invalid("specialty", "account.unknown_specialty")
	}
	p := old
	p.DisplayName, p.Pronouns, p.SummarySource = d.DisplayName, d.Pronouns, d.Summary
	p.Summary = Compose(p.SummarySource, nil, "")
	p.Profession, p.Specialty = Profession(d.Profession), Specialty(d.Specialty)
	p.ApprovesFollowers, p.Discoverable, p.Indexable = d.ApprovesFollowers, d.Discoverable, d.Indexable
	if d.Avatar != 0 {
		p.Avatar = d.Avatar
	}
	if d.Header != 0 {
		p.Header = d.Header
	}
	return describeMore(old, p, d.More)
}

// describeMore completes a profile with the part of the form that may be missing;
// old is what it was.
func describeMore(old, p Profile, m *ProfileMore) (Profile, error) {
	if m == nil {
		return p, nil
	}
	var err error
	if p.Fields, err = describeFields(old.Fields, m.Fields); err != nil {
		return old, err
	}
	if p.AttributionDomains, err = attributionDomains(m.AttributionDomains); err != nil {
		return old, err
	}
	p.Bot, p.HidesCollections = m.Bot, m.HidesCollections
	return p, nil
}

// CleanText drops NUL and broken UTF-8 and unifies line ends, so that neither
// a database nor a reader ever meets them.
func CleanText(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	return strings.NewReplacer("\x00", "", "\r\n", "\n", "\r", "\n").Replace(s)
}

// cleanLine is CleanText for a field of one line.
func cleanLine(s string) string {
	return strings.Join(strings.Fields(CleanText(s)), " ")
}
