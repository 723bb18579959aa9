package storage_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// onClock runs a test on either engine, with a clock that it moves.
func onClock(t *testing.T, test func(t *testing.T, s *storage.Store, clock *storagetest.Clock)) {
	t.Helper()
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		clock := &storagetest.Clock{}
		test(t, storagetest.At(t, storagetest.Options{Database: database, Now: clock.Now}), clock)
	})
}

// states says what becomes of the keys of an actor, by the part of their names after #.
func states(t *testing.T, s *storage.Store, actor community.ActorID) string {
	t.Helper()
	signing := must2(s.SigningKey(t.Context(), actor, storage.RSA))(t)
	var words []string
	for _, k := range must(s.Keys(t.Context(), actor))(t) {
		_, word, _ := strings.Cut(k.IRI.String(), "#")
		switch {
		case k.Algorithm != storage.RSA:
			continue
		case !k.Retired.IsZero():
			word += " retired"
		case k.IRI == signing:
			word += " signs"
		default:
			word += " published"
		}
		words = append(words, word)
	}
	return strings.Join(words, ", ")
}

func must2[A, B any](a A, _ B, err error) func(testing.TB) A {
	return func(tb testing.TB) A { tb.Helper(); ok(tb, err); return a }
}

// R-KEY-3: a new request key is published beside the old one, signs after the grace,
// and the old one goes an hour later; followers' servers hear of both. A second change
// has to wait for the first.
func TestRotateRequestKey(t *testing.T) {
	onClock(t, func(t *testing.T, s *storage.Store, clock *storagetest.Clock) {
		_, ana := storagetest.Member(t, s, "ana")
		bob := storagetest.Remote(t, s, "https://there.example", "bob")
		storagetest.Following(t, s, bob, ana)
		told := len(deliveries(t, s, "there.example"))
		step := func(want string, updates int) {
			t.Helper()
			ok(t, s.RetireKeys(t.Context()))
			if got := states(t, s, ana.ID); got != want {
				t.Errorf("keys are %s, want %s", got, want)
			}
			if got := len(deliveries(t, s, "there.example")) - told; got != updates {
				t.Errorf("%d deliveries, want %d", got, updates)
			}
		}
		step("main-key signs", 0)
		made := must(s.RotateRequestKey(t.Context(), ana.ID, storage.KeyGrace))(t)
		if made.String() != ana.IRI.String()+"#main-key-2" {
			t.Errorf("the new key is %s", made)
		}
		step("main-key-2 published, main-key signs", 1)
		_, err := s.RotateRequestKey(t.Context(), ana.ID, storage.KeyGrace)
		wantErr(t, err, community.ErrConflict)
		clock.Advance(storage.KeyGrace - time.Second)
		step("main-key-2 published, main-key signs", 1)
		clock.Advance(time.Second)
		step("main-key-2 signs, main-key published", 1)
		clock.Advance(time.Hour)
		step("main-key-2 signs, main-key retired", 2)
		step("main-key-2 signs, main-key retired", 2)
		must(s.RotateRequestKey(t.Context(), ana.ID, 0))(t)
		step("main-key-3 signs, main-key-2 retired, main-key retired", 3)
		for _, d := range deliveries(t, s, "there.example")[told:] {
			if d.Verb != "Update" || d.Object != ana.IRI.String() {
				t.Errorf("%s of %s", d.Verb, d.Object)
			}
		}
	})
}

// R-KEY-4: in an emergency nothing of the old keys is left, also while a change with a
// grace is under way.
func TestRotateAtOnce(t *testing.T) {
	onClock(t, func(t *testing.T, s *storage.Store, clock *storagetest.Clock) {
		_, ana := storagetest.Member(t, s, "ana")
		must(s.RotateRequestKey(t.Context(), ana.ID, storage.KeyGrace))(t)
		must(s.RotateRequestKey(t.Context(), ana.ID, 0))(t)
		if got := states(t, s, ana.ID); got != "main-key-3 signs, main-key-2 retired, main-key retired" {
			t.Errorf("keys are %s", got)
		}
		clock.Advance(storage.KeyGrace + 2*time.Hour)
		ok(t, s.RetireKeys(t.Context()))
		if got := states(t, s, ana.ID); !strings.HasPrefix(got, "main-key-3 signs") {
			t.Errorf("later keys are %s", got)
		}
		bob := storagetest.Remote(t, s, "https://there.example", "bob")
		_, err := s.RotateRequestKey(t.Context(), bob.ID, 0)
		wantErr(t, err, community.ErrForbidden)
		_, err = s.RotateProofKey(t.Context(), bob.ID)
		wantErr(t, err, community.ErrForbidden)
		instance := must(s.InstanceActor(t.Context()))(t)
		if owners := must(s.KeyOwners(t.Context()))(t); len(owners) != 2 || owners[0] != instance.ID && owners[1] != instance.ID {
			t.Errorf("owners %v", owners)
		}
	})
}

