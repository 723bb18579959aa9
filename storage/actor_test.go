package storage_test

import (
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

var sealedTypes = cmp.Options{cmp.AllowUnexported(community.IRI{}, community.Handle{}, community.SafeHTML{}),
	// What was never read has no stamp.
	cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".Stamp" }, cmp.Ignore())}

func TestActorComesBackAsItWent(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		iri := func(path string) community.IRI { return storagetest.IRI(t, there+path) }
		handle := must(community.MakeHandle("Bob.B", "there.example", s.Domain()))(t)
		want := community.Actor{IRI: iri("/u/1"), Kind: community.Group, Handle: handle, URL: iri("/@bob"), Inbox: iri("/u/1/in"),
			SharedInbox: iri("/in"), Outbox: iri("/u/1/out"), Followers: iri("/u/1/f"), Following: iri("/u/1/g"), Featured: iri("/u/1/p"),
			Published: time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC), Revision: 1,
			Profile: community.Profile{DisplayName: `Bob "O'B" \ ? $1`, Pronouns: "he", Summary: community.Sanitize("<p>ünï</p>"),
				Profession: "nurse", Specialty: "cardiology", AvatarIRI: iri("/a.png"), ApprovesFollowers: true, Discoverable: true, Indexable: true}}
		stored := must(s.StoreRemoteActor(t.Context(), storage.RemoteActor{Actor: want}))(t)
		want.ID, want.Fetched = stored.ID, stored.Fetched
		if d := cmp.Diff(want, stored, sealedTypes); d != "" {
			t.Error(d)
		}
		for _, got := range []community.Actor{
			must(s.Actor(t.Context(), stored.ID))(t), must(s.ActorByIRI(t.Context(), want.IRI))(t),
			must(s.ActorByHandle(t.Context(), must(community.MakeHandle("bob.b", "THERE.example", s.Domain()))(t)))(t),
			must(s.Actors(t.Context(), []community.ActorID{stored.ID, 7}))(t)[stored.ID],
		} {
			if d := cmp.Diff(want, got, sealedTypes); d != "" {
				t.Error(d)
			}
		}
		_, err := s.Actor(t.Context(), 7)
		wantErr(t, err, community.ErrNotFound)
	})
}

func TestRemoteActorIsRefreshed(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		ctx := t.Context()
		p := people(t, s)
		storagetest.Following(t, s, p.ana, p.bob)
		ok(t, s.SuspendActor(ctx, p.bob.ID, 0, ""))
		first, second := publicKey(t, p.bob, "#main-key"), publicKey(t, p.bob, "#main-key")
		extra := publicKey(t, p.bob, "#old")
		must(s.StoreRemoteActor(ctx, storage.RemoteActor{Actor: p.bob, Keys: []storage.PublicKey{first, extra}}))(t)
		p.bob.DisplayName = "Robert"
		again := must(s.StoreRemoteActor(ctx, storage.RemoteActor{Actor: p.bob, Keys: []storage.PublicKey{second}}))(t)
		if again.ID != p.bob.ID || again.DisplayName != "Robert" || again.Suspended.IsZero() || again.FollowerCount != 1 || again.Revision != 3 {
			t.Errorf("got %+v", again)
		}
		key := must(s.Key(ctx, first.IRI))(t)
		if !second.Key.(ed25519.PublicKey).Equal(key.Key) || key.Actor != p.bob.ID || key.Algorithm != storage.Ed25519 {
			t.Errorf("got key %+v, want the second", key)
		}
		if keys := must(s.Keys(ctx, p.bob.ID))(t); len(keys) != 1 {
			t.Errorf("got %d keys, want the one of the last document", len(keys))
		}
	})
}

func publicKey(t *testing.T, a community.Actor, fragment string) storage.PublicKey {
	t.Helper()
	public, _, err := ed25519.GenerateKey(rand.Reader)
	ok(t, err)
	return storage.PublicKey{IRI: storagetest.IRI(t, a.IRI.String()+fragment), Algorithm: storage.Ed25519, Key: public}
}

