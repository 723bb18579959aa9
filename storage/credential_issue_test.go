package storage_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/community/credential"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// signed reserves and keeps a document of a member, as federation does.
func signed(t *testing.T, s *storage.Store, a community.Actor, again bool) storage.CredentialDocument {
	t.Helper()
	d, err := s.ReserveCredential(t.Context(), a.ID)
	if err != nil {
		t.Fatal(err)
	}
	d.Text, d.Until = `{"proof":{"verificationMethod":"https://here.example/actor#ed25519-key"}}`, s.Now().Add(80*24*time.Hour).Truncate(time.Second)
	if err := s.KeepCredentialDocument(t.Context(), d, again); err != nil {
		t.Fatal(err)
	}
	return d
}

var instanceKey = func(t *testing.T) community.IRI {
	return storagetest.IRI(t, "https://here.example/actor#ed25519-key")
}

// A document has an address and an entry of its own, by chance, and keeps them as
// long as what was proved does. Taken back, it is on the list and gone.
func TestReserveAndTakeBack(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		ctx := t.Context()
		_, ana := storagetest.Member(t, s, "ana")
		if _, err := s.ReserveCredential(ctx, ana.ID); !errors.Is(err, community.ErrNotFound) {
			t.Errorf("nothing was proved: %v", err)
		}
		grant(t, s, ana, credential.RegisterMatch, credential.Documents)
		first := signed(t, s, ana, false)
		list, err := s.OwnStatusList(ctx)
		if err != nil || first.List != list || !strings.HasPrefix(list.String(), "https://here.example/credentials/lists/") {
			t.Errorf("list %s and %s: %v", first.List, list, err)
		}
		if again, err := s.ReserveCredential(ctx, ana.ID); err != nil || again.IRI != first.IRI || again.Index != first.Index || again.Text != first.Text {
			t.Errorf("reserved twice: %+v, %v", again, err)
		}
		if d, err := s.CredentialDocumentAt(ctx, first.IRI); err != nil || d.Holder != ana.IRI || d.Until != first.Until {
			t.Errorf("at its address: %+v, %v", d, err)
		}
		if entries, err := s.RevokedEntries(ctx, list); err != nil || len(entries) != 0 {
			t.Errorf("nothing was taken back: %v, %v", entries, err)
		}
		change(t, s, ana, credential.Suspended)
		if entries, err := s.RevokedEntries(ctx, list); err != nil || !slices.Equal(entries, []int{first.Index}) {
			t.Errorf("suspended: entries %v of %d, %v", entries, first.Index, err)
		}
		if _, err := s.CredentialDocumentAt(ctx, first.IRI); !errors.Is(err, community.ErrNotFound) {
			t.Errorf("a suspended one is still there: %v", err)
		}
		change(t, s, ana, credential.Active)
		second := signed(t, s, ana, false)
		if second.IRI == first.IRI || second.Index == first.Index {
			t.Error("what was taken back came to life with the next document")
		}
	})
}

func change(t *testing.T, s *storage.Store, a community.Actor, to credential.State) {
	t.Helper()
	if err := s.ChangeCredential(t.Context(), storage.StateChange{Actor: a.ID, State: to, Reason: "sanction"}); err != nil {
		t.Fatal(err)
	}
}

// What was signed of something else meanwhile is not kept.
func TestKeepDocumentOfWhatChanged(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		var clock storagetest.Clock
		s := storagetest.At(t, storagetest.Options{Database: database, Now: clock.Now})
		_, ana := storagetest.Member(t, s, "ana")
		grant(t, s, ana, credential.RegisterMatch, credential.Documents)
		d, err := s.ReserveCredential(t.Context(), ana.ID)
		if err != nil {
			t.Fatal(err)
		}
		clock.Advance(time.Second)
		grant(t, s, ana, credential.SignOn)
		d.Text = "{}"
		if err := s.KeepCredentialDocument(t.Context(), d, false); !errors.Is(err, community.ErrConflict) {
			t.Errorf("kept: %v", err)
		}
	})
}

// Documents are signed anew in their last thirty days, when the key is another,
// and not for ever when the credential itself ends.
func TestCredentialsToSign(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		var clock storagetest.Clock
		s := storagetest.At(t, storagetest.Options{Database: database, Now: clock.Now})
		_, ana := storagetest.Member(t, s, "ana")
		grant(t, s, ana, credential.RegisterMatch, credential.Documents)
		due := func(when string, key community.IRI, want bool) {
			t.Helper()
			ids, err := s.CredentialsToSign(t.Context(), key, 30*24*time.Hour)
			if err != nil || slices.Contains(ids, ana.ID) != want {
				t.Errorf("%s: %v, %v", when, ids, err)
			}
		}
		key, other := instanceKey(t), storagetest.IRI(t, "https://here.example/actor#other-key")
		due("not signed", key, true)
		signed(t, s, ana, false)
		due("just signed", key, false)
		due("another key", other, true)
		clock.Advance(51 * 24 * time.Hour)
		due("29 days left", key, true)
	})
}

