package mastodon

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math"
	"net/http"
	"strconv"
	"strings"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/web/session"
)

// mediaPath is one picture, video or sound.
const mediaPath = "/api/v1/media/{id:[0-9]+}"

func (s *API) mediaEndpoints() []endpoint {
	return []endpoint{
		{"POST", "/api/v1/media", member, "write:media", s.uploadNow},
		{"POST", "/api/v2/media", member, "write:media", s.uploadLater},
		{"GET", mediaPath, member, "write:media", s.showMedia},
		{"PUT", mediaPath, member, "write:media", s.updateMedia},
		{"DELETE", mediaPath, member, "write:media", s.deleteMedia},
	}
}

// uploadNow is POST /api/v1/media: what was sent is ready when it answers.
func (s *API) uploadNow(c *call) (any, error) {
	m, err := s.upload(c, func(ctx context.Context, content io.Reader) (community.Media, error) {
		return s.Library.Upload(ctx, c.me().ID, content, "")
	})
	if err != nil {
		return nil, err
	}
	return s.attachment(c, "", m), nil
}

// uploadLater is POST /api/v2/media: 202 with no address while a job is to make media
// of what was sent, and 200 for a small picture, which is made at once.
func (s *API) uploadLater(c *call) (any, error) {
	m, err := s.upload(c, func(ctx context.Context, content io.Reader) (community.Media, error) {
		return s.Library.Receive(ctx, c.me().ID, content)
	})
	if err != nil {
		return nil, err
	}
	if !m.Ready() {
		return s.with(c, http.StatusAccepted, s.attachment(c, "", m)), nil
	}
	return s.attachment(c, "", m), nil
}

// with is an answer of another status than 200.
func (s *API) with(c *call, status int, body any) live {
	return func(w http.ResponseWriter) error {
		s.write(w, c, status, body)
		return nil
	}
}

// keep makes media of what is sent, now or later.
type keep func(ctx context.Context, content io.Reader) (community.Media, error)

// upload reads a file and what is said of it, which may come before it or after.
func (s *API) upload(c *call, keep keep) (community.Media, error) {
	if c.mediaType() != "multipart/form-data" {
		return community.Media{}, invalid("file", "api.file_needed")
	}
	var m community.Media
	thumbnail, err := c.readFiles(func(content io.Reader) error {
		if m.ID != 0 {
			return nil
		}
		if err := s.spend(c, session.Uploads); err != nil {
			return err
		}
		var err error
		m, err = keep(c.Context(), content)
		return err
	})
	switch {
	case err != nil:
		return m, err
	case m.ID == 0:
		return m, invalid("file", "api.file_needed")
	}
	return s.redescribe(c, m, thumbnail)
}

// mostThumbnail bounds a thumbnail in bytes.
const mostThumbnail = 4 << 20

// readFiles hands the part "file" on as it streams in and keeps the part "thumbnail".
func (c *call) readFiles(file func(io.Reader) error) (thumbnail []byte, err error) {
	err = c.readBody(func(name string, content io.Reader) error {
		switch name {
		case "file":
			return file(content)
		case "thumbnail":
			var err error
			if thumbnail, err = io.ReadAll(io.LimitReader(content, mostThumbnail+1)); err != nil {
				return unread(err)
			}
			if len(thumbnail) > mostThumbnail {
				return invalid("thumbnail", "media.too_large", "limit", mostThumbnail>>20)
			}
		}
		return nil
	})
	return thumbnail, err
}

// redescribe takes over description, focus and thumbnail of something loose.
func (s *API) redescribe(c *call, m community.Media, thumbnail []byte) (community.Media, error) {
	if c.fields.Has("description") || c.fields.Has("focus") {
		if err := c.fields.describe(&m); err != nil {
			return m, err
		}
		var err error
		if m, err = s.store.SetMedia(c.Context(), c.me().ID, m); err != nil {
			return m, err
		}
	}
	if len(thumbnail) == 0 {
		return m, nil
	}
	m, err := s.Library.SetThumbnail(c.Context(), m, bytes.NewReader(thumbnail))
	if bad, is := errors.AsType[*community.Invalid](err); is {
		err = &community.Invalid{Field: "thumbnail", Problem: bad.Problem}
	}
	return m, err
}

// ownMedia is the member's own that {id} names, not yet on a post.
func (s *API) ownMedia(c *call) (community.Media, error) {
	m, err := s.anyOwnMedia(c)
	if err == nil && m.Post != 0 {
		err = community.ErrNotFound
	}
	return m, err
}

// anyOwnMedia is ownMedia also where it hangs on a post.
func (s *API) anyOwnMedia(c *call) (community.Media, error) {
	id, err := community.ParseID[community.MediaID](mux.Vars(c.Request)["id"])
	if err != nil {
		return community.Media{}, err
	}
	m, err := s.store.Media(c.Context(), id)
	if err == nil && (m.Owner != c.me().ID || !m.Remote.IsZero()) {
		err = community.ErrNotFound
	}
	if err == nil {
		err = s.mayHandle(c, m.ID)
	}
	return m, err
}

// mayHandle keeps apps that read nothing restricted from what waits for it.
func (s *API) mayHandle(c *call, ids ...community.MediaID) error {
	if c.may(session.CasesRead) {
		return nil
	}
	held, err := s.store.HeldBack(c.Context(), c.me().ID, ids...)
	if err == nil && held {
		err = about("picture that is held", community.ErrNotFound)
	}
	return err
}

// showMedia is GET /api/v1/media/{id}: 206 while it is not ready, and 422 with the
// reason when it never will be.
func (s *API) showMedia(c *call) (any, error) {
	m, err := s.ownMedia(c)
	if err != nil {
		return nil, err
	}
	if m.Ready() {
		return s.attachment(c, "", m), nil
	}
	u, err := s.store.Upload(c.Context(), m.ID)
	switch {
	case errors.Is(err, community.ErrNotFound): // it was made in this moment
		if m, err = s.ownMedia(c); err != nil {
			return nil, err
		}
		return s.attachment(c, "", m), nil
	case err != nil:
		return nil, err
	case u.Failed != nil:
		return nil, &refusal{status: http.StatusUnprocessableEntity, problem: *u.Failed}
	}
	return s.with(c, http.StatusPartialContent, s.attachment(c, "", m)), nil
}

// updateMedia is PUT /api/v1/media/{id}.
func (s *API) updateMedia(c *call) (any, error) {
	m, err := s.ownMedia(c)
	if err != nil {
		return nil, err
	}
	var thumbnail []byte
	if c.mediaType() == "multipart/form-data" {
		if thumbnail, err = c.readFiles(func(io.Reader) error { return nil }); err != nil {
			return nil, err
		}
	}
	if len(thumbnail) > 0 { // it is a picture like any other
		if err := s.spend(c, session.Uploads); err != nil {
			return nil, err
		}
	}
	if m, err = s.redescribe(c, m, thumbnail); err != nil {
		return nil, err
	}
	return s.attachment(c, "", m), nil
}

// deleteMedia is DELETE /api/v1/media/{id}, for what no post, draft or profile took.
func (s *API) deleteMedia(c *call) (any, error) {
	m, err := s.anyOwnMedia(c)
	if err != nil {
		return nil, err
	}
	if m.Post == 0 {
		if err := s.store.RemoveMedia(c.Context(), m.ID); err != nil {
			return nil, err
		}
		_, err = s.store.Media(c.Context(), m.ID)
	}
	switch {
	case errors.Is(err, community.ErrNotFound):
		return struct{}{}, nil
	case err != nil:
		return nil, err
	}
	return nil, invalid("id", "api.media_used")
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
