package storage_test

import (
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

func ticket(t *testing.T, s *storage.Store, token, purpose string, u community.User, address string) {
	t.Helper()
	ok(t, s.AddTicket(t.Context(), token, storage.Ticket{Purpose: purpose, User: u.ID, Email: address, Expires: s.Now().Add(time.Hour)}))
}

// S-AUTH-2: a new address takes the place of the old one when it is proved, and
// not before; links that went to the old one are then good for nothing.
func TestNewAddressIsProvedFirst(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		ctx := t.Context()
		ana, _ := storagetest.Member(t, s, "ana")
		ok(t, s.AskEmail(ctx, ana.ID, "new@mail.example"))
		if u := must(s.User(ctx, ana.ID))(t); u.Email != ana.Email || u.EmailNew != "new@mail.example" {
			t.Errorf("after asking %q, %q", u.Email, u.EmailNew)
		}
		if jobs := must(s.Jobs(ctx, "mail", 10))(t); len(jobs) != 1 || jobs[0].Payload != `{"template":"email","user":`+community.FormatID(ana.ID)+`}` {
			t.Errorf("letters: %+v", jobs)
		}
		ticket(t, s, "slip", "confirm", ana, "slip@mail.example")
		ticket(t, s, "right", "confirm", ana, "new@mail.example")
		ticket(t, s, "old", "reset", ana, ana.Email)
		_, err := s.ConfirmEmail(ctx, "slip")
		wantErr(t, err, community.ErrGone)
		u := must(s.ConfirmEmail(ctx, "right"))(t)
		if u.Email != "new@mail.example" || u.EmailNew != "" || u.EmailConfirmed.IsZero() {
			t.Errorf("after proving %+v", u)
		}
		if got := must(s.UserByEmail(ctx, "NEW@mail.example"))(t); got.ID != ana.ID {
			t.Errorf("found %+v", got)
		}
		_, err = s.UserByEmail(ctx, ana.Email)
		wantErr(t, err, community.ErrNotFound)
		_, err = s.Ticket(ctx, "old", "reset")
		wantErr(t, err, community.ErrNotFound)
	})
}

// A wish for another address ends with asking for the present one, with a new
// password, and when somebody else gets that address first.
func TestWishForAnAddressEnds(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		ctx := t.Context()
		ana, _ := storagetest.Member(t, s, "ana")
		for _, c := range []struct {
			token string
			end   func()
		}{
			{"asked again", func() { ok(t, s.AskEmail(ctx, ana.ID, "ANA@mail.example")) }},
			{"new password", func() { ok(t, s.SetPassword(ctx, ana.ID, "x", 0)) }},
			{"taken", func() { storagetest.Login(t, s, community.User{Name: "eve", Email: "New@mail.example"}) }},
		} {
			ok(t, s.AskEmail(ctx, ana.ID, "new@mail.example"))
			ticket(t, s, c.token, "confirm", ana, "new@mail.example")
			c.end()
			_, err := s.ConfirmEmail(ctx, c.token)
			wantErr(t, err, community.ErrGone)
		}
		if u := must(s.User(ctx, ana.ID))(t); u.Email != ana.Email {
			t.Errorf("the address is %q", u.Email)
		}
	})
}
