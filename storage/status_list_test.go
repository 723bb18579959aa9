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

const theirList = "https://there.example/credentials/lists/L"

// receive keeps the word of another server about somebody.
func receive(t *testing.T, s *storage.Store, a community.Actor, entry int) {
	t.Helper()
	err := s.ReceiveCredential(t.Context(), storage.ReceivedCredential{Actor: a.ID, IRI: storagetest.IRI(t, a.IRI.String()+"/credential"), Index: entry,
		Credential: credential.Credential{Issuer: a.IRI.Host(), Profession: "nurse", Level: 3, Method: credential.Documents, ConfirmedBy: "Clinic",
			Confirmed: s.Now(), Until: s.Now().Add(time.Hour * 1000), State: credential.Active, StatusList: theirList}})
	if err != nil {
		t.Fatal(err)
	}
}

func keepList(t *testing.T, s *storage.Store, bits []byte) {
	t.Helper()
	err := s.KeepStatusList(t.Context(), storage.StatusList{IRI: storagetest.IRI(t, theirList), Bits: bits, ETag: `"1"`, Checked: s.Now(),
		Until: s.Now().Add(10 * time.Minute)})
	if err != nil {
		t.Fatal(err)
	}
}

func trust(t *testing.T, s *storage.Store, rule community.TrustRule) {
	t.Helper()
	if err := s.SetTrust(t.Context(), community.Trust{Host: "there.example", Rule: rule, MinLevel: 3}); err != nil {
		t.Fatal(err)
	}
}

// Another server's word counts as staff decided, for as long as its answer is
// fresh, and until it takes it back.
func TestReceivedCredential(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		var clock storagetest.Clock
		s := storagetest.At(t, storagetest.Options{Database: database, Now: clock.Now})
		bob := storagetest.Remote(t, s, "https://there.example", "bob")
		mia := storagetest.Remote(t, s, "https://there.example", "mia")
		receive(t, s, bob, 9)
		receive(t, s, mia, 10)
		says := func(when string, a community.Actor, want community.StandingWord) {
			t.Helper()
			if got := standing(t, s, a); got.Word != want || got.Verified() != (want == community.StandingVerified) {
				t.Errorf("%s: %+v, want %q", when, got, want)
			}
		}
		says("never asked", bob, community.StandingUnchecked)
		keepList(t, s, make([]byte, 16384))
		says("nobody decided", bob, community.StandingClaimed)
		trust(t, s, community.TrustIgnore)
		says("ignored", bob, "")
		trust(t, s, community.TrustAccept)
		says("accepted", bob, community.StandingVerified)
		clock.Advance(community.StatusAge)
		says("ten minutes", bob, community.StandingVerified)
		clock.Advance(time.Millisecond)
		says("longer", bob, community.StandingUnchecked)
		bits := make([]byte, 16384)
		bits[1] = 0x40 // entry 9
		keepList(t, s, bits)
		says("taken back", bob, "")
		says("the neighbour", mia, community.StandingVerified)
	})
}

// The word of one host about somebody of another is refused, and one about us too.
func TestReceiveCredentialOfOthers(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		_, ana := storagetest.Member(t, s, "ana")
		bob := storagetest.Remote(t, s, "https://there.example", "bob")
		for name, r := range map[string]storage.ReceivedCredential{
			"of another host": {Actor: bob.ID, IRI: storagetest.IRI(t, "https://there.example/c"), Credential: credential.Credential{Issuer: "evil.example", StatusList: theirList}},
			"elsewhere":       {Actor: bob.ID, IRI: storagetest.IRI(t, "https://evil.example/c"), Credential: credential.Credential{Issuer: "there.example", StatusList: theirList}},
			"of a member":     {Actor: ana.ID, IRI: storagetest.IRI(t, "https://here.example/c"), Credential: credential.Credential{Issuer: "here.example", StatusList: theirList}},
			"without a list":  {Actor: bob.ID, IRI: storagetest.IRI(t, "https://there.example/c"), Credential: credential.Credential{Issuer: "there.example"}},
		} {
			if err := s.ReceiveCredential(t.Context(), r); !errors.Is(err, community.ErrForbidden) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := s.DropCredential(t.Context(), ana.ID); err != nil {
			t.Error(err)
		}
		grant(t, s, ana, credential.SignOnProfession)
		if err := s.DropCredential(t.Context(), ana.ID); err != nil || !standing(t, s, ana).Verified() {
			t.Errorf("a member's own was dropped: %v", err)
		}
	})
}

