package storage_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// canary is a text that only those may meet who may read the post it is in.
const canary = "canary-7f3"

// relations are the viewers of the matrix, by what they are to ana, the author.
type relations struct {
	stage
	ana     community.Actor
	viewers map[string]community.Viewer
}

func newRelations(st stage) relations {
	r := relations{stage: st, ana: st.member("ana"), viewers: map[string]community.Viewer{"visitor": {}}}
	for _, name := range []string{"follower", "named", "stranger", "blocked", "blocker"} {
		r.viewers[name] = member(st.member(name))
	}
	scopeless := r.viewers["follower"]
	scopeless.ReadsCases = false
	r.viewers["follower without cases:read"] = scopeless
	r.viewers["author"] = member(r.ana)
	for _, name := range []string{"rfollower", "rnamed", "rstranger", "rsuspended"} {
		r.viewers[name] = community.Viewer{Actor: st.remote(name).ID}
	}
	r.viewers["rsevered"] = community.Viewer{Actor: storagetest.Remote(st, st.s, "https://bad.example", "x").ID}
	for _, name := range []string{"follower", "blocked", "blocker", "rfollower"} {
		st.follows(r.actor(name), r.ana)
	}
	ctx := st.Context()
	if err := errors.Join(
		st.s.Block(ctx, r.ana.ID, r.viewers["blocked"].Actor), st.s.Block(ctx, r.viewers["blocker"].Actor, r.ana.ID),
		st.s.SuspendActor(ctx, r.viewers["rsuspended"].Actor, r.ana.ID, ""),
		st.s.SetDomainRule(ctx, community.DomainRule{Host: "bad.example", Severity: community.DomainSuspended, Created: st.s.Now()}),
	); err != nil {
		st.Fatal(err)
	}
	return r
}

func (r relations) actor(name string) community.Actor {
	r.Helper()
	a, err := r.s.Actor(r.Context(), r.viewers[name].Actor)
	if err != nil {
		r.Fatal(err)
	}
	return a
}

// surfaces are all ways to a post's words; each says whether the canary is there.
func (r relations) surfaces(v community.Viewer, p community.Post) map[string]bool {
	r.Helper()
	ctx, found := r.Context(), map[string]bool{}
	note := func(surface string, posts []community.Post, err error) {
		if err != nil && !errors.Is(err, community.ErrNotFound) {
			r.Fatalf("%s: %v", surface, err)
		}
		found[surface] = strings.Contains(fmt.Sprintf("%+v", posts), canary)
	}
	one, err := r.s.VisiblePost(ctx, v, p.ID)
	note("post", []community.Post{one}, err)
	one, err = r.s.VisiblePostByIRI(ctx, v, p.IRI)
	note("iri", []community.Post{one}, err)
	list, err := r.s.Visible(ctx, v, []community.Post{r.again(p)})
	note("visible", list, err)
	list, err = r.s.AccountPosts(ctx, v, storage.Filter{Actor: r.ana.ID, Replies: true, Announces: true}, storage.Page{})
	note("account", list, err)
	root, err := r.s.Post(ctx, p.Root)
	if err != nil {
		r.Fatal(err)
	}
	_, list, err = r.s.Thread(ctx, v, root)
	note("thread", list, err)
	list, err = r.s.PublicTimeline(ctx, v, storage.Filter{Replies: true}, storage.Page{})
	note("public", list, err)
	list, err = r.s.TagTimeline(ctx, v, "tag", storage.Page{})
	note("tag", list, err)
	list, err = r.s.Outbox(ctx, r.ana.ID, storage.Page{})
	note("outbox", list, err)
	list, err = r.s.Replies(ctx, p.Root, storage.Page{})
	note("replies", list, err)
	tags, err := r.s.SearchTags(ctx, "tag", 10)
	note("tags", nil, err)
	found["tags"] = slices.Contains(tags, "tag")
	if v.Local {
		home, err := r.s.Home(ctx, v, storage.Page{})
		for _, h := range home {
			list = append(list, h.Post)
		}
		note("home", list[len(list)-len(home):], err)
	}
	return found
}

