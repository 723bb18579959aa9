package storage_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

func withdrawal(by community.Actor, p community.Post) community.Withdrawal {
	return community.Withdrawal{Post: p.ID, By: by.ID, Ground: community.WithdrawnByAuthor}
}

// TestTheCodeOfACase takes, renews and tries the code of a case.
func TestTheCodeOfACase(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		s := storagetest.At(t, storagetest.Options{Database: database})
		st, r := stage{t, s}, openRaw(t, database)
		ana := st.member("ana")
		p := st.post(ana, draft{text: "rash", isCase: true, audience: community.InstanceOnly})
		if exists, waits, err := s.CodeWaits(t.Context(), p.ID); !exists || !waits || err != nil {
			t.Fatalf("the code of a new case: %v, waits %v, %v", exists, waits, err)
		}
		first := must(s.TakeCode(t.Context(), p.ID))(t)
		if _, err := s.TakeCode(t.Context(), p.ID); !errors.Is(err, community.ErrGone) {
			t.Errorf("shown twice: %v", err)
		}
		if c := must(s.CaseOfCode(t.Context(), first))(t); c.Post != p.ID || c.Servers != 0 || !c.Withdrawn.IsZero() || !c.Published.Equal(p.Published) {
			t.Errorf("the case of the code is %+v", c)
		}
		second := must(s.RenewCode(t.Context(), p.ID))(t)
		for _, code := range []community.WithdrawalCode{first, community.MakeWithdrawalCode([19]byte{7})} {
			if _, err := s.WithdrawByCode(t.Context(), code); !errors.Is(err, community.ErrNotFound) {
				t.Errorf("a code that is void or was never one: %v", err)
			}
		}
		for _, code := range []community.WithdrawalCode{first, second} {
			if found := r.where(strings.ToLower(string(code))); len(found) > 0 {
				t.Errorf("a code that was shown lies in %v", found)
			}
		}
		if id := must(s.WithdrawByCode(t.Context(), second))(t); id != p.ID || st.again(p).Deleted.IsZero() {
			t.Error("the code withdraws nothing")
		}
		if id, err := s.WithdrawByCode(t.Context(), second); id != p.ID || err != nil {
			t.Errorf("once more: %v", err)
		}
		if _, err := s.RenewCode(t.Context(), p.ID); !errors.Is(err, community.ErrGone) {
			t.Errorf("a new code for a withdrawn case: %v", err)
		}
	})
}

// TestWhichCasesHaveACode goes by the basis of the consent, also when an edit changes
// it.
func TestWhichCasesHaveACode(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		st := stage{t, s}
		ana := st.member("ana")
		for basis, want := range map[string]bool{"written": true, "verbal": true, "institution": true, "no-patient": false, "public-domain": false} {
			d := draft{text: "rash", isCase: true, audience: community.InstanceOnly}
			words := d.words()
			words.Case.Consent = basis
			p := st.publish(community.Publish(ana, words, d.surroundings(s)))
			exists, _, err := s.CodeWaits(t.Context(), p.ID)
			if err != nil || exists != want {
				t.Errorf("%s: has a code %v, %v", basis, exists, err)
			}
			if want {
				continue
			}
			if _, err := s.TakeCode(t.Context(), p.ID); !errors.Is(err, community.ErrNotFound) {
				t.Errorf("%s: %v", basis, err)
			}
			words.Case.Consent = "verbal"
			st.publish(community.Revise(ana, p, words, d.surroundings(s)))
			if exists, _, err := s.CodeWaits(t.Context(), p.ID); err != nil || !exists {
				t.Errorf("%s, and a patient after all: %v, %v", basis, exists, err)
			}
		}
	})
}

