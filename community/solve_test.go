package community_test

import (
	"errors"
	"testing"

	"consilium/community"
)

// caseOf is an open case for members, number 40.
func caseOf(author community.Actor) community.Post {
	p := post(40, author, community.InstanceOnly)
	p.Kind = community.CasePost
	p.Case = &community.Case{Title: "Rash", Status: community.CaseOpen}
	return p
}

func TestSolveAndReopen(t *testing.T) {
	ana, bob := cast()
	open := caseOf(ana)
	open.Case.FirstResponse = at(1)
	answer := post(41, bob, community.InstanceOnly)
	answer.Root = 40
	p, err := community.Solve(ana, open, &answer, at(5))
	solved := p.Post()
	if err != nil || p.Verb() != community.Update || !p.SameWords() || solved.Case.Status != community.CaseSolved || solved.Case.Accepted != 41 ||
		!solved.Case.Solved.Equal(at(5)) || !solved.Edited.IsZero() || !solved.Updated().Equal(at(5)) || solved.Revision != 2 || !solved.Case.FirstResponse.Equal(at(1)) {
		t.Fatalf("%v, %+v, %+v", err, solved, solved.Case)
	}
	if open.Case.Status != community.CaseOpen || open.Revision != 1 {
		t.Error("the case given was changed")
	}
	if _, err := community.Solve(ana, solved, nil, at(6)); !errors.Is(err, community.ErrConflict) {
		t.Errorf("solved twice: %v", err)
	}
	p, err = community.Reopen(ana, solved, at(7))
	if c := p.Post().Case; err != nil || c.Status != community.CaseOpen || c.Accepted != 0 || !c.Solved.IsZero() || !p.Post().Updated().Equal(at(7)) || p.Post().Revision != 3 {
		t.Errorf("%v, %+v", err, c)
	}
	if p, err := community.Solve(ana, open, nil, at(5)); err != nil || p.Post().Case.Accepted != 0 {
		t.Errorf("without an answer: %v", err)
	}
}

func TestSolveRefuses(t *testing.T) {
	ana, bob := cast()
	suspended, remote := ana, ana
	suspended.Suspended, remote.Local = at(1), false
	tombstone := caseOf(ana)
	tombstone.Deleted = at(1)
	for name, tt := range map[string]struct {
		by   community.Actor
		post community.Post
		want error
	}{
		"another":   {bob, caseOf(ana), community.ErrForbidden},
		"remote":    {remote, caseOf(ana), community.ErrForbidden},
		"suspended": {suspended, caseOf(ana), community.ErrForbidden},
		"no case":   {ana, post(40, ana, community.Public), community.ErrNotFound},
		"tombstone": {ana, tombstone, community.ErrNotFound},
	} {
		if p, err := community.Solve(tt.by, tt.post, nil, at(5)); !errors.Is(err, tt.want) || !p.IsZero() {
			t.Errorf("solve, %s: %v, want %v", name, err, tt.want)
		}
		if p, err := community.Reopen(tt.by, tt.post, at(5)); !errors.Is(err, tt.want) || !p.IsZero() {
			t.Errorf("reopen, %s: %v, want %v", name, err, tt.want)
		}
	}
	if _, err := community.Reopen(ana, caseOf(ana), at(5)); !errors.Is(err, community.ErrConflict) {
		t.Errorf("reopen what is open: %v", err)
	}
	elsewhere, itself, gone := post(41, bob, community.Public), caseOf(ana), post(41, bob, community.InstanceOnly)
	gone.Root, gone.Deleted = 40, at(1)
	for name, answer := range map[string]community.Post{"another thread": elsewhere, "itself": itself, "deleted": gone} {
		_, err := community.Solve(ana, caseOf(ana), &answer, at(5))
		wantInvalid(t, err, "answer", "case.answer_elsewhere", name)
	}
}
