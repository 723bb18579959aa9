package storage_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// Members follow somebody who moves to another account here, however many they
// are; who is blocked, or followed the new account already, is not asked twice.
func TestMoveHere(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		ctx, st := t.Context(), stage{t, s}
		ana, next := st.member("ana"), st.member("ana_next")
		var all []community.Actor
		for i := range 53 {
			who := st.member(fmt.Sprintf("m%d", i))
			st.follows(who, ana)
			all = append(all, who)
		}
		st.follows(next, ana)
		st.follows(all[0], next)
		if err := s.Block(ctx, all[1].ID, next.ID); err != nil {
			t.Fatal(err)
		}
		if err := s.Move(ctx, ana, next, storage.Act{User: ana.User}); err != nil {
			t.Fatal(err)
		}
		after, _ := s.Actor(ctx, next.ID)
		before, _ := s.Actor(ctx, ana.ID)
		if after.FollowerCount != 52 || before.FollowerCount != 1 || before.MovedTo != next.IRI {
			t.Errorf("%d follow the new account, %d the old, which went to %q", after.FollowerCount, before.FollowerCount, before.MovedTo)
		}
		r, err := s.Relations(ctx, all[1].ID, []community.ActorID{ana.ID, next.ID})
		if err != nil || !r[ana.ID].Follows || r[next.ID].Follows {
			t.Errorf("who blocks the new account: %+v, %v", r, err)
		}
		events, err := s.SecurityEvents(ctx, ana.User, 10)
		if err != nil || !slices.ContainsFunc(events, func(e storage.SecurityEvent) bool { return e.Kind == storage.EventMoved }) {
			t.Errorf("the owner is not told: %v, %v", events, err)
		}
	})
}

// Two at once: one moves.
func TestMoveTwiceAtOnce(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		st := stage{t, s}
		ana, bob, eve := st.member("ana"), st.remote("bob"), st.remote("eve")
		results := make(chan error, 2)
		for _, to := range []community.Actor{bob, eve} {
			go func() { results <- s.Move(t.Context(), ana, to, storage.Act{User: ana.User}) }()
		}
		first, second := <-results, <-results
		if (first == nil) == (second == nil) || !errors.Is(errors.Join(first, second), community.ErrConflict) {
			t.Errorf("%v and %v", first, second)
		}
	})
}

// What is said of the old account in a document makes no move of it; the one
// that a Move made stays as long as the document says the same.
func TestMovedToOfDocuments(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		ctx, st := t.Context(), stage{t, s}
		bob, max := st.remote("bob"), st.remote("max")
		says := func(to community.IRI, want community.IRI) {
			t.Helper()
			read := bob
			read.MovedTo = to
			got, err := s.StoreRemoteActor(ctx, storage.RemoteActor{Actor: read})
			if err != nil || got.MovedTo != want {
				t.Errorf("moved to %q, want %q, %v", got.MovedTo, want, err)
			}
		}
		says(max.IRI, community.IRI{})
		if err := s.ReceiveMove(ctx, bob, max); err != nil {
			t.Fatal(err)
		}
		says(max.IRI, max.IRI)
		says(community.IRI{}, community.IRI{})
		says(max.IRI, community.IRI{})
	})
}

// Mutes go along, as blocks do.
func TestMoveKeepsMutes(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		ctx, st := t.Context(), stage{t, s}
		ana, bob, max := st.member("ana"), st.remote("bob"), st.remote("max")
		if err := s.Mute(ctx, storage.Mute{Actor: ana.ID, Target: bob.ID, Notifications: true}); err != nil {
			t.Fatal(err)
		}
		if yes, err := s.Concerned(ctx, bob.ID); !yes || err != nil {
			t.Errorf("nobody is concerned: %v", err)
		}
		if yes, err := s.Concerned(ctx, max.ID); yes || err != nil {
			t.Errorf("somebody is concerned: %v", err)
		}
		if err := s.ReceiveMove(ctx, bob, max); err != nil {
			t.Fatal(err)
		}
		if err := s.ReceiveMove(ctx, bob, max); !errors.Is(err, community.ErrConflict) {
			t.Errorf("moved twice: %v", err)
		}
		r, err := s.Relations(ctx, ana.ID, []community.ActorID{max.ID})
		if err != nil || !r[max.ID].Mutes || !r[max.ID].MutesNotifications {
			t.Errorf("%+v, %v", r, err)
		}
	})
}

// Whoever was left behind when a process ended is sent after them within the hour.
func TestTidyFinishesMoves(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		s := storagetest.At(t, storagetest.Options{Database: database})
		st := stage{t, s}
		ana, bob, max := st.member("ana"), st.remote("bob"), st.remote("max")
		st.follows(ana, bob)
		if err := s.ReceiveMove(t.Context(), bob, max); err != nil {
			t.Fatal(err)
		}
		if err := s.Tidy(t.Context()); err != nil {
			t.Fatal(err)
		}
		r, err := s.Relations(t.Context(), ana.ID, []community.ActorID{bob.ID, max.ID})
		if err != nil || r[bob.ID].Follows || !r[max.ID].Requested {
			t.Errorf("%+v, %v", r, err)
		}
	})
}

// Who closes the account leaves neither other names nor the wish to be found, and
// no offer to a colleague.
func TestLeaveForgetsWhatIsAround(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		ctx, st := t.Context(), stage{t, s}
		ana, ben, bob := st.member("ana"), st.member("ben"), st.remote("bob")
		if err := s.SetAliases(ctx, ana.ID, []community.IRI{bob.IRI}); err != nil {
			t.Fatal(err)
		}
		if err := s.SetPractice(ctx, ana.ID, community.Practice{Training: "Heidelberg"}); err != nil {
			t.Fatal(err)
		}
		asked := st.post(ana, draft{text: "fever", audience: community.InstanceOnly, isCase: true})
		if err := s.OfferCase(ctx, community.HandOver{Case: asked.ID, From: ana.ID, To: ben.ID}); err != nil {
			t.Fatal(err)
		}
		if err := s.Leave(ctx, ana.User); err != nil {
			t.Fatal(err)
		}
		left, err := s.Actor(ctx, ana.ID)
		if err != nil || len(left.Aliases) != 0 {
			t.Errorf("known as %v, %v", left.Aliases, err)
		}
		if p, err := s.Practice(ctx, ana.ID); err != nil || p.Training != "" {
			t.Errorf("practice %+v, %v", p, err)
		}
		if offers, err := s.HandOvers(ctx, ben.ID); err != nil || len(offers) != 0 {
			t.Errorf("offers %+v, %v", offers, err)
		}
	})
}
