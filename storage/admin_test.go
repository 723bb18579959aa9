package storage_test

import (
	"errors"
	"net/netip"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

func blockOf(tb testing.TB, text string, severity community.AddressSeverity, lasts time.Duration) community.AddressBlock {
	tb.Helper()
	b, err := community.MakeAddressBlock(community.AddressBlockDraft{Range: text, Severity: string(severity), Lasts: lasts}, 7, time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC))
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

// Each block does at the door what it says, to those it is about, as long as it lasts,
// and what met it is counted.
func TestBlocksAtTheDoor(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		clock := &storagetest.Clock{}
		s := storagetest.At(t, storagetest.Options{Database: database, Now: clock.Now})
		ctx := t.Context()
		ok := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		add := func(text string, severity community.AddressSeverity, lasts time.Duration) community.AddressBlock {
			t.Helper()
			b := blockOf(t, text, severity, lasts)
			if lasts > 0 {
				b.Expires = s.Now().Add(lasts)
			}
			b, err := s.AddAddressBlock(ctx, b)
			ok(err)
			return b
		}
		add("192.0.2.0/24", community.AddressReview, 0)
		none := add("198.51.100.7", community.AddressNoSignUp, time.Hour)
		shut := add("2001:db8::/32", community.AddressNoAccess, 0)
		if _, err := s.AddAddressBlock(ctx, blockOf(t, "192.0.2.9/24", community.AddressNoAccess, 0)); !errors.As(err, new(*community.Invalid)) {
			t.Errorf("twice: %v", err)
		}
		domain, err := s.AddEmailDomainBlock(ctx, "throwaway.example", 7)
		ok(err)
		hash, err := community.HashEmail("bad.guy@good.example")
		ok(err)
		_, err = s.AddEmailBlock(ctx, hash, 7)
		ok(err)
		n := 0
		join := func(address, email string) (community.User, error) {
			n++
			name := "member" + string(rune('a'+n))
			u, _, err := s.CreateMember(ctx, storage.NewMember{User: community.User{Name: name, Email: email, State: community.UserActive,
				Role: community.Member, Address: netip.MustParseAddr(address)}})
			return u, err
		}
		for i, c := range []struct {
			address, email, refused string
			state                   community.UserState
		}{
			{"203.0.113.1", "a@good.example", "", community.UserActive},
			{"192.0.2.77", "b@good.example", "", community.UserPending},
			{"::ffff:192.0.2.78", "b2@good.example", "", community.UserPending},
			{"198.51.100.7", "c@good.example", "sign_up.address_blocked", ""},
			{"198.51.100.8", "d@good.example", "", community.UserActive},
			{"2001:db8::1", "e@good.example", "sign_up.address_blocked", ""},
			{"203.0.113.1", "f@mx.throwaway.example", "sign_up.email_blocked", ""},
			{"203.0.113.1", "f@throwaway.example", "sign_up.email_blocked", ""},
			{"203.0.113.1", "f+2@throwaway.example", "sign_up.email_blocked", ""},
			{"203.0.113.1", "f@nothrowaway.example", "", community.UserActive},
			{"203.0.113.1", "BadGuy+new@good.example", "sign_up.email_blocked", ""},
		} {
			u, err := join(c.address, c.email)
			var bad *community.Invalid
			switch {
			case c.refused == "" && (err != nil || u.State != c.state):
				t.Errorf("%d: %s %v", i, u.State, err)
			case c.refused != "" && (!errors.As(err, &bad) || bad.Problem.Key != c.refused):
				t.Errorf("%d: %v", i, err)
			}
		}
		got, err := s.EmailDomainBlock(ctx, domain.ID)
		ok(err)
		if len(got.Uses) != 7 || got.Uses[0].Uses != 3 || got.Uses[0].Accounts != 2 || got.Uses[1].Uses != 0 {
			t.Errorf("uses %+v", got.Uses)
		}
		if b, err := s.AddressBlock(ctx, none.ID); err != nil || b.Hits != 1 || b.LastHit.IsZero() {
			t.Errorf("hits %+v %v", b, err)
		}
		if text := s.Contents(t, "email_domain_use") + s.Contents(t, "email_block"); strings.Contains(text, "@") {
			t.Errorf("an address is kept: %s", text)
		}
		if err := s.ShutAddress(ctx, netip.MustParseAddr("2001:db8:1::")); !errors.As(err, new(*community.Invalid)) {
			t.Errorf("no access: %v", err)
		}
		ok(s.ShutAddress(ctx, netip.MustParseAddr("198.51.100.7")))
		ok(s.ShutAddress(ctx, netip.Addr{}))
		clock.Advance(2 * time.Hour)
		_, err = join("198.51.100.7", "late@good.example")
		ok(err)
		ok(s.RemoveAddressBlock(ctx, shut.ID, 7))
		_, err = join("2001:db8::1", "later@good.example")
		ok(err)
		ok(s.RemoveEmailDomainBlock(ctx, domain.ID, 7))
		_, err = join("203.0.113.1", "f@throwaway.example")
		ok(err)
		for _, deed := range []string{"address-block", "address-unblock", "email-domain-block", "email-domain-unblock", "email-block"} {
			if list, err := s.StaffLog(ctx, storage.StaffLog{Actor: 7, Action: deed}, storage.Page{}); err != nil || len(list) == 0 {
				t.Errorf("%s: %v %v", deed, list, err)
			}
		}
	})
}

