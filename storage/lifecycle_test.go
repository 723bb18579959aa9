package storage_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage/storagetest"
)

// eachDay runs a test on either engine with a clock that the test moves.
func eachDay(t *testing.T, test func(st stage, clock *storagetest.Clock)) {
	t.Helper()
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		clock := &storagetest.Clock{}
		test(stage{t, storagetest.At(t, storagetest.Options{Database: database, Now: clock.Now})}, clock)
	})
}

// asks is a reply under a case that is a question to its author.
func (st stage) asks(by community.Actor, c community.Post, text string) community.Post {
	st.Helper()
	d := draft{text: text, audience: c.Audience.Kind, parent: &c}
	around := d.surroundings(st.s)
	around.Founding = true
	words := d.words()
	words.Response = &community.ResponseDraft{Kind: "question"}
	return st.publish(community.Publish(by, words, around))
}

// steps are the events of a case in words.
func (st stage) steps(c community.Post) string {
	st.Helper()
	events, err := st.s.CaseEvents(st.Context(), c.ID)
	if err != nil {
		st.Fatal(err)
	}
	var steps []string
	for _, e := range events {
		steps = append(steps, fmt.Sprintf("%s:%s>%s:%d", e.Act, e.From, e.To, e.By))
	}
	return strings.Join(steps, " ")
}

func (st stage) accepts(by community.Actor, c, answer community.Post) community.Post {
	st.Helper()
	return st.publish(community.Accept(by, st.again(c), community.Acceptance{Answer: answer, Author: community.Responder{Founding: true}}, st.s.Now()))
}

// Every step of a case is remembered with who took it and when, also those that a
// reply or the clock takes, and stays when the case is gone.
func TestStepsAreRemembered(t *testing.T) {
	eachDay(t, func(st stage, clock *storagetest.Clock) {
		ana, bob, ctx := st.member("ana"), st.member("bob"), st.Context()
		c := st.post(ana, draft{text: "rash", audience: community.InstanceOnly, isCase: true})
		clock.Advance(time.Minute)
		st.asks(bob, c, "since when?")
		if got := st.again(c); got.Case.Status != community.CaseInformationWanted || got.Revision != 2 || !got.Edited.IsZero() {
			t.Errorf("after a question: %s, revision %d", got.Case.Status, got.Revision)
		}
		st.post(ana, draft{text: "day 3", audience: community.InstanceOnly, parent: &c})
		st.asks(bob, c, "drugs?")
		st.revise(ana, st.again(c), draft{text: "rash, no drugs", isCase: true})
		answer := st.post(bob, draft{text: "zoster", audience: community.InstanceOnly, parent: &c})
		second := st.post(bob, draft{text: "and rest", audience: community.InstanceOnly, parent: &c})
		st.accepts(ana, c, answer)
		st.accepts(ana, c, second)
		if got := st.again(c).Case.AcceptedAnswers(); !slices.Equal(got, []community.PostID{answer.ID, second.ID}) {
			t.Errorf("accepted %v", got)
		}
		if err := st.s.DeletePost(ctx, answer.ID, clock.Now()); err != nil {
			t.Fatal(err)
		}
		if got := st.again(c).Case; got.Accepted != second.ID || len(got.AlsoAccepted) != 0 {
			t.Errorf("after the first answer went: %v", got.AcceptedAnswers())
		}
		st.publish(community.Unaccept(ana, st.again(c), second.ID, clock.Now()))
		st.publish(community.FollowUp(ana, st.again(c), community.Outcome{Management: "no"}, community.Surroundings{Now: clock.Now()}))
		st.publish(community.Archive(ana, st.again(c), clock.Now()))
		st.publish(community.Reopen(ana, st.again(c), clock.Now()))
		if err := st.s.DeletePost(ctx, c.ID, clock.Now()); err != nil {
			t.Fatal(err)
		}
		want := strings.NewReplacer("ANA", fmt.Sprint(ana.ID), "BOB", fmt.Sprint(bob.ID)).Replace(
			"post:check>open:ANA ask:open>information-requested:BOB provide:information-requested>open:ANA ask:open>information-requested:BOB " +
				"provide:information-requested>open:ANA accept:open>solved:ANA accept:solved>solved:ANA unaccept:solved>solved:ANA " +
				"follow-up:solved>followed-up:ANA archive:followed-up>archived:ANA reopen:archived>open:ANA withdraw:open>withdrawn:ANA")
		if got := st.steps(c); got != want {
			t.Errorf("remembered\n%s\nwant\n%s", got, want)
		}
	})
}

