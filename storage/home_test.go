package storage_test

import (
	"errors"
	"fmt"
	"testing"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// Who finds what in the own home.
func TestHomes(t *testing.T) {
	each(t, func(st stage) {
		ana, bob, cyd, dan := st.member("ana"), st.member("bob"), st.member("cyd"), st.member("dan")
		eve := st.remote("eve")
		if err := st.s.SetMessagePolicy(st.Context(), cyd.ID, community.MessagesEverybody); err != nil {
			st.Fatal(err)
		}
		st.follows(bob, ana) // bob follows ana and cyd, dan only ana
		st.follows(bob, cyd)
		st.follows(dan, ana)
		p := st.post(cyd, draft{text: "by-cyd", audience: community.Public})
		st.post(ana, draft{text: "to-cyd", audience: community.Public, parent: &p, answering: &cyd})
		st.post(ana, draft{text: "house", audience: community.InstanceOnly})
		st.post(ana, draft{text: "dm", audience: community.Direct, mentions: []community.Actor{cyd}})
		st.post(ana, draft{text: "quiet", audience: community.Followers})
		foreign := st.receive(st.document(eve, "1", "foreign", community.Public))
		st.boost(ana, foreign, community.Public)
		st.boost(ana, p, community.Public)
		for _, c := range []struct {
			owner community.Actor
			want  string
		}{
			{ana, "RT:by-cyd RT:foreign quiet dm house to-cyd"},
			{bob, "RT:foreign quiet house to-cyd by-cyd"}, // once, however it came
			{cyd, "dm by-cyd"},
			{dan, "RT:by-cyd RT:foreign quiet house"}, // an answer to somebody dan does not follow is not there
		} {
			if got := st.home(c.owner); got != c.want {
				t.Errorf("home of %s: %q, want %q", c.owner.Name(), got, c.want)
			}
		}
		if err := st.s.Unannounce(st.Context(), ana, foreign.ID); err != nil {
			t.Fatal(err)
		}
		if got := st.home(dan); got != "RT:by-cyd quiet house" {
			t.Errorf("after the boost was taken back: %q", got)
		}
	})
}

// A follower who hides boosts gets none; an answer to a stranger's unknown post reaches nobody.
func TestHomeLeavesOut(t *testing.T) {
	each(t, func(st stage) {
		ana, bob, cyd, eve := st.member("ana"), st.member("bob"), st.member("cyd"), st.remote("eve")
		_, err := st.s.Follow(st.Context(), community.Follow{Follower: bob.ID, Followed: ana.ID, State: community.FollowAccepted, HidesAnnounces: true})
		if err != nil {
			t.Fatal(err)
		}
		st.follows(bob, eve)
		st.boost(ana, st.post(cyd, draft{text: "x", audience: community.Public}), community.Public)
		orphan := st.document(eve, "2", "orphan", community.Public)
		orphan.ParentIRI = storagetest.IRI(t, "https://far.example/1")
		st.receive(orphan)
		st.receive(st.document(eve, "3", "plain", community.Followers))
		if got := st.home(bob); got != "plain" {
			t.Errorf("home %q", got)
		}
	})
}

// The page stays full when a tenth of the authors are muted, blocked or their posts deleted, and paging reaches all
// the others exactly once.
func TestHomeStaysFull(t *testing.T) {
	each(t, func(st stage) {
		bob := st.member("bob")
		ctx, want := st.Context(), map[community.PostID]bool{}
		for i := range 30 {
			a := storagetest.Remote(t, st.s, "https://there.example", fmt.Sprintf("a%d", i))
			st.follows(bob, a)
			for j := range 4 {
				p := st.receive(st.document(a, fmt.Sprint(j), "x", community.Followers))
				want[p.ID] = i >= 3
			}
			err := error(nil)
			switch i {
			case 0:
				err = st.s.Mute(ctx, storage.Mute{Actor: bob.ID, Target: a.ID})
			case 1:
				err = st.s.Block(ctx, a.ID, bob.ID)
			case 2:
				err = st.s.SuspendActor(ctx, a.ID, bob.ID, "")
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		page := storage.Page{Limit: 20}
		for n := 0; n < 108; {
			entries, err := st.s.Home(ctx, member(bob), page)
			if err != nil || len(entries) != min(20, 108-n) {
				t.Fatalf("after %d a page of %d, %v", n, len(entries), err)
			}
			for _, e := range entries {
				if !want[e.Post.ID] {
					t.Errorf("post %d should not be there, or not again", e.Post.ID)
				}
				want[e.Post.ID] = false
				page.Max = int64(e.Entry)
			}
			n += len(entries)
		}
	})
}

// Max, Since and Min mean what clients think they mean.
func TestPages(t *testing.T) {
	each(t, func(st stage) {
		ana := st.member("ana")
		var ids []int64
		for i := range 6 {
			ids = append(ids, int64(st.post(ana, draft{text: fmt.Sprint(i), audience: community.Public}).ID))
		}
		for _, c := range []struct {
			page storage.Page
			want string
		}{
			{storage.Page{}, "5 4 3 2 1 0"}, {storage.Page{Limit: 2}, "5 4"}, {storage.Page{Max: ids[2]}, "1 0"},
			{storage.Page{Since: ids[1], Limit: 2}, "5 4"}, {storage.Page{Min: ids[1], Limit: 2}, "3 2"},
			{storage.Page{Min: ids[1], Max: ids[3]}, "2"}, {storage.Page{Since: ids[5]}, ""},
		} {
			list, err := st.s.PublicTimeline(st.Context(), community.Viewer{}, storage.Filter{}, c.page)
			if got := texts(list); err != nil || got != c.want {
				t.Errorf("public %+v: %q, %v; want %q", c.page, got, err, c.want)
			}
			entries, err := st.s.Home(st.Context(), member(ana), c.page)
			var posts []community.Post
			for _, e := range entries {
				posts = append(posts, e.Post)
			}
			if got := texts(posts); err != nil || got != c.want {
				t.Errorf("home %+v: %q, %v; want %q", c.page, got, err, c.want)
			}
		}
	})
}

// Filters of timelines and cases.
func TestTimelineFilters(t *testing.T) {
	each(t, func(st stage) {
		ana, eve := st.member("ana"), st.remote("eve")
		ctx := st.Context()
		m, err := st.s.AddMedia(ctx, community.Media{Owner: ana.ID, File: "f", Small: "s", Type: "image/jpeg"})
		if err != nil {
			t.Fatal(err)
		}
		p := st.post(ana, draft{text: "pic", audience: community.Public, media: []community.Media{m}})
		st.post(ana, draft{text: "answer", audience: community.Public, parent: &p})
		foreign := st.receive(st.document(eve, "1", "foreign", community.Public))
		st.boost(ana, foreign, community.Public)
		open := st.post(ana, draft{text: "open-case", audience: community.Public, isCase: true})
		st.post(ana, draft{text: "100%_house", audience: community.InstanceOnly, isCase: true})
		st.publish(community.Solve(ana, open, nil, community.Surroundings{Now: st.s.Now()}))
		count := func(list []community.Post, err error) int {
			if err != nil {
				t.Error(err)
			}
			return len(list)
		}
		in, out := member(ana), community.Viewer{}
		for what, c := range map[string][2]int{
			"local":       {count(st.s.PublicTimeline(ctx, out, storage.Filter{Local: true}, storage.Page{})), 2},
			"remote":      {count(st.s.PublicTimeline(ctx, out, storage.Filter{Remote: true}, storage.Page{})), 1},
			"media":       {count(st.s.PublicTimeline(ctx, in, storage.Filter{OnlyMedia: true}, storage.Page{})), 1},
			"account":     {count(st.s.AccountPosts(ctx, out, storage.Filter{Actor: ana.ID}, storage.Page{})), 2},
			"own":         {count(st.s.AccountPosts(ctx, in, storage.Filter{Actor: ana.ID}, storage.Page{})), 3},
			"everything":  {count(st.s.AccountPosts(ctx, out, storage.Filter{Actor: ana.ID, Replies: true, Announces: true}, storage.Page{})), 4},
			"own cases":   {count(st.s.AccountPosts(ctx, in, storage.Filter{Actor: ana.ID, CasesOnly: true}, storage.Page{})), 2},
			"cases":       {count(st.s.Cases(ctx, in, storage.CaseFilter{}, storage.Page{})), 2},
			"open cases":  {count(st.s.Cases(ctx, out, storage.CaseFilter{}, storage.Page{})), 1},
			"unsolved":    {count(st.s.Cases(ctx, in, storage.CaseFilter{Status: community.CaseOpen}, storage.Page{})), 1},
			"specialty":   {count(st.s.Cases(ctx, in, storage.CaseFilter{Specialty: "neurology", Local: true}, storage.Page{})), 2},
			"none":        {count(st.s.Cases(ctx, in, storage.CaseFilter{Specialty: "urology"}, storage.Page{})), 0},
			"found":       {count(st.s.Cases(ctx, in, storage.CaseFilter{Query: "OPEN-"}, storage.Page{})), 1},
			"wildcards":   {count(st.s.Cases(ctx, in, storage.CaseFilter{Query: "100%_"}, storage.Page{})), 1},
			"no wildcard": {count(st.s.Cases(ctx, in, storage.CaseFilter{Query: "%"}, storage.Page{})), 0},
			"outbox":      {count(st.s.Outbox(ctx, ana.ID, storage.Page{})), 4},
			"replies":     {count(st.s.Replies(ctx, p.ID, storage.Page{})), 1},
		} {
			if c[0] != c[1] {
				t.Errorf("%s: %d, want %d", what, c[0], c[1])
			}
		}
		n, err := st.s.OutboxCount(ctx, ana.ID)
		counts, err2 := st.s.CountPosts(ctx)
		if errors.Join(err, err2) != nil || n != 4 || counts != 3 {
			t.Errorf("outbox %d, %d posts, %v", n, counts, errors.Join(err, err2))
		}
	})
}

// A thread reads from the top, each answer before what answers it; loops end (S-IN-5).
func TestThread(t *testing.T) {
	each(t, func(st stage) {
		ana, bob := st.member("ana"), st.member("bob")
		say := func(text string, under *community.Post, audience community.AudienceKind) community.Post {
			return st.post(ana, draft{text: text, audience: audience, parent: under})
		}
		root := say("root", nil, community.Public)
		a := say("a", &root, community.Public)
		b := say("b", &root, community.Public)
		aa := say("aa", &a, community.Public)
		say("ba", &b, community.Public)
		aaa := say("aaa", &aa, community.Direct)
		up, down, err := st.s.Thread(st.Context(), member(bob), root)
		if err != nil || len(up) != 0 || texts(down) != "a aa b ba" {
			t.Errorf("from the top: %q %q %v", texts(up), texts(down), err)
		}
		up, down, err = st.s.Thread(st.Context(), member(ana), aaa)
		if err != nil || texts(up) != "root a aa" || len(down) != 0 {
			t.Errorf("from below: %q %q %v", texts(up), texts(down), err)
		}
		st.s.Run(t, `UPDATE post SET parent = ? WHERE id = ?`, aaa.ID, root.ID)
		up, down, err = st.s.Thread(st.Context(), member(ana), st.again(root))
		if err != nil || len(up) > 6 || len(down) > 6 {
			t.Errorf("a loop: %q %q %v", texts(up), texts(down), err)
		}
	})
}
