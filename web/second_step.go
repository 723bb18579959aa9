package web

import (
	"errors"
	"net/http"
	"net/url"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
	"consilium/web/session"
)

// secondPath is where a sign-in goes on after the password.
const secondPath = "/sign-in/second"

// toSecondStep leads to the page that asks for the second factor.
func toSecondStep(w http.ResponseWriter, r *http.Request, back string) error {
	return door.SeeOther(w, r, secondPath+"?return="+url.QueryEscape(back), "")
}

// showSecondStep is the page between password and session. Whoever is here is
// nobody yet for every other page.
func (s *Web) showSecondStep(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	return s.secondStep(w, r, v, nil)
}

func (s *Web) secondStep(w http.ResponseWriter, r *http.Request, v door.Visitor, problems page.Problems) error {
	half, err := s.Sessions.Half(r)
	if err != nil {
		return s.beginAgain(w, r, err)
	}
	form := proofForm(r, secondPath, half.Ways)
	form.Username, form.Problems = half.User.Name, problems
	if half.Passkey {
		if form.Options, err = s.Sessions.AskToComplete(r.Context(), half); err != nil {
			return err
		}
	}
	return s.door.Show(w, r, v, door.Sheet{Status: statusOf(problems), View: page.SecondStep{Proof: form}})
}

// proofForm is the form for the ways somebody can prove who they are.
func proofForm(r *http.Request, path string, ways session.Ways) page.Proof {
	return page.Proof{URL: path, App: ways.App, Passkey: ways.Passkey, Recovery: ways.Recovery, Password: ways.Password,
		Return: page.SafeReturn(r.FormValue("return"), "/home"), Late: r.FormValue("late") != ""}
}

// statusOf is the status of a form, shown again when something is wrong with it.
func statusOf(problems page.Problems) int {
	if len(problems) > 0 {
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}

// beginAgain leads whose half sign-in is gone to the beginning.
func (s *Web) beginAgain(w http.ResponseWriter, r *http.Request, err error) error {
	if !errors.Is(err, community.ErrNotFound) {
		return err
	}
	back := page.SafeReturn(r.FormValue("return"), "/home")
	return door.SeeOther(w, r, "/sign-in?return="+url.QueryEscape(back), door.NoticeBeginAgain)
}

func (s *Web) takeSecondStep(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	_, err := s.Sessions.Complete(w, r, r.PostFormValue("code"))
	return s.completed(w, r, v, err)
}

func (s *Web) takeSecondPasskey(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	_, err := s.Sessions.CompleteWithPasskey(w, r, r.PostFormValue("answer"))
	return s.completed(w, r, v, err)
}

func (s *Web) completed(w http.ResponseWriter, r *http.Request, v door.Visitor, err error) error {
	if problems := page.ProblemsOf(err); problems != nil {
		return s.secondStep(w, r, v, problems)
	}
	if err != nil {
		return s.beginAgain(w, r, err)
	}
	return door.SeeOther(w, r, page.SafeReturn(r.PostFormValue("return"), "/home"), "")
}
