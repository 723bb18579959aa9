package page

import "consilium/community"

// Person is a person line: somebody in one line, on posts, in lists and menus.
type Person struct {
	ID       string // decimal actor id, for the actions of /a/{id}; "" when they have none
	Name     string // display name, or the handle's name
	Handle   string // "@ana" here, "@ana@society.example" elsewhere
	URL      string // profile path here
	Picture  string // path of the picture; "" shows initials
	Server   string // the other server's name for strangers; "" for members here
	Bot      bool   // an automated account (Service or Application)
	Pronouns string // may be ""
	Standing Standing
	// Label is what they must be recognised as, since it is no clinician; "" for none.
	Label community.Profession
}

// Relationship is what the signed-in person and another have to do with each
// other. The zero value is strangers.
type Relationship struct {
	Self       bool // it is oneself: nothing is offered
	Following  bool
	Requested  bool // asked to follow, not answered yet
	FollowedBy bool
	Blocking   bool
	Muting     bool
	Approves   bool // they approve followers by hand, so following is asking
}

// PersonCard is a person in a list, with what can be done.
type PersonCard struct {
	Person       Person
	Summary      string // plain text, at most about 160 characters
	Declared     Declared
	Relationship Relationship
	SignedIn     bool // actions are offered
}

// Declared is what a person says of their profession. It proves nothing and is
// always shown as unverified.
type Declared struct {
	Profession community.Profession // "" when not said
	Specialty  community.Specialty  // "" when not said
}

// IsZero tells whether nothing was said.
func (d Declared) IsZero() bool { return d.Profession == "" && d.Specialty == "" }

// People is a list of persons that can be paged.
type People struct {
	Cards []PersonCard
	Empty Empty // shown when there are none
	Pages Pages
}