// Whoever runs the server is not kept out of it.
func TestVouchedMemberPassesTheDoor(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		if _, err := s.AddEmailDomainBlock(t.Context(), "throwaway.example", 7); err != nil {
			t.Fatal(err)
		}
		_, _, err := s.CreateMember(t.Context(), storage.NewMember{User: community.User{Name: "chief", Email: "chief@throwaway.example",
			State: community.UserActive}, Vouched: true})
		if err != nil {
			t.Error(err)
		}
	})
}

// What staff measure is counted by day, once each, and nothing that is for few.
func TestMeasures(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		clock := &storagetest.Clock{}
		s := storagetest.At(t, storagetest.Options{Database: database, Now: clock.Now})
		ctx, start := t.Context(), clock.Now()
		_, ana := storagetest.Member(t, s, "ana")
		clock.Advance(24 * time.Hour)
		_, bob := storagetest.Member(t, s, "bob")
		eve := storagetest.Remote(t, s, "https://there.example", "eve")
		post := storagetest.Post(t, s, ana, "On the #ward")
		storagetest.Post(t, s, bob, "Also on the #ward")
		storagetest.Post(t, s, bob, "Only here on the #ward", community.InstanceOnly)
		storagetest.RemotePost(t, s, eve, "From there #ward")
		if err := s.Like(ctx, bob, post); err != nil {
			t.Fatal(err)
		}
		storagetest.Following(t, s, ana, eve)
		if _, err := s.AddFlag(ctx, community.Flag{Reporter: bob.ID, Target: eve.ID, Category: "other"}); err != nil {
			t.Fatal(err)
		}
		span := storage.Span{Start: start, End: clock.Now()}
		for key, want := range map[string]struct {
			subject string
			total   int64
		}{
			"active_users": {"", 2}, "new_users": {"", 2}, "interactions": {"", 1}, "opened_reports": {"", 1}, "resolved_reports": {"", 0},
			"tag_accounts": {"ward", 2}, "tag_uses": {"ward", 2}, "tag_servers": {"ward", 0}, "instance_accounts": {"there.example", 1},
			"instance_media_attachments": {"there.example", 0}, "instance_reports": {"there.example", 1}, "instance_statuses": {"there.example", 1},
			"instance_follows": {"there.example", 1}, "instance_followers": {"there.example", 0},
		} {
			m, err := s.Measure(ctx, key, want.subject, span)
			if err != nil || m.Total != want.total || len(m.Days) != 2 || m.Previous != 0 {
				t.Errorf("%s: %+v %v", key, m, err)
			}
		}
		if m, err := s.Measure(ctx, "new_users", "", storage.Span{Start: clock.Now(), End: clock.Now()}); err != nil || m.Total != 1 || m.Previous != 1 || m.Days[0] != 1 {
			t.Errorf("the second day: %+v %v", m, err)
		}
		for key, want := range map[string]string{"languages": "", "sources": "", "servers": "there.example", "tag_servers": "",
			"tag_languages": "", "instance_accounts": "eve", "instance_languages": ""} {
			subject := "there.example"
			if strings.HasPrefix(key, "tag_") {
				subject = "ward"
			}
			list, err := s.Dimension(ctx, key, subject, storage.Extent{Span: span, Limit: 5})
			if err != nil || want != "" && (len(list) != 1 || list[0].Key != want || list[0].Value != 1) {
				t.Errorf("%s: %+v %v", key, list, err)
			}
		}
		cohorts, err := s.Retention(ctx, append(span.Days(), span.Days()[1].Add(24*time.Hour)))
		if err != nil || len(cohorts) != 2 || cohorts[0].Seen[0] != 1 || cohorts[0].Seen[1] != 1 || cohorts[1].Seen[0] != 1 {
			t.Errorf("who stays: %+v %v", cohorts, err)
		}
		if e, err := s.Engine(ctx); err != nil || e.Version == "" || e.Size == 0 {
			t.Errorf("engine %+v %v", e, err)
		}
	})
}

