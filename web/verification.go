package web

import (
	"context"
	"errors"
	"net/http"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/community/credential"
	"consilium/storage"
	"consilium/storage/media"
	"consilium/web/door"
	"consilium/web/page"
)

// VerificationOptions are what applications to be verified need.
type VerificationOptions struct {
	// Registers are the institution's own, looked up in a file, beside those that
	// package credential knows.
	Registers []page.RegisterChoice
	// Papers scrubs the pictures of papers. One of its own is made when nil.
	Papers *media.Scrubber
}

// verificationRoutes are the pages of an applicant.
func (s *Web) verificationRoutes(router *mux.Router) {
	for _, route := range []struct {
		method, path string
		handler      door.Handler
	}{
		{"GET", "/verification", s.showVerification},
		{"GET", "/verification/work", s.showWork},
		{"POST", "/verification/work", s.saveWork},
		{"GET", "/verification/entry", s.showEntry},
		{"POST", "/verification/entry", s.saveEntry},
		{"GET", "/verification/proof", s.showProof},
		{"POST", "/verification/letter", s.sendProofLetter},
		{"POST", "/verification/documents", s.addPaper},
		{"POST", "/verification/documents/{id}/remove", s.removePaper},
		{"GET", "/verification/check", s.showCheck},
		{"POST", "/verification/send", s.sendVerification},
		{"POST", "/verification/answer", s.stepVerification(community.AnswerOfficer, "notice.verification_answered")},
		{"POST", "/verification/appeal", s.stepVerification(community.AppealVerification, "notice.verification_appealed")},
		{"POST", "/verification/withdraw", s.stepVerification(community.WithdrawVerification, "notice.verification_withdrawn")},
		{"POST", "/verification/hint", s.dismissHint},
		{"GET", "/verification/mail/{token}", s.showProofLink},
		{"POST", "/verification/mail/{token}", s.useProofLink},
	} {
		router.Handle(route.path, s.door.Member(applying(route.handler))).Methods(methods(route.method)...)
	}
}

// applying lets in who may ask to be verified.
func applying(h door.Handler) door.Handler {
	return func(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
		if !v.May(community.ApplyVerification) {
			return community.ErrForbidden
		}
		return h(w, r, v)
	}
}

// application is where somebody stands: the newest application, zero when there
// never was one, and the faults of what it claims.
type application struct {
	community.Verification
	faults page.Problems
}

func (s *Web) application(ctx context.Context, v door.Visitor) (application, error) {
	newest, err := s.store.VerificationDraft(ctx, v.Person.Actor.ID)
	if err != nil && !errors.Is(err, community.ErrNotFound) {
		return application{}, err
	}
	a := application{Verification: newest}
	if !a.State.Live() {
		a.Claim = s.firstClaim(a.Verification, v)
	}
	a.faults = page.ProblemsOf(community.ClaimFaults(a.Claim))
	return a, nil
}

// firstClaim is what a new application begins with: what the last one said, or
// what the profile does.
func (s *Web) firstClaim(last community.Verification, v door.Visitor) community.Claim {
	c := last.Claim
	if c.LegalName != "" {
		c.Note = ""
		return c
	}
	me := v.Person.Actor
	c = community.Claim{Profession: me.Profession}
	if me.Profession.Class() == credential.Undeclared {
		c.Profession = ""
	}
	if me.Specialty != "" {
		c.Specialties = []community.Specialty{me.Specialty}
	}
	return c
}

// stepFields are the fields of a claim by the step that asks for them.
var stepFields = map[string][]string{
	"work":  {"profession", "specialties", "country"},
	"entry": {"legal_name", "register", "number", "region", "organisation"},
}

// of picks the faults of one step.
func (a application) of(step string) page.Problems {
	found := page.Problems{}
	for _, field := range stepFields[step] {
		if problem, wrong := a.faults[field]; wrong {
			found[field] = problem
		}
	}
	if len(found) == 0 {
		return nil
	}
	return found
}

// editing gives the application for a page that changes it. open is false where
// there is nothing to change now, or something comes first: the answer is then
// given already.
func (s *Web) editing(w http.ResponseWriter, r *http.Request, v door.Visitor, step string) (a application, open bool, err error) {
	a, err = s.application(r.Context(), v)
	switch {
	case err != nil:
	case a.State.Live() && !a.State.Editable():
		err = door.SeeOther(w, r, "/verification", "")
	case step != "work" && a.of("work") != nil:
		err = door.SeeOther(w, r, "/verification/work", "")
	case step != "work" && step != "entry" && a.of("entry") != nil:
		err = door.SeeOther(w, r, "/verification/entry", "")
	default:
		open = true
	}
	return a, open, err
}

// keepClaim saves what was typed, and says what is wrong with the part of a step.
// Nothing typed is lost: what does not do yet is kept too.
func (s *Web) keepClaim(r *http.Request, v door.Visitor, a application, step string) (application, page.Problems, error) {
	saved, err := s.store.SaveVerification(r.Context(), v.Person.Actor.ID, a.Claim)
	if err != nil {
		return a, nil, err
	}
	a.Verification, a.faults = saved, page.ProblemsOf(community.ClaimFaults(saved.Claim))
	return a, a.of(step), nil
}

// showVerification is GET /verification: how the application stands, or the next
// step of one that was not sent yet.
func (s *Web) showVerification(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	a, err := s.application(r.Context(), v)
	if err != nil {
		return err
	}
	switch {
	case a.ID != 0 && a.State != community.VerificationDraft:
		return s.status(w, r, v, page.Application{})
	case a.of("work") != nil:
		return door.SeeOther(w, r, "/verification/work", "")
	case a.of("entry") != nil:
		return door.SeeOther(w, r, "/verification/entry", "")
	}
	return door.SeeOther(w, r, "/verification/proof", "")
}

// mailOf is the address at work as pages show it; nil without a mail server.
func (s *Web) mailOf(ctx context.Context, v door.Visitor, claimed string) (*page.ApplicationMail, error) {
	if !s.Letters {
		return nil, nil
	}
	proofs, err := s.store.MailProofs(ctx, v.Person.Actor.ID)
	if err != nil {
		return nil, err
	}
	m := &page.ApplicationMail{Email: claimed}
	for _, p := range proofs {
		if claimed == "" && m.Email == "" {
			m.Email = p.Address
		}
		if sameMailbox(p.Address, m.Email) {
			m.Sent = p.Asked
			if p.InForce(s.store.Now()) {
				m.Proved, m.Until = p.Proved, p.Until
			}
		}
	}
	return m, nil
}

func sameMailbox(a, b string) bool {
	first, err := community.ParseMailbox(a)
	if err != nil {
		return false
	}
	second, err := community.ParseMailbox(b)
	return err == nil && first.Same() == second.Same()
}

// papersOf lists the pictures that are still there.
func (s *Web) papersOf(ctx context.Context, a application, back string) (page.ApplicationPapers, error) {
	view := page.ApplicationPapers{Kinds: storage.DocumentKinds(), Return: back, MayAdd: a.State.Editable() || !a.State.Live()}
	if a.ID == 0 || !a.State.Live() {
		return view, nil
	}
	list, err := s.store.VerificationDocuments(ctx, a.ID)
	for _, d := range list {
		if d.Removed.IsZero() {
			view.List = append(view.List, page.ApplicationPaper{ID: community.FormatID(numbered(d.ID)), Kind: d.Kind,
				Kilobyte: (d.Size + 1023) / 1024, When: d.Created})
		}
	}
	view.MayAdd = view.MayAdd && len(view.List) < storage.MaxPapers
	return view, err
}
