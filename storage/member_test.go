package storage_test

import (
	"errors"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

func newcomer(name string) storage.NewMember {
	return storage.NewMember{User: community.User{Name: name, Email: name + "@Mail.example", Role: community.Member,
		State: community.UserActive, PasswordHash: "$argon2id$x?", DefaultAudience: community.InstanceOnly}}
}

func TestMemberComesBackAsItWent(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		var clock storagetest.Clock
		s := storagetest.At(t, storagetest.Options{Database: database, Now: clock.Now})
		ctx := t.Context()
		m := newcomer("Ana_1")
		m.Confirmed, m.DisplayName, m.User.Address = true, "Ana", netip.MustParseAddr("2001:db8::1")
		u, a, err := s.CreateMember(ctx, m)
		ok(t, err)
		u.Language, u.TimeZone, u.Appearance, u.DefaultAudience, u.Role = "de", "Europe/Berlin", "dark", community.Public, community.Officer
		ok(t, s.SetPreferences(ctx, u.ID, storage.Preferences{Language: "de", TimeZone: "Europe/Berlin", Appearance: "dark", DefaultAudience: community.Public}))
		ok(t, s.SetRole(ctx, u.ID, community.Officer, 0))
		for _, got := range []community.User{
			must(s.User(ctx, u.ID))(t), must(s.UserByName(ctx, "ana_1"))(t), must(s.UserByEmail(ctx, "ANA_1@mail.EXAMPLE"))(t),
			must(s.UserOfActor(ctx, a.ID))(t), must(s.Users(ctx, storage.UserFilter{Query: "an"}, storage.Page{}))(t)[0],
		} {
			if d := cmp.Diff(u, got, cmp.Comparer(func(a, b netip.Addr) bool { return a == b })); d != "" {
				t.Error(d)
			}
		}
		if !u.EmailConfirmed.Equal(clock.Now()) || u.Actor != a.ID {
			t.Errorf("got %+v", u)
		}
		if got := must(s.ActorByIRI(ctx, storagetest.IRI(t, storagetest.Here+"/users/Ana_1")))(t); cmp.Diff(a, got, sealedTypes) != "" {
			t.Error(cmp.Diff(a, got, sealedTypes))
		}
		if keys := must(s.Keys(ctx, a.ID))(t); len(keys) != 2 {
			t.Errorf("got %d keys, want 2", len(keys))
		}
		_, err = s.UserByEmail(ctx, "")
		wantErr(t, err, community.ErrNotFound)
	})
}

func TestNamesAndAddressesAreTakenOnce(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		ctx := t.Context()
		ana, _ := storagetest.Member(t, s, "ana")
		_, _, err := s.CreateMember(ctx, newcomer("ANA"))
		wantInvalid(t, err, "username")
		second := newcomer("ben")
		second.User.Email = "Ana@MAIL.example"
		_, _, err = s.CreateMember(ctx, second)
		wantInvalid(t, err, "email")
		_, err = s.ActorByIRI(ctx, storagetest.IRI(t, storagetest.Here+"/users/ben"))
		wantErr(t, err, community.ErrNotFound) // the refused one left nothing behind
		ben, _ := storagetest.Member(t, s, "ben")
		wantInvalid(t, s.SetEmail(ctx, ben.ID, strings.ToUpper(ana.Email)), "email")
		wantInvalid(t, s.AskEmail(ctx, ben.ID, strings.ToUpper(ana.Email)), "email")
		wantErr(t, s.SetEmail(ctx, 5, "new@mail.example"), community.ErrNotFound)
		wantErr(t, s.SetPreferences(ctx, 5, storage.Preferences{}), community.ErrNotFound)
	})
}

// Two who use the last place of an invitation at once: one is refused.
func TestLastPlaceOfInvitation(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		ctx := t.Context()
		i := must(s.AddInvitation(ctx, storage.Invitation{MaxUses: 1, Expires: s.Now().Add(time.Hour), Note: "ward 3"}))(t)
		var all sync.WaitGroup
		var made, refused atomic.Int32
		for _, name := range []string{"ana", "ben", "cleo", "dan"} {
			m := newcomer(name)
			m.Invitation = i.Token
			all.Go(func() {
				_, _, err := s.CreateMember(ctx, m)
				switch {
				case err == nil:
					made.Add(1)
				case errors.Is(err, community.ErrForbidden):
					refused.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		all.Wait()
		if made.Load() != 1 || refused.Load() != 3 {
			t.Errorf("%d came in and %d were refused", made.Load(), refused.Load())
		}
		_, err := s.InvitationByToken(ctx, i.Token)
		wantErr(t, err, community.ErrGone)
		if users := must(s.Users(ctx, storage.UserFilter{}, storage.Page{}))(t); len(users) != 1 {
			t.Errorf("%d accounts were made", len(users))
		}
	})
}

func TestInvitationEnds(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		var clock storagetest.Clock
		s := storagetest.At(t, storagetest.Options{Database: database, Now: clock.Now})
		ctx := t.Context()
		first := must(s.AddInvitation(ctx, storage.Invitation{MaxUses: 2, Expires: s.Now().Add(time.Hour)}))(t)
		second := must(s.AddInvitation(ctx, storage.Invitation{MaxUses: 2, Expires: s.Now().Add(2 * time.Hour)}))(t)
		m := newcomer("ana")
		m.Invitation = first.Token
		_, _, err := s.CreateMember(ctx, m)
		ok(t, err)
		if i := must(s.InvitationByToken(ctx, first.Token))(t); i.Uses != 1 {
			t.Errorf("got %+v", i)
		}
		ok(t, s.RevokeInvitation(ctx, second.ID, 0))
		_, err = s.InvitationByToken(ctx, second.Token)
		wantErr(t, err, community.ErrGone)
		clock.Advance(time.Hour)
		_, err = s.InvitationByToken(ctx, first.Token)
		wantErr(t, err, community.ErrGone)
		m = newcomer("ben")
		m.Invitation = first.Token
		_, _, err = s.CreateMember(ctx, m)
		wantErr(t, err, community.ErrForbidden)
		_, err = s.InvitationByToken(ctx, "nothing")
		wantErr(t, err, community.ErrNotFound)
		if list := must(s.Invitations(ctx, storage.Page{}))(t); len(list) != 2 || list[0].ID != second.ID || list[0].Revoked.IsZero() {
			t.Errorf("got %+v", list)
		}
	})
}

