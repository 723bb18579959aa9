package storage_test

import (
	"errors"
	"testing"
	"time"

	"consilium/community"
	"consilium/community/credential"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// proofs are evidence of being a physician.
func proofs(kinds ...credential.Kind) []credential.Evidence {
	var list []credential.Evidence
	for _, k := range kinds {
		list = append(list, credential.Evidence{Kind: k, Profession: "physician", Source: "test"})
	}
	return list
}

func grant(t *testing.T, s *storage.Store, a community.Actor, kinds ...credential.Kind) storage.Credential {
	t.Helper()
	c, err := s.GrantCredential(t.Context(), storage.Grant{Actor: a.ID, Profession: "physician",
		Specialties: []credential.Specialty{"cardiology"}, Jurisdiction: "DE", Evidence: proofs(kinds...)})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func standing(t *testing.T, s *storage.Store, a community.Actor) community.Standing {
	t.Helper()
	now, err := s.Actor(t.Context(), a.ID)
	if err != nil {
		t.Fatal(err)
	}
	return s.Standing(t.Context(), now)
}

// What is proved stands beside the actor, from the level of verified on as such,
// and ends with its time to the millisecond.
func TestGrantCredential(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		var clock storagetest.Clock
		s := storagetest.At(t, storagetest.Options{Database: database, Now: clock.Now})
		_, ana := storagetest.Member(t, s, "ana")
		if got := standing(t, s, ana); got.Word != "" || got.Level != 0 {
			t.Errorf("nobody yet: %+v", got)
		}
		if c := grant(t, s, ana, credential.RegisterMatch); c.Level != 2 || standing(t, s, ana).Verified() {
			t.Errorf("a register's entry is public: %+v", c)
		}
		c := grant(t, s, ana, credential.Documents)
		got := standing(t, s, ana)
		if !got.Verified() || got.Profession() != "physician" || got.Credential.Specialties[0] != "cardiology" || c.Method != credential.Documents {
			t.Errorf("entry and papers: %+v of %+v", got, c)
		}
		clock.Advance(storage.Validity - time.Millisecond)
		if !standing(t, s, ana).Verified() {
			t.Error("ended too early")
		}
		clock.Advance(time.Millisecond)
		if got := standing(t, s, ana); got.Word != community.StandingLapsed || got.Level != 0 {
			t.Errorf("at its end: %+v", got)
		}
	})
}

// What was decided against is not undone by another proof of the same kind.
func TestSuspensionOutlastsProof(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		_, ana := storagetest.Member(t, s, "ana")
		grant(t, s, ana, credential.SignOnProfession)
		for _, d := range []storage.StateChange{
			{Actor: ana.ID, State: credential.Suspended, Reason: "sanction"},
			{Actor: ana.ID, State: credential.Former, Reason: "left"},
		} {
			if err := s.ChangeCredential(t.Context(), d); err != nil {
				t.Fatal(err)
			}
			grant(t, s, ana, credential.SignOnProfession)
			if got := standing(t, s, ana); got.Level != 0 {
				t.Errorf("%s: signing on brought it back: %+v", d.State, got)
			}
		}
		err := s.ChangeCredential(t.Context(), storage.StateChange{Actor: ana.ID, State: credential.Active})
		if !errors.Is(err, community.ErrConflict) {
			t.Errorf("somebody who left was restored: %v", err)
		}
	})
}

// A proof that is taken back takes its level with it; the last one all.
func TestWithdrawEvidence(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		_, ana := storagetest.Member(t, s, "ana")
		grant(t, s, ana, credential.RegisterMatch, credential.SignOn)
		for _, step := range []struct {
			kind credential.Kind
			want credential.Level
			word community.StandingWord
		}{
			{credential.RegisterMatch, 1, community.StandingPartly},
			{credential.SignOn, 0, community.StandingSuspended},
		} {
			if err := s.WithdrawEvidence(t.Context(), ana.ID, step.kind, ""); err != nil {
				t.Fatal(err)
			}
			if got := standing(t, s, ana); got.Level != step.want || got.Word != step.word {
				t.Errorf("without %s: %+v", step.kind, got)
			}
		}
		if grant(t, s, ana, credential.SignOnProfession); standing(t, s, ana).Level != 4 {
			t.Error("new proof does not count after the old was withdrawn")
		}
	})
}

// A person of another profession starts again.
func TestAnotherProfession(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		_, ana := storagetest.Member(t, s, "ana")
		grant(t, s, ana, credential.RegisterMatch, credential.Documents)
		c, err := s.GrantCredential(t.Context(), storage.Grant{Actor: ana.ID, Profession: "nurse"})
		if err != nil || c.State != credential.Suspended || standing(t, s, ana).Level != 0 {
			t.Errorf("a physician's papers made a nurse: %+v, %v", c, err)
		}
	})
}
