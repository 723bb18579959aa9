package community_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"consilium/community"
)

// caseOf is an open case for members, number 40.
func caseOf(author community.Actor) community.Post {
	p := post(40, author, community.InstanceOnly)
	p.Kind, p.Local = community.CasePost, true
	p.Case = &community.Case{Title: "Rash", Status: community.CaseOpen}
	return p
}

// anyone counts as a clinician: nobody is verified yet.
var anyone = community.Responder{Founding: true}

// answerTo is an answer in the thread of caseOf.
func answerTo(id community.PostID, author community.Actor) community.Post {
	p := post(id, author, community.InstanceOnly)
	p.Root = 40
	return p
}

func TestSolveAndReopen(t *testing.T) {
	ana, bob := cast()
	open := caseOf(ana)
	open.Case.FirstResponse = at(1)
	p, err := community.Accept(ana, open, community.Acceptance{Answer: answerTo(41, bob), Author: anyone}, at(5))
	solved := p.Post()
	if err != nil || p.Verb() != community.Update || !p.SameWords() || solved.Case.Status != community.CaseSolved || solved.Case.Accepted != 41 ||
		!solved.Case.Solved.Equal(at(5)) || !solved.Edited.IsZero() || !solved.Updated().Equal(at(5)) || solved.Revision != 2 || !solved.Case.FirstResponse.Equal(at(1)) {
		t.Fatalf("%v, %+v, %+v", err, solved, solved.Case)
	}
	if e := p.Event(); e.Act != community.ActAccept || e.From != community.CaseOpen || e.To != community.CaseSolved || e.By != ana.ID || e.Answer != 41 {
		t.Errorf("remembered as %+v", e)
	}
	if open.Case.Status != community.CaseOpen || open.Revision != 1 {
		t.Error("the case given was changed")
	}
	p, err = community.Reopen(ana, solved, at(7))
	if c := p.Post().Case; err != nil || c.Status != community.CaseOpen || c.Accepted != 0 || !c.Solved.IsZero() || !p.Post().Updated().Equal(at(7)) || p.Post().Revision != 3 {
		t.Errorf("%v, %+v", err, c)
	}
	if p, err := community.Solve(ana, open, nil, community.Surroundings{Now: at(5)}); err != nil || p.Post().Case.Accepted != 0 || !p.SameWords() {
		t.Errorf("without an answer: %v", err)
	}
}

// Several answers can be accepted, each once; the first stays the first, and when it
// is taken back the next one is.
func TestSeveralAnswers(t *testing.T) {
	ana, bob := cast()
	now := caseOf(ana)
	for i, id := range []community.PostID{41, 42, 43} {
		p, err := community.Accept(ana, now, community.Acceptance{Answer: answerTo(id, bob), Author: anyone}, at(5+i))
		if err != nil {
			t.Fatal(err)
		}
		now = p.Post()
	}
	if got := now.Case.AcceptedAnswers(); !slices.Equal(got, []community.PostID{41, 42, 43}) || !now.Case.Solved.Equal(at(5)) {
		t.Fatalf("%v, solved %v", got, now.Case.Solved)
	}
	if _, err := community.Accept(ana, now, community.Acceptance{Answer: answerTo(42, bob), Author: anyone}, at(9)); !errors.Is(err, community.ErrConflict) {
		t.Errorf("accepted twice: %v", err)
	}
	p, err := community.Unaccept(ana, now, 41, at(9))
	if got := p.Post().Case; err != nil || !slices.Equal(got.AcceptedAnswers(), []community.PostID{42, 43}) || got.Status != community.CaseSolved {
		t.Errorf("%v, %+v", err, got)
	}
	if got := now.Case.AcceptedAnswers(); !slices.Equal(got, []community.PostID{41, 42, 43}) {
		t.Errorf("the case given was changed: %v", got)
	}
	if _, err := community.Unaccept(ana, now, 99, at(9)); !errors.Is(err, community.ErrNotFound) {
		t.Errorf("what was not accepted: %v", err)
	}
}

// Only what a verified clinician said can be accepted, once there is one here:
// no door can leave the question out.
func TestAcceptAsksWhoAnswered(t *testing.T) {
	ana, bob := cast()
	if _, err := community.Accept(ana, caseOf(ana), community.Acceptance{Answer: answerTo(41, bob)}, at(5)); !errors.Is(err, community.ErrForbidden) {
		t.Errorf("accepted from nobody in particular: %v", err)
	}
}