// Every audience, every viewer, every surface: who must see the words does, nobody else (S-PRIV-1, S-PRIV-2, S-PRIV-9).
func TestVisibilityMatrix(t *testing.T) {
	everybody := []string{"visitor", "author", "follower", "named", "stranger", "follower without cases:read", "rfollower", "rnamed", "rstranger"}
	for audience, may := range map[community.AudienceKind][]string{
		community.Public:       everybody,
		community.Unlisted:     everybody,
		community.Followers:    {"author", "follower", "follower without cases:read", "named", "rfollower", "rnamed"},
		community.Direct:       {"author", "named", "rnamed"},
		community.InstanceOnly: {"author", "follower", "named", "stranger"},
	} {
		t.Run(string(audience), func(t *testing.T) {
			each(t, func(st stage) {
				r := newRelations(st)
				if err := r.s.SetMessagePolicy(t.Context(), r.actor("named").ID, community.MessagesEverybody); err != nil {
					t.Fatal(err)
				}
				root := st.post(r.ana, draft{text: "root", audience: community.Public})
				named := []community.Actor{r.actor("named"), r.actor("rnamed")}
				p := st.post(r.ana, draft{text: canary + " #tag", audience: audience, parent: &root, mentions: named})
				for name, v := range r.viewers {
					r.check(name, v, p, slices.Contains(may, name))
				}
			})
		})
	}
}

// check holds what the surfaces gave against what the viewer may see.
func (r relations) check(name string, v community.Viewer, p community.Post, may bool) {
	r.Helper()
	kind := p.Audience.Kind
	wide := kind == community.Public || kind == community.Unlisted
	want := map[string]bool{"post": may, "iri": may, "visible": may, "thread": may,
		// Other servers read accounts as visitors do.
		"account": may && (v.Local || wide),
		"public":  may && kind == community.Public, "tag": may && kind == community.Public,
		"outbox": wide, "replies": wide, "tags": kind == community.Public,
		"home": may && (v.Actor == r.ana.ID || v.Actor == r.viewers["follower"].Actor && kind != community.Direct ||
			v.Actor == r.viewers["named"].Actor && kind == community.Direct)}
	for surface, found := range r.surfaces(v, p) {
		if found != want[surface] {
			r.Errorf("%s sees a %s post at %s: %v, want %v", name, kind, surface, found, want[surface])
		}
	}
}

// A boost is seen only by who may see both it and what it repeats.
func TestBoostIsJudgedWithItsPost(t *testing.T) {
	each(t, func(st stage) {
		ana, bob, cyd, dan := st.member("ana"), st.member("bob"), st.member("cyd"), st.member("dan")
		st.follows(cyd, ana)
		st.follows(cyd, bob)
		p := st.post(ana, draft{text: "x", audience: community.Public})
		quiet := st.boost(bob, p, community.Followers)
		for name, c := range map[string]struct {
			viewer community.Viewer
			may    bool
		}{"follower": {member(cyd), true}, "stranger": {member(dan), false}, "visitor": {community.Viewer{}, false}, "booster": {member(bob), true}} {
			got, err := st.s.Visible(st.Context(), c.viewer, []community.Post{quiet})
			if err != nil || (len(got) == 1) != c.may {
				t.Errorf("%s: %d, %v; want %v", name, len(got), err, c.may)
			}
		}
		if err := st.s.Block(st.Context(), ana.ID, cyd.ID); err != nil {
			t.Fatal(err)
		}
		if got, err := st.s.Visible(st.Context(), member(cyd), []community.Post{quiet}); err != nil || len(got) != 0 {
			t.Errorf("the boost of somebody who blocked the viewer is shown: %v, %v", got, err)
		}
	})
}