// TestConsentIsRemembered for who may see it, and on no post.
func TestConsentIsRemembered(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		st := stage{t, s}
		ana := st.member("ana")
		d := draft{text: "rash", isCase: true, audience: community.InstanceOnly}
		words := d.words()
		words.Case.ConsentScope, words.Case.ConsentGiven, words.Case.ConsentPointer, words.Case.Research = "instance", "2025-03-01", "consent folder", true
		p := st.publish(community.Publish(ana, words, d.surroundings(s)))
		want := community.ConsentRecord{Basis: "written", Scope: "instance", Given: time.Date(2025, 3, 1, 0, 0, 0, 0, time.UTC), Pointer: "consent folder", Research: true}
		if got := must(s.ConsentOf(t.Context(), p.ID))(t); got != want {
			t.Errorf("remembered %+v, want %+v", got, want)
		}
		if got := st.again(p); got.Case.Scope != community.ScopeInstance || strings.Contains(fmt.Sprintf("%+v", got), "consent folder") {
			t.Errorf("the case is %+v", got.Case)
		}
		words.Case.ConsentGiven, words.Case.ConsentPointer, words.Case.Research = "", "", false
		st.publish(community.Revise(ana, p, words, d.surroundings(s)))
		want.Research = false
		if got := must(s.ConsentOf(t.Context(), p.ID))(t); got != want {
			t.Errorf("after an edit %+v, want %+v", got, want)
		}
		if _, err := s.ConsentOf(t.Context(), 1); !errors.Is(err, community.ErrNotFound) {
			t.Errorf("of no case: %v", err)
		}
	})
}

// TestWithdrawalTellsEveryServer that received the case, a boost of it or an answer,
// and the ledger says who confirmed.
func TestWithdrawalTellsEveryServer(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		st := stage{t, s}
		ana, ben, chief, bob := st.member("ana"), st.member("ben"), st.staff("chief", community.Moderator), st.remote("bob")
		far := storagetest.Remote(t, s, "https://far.example", "eve")
		st.follows(bob, ana)
		st.follows(far, ben)
		p := st.post(ana, draft{text: "rash", isCase: true, audience: community.Public})
		st.boost(ben, p, community.Public)
		st.post(ben, draft{text: "an answer", audience: community.Public, parent: &p, answering: &ana})
		for _, r := range must(s.Recipients(t.Context(), p.ID))(t) {
			ok(t, s.NoteSent(t.Context(), storage.Job{}, storage.Sent{Inbox: r.Inbox, Post: p.ID, Revision: 1}))
		}
		code := must(s.TakeCode(t.Context(), p.ID))(t)
		if c := must(s.CaseOfCode(t.Context(), code))(t); c.Servers != 2 {
			t.Errorf("%d servers received it, want 2", c.Servers)
		}
		must(s.WithdrawByCode(t.Context(), code))(t)
		for _, lane := range []string{"there.example", "far.example"} {
			if got := verbs(t, s, lane); strings.Count(got, "Delete") == 0 {
				t.Errorf("%s is sent %s", lane, got)
			}
		}
		l := must(s.Ledger(t.Context(), p.ID))(t)
		if l.Ground != community.WithdrawnByPatient || l.By != 0 || l.Author != ana.ID || l.When.IsZero() || len(l.Entries) != 2 {
			t.Fatalf("the ledger is %+v", l)
		}
		for _, e := range l.Entries {
			if !e.Confirmed.IsZero() || e.Next.IsZero() || e.GivenUp() {
				t.Errorf("before anybody answered: %+v", e)
			}
		}
		for _, d := range deliveries(t, s, "there.example") {
			if d.Verb == "Delete" {
				ok(t, s.NoteSent(t.Context(), storage.Job{}, storage.Sent{Inbox: d.Inbox, Post: d.Post, Deleted: true}))
			}
		}
		l = must(s.Ledger(t.Context(), p.ID))(t)
		if l.Entries[0].Host != "far.example" || !l.Entries[0].Confirmed.IsZero() || l.Entries[1].Confirmed.IsZero() || !l.Entries[1].Next.IsZero() || l.Entries[1].Sent.IsZero() {
			t.Errorf("after one confirmed: %+v", l.Entries)
		}
		if got := [3]string{st.kinds(ana), st.kinds(ben), st.kinds(chief)}; !strings.Contains(got[0], "case-withdrawn") ||
			!strings.Contains(got[1], "case-withdrawn") || !strings.Contains(got[2], "case-withdrawn") {
			t.Errorf("told %v", got)
		}
	})
}

func (st stage) staff(name string, role community.Role) community.Actor {
	st.Helper()
	_, a := storagetest.Staff(st, st.s, name, role)
	return a
}

