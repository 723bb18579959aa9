package storage_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// asking publishes an ordinary post of the author with a poll of three options that is
// open for an hour.
func (st stage) asking(author community.Actor, multiple bool, audience ...community.AudienceKind) community.Post {
	st.Helper()
	kind := append(audience, community.Public)[0]
	d := draft{text: "Which handover?", audience: kind}.words()
	d.Question = community.QuestionDraft{Options: []string{"Bedside", "Room", "Writing"}, Multiple: multiple, Lasts: time.Hour}
	return st.publish(community.Publish(author, d, draft{}.surroundings(st.s)))
}

// question is the poll of a post as it is kept.
func (st stage) question(p community.Post) community.OpenQuestion {
	st.Helper()
	q := must(st.s.Post(st.Context(), p.ID))(st).Question
	if q == nil {
		st.Fatal("the poll is gone")
	}
	return *q
}

// tally is the counts of a poll and its voters.
func (st stage) tally(p community.Post) []int {
	st.Helper()
	q := st.question(p)
	counts := []int{}
	for _, o := range q.Options {
		counts = append(counts, o.Votes)
	}
	return append(counts, q.Voters)
}

func (st stage) wantTally(p community.Post, want ...int) {
	st.Helper()
	if got := st.tally(p); !slices.Equal(got, want) {
		st.Errorf("the poll counts %v, want %v", got, want)
	}
}

// chooses votes as the rules let somebody.
func (st stage) chooses(who community.Actor, p community.Post, options ...int) error {
	st.Helper()
	c, err := community.Choose(who, must(st.s.Post(st.Context(), p.ID))(st), options, st.s.Now())
	if err != nil {
		return err
	}
	return st.s.Choose(st.Context(), c)
}

// sends votes as somebody elsewhere.
func (st stage) sends(who community.Actor, p community.Post, option string) error {
	st.Helper()
	c, err := community.ReceiveChoice(who, must(st.s.Post(st.Context(), p.ID))(st), option, st.s.Now())
	if err != nil {
		return err
	}
	return st.s.Choose(st.Context(), c)
}

// A poll comes back as it was asked; everybody votes once; a voter knows their own vote
// and nobody else's.
func TestQuestion(t *testing.T) {
	each(t, func(st stage) {
		ana, ben, cara := st.member("ana"), st.member("ben"), st.member("cara")
		asked := st.asking(ana, false)
		q := st.question(asked)
		if q.Multiple || !slices.Equal(q.Texts(), []string{"Bedside", "Room", "Writing"}) || q.Closes.Sub(asked.Published).Round(time.Minute) != time.Hour {
			t.Errorf("the poll came back as %+v", q)
		}
		ok(t, st.chooses(ben, asked, 1))
		wantErr(t, st.chooses(ben, asked, 0), community.ErrConflict)
		wantErr(t, st.chooses(ana, asked, 0), community.ErrForbidden)
		ok(t, st.chooses(cara, asked, 1))
		st.wantTally(asked, 0, 2, 0, 2)
		for who, want := range map[community.ActorID][]int{ben.ID: {1}, ana.ID: nil, 0: nil} {
			if got := must(st.s.Chosen(t.Context(), who, []community.PostID{asked.ID}))(t)[asked.ID]; !slices.Equal(got, want) {
				t.Errorf("%d chose %v, want %v", who, got, want)
			}
		}
		if got := must(st.s.Post(t.Context(), asked.ID))(t).Replies; got != 0 {
			t.Errorf("votes count as %d replies", got)
		}

		several := st.asking(ana, true)
		ok(t, st.chooses(ben, several, 2, 0))
		var own []storage.OwnChoice
		for c, err := range must(st.s.Estate(t.Context(), ben.User))(t).Choices(t.Context()) {
			ok(t, err)
			own = append(own, c)
		}
		if len(own) != 2 || own[0].Post != asked.IRI || !slices.Equal(own[1].Options, []int{0, 2}) {
			t.Errorf("the copy one takes along has %v", own)
		}
		wantErr(t, st.chooses(ben, several, 1), community.ErrConflict)
		st.wantTally(several, 1, 0, 1, 1)

		ok(t, st.s.DeletePost(t.Context(), asked.ID, st.s.Now()))
		ok(t, st.s.DeletePost(t.Context(), several.ID, st.s.Now()))
		for _, table := range []string{"question", "question_option", "question_vote"} {
			if n := st.s.Number(t, `SELECT COUNT(*) FROM `+table); n != 0 {
				t.Errorf("%d rows of %s outlive their post", n, table)
			}
		}
	})
}

