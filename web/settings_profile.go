package web

import (
	"errors"
	"net/http"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
	"consilium/web/session"
)

// maxProfileForm bounds the profile form with its picture, in bytes.
const maxProfileForm = 17 << 20

func (s *Web) showSettingsProfile(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	a := v.Person.Actor
	draft := community.ProfileDraft{DisplayName: a.DisplayName, Pronouns: a.Pronouns, Summary: a.SummarySource,
		Profession: string(a.Profession), Specialty: string(a.Specialty), ApprovesFollowers: a.ApprovesFollowers,
		Discoverable: a.Discoverable, Indexable: a.Indexable}
	return s.door.Show(w, r, v, door.Sheet{View: page.SettingsProfile{Person: s.door.Line(r.Context(), a), Draft: draft}})
}

func (s *Web) saveProfile(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	// The whole form stays in memory: no picture lies unscrubbed on a disk.
	r.Body = http.MaxBytesReader(w, r.Body, maxProfileForm)
	if err := r.ParseMultipartForm(maxProfileForm); err != nil {
		return malformed(err)
	}
	draft := community.ProfileDraft{DisplayName: r.PostFormValue("display_name"), Pronouns: r.PostFormValue("pronouns"),
		Summary: r.PostFormValue("summary"), Profession: r.PostFormValue("profession"), Specialty: r.PostFormValue("specialty"),
		ApprovesFollowers: r.PostFormValue("approves_followers") != "", Discoverable: r.PostFormValue("discoverable") != "",
		Indexable: r.PostFormValue("indexable") != ""}
	err := s.describe(r, v, draft)
	if problems := page.ProblemsOf(err); problems != nil {
		form := page.SettingsProfile{Person: s.door.Line(r.Context(), v.Person.Actor), Draft: draft, Problems: problems}
		return s.door.Show(w, r, v, door.Sheet{Status: http.StatusUnprocessableEntity, View: form})
	}
	if err != nil {
		return err
	}
	return door.SeeOther(w, r, "/settings/profile", "notice.profile_saved")
}

// describe judges the form before it keeps a picture, so that a mistake in a
// field leaves no file behind.
func (s *Web) describe(r *http.Request, v door.Visitor, draft community.ProfileDraft) error {
	me := v.Person.Actor
	profile, err := community.Describe(me.Profile, draft)
	if err != nil {
		return err
	}
	if r.PostFormValue("remove_avatar") != "" {
		profile.Avatar = 0
	}
	picture, _, err := r.FormFile("avatar")
	switch {
	case errors.Is(err, http.ErrMissingFile):
	case err != nil:
		return err
	default:
		defer func() { _ = picture.Close() }()
		if s.Limiter != nil && !s.Limiter.Allow(community.FormatID(v.Person.User.ID), session.Uploads).OK {
			return &community.Invalid{Field: "media", Problem: community.Say("error.too_many.what")}
		}
		if profile.Avatar, err = s.Avatars.UploadAvatar(r.Context(), me.ID, picture); err != nil {
			return err
		}
	}
	_, err = s.store.SetProfile(r.Context(), me.ID, profile)
	return err
}
