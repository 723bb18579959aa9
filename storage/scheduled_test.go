package storage_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

func later(owner community.Actor, due time.Time, text string) community.Scheduled {
	return community.Scheduled{Owner: owner.ID, Due: due, Draft: community.PostDraft{Text: text, Audience: community.Public, Language: "en",
		Question: community.QuestionDraft{Options: []string{"A", "B"}, Lasts: time.Hour}}}
}

// What waits for its moment comes back as it was, to its owner and to nobody else.
func TestScheduled(t *testing.T) {
	each(t, func(st stage) {
		ctx, ana, ben := st.Context(), st.member("ana"), st.member("ben")
		due := st.s.Now().Add(time.Hour).Truncate(time.Millisecond)
		m := must(st.s.AddMedia(ctx, community.Media{Owner: ana.ID, File: "mine"}))(t)
		stolen := later(ben, due, "with her picture")
		stolen.Media = []community.MediaID{m.ID}
		_, err := st.s.Schedule(ctx, stolen)
		wantErr(t, err, community.ErrForbidden) // S-IN-9
		asked := later(ana, due, "Good morning")
		asked.Media, asked.Key, asked.Application = []community.MediaID{m.ID}, "k", 7
		w := must(st.s.Schedule(ctx, asked))(t)
		again := must(st.s.Schedule(ctx, asked))(t)
		if again.ID != w.ID || must(st.s.ScheduledByKey(ctx, ana.ID, "k"))(t).ID != w.ID {
			t.Error("the same key scheduled twice")
		}
		got := must(st.s.ScheduledPost(ctx, ana.ID, w.ID))(t)
		if got.Draft.Text != "Good morning" || len(got.Draft.Question.Options) != 2 || got.Draft.Question.Lasts != time.Hour || !got.Due.Equal(due) ||
			len(got.Media) != 1 || got.Media[0] != m.ID || got.Application != 7 {
			t.Errorf("came back as %+v", got)
		}
		for _, err := range []error{
			func() error { _, err := st.s.ScheduledPost(ctx, ben.ID, w.ID); return err }(),
			func() error { _, err := st.s.Reschedule(ctx, ben.ID, w.ID, due); return err }(),
			st.s.Unschedule(ctx, ben.ID, w.ID),
			func() error { _, err := st.s.ScheduledByKey(ctx, ben.ID, "k"); return err }(),
		} {
			wantErr(t, err, community.ErrNotFound)
		}
		// The picture is not tidied away.
		if loose := must(st.s.LooseMedia(ctx, st.s.Now().Add(time.Hour)))(t); len(loose) != 0 {
			t.Errorf("%d pictures are loose", len(loose))
		}
		ok(t, st.s.RemoveMedia(ctx, m.ID))
		must(st.s.Media(ctx, m.ID))(t)
		if list := must(st.s.DueScheduled(ctx, 10))(t); len(list) != 0 {
			t.Errorf("%d are due", len(list))
		}
		must(st.s.Reschedule(ctx, ana.ID, w.ID, st.s.Now().Add(-time.Second)))(t)
		if list := must(st.s.DueScheduled(ctx, 10))(t); len(list) != 1 || list[0].ID != w.ID {
			t.Errorf("due are %+v", list)
		}
		ok(t, st.s.Unschedule(ctx, ana.ID, w.ID))
		if loose := must(st.s.LooseMedia(ctx, st.s.Now().Add(time.Hour)))(t); len(loose) != 1 {
			t.Errorf("%d pictures are loose", len(loose))
		}
	})
}

