package community

import (
	"slices"

	"consilium/community/credential"
)

// Profession is what somebody is by trade; see package credential.
type Profession = credential.Profession

// Specialty is what somebody knows best; see package credential.
type Specialty = credential.Specialty

// Professions lists the professions a person can choose from, in order.
func Professions() []Profession { return credential.Professions() }

// ClinicalProfessions lists those that treat patients or answer for what is
// found in them.
func ClinicalProfessions() []Profession {
	return slices.DeleteFunc(Professions(), func(p Profession) bool { return p.Class() != credential.Clinical })
}

// Specialties lists the specialties a person can choose from, in order.
func Specialties() []Specialty { return credential.Specialties() }
