package storage_test

import (
	"fmt"
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
		_, cases, err := s.Collection(ctx, member(ana), c.ID)
		if ok(t, err); contents(cases) != "Second|First" {
			t.Error(contents(cases))
		}
		_, _, err = s.Collection(ctx, member(ben), c.ID)
		wantErr(t, err, community.ErrNotFound)
		c.Shared = true
		c = must(s.SaveCollection(ctx, c))(t)
		ok(t, s.Block(ctx, cleo.ID, ben.ID))
		if _, cases, err = s.Collection(ctx, member(ben), c.ID); err != nil || contents(cases) != "First" {
			t.Errorf("%s, %v", contents(cases), err)
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

func contents(cases []community.Collected) string {
	var posts []community.Post
	for _, c := range cases {
		if c.Note != "" {
			c.Post.Title += " (" + c.Note + ")"
		}
		posts = append(posts, c.Post)
	}
	return titles(posts)
}

// Part 7, C16: the owner, and nobody else, puts the cases of a collection in order and writes beside them.
func TestCollectionsAreOrderedAndNoted(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		st, ctx := stage{t, s}, t.Context()
		ana, ben := st.member("ana"), st.member("ben")
		c := must(s.SaveCollection(ctx, community.Collection{Owner: ana.ID, Name: "Rare", Shared: true}))(t)
		var told []community.Post
		for _, title := range []string{"A", "B", "C", "D"} {
			told = append(told, st.told(ana, title, "x", community.InstanceOnly))
		}
		for _, p := range told[:3] {
			ok(t, s.Collect(ctx, c, p.ID))
		}
		ok(t, s.SwapCollected(ctx, c, told[0].ID, told[2].ID))
		ok(t, s.NoteCollected(ctx, c, told[1].ID, "read this"))
		foreign := community.Collection{ID: c.ID, Owner: ben.ID}
		wantErr(t, s.SwapCollected(ctx, foreign, told[0].ID, told[2].ID), community.ErrNotFound)
		wantErr(t, s.NoteCollected(ctx, foreign, told[1].ID, "mine"), community.ErrNotFound)
		wantErr(t, s.SwapCollected(ctx, c, told[0].ID, told[3].ID), community.ErrNotFound)
		wantErr(t, s.SwapCollected(ctx, c, told[0].ID, told[0].ID), community.ErrNotFound)
		wantErr(t, s.NoteCollected(ctx, c, told[3].ID, "not there"), community.ErrNotFound)
		if _, cases, err := s.Collection(ctx, member(ben), c.ID); err != nil || contents(cases) != "C|B (read this)|A" {
			t.Errorf("%s, %v", contents(cases), err)
		}
		other := must(s.SaveCollection(ctx, community.Collection{Owner: ana.ID, Name: "Other"}))(t)
		holding, others, err := s.CollectionsFor(ctx, ana.ID, told[1].ID)
		if ok(t, err); len(holding) != 1 || len(others) != 1 || holding[0].ID != c.ID || others[0].ID != other.ID {
			t.Errorf("holding %v, others %v", holding, others)
		}
		if holding, others, err = s.CollectionsFor(ctx, ben.ID, told[1].ID); err != nil || len(holding)+len(others) != 0 {
			t.Errorf("somebody else's: %v, %v, %v", holding, others, err)
		}
		ok(t, s.Uncollect(ctx, foreign, told[1].ID))
		ok(t, s.Uncollect(ctx, c, told[0].ID))
		ok(t, s.Collect(ctx, c, told[3].ID))
		if _, cases, err := s.Collection(ctx, member(ana), c.ID); err != nil || contents(cases) != "C|B (read this)|D" {
			t.Errorf("%s, %v", contents(cases), err)
		}
	})
}

// However many colleagues share, nobody loses sight of their own collections.
func TestOwnCollectionsComeFirst(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		st, ctx := stage{t, s}, t.Context()
		ana := st.member("ana")
		must(s.SaveCollection(ctx, community.Collection{Owner: ana.ID, Name: "Mine"}))(t)
		for _, name := range []string{"ben", "cleo", "dora", "emil"} {
			owner := st.member(name)
			for range community.MaxCollections {
				must(s.SaveCollection(ctx, community.Collection{Owner: owner.ID, Name: "Theirs", Shared: true}))(t)
			}
			_, err := s.SaveCollection(ctx, community.Collection{Owner: owner.ID, Name: "One too many"})
			wantErr(t, err, community.ErrConflict)
		}
		own, shared, err := s.Collections(ctx, ana.ID)
		if ok(t, err); len(own) != 1 || len(shared) == 0 {
			t.Errorf("%d own and %d shared", len(own), len(shared))
		}
	})
}

// What a collection says goes with it, with its owner's account and with each case.
func TestCollectionsAreErased(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		st, ctx := stage{t, s}, t.Context()
		user, ana := storagetest.Member(t, s, "ana")
		ben := st.member("ben")
		hers, his := st.told(ana, "Hers", "x", community.InstanceOnly), st.told(ben, "His", "x", community.InstanceOnly)
		for _, owner := range []community.Actor{ana, ben} {
			c := must(s.SaveCollection(ctx, community.Collection{Owner: owner.ID, Name: "Rare", Shared: true}))(t)
			for _, p := range []community.PostID{hers.ID, his.ID} {
				ok(t, s.Collect(ctx, c, p))
				ok(t, s.NoteCollected(ctx, c, p, "read this"))
			}
		}
		ok(t, s.Leave(ctx, user.ID))
		left := func() string {
			return fmt.Sprint(s.Number(t, `SELECT COUNT(*) FROM collection`), s.Number(t, `SELECT COUNT(*) FROM collected`))
		}
		if left() != "1 1" {
			t.Errorf("after the account is closed there are %s", left())
		}
		own, shared, err := s.Collections(ctx, ben.ID)
		if ok(t, err); len(own) != 1 || len(shared) != 0 {
			t.Fatalf("%d own and %d shared", len(own), len(shared))
		}
		ok(t, s.DropCollection(ctx, ben.ID, own[0].ID))
		if left() != "0 0" {
			t.Errorf("after the collection is dropped there are %s", left())
		}
	})
}
