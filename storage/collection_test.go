package storage_test

import (
	"testing"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// Part 7, C16: a collection is its owner's until it is shared, shows nobody a case that they may not see, and forgets what
// is erased.
func TestCollections(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		st, ctx := stage{t, s}, t.Context()
		ana, ben, cleo := st.member("ana"), st.member("ben"), st.member("cleo")
		first, second := st.told(ana, "First", "x", community.InstanceOnly), st.told(cleo, "Second", "x", community.InstanceOnly)
		c := must(s.SaveCollection(ctx, community.Collection{Owner: ana.ID, Name: "Rare"}))(t)
		for _, p := range []community.PostID{second.ID, first.ID, first.ID} {
			ok(t, s.Collect(ctx, c, p))
		}
		wantErr(t, s.Collect(ctx, community.Collection{ID: c.ID, Owner: ben.ID}, first.ID), community.ErrNotFound)
		_, posts, err := s.Collection(ctx, member(ana), c.ID)
		if ok(t, err); titles(posts) != "Second|First" {
			t.Error(titles(posts))
		}
		_, _, err = s.Collection(ctx, member(ben), c.ID)
		wantErr(t, err, community.ErrNotFound)
		c.Shared = true
		c = must(s.SaveCollection(ctx, c))(t)
		ok(t, s.Block(ctx, cleo.ID, ben.ID))
		if _, posts, err = s.Collection(ctx, member(ben), c.ID); err != nil || titles(posts) != "First" {
			t.Errorf("%s, %v", titles(posts), err)
		}
		_, _, err = s.Collection(ctx, community.Viewer{}, c.ID)
		wantErr(t, err, community.ErrNotFound)
		ok(t, s.DeletePost(ctx, second.ID, s.Now()))
		if n := s.Number(t, `SELECT COUNT(*) FROM collected`); n != 1 {
			t.Errorf("%d cases are collected", n)
		}
		wantErr(t, s.DropCollection(ctx, ben.ID, c.ID), community.ErrNotFound)
		ok(t, s.DropCollection(ctx, ana.ID, c.ID))
	})
}
