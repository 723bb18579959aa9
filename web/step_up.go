package web

import (
	"net/http"

	"consilium/web/door"
	"consilium/web/page"
)

// showStepUp asks a signed-in person to prove once more to be there.
func (s *Web) showStepUp(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	return s.stepUp(w, r, v, nil)
}

func (s *Web) stepUp(w http.ResponseWriter, r *http.Request, v door.Visitor, problems page.Problems) error {
	ways, err := s.Sessions.WaysToProve(r.Context(), *v.Person)
	if err != nil {
		return err
	}
	form := proofForm(r, door.AgainPath, ways)
	form.Username, form.Problems = v.Person.User.Name, problems
	providers, err := s.Sessions.SignOnsToProve(r.Context(), *v.Person)
	if err != nil {
		return err
	}
	form.SignOns = s.signOns(providers, form.Return, "prove")
	if ways.Passkey {
		if form.Options, err = s.Sessions.AskToProve(r.Context(), *v.Person); err != nil {
			return err
		}
	}
	return s.door.Show(w, r, v, door.Sheet{Status: statusOf(problems), View: page.StepUp{Proof: form}})
}

func (s *Web) takeStepUp(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	given := r.PostFormValue("code")
	if given == "" {
		given = r.PostFormValue("old")
	}
	return s.steppedUp(w, r, v, s.Sessions.ProveAgain(w, r, *v.Person, given))
}

func (s *Web) takeStepUpPasskey(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	return s.steppedUp(w, r, v, s.Sessions.ProveWithPasskey(w, r, *v.Person, r.PostFormValue("answer")))
}

func (s *Web) steppedUp(w http.ResponseWriter, r *http.Request, v door.Visitor, err error) error {
	if problems := page.ProblemsOf(err); problems != nil {
		return s.stepUp(w, r, v, problems)
	}
	if err != nil {
		return err
	}
	return door.GoOn(w, r, r.PostFormValue("late") != "")
}
