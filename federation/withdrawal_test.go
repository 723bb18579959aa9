package federation

import (
	"net/http"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// entry is what the ledger of a case says of a server.
func (in *instance) entry(post community.PostID, host string) storage.LedgerEntry {
	in.t.Helper()
	ledger, err := in.store.Ledger(in.t.Context(), post)
	if err != nil {
		in.t.Fatal(err)
	}
	for _, e := range ledger.Entries {
		if e.Host == host {
			return e
		}
	}
	in.t.Fatalf("the ledger does not know %s: %+v", host, ledger.Entries)
	return storage.LedgerEntry{}
}

// TestWithdrawnEverywhere: a case is withdrawn at home by the patient's code, with
// answers here and there below it. It is gone at the others and with it what was
// answered; the ledger shows who confirmed, and a server that is down as waiting until
// it comes back.
func TestWithdrawnEverywhere(t *testing.T) {
	clock := &storagetest.Clock{}
	a, b, down := openInstance(t, clock), openInstance(t, clock), openInstance(t, clock)
	ana, bob, eve := a.member("ana"), b.member("bob"), down.member("eve")
	ctx := t.Context()
	b.follow(bob, b.find("@ana@"+a.host))
	down.follow(eve, down.find("@ana@"+a.host))
	settle(t, a, b, down)
	draft := community.CaseDraft{Title: "Fever after travel", AgeBand: "30-34", Consent: "written", ConsentScope: "public",
		Narrative: community.Narrative{PresentingComplaint: "Fever for a week", Question: "What next?"}}
	asked := a.publish(community.Publish(ana, community.PostDraft{Audience: community.Public, Case: &draft, Language: "en"}, a.around()))
	settle(t, a, b, down)
	clock.Advance(time.Minute)
	atB, anaAtB := b.held(asked.IRI), b.known(ana)
	around := b.around()
	around.Parent, around.Answered = &atB, &anaAtB
	answer := b.publish(community.Publish(bob, community.PostDraft{Text: "Malaria film", Audience: community.Public}, around))
	settle(t, a, b, down)
	answerAtA := a.held(answer.IRI)

	down.behind(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) })
	clock.Advance(time.Minute)
	code, err := a.store.TakeCode(ctx, asked.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.store.WithdrawByCode(ctx, code); err != nil {
		t.Fatal(err)
	}
	if p := a.held(answer.IRI); p.Deleted.IsZero() || !p.Content.IsZero() {
		t.Errorf("bob's answer stands at ana's: %+v", p)
	}
	settle(t, a, b)
	for _, p := range []community.Post{b.held(asked.IRI), b.held(answer.IRI)} {
		if p.Deleted.IsZero() || !p.Content.IsZero() || p.Case != nil {
			t.Errorf("at bob's there stands %+v", p)
		}
	}
	if e := a.entry(asked.ID, b.host); e.Confirmed.IsZero() || e.Sent.IsZero() {
		t.Errorf("bob's server confirmed and the ledger says %+v", e)
	}
	if e := a.entry(asked.ID, down.host); !e.Confirmed.IsZero() || !e.Next.After(clock.Now()) || e.GivenUp() {
		t.Errorf("a server that is down is %+v", e)
	}
	if p := down.held(asked.IRI); !p.Deleted.IsZero() {
		t.Fatal("the server was not down")
	}

	down.behind(func(w http.ResponseWriter, r *http.Request) { down.Handler().ServeHTTP(w, r) })
	clock.Advance(time.Hour)
	settle(t, a, b, down)
	if e := a.entry(asked.ID, down.host); e.Confirmed.IsZero() || !e.Next.IsZero() {
		t.Errorf("after it came back it is %+v", e)
	}
	if p := down.held(asked.IRI); p.Deleted.IsZero() {
		t.Error("the case stands where the server was down")
	}

	// What is sent once more, or late, changes nothing.
	clock.Advance(time.Minute)
	around = b.around()
	around.Parent, around.Answered = &atB, &anaAtB
	late, err := community.Publish(bob, community.PostDraft{Text: "One more thought", Audience: community.Public}, around)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.store.Publish(ctx, late); err == nil {
		t.Error("bob answered a case that is gone")
	}
	if p := a.held(answerAtA.IRI); !p.Content.IsZero() {
		t.Error("the answer came back")
	}
}
