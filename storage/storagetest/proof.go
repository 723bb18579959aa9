package storagetest

import (
	"testing"

	"consilium/community"
	"consilium/community/credential"
	"consilium/storage"
)

// Proof is what a member is proved to be.
type Proof struct {
	Profession  community.Profession
	Level       credential.Level
	Specialties []community.Specialty
}

var evidenceFor = map[credential.Level][]credential.Kind{
	credential.Institutional: {credential.InstitutionMail}, credential.Registered: {credential.RegisterMatch},
	credential.Bound: {credential.RegisterMatch, credential.Documents}, credential.Issued: {credential.InPerson},
}

// Prove gives a member the credential of a proof, and returns the actor with it.
func Prove(tb testing.TB, s *storage.Store, a community.Actor, p Proof) community.Actor {
	tb.Helper()
	grant := storage.Grant{Actor: a.ID, Profession: p.Profession, Specialties: p.Specialties, Jurisdiction: "DE", Lift: true}
	for _, kind := range evidenceFor[p.Level] {
		grant.Evidence = append(grant.Evidence, credential.Evidence{Kind: kind, Profession: p.Profession, Source: "test"})
	}
	if _, err := s.GrantCredential(tb.Context(), grant); err != nil {
		tb.Fatal(err)
	}
	proved, err := s.Actor(tb.Context(), a.ID)
	if err != nil {
		tb.Fatal(err)
	}
	if got := s.Standing(tb.Context(), proved).Level; got != p.Level {
		tb.Fatalf("proved level %d, not %d", got, p.Level)
	}
	return proved
}

// Viewer is a member as our own pages see them at this moment.
func Viewer(tb testing.TB, s *storage.Store, who community.ActorID) community.Viewer {
	tb.Helper()
	a, err := s.Actor(tb.Context(), who)
	if err != nil {
		tb.Fatal(err)
	}
	return a.Subject(community.Member, s.Standing(tb.Context(), a)).Viewer(who, true)
}
