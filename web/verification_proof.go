package web

import (
	"bufio"
	"errors"
	"io"
	"mime/multipart"
	"net/http"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/media"
	"consilium/web/door"
	"consilium/web/page"
	"consilium/web/session"
)

func (s *Web) showProof(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	return s.proof(w, r, v, page.ApplicationProof{})
}

// proof shows the third step, completed with what a form was filled with.
func (s *Web) proof(w http.ResponseWriter, r *http.Request, v door.Visitor, view page.ApplicationProof) error {
	a, open, err := s.editing(w, r, v, "proof")
	if err != nil || !open {
		return err
	}
	ctx, mail, papers := r.Context(), view.Mail, view.Papers
	view.Wizard = page.Wizard{Step: "proof"}
	if len(s.Sessions.SignOnProviders()) > 0 {
		view.SignOn = "/settings/sign-on"
	}
	if view.Mail, err = s.mailOf(ctx, v, a.Email); err != nil {
		return err
	}
	if view.Mail != nil && mail != nil {
		*view.Mail = page.ApplicationMail{Email: mail.Email} // as typed
	}
	if view.Papers, err = s.papersOf(ctx, a, "/verification/proof"); err != nil {
		return err
	}
	view.Papers.Kind, view.Papers.Problems = papers.Kind, papers.Problems
	return s.door.Show(w, r, v, door.Sheet{Status: pageStatus(view.Problems, papers.Problems), View: view})
}

// pageStatus is what a page with forms answers.
func pageStatus(all ...page.Problems) int {
	for _, problems := range all {
		if len(problems) > 0 {
			return http.StatusUnprocessableEntity
		}
	}
	return http.StatusOK
}

// sendProofLetter is POST /verification/letter. It is not there without a mail
// server.
func (s *Web) sendProofLetter(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	if !s.Letters {
		return community.ErrNotFound
	}
	ctx, email := r.Context(), cutTyped(r.PostFormValue("email"))
	a, err := s.application(ctx, v)
	if err != nil {
		return err
	}
	if a.State.Editable() && a.Email != email {
		a.Claim.Email = email
		if _, err := s.store.SaveVerification(ctx, v.Person.Actor.ID, a.Claim); err != nil {
			return err
		}
	}
	err = s.store.QueueProof(ctx, v.Person.Actor.ID, email)
	if problems := page.ProblemsOf(err); problems != nil {
		typed := &page.ApplicationMail{Email: email}
		if a.ID == 0 || a.State == community.VerificationDraft {
			return s.proof(w, r, v, page.ApplicationProof{Mail: typed, Problems: problems})
		}
		return s.status(w, r, v, page.Application{Mail: typed, Problems: problems})
	}
	if err != nil {
		return err
	}
	return door.SeeOther(w, r, "/verification", "notice.proof_letter_sent")
}

// paperForm is the form for a picture as it streamed in.
type paperForm struct {
	kind  string
	field string // of the picture
	paper *media.Picture
	err   error // what was wrong with the picture
	// next says that the applicant goes on after it, with or without a picture.
	next bool
}

// skipped says that there is no picture, and none was meant to be.
func (f paperForm) skipped() bool { return f.next && f.paper == nil && f.err == nil }

// addPaper is POST /verification/documents.
func (s *Web) addPaper(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	a, open, err := s.editing(w, r, v, "proof")
	if err != nil || !open {
		return err
	}
	form, err := s.readPaper(r, v)
	if err != nil {
		return err
	}
	if form.skipped() {
		return door.SeeOther(w, r, "/verification/check", "")
	}
	err = form.missing()
	if err == nil && !a.State.Live() {
		if a, _, err = s.keepClaim(r, v, a, "proof"); err != nil {
			return err
		}
	}
	if err == nil {
		_, err = s.store.AddVerificationDocument(r.Context(), storage.NewDocument{Verification: a.ID, Actor: v.Person.Actor.ID,
			Kind: form.kind, Type: form.paper.Type, Bytes: form.paper.Original.Bytes})
	}
	if problems := form.problems(err); problems != nil {
		papers := page.ApplicationPapers{Kind: form.kind, Problems: problems}
		if a.State == community.VerificationAsked {
			return s.status(w, r, v, page.Application{Papers: papers})
		}
		return s.proof(w, r, v, page.ApplicationProof{Papers: papers})
	}
	if err != nil {
		return err
	}
	if form.next {
		return door.SeeOther(w, r, "/verification/check", "notice.paper_added")
	}
	return door.SeeOther(w, r, "/verification", "notice.paper_added")
}