// The author is asked for the outcome once, after so long, whoever runs the chore how
// often, and whatever became of the case since.
func TestOutcomeIsAskedOnce(t *testing.T) {
	eachDay(t, func(st stage, clock *storagetest.Clock) {
		ana, bob, ctx := st.member("ana"), st.member("bob"), st.Context()
		c := st.post(ana, draft{text: "rash", audience: community.InstanceOnly, isCase: true})
		st.post(ana, draft{text: "open", audience: community.InstanceOnly, isCase: true})
		st.post(bob, draft{text: "zoster", audience: community.InstanceOnly, parent: &c})
		st.publish(community.Solve(ana, st.again(c), nil, community.Surroundings{Now: clock.Now()}))
		ask := func(want int) {
			st.Helper()
			for range 2 {
				if err := st.s.AskOutcomes(ctx, community.FollowUpAfter); err != nil {
					t.Fatal(err)
				}
			}
			if got := strings.Count(st.kinds(ana), "outcome-asked"); got != want {
				t.Errorf("asked %d times, want %d", got, want)
			}
		}
		clock.Advance(community.FollowUpAfter - time.Second)
		ask(0)
		clock.Advance(time.Second)
		ask(1)
		if got := st.again(c); got.Case.Status != community.CaseSolved || !got.Case.OutcomeAsked.Equal(clock.Now()) || got.Revision != 2 {
			t.Errorf("%+v, revision %d", got.Case, got.Revision)
		}
		st.publish(community.Reopen(ana, st.again(c), clock.Now()))
		st.publish(community.Solve(ana, st.again(c), nil, community.Surroundings{Now: clock.Now()}))
		clock.Advance(2 * community.FollowUpAfter)
		ask(1)
		if err := st.s.Bookmark(ctx, st.member("cyd").ID, c.ID); err != nil {
			t.Fatal(err)
		}
		st.publish(community.FollowUp(ana, st.again(c), community.Outcome{Management: "yes"}, community.Surroundings{Now: clock.Now()}))
		if st.kinds(bob) != "case-outcome case-solved" {
			t.Errorf("bob hears %q", st.kinds(bob))
		}
	})
}

// The clock archives what rested for so long and nothing else; an archived case takes
// no replies, by whatever way they come.
func TestIdleCasesAreArchived(t *testing.T) {
	eachDay(t, func(st stage, clock *storagetest.Clock) {
		ana, bob, rem, ctx := st.member("ana"), st.member("bob"), st.remote("rem"), st.Context()
		old := st.post(ana, draft{text: "old", audience: community.Public, isCase: true})
		answered := st.post(ana, draft{text: "answered", audience: community.InstanceOnly, isCase: true})
		solved := st.post(ana, draft{text: "solved", audience: community.InstanceOnly, isCase: true})
		edited := st.post(ana, draft{text: "edited", audience: community.InstanceOnly, isCase: true})
		clock.Advance(time.Hour)
		st.post(bob, draft{text: "hm", audience: community.InstanceOnly, parent: &answered})
		st.publish(community.Solve(ana, st.again(solved), nil, community.Surroundings{Now: clock.Now()}))
		st.revise(ana, edited, draft{text: "edited again", isCase: true})
		clock.Advance(community.ArchiveAfter - time.Hour)
		for range 2 {
			if err := st.s.ArchiveIdle(ctx, community.ArchiveAfter); err != nil {
				t.Fatal(err)
			}
		}
		for _, c := range []community.Post{old, answered, solved, edited} {
			if got := st.again(c).Case.Status; (got == community.CaseArchived) != (c.ID == old.ID) {
				t.Errorf("%s is %s", c.Title, got)
			}
		}
		if got := st.steps(old); strings.Count(got, "archive:open>archived:0") != 1 {
			t.Errorf("remembered %s", got)
		}
		gone := st.again(old)
		if _, err := community.Publish(bob, draft{text: "late", audience: community.Public}.words(), draft{parent: &gone}.surroundings(st.s)); err == nil {
			t.Error("a member answered what is archived")
		}
		late := st.document(rem, "late", "late", community.Public)
		late.Parent = &old // as it was when the reply set out
		received, err := community.Receive(late, nil, clock.Now())
		if err == nil {
			_, err = st.s.Publish(ctx, received)
		}
		if !errors.Is(err, community.ErrConflict) {
			t.Errorf("somebody elsewhere answered what is archived: %v", err)
		}
		if _, err := st.s.PostByIRI(ctx, late.IRI); !errors.Is(err, community.ErrNotFound) {
			t.Errorf("and it is here: %v", err)
		}
		clock.Advance(time.Hour)
		if err := st.s.ArchiveIdle(ctx, community.ArchiveAfter); err != nil {
			t.Fatal(err)
		}
		if got := st.again(edited).Case.Status; got != community.CaseArchived {
			t.Errorf("the edited case is %s a year after", got)
		}
	})
}

// A question that not everybody sees who sees the case, and one of somebody who is no
// clinician, move nothing; a clinician's elsewhere does.
func TestWhoAsksForInformation(t *testing.T) {
	eachDay(t, func(st stage, clock *storagetest.Clock) {
		ana, rem := st.member("ana"), st.remote("rem")
		c := st.post(ana, draft{text: "rash", audience: community.Public, isCase: true})
		ask := func(name string, audience community.AudienceKind) {
			st.Helper()
			q := st.document(rem, name, "since when?", audience)
			q.Response.Kind, q.Parent, q.ParentIRI = community.Question, &c, c.IRI
			st.receive(q)
		}
		ask("aside", community.Followers)
		if got := st.again(c).Case.Status; got != community.CaseOpen {
			t.Errorf("a question for few made it %s", got)
		}
		_, cleo := storagetest.Clinician(t, st.s, "cleo")
		ask("stranger", community.Public)
		if got := st.again(c).Case.Status; got != community.CaseOpen {
			t.Errorf("a stranger's question made it %s", got)
		}
		st.asks(cleo, c, "since when?")
		if got := st.again(c).Case.Status; got != community.CaseInformationWanted {
			t.Errorf("a clinician's question left it %s", got)
		}
		if got := len(st.sent("there.example")); got != 0 {
			t.Errorf("%d things are sent to nobody's server", got)
		}
	})
}
