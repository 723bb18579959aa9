package storage_test

import (
	"testing"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// A post that staff asked its author to change stays hidden after the change, and after
// an appeal, while another report that hides it waits.
func TestAnotherReportStillHides(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		st, ctx := stage{t, s}, t.Context()
		_, mod := storagetest.Staff(t, s, "mona", community.Moderator)
		ana := st.member("ana")
		vera := storagetest.Prove(t, s, st.member("vera"), storagetest.Proof{Profession: "physician", Level: 4})
		wim := storagetest.Prove(t, s, st.member("wim"), storagetest.Proof{Profession: "nurse", Level: 3})
		p := st.publish(st.publication(ana, draft{text: "hello", audience: community.Public}), nil)
		first, second := report(t, s, vera, ana, p), report(t, s, wim, ana, p)
		hidden := func() bool { return !must(s.Post(ctx, p.ID))(t).Hidden.IsZero() }
		verdict := must(community.Decide(community.DecisionDraft{Posts: "edit", Reason: "patient-identifiable", Note: "The ward."}, s.Now()))(t)
		made := must(s.Rule(ctx, storage.Ruling{Verdict: verdict, By: mod.ID, Person: ana.ID, Flag: first.ID, Posts: []community.PostID{p.ID}}))(t)
		now := must(s.Post(ctx, p.ID))(t)
		st.publish(community.Revise(ana, now, community.PostDraft{Text: "better"}, draft{}.surroundings(s)))
		if !hidden() {
			t.Error("the change showed what another report hides")
		}
		ok(t, s.LiftDecision(ctx, made[0].ID, mod.ID))
		if !hidden() {
			t.Error("taking the decision back showed what another report hides")
		}
		ok(t, s.ResolveFlag(ctx, second.ID, mod.ID, ""))
		if hidden() {
			t.Error("hidden by nothing")
		}
	})
}

// A private answer to what somebody said to everybody is a message of a stranger's.
func TestAnsweringInPrivateLetsNobodyIn(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		st, ctx := stage{t, s}, t.Context()
		ana, ben := st.member("ana"), st.member("ben")
		open := st.publish(st.publication(ana, draft{text: "hello all", audience: community.Public}), nil)
		st.publish(st.publication(ben, draft{text: "psst @ana", audience: community.Direct, mentions: []community.Actor{ana}, parent: &open}), nil)
		if got := notified(t, s, ana); got != "" {
			t.Errorf("ana hears %q", got)
		}
		if n := must(s.CountMessageRequests(ctx, storage.RequestsFor{Owner: ana.ID}))(t); n != 1 {
			t.Errorf("%d requests", n)
		}
	})
}

// What was hidden because it could tell who a patient is stands in no history when the
// changed post is shown again, although the rules saw nothing in it.
func TestWhatWasHiddenIsInNoHistory(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		st, ctx := stage{t, s}, t.Context()
		_, mod := storagetest.Staff(t, s, "mona", community.Moderator)
		ana := st.member("ana")
		vera := storagetest.Prove(t, s, st.member("vera"), storagetest.Proof{Profession: "physician", Level: 4})
		p := st.publish(st.publication(ana, draft{text: "the mayor of the village", audience: community.Public}), nil)
		f := report(t, s, vera, ana, p)
		verdict := must(community.Decide(community.DecisionDraft{Posts: "edit", Reason: "patient-identifiable", Note: "Who."}, s.Now()))(t)
		must(s.Rule(ctx, storage.Ruling{Verdict: verdict, By: mod.ID, Person: ana.ID, Flag: f.ID, Posts: []community.PostID{p.ID}}))(t)
		st.publish(community.Revise(ana, must(s.Post(ctx, p.ID))(t), community.PostDraft{Text: "somebody"}, draft{}.surroundings(s)))
		shown := must(s.VisiblePost(ctx, community.Viewer{}, p.ID))(t)
		if older := must(s.Revisions(ctx, community.Viewer{}, shown))(t); len(older) != 0 {
			t.Errorf("anybody reads %+v", older)
		}
		if when := must(s.Destroyed(ctx, p.ID))(t); when.IsZero() {
			t.Error("nothing says that a version was destroyed")
		}
	})
}
