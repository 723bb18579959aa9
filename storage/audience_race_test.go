package storage_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"consilium/community"
	"consilium/community/credential"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// Race on expiry: what was begun by a verified clinician and reaches the database
// once the credential has ended, by its date or by a decision, is not published;
// nor is anybody notified who was one when it was written.
func TestRaceOnExpiry(t *testing.T) {
	onWard(t, func(w *ward) {
		begin := func(author community.Actor, named community.Actor) community.Publication {
			p, err := community.Publish(author, community.PostDraft{Text: canary, Audience: community.Clinicians},
				community.Surroundings{Now: w.s.Now(), Mentioned: community.MentionLinks{named.Handle: named}})
			if err != nil {
				w.Fatal(err)
			}
			return p
		}
		proved := func(name string) community.Actor {
			return storagetest.Prove(w, w.s, w.member(name), storagetest.Proof{Profession: "physician", Level: 3})
		}
		lapses, revoked, named := w.member("lapses"), proved("ended"), proved("named")
		_, err := w.s.GrantCredential(w.Context(), storage.Grant{Actor: lapses.ID, Profession: "physician", Evidence: []credential.Evidence{
			{Kind: credential.InPerson, Profession: "physician", Source: "test", Until: w.s.Now().Add(time.Second)}}})
		if err != nil {
			w.Fatal(err)
		}
		if lapses, err = w.s.Actor(w.Context(), lapses.ID); err != nil {
			w.Fatal(err)
		}
		late := []community.Publication{begin(lapses, named), begin(revoked, named)}
		good := begin(w.ana, named)
		w.clock.Advance(time.Second)
		for _, id := range []community.ActorID{revoked.ID, named.ID} {
			if err := w.s.ChangeCredential(w.Context(), storage.StateChange{Actor: id, State: credential.Revoked, Reason: "test"}); err != nil {
				w.Fatal(err)
			}
		}
		for i, p := range late {
			if _, err := w.s.Publish(w.Context(), p); !errors.Is(err, community.ErrForbidden) {
				w.Errorf("late publication %d: %v", i, err)
			}
		}
		if _, err := w.s.Publish(w.Context(), good); err != nil {
			w.Fatal(err)
		}
		if n := w.s.Number(w, `SELECT COUNT(*) FROM notification WHERE owner = ? AND post <> 0`, named.ID); n > 0 {
			w.Errorf("%d notifications for who was no clinician any more", n)
		}
	})
}

// Race on expiry: granted and revoked at the same moment, somebody is one or the
// other, everywhere the same, and nothing that was signed outlives a revocation.
func TestGrantAndRevokeAtOnce(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		_, ana := storagetest.Member(t, s, "ana")
		storagetest.Prove(t, s, ana, storagetest.Proof{Profession: "physician", Level: credential.Issued})
		ctx := t.Context()
		var busy sync.WaitGroup
		for range 3 {
			busy.Go(func() {
				_, err := s.GrantCredential(ctx, storage.Grant{Actor: ana.ID, Profession: "physician", Evidence: []credential.Evidence{
					{Kind: credential.Documents, Profession: "physician", Source: "test"}}})
				if err != nil {
					t.Error(err)
				}
			})
			busy.Go(func() {
				if d, err := s.ReserveCredential(ctx, ana.ID); err == nil {
					d.Text, d.Until = "signed", s.Now().Add(time.Hour)
					_ = s.KeepCredentialDocument(ctx, d, false) // a conflict where it was revoked meanwhile
				}
			})
			busy.Go(func() {
				err := s.ChangeCredential(ctx, storage.StateChange{Actor: ana.ID, State: credential.Revoked, Reason: "test"})
				if err != nil && !errors.Is(err, community.ErrConflict) {
					t.Error(err)
				}
			})
		}
		busy.Wait()
		// A proof that comes by itself does not lift what somebody decided.
		a, err := s.Actor(ctx, ana.ID)
		if err != nil || s.Standing(ctx, a).Level != 0 {
			t.Errorf("level %d, %v", s.Standing(ctx, a).Level, err)
		}
		if c, err := s.Credential(ctx, ana.ID); err != nil || c.State != credential.Revoked {
			t.Errorf("%+v, %v", c, err)
		}
		if n := s.Number(t, `SELECT COUNT(*) FROM status_entry WHERE revoked IS NULL`); n > 0 {
			t.Errorf("%d signed credentials still stand", n)
		}
		if _, err := s.CredentialDocument(ctx, ana.ID); !errors.Is(err, community.ErrNotFound) {
			t.Errorf("the document: %v", err)
		}
	})
}