// What a suspended author wrote is nowhere, and back when the author is.
func TestSuspendedAuthor(t *testing.T) {
	each(t, func(st stage) {
		_, boss := storagetest.Staff(t, st.s, "boss", community.Moderator)
		ana, bob := st.member("ana"), st.member("bob")
		st.follows(bob, ana)
		p := st.post(ana, draft{text: canary, audience: community.Public})
		if err := st.s.SuspendActor(st.Context(), ana.ID, boss.ID, ""); err != nil {
			t.Fatal(err)
		}
		r := relations{stage: st, ana: ana}
		for name, v := range map[string]community.Viewer{"visitor": {}, "follower": member(bob), "author": member(ana)} {
			for surface, found := range r.surfaces(v, p) {
				if found {
					t.Errorf("%s sees a suspended author at %s", name, surface)
				}
			}
		}
		if err := st.s.RestoreActor(st.Context(), ana.ID, boss.ID, ""); err != nil {
			t.Fatal(err)
		}
		if _, err := st.s.VisiblePost(st.Context(), community.Viewer{}, p.ID); err != nil {
			t.Errorf("after the author came back: %v", err)
		}
	})
}

// A limited server's posts reach only those who follow their author.
func TestLimitedServer(t *testing.T) {
	each(t, func(st stage) {
		ana, cyd, bob := st.member("ana"), st.member("cyd"), st.remote("bob")
		st.follows(ana, bob)
		p := st.receive(st.document(bob, "1", canary, community.Public))
		err := st.s.SetDomainRule(st.Context(), community.DomainRule{Host: "there.example", Severity: community.DomainLimited, Created: st.s.Now()})
		if err != nil {
			t.Fatal(err)
		}
		for name, c := range map[string]struct {
			viewer community.Viewer
			may    bool
		}{"follower": {member(ana), true}, "stranger": {member(cyd), false}, "visitor": {community.Viewer{}, false}} {
			list, err := st.s.PublicTimeline(st.Context(), c.viewer, storage.Filter{}, storage.Page{})
			if err != nil || (len(list) == 1) != c.may {
				t.Errorf("%s: %d posts, %v", name, len(list), err)
			}
			if _, err := st.s.VisiblePost(st.Context(), c.viewer, p.ID); err != nil {
				t.Errorf("%s at the post itself: %v", name, err)
			}
		}
	})
}

// The cost of judging does not grow with the page, and hidden and unknown cost the same (S-PRIV-3).
func TestStatementsDoNotGrow(t *testing.T) {
	each(t, func(st stage) {
		ana, bob := st.member("ana"), st.member("bob")
		st.follows(bob, ana)
		for i := range 30 {
			st.post(ana, draft{text: "x #t", audience: community.InstanceOnly, isCase: i%2 == 0, mentions: []community.Actor{bob}})
		}
		secret := st.post(ana, draft{text: "s", audience: community.Direct})
		n := st.s.CountStatements()
		cost := func(read func() error) int64 {
			before := n.Load()
			if err := read(); err != nil && !errors.Is(err, community.ErrNotFound) {
				t.Error(err)
			}
			return n.Load() - before
		}
		home := func(limit int) int64 {
			return cost(func() error {
				_, err := st.s.Home(st.Context(), member(bob), storage.Page{Limit: limit})
				return err
			})
		}
		home(2) // reads the domain rules, which are kept for a moment
		if two, thirty := home(2), home(30); two != thirty || thirty > 10 {
			t.Errorf("a home of 2 takes %d statements, one of 30 %d", two, thirty)
		}
		look := func(id community.PostID) int64 {
			return cost(func() error {
				_, err := st.s.VisiblePost(st.Context(), member(bob), id)
				return err
			})
		}
		if hidden, unknown := look(secret.ID), look(999); hidden != unknown {
			t.Errorf("a hidden post takes %d statements, an unknown one %d", hidden, unknown)
		}
	})
}
