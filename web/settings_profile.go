package web

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
	"consilium/web/session"
)

// maxProfileForm bounds the profile form with its two pictures, in bytes.
const maxProfileForm = 34 << 20

func (s *Web) showSettingsProfile(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	a := v.Person.Actor
	tags, err := s.store.FeaturedTags(r.Context(), a.ID)
	if err != nil {
		return err
	}
	form := s.profileForm(r, a)
	form.Draft = community.ProfileDraft{DisplayName: a.DisplayName, Pronouns: a.Pronouns, Summary: a.SummarySource,
		Profession: string(a.Profession), Specialty: string(a.Specialty), ApprovesFollowers: a.ApprovesFollowers,
		Discoverable: a.Discoverable, Indexable: a.Indexable, More: a.More()}
	form.Tags = strings.Join(tags, " ")
	return s.door.Show(w, r, v, door.Sheet{View: form})
}

// profileForm is the form with what is there now.
func (s *Web) profileForm(r *http.Request, a community.Actor) page.SettingsProfile {
	return page.SettingsProfile{Person: s.door.Line(r.Context(), a), Header: headerPath(a)}
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
		Indexable: r.PostFormValue("indexable") != "", More: profileMore(r)}
	err := s.describe(r, v, draft)
	if problems := page.ProblemsOf(err); problems != nil {
		form := s.profileForm(r, v.Person.Actor)
		form.Draft, form.Tags, form.Problems = draft, r.PostFormValue("featured_tags"), problems
		return s.door.Show(w, r, v, door.Sheet{Status: http.StatusUnprocessableEntity, View: form})
	}
	if err != nil {
		return err
	}
	return door.SeeOther(w, r, "/settings/profile", "notice.profile_saved")
}

// profileMore is the part of the form that older pages, and scripts, do not send.
func profileMore(r *http.Request) *community.ProfileMore {
	names, values := r.PostForm["field_name"], r.PostForm["field_value"]
	if len(names) == 0 || len(names) != len(values) {
		return nil
	}
	m := &community.ProfileMore{Bot: r.PostFormValue("bot") != "", HidesCollections: r.PostFormValue("hides_collections") != "", AttributionDomains: r.PostFormValue("attribution_domains")}
	for i := range names {
		m.Fields = append(m.Fields, community.FieldDraft{Name: names[i], Value: values[i]})
	}
	return m
}

// describe judges the form before it keeps a picture, so that a mistake in a
// field leaves no file behind.
func (s *Web) describe(r *http.Request, v door.Visitor, draft community.ProfileDraft) error {
	me := v.Person.Actor
	profile, err := community.Describe(me.Profile, draft)
	if err != nil {
		return err
	}
	tags, err := community.FeaturedTags(r.PostFormValue("featured_tags"))
	if err != nil {
		return err
	}
	if profile.Avatar, err = s.profilePicture(r, v, chosenPicture{"avatar", profile.Avatar, s.Avatars.UploadAvatar}); err != nil {
		return err
	}
	if profile.Header, err = s.profilePicture(r, v, chosenPicture{"header", profile.Header, s.Avatars.UploadHeader}); err != nil {
		return err
	}
	if draft.More != nil {
		if err := s.store.SetFeaturedTags(r.Context(), me.ID, tags); err != nil {
			return err
		}
	}
	_, err = s.store.SetProfile(r.Context(), me.ID, profile)
	return err
}

// chosenPicture is one picture of the profile: its field of the form, what is there,
// and how another one is kept.
type chosenPicture struct {
	field  string
	now    community.MediaID
	upload func(context.Context, community.ActorID, io.Reader) (community.MediaID, error)
}

// profilePicture is the picture the form asks for: the one there is, none, or another.
func (s *Web) profilePicture(r *http.Request, v door.Visitor, c chosenPicture) (community.MediaID, error) {
	if r.PostFormValue("remove_"+c.field) != "" {
		c.now = 0
	}
	picture, _, err := r.FormFile(c.field)
	if errors.Is(err, http.ErrMissingFile) {
		return c.now, nil
	}
	if err != nil {
		return 0, err
	}
	defer func() { _ = picture.Close() }()
	if s.Limiter != nil && !s.Limiter.Allow(community.FormatID(v.Person.User.ID), session.Uploads).OK {
		return 0, &community.Invalid{Field: "media", Problem: community.Say("error.too_many.what")}
	}
	return c.upload(r.Context(), v.Person.Actor.ID, picture)
}