// TestDeletesOutliveOtherJobsOfADeadServer waits 8 and 31 days for a server that does
// not answer.
func TestDeletesOutliveOtherJobsOfADeadServer(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		clock := new(storagetest.Clock)
		s := storagetest.At(t, storagetest.Options{Database: database, Now: clock.Now})
		st := stage{t, s}
		ana := st.member("ana")
		st.follows(st.remote("bob"), ana)
		p := st.post(ana, draft{text: "rash", isCase: true, audience: community.Public})
		ok(t, s.Withdraw(t.Context(), withdrawal(ana, p)))
		down := func(days int) {
			t.Helper()
			clock.Advance(time.Duration(days) * 24 * time.Hour)
			for _, lease := range must(s.ClaimLanes(t.Context(), 10))(t) {
				ok(t, s.FinishLane(t.Context(), lease, storage.Outcome{Down: true}))
			}
		}
		down(8)
		if got := verbs(t, s, "there.example"); got != "Delete " && !strings.HasSuffix(got, "Delete ") {
			t.Errorf("after 8 days there waits %q", got)
		}
		if e := must(s.Ledger(t.Context(), p.ID))(t).Entries; len(e) != 1 || e[0].Next.IsZero() {
			t.Errorf("after 8 days the ledger says %+v", e)
		}
		down(23)
		if e := must(s.Ledger(t.Context(), p.ID))(t).Entries; len(e) != 1 || !e[0].GivenUp() {
			t.Errorf("after 31 days the ledger says %+v", e)
		}
	})
}

// TestNothingComesBelowAWithdrawnCase is the attack of an answer that is on its way:
// of a member who began before, from a server that has not heard, below another that
// never came.
func TestNothingComesBelowAWithdrawnCase(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		s := storagetest.At(t, storagetest.Options{Database: database})
		th := newThread(t, s, database)
		late, err := community.Publish(th.ben, community.PostDraft{Text: patientWord + " late", Audience: community.Public},
			draft{parent: &th.asked, answering: &th.ana}.surroundings(s))
		ok(t, err)
		edited, err := community.Revise(th.ben, th.answer, community.PostDraft{Text: patientWord + " edited"}, draft{parent: &th.asked}.surroundings(s))
		ok(t, err)
		orphan := th.document(th.bob, "orphan", patientWord+" below one that never came", community.Public)
		orphan.ParentIRI = storagetest.IRI(t, "https://there.example/users/bob/between")
		th.receive(orphan)
		ok(t, s.Withdraw(t.Context(), withdrawal(th.ana, th.asked)))
		for name, p := range map[string]community.Publication{"a member's": late, "a member's edit": edited} {
			if _, err := s.Publish(t.Context(), p); !errors.Is(err, community.ErrGone) {
				t.Errorf("%s: %v", name, err)
			}
		}
		for _, d := range []community.Draft{{Kind: community.DraftOfReply, Parent: th.asked.ID}, {Kind: community.DraftOfReply, Parent: th.answer.ID}, {Kind: community.DraftOfEdit, Post: th.asked.ID}} {
			d.Owner, d.Form = th.ben.ID, map[string][]string{"text": {patientWord}}
			if _, err := s.SaveDraft(t.Context(), d); !errors.Is(err, community.ErrNotFound) {
				t.Errorf("a draft of %s: %v", d.Kind, err)
			}
		}
		for name, parent := range map[string]community.IRI{"between": th.asked.IRI, "deep": th.answer.IRI, "deeper": orphan.ParentIRI, "twice": th.foreign.IRI} {
			d := th.document(th.bob, name, patientWord+" late", community.Public)
			d.ParentIRI = parent
			p, err := community.Receive(d, nil, s.Now())
			ok(t, err)
			if name == "deeper" {
				first := th.document(th.bob, "between", patientWord+" late", community.Public)
				first.ParentIRI = th.asked.IRI
				before, err := community.Receive(first, nil, s.Now())
				ok(t, err)
				if _, err := s.Publish(t.Context(), before); !errors.Is(err, community.ErrGone) {
					t.Errorf("between: %v", err)
				}
			}
			if _, err := s.Publish(t.Context(), p); !errors.Is(err, community.ErrGone) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if found := th.raw.where(patientWord); len(found) > 0 {
			t.Errorf("the patient is spoken of in %v", found)
		}
	})
}

