package community

// AudienceKind says, in one word, who a post is for.
type AudienceKind string

// The open kinds are all that federation can put on the wire. The restricted
// kinds have no plain encoding and never leave this instance.
const (
	Public    AudienceKind = "public"
	Unlisted  AudienceKind = "unlisted"
	Followers AudienceKind = "followers"
	Direct    AudienceKind = "direct"

	// InstanceOnly is everyone who is signed in here.
	InstanceOnly AudienceKind = "instance"
	// Clinicians is everyone here who was proved a clinician.
	Clinicians AudienceKind = "clinicians"
	// GroupOnly is the members of a closed group.
	GroupOnly AudienceKind = "group"
	// Named is the people named in the post.
	Named AudienceKind = "named"
)

// OpenKind is an audience that other servers may be told of. It can only be
// had from Audience.Open, so an encoder that asks for one cannot be handed a
// restricted post.
type OpenKind struct{ kind AudienceKind }

// Kind is the audience kind behind it.
func (o OpenKind) Kind() AudienceKind { return o.kind }

// Audience is who may read a post. For Public, Unlisted, Followers, Direct and
// InstanceOnly the kind says everything; the other fields narrow the kinds that
// rest on proofs.
type Audience struct {
	Kind        AudienceKind
	MinLevel    int
	Professions []Profession
	Specialties []Specialty
	Group       ActorID
	Named       []ActorID
}

// Open gives the audience as one that may federate; false when it may not.
func (a Audience) Open() (OpenKind, bool) {
	switch a.Kind {
	case Public, Unlisted, Followers, Direct:
		return OpenKind{a.Kind}, true
	}
	return OpenKind{}, false
}

// Restricted says whether the post stays on this instance.
func (a Audience) Restricted() bool {
	_, open := a.Open()
	return !open
}

// breadth orders audiences by who is certainly included. Kinds that cannot be
// compared share no chain: narrower says no for them.
var narrowerThan = map[AudienceKind][]AudienceKind{
	Public:       {Public, Unlisted, Followers, Direct, InstanceOnly, Clinicians, GroupOnly, Named},
	Unlisted:     {Unlisted, Followers, Direct, InstanceOnly, Clinicians, GroupOnly, Named},
	Followers:    {Followers, Direct},
	Direct:       {Direct},
	InstanceOnly: {InstanceOnly, Clinicians, GroupOnly, Named},
	Clinicians:   {Clinicians, Named},
	GroupOnly:    {GroupOnly},
	Named:        {Named},
}

// Admits says whether a reply with this audience may stand under a parent with
// the other: a reply is never wider than what it answers. A reply to a post for
// an unknown kind is never allowed.
func (a Audience) Admits(reply Audience) bool {
	for _, kind := range narrowerThan[a.Kind] {
		if kind == reply.Kind {
			return a.Group == reply.Group || a.Group == 0
		}
	}
	return false
}

// AudienceChoices lists what a person may choose for a new post under a
// parent (nil for none), narrowest last. Posts are open or for this instance;
// cases are public, where the instance allows it, or for this instance.
func AudienceChoices(parent *Post, isCase bool, o Openness) []AudienceKind {
	kinds := []AudienceKind{Public, Unlisted, Followers, InstanceOnly, Direct}
	if isCase {
		kinds = []AudienceKind{InstanceOnly, Public}
	}
	choices := make([]AudienceKind, 0, len(kinds))
	for _, kind := range kinds {
		allowed := parent == nil || parent.Audience.Admits(Audience{Kind: kind})
		if allowed && o.allows(kind, isCase) {
			choices = append(choices, kind)
		}
	}
	return choices
}

// Openness is what the institution lets its members do (cases.public,
// federation.direct_messages).
type Openness struct {
	PublicCases    bool
	DirectMessages bool
}

func (o Openness) allows(kind AudienceKind, isCase bool) bool {
	if isCase {
		return kind == InstanceOnly || kind == Public && o.PublicCases
	}
	return true
}