// Accounts are found by where they stand, and an account is erased for good only once it
// is suspended.
func TestAccountsOfStaff(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		ctx := t.Context()
		user, ana := storagetest.Member(t, s, "ana")
		_, bob := storagetest.Member(t, s, "bob")
		_, chief := storagetest.Staff(t, s, "chief", community.Administrator)
		pending, _ := storagetest.Login(t, s, community.User{Name: "pending", State: community.UserPending})
		eve := storagetest.Remote(t, s, "https://there.example", "eve")
		address := netip.MustParseAddr("203.0.113.9")
		if _, err := s.AddSession(ctx, "x", storage.Session{User: user.ID, Address: address, Expires: s.Now().Add(time.Hour)}); err != nil {
			t.Fatal(err)
		}
		for _, act := range []community.DecisionAct{"veiled", "silenced"} {
			_, err := s.Rule(ctx, storage.Ruling{Verdict: community.Verdict{Person: act, Reason: "other", Note: "why"}, By: chief.ID, Person: bob.ID})
			if err != nil {
				t.Fatal(err)
			}
		}
		for name, c := range map[string]struct {
			f    storage.AccountFilter
			want []community.ActorID
		}{
			"active":   {storage.AccountFilter{Standing: storage.AccountActive, Local: true}, []community.ActorID{chief.ID, bob.ID, ana.ID}},
			"pending":  {storage.AccountFilter{Standing: storage.AccountPending}, []community.ActorID{pending.Actor}},
			"silenced": {storage.AccountFilter{Standing: storage.AccountSilenced}, []community.ActorID{bob.ID}},
			"veiled":   {storage.AccountFilter{Standing: storage.AccountVeiled}, []community.ActorID{bob.ID}},
			"disabled": {storage.AccountFilter{Standing: storage.AccountDisabled}, nil},
			"remote":   {storage.AccountFilter{Remote: true}, []community.ActorID{eve.ID}},
			"staff":    {storage.AccountFilter{Roles: []community.Role{community.Administrator}}, []community.ActorID{chief.ID}},
			"host":     {storage.AccountFilter{Host: "there.example", Name: "E"}, []community.ActorID{eve.ID}},
			"address":  {storage.AccountFilter{Address: address}, []community.ActorID{ana.ID}},
			"email":    {storage.AccountFilter{Email: user.Email}, []community.ActorID{ana.ID}},
		} {
			list, err := s.Accounts(ctx, c.f, storage.Page{})
			if err != nil || len(list) != len(c.want) {
				t.Errorf("%s: %d %v", name, len(list), err)
				continue
			}
			for i, a := range list {
				if a.ID != c.want[i] {
					t.Errorf("%s: %s", name, a.Name())
				}
			}
		}
		users, err := s.UsersOfActors(ctx, []community.ActorID{ana.ID, eve.ID})
		if err != nil || len(users) != 1 || users[ana.ID].ID != user.ID {
			t.Errorf("users %v %v", users, err)
		}
		seen, err := s.AddressesOf(ctx, []community.UserID{user.ID})
		if err != nil || len(seen[user.ID]) != 1 || seen[user.ID][0].Address != address {
			t.Errorf("addresses %v %v", seen, err)
		}
		if n, err := s.LiftSanctions(ctx, bob.ID, community.Silenced, chief.ID); n != 1 || err != nil {
			t.Errorf("lifted %d %v", n, err)
		}
		if a, err := s.Actor(ctx, bob.ID); err != nil || a.Sanctions.Limited(s.Now()) || !a.Sanctions.Has(community.Veiled, s.Now()) {
			t.Errorf("sanctions %v %v", a.Sanctions, err)
		}
		if err := s.EraseAccount(ctx, ana.ID, chief.ID); !errors.Is(err, community.ErrForbidden) {
			t.Errorf("erased while open: %v", err)
		}
		if err := s.SuspendActor(ctx, ana.ID, chief.ID, "spam"); err != nil {
			t.Fatal(err)
		}
		if err := s.EraseAccount(ctx, ana.ID, chief.ID); err != nil {
			t.Fatal(err)
		}
		if err := s.EraseAccount(ctx, ana.ID, chief.ID); !errors.Is(err, community.ErrForbidden) {
			t.Errorf("erased twice: %v", err)
		}
		if u, err := s.User(ctx, user.ID); err != nil || u.Email == user.Email {
			t.Errorf("left: %v %v", u, err)
		}
	})
}