// One member schedules so many for one day, and so many in all.
func TestScheduledBounds(t *testing.T) {
	each(t, func(st stage) {
		ctx, ana := st.Context(), st.member("ana")
		day := st.s.Now().UTC().Truncate(24 * time.Hour).Add(30 * time.Hour)
		for range community.MaxScheduledADay {
			must(st.s.Schedule(ctx, later(ana, day, "x")))(t)
		}
		_, err := st.s.Schedule(ctx, later(ana, day, "x"))
		wantProblem(t, err, "scheduled.too_many_that_day")
		other := must(st.s.Schedule(ctx, later(ana, day.Add(24*time.Hour), "x")))(t)
		_, err = st.s.Reschedule(ctx, ana.ID, other.ID, day)
		wantProblem(t, err, "scheduled.too_many_that_day")
		st.s.Run(t, `INSERT INTO scheduled (id, owner, due, asked, created) SELECT a.id * 1000 + b.id, w.owner, 1, w.asked, 1
			FROM (SELECT ROW_NUMBER() OVER (ORDER BY id) AS id FROM scheduled) AS a, (SELECT ROW_NUMBER() OVER (ORDER BY id) AS id FROM scheduled) AS b,
			(SELECT owner, asked FROM scheduled LIMIT 1) AS w WHERE a.id <= 11`)
		_, err = st.s.Schedule(ctx, later(ana, day.Add(48*time.Hour), "x"))
		wantProblem(t, err, "scheduled.too_many")
	})
}

func wantProblem(t *testing.T, err error, key string) {
	t.Helper()
	if bad, is := errors.AsType[*community.Invalid](err); !is || bad.Problem.Key != key {
		t.Errorf("%v, want %s", err, key)
	}
}

// However many publish the same, and however often, one post comes of it; what its owner
// took back is not posted any more.
func TestScheduledIsPostedOnce(t *testing.T) {
	each(t, func(st stage) {
		ctx, ana := st.Context(), st.member("ana")
		w := must(st.s.Schedule(ctx, later(ana, st.s.Now(), "Once")))(t)
		publish := func() error {
			p, err := community.Publish(ana, w.Draft, community.Surroundings{Now: st.s.Now()})
			if err == nil {
				_, err = st.s.Publish(ctx, p.WithScheduled(w.ID))
			}
			return err
		}
		var all sync.WaitGroup
		errs := make(chan error, 8)
		for range cap(errs) {
			all.Go(func() { errs <- publish() })
		}
		all.Wait()
		posted := 0
		for range cap(errs) {
			if err := <-errs; err == nil {
				posted++
			} else {
				wantErr(t, err, community.ErrGone)
			}
		}
		posts := must(st.s.Outbox(ctx, ana.ID, storage.Page{}))(t)
		if posted != 1 || len(posts) != 1 || must(st.s.DueScheduled(ctx, 9))(t) != nil {
			t.Errorf("%d took effect, %d posts", posted, len(posts))
		}
		w = must(st.s.Schedule(ctx, later(ana, st.s.Now(), "Taken back")))(t)
		ok(t, st.s.Unschedule(ctx, ana.ID, w.ID))
		wantErr(t, publish(), community.ErrGone)
		if posts := must(st.s.Outbox(ctx, ana.ID, storage.Page{}))(t); len(posts) != 1 {
			t.Errorf("%d posts", len(posts))
		}
	})
}

// What was refused stays with the reason, its owner is told once, and it can be given
// another moment.
func TestScheduledRefused(t *testing.T) {
	each(t, func(st stage) {
		ctx, ana := st.Context(), st.member("ana")
		w := must(st.s.Schedule(ctx, later(ana, st.s.Now(), "Too late")))(t)
		for range 2 {
			ok(t, st.s.RefuseScheduled(ctx, w, community.Say("post.too_long", "limit", 5000)))
		}
		got := must(st.s.ScheduledPost(ctx, ana.ID, w.ID))(t)
		if got.Failed.IsZero() || got.Problem.Key != "post.too_long" || got.Problem.Args["limit"] != 5000 || got.Draft.Text != "Too late" {
			t.Errorf("refused as %+v", got)
		}
		if list := must(st.s.DueScheduled(ctx, 9))(t); len(list) != 0 {
			t.Error("it is tried again")
		}
		told := must(st.s.Notifications(ctx, ana.ID, storage.NotificationFilter{}, storage.Page{}))(t)
		if len(told) != 1 || told[0].Kind != community.NotifyUnposted {
			t.Errorf("told of %+v", told)
		}
		got = must(st.s.Reschedule(ctx, ana.ID, w.ID, st.s.Now().Add(-time.Second)))(t)
		if !got.Failed.IsZero() || got.Problem.Key != "" || len(must(st.s.DueScheduled(ctx, 9))(t)) != 1 {
			t.Errorf("rescheduled as %+v", got)
		}
	})
}

