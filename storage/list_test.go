package storage_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"consilium/community"
	"consilium/storage"
)

func (st stage) list(owner community.Actor, l community.List, people ...community.Actor) community.List {
	st.Helper()
	l.Owner = owner.ID
	l, err := community.CheckList(l)
	ok(st, err)
	saved := must(st.s.SaveList(st.Context(), l))(st)
	ok(st, st.s.AddToList(st.Context(), owner.ID, saved.ID, numbersOf(people)))
	return saved
}

func numbersOf(people []community.Actor) []community.ActorID {
	ids := make([]community.ActorID, 0, len(people))
	for _, a := range people {
		ids = append(ids, a.ID)
	}
	return ids
}

// lines gives the texts of a list, newest first.
func (st stage) lines(owner community.Actor, l community.List) string {
	st.Helper()
	entries, err := st.s.ListTimeline(st.Context(), member(owner), l, storage.Page{})
	ok(st, err)
	var texts []string
	for _, e := range entries {
		text := e.Post.Content.Text()
		if e.Announcer != 0 {
			text = "RT:" + text
		}
		texts = append(texts, text)
	}
	return strings.Join(texts, " ")
}

// A list shows what its people post and boost, and of their answers those it is to
// show; nothing of anybody else, nothing direct, and what was there before they came.
func TestListTimeline(t *testing.T) {
	each(t, func(st stage) {
		bob, ana, cyd, dan, far := st.member("bob"), st.member("ana"), st.member("cyd"), st.member("dan"), st.remote("far")
		st.follows(bob, ana)
		st.follows(bob, cyd)
		st.follows(bob, dan)
		st.follows(bob, far)
		st.post(ana, draft{text: "before", audience: community.Followers})
		lists := map[community.ListReplies]community.List{}
		for _, replies := range community.ListRepliesChoices() {
			lists[replies] = st.list(bob, community.List{Title: string(replies), Replies: replies}, ana, cyd)
		}
		mine := st.post(bob, draft{text: "mine", audience: community.Public})
		of := st.post(cyd, draft{text: "of-cyd", audience: community.Public})
		other := st.post(dan, draft{text: "of-dan", audience: community.Public})
		st.post(ana, draft{text: "to-me", audience: community.Public, parent: &mine, answering: &bob})
		st.post(ana, draft{text: "to-cyd", audience: community.Public, parent: &of, answering: &cyd})
		st.post(ana, draft{text: "to-dan", audience: community.Public, parent: &other, answering: &dan})
		st.post(ana, draft{text: "house", audience: community.InstanceOnly})
		foreign := st.receive(st.document(far, "1", "foreign", community.Public))
		boost := st.boost(ana, foreign, community.Public)
		st.boost(dan, of, community.Public)
		ends := " of-cyd before"
		for replies, want := range map[community.ListReplies]string{
			community.RepliesToFollowed: "RT:foreign house to-dan to-cyd to-me" + ends,
			community.RepliesToList:     "RT:foreign house to-cyd to-me" + ends,
			community.NoReplies:         "RT:foreign house to-me" + ends,
		} {
			if got := st.lines(bob, lists[replies]); got != want {
				t.Errorf("%s: %q, want %q", replies, got, want)
			}
		}
		ok(t, st.s.Unannounce(st.Context(), ana, foreign.ID))
		if got := st.lines(bob, lists[community.NoReplies]); strings.Contains(got, "foreign") {
			t.Errorf("a boost taken back stays: %q", got)
		}
		found := must(st.s.ListsOf(st.Context(), []community.PostID{of.ID, boost.ID, other.ID}, []community.ListID{lists["none"].ID}))(t)
		if len(found[of.ID]) != 1 || len(found[boost.ID]) != 0 || len(found[other.ID]) != 0 {
			t.Errorf("entries are said to be on %v", found)
		}
	})
}

