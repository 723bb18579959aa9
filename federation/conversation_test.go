package federation

import (
	"errors"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// TestConversation lets two instances that know nothing of one another meet:
// every step crosses real HTTP, signed and verified with keys fetched on the way.
func TestConversation(t *testing.T) {
	clock := &storagetest.Clock{}
	a, b := openInstance(t, clock), openInstance(t, clock)
	ana, bob := a.member("ana"), b.member("bob")
	ctx := t.Context()

	// Follow → Accept.
	bobAtA := a.find("@bob@" + b.host)
	a.follow(ana, bobAtA)
	settle(t, a, b)
	anaAtB := b.known(ana)
	if !a.relation(ana, bobAtA).Follows || !b.relation(anaAtB, bob).Follows {
		t.Fatal("the follow did not come into force on both sides")
	}
	if anaAtB.Handle.String() != "ana@"+a.host {
		t.Errorf("ana goes by %s", anaAtB.Handle)
	}

	// Create.
	post := b.publish(community.Publish(bob, community.PostDraft{Text: "Hello #Ward", Audience: community.Public}, b.around()))
	settle(t, a, b)
	got := a.held(post.IRI)
	if got.Author != bobAtA.ID || got.Audience.Kind != community.Public || !strings.Contains(got.Content.Text(), "Hello #Ward") ||
		len(got.Tags) != 1 || got.Local {
		t.Fatalf("arrived as %+v", got)
	}

	// Reply, which reaches the author though bob does not follow ana.
	clock.Advance(time.Second)
	around := a.around()
	around.Parent, around.Answered = &got, &bobAtA
	reply := a.publish(community.Publish(ana, community.PostDraft{Text: "Welcome", Audience: community.Public}, around))
	settle(t, a, b)
	if r := b.held(reply.IRI); r.Parent != post.ID || r.Author != anaAtB.ID {
		t.Errorf("reply arrived as %+v", r)
	}

	// Like and Announce.
	if err := a.store.Like(ctx, ana, got); err != nil {
		t.Fatal(err)
	}
	boost := a.publish(community.Repeat(ana, got, community.Public, a.now()))
	settle(t, a, b)
	if p := b.held(post.IRI); p.Likes != 1 || p.Announces != 1 || p.Replies != 1 {
		t.Errorf("likes %d, announces %d, replies %d; want one each", p.Likes, p.Announces, p.Replies)
	}

	// Update.
	clock.Advance(time.Minute)
	b.publish(community.Revise(bob, b.held(post.IRI), community.PostDraft{Text: "Hello again", Audience: community.Public}, b.around()))
	settle(t, a, b)
	if p := a.held(post.IRI); !strings.Contains(p.Content.Text(), "Hello again") || p.Revision != 2 || p.Edited.IsZero() {
		t.Errorf("after the update: %+v", p)
	}

	// Undo of the like and of the boost.
	if err := errors.Join(a.store.Unlike(ctx, ana, got), a.store.Unannounce(ctx, ana, boost.Of)); err != nil {
		t.Fatal(err)
	}
	settle(t, a, b)
	if p := b.held(post.IRI); p.Likes != 0 || p.Announces != 0 {
		t.Errorf("after undoing: likes %d, announces %d", p.Likes, p.Announces)
	}

	// Delete.
	clock.Advance(time.Minute)
	if err := b.store.DeletePost(ctx, post.ID, b.now()); err != nil {
		t.Fatal(err)
	}
	settle(t, a, b)
	if p := a.held(post.IRI); p.Deleted.IsZero() || !p.Content.IsZero() {
		t.Errorf("after the delete: %+v", p)
	}

	// Undo of the follow.
	if err := a.store.Unfollow(ctx, ana.ID, bobAtA.ID); err != nil {
		t.Fatal(err)
	}
	settle(t, a, b)
	if b.relation(anaAtB, bob).Follows {
		t.Error("bob still has a follower")
	}
}

// TestFollowRequest: a member who approves followers is asked, and the answer
// travels (protocol 1.9).
func TestFollowRequest(t *testing.T) {
	clock := &storagetest.Clock{}
	a, b := openInstance(t, clock), openInstance(t, clock)
	ana, bob := a.member("ana"), b.member("bob")
	ctx := t.Context()
	profile, err := community.Describe(bob.Profile, community.ProfileDraft{ApprovesFollowers: true})
	if err != nil {
		t.Fatal(err)
	}
	if bob, err = b.store.SetProfile(ctx, bob.ID, profile); err != nil {
		t.Fatal(err)
	}
	bobAtA := a.find("@bob@" + b.host)
	if !bobAtA.ApprovesFollowers {
		t.Error("the profile did not say that bob approves followers")
	}
	a.follow(ana, bobAtA)
	settle(t, a, b)
	anaAtB := b.known(ana)
	if r := a.relation(ana, bobAtA); !r.Requested || r.Follows {
		t.Fatalf("before the answer: %+v", r)
	}
	if err := b.store.AcceptFollow(ctx, bob.ID, anaAtB.ID); err != nil {
		t.Fatal(err)
	}
	settle(t, a, b)
	if !a.relation(ana, bobAtA).Follows {
		t.Error("the Accept did not arrive")
	}
	// Reject after Accept removes the follower.
	if err := b.store.RejectFollow(ctx, bob.ID, anaAtB.ID); err != nil {
		t.Fatal(err)
	}
	settle(t, a, b)
	if r := a.relation(ana, bobAtA); r.Follows || r.Requested {
		t.Errorf("after the Reject: %+v", r)
	}
}

// TestCaseCrosses: a public case arrives as a case, and its solution follows it
// (architecture 5, decision 1).
func TestCaseCrosses(t *testing.T) {
	clock := &storagetest.Clock{}
	a, b := openInstance(t, clock), openInstance(t, clock)
	ana, bob := a.member("ana"), b.member("bob")
	a.follow(ana, a.find("@bob@"+b.host))
	settle(t, a, b)
	draft := community.CaseDraft{Title: "Fever after travel", AgeBand: "30-34", Sex: "female", Specialties: []string{"tropical-medicine"}, Consent: "written", ConsentScope: "public", Narrative: community.Narrative{PresentingComplaint: "Fever for a week", Question: "What next?"}}
	post := b.publish(community.Publish(bob, community.PostDraft{Audience: community.Public, Case: &draft, Language: "en"}, b.around()))
	settle(t, a, b)
	got := a.held(post.IRI)
	if got.Kind != community.CasePost || got.Case == nil || got.Case.Question != "What next?" || got.Title != "Fever after travel" ||
		len(got.Case.Specialties) != 1 || got.Case.Patient.AgeBand != "30-34" {
		t.Fatalf("the case arrived as %+v, %+v", got, got.Case)
	}
	clock.Advance(time.Minute)
	around := a.around()
	bobAtA := a.find("@bob@" + b.host)
	around.Parent, around.Answered = &got, &bobAtA
	reply := a.publish(community.Publish(ana, community.PostDraft{Text: "Malaria film", Audience: community.Public}, around))
	settle(t, a, b)
	clock.Advance(time.Minute)
	answer := b.held(reply.IRI)
	b.publish(community.Accept(bob, b.held(post.IRI), community.Acceptance{Answer: answer, Author: community.Responder{Founding: true}}, b.now()))
	settle(t, a, b)
	if c := a.held(post.IRI).Case; c == nil || c.Status != community.CaseSolved || c.Accepted != reply.ID {
		t.Errorf("the solution arrived as %+v", c)
	}
}

// TestWhatStaysHere: nothing for this instance alone leaves it, not even a
// delivery that says so (S-PRIV-1).
func TestWhatStaysHere(t *testing.T) {
	clock := &storagetest.Clock{}
	a, b := openInstance(t, clock), openInstance(t, clock)
	ana, bob := a.member("ana"), b.member("bob")
	a.follow(ana, a.find("@bob@"+b.host))
	settle(t, a, b)
	post := b.publish(community.Publish(bob, community.PostDraft{Text: "canary", Audience: community.InstanceOnly}, b.around()))
	settle(t, a, b)
	if _, err := a.store.PostByIRI(t.Context(), post.IRI); !errors.Is(err, community.ErrNotFound) {
		t.Errorf("the post got out: %v", err)
	}
	for _, verb := range []string{"Create", "Update", "Announce", "Delete"} {
		d := storage.Delivery{Verb: verb, Actor: bob.ID, Inbox: a.iri("/inbox"), Activity: post.IRI.String() + "/x", Post: post.ID}
		if activity, err := b.compose(t.Context(), d); err == nil {
			t.Errorf("%s was composed: %+v", verb, activity)
		}
	}
}

// iri is an address of an instance.
func (in *instance) iri(path string) community.IRI { return storagetest.IRI(in.t, in.base+path) }
