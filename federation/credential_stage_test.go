package federation

import (
	"strings"
	"testing"

	"consilium/community"
	known "consilium/community/credential"
	"consilium/storage"
)

// proved makes a verified physician of a member.
func proved(t *testing.T, s *storage.Store, a community.Actor) {
	t.Helper()
	_, err := s.GrantCredential(t.Context(), storage.Grant{Actor: a.ID, Profession: "physician", Specialties: []known.Specialty{"cardiology"},
		Jurisdiction: "DE", Lift: true, Evidence: []known.Evidence{{Kind: known.RegisterMatch, Profession: "physician", Source: "test"},
			{Kind: known.Documents, Profession: "physician", Source: "desk"}}})
	if err != nil {
		t.Fatal(err)
	}
}

// vouch makes a verified physician of a member, and gives the path of the signed
// document.
func (s *stage) vouch(t *testing.T, a community.Actor, public bool) string {
	t.Helper()
	proved(t, s.store, a)
	if err := s.store.SetCredentialPublic(t.Context(), a.ID, public); err != nil {
		t.Fatal(err)
	}
	d, err := s.f.credentialDocument(t.Context(), a.ID)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimPrefix(d.IRI.String(), s.store.Base())
}

// ownList is the path of the list of what was taken back.
func (s *stage) ownList(t *testing.T) string {
	t.Helper()
	list, err := s.store.OwnStatusList(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimPrefix(list.String(), s.store.Base())
}
