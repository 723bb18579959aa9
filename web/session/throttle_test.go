package session

import (
	"errors"
	"fmt"
	"net/netip"
	"testing"
	"time"

	"consilium/community"
)

// cheap makes guessing wrong passwords cost nothing in a test.
func (h *house) cheap() {
	h.t.Helper()
	h.hashing.decoy.cost = cost{64, 1, 1}
	weak := phc{cost: cost{64, 1, 1}, salt: []byte("somesalt")}
	weak.key = weak.of(anasPassword, keyBytes)
	if err := h.Store.RenewPasswordHash(h.t.Context(), h.ana.ID, h.ana.PasswordHash, weak.String()); err != nil {
		h.t.Fatal(err)
	}
}

// S-AUTH-3: 25 sign-ins in five minutes from one address, whoever they are for.
func TestSignInsPerAddress(t *testing.T) {
	inHouse(t, func(t *testing.T, h *house) {
		h.cheap()
		for i := range 25 {
			if key := h.refused("2001:db8::1", fmt.Sprint("nobody", i), "guess"); key != "session.wrong_password" {
				t.Fatalf("attempt %d was told %s", i, key)
			}
		}
		// One subscriber has a whole /64.
		r := h.request("198.51.100.9")
		r.RemoteAddr = "[2001:db8::dead:beef]:5000"
		_, err := h.SignIn(nil, r, "ana", anasPassword)
		var invalid *community.Invalid
		if !errors.As(err, &invalid) || invalid.Problem.Key != "session.throttled" || invalid.Problem.Args["count"] != 5 {
			t.Errorf("one too many was told %v", err)
		}
		h.enter("ana", anasPassword) // from elsewhere
		h.clock.Advance(5*time.Minute + time.Second)
		if key := h.refused("2001:db8::1", "ana", "guess"); key != "session.wrong_password" {
			t.Errorf("five minutes later it was told %s", key)
		}
	})
}

// S-AUTH-3: 25 attempts an hour at one account, from wherever, by name or by
// address; an account that does not exist answers the same.
func TestSignInsPerAccount(t *testing.T) {
	inHouse(t, func(t *testing.T, h *house) {
		h.cheap()
		for _, names := range [][]string{{"ana", "ana@mail.example", "ANA"}, {"nobody", "Nobody", " nobody"}} {
			for i := range 25 {
				if key := h.refused(fmt.Sprintf("198.51.100.%d", i), names[i%len(names)], "guess"); key != "session.wrong_password" {
					t.Fatalf("attempt %d at %s was told %s", i, names[0], key)
				}
			}
			if key := h.refused("203.0.113.1", names[0], anasPassword); key != "session.throttled" {
				t.Errorf("one too many at %s was told %s", names[0], key)
			}
		}
		h.clock.Advance(time.Hour + time.Second)
		h.enter("ana", anasPassword)
	})
}

// Whoever knows the password is not locked out by their own slips, but signing
// in to an own account does not buy guesses at others.
func TestRightPasswordForgivesTheAccountOnly(t *testing.T) {
	inHouse(t, func(t *testing.T, h *house) {
		h.cheap()
		for range 24 {
			h.refused("198.51.100.200", "ana", "guess")
		}
		h.enter("ana", anasPassword)
		if key := h.refused("198.51.100.201", "ana", "guess"); key != "session.wrong_password" {
			t.Errorf("after the right password it was told %s", key)
		}
		for range 24 {
			h.enter("ana", anasPassword) // all from 198.51.100.1
		}
		if key := h.refused("198.51.100.1", "bob", "guess"); key != "session.throttled" {
			t.Errorf("an address was forgiven: %s", key)
		}
	})
}

func TestLimitsOffForSignIn(t *testing.T) {
	inHouse(t, func(t *testing.T, h *house) {
		h.cheap()
		h.Limits = false
		for range 30 {
			if key := h.refused("198.51.100.1", "ana", "guess"); key != "session.wrong_password" {
				t.Fatalf("limits are off: %s", key)
			}
			if err := h.AskReset(t.Context(), netip.MustParseAddr("198.51.100.1"), "bob@mail.example"); err != nil {
				t.Fatalf("limits are off: %v", err)
			}
		}
	})
}
