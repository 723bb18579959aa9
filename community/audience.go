package community

import (
	"slices"

	"consilium/community/credential"
)

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
	// Clinicians is everyone here who was proved a clinician, or the narrower circle
	// that the rest of the audience says.
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

// known says that it is an audience at all, and not the zero value.
func (o OpenKind) known() bool { return o.kind != "" }

// Audience is who may read a post. For Public, Unlisted, Followers, Direct and
// InstanceOnly the kind says everything; the other fields narrow the kinds that
// rest on proofs.
type Audience struct {
	Kind AudienceKind
	// MinLevel is how surely a reader must be proved; below credential.Verified it is
	// that. A reader has one of the Professions and knows one of the Specialties, or
	// part of one; none stands for all.
	MinLevel    credential.Level
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

// narrowerThan lists for each kind those that certainly reach nobody whom it
// does not: itself, and what is inside it. Kinds that cannot be compared are in
// neither's list.
var narrowerThan = map[AudienceKind][]AudienceKind{
	Public:       {Public, Unlisted, Followers, Direct, InstanceOnly, Clinicians, GroupOnly, Named},
	Unlisted:     {Unlisted, Followers, Direct, InstanceOnly, Clinicians, GroupOnly, Named},
	Followers:    {Followers, Direct},
	Direct:       {Direct},
	InstanceOnly: {InstanceOnly, Clinicians, GroupOnly, Named},
	Clinicians:   {Clinicians}, // whoever is named need not be one
	GroupOnly:    {GroupOnly},
	Named:        {Named},
}

// Admits says whether a reply with this audience may stand under a parent with
// the other: a reply is never wider than what it answers. A reply to a post for
// an unknown kind is never allowed.
func (a Audience) Admits(reply Audience) bool {
	if !slices.Contains(narrowerThan[a.Kind], reply.Kind) {
		return false
	}
	if a.Kind != reply.Kind {
		return true
	}
	switch a.Kind {
	case Clinicians:
		return reply.MinLevel >= a.MinLevel && within(reply.Professions, a.Professions) && within(reply.Specialties, a.Specialties)
	case GroupOnly:
		return a.Group != 0 && reply.Group == a.Group
	case Named:
		return !slices.ContainsFunc(reply.Named, func(id ActorID) bool { return !slices.Contains(a.Named, id) })
	}
	return true
}

// within says whether every choice is one of the allowed; an empty list stands
// for all there are.
func within[T comparable](choices, allowed []T) bool {
	if len(allowed) == 0 {
		return true
	}
	return len(choices) > 0 && !slices.ContainsFunc(choices, func(c T) bool { return !slices.Contains(allowed, c) })
}

// AudienceChoices lists what a person may choose for a new post under a
// parent (nil for none), in the order they are offered: posts the widest first,
// cases as they are meant to be, so that the first is the usual one (C9). Posts
// are open, for this instance or for its clinicians; cases are for the
// clinicians, for this instance, or public where it allows that.
func AudienceChoices(by Subject, parent *Post, isCase bool, o Openness) []AudienceKind {
	kinds := []AudienceKind{Public, Unlisted, Followers, InstanceOnly, Clinicians, Direct}
	if isCase {
		kinds = []AudienceKind{Clinicians, InstanceOnly, Public}
	}
	choices := make([]AudienceKind, 0, len(kinds))
	for _, kind := range kinds {
		allowed := parent == nil || parent.Audience.Admits(parent.Audience.reply(kind))
		if allowed && o.allows(kind, isCase) && May(by, writing(kind, parent, isCase)) {
			choices = append(choices, kind)
		}
	}
	return choices
}

// reply is the audience of a kind for a reply to what has this one: the same
// people where the kind is the same.
func (a Audience) reply(kind AudienceKind) Audience {
	if kind == a.Kind {
		return a
	}
	return Audience{Kind: kind}
}

// writing is the action of writing something for an audience.
func writing(kind AudienceKind, parent *Post, isCase bool) Action {
	switch {
	case kind == Clinicians && parent != nil:
		return AnswerClinical
	case kind == Clinicians:
		return WriteClinical
	case isCase && kind == Public:
		return OpenPublicCase
	case isCase:
		return OpenCase
	case parent != nil && parent.Case != nil:
		return AnswerCase
	case parent != nil:
		return WriteReply
	}
	return WritePosts
}

// Openness is what the institution lets its members do (cases.public,
// federation.direct_messages).
type Openness struct {
	PublicCases    bool
	DirectMessages bool
}

// At is the openness of an institution whose administrators may have decided for
// themselves.
func (o Openness) At(i Instance) Openness {
	if i.PublicCases != nil {
		o.PublicCases = *i.PublicCases
	}
	return o
}

func (o Openness) allows(kind AudienceKind, isCase bool) bool {
	if isCase {
		return kind == InstanceOnly || kind == Clinicians || kind == Public && o.PublicCases
	}
	return true
}