// Nobody sees who was not let in, and the moderators hear of who asks.
func TestApproval(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		ctx := t.Context()
		_, mod := storagetest.Staff(t, s, "mona", community.Moderator)
		_, ordinary := storagetest.Member(t, s, "otto")
		waits := func(name string) (community.User, community.Actor) {
			m := newcomer(name)
			m.User.State, m.User.Reason = community.UserPending, "I work here"
			u, a, err := s.CreateMember(ctx, m)
			ok(t, err)
			return u, a
		}
		u, a := waits("ana")
		refused, b := waits("ben")
		if a.Active() || must(s.Actor(ctx, a.ID))(t).Active() {
			t.Error("somebody who waits is shown")
		}
		if got := notified(t, s, mod) + "/" + notified(t, s, ordinary); got != "sign-up sign-up /" {
			t.Errorf("notified: %q", got)
		}
		counts := must(s.CountUsers(ctx))(t)
		if counts.Active != 2 || counts.Pending != 2 {
			t.Errorf("got %+v", counts)
		}
		ok(t, s.ApproveUser(ctx, u.ID, mod.ID))
		ok(t, s.RejectUser(ctx, refused.ID, mod.ID))
		wantErr(t, s.RejectUser(ctx, u.ID, mod.ID), community.ErrConflict)
		wantErr(t, s.ApproveUser(ctx, refused.ID, mod.ID), community.ErrConflict)
		wantErr(t, s.RestoreActor(ctx, b.ID, mod.ID, ""), community.ErrConflict)
		if !must(s.Actor(ctx, a.ID))(t).Active() || must(s.Actor(ctx, b.ID))(t).Active() {
			t.Error("the wrong one is shown")
		}
		if got := notified(t, s, mod); got != "" {
			t.Errorf("still notified of %q", got)
		}
		if done := must(s.StaffActions(ctx, storage.Page{}))(t); len(done) != 2 || done[0].Action != "reject" || done[0].Subject != "ben" || done[0].Actor != mod.ID {
			t.Errorf("recorded %+v", done)
		}
	})
}

func TestCountUsers(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		var clock storagetest.Clock
		s := storagetest.At(t, storagetest.Options{Database: database, Now: clock.Now})
		ctx := t.Context()
		u, _ := storagetest.Member(t, s, "ana")
		_, ben := storagetest.Member(t, s, "ben")
		storagetest.Staff(t, s, "cleo", community.Administrator)
		must(s.AddSession(ctx, "token", storage.Session{User: u.ID, Expires: clock.Now().Add(9000 * time.Hour)}))(t)
		clock.Advance(60 * 24 * time.Hour)
		storagetest.Post(t, s, ben, "still here")
		want := storage.UserCounts{Active: 3, ActiveMonth: 1, ActiveHalfYear: 2}
		if got := must(s.CountUsers(ctx))(t); got != want {
			t.Errorf("got %+v, want %+v", got, want)
		}
		if n := must(s.CountAdministrators(ctx))(t); n != 1 {
			t.Errorf("%d administrators", n)
		}
		ok(t, s.SetRole(ctx, u.ID, community.Administrator, ben.ID))
		if n := must(s.CountAdministrators(ctx))(t); n != 2 {
			t.Errorf("%d administrators", n)
		}
		for _, c := range []struct {
			f    storage.UserFilter
			want int
		}{
			{storage.UserFilter{Role: community.Administrator}, 2}, {storage.UserFilter{State: community.UserPending}, 0},
			{storage.UserFilter{Query: "B"}, 1}, {storage.UserFilter{Query: "%"}, 0}, {storage.UserFilter{State: community.UserActive}, 3},
		} {
			if got := must(s.Users(ctx, c.f, storage.Page{}))(t); len(got) != c.want {
				t.Errorf("%+v: %d users, want %d", c.f, len(got), c.want)
			}
		}
	})
}