// readPaper reads the form as it streams in: a paper never lies on a disk.
func (s *Web) readPaper(r *http.Request, v door.Visitor) (paperForm, error) {
	form := paperForm{field: "photograph"}
	parts, err := r.MultipartReader()
	if err != nil {
		return form, malformed(err)
	}
	for range maxParts {
		part, err := parts.NextPart()
		switch {
		case errors.Is(err, io.EOF):
			return form, nil
		case err != nil:
			return form, malformed(err)
		case part.FormName() == "go":
			form.next = true
		case part.FormName() == "kind":
			text, err := io.ReadAll(io.LimitReader(part, maxField))
			if err != nil {
				return form, malformed(err)
			}
			form.kind = cutTyped(string(text))
		case part.FormName() == "photograph", part.FormName() == "picture":
			if err := s.scrubPaper(r, v, &form, part); err != nil {
				return form, err
			}
		}
	}
	return form, malformed(errors.New("too many fields"))
}

// scrubPaper makes a clean picture of what was photographed: without the place,
// the time and the phone that a camera writes into it.
func (s *Web) scrubPaper(r *http.Request, v door.Visitor, form *paperForm, part *multipart.Part) error {
	content := bufio.NewReader(part)
	if _, empty := content.Peek(1); empty != nil || form.paper != nil || form.err != nil {
		return nil
	}
	form.field = part.FormName()
	if s.Limiter != nil && !s.Limiter.Allow(community.FormatID(v.Person.User.ID), session.Uploads).OK {
		form.err = &community.Invalid{Field: form.field, Problem: community.Say("error.too_many.what")}
		return nil
	}
	picture, err := s.Papers.Scrub(r.Context(), content)
	if refusal, refused := errors.AsType[*media.Refusal](err); refused {
		form.err = &community.Invalid{Field: form.field, Problem: whyRefused(refusal)}
		return nil
	}
	form.paper = &picture
	return malformed(err)
}

// whyRefused says what to do about a file that is no picture we take.
func whyRefused(r *media.Refusal) community.Problem {
	switch {
	case r.Reason == media.TooLarge:
		return community.Say("application.proof.file_large", "limit", r.Limit)
	case r.Reason == media.TooManyPixels:
		return community.Say("media.too_many_pixels", "limit", r.Limit)
	case r.Type == "application/pdf":
		return community.Say("application.proof.file_pdf")
	case r.Reason == media.Unsupported:
		return community.Say("application.proof.file_type")
	}
	return community.Say("application.proof.file_damaged")
}

// missing is what was wrong with the picture, or that there is none.
func (f paperForm) missing() error {
	if f.paper == nil && f.err == nil {
		return &community.Invalid{Field: f.field, Problem: community.Say("application.proof.file_missing")}
	}
	return f.err
}

// problems puts what the store says of the picture beside the field it came from.
func (f paperForm) problems(err error) page.Problems {
	problems := page.ProblemsOf(err)
	if problem, wrong := problems["document"]; wrong {
		delete(problems, "document")
		problems[f.field] = problem
	}
	return problems
}

// removePaper is POST /verification/documents/{id}/remove.
func (s *Web) removePaper(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	id, err := community.ParseID[numbered](mux.Vars(r)["id"])
	if err != nil {
		return err
	}
	if err := s.store.RemoveVerificationDocument(r.Context(), v.Person.Actor.ID, int64(id)); err != nil {
		return err
	}
	return door.SeeOther(w, r, "/verification", "notice.paper_removed")
}