// Nothing another server says may change what is ours, or a neighbour's key.
func TestRemoteActorCannotTakeWhatIsNotIts(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		ctx := t.Context()
		p := people(t, s)
		fake := p.bob
		fake.IRI = p.ana.IRI
		_, err := s.StoreRemoteActor(ctx, storage.RemoteActor{Actor: fake})
		wantErr(t, err, community.ErrForbidden)
		fake = p.bob
		fake.Handle = p.ana.Handle
		_, err = s.StoreRemoteActor(ctx, storage.RemoteActor{Actor: fake})
		wantErr(t, err, community.ErrForbidden)
		_, err = s.StoreRemoteActor(ctx, storage.RemoteActor{Actor: p.bob, Keys: []storage.PublicKey{publicKey(t, p.ana, "#x")}})
		wantErr(t, err, community.ErrForbidden)

		eve := storagetest.Remote(t, s, there, "eve")
		bobs, eves := publicKey(t, p.bob, "#main-key"), publicKey(t, p.bob, "#main-key")
		must(s.StoreRemoteActor(ctx, storage.RemoteActor{Actor: eve, Keys: []storage.PublicKey{eves}}))(t)
		must(s.StoreRemoteActor(ctx, storage.RemoteActor{Actor: p.bob, Keys: []storage.PublicKey{bobs}}))(t)
		must(s.StoreRemoteActor(ctx, storage.RemoteActor{Actor: eve, Keys: []storage.PublicKey{eves}}))(t)
		if got := must(s.Key(ctx, bobs.IRI))(t); got.Actor != p.bob.ID || !bobs.Key.(ed25519.PublicKey).Equal(got.Key) {
			t.Errorf("the key of bob's document is %+v", got)
		}
	})
}

func TestHandleGoesToTheNewerDocument(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		ctx := t.Context()
		p := people(t, s)
		moved := p.bob
		moved.IRI = storagetest.IRI(t, there+"/people/bob")
		newer := must(s.StoreRemoteActor(ctx, storage.RemoteActor{Actor: moved}))(t)
		if got := must(s.ActorByHandle(ctx, p.bob.Handle))(t); got.ID != newer.ID || newer.ID == p.bob.ID {
			t.Errorf("@bob is %d, want the newer %d", got.ID, newer.ID)
		}
		if older := must(s.Actor(ctx, p.bob.ID))(t); older.Handle != p.bob.Handle {
			t.Errorf("the older one is called %s", older.Handle)
		}
	})
}

func TestInstanceActorIsMadeOnce(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		secret := filepath.Join(t.TempDir(), "secret")
		first := storagetest.At(t, storagetest.Options{Database: database, SecretFile: secret, URL: "http://127.0.0.1:8080"})
		second := storagetest.At(t, storagetest.Options{Database: database, SecretFile: secret, URL: "http://127.0.0.1:8080"})
		a, b := must(first.InstanceActor(t.Context()))(t), must(second.InstanceActor(t.Context()))(t)
		if a.ID != b.ID || a.Kind != community.Application || a.Handle.String() != "127.0.0.1" || !a.Local {
			t.Errorf("got %+v and %+v", a, b)
		}
		for _, algorithm := range []string{storage.RSA, storage.Ed25519} {
			iri, signer, err := second.SigningKey(t.Context(), a.ID, algorithm)
			ok(t, err)
			public := must(first.Key(t.Context(), iri))(t)
			if !public.Key.(interface{ Equal(crypto.PublicKey) bool }).Equal(signer.Public()) {
				t.Errorf("%s does not belong to its public half", iri)
			}
		}
	})
}

