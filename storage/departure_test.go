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

// Leaving an institution: verified access ends at once, the account 60 days later,
// and the word for it stays beside what was written.
func TestDeparture(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		var clock storagetest.Clock
		s := storagetest.At(t, storagetest.Options{Database: database, Now: clock.Now})
		ctx := t.Context()
		_, boss := storagetest.Staff(t, s, "boss", community.Administrator)
		user, ana := storagetest.Staff(t, s, "ana", community.Officer)
		grant(t, s, ana, credential.SignOnProfession)
		if err := s.Depart(ctx, boss.ID, boss.ID, ""); !errors.Is(err, community.ErrConflict) {
			t.Errorf("the last administrator departed: %v", err)
		}
		if err := s.Depart(ctx, ana.ID, boss.ID, "retired"); err != nil {
			t.Fatal(err)
		}
		if err := s.Depart(ctx, ana.ID, boss.ID, "again"); !errors.Is(err, community.ErrConflict) {
			t.Errorf("departed twice: %v", err)
		}
		if got := standing(t, s, ana); got.Word != community.StandingFormer || got.Level != 0 {
			t.Errorf("standing after leaving: %+v", got)
		}
		for _, step := range []struct {
			after time.Duration
			want  community.UserState
		}{{community.DepartureTime - time.Millisecond, community.UserActive}, {time.Millisecond, community.UserDeparted}} {
			clock.Advance(step.after)
			if err := s.EndDepartures(ctx); err != nil {
				t.Fatal(err)
			}
			u, err := s.User(ctx, user.ID)
			if err != nil || u.State != step.want || u.Role != community.Member {
				t.Errorf("%s later: %s, %s, %v", step.after, u.State, u.Role, err)
			}
		}
		if err := s.Stay(ctx, ana.ID, boss.ID); err != nil {
			t.Fatal(err)
		}
		if u, _ := s.User(ctx, user.ID); u.State != community.UserActive || !u.Departs.IsZero() || standing(t, s, ana).Level != 0 {
			t.Errorf("who comes back begins anew: %+v", u)
		}
	})
}

// An open case goes to a colleague who agrees, and who then decides about it.
func TestHandOver(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		ctx := t.Context()
		_, ana := storagetest.Member(t, s, "ana")
		_, ben := storagetest.Member(t, s, "ben")
		_, cleo := storagetest.Member(t, s, "cleo")
		asked := stage{t, s}.post(ana, draft{text: "fever", audience: community.InstanceOnly, isCase: true})
		if _, err := community.Solve(ben, asked, nil, community.Surroundings{Now: s.Now()}); !errors.Is(err, community.ErrForbidden) {
			t.Errorf("somebody else closed it: %v", err)
		}
		offer, err := community.OfferCase(ana, asked, ben, s.Now())
		if err != nil {
			t.Fatal(err)
		}
		if err := s.OfferCase(ctx, offer); err != nil {
			t.Fatal(err)
		}
		if err := s.TakeCase(ctx, cleo.ID, asked.ID); !errors.Is(err, community.ErrNotFound) {
			t.Errorf("who was not asked took it: %v", err)
		}
		if list, err := s.HandOvers(ctx, ben.ID); err != nil || len(list) != 1 || list[0].From != ana.ID || list[0].To != ben.ID {
			t.Errorf("what ben was asked: %+v, %v", list, err)
		}
		if err := s.TakeCase(ctx, ben.ID, asked.ID); err != nil {
			t.Fatal(err)
		}
		if err := s.TakeCase(ctx, ben.ID, asked.ID); !errors.Is(err, community.ErrNotFound) {
			t.Errorf("taken twice: %v", err)
		}
		open, err := s.OpenCases(ctx, ben.ID)
		if err != nil || len(open) != 1 {
			t.Fatalf("ben's open cases: %d, %v", len(open), err)
		}
		solved, err := community.Solve(ben, open[0], nil, community.Surroundings{Now: s.Now()})
		if err != nil {
			t.Fatal(err)
		}
		if p, err := s.Publish(ctx, solved); err != nil || p.Case.Status != community.CaseSolved || p.Author != ana.ID || p.Case.Steward != ben.ID {
			t.Errorf("solved by the steward: %+v, %v", p.Case, err)
		}
		if open, _ := s.OpenCases(ctx, ben.ID); len(open) != 0 {
			t.Error("a solved case is still open")
		}
	})
}

// A case goes to a colleague here and to nobody else.
func TestHandOverToNobody(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		_, ana := storagetest.Member(t, s, "ana")
		rosa := storagetest.Remote(t, s, "https://there.example", "rosa")
		asked := stage{t, s}.post(ana, draft{text: "fever", audience: community.InstanceOnly, isCase: true})
		var invalid *community.Invalid
		for _, who := range []community.Actor{rosa, ana} {
			if _, err := community.OfferCase(ana, asked, who, s.Now()); !errors.As(err, &invalid) {
				t.Errorf("offered to %s: %v", who.Handle, err)
			}
		}
	})
}
