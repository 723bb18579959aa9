package session

import (
	"context"
	"errors"
	"strings"
	"testing"

	"consilium/community"
)

// A password fits its own hash only, and the hash says how it was made (S-AUTH-4).
func TestPasswordFitsItsHash(t *testing.T) {
	s := New(Options{})
	hash, err := s.HashPassword(t.Context(), "correct horse battery")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("hash is %s", hash)
	}
	again, err := s.HashPassword(t.Context(), "correct horse battery")
	if err != nil || again == hash {
		t.Errorf("the same password twice has the same salt: %v", err)
	}
	for password, want := range map[string]bool{"correct horse battery": true, "correct horse batterz": false, "": false} {
		if fits, err := s.CheckPassword(t.Context(), hash, password); fits != want || err != nil {
			t.Errorf("%q fits %v, %v; want %v", password, fits, err, want)
		}
	}
}

// Hashes of other programs and costs are checked too, and known to be stale.
func TestHashOfAnotherCost(t *testing.T) {
	h := phc{cost: cost{64, 1, 1}, salt: []byte("somesalt")}
	h.key = h.of("password", 32)
	read, ok := readPHC(h.String())
	if !ok || !read.stale() || !read.fits("password") || read.fits("Password") {
		t.Errorf("read %v as %+v", h, read)
	}
	if fresh := derive("password"); fresh.stale() {
		t.Error("a new hash is stale")
	}
}

// argon2id of RFC 9106 as other implementations write it.
func TestKnownHash(t *testing.T) {
	const known = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
	h, ok := readPHC(known)
	if !ok || !h.fits("password") {
		t.Error("the reference implementation's hash of \"password\" does not fit")
	}
	if h.String() != known {
		t.Errorf("written again it is %s", h)
	}
}

// What is not one of our hashes fits nothing, and what would take the machine's
// memory is not tried.
func TestBrokenHashes(t *testing.T) {
	s := New(Options{})
	good := derive("password!").String()
	parts := strings.Split(good, "$")
	with := func(i int, part string) string {
		changed := append([]string(nil), parts...)
		changed[i] = part
		return strings.Join(changed, "$")
	}
	for _, hash := range []string{
		"", "$", "password!", "$2a$10$abcdefghijklmnopqrstuv", with(1, "argon2i"), with(2, "v=16"),
		with(3, "m=4294967295,t=2,p=1"), with(3, "m=19456,t=0,p=1"), with(3, "m=19456,t=2,p=0"), with(3, "m=19456,t=99999,p=1"),
		with(3, "m=19456,t=2,p=1,x=1"), with(3, "m=+19456,t=2,p=1"), with(4, ""), with(5, ""), with(5, "AAAA"), with(4, "!"),
		good + "$", strings.Repeat("$", 1000),
	} {
		if fits, err := s.CheckPassword(t.Context(), hash, "password!"); fits || err != nil {
			t.Errorf("%q fits: %v", hash, err)
		}
	}
	if fits, _ := s.CheckPassword(t.Context(), derive(strings.Repeat("x", 201)).String(), strings.Repeat("x", 201)); fits {
		t.Error("a password over the limit fits")
	}
}

// A flood of sign-ins waits its turn and in the end is turned away; it never
// hashes more than two at once.
func TestHashingIsBounded(t *testing.T) {
	h := newHashing()
	release, started := make(chan struct{}), make(chan struct{})
	done := make(chan error, hashesAtOnce)
	for range hashesAtOnce {
		go func() {
			done <- h.do(t.Context(), func() {
				started <- struct{}{}
				<-release
			})
		}()
	}
	for range hashesAtOnce {
		<-started
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := h.do(ended, func() { t.Error("a third ran beside two") }); !errors.Is(err, context.Canceled) {
		t.Errorf("whoever waited got %v", err)
	}
	for range hashesQueued {
		h.waiting <- struct{}{}
	}
	if err := h.do(t.Context(), func() { t.Error("ran in a full queue") }); !errors.Is(err, community.ErrUnavailable) {
		t.Errorf("a full queue said %v", err)
	}
	close(release)
	for range hashesAtOnce {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}