// What is written about a case that is withdrawn goes with it, also when it waits.
func TestWithdrawalTakesWhatWaits(t *testing.T) {
	each(t, func(st stage) {
		ctx, ana, ben := st.Context(), st.member("ana"), st.member("ben")
		asked := st.post(ana, draft{text: "a rash", isCase: true, audience: community.InstanceOnly})
		w := later(ben, st.s.Now().Add(time.Hour), "I had the same patient")
		w.Parent = asked.ID
		kept := must(st.s.Schedule(ctx, w))(t)
		ok(t, st.s.Withdraw(ctx, community.Withdrawal{Post: asked.ID, By: ana.ID, Ground: community.WithdrawnByAuthor}))
		_, err := st.s.ScheduledPost(ctx, ben.ID, kept.ID)
		wantErr(t, err, community.ErrNotFound)
		_, err = st.s.Schedule(ctx, w)
		wantErr(t, err, community.ErrNotFound)
	})
}

// Exchanges hold exactly the direct posts that reached a member, by thread, and a
// stranger's only when they are let in.
func TestExchanges(t *testing.T) {
	each(t, func(st stage) {
		ctx, ana, ben, eve := st.Context(), st.member("ana"), st.member("ben"), st.member("eve")
		storagetest.Following(t, st.s, ben, ana)
		say := func(by community.Actor, text string, parent *community.Post, to ...community.Actor) community.Post {
			t.Helper()
			links := community.MentionLinks{}
			for _, a := range to {
				links[a.Handle] = a
			}
			in := community.Surroundings{Now: st.s.Now(), Parent: parent, Thread: parent, Mentioned: links, Openness: community.Openness{DirectMessages: true}}
			if parent != nil {
				in.Answered = new(to[0])
			}
			return st.publish(community.Publish(by, community.PostDraft{Text: text, Audience: community.Direct}, in))
		}
		of := func(a community.Actor) []storage.Exchange {
			t.Helper()
			return must(st.s.Exchanges(ctx, a.ID, storage.Page{}))(t)
		}
		first := say(ana, "@ben hello", nil, ben)
		stranger := say(eve, "@ben buy this", nil, ben)
		if list := of(ben); len(list) != 1 || list[0].Newest != first.ID || !list[0].Unread {
			t.Errorf("ben has %+v", list)
		}
		if list := of(ana); len(list) != 1 || list[0].Unread {
			t.Errorf("ana has %+v", list)
		}
		answer := say(ben, "@ana good day", &first, ana)
		mine := of(ana)[0]
		if mine.Newest != answer.ID || mine.Root != first.ID || !mine.Unread || of(ben)[0].Unread {
			t.Errorf("after the answer ana has %+v", mine)
		}
		ok(t, st.s.AnswerMessageRequest(ctx, ben.ID, eve.ID, true))
		if list := of(ben); len(list) != 2 || list[0].Newest != stranger.ID && list[1].Newest != stranger.ID {
			t.Errorf("let in, ben has %+v", list)
		}
		wantErr(t, st.s.ReadExchange(ctx, eve.ID, mine.ID), community.ErrNotFound)
		wantErr(t, st.s.DropExchange(ctx, eve.ID, mine.ID), community.ErrNotFound)
		ok(t, st.s.ReadExchange(ctx, ana.ID, mine.ID))
		if of(ana)[0].Unread {
			t.Error("read is unread")
		}
		ok(t, st.s.DeletePost(ctx, answer.ID, st.s.Now()))
		if got := of(ana); len(got) != 1 || got[0].Newest != first.ID {
			t.Errorf("after deleting ana has %+v", got)
		}
		ok(t, st.s.DropExchange(ctx, ana.ID, mine.ID))
		if len(of(ana)) != 0 {
			t.Error("dropped is there")
		}
		say(ben, "@ana again", &first, ana)
		if len(of(ana)) != 1 {
			t.Error("it did not come back")
		}
		ok(t, st.s.DeletePost(ctx, stranger.ID, st.s.Now()))
		if got := of(ben); len(got) != 1 {
			t.Errorf("ben has %+v", got)
		}
	})
}