// A database stolen without the secret gives no key away: without it, or with
// another, nothing starts.
func TestKeysAreSealed(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		s := storagetest.At(t, storagetest.Options{Database: database})
		_, ana := storagetest.Member(t, s, "ana")
		iri, signer, err := s.SigningKey(t.Context(), ana.ID, storage.RSA)
		ok(t, err)
		if _, is := signer.(*rsa.PrivateKey); !is || iri.String() != ana.IRI.String()+"#main-key" {
			t.Errorf("got %s, a %T", iri, signer)
		}
		for name, secret := range map[string]string{"missing": "", "not the one": base64.StdEncoding.EncodeToString([]byte(strings.Repeat("x", 32)))} {
			file := filepath.Join(t.TempDir(), "secret")
			if secret != "" {
				ok(t, os.WriteFile(file, []byte(secret), 0o600))
			}
			_, err := storagetest.Open(t, storagetest.Options{Database: database, SecretFile: file})
			if err == nil || !strings.Contains(err.Error(), "secret_file") || !strings.Contains(err.Error(), name) {
				t.Errorf("got error %v, want one that says that the secret file is %s", err, name)
			}
			if _, err := os.Stat(file); secret == "" && err == nil {
				t.Error("a secret was made that opens nothing")
			}
		}
		bob := storagetest.Remote(t, s, there, "bob")
		_, _, err = s.SigningKey(t.Context(), bob.ID, storage.RSA)
		wantErr(t, err, community.ErrNotFound)
	})
}

func TestSearchActors(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		ctx := t.Context()
		p := people(t, s)
		_, shy := storagetest.Member(t, s, "anabel")
		_, closed := storagetest.Member(t, s, "anatol")
		ok(t, s.SuspendActor(ctx, closed.ID, 0, ""))
		must(s.SetProfile(ctx, p.ben.ID, community.Profile{DisplayName: "Dr 100% Ana_Lia", Discoverable: true}))(t)
		find := func(q storage.ActorSearch) string {
			names := []string{}
			for _, a := range must(s.SearchActors(ctx, q))(t) {
				names = append(names, a.Handle.String())
			}
			return strings.Join(names, " ")
		}
		for _, c := range []struct {
			name string
			q    storage.ActorSearch
			want string
		}{
			{"whole name, and a word of a display name", storage.ActorSearch{Query: "@Ana"}, "ana ben"},
			{"no wildcard", storage.ActorSearch{Query: "ana%"}, ""},
			{"wildcards are letters", storage.ActorSearch{Query: "100% ana_"}, "ben"},
			{"one letter is not any letter", storage.ActorSearch{Query: "a_a"}, ""},
			{"elsewhere", storage.ActorSearch{Query: "bob@there"}, "bob@there.example"},
			{"our own host", storage.ActorSearch{Query: "ana@here.example"}, "ana ben"},
			{"nothing", storage.ActorSearch{Query: "@"}, ""},
		} {
			if got := find(c.q); got != c.want {
				t.Errorf("%s: found %q, want %q", c.name, got, c.want)
			}
		}
		storagetest.Following(t, s, p.ben, shy)
		if got := find(storage.ActorSearch{Query: "ana", Viewer: p.ben.ID, OnlyFollowing: true}); got != "anabel" {
			t.Errorf("followed: found %q", got)
		}
		ok(t, s.Block(ctx, shy.ID, p.ben.ID))
		if got := find(storage.ActorSearch{Query: "anabel", Viewer: p.ben.ID}); got != "" {
			t.Errorf("blocked: found %q", got)
		}
	})
}

func TestSetProfileTellsFollowersOnce(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		ctx := t.Context()
		p := people(t, s)
		eve := storagetest.Remote(t, s, there, "eve")
		storagetest.Following(t, s, p.bob, p.ana)
		storagetest.Following(t, s, eve, p.ana)
		a := must(s.SetProfile(ctx, p.ana.ID, community.Profile{DisplayName: "Ana A.", SummarySource: "hi", Summary: community.Compose("hi", nil, "")}))(t)
		if a.Revision != 2 || a.DisplayName != "Ana A." || a.Summary.String() != "<p>hi</p>" {
			t.Errorf("got %+v", a)
		}
		sent := deliveries(t, s, "there.example")
		if len(sent) != 1 || sent[0].Verb != "Update" || sent[0].To != there+"/inbox" || sent[0].Object != a.IRI.String() {
			t.Errorf("sent %+v, want one Update to the shared inbox", sent)
		}
		_, err := s.SetProfile(ctx, p.bob.ID, community.Profile{})
		wantErr(t, err, community.ErrNotFound)
	})
}
