package page

import (
	"slices"

	"consilium/community"
	"consilium/community/credential"
)

// Narrowing is the part of a form that says which of the verified clinicians may
// read something: the fields audience_level (a community level, "" for any),
// audience_professions and audience_specialties (repeated).
type Narrowing struct {
	// Offered says that the audience can be chosen at all, and narrowed.
	Offered bool
	Draft   community.AudienceDraft
}

// Open tells whether the fields are shown unfolded.
func (n Narrowing) Open() bool {
	return n.Draft.Level != "" || len(n.Draft.Professions) > 0 || len(n.Draft.Specialties) > 0
}

// Professions are the choices of profession: those that treat patients.
func (n Narrowing) Professions() []community.Profession {
	return slices.DeleteFunc(community.Professions(), func(p community.Profession) bool { return p.Class() != credential.Clinical })
}

// Specialties are the choices of specialty: the fields that have parts, and those
// that are part of none. What else is chosen is among them.
func (n Narrowing) Specialties() []community.Specialty {
	field := map[community.Specialty]bool{}
	for _, s := range community.Specialties() {
		field[s] = field[s] || s.Parent() == ""
		field[s.Parent()] = true
	}
	return slices.DeleteFunc(community.Specialties(), func(s community.Specialty) bool {
		return !field[s] && !slices.Contains(n.Draft.Specialties, string(s))
	})
}

// Levels are the choices beside any level that counts.
func (n Narrowing) Levels() []string { return []string{"4"} }
