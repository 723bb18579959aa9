package web

import (
	"net/http"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
	"consilium/web/page"
)

func (s *Web) showCheck(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	a, open, err := s.editing(w, r, v, "check")
	if err != nil || !open {
		return err
	}
	if a.State == community.VerificationAsked {
		return door.SeeOther(w, r, "/verification", "") // answered there
	}
	return s.check(w, r, v, a)
}

func (s *Web) check(w http.ResponseWriter, r *http.Request, v door.Visitor, a application) error {
	rules := s.store.VerificationRules()
	view := page.ApplicationCheck{Wizard: page.Wizard{Step: "check"}, Claim: a.Claim, Claims: s.claimWords(a.Claim), Days: rules.Days(),
		Keep: int(rules.Keep() / (24 * time.Hour)), Problems: page.Problems{}}
	if problem, wrong := a.faults["note"]; wrong {
		view.Problems["note"] = problem
	}
	var err error
	if view.Mail, err = s.mailOf(r.Context(), v, a.Email); err != nil {
		return err
	}
	papers, err := s.papersOf(r.Context(), a, "")
	if err != nil {
		return err
	}
	view.Papers = papers.List
	return s.door.Show(w, r, v, door.Sheet{Status: pageStatus(view.Problems), View: view})
}

func (s *Web) claimWords(c community.Claim) page.ClaimWords {
	return page.ClaimWords{Register: s.registerOf(c.Register), NeedsEntry: len(s.registersFor(c)) > 0}
}

// sendVerification is POST /verification/send.
func (s *Web) sendVerification(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	a, open, err := s.editing(w, r, v, "check")
	if err != nil || !open {
		return err
	}
	a.Note = r.PostFormValue("note")
	if a, _, err = s.keepClaim(r, v, a, "check"); err != nil {
		return err
	}
	switch {
	case r.PostFormValue("go") == "back":
		return door.SeeOther(w, r, "/verification/proof", "")
	case a.faults != nil:
		return s.check(w, r, v, a)
	}
	if _, err := s.store.SubmitVerification(r.Context(), v.Person.Actor.ID); err != nil {
		return err
	}
	return door.SeeOther(w, r, "/verification", "notice.verification_sent")
}

// status shows how an application stands, completed with what a form was filled
// with.
func (s *Web) status(w http.ResponseWriter, r *http.Request, v door.Visitor, view page.Application) error {
	ctx := r.Context()
	a, err := s.application(ctx, v)
	if err != nil {
		return err
	}
	typed, papers := view.Mail, view.Papers
	view.State, view.Claim, view.Claims = a.State, a.Claim, s.claimWords(a.Claim)
	view.Submitted, view.Due, view.Decided, view.Reason = a.Submitted, a.Due, a.Decided, a.Reason
	if a.State.Open() {
		view.Decided, view.Reason = time.Time{}, "" // an appeal of what was decided
	}
	view.Late = a.State.Open() && a.State != community.VerificationAsked && s.store.Now().After(a.Due)
	view.MayAppeal, view.MayBegin = a.MayAppeal(), !a.State.Live()
	_, cannot := a.State.Step(community.WithdrawVerification)
	view.MayWithdraw = cannot == nil
	view.Level, view.ProfileURL = v.Person.Standing.Level, "/@"+v.Person.Actor.Handle.String()
	if c := v.Person.Standing.Credential; c != nil {
		view.Until = c.Until
	}
	if view.Mail, err = s.mailOf(ctx, v, a.Email); err != nil {
		return err
	}
	if view.Mail != nil && typed != nil {
		*view.Mail = page.ApplicationMail{Email: typed.Email}
	}
	if view.Papers, err = s.papersOf(ctx, a, "/verification"); err != nil {
		return err
	}
	view.Papers.Kind, view.Papers.Problems = papers.Kind, papers.Problems
	messages, err := s.store.VerificationMessages(ctx, a.ID)
	if err != nil {
		return err
	}
	for _, m := range messages {
		view.Messages = append(view.Messages, page.ApplicationMessage{Officer: m.Officer, Text: m.Text, When: m.Created})
	}
	return s.door.Show(w, r, v, door.Sheet{Status: pageStatus(view.Problems, papers.Problems), View: view})
}

// stepVerification is what an applicant does to an application that was sent.
func (s *Web) stepVerification(act community.VerificationAct, notice string) door.Handler {
	return func(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
		a, err := s.application(r.Context(), v)
		if err != nil {
			return err
		}
		if a.ID == 0 {
			return community.ErrNotFound
		}
		text := r.PostFormValue("text")
		_, err = s.store.StepVerification(r.Context(), storage.VerificationStep{ID: a.ID, Act: act, By: v.Person.Actor.ID, Text: text})
		if problems := page.ProblemsOf(err); problems != nil {
			return s.status(w, r, v, page.Application{Text: text, Problems: problems})
		}
		if err != nil {
			return err
		}
		return door.SeeOther(w, r, "/verification", notice)
	}
}
