package mastodon

import (
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/web/session"
)

// upload is POST /api/v2/media, and /api/v1/media: the picture is ready when it
// answers. Description and focus may come before or after the file.
func (s *API) upload(c *call) (any, error) {
	if c.mediaType() != "multipart/form-data" {
		return nil, invalid("file", "api.file_needed")
	}
	var m community.Media
	err := c.readBody(func(name string, content io.Reader) error {
		if name != "file" || m.ID != 0 {
			return nil
		}
		if err := s.spend(c, session.Uploads); err != nil {
			return err
		}
		var err error
		m, err = s.Library.Upload(c.Context(), c.me().ID, content, "")
		return err
	})
	switch {
	case err != nil:
		return nil, err
	case m.ID == 0:
		return nil, invalid("file", "api.file_needed")
	}
	return s.redescribe(c, m)
}

// redescribe takes over description and focus of a loose picture.
func (s *API) redescribe(c *call, m community.Media) (any, error) {
	if c.fields.Has("description") || c.fields.Has("focus") {
		if err := c.fields.describe(&m); err != nil {
			return nil, err
		}
		var err error
		if m, err = s.store.SetMedia(c.Context(), c.me().ID, m); err != nil {
			return nil, err
		}
	}
	return s.attachment(c, "", m), nil
}

// ownMedia is the member's own picture that {id} names, not yet on a post.
func (s *API) ownMedia(c *call) (community.Media, error) {
	id, err := community.ParseID[community.MediaID](mux.Vars(c.Request)["id"])
	if err != nil {
		return community.Media{}, err
	}
	m, err := s.store.Media(c.Context(), id)
	if err == nil && (m.Owner != c.me().ID || m.Post != 0) {
		err = community.ErrNotFound
	}
	return m, err
}

// showMedia is GET /api/v1/media/{id}.
func (s *API) showMedia(c *call) (any, error) {
	m, err := s.ownMedia(c)
	if err != nil {
		return nil, err
	}
	return s.attachment(c, "", m), nil
}

// updateMedia is PUT /api/v1/media/{id}.
func (s *API) updateMedia(c *call) (any, error) {
	m, err := s.ownMedia(c)
	if err != nil {
		return nil, err
	}
	return s.redescribe(c, m)
}

// focusOf reads "0.5,-0.25": how far right and up of the middle.
func focusOf(text string) (x, y float64, err error) {
	right, up, _ := strings.Cut(text, ",")
	for _, axis := range []struct {
		text string
		to   *float64
	}{{right, &x}, {up, &y}} {
		n, err := strconv.ParseFloat(strings.TrimSpace(axis.text), 64)
		if err != nil || math.IsNaN(n) || n < -1 || n > 1 {
			return 0, 0, invalid("focus", "api.focus")
		}
		*axis.to = n
	}
	return x, y, nil
}
