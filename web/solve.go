package web

import (
	"errors"
	"net/http"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
)

// keptHere is the case that {id} names, which the visitor decides about. Somebody
// else's is forbidden when it can be seen, and not there otherwise.
func (s *Web) keptHere(r *http.Request, v door.Visitor) (community.Post, error) {
	p, err := s.postHere(r, v)
	switch {
	case err != nil:
	case p.Case == nil:
		err = community.ErrNotFound
	case !p.Local || !s.keeps(v, p):
		err = community.ErrForbidden
	}
	return p, err
}

// showSolve is GET /p/{id}/solve: what the author says of the diagnosis.
func (s *Web) showSolve(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	p, err := s.keptHere(r, v)
	if err != nil {
		return err
	}
	if _, err := p.Case.Status.Next(community.ActSolve, community.Keeper); err != nil {
		return err
	}
	c := p.Case
	said := community.Solution{Diagnosis: c.Diagnosis, Certainty: string(c.Certainty), Confirmed: string(c.Confirmed), TeachingPoints: c.TeachingPoints}
	return s.door.Show(w, r, v, door.Sheet{View: s.solving(v, p, said)})
}

func (s *Web) solving(v door.Visitor, p community.Post, said community.Solution) page.Solve {
	return page.Solve{URL: "/p/" + community.FormatID(p.ID) + "/solve", Case: s.postPath(p), Title: p.Case.Title, Draft: said,
		Words: p.Author == v.Person.Actor.ID, Solved: !p.Case.Status.Pending()}
}

// solveCase is POST /p/{id}/solve. Without the fields of its form nothing is said of
// the diagnosis.
func (s *Web) solveCase(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	p, err := s.postHere(r, v)
	if err != nil {
		return err
	}
	if p.Case == nil {
		return community.ErrNotFound
	}
	var said *community.Solution
	narrative := p.Case.Narrative
	if r.PostFormValue("diagnosis") != "" || r.PostForm.Has("diagnosis") {
		said = &community.Solution{Diagnosis: r.PostForm.Get("diagnosis"), Certainty: r.PostForm.Get("certainty"),
			Confirmed: r.PostForm.Get("confirmed"), TeachingPoints: r.PostForm.Get("teaching_points"), Gate: community.Clearance{Seen: r.PostForm.Get("seen")}}
		narrative.Diagnosis, narrative.TeachingPoints = said.Diagnosis, said.TeachingPoints
	}
	around, err := s.rewording(r.Context(), v, p, narrative)
	if err != nil {
		return err
	}
	solved, err := community.Solve(v.Person.Actor, p, said, around)
	if problems, seen := problemsOrStopped(err); problems != nil {
		view := s.solving(v, p, *said)
		view.Problems, view.Seen = problems, seen
		return s.door.Show(w, r, v, door.Sheet{Status: statusOf(problems), View: view})
	}
	return s.restate(w, r, restated{p, solved, "notice.solved", err})
}

// showOutcome is GET /p/{id}/outcome.
func (s *Web) showOutcome(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	p, err := s.keptHere(r, v)
	if err != nil {
		return err
	}
	if _, err := p.Case.Status.Next(community.ActFollowUp, community.Keeper); err != nil {
		return err
	}
	return s.door.Show(w, r, v, door.Sheet{View: s.ending(v, p, community.Outcome{Management: string(p.Case.Management), Text: p.Case.Outcome})})
}

func (s *Web) ending(v door.Visitor, p community.Post, said community.Outcome) page.Outcome {
	return page.Outcome{URL: "/p/" + community.FormatID(p.ID) + "/outcome", Case: s.postPath(p), Title: p.Case.Title, Draft: said,
		Words: p.Author == v.Person.Actor.ID}
}

// followUp is POST /p/{id}/outcome: how it ended.
func (s *Web) followUp(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	p, err := s.postHere(r, v)
	if err != nil {
		return err
	}
	if p.Case == nil {
		return community.ErrNotFound
	}
	said := community.Outcome{Management: r.PostFormValue("management"), Text: r.PostFormValue("outcome"),
		Gate: community.Clearance{Seen: r.PostFormValue("seen")}}
	narrative := p.Case.Narrative
	narrative.Outcome = said.Text
	around, err := s.rewording(r.Context(), v, p, narrative)
	if err != nil {
		return err
	}
	followed, err := community.FollowUp(v.Person.Actor, p, said, around)
	if problems, seen := problemsOrStopped(err); problems != nil {
		view := s.ending(v, p, said)
		view.Problems, view.Seen = problems, seen
		return s.door.Show(w, r, v, door.Sheet{Status: statusOf(problems), View: view})
	}
	return s.restate(w, r, restated{p, followed, "notice.followed_up", err})
}

// problemsOrStopped is what a small form says of texts that do not do, or that the
// gate stopped; seen is what the author was told of, so that hints pass when the form
// comes again. nil when err is for nobody's eyes.
func problemsOrStopped(err error) (problems page.Problems, seen string) {
	stopped, ok := errors.AsType[*community.Stopped](err)
	if !ok {
		return page.ProblemsOf(err), ""
	}
	problems = page.Problems{"": community.Say("case.life.stopped")}
	for _, c := range stopped.Concerns {
		if _, said := problems[c.Field]; !said {
			problems[c.Field] = community.Say("case.life.identifies", "text", c.Text)
		}
	}
	for _, t := range stopped.Traits {
		if _, said := problems[t.Field]; !said && t.Field != "" {
			problems[t.Field] = community.Say("case.life.identifies", "text", t.Text)
		}
	}
	if !stopped.Stops() {
		problems[""], seen = community.Say("case.life.hint"), stopped.Shown()
	}
	return problems, seen
}
