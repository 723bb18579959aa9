package mastodon

import (
	"net/http"
	"unicode/utf8"

	"consilium/community"
)

// editStatus is PUT /api/v1/statuses/{id}: what is not sent is taken away, as
// Mastodon does. A case has more parts than an app can send.
func (s *API) editStatus(c *call) (any, error) {
	p, err := s.ownPost(c)
	switch {
	case err != nil:
		return nil, err
	case p.Kind == community.AnnounceKind:
		return nil, community.ErrNotFound
	case p.Case != nil:
		return nil, refuse(http.StatusUnprocessableEntity, "api.case_edit")
	}
	w := writing{old: &p}
	if w.parent, err = s.stillAnswered(c, p); err != nil {
		return nil, err
	}
	if w.draft, err = c.draft(p.Language); err != nil {
		return nil, err
	}
	w.draft.Audience = p.Audience.Kind
	if w.pictures, err = s.pictures(c, p.ID); err != nil {
		return nil, err
	}
	refocused, err := s.describe(c, w.pictures)
	if err != nil {
		return nil, err
	}
	publication, err := s.compose(c, w)
	if err != nil {
		return nil, err
	}
	for _, m := range refocused { // not before the gate let its description through
		if _, err := s.store.SetMedia(c.Context(), c.me().ID, m); err != nil {
			return nil, err
		}
	}
	post, err := s.store.Publish(c.Context(), publication)
	if err != nil {
		return nil, err
	}
	return s.oneStatus(c, post)
}

// describe puts the descriptions of media_attributes on pictures, and gives those
// whose focus changes. Nothing is stored yet.
func (s *API) describe(c *call, pictures []community.Media) (refocused []community.Media, err error) {
	for _, attributes := range c.fields.objects("media_attributes", "id", "description", "focus") {
		for i := range pictures {
			if community.FormatID(pictures[i].ID) != attributes.text("id") {
				continue
			}
			if err := attributes.describe(&pictures[i]); err != nil {
				return nil, err
			}
			if attributes.Has("focus") {
				refocused = append(refocused, pictures[i])
			}
		}
	}
	return refocused, nil
}

// describe takes over description and focus, as far as they were sent.
func (f fields) describe(m *community.Media) error {
	if f.Has("description") {
		m.Description = community.CleanText(f.text("description"))
	}
	if utf8.RuneCountInString(m.Description) > community.MaxDescription {
		return invalid("description", "post.too_long", "limit", community.MaxDescription)
	}
	if !f.Has("focus") {
		return nil
	}
	var err error
	m.FocusX, m.FocusY, err = focusOf(f.text("focus"))
	return err
}
