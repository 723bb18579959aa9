package storagetest

import (
	"testing"

	"consilium/community"
	"consilium/community/credential"
	"consilium/storage"
)

// Clinician is a member who was proved, on the highest level, to be a physician.
func Clinician(tb testing.TB, s *storage.Store, name string, specialties ...community.Specialty) (community.User, community.Actor) {
	tb.Helper()
	u, a := Member(tb, s, name)
	return u, Prove(tb, s, a, Proof{Profession: "physician", Level: credential.Issued, Specialties: specialties})
}