// TestAnswersWhileACaseIsWithdrawn lets answers and the withdrawal run at once.
func TestAnswersWhileACaseIsWithdrawn(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		s := storagetest.At(t, storagetest.Options{Database: database})
		st, r := stage{t, s}, openRaw(t, database)
		ana, ben := st.member("ana"), st.member("ben")
		for round := range 4 {
			p := st.post(ana, draft{text: "rash", isCase: true, audience: community.InstanceOnly})
			var answers []community.Publication
			for n := range 6 {
				answers = append(answers, st.publication(ben, draft{text: fmt.Sprintf("%s %d", patientWord, n), audience: community.InstanceOnly, parent: &p, answering: &ana}))
			}
			var all sync.WaitGroup
			for n, answer := range answers {
				all.Go(func() {
					if n == round {
						if err := s.Withdraw(t.Context(), withdrawal(ana, p)); err != nil {
							t.Errorf("withdraw: %v", err)
						}
					}
					if _, err := s.Publish(t.Context(), answer); err != nil && !errors.Is(err, community.ErrGone) {
						t.Errorf("answer: %v", err)
					}
				})
			}
			all.Wait()
		}
		if found := r.where(patientWord); len(found) > 0 {
			t.Errorf("an answer lives in %v", found)
		}
	})
}

// TestWithdrawalRunsTwice breaks nothing, and each Delete waits once.
func TestWithdrawalRunsTwice(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		st := stage{t, s}
		ana := st.member("ana")
		st.follows(st.remote("bob"), ana)
		p := st.post(ana, draft{text: "rash", isCase: true, audience: community.Public})
		ok(t, s.Withdraw(t.Context(), withdrawal(ana, p)))
		before := verbs(t, s, "there.example")
		when := must(s.Ledger(t.Context(), p.ID))(t).When
		ok(t, s.Withdraw(t.Context(), community.Withdrawal{Post: p.ID, Ground: community.WithdrawnByPatient}))
		ok(t, s.DeletePost(t.Context(), p.ID, s.Now()))
		wantVerbs(t, s, "there.example", before)
		if l := must(s.Ledger(t.Context(), p.ID))(t); !l.When.Equal(when) || l.Ground != community.WithdrawnByAuthor {
			t.Errorf("the ledger became %+v", l.Withdrawal)
		}
		ok(t, s.NoteSent(t.Context(), storage.Job{}, storage.Sent{Inbox: deliveries(t, s, "there.example")[0].Inbox, Post: p.ID, Deleted: true}))
	})
}

// TestACaseDeletedAtHomeTakesItsAnswersAlong: what members wrote below a case of
// another server speaks of the same patient.
func TestACaseDeletedAtHomeTakesItsAnswersAlong(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		s := storagetest.At(t, storagetest.Options{Database: database})
		st, r := stage{t, s}, openRaw(t, database)
		ana, bob := st.member("ana"), st.remote("bob")
		d := st.document(bob, "case", patientWord, community.Public)
		d.Kind, d.Title = community.CasePost, patientWord
		d.Case = &community.Case{Title: patientWord, Patient: community.PatientContext{AgeBand: "40-44"}, Status: community.CaseOpen,
			Narrative: community.Narrative{PresentingComplaint: patientWord, Question: patientWord}}
		asked := st.receive(d)
		st.post(ana, draft{text: patientWord + " as well", audience: community.Public, parent: &asked, answering: &bob})
		ok(t, s.ReceiveDelete(t.Context(), asked.IRI, bob))
		if found := r.where(patientWord); len(found) > 0 {
			t.Errorf("the patient is spoken of in %v", found)
		}
		if got := st.kinds(ana); !strings.Contains(got, "case-withdrawn") {
			t.Errorf("ana is told %q", got)
		}
		if got := verbs(t, s, "there.example"); !strings.HasSuffix(got, "Delete ") {
			t.Errorf("there.example is sent %q", got)
		}
	})
}