// R-KEY-3: another key under a name that was used before is written down; the same
// key again, and a key of another name, are not.
func TestKeyChanges(t *testing.T) {
	onClock(t, func(t *testing.T, s *storage.Store, clock *storagetest.Clock) {
		bob := storagetest.Remote(t, s, "https://there.example", "bob")
		store := func(fragment string, key ed25519.PublicKey, expires time.Time) {
			t.Helper()
			must(s.StoreRemoteActor(t.Context(), storage.RemoteActor{Actor: bob, Keys: []storage.PublicKey{
				{IRI: storagetest.IRI(t, bob.IRI.String()+fragment), Algorithm: storage.Ed25519, Key: key, Expires: expires}}}))(t)
		}
		first, second := newEd(t), newEd(t)
		store("#a", first, time.Time{})
		store("#a", first, time.Time{})
		store("#b", first, time.Time{})
		store("#a", first, time.Time{})
		if changes := must(s.KeyChanges(t.Context(), 10))(t); len(changes) != 0 {
			t.Errorf("noted %v", changes)
		}
		until := clock.Now().Add(time.Hour)
		store("#a", second, until)
		changes := must(s.KeyChanges(t.Context(), 10))(t)
		if len(changes) != 1 || changes[0].Kind != storage.KeyReplaced || changes[0].Key != bob.IRI.String()+"#a" || changes[0].Actor != bob.ID {
			t.Errorf("noted %v", changes)
		}
		key := must(s.Key(t.Context(), storagetest.IRI(t, bob.IRI.String()+"#a")))(t)
		if !second.Equal(key.Key) || !key.Expires.Equal(until) {
			t.Errorf("kept %v until %v", key.Key, key.Expires)
		}
		if gone := must(s.Keys(t.Context(), bob.ID))(t); len(gone) != 1 { // R-KEY-1: what is not listed is forgotten
			t.Errorf("%d keys", len(gone))
		}
		clock.Advance(401 * 24 * time.Hour)
		ok(t, s.Tidy(t.Context()))
		if changes := must(s.KeyChanges(t.Context(), 10))(t); len(changes) != 0 {
			t.Errorf("kept %v", changes)
		}
	})
}

func newEd(t *testing.T) ed25519.PublicKey {
	t.Helper()
	key, _, err := ed25519.GenerateKey(rand.Reader)
	ok(t, err)
	return key
}

// R-KEY-4: when the secret of the keys is lost, the start says which file is missing,
// and makes no other in its place.
func TestLostSecret(t *testing.T) {
	file, database := filepath.Join(t.TempDir(), "secret"), storagetest.SQLiteFile(t)
	o := storagetest.Options{Database: database, SecretFile: file}
	s, err := storagetest.Open(t, o)
	ok(t, err)
	must(s.EnsureInstanceActor(t.Context()))(t)
	ok(t, s.Close())
	secret, err := os.ReadFile(file)
	ok(t, err)
	ok(t, os.Remove(file))
	for _, content := range []string{"", "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=\n"} {
		if content != "" {
			ok(t, os.WriteFile(file, []byte(content), 0o600))
		}
		if s, err = storagetest.Open(t, o); err == nil {
			_ = s.Close()
			t.Fatal("it opens with another secret")
		}
		if !strings.Contains(err.Error(), "storage.secret_file") || !strings.Contains(err.Error(), "restore it from your backup") {
			t.Errorf("it says %v", err)
		}
	}
	ok(t, os.WriteFile(file, secret, 0o600))
	s, err = storagetest.Open(t, o)
	ok(t, err)
	ok(t, s.Close())
}

// R-9421-4: what is known of a peer's scheme grows old; what a peer says of itself
// counts until it refuses, and again a while after that.
func TestPeerSchemeDecays(t *testing.T) {
	onClock(t, func(t *testing.T, s *storage.Store, clock *storagetest.Clock) {
		ctx, host := t.Context(), "there.example"
		is := func(want string) {
			t.Helper()
			if got := must(s.PeerScheme(ctx, host))(t); got != want {
				t.Errorf("scheme %q, want %q", got, want)
			}
		}
		const day = 24 * time.Hour
		ok(t, s.SetPeerScheme(ctx, host, "cavage", false))
		is("cavage")
		ok(t, s.PeerIsModern(ctx, host))
		is("rfc9421")
		clock.Advance(13 * day)
		is("rfc9421")
		ok(t, s.SetPeerScheme(ctx, host, "rfc9421", false))
		clock.Advance(13 * day)
		is("rfc9421")
		clock.Advance(2 * day)
		is("")
		ok(t, s.SetPeerScheme(ctx, host, "cavage", true))
		ok(t, s.PeerIsModern(ctx, host))
		is("cavage")
		clock.Advance(13 * day)
		ok(t, s.PeerIsModern(ctx, host))
		is("cavage")
		clock.Advance(2 * day)
		ok(t, s.PeerIsModern(ctx, host))
		is("rfc9421")
	})
}
