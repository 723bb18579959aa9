package storage_test

import (
	"errors"
	"testing"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// S-PRIV-9: whom somebody blocks is kept out of the profile, and out of posts in both
// ways.
func TestKeepsOut(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		_, ana := storagetest.Member(t, s, "ana")
		bob, eve := storagetest.Remote(t, s, "https://there.example", "bob"), storagetest.Remote(t, s, "https://there.example", "eve")
		shy := storagetest.Remote(t, s, "https://there.example", "shy")
		post := storagetest.Post(t, s, ana, "Good morning")
		if err := s.Block(t.Context(), ana.ID, eve.ID); err != nil {
			t.Fatal(err)
		}
		if err := s.ReceiveBlock(t.Context(), storagetest.IRI(t, "https://there.example/b/1"), shy.ID, ana.ID); err != nil {
			t.Fatal(err)
		}
		for _, tt := range []struct {
			who           community.Actor
			actor, author bool
		}{{bob, false, false}, {eve, true, true}, {shy, false, true}} {
			if out, err := s.ActorKeepsOut(t.Context(), ana.IRI, tt.who.ID); err != nil || out != tt.actor {
				t.Errorf("the profile for %s: kept out %t, %v", tt.who.Handle, out, err)
			}
			if out, err := s.AuthorKeepsOut(t.Context(), post.IRI, tt.who.ID); err != nil || out != tt.author {
				t.Errorf("the post for %s: kept out %t, %v", tt.who.Handle, out, err)
			}
		}
		if out, err := s.AuthorKeepsOut(t.Context(), ana.IRI, bob.ID); !out || !errors.Is(err, community.ErrNotFound) {
			t.Errorf("no such post: %t, %v", out, err)
		}
	})
}
