package community_test

import (
	"errors"
	"slices"
	"testing"

	"consilium/community"
)

// The table says what may be: every row leads where it says, everything that is not
// in it is refused, and from every state there is a way out.
func TestLifeOfACase(t *testing.T) {
	states := append([]community.CaseStatus{community.CaseDrafted, community.CaseChecked, community.CaseInReview, community.CaseWithdrawn}, community.CaseStatuses()...)
	parties := []community.Party{community.Keeper, community.Consultant, community.Reviewer, community.Custodian, community.Patient, community.Clock}
	rows, acts := community.Transitions(), map[community.Act]bool{}
	leads := map[community.CaseStatus]bool{}
	for i, row := range rows {
		acts[row.Act], leads[row.From] = true, true
		for _, other := range rows[:i] {
			if other.From == row.From && other.Act == row.Act && other.Who == row.Who {
				t.Errorf("%v is there twice", row)
			}
		}
	}
	for _, from := range states {
		if from != community.CaseWithdrawn && !leads[from] {
			t.Errorf("nothing leads out of %s", from)
		}
		for act := range acts {
			for _, who := range parties {
				to, err := from.Next(act, who)
				i := slices.IndexFunc(rows, func(r community.Transition) bool { return r.From == from && r.Act == act && r.Who == who })
				theirs := slices.ContainsFunc(rows, func(r community.Transition) bool { return r.Act == act && r.Who == who })
				switch {
				case i >= 0 && (err != nil || to != rows[i].To):
					t.Errorf("%v leads to %q, %v", rows[i], to, err)
				case i < 0 && theirs && !errors.Is(err, community.ErrConflict), i < 0 && !theirs && !errors.Is(err, community.ErrForbidden):
					t.Errorf("%s by %s from %s: %q, %v", act, who, from, to, err)
				}
			}
		}
	}
	if _, err := community.CaseOpen.Next(community.ActSolve); !errors.Is(err, community.ErrForbidden) {
		t.Errorf("solved by nobody: %v", err)
	}
}

func TestParseCaseStatus(t *testing.T) {
	for _, s := range community.CaseStatuses() {
		if got, ok := community.ParseCaseStatus(string(s)); !ok || got != s {
			t.Errorf("%s is %q", s, got)
		}
	}
	for _, s := range []string{"", "draft", "review", "withdrawn", "OPEN", "answered"} {
		if _, ok := community.ParseCaseStatus(s); ok {
			t.Errorf("%q is the state of a post", s)
		}
	}
}

// A question of a clinician asks for information, what the keeper says gives it, and
// no other reply moves anything; a closed case takes none.
func TestReplied(t *testing.T) {
	ana, bob := cast()
	question := answerTo(41, bob)
	question.Response.Kind = community.Question
	own := answerTo(42, ana)
	wanted, archived := caseOf(ana), caseOf(ana)
	wanted.Case.Status, archived.Case.Status = community.CaseInformationWanted, community.CaseArchived
	for name, tt := range map[string]struct {
		asked, reply community.Post
		by           community.Responder
		want         community.CaseStatus
		err          error
	}{
		"a clinician asks":          {caseOf(ana), question, anyone, community.CaseInformationWanted, nil},
		"somebody asks":             {caseOf(ana), question, community.Responder{}, "", nil},
		"a clinician answers":       {caseOf(ana), answerTo(41, bob), anyone, "", nil},
		"asked again":               {wanted, question, anyone, "", nil},
		"the author replies":        {wanted, own, community.Responder{}, community.CaseOpen, nil},
		"the author, unasked":       {caseOf(ana), own, community.Responder{}, "", nil},
		"a question to what closed": {archived, question, anyone, "", community.ErrConflict},
		"the author, closed":        {archived, own, anyone, "", community.ErrConflict},
		"under a note":              {post(40, ana, community.InstanceOnly), question, anyone, "", nil},
	} {
		p, err := community.Replied(tt.asked, tt.reply, tt.by, at(5))
		switch {
		case !errors.Is(err, tt.err):
			t.Errorf("%s: %v", name, err)
		case p.IsZero() != (tt.want == ""):
			t.Errorf("%s: %+v", name, p.Event())
		case !p.IsZero() && p.Post().Case.Status != tt.want:
			t.Errorf("%s: %s", name, p.Post().Case.Status)
		}
	}
}

// The author is asked for the outcome once, tells it, and may tell it again.
func TestOutcome(t *testing.T) {
	ana, _ := cast()
	solved := caseOf(ana)
	solved.Case.Status, solved.Case.Solved = community.CaseSolved, at(1)
	if e, err := community.AskOutcome(solved, at(3)); err != nil || e.Act != community.ActRemind || e.By != 0 {
		t.Errorf("%v, %+v", err, e)
	}
	asked := solved
	asked.Case = new(*solved.Case)
	asked.Case.OutcomeAsked = at(3)
	if _, err := community.AskOutcome(asked, at(4)); !errors.Is(err, community.ErrConflict) {
		t.Errorf("asked twice: %v", err)
	}
	if _, err := community.AskOutcome(caseOf(ana), at(4)); !errors.Is(err, community.ErrConflict) {
		t.Errorf("asked while it is open: %v", err)
	}
	around := community.Surroundings{Now: at(5)}
	_, err := community.FollowUp(ana, asked, community.Outcome{Management: "perhaps"}, around)
	wantInvalid(t, err, "management", "case.unknown_choice", "management")
	p, err := community.FollowUp(ana, asked, community.Outcome{Management: "too-early"}, around)
	first := p.Post()
	if c := first.Case; err != nil || c.Status != community.CaseFollowedUp || c.Management != community.ManagementTooEarly || !c.FollowedUp.Equal(at(5)) || !p.SameWords() {
		t.Errorf("%v, %+v", err, c)
	}
	around.Now = at(9)
	p, err = community.FollowUp(ana, first, community.Outcome{Management: "yes", Text: "Recovered."}, around)
	if c := p.Post().Case; err != nil || c.Management != community.ManagementChanged || c.Outcome != "Recovered." || !c.FollowedUp.Equal(at(5)) || p.SameWords() {
		t.Errorf("%v, %+v", err, c)
	}
	p, err = community.Reopen(ana, p.Post(), at(10))
	if c := p.Post().Case; err != nil || c.Management != "" || !c.FollowedUp.IsZero() || c.Outcome != "Recovered." {
		t.Errorf("%v, %+v", err, c)
	}
}

// The author archives, the clock too, and the author opens again.
func TestArchive(t *testing.T) {
	ana, bob := cast()
	if _, err := community.Archive(bob, caseOf(ana), at(5)); !errors.Is(err, community.ErrForbidden) {
		t.Errorf("somebody else: %v", err)
	}
	p, err := community.Expire(caseOf(ana), at(5))
	if e := p.Event(); err != nil || e.To != community.CaseArchived || e.By != 0 {
		t.Errorf("%v, %+v", err, e)
	}
	if _, err := community.Expire(p.Post(), at(6)); !errors.Is(err, community.ErrConflict) {
		t.Errorf("archived twice: %v", err)
	}
	if p, err = community.Reopen(ana, p.Post(), at(7)); err != nil || p.Post().Case.Status != community.CaseOpen {
		t.Errorf("reopened: %v", err)
	}
}
