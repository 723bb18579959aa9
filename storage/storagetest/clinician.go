package storagetest

import (
	"testing"

	"consilium/community"
	"consilium/community/credential"
	"consilium/storage"
)

// Proved has it proved in person, the highest level, that a member is of a
// profession, with specialties.
func Proved(tb testing.TB, s *storage.Store, a community.Actor, p community.Profession, specialties ...community.Specialty) storage.Credential {
	tb.Helper()
	c, err := s.GrantCredential(tb.Context(), storage.Grant{Actor: a.ID, Profession: p, Specialties: specialties, Jurisdiction: "DE",
		Evidence: []credential.Evidence{{Kind: credential.InPerson, Profession: p, Source: "test"}}})
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

// Clinician is a member who was proved to be a physician.
func Clinician(tb testing.TB, s *storage.Store, name string, specialties ...community.Specialty) (community.User, community.Actor) {
	tb.Helper()
	u, a := Member(tb, s, name)
	Proved(tb, s, a, "physician", specialties...)
	a, err := s.Actor(tb.Context(), a.ID)
	if err != nil {
		tb.Fatal(err)
	}
	return u, a
}