func TestSolveRefuses(t *testing.T) {
	ana, bob := cast()
	suspended, remote := ana, ana
	suspended.Suspended, remote.Local = at(1), false
	tombstone, elsewhere := caseOf(ana), caseOf(ana)
	tombstone.Deleted, elsewhere.Local = at(1), false
	archived := caseOf(ana)
	archived.Case.Status = community.CaseArchived
	for name, tt := range map[string]struct {
		by   community.Actor
		post community.Post
		want error
	}{
		"another":        {bob, caseOf(ana), community.ErrForbidden},
		"remote":         {remote, caseOf(ana), community.ErrForbidden},
		"suspended":      {suspended, caseOf(ana), community.ErrForbidden},
		"no case":        {ana, post(40, ana, community.Public), community.ErrNotFound},
		"tombstone":      {ana, tombstone, community.ErrNotFound},
		"lives elswhere": {ana, elsewhere, community.ErrForbidden},
		"archived":       {ana, archived, community.ErrConflict},
	} {
		if p, err := community.Solve(tt.by, tt.post, nil, community.Surroundings{Now: at(5)}); !errors.Is(err, tt.want) || !p.IsZero() {
			t.Errorf("solve, %s: %v, want %v", name, err, tt.want)
		}
		accept := community.Acceptance{Answer: answerTo(41, bob), Author: anyone}
		if p, err := community.Accept(tt.by, tt.post, accept, at(5)); !errors.Is(err, tt.want) || !p.IsZero() {
			t.Errorf("accept, %s: %v, want %v", name, err, tt.want)
		}
		if p, err := community.FollowUp(tt.by, tt.post, community.Outcome{Management: "yes"}, community.Surroundings{Now: at(5)}); !errors.Is(err, tt.want) || !p.IsZero() {
			t.Errorf("follow up, %s: %v, want %v", name, err, tt.want)
		}
	}
	if _, err := community.Reopen(ana, caseOf(ana), at(5)); !errors.Is(err, community.ErrConflict) {
		t.Errorf("reopen what is open: %v", err)
	}
	other, itself, gone := post(41, bob, community.Public), caseOf(ana), answerTo(41, bob)
	gone.Deleted = at(1)
	for name, answer := range map[string]community.Post{"another thread": other, "itself": itself, "deleted": gone} {
		_, err := community.Accept(ana, caseOf(ana), community.Acceptance{Answer: answer, Author: anyone}, at(5))
		wantInvalid(t, err, "answer", "case.answer_elsewhere", name)
	}
}

// What the author says when it is solved becomes part of the case, as an edit; the
// bounds of the case form hold, and the gate stands before it.
func TestSolutionIsPartOfTheCase(t *testing.T) {
	ana, _ := cast()
	around := community.Surroundings{Now: at(5), Words: community.CaseWords{Headings: map[string]string{"diagnosis": "Diagnosis", "teaching_points": "Teaching points"}}}
	said := community.Solution{Diagnosis: " Drug reaction \n", Certainty: "certain", Confirmed: "histology", TeachingPoints: "Stop the drug first. #DRESS"}
	p, err := community.Solve(ana, caseOf(ana), &said, around)
	if err != nil {
		t.Fatal(err)
	}
	got := p.Post()
	if c := got.Case; p.SameWords() || c.Status != community.CaseSolved || c.Diagnosis != "Drug reaction" || c.Certainty != "certain" || c.Confirmed != "histology" ||
		!strings.Contains(got.Content.Text(), "Stop the drug first.") || !strings.Contains(got.Source, "Drug reaction") || !got.Edited.Equal(at(5)) || !slices.Contains(got.Tags, "dress") {
		t.Errorf("%+v, %q, tags %v", c, got.Source, got.Tags)
	}
	for name, tt := range map[string]struct {
		said  community.Solution
		field string
		key   string
	}{
		"certainty": {community.Solution{Certainty: "sure"}, "certainty", "case.unknown_choice"},
		"confirmed": {community.Solution{Confirmed: "feeling"}, "confirmed", "case.unknown_choice"},
		"too long":  {community.Solution{Diagnosis: strings.Repeat("x", community.MaxDiagnosis+1)}, "diagnosis", "case.too_long"},
	} {
		_, err := community.Solve(ana, caseOf(ana), &tt.said, around)
		wantInvalid(t, err, tt.field, tt.key, name)
	}
	_, err = community.Solve(ana, caseOf(ana), &community.Solution{TeachingPoints: "Call her son at 212-555-0143."}, around)
	if _, stopped := errors.AsType[*community.Stopped](err); !stopped {
		t.Errorf("a telephone number among the teaching points: %v", err)
	}
}

// A colleague who took a case over closes it and gives it no words.
func TestStewardGivesNoWords(t *testing.T) {
	ana, bob := cast()
	bob.Local = true
	c := caseOf(ana)
	c.Case.Steward = bob.ID
	if _, err := community.Solve(bob, c, &community.Solution{Diagnosis: "Rash"}, community.Surroundings{Now: at(5)}); !errors.Is(err, community.ErrForbidden) {
		t.Errorf("gave words: %v", err)
	}
	p, err := community.Solve(bob, c, &community.Solution{}, community.Surroundings{Now: at(5)})
	if err != nil || p.Post().Case.Status != community.CaseSolved || p.Event().By != bob.ID || p.Post().Keeper() != bob.ID {
		t.Errorf("%v, %+v", err, p.Event())
	}
}