// A list is asked for every five minutes while something hangs on it, by one
// process, and never of a server whose word is ignored.
func TestCheckStatusLists(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		var clock storagetest.Clock
		s := storagetest.At(t, storagetest.Options{Database: database, Now: clock.Now})
		other := storagetest.At(t, storagetest.Options{Database: database, Now: clock.Now})
		bob := storagetest.Remote(t, s, "https://there.example", "bob")
		asked := func(when string, want int) {
			t.Helper()
			for _, process := range []*storage.Store{s, other, s} {
				if err := process.CheckStatusLists(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			jobs, err := s.Jobs(t.Context(), "status/there.example", 100)
			if err != nil || len(jobs) != want {
				t.Errorf("%s: %d jobs, want %d, %v", when, len(jobs), want, err)
			}
		}
		asked("nothing hangs on it", 0)
		receive(t, s, bob, 1)
		asked("at once", 1)
		clock.Advance(storage.StatusEvery - time.Second)
		asked("too early", 1)
		clock.Advance(time.Second)
		asked("after five minutes", 2)
		trust(t, s, community.TrustIgnore)
		clock.Advance(storage.StatusEvery)
		asked("ignored", 2)
		trust(t, s, community.TrustShow)
		asked("shown", 3)
		if err := s.DropCredential(t.Context(), bob.ID); err != nil {
			t.Fatal(err)
		}
		clock.Advance(2 * time.Hour)
		asked("dropped", 3)
		if _, err := s.StatusList(t.Context(), storagetest.IRI(t, theirList)); !errors.Is(err, community.ErrNotFound) {
			t.Errorf("the list is kept for nobody: %v", err)
		}
	})
}

// An old answer that comes late does not undo a newer one, nor bring anybody back.
func TestLateStatusList(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		var clock storagetest.Clock
		s := storagetest.At(t, storagetest.Options{Database: database, Now: clock.Now})
		before := s.Now()
		clock.Advance(time.Minute)
		taken := make([]byte, 16384)
		taken[0] = 0x80
		keepList(t, s, taken)
		list := storage.StatusList{IRI: storagetest.IRI(t, theirList), Bits: make([]byte, 16384), Checked: before, Until: before.Add(time.Hour)}
		if err := s.KeepStatusList(t.Context(), list); err != nil {
			t.Fatal(err)
		}
		if kept, err := s.StatusList(t.Context(), list.IRI); err != nil || !kept.Taken(0) || kept.Taken(1) || !kept.Taken(-1) || !kept.Taken(1<<30) {
			t.Errorf("%v", err)
		}
	})
}

// Asking twice is one question, unless the first is being asked already.
func TestCheckCredentialOnce(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		ctx := t.Context()
		bob := storagetest.Remote(t, s, "https://there.example", "bob")
		count := func(want int) {
			t.Helper()
			if jobs, err := s.Jobs(ctx, "credential/there.example", 10); err != nil || len(jobs) != want {
				t.Errorf("%d jobs, want %d, %v", len(jobs), want, err)
			}
		}
		for range 3 {
			if err := s.CheckCredential(ctx, bob); err != nil {
				t.Fatal(err)
			}
		}
		count(1)
		if _, err := s.ClaimLanes(ctx, 10); err != nil {
			t.Fatal(err)
		}
		if err := s.CheckHost(ctx, "there.example"); err != nil {
			t.Fatal(err)
		}
		count(2)
	})
}