// Who is put on a list after posting brings what the list shows, and takes it along.
func TestListMembers(t *testing.T) {
	each(t, func(st stage) {
		ctx, bob, ana, cyd, dan := st.Context(), st.member("bob"), st.member("ana"), st.member("cyd"), st.member("dan")
		st.follows(bob, ana)
		st.follows(bob, cyd)
		of := st.post(cyd, draft{text: "of-cyd", audience: community.Public})
		st.post(ana, draft{text: "to-cyd", audience: community.Public, parent: &of, answering: &cyd})
		l := st.list(bob, community.List{Title: "Ward"}, ana)
		if got := st.lines(bob, l); got != "" {
			t.Errorf("an answer to somebody who is not on the list: %q", got)
		}
		for name, people := range map[string][]community.Actor{"nobody followed": {dan}, "one of two": {cyd, dan}, "again": {ana}} {
			var bad *community.Invalid
			if err := st.s.AddToList(ctx, bob.ID, l.ID, numbersOf(people)); !errors.As(err, &bad) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if got := must(st.s.AllListMembers(ctx, bob.ID, l.ID))(t); len(got) != 1 || got[0].ID != ana.ID {
			t.Errorf("on the list are %v", got)
		}
		ok(t, st.s.AddToList(ctx, bob.ID, l.ID, []community.ActorID{cyd.ID}))
		if got := st.lines(bob, l); got != "of-cyd" {
			t.Errorf("after cyd came: %q", got)
		}
		st.post(ana, draft{text: "now", audience: community.Public})
		ok(t, st.s.RemoveFromList(ctx, bob.ID, l.ID, []community.ActorID{ana.ID, dan.ID}))
		if got := st.lines(bob, l); got != "of-cyd" {
			t.Errorf("after ana went: %q", got)
		}
		ok(t, st.s.Unfollow(ctx, bob.ID, cyd.ID))
		if got := must(st.s.ListsWith(ctx, bob.ID, cyd.ID))(t); len(got) != 0 || st.lines(bob, l) != "" {
			t.Errorf("unfollowed and still on %v", got)
		}
		ok(t, st.s.AddToList(ctx, bob.ID, l.ID, []community.ActorID{ana.ID}))
		ok(t, st.s.Block(ctx, ana.ID, bob.ID))
		if got := must(st.s.ListMembers(ctx, bob.ID, l.ID, storage.Page{}))(t); len(got) != 0 {
			t.Errorf("ana blocks bob and is on %v", got)
		}
	})
}

// A list is nobody's but its owner's (S-PRIV-5).
func TestListOfSomebodyElse(t *testing.T) {
	each(t, func(st stage) {
		ctx, ana, bob, cyd := st.Context(), st.member("ana"), st.member("bob"), st.member("cyd")
		st.follows(ana, cyd)
		st.follows(bob, cyd)
		l := st.list(ana, community.List{Title: "Mine"}, cyd)
		_, read := st.s.List(ctx, bob.ID, l.ID)
		_, shown := st.s.ListTimeline(ctx, member(bob), l, storage.Page{})
		taken := l
		taken.Owner = bob.ID
		_, saved := st.s.SaveList(ctx, taken)
		for what, err := range map[string]error{"read": read, "timeline": shown, "save": saved, "remove": st.s.RemoveList(ctx, bob.ID, l.ID),
			"add": st.s.AddToList(ctx, bob.ID, l.ID, []community.ActorID{cyd.ID}), "take": st.s.RemoveFromList(ctx, bob.ID, l.ID, []community.ActorID{cyd.ID})} {
			if !errors.Is(err, community.ErrNotFound) {
				t.Errorf("%s: %v", what, err)
			}
		}
		if got := must(st.s.ListMembers(ctx, bob.ID, l.ID, storage.Page{}))(t); len(got) != 0 {
			t.Errorf("bob reads %v", got)
		}
		if got := must(st.s.ListMembers(ctx, ana.ID, l.ID, storage.Page{}))(t); len(got) != 1 {
			t.Errorf("ana reads %v", got)
		}
		for i := range community.MaxLists - 1 {
			must(st.s.SaveList(ctx, community.List{Owner: ana.ID, Title: fmt.Sprint(i), Replies: community.NoReplies}))(t)
		}
		var bad *community.Invalid
		if _, err := st.s.SaveList(ctx, community.List{Owner: ana.ID, Title: "One more", Replies: community.NoReplies}); !errors.As(err, &bad) {
			t.Errorf("one list too many: %v", err)
		}
	})
}

// An exclusive list keeps its people out of the home at once and from then on; what
// others boost of them is there, and a list that is exclusive no longer gives back what
// was in the home.
func TestExclusiveList(t *testing.T) {
	each(t, func(st stage) {
		ctx, bob, ana, cyd := st.Context(), st.member("bob"), st.member("ana"), st.member("cyd")
		st.follows(bob, ana)
		st.follows(bob, cyd)
		st.post(ana, draft{text: "old", audience: community.Public})
		st.post(cyd, draft{text: "of-cyd", audience: community.Public})
		l := st.list(bob, community.List{Title: "Apart", Exclusive: true}, ana)
		p := st.post(ana, draft{text: "new", audience: community.Public})
		if got := st.home(bob); got != "of-cyd" {
			t.Errorf("home %q", got)
		}
		if got := st.lines(bob, l); got != "new old" {
			t.Errorf("list %q", got)
		}
		st.boost(cyd, p, community.Public)
		if got := st.home(bob); got != "RT:new of-cyd" {
			t.Errorf("boosted by another: home %q", got)
		}
		if got := st.home(ana); got != "new old" {
			t.Errorf("ana's own home %q", got)
		}
		l.Exclusive = false
		must(st.s.SaveList(ctx, l))(t)
		if got := st.home(bob); got != "RT:new of-cyd old" {
			t.Errorf("no longer exclusive: home %q", got)
		}
	})
}

// However many people are on a list and however much it shows, it is read with as many
// statements.
func TestListStatements(t *testing.T) {
	each(t, func(st stage) {
		bob := st.member("bob")
		l := st.list(bob, community.List{Title: "All"})
		var counts []int64
		for range 2 {
			for i := range 5 {
				a := st.member(fmt.Sprintf("p%d%d", len(counts), i))
				st.follows(bob, a)
				ok(t, st.s.AddToList(st.Context(), bob.ID, l.ID, []community.ActorID{a.ID}))
				st.post(a, draft{text: "x", audience: community.Public})
			}
			st.lines(bob, l) // caches fill
			n := st.s.CountStatements()
			before := n.Load()
			st.lines(bob, l)
			counts = append(counts, n.Load()-before)
		}
		if counts[0] != counts[1] {
			t.Errorf("statements for 5 and 10 people: %v", counts)
		}
	})
}
