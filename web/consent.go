package web

import (
	"context"
	"errors"
	"net/http"
	"time"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
)

// consent adds to the draft of a case what its form says of the consent.
func (f form) consent(d *community.CaseDraft) {
	d.Consent, d.ConsentScope = f.Get("consent"), f.Get("consent_scope")
	d.ConsentGiven, d.ConsentPointer, d.Research = f.Get("consent_given"), f.Get("consent_pointer"), f.Get("consent_research") == "on"
}

// rememberedConsent adds to the draft of a case that is edited what is remembered of
// the consent.
func (s *Web) rememberedConsent(ctx context.Context, p community.Post, d *community.CaseDraft) error {
	d.ConsentScope = string(p.Case.Scope)
	r, err := s.store.ConsentOf(ctx, p.ID)
	if errors.Is(err, community.ErrNotFound) {
		return nil
	}
	if !r.Given.IsZero() {
		d.ConsentGiven = r.Given.Format(time.DateOnly)
	}
	d.ConsentPointer, d.Research = r.Pointer, r.Research
	return err
}

// consentKept is what the author, who keeps the case, and staff who decide see of the
// consent; nil for everybody else.
func (s *Web) consentKept(ctx context.Context, v door.Visitor, p community.Post) (*page.ConsentKept, error) {
	keeps := s.keeps(v, p)
	if !p.Local || !keeps && !v.May(community.RemovePosts) && !v.May(community.DecideVerifications) {
		return nil, nil
	}
	record, err := s.store.ConsentOf(ctx, p.ID)
	if errors.Is(err, community.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	kept := &page.ConsentKept{ConsentRecord: record, ID: community.FormatID(p.ID)}
	if keeps {
		kept.Code, kept.Waits, err = s.store.CodeWaits(ctx, p.ID)
	}
	return kept, err
}

// codedCase is the case that {id} names, for whoever keeps it.
func (s *Web) codedCase(r *http.Request, v door.Visitor) (community.Post, error) {
	p, err := s.postHere(r, v)
	switch {
	case err != nil:
		return p, err
	case p.Case == nil || !p.Local:
		return p, community.ErrNotFound
	case !s.keeps(v, p):
		return p, community.ErrForbidden
	}
	return p, nil
}

// showCode is POST /p/{id}/code: the patient's code, this once. It is a POST so that
// nothing that only reads can use it up.
func (s *Web) showCode(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	p, err := s.codedCase(r, v)
	if err != nil {
		return err
	}
	code, err := s.store.TakeCode(r.Context(), p.ID)
	if err != nil && !errors.Is(err, community.ErrGone) {
		return err
	}
	return s.showSheet(w, r, v, coded{p, code})
}

// renewCode is POST /p/{id}/code/renew: another code, and the old one is void.
func (s *Web) renewCode(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	p, err := s.codedCase(r, v)
	if err != nil {
		return err
	}
	code, err := s.store.RenewCode(r.Context(), p.ID)
	if err != nil {
		return err
	}
	return s.showSheet(w, r, v, coded{p, code})
}

// coded is a case with its code; "" when that was shown before.
type coded struct {
	post community.Post
	code community.WithdrawalCode
}

func (s *Web) showSheet(w http.ResponseWriter, r *http.Request, v door.Visitor, c coded) error {
	return s.door.Show(w, r, v, door.Sheet{View: page.PatientCode{Code: c.code.Grouped(), Address: s.store.Base() + "/withdraw",
		Posted: c.post.Published, URL: s.postPath(c.post), ID: community.FormatID(c.post.ID)}})
}

// showConsent completes the page of a case with what is about its consent and its
// versions.
func (s *Web) showConsent(ctx context.Context, v door.Visitor, p community.Post, view *page.Case) error {
	var err error
	if view.Consent, err = s.consentKept(ctx, v, p); err != nil {
		return err
	}
	if len(view.Versions) == 0 || view.Post.May.Own {
		if view.Destroyed, err = s.store.Destroyed(ctx, p.ID); err != nil {
			return err
		}
	}
	if a := view.Accepted; a != nil && !p.Case.Solved.IsZero() && a.Edited.After(p.Case.Solved) {
		view.Corrected = a.Edited
	}
	return nil
}