// TestDoubleVotes sends the same vote, and another one, many times at once: one counts,
// also when it comes from elsewhere.
func TestDoubleVotes(t *testing.T) {
	each(t, func(st stage) {
		ana, ben := st.member("ana"), st.member("ben")
		bob := storagetest.Remote(t, st.s, there, "bob")
		for _, multiple := range []bool{false, true} {
			asked := st.asking(ana, multiple)
			now := must(st.s.Post(t.Context(), asked.ID))(t)
			var counted atomic.Int32
			var all sync.WaitGroup
			for n := range 12 {
				c, err := community.Choose(ben, now, []int{n % 3}, st.s.Now())
				if n%2 == 0 {
					c, err = community.ReceiveChoice(bob, now, now.Question.Options[1].Text, st.s.Now())
				}
				ok(t, err)
				all.Go(func() {
					switch err := st.s.Choose(t.Context(), c); {
					case err == nil:
						counted.Add(1)
					case !errors.Is(err, community.ErrConflict):
						t.Error(err)
					}
				})
			}
			all.Wait()
			counts := st.tally(asked)
			if counted.Load() != 2 || counts[0]+counts[1]+counts[2] != 2 || counts[3] != 2 {
				t.Errorf("several %v: %d votes counted as %v", multiple, counted.Load(), counts)
			}
		}
	})
}

// Who may not see the post, or comes late, has no vote; the clock is asked again when
// the vote is written.
func TestLateAndHiddenVotes(t *testing.T) {
	each(t, func(st stage) {
		ana, ben := st.member("ana"), st.member("ben")
		asked := st.asking(ana, false)
		now := must(st.s.Post(t.Context(), asked.ID))(t)
		c := must(community.Choose(ben, now, []int{0}, now.Published))(t)
		st.s.Number(t, `UPDATE question SET closes = 1 WHERE post = ? RETURNING 1`, asked.ID)
		wantErr(t, st.s.Choose(t.Context(), c), community.ErrConflict)

		hidden := st.asking(ana, false)
		c = must(community.Choose(ben, must(st.s.Post(t.Context(), hidden.ID))(t), []int{0}, st.s.Now()))(t)
		st.s.Number(t, `UPDATE post SET hidden = 1 WHERE id = ? RETURNING 1`, hidden.ID)
		wantErr(t, st.s.Choose(t.Context(), c), community.ErrNotFound)
		few := st.asking(ana, false, community.Followers)
		c = must(community.Choose(ben, must(st.s.Post(t.Context(), few.ID))(t), []int{0}, st.s.Now()))(t)
		wantErr(t, st.s.Choose(t.Context(), c), community.ErrNotFound)
		st.wantTally(few, 0, 0, 0, 0)
	})
}

// Other servers are told of votes at most once a minute, and once at the end; the author
// and who voted are told then.
func TestQuestionIsSettled(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		var clock storagetest.Clock
		st := stage{t, storagetest.At(t, storagetest.Options{Database: database, Now: clock.Now})}
		ana, ben, cara := st.member("ana"), st.member("ben"), st.member("cara")
		bob := storagetest.Remote(t, st.s, there, "bob")
		storagetest.Following(t, st.s, bob, ana)
		lane := "there.example"
		asked := st.asking(ana, false)
		wantVerbs(t, st.s, lane, "Create ")
		settle := func(want string) {
			t.Helper()
			ok(t, st.s.SettleQuestions(t.Context()))
			wantVerbs(t, st.s, lane, want)
		}
		settle("Create ")
		ok(t, st.chooses(ben, asked, 0))
		settle("Create Update ")
		ok(t, st.sends(bob, asked, "Room"))
		clock.Advance(50 * time.Second)
		settle("Create Update ")
		clock.Advance(10 * time.Second)
		settle("Create Update Update ")
		clock.Advance(2 * time.Minute)
		settle("Create Update Update ")
		if got := must(st.s.Post(t.Context(), asked.ID))(t); got.Revision != 1 || !got.Edited.IsZero() {
			t.Error("counts made it an edited post")
		}
		clock.Advance(time.Hour)
		settle("Create Update Update Update ")
		settle("Create Update Update Update ")
		for want, who := range map[string]community.Actor{"question follow": ana, "question": ben} {
			if got := st.kinds(who); got != want {
				t.Errorf("%s heard %q, want %q", who.Handle.Name(), got, want)
			}
		}
		if got := st.kinds(cara); got != "" {
			t.Errorf("who did not vote heard %q", got)
		}
		ids := map[string]bool{}
		for _, d := range deliveries(t, st.s, lane) {
			ids[d.Activity] = true
		}
		if len(ids) != 4 {
			t.Errorf("4 activities have %d names", len(ids))
		}
	})
}

// foreign is a poll of another server, kept here.
func (st stage) foreign(author community.Actor, change func(*community.RemotePost)) community.Post {
	st.Helper()
	d := st.document(author, "poll", "Which?", community.Public)
	d.Question = &community.OpenQuestion{Options: []community.QuestionOption{{Text: "Yes", Votes: 4}, {Text: "No", Votes: 1}}, Closes: st.s.Now().Add(time.Hour), Voters: 5}
	if change != nil {
		change(&d)
	}
	return st.receive(d)
}