// A credential that ends is on the list, and the servers that know of it are told
// once.
func TestEndCredentials(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		var clock storagetest.Clock
		s := storagetest.At(t, storagetest.Options{Database: database, Now: clock.Now})
		ctx := t.Context()
		_, ana := storagetest.Member(t, s, "ana")
		storagetest.Following(t, s, storagetest.Remote(t, s, "https://there.example", "bob"), ana)
		grant(t, s, ana, credential.RegisterMatch, credential.Documents)
		d := signed(t, s, ana, false)
		clock.Advance(storage.Validity)
		before := updates(t, s, "there.example")
		for range 3 {
			if err := s.EndCredentials(ctx); err != nil {
				t.Fatal(err)
			}
		}
		if entries, err := s.RevokedEntries(ctx, d.List); err != nil || !slices.Equal(entries, []int{d.Index}) {
			t.Errorf("entries %v, %v", entries, err)
		}
		if told := updates(t, s, "there.example") - before; told != 1 {
			t.Errorf("told %d times", told)
		}
	})
}

// updates counts the Updates that wait for a host.
func updates(t *testing.T, s *storage.Store, host string) int {
	t.Helper()
	jobs, err := s.Jobs(t.Context(), host, 100)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, j := range jobs {
		if d, err := storage.ParseDelivery(j.Payload); err == nil && d.Verb == "Update" && d.Post == 0 {
			n++
		}
	}
	return n
}

// Whoever may hold a credential hears of its end: the followers' servers, and
// those that were sent a post while it stood. No host twice, none that is shut out.
func TestRevocationReachesWhoKnows(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		var clock storagetest.Clock
		s := storagetest.At(t, storagetest.Options{Database: database, Now: clock.Now})
		ctx := t.Context()
		_, ana := storagetest.Member(t, s, "ana")
		fay := storagetest.Remote(t, s, "https://follows.example", "fay")
		storagetest.Following(t, s, fay, ana)
		for _, home := range []string{"https://read.example", "https://longago.example", "https://shut.example"} {
			bob := storagetest.Remote(t, s, home, "bob")
			if home == "https://read.example" {
				clock.Advance(100 * 24 * time.Hour)
			}
			storagetest.Following(t, s, bob, ana)
			if home == "https://longago.example" {
				clock.Advance(-100 * 24 * time.Hour)
			}
			storagetest.Post(t, s, ana, "to "+home)
			if home == "https://longago.example" {
				clock.Advance(100 * 24 * time.Hour)
			}
			if err := s.Unfollow(ctx, bob.ID, ana.ID); err != nil {
				t.Fatal(err)
			}
		}
		rule := community.DomainRule{Host: "shut.example", Severity: community.DomainSuspended, Created: s.Now(), By: ana.ID}
		if err := s.SetDomainRule(ctx, rule); err != nil {
			t.Fatal(err)
		}
		grant(t, s, ana, credential.SignOnProfession)
		for host, want := range map[string]int{"follows.example": 1, "read.example": 1, "longago.example": 0, "shut.example": 0} {
			if got := updates(t, s, host); got != want {
				t.Errorf("%s was told %d times, want %d", host, got, want)
			}
		}
	})
}

// The holder says who may read the document; other servers hear that it changed.
func TestSetCredentialPublic(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		ctx := t.Context()
		_, ana := storagetest.Member(t, s, "ana")
		if err := s.SetCredentialPublic(ctx, ana.ID, true); !errors.Is(err, community.ErrNotFound) {
			t.Errorf("nothing to publish: %v", err)
		}
		grant(t, s, ana, credential.SignOnProfession)
		storagetest.Following(t, s, storagetest.Remote(t, s, "https://there.example", "bob"), ana)
		for i, public := range []bool{true, true, false} {
			if err := s.SetCredentialPublic(ctx, ana.ID, public); err != nil {
				t.Fatal(err)
			}
			if c, err := s.Credential(ctx, ana.ID); err != nil || c.Public != public {
				t.Errorf("%d: %+v, %v", i, c, err)
			}
		}
		if told := updates(t, s, "there.example"); told != 2 {
			t.Errorf("told %d times of 2 changes", told)
		}
	})
}
