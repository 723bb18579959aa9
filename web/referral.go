package web

import (
	"fmt"
	"net/http"
	"time"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
)

// referralsPerDay bounds how many requests a member sends in a day: the directory
// is no list to be worked through.
const referralsPerDay = 20

// colleague is the clinician who is asked for a referral. For who may not ask, or
// may not be asked, the page is not there.
func (s *Web) colleague(r *http.Request, v door.Visitor) (community.Actor, community.Practice, error) {
	ctx := r.Context()
	a, err := s.somebody(r)
	if err != nil {
		return a, community.Practice{}, err
	}
	p, err := s.store.Practice(ctx, a.ID)
	if err != nil {
		return a, p, err
	}
	if !p.Referrals || !a.Active() || a.ID == v.Person.Actor.ID || !s.clinician(ctx, a) || !v.May(community.RequestReferral) {
		return a, p, fmt.Errorf("referral to actor %d: %w", a.ID, community.ErrNotFound)
	}
	relations, err := s.relations(ctx, v, []community.Actor{a})
	if err == nil && (relations[a.ID].Blocks || relations[a.ID].BlockedBy) {
		err = fmt.Errorf("referral to actor %d: %w", a.ID, community.ErrNotFound)
	}
	return a, p, err
}

// askReferral is GET /a/{id}/referral.
func (s *Web) askReferral(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	to, practice, err := s.colleague(r, v)
	if err != nil {
		return err
	}
	return s.door.Show(w, r, v, door.Sheet{View: s.referralForm(r, to, practice)})
}

func (s *Web) referralForm(r *http.Request, to community.Actor, practice community.Practice) page.Referral {
	form := page.Referral{To: s.door.Line(r.Context(), to), Note: practice.ReferralNote, Specialties: community.Specialties(),
		Draft: community.ReferralDraft{Urgency: community.ReferralUrgencies()[0]}}
	if standing := s.store.Standing(r.Context(), to); standing.Credential != nil && len(standing.Credential.Specialties) > 0 {
		form.Specialties = standing.Credential.Specialties
	}
	return form
}

// sendReferral is POST /a/{id}/referral: a direct message in fixed words, with no
// place for a patient.
func (s *Web) sendReferral(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	to, practice, err := s.colleague(r, v)
	if err != nil {
		return err
	}
	form := s.referralForm(r, to, practice)
	form.Draft = community.ReferralDraft{Specialty: r.PostFormValue("specialty"), Urgency: r.PostFormValue("urgency"),
		Question: r.PostFormValue("question"), NoPatient: r.PostFormValue("no_patient") != ""}
	err = s.refer(r, v, to, form.Draft)
	if form.Problems, _ = problemsOrStopped(err); form.Problems != nil {
		return s.door.Show(w, r, v, door.Sheet{Status: http.StatusUnprocessableEntity, View: form})
	}
	if err != nil {
		return err
	}
	return door.SeeOther(w, r, "/directory", "notice.referral_sent")
}

func (s *Web) refer(r *http.Request, v door.Visitor, to community.Actor, d community.ReferralDraft) error {
	d, err := community.CheckReferral(d)
	if err != nil {
		return err
	}
	ctx, me := r.Context(), v.Person.Actor
	allowed, _, err := s.store.Attempt(ctx, "referral/"+community.FormatID(me.ID), 24*time.Hour, referralsPerDay)
	if err != nil {
		return err
	}
	if !allowed {
		return &community.Invalid{Problem: community.Say("referral.too_many")}
	}
	text := v.Printer.T("referral.text", "handle", to.Handle.String(), "specialty", v.Printer.T("specialty."+d.Specialty),
		"urgency", v.Printer.T("referral.urgency."+d.Urgency), "question", d.Question)
	unshown := community.Clearance{Unshown: true}
	err = community.Pass([]community.Passage{{Field: "question", Text: d.Question}}, community.CaseTexts(me, v.Printer.Language(), s.store.Now()), unshown)
	if err != nil { // a referral is about a patient, and leaves without one
		return err
	}
	publication, err := community.Publish(me, community.PostDraft{Text: text, Audience: community.Direct, Language: v.Printer.Language(), Gate: unshown},
		community.Surroundings{Now: s.store.Now(), Openness: s.Openness, Mentioned: community.MentionLinks{to.Handle: to},
			TagBase: s.tagBase(), Domain: s.store.Domain()})
	if err != nil {
		return err
	}
	_, err = s.store.Publish(ctx, publication.AsReferral())
	return err
}