// Nothing is heard of a thread that was silenced, and of all others is.
func TestMutedConversation(t *testing.T) {
	each(t, func(st stage) {
		ctx, ana, ben := st.Context(), st.member("ana"), st.member("ben")
		asked, other := storagetest.Post(t, st.s, ana, "What is it?"), storagetest.Post(t, st.s, ana, "And this?")
		heard := func() int {
			return len(must(st.s.Notifications(ctx, ana.ID, storage.NotificationFilter{}, storage.Page{}))(t))
		}
		for range 2 {
			ok(t, st.s.MuteConversation(ctx, ana.ID, asked))
		}
		below := storagetest.Reply(t, st.s, storagetest.Answer{By: ben, To: asked, Text: "Gout"})
		ok(t, st.s.Like(ctx, ben, asked))
		if heard() != 0 {
			t.Error("a silenced thread is heard")
		}
		storagetest.Reply(t, st.s, storagetest.Answer{By: ben, To: other, Text: "Gout"})
		if heard() != 1 {
			t.Error("another thread is not heard")
		}
		muted := must(st.s.MutedConversations(ctx, ana.ID, []community.PostID{asked.ID, other.ID}))(t)
		if !muted[asked.ID] || muted[other.ID] || len(must(st.s.MutedConversations(ctx, ben.ID, []community.PostID{asked.ID}))(t)) != 0 {
			t.Errorf("muted are %v", muted)
		}
		ok(t, st.s.UnmuteConversation(ctx, ana.ID, below))
		ok(t, st.s.Like(ctx, ben, must(st.s.Post(ctx, other.ID))(t)))
		storagetest.Reply(t, st.s, storagetest.Answer{By: ben, To: asked, Text: "Lupus"})
		if n := heard(); n != 3 {
			t.Errorf("%d heard", n)
		}
	})
}

// Lists cost the same however long they are.
func TestListsOfWhatWaitsCostTheSame(t *testing.T) {
	each(t, func(st stage) {
		ctx, ana, ben := st.Context(), st.member("ana"), st.member("ben")
		fill := func(n int) {
			for i := range n {
				w := later(ana, st.s.Now().Add(time.Duration(i+1)*25*time.Hour), "x")
				w.Media = []community.MediaID{must(st.s.AddMedia(ctx, community.Media{Owner: ana.ID, File: fmt.Sprint(st.s.Now().UnixNano(), i)}))(t).ID}
				must(st.s.Schedule(ctx, w))(t)
				st.post(ana, draft{text: "@ben", audience: community.Direct, mentions: []community.Actor{ben}})
			}
		}
		fill(1)
		counter := st.s.CountStatements()
		cost := func() int64 {
			before := counter.Load()
			must(st.s.ScheduledPosts(ctx, ana.ID, false, storage.Page{}))(t)
			must(st.s.Exchanges(ctx, ana.ID, storage.Page{}))(t)
			must(st.s.MutedConversations(ctx, ana.ID, []community.PostID{1, 2, 3}))(t)
			return counter.Load() - before
		}
		few := cost()
		fill(12)
		if many := cost(); many != few || few != 4 {
			t.Errorf("%d statements for one, %d for thirteen", few, many)
		}
	})
}
