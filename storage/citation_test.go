package storage_test

import (
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// J1: what an answer rests on is remembered, asked about once, and again after a
// week; when it is retracted its author and the author of the case hear so, once.
func TestRetractionIsTold(t *testing.T) {
	each(t, func(st stage) {
		ana, cleo := st.member("ana"), st.member("cleo")
		asked := st.post(ana, draft{text: "rash", audience: community.InstanceOnly, isCase: true})
		p, err := community.Publish(cleo, community.PostDraft{Text: "Stop it: https://doi.org/10.1000/B", Audience: community.InstanceOnly,
			Response: &community.ResponseDraft{Kind: "answer", Departs: "Older.", Evidence: "10.1000/a PMID: 7 https://guideline.example/x"}},
			community.Surroundings{Now: st.s.Now(), Parent: &asked, Answered: &ana, Founding: true})
		st.must(err)
		answer, err := st.s.Publish(st.Context(), p)
		st.must(err)
		answer = st.again(answer)
		if answer.Response != (community.Response{Kind: community.Answer, Departs: "Older."}) || len(answer.Citations) != 4 || answer.Citations[3].Value != "10.1000/b" {
			t.Fatalf("read back %+v, %+v", answer.Response, answer.Citations)
		}
		if n := st.jobs(); n != 3 {
			t.Errorf("%d questions, want one for each but the guideline", n)
		}
		id := answer.Citations[0].ID
		said := community.Citation{Title: "Steroids", Year: 2019, Status: community.CitationFound}
		st.must(st.s.RecordCitation(st.Context(), id, said))
		if kinds := st.kinds(cleo); kinds != "" {
			t.Errorf("cleo hears %q of a good paper", kinds)
		}
		said.Retraction = community.Retracted
		for range 2 {
			st.must(st.s.RecordCitation(st.Context(), id, said))
		}
		st.must(st.s.RecordCitation(st.Context(), id, community.Citation{Status: community.CitationUnknown}))
		if c := st.again(answer).Citations[0]; c.Retraction != community.Retracted || c.Title != "Steroids" || c.Status != community.CitationFound {
			t.Errorf("after all %+v", c)
		}
		if kinds := st.kinds(cleo); kinds != "retraction" {
			t.Errorf("cleo hears %q", kinds)
		}
		if kinds := st.kinds(ana); kinds != "retraction reply" && kinds != "reply retraction" {
			t.Errorf("ana hears %q", kinds)
		}
		for range 2 { // what waits already is not asked twice
			st.must(st.s.RefreshCitations(st.Context()))
		}
		if n := st.jobs(); n != 3 {
			t.Errorf("%d questions after an hour", n)
		}
		st.must(st.s.DeletePost(st.Context(), answer.ID, st.s.Now()))
		st.must(st.s.RefreshCitations(st.Context()))
		if _, err := st.s.Citation(st.Context(), id); err == nil {
			t.Error("what nobody names any more is still here")
		}
	})
}

func (st stage) must(err error) {
	st.Helper()
	if err != nil {
		st.Fatal(err)
	}
}

// jobs counts the questions to indexes that wait.
func (st stage) jobs() int {
	st.Helper()
	list, err := st.s.Jobs(st.Context(), "citation", 100)
	st.must(err)
	for _, j := range list {
		if j.Kind != storage.KindCite {
			st.Errorf("a %s waits among the citations", j.Kind)
		}
	}
	return len(list)
}

// Founding ends with the first verified clinician.
func TestFounding(t *testing.T) {
	each(t, func(st stage) {
		for _, want := range []bool{true, false} {
			if founding, err := st.s.Founding(st.Context()); err != nil || founding != want {
				t.Errorf("founding %v, %v", founding, err)
			}
			if want {
				storagetest.Clinician(st, st.s, "cleo")
			}
		}
	})
}

// J1: once a week an index is asked again, whatever it said.
func TestCitationsAreLookedAtWeekly(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		clock := &storagetest.Clock{}
		st := stage{t, storagetest.At(t, storagetest.Options{Database: database, Now: clock.Now})}
		ana := st.member("ana")
		asked := st.publish(community.Publish(ana, community.PostDraft{Audience: community.InstanceOnly, Case: &community.CaseDraft{Title: "Rash",
			AgeBand: "30-34", Consent: "written", ConsentScope: "public", Narrative: community.Narrative{PresentingComplaint: "Rash, see https://pubmed.ncbi.nlm.nih.gov/7/", Question: "What?"}}},
			community.Surroundings{Now: st.s.Now()}))
		answered := func() (asked int) {
			leases, err := st.s.ClaimLanes(st.Context(), 10)
			st.must(err)
			for _, l := range leases {
				var o storage.Outcome
				list, err := st.s.Jobs(st.Context(), l.Lane, 10)
				st.must(err)
				for _, j := range list {
					o.Done, asked = append(o.Done, j.ID), asked+1
				}
				st.must(st.s.FinishLane(st.Context(), l, o))
			}
			return asked
		}
		if n := answered(); n != 1 {
			t.Fatalf("asked %d times at first", n)
		}
		st.must(st.s.RecordCitation(st.Context(), st.again(asked).Citations[0].ID, community.Citation{Status: community.CitationUnknown}))
		for day, want := range []int{0, 0, 0, 0, 0, 0, 0, 1} {
			clock.Advance(24 * time.Hour)
			st.must(st.s.RefreshCitations(st.Context()))
			if n := answered(); n != want {
				t.Errorf("asked %d times on day %d", n, day+1)
			}
		}
	})
}
