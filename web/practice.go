package web

import (
	"context"
	"errors"
	"net/http"

	"consilium/community"
	"consilium/community/credential"
	"consilium/web/door"
	"consilium/web/page"
)

// showPractice is GET /settings/practice.
func (s *Web) showPractice(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	p, err := s.store.Practice(r.Context(), v.Person.Actor.ID)
	if err != nil {
		return err
	}
	return s.door.Show(w, r, v, door.Sheet{View: page.SettingsPractice{Draft: p, MayBeListed: s.mayBeListed(r, v)}})
}

// savePractice is POST /settings/practice.
func (s *Web) savePractice(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	if err := r.ParseForm(); err != nil {
		return malformed(err)
	}
	draft := community.Practice{Training: r.PostFormValue("training"), Interests: r.PostFormValue("interests"), Languages: r.PostForm["languages"],
		Country: r.PostFormValue("country"), Region: r.PostFormValue("region"), ORCID: r.PostFormValue("orcid"),
		Listed: r.PostFormValue("listed") != "", Referrals: r.PostFormValue("referrals") != "", ReferralNote: r.PostFormValue("referral_note")}
	practice, err := community.DescribePractice(draft)
	if err == nil {
		err = s.checkResearcher(r.Context(), practice.ORCID)
	}
	if problems := page.ProblemsOf(err); problems != nil {
		form := page.SettingsPractice{Draft: draft, MayBeListed: s.mayBeListed(r, v), Problems: problems}
		return s.door.Show(w, r, v, door.Sheet{Status: http.StatusUnprocessableEntity, View: form})
	}
	if err != nil {
		return err
	}
	if err := s.store.SetPractice(r.Context(), v.Person.Actor.ID, practice); err != nil {
		return err
	}
	return door.SeeOther(w, r, "/settings/practice", "notice.settings_saved")
}

// mayBeListed says whether the directory would show the visitor.
func (s *Web) mayBeListed(r *http.Request, v door.Visitor) bool {
	return s.clinician(r.Context(), v.Person.Actor)
}

// clinician says whether somebody was proved to be a clinician, as of now.
func (s *Web) clinician(ctx context.Context, a community.Actor) bool {
	return community.May(a.Subject(community.Member, s.store.Standing(ctx, a)), community.BeInDirectory)
}

// checkResearcher refuses an ORCID iD that nobody has. Where it cannot be found
// out it is taken as it is: it proves nothing either way.
func (s *Web) checkResearcher(ctx context.Context, orcid string) error {
	if orcid == "" || s.Researchers == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, door.LookupTime)
	defer cancel()
	if _, err := s.Researchers.Lookup(ctx, credential.RegisterORCID, orcid); errors.Is(err, community.ErrNotFound) {
		return &community.Invalid{Field: "orcid", Problem: community.Say("practice.orcid_unknown")}
	}
	return nil
}