// A member's vote in another server's poll is sent to its author alone, option by
// option, and is no post. What its home says of the counts stands, and is asked for
// seldom.
func TestForeignQuestion(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		var clock storagetest.Clock
		st := stage{t, storagetest.At(t, storagetest.Options{Database: database, Now: clock.Now})}
		ana := st.member("ana")
		bob := storagetest.Remote(t, st.s, there, "bob")
		asked := st.foreign(bob, func(d *community.RemotePost) { d.Question.Multiple = true })
		st.wantTally(asked, 4, 1, 5)
		before := st.s.Number(t, `SELECT COUNT(*) FROM post`)
		ok(t, st.chooses(ana, asked, 0, 1))
		st.wantTally(asked, 5, 2, 6)
		sent := deliveries(t, st.s, "there.example")
		if len(sent) != 2 || sent[0].Verb != "Create" || sent[0].Vote != 1 || sent[1].Vote != 2 || sent[0].Inbox != bob.Inbox || sent[0].Post != asked.ID || sent[0].Activity == sent[1].Activity {
			t.Errorf("sent %+v", sent)
		}
		if got := must(st.s.ChoiceIRI(t.Context(), ana.ID, asked.ID, 1))(t); got != sent[1].Activity {
			t.Errorf("the vote is called %s, sent as %s", got, sent[1].Activity)
		}
		if n := st.s.Number(t, `SELECT COUNT(*) FROM post`); n != before {
			t.Error("a vote became a post")
		}
		fresh := st.question(asked)
		fresh.Options[0].Votes, fresh.Voters = 9, 10
		ok(t, st.s.ReceiveTallies(t.Context(), asked.ID, fresh))
		st.wantTally(asked, 9, 2, 10)
		wantErr(t, st.s.ReceiveTallies(t.Context(), st.asking(ana, false).ID, fresh), community.ErrConflict)

		lane := "fetch/there.example"
		ask := func(want int) {
			t.Helper()
			ok(t, st.s.AskTallies(t.Context(), must(st.s.Post(t.Context(), asked.ID))(t)))
			if got := len(must(st.s.Jobs(t.Context(), lane, 100))(t)); got != want {
				t.Errorf("%d times asked, want %d", got, want)
			}
		}
		ask(0)
		clock.Advance(5 * time.Minute)
		ask(1)
		ask(1)
		clock.Advance(time.Hour)
		ok(t, st.s.SettleQuestions(t.Context()))
		ask(1) // at the end, and because somebody looks: it waits already
		st.s.Number(t, `DELETE FROM job WHERE lane = ? RETURNING 1`, lane)
		clock.Advance(time.Hour)
		ask(0)                                                // it is over, and was asked for after that
		if got := st.kinds(ana); got != "question question" { // of this one, and of her own
			t.Errorf("who voted heard %q", got)
		}
	})
}

// An edit elsewhere that asks something else drops what was voted; one that does not
// keeps it.
func TestForeignQuestionIsEdited(t *testing.T) {
	each(t, func(st stage) {
		ana := st.member("ana")
		bob := storagetest.Remote(t, st.s, there, "bob")
		asked := st.foreign(bob, nil)
		ok(t, st.chooses(ana, asked, 1))
		edit := func(n int, change func(*community.OpenQuestion)) {
			t.Helper()
			d := st.document(bob, "poll", fmt.Sprintf("Which? %d", n), community.Public)
			q := *asked.Question
			q.Options = slices.Clone(q.Options)
			change(&q)
			d.Question, d.Updated = &q, st.s.Now().Add(time.Duration(n)*time.Second)
			old := must(st.s.Post(t.Context(), asked.ID))(t)
			p := must(community.Receive(d, &old, st.s.Now().Add(time.Hour)))(t)
			must(st.s.Publish(t.Context(), p))(t)
		}
		chosen := func() int {
			return len(must(st.s.Chosen(t.Context(), ana.ID, []community.PostID{asked.ID}))(t)[asked.ID])
		}
		edit(1, func(q *community.OpenQuestion) { q.Options[0].Votes = 7 })
		st.wantTally(asked, 7, 1, 5)
		if chosen() != 1 {
			t.Error("another count dropped the vote")
		}
		edit(2, func(q *community.OpenQuestion) { q.Options[1].Text = "Never" })
		if chosen() != 0 {
			t.Error("the vote is for other words now")
		}
	})
}

// What is left of an account that went is what was counted.
func TestVotesGoWithTheirVoter(t *testing.T) {
	each(t, func(st stage) {
		ana := st.member("ana")
		bob := storagetest.Remote(t, st.s, there, "bob")
		asked := st.asking(ana, false)
		ok(t, st.sends(bob, asked, "Room"))
		ok(t, st.s.MarkGone(t.Context(), bob.IRI))
		if n := st.s.Number(t, `SELECT COUNT(*) FROM question_vote`); n != 0 {
			t.Errorf("%d votes name who is gone", n)
		}
		st.wantTally(asked, 0, 1, 0, 1)
	})
}
