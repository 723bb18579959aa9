package mastodon

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"strconv"
	"unicode/utf8"

	"consilium/community"
)

// unsupported are things a post can have elsewhere and not here. To leave them
// out would publish something else than the member wrote.
var unsupported = []string{"poll[options][]", "scheduled_at", "quoted_status_id", "quote_id"}

// writing is what a draft is judged with, beside its own words.
type writing struct {
	draft    community.PostDraft
	pictures []community.Media
	// parent is what it answers, old what it edits; nil for none.
	parent, old *community.Post
}

// createStatus is POST /api/v1/statuses.
func (s *API) createStatus(c *call) (any, error) {
	for _, name := range unsupported {
		if c.fields.text(name) != "" {
			return nil, invalid(name, "api.unsupported")
		}
	}
	key := c.key()
	if key != "" { // the pictures of the first time are not loose any more
		earlier, err := s.store.PostByKey(c.Context(), c.me().ID, key)
		if err == nil {
			return s.oneStatus(c, earlier)
		}
		if !errors.Is(err, community.ErrNotFound) {
			return nil, err
		}
	}
	w, err := s.newWriting(c)
	if err != nil {
		return nil, err
	}
	publication, err := s.compose(c, w)
	if err != nil {
		return nil, err
	}
	post, err := s.store.Publish(c.Context(), publication.WithKey(key))
	if err != nil {
		return nil, err
	}
	return s.oneStatus(c, post)
}

// key makes sending the same request again post once. Each app has its own keys.
func (c *call) key() string {
	header := c.Header.Get("Idempotency-Key")
	if header == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(header))
	return "api " + strconv.FormatInt(c.bearer.Application.ID, 10) + " " + hex.EncodeToString(sum[:16])
}

func (s *API) newWriting(c *call) (writing, error) {
	var w writing
	var err error
	if w.parent, err = s.answered(c); err != nil {
		return w, err
	}
	if w.draft, err = c.draft(c.bearer.User.Language); err != nil {
		return w, err
	}
	if w.draft.Audience, err = c.audience(w.parent); err != nil {
		return w, err
	}
	w.pictures, err = s.pictures(c, 0)
	return w, err
}

// answered is the post that in_reply_to_id names; nil for none. One that cannot
// be seen cannot be answered.
func (s *API) answered(c *call) (*community.Post, error) {
	number := c.fields.text("in_reply_to_id")
	if number == "" {
		return nil, nil
	}
	p, err := s.visible(c, number)
	if err == nil && p.Of != 0 {
		p, err = s.store.VisiblePost(c.Context(), c.viewer, p.Of)
	}
	if err == nil && !community.CanReply(c.viewer, p) {
		err = community.ErrForbidden
	}
	return &p, err
}

// draft reads the words of a post; language is for one that names none.
func (c *call) draft(language string) (community.PostDraft, error) {
	sensitive, err := c.fields.flag("sensitive", false)
	if l := c.fields.text("language"); l != "" {
		language = l
	}
	return community.PostDraft{Text: c.fields.text("status"), Warning: c.fields.text("spoiler_text"), Language: language, Sensitive: sensitive}, err
}

// pictures are those media_ids names: the member's own loose ones and, in an
// edit, those of the post (S-IN-9).
func (s *API) pictures(c *call, post community.PostID) ([]community.Media, error) {
	if len(c.fields.list("media_ids")) > community.MaxMedia {
		return nil, invalid("media_ids", "post.too_many_pictures", "limit", community.MaxMedia)
	}
	var ids []community.MediaID
	for _, text := range c.fields.list("media_ids") {
		id, err := community.ParseID[community.MediaID](text)
		if err != nil {
			return nil, invalid("media_ids", "api.unknown_media")
		}
		ids = append(ids, id)
	}
	pictures, err := s.store.TakeMediaFor(c.Context(), c.me().ID, post, ids)
	if errors.Is(err, community.ErrNotFound) {
		err = invalid("media_ids", "api.unknown_media")
	}
	return pictures, err
}

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
	if err := s.describe(c, w.pictures); err != nil {
		return nil, err
	}
	publication, err := s.compose(c, w)
	if err != nil {
		return nil, err
	}
	post, err := s.store.Publish(c.Context(), publication)
	if err != nil {
		return nil, err
	}
	return s.oneStatus(c, post)
}

// describe puts the descriptions of media_attributes on pictures.
func (s *API) describe(c *call, pictures []community.Media) error {
	for _, attributes := range c.fields.objects("media_attributes", "id", "description", "focus") {
		for i := range pictures {
			if community.FormatID(pictures[i].ID) != attributes.text("id") {
				continue
			}
			if err := attributes.describe(&pictures[i]); err != nil {
				return err
			}
			if !attributes.Has("focus") {
				continue
			}
			if _, err := s.store.SetMedia(c.Context(), c.me().ID, pictures[i]); err != nil {
				return err
			}
		}
	}
	return nil
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

// compose asks the rules to make a publication of a draft.
func (s *API) compose(c *call, w writing) (community.Publication, error) {
	around := community.Surroundings{Openness: s.Openness, Now: s.store.Now(), Parent: w.parent, Media: w.pictures, TagBase: s.tagBase(), Domain: s.store.Domain()}
	if w.parent != nil {
		author, err := s.store.Actor(c.Context(), w.parent.Author)
		if err != nil {
			return community.Publication{}, err
		}
		around.Answered = &author
	}
	var err error
	if around.Mentioned, err = s.mentioned(c.Context(), w.draft); err != nil {
		return community.Publication{}, err
	}
	if w.old != nil {
		return community.Revise(c.me(), *w.old, w.draft, around)
	}
	return community.Publish(c.me(), w.draft, around)
}

// mostLookups bounds how many strangers are looked for while an app waits.
const mostLookups = 5

// mentioned finds the people a text names. In a direct post everybody named must
// be found: it would reach nobody else.
func (s *API) mentioned(ctx context.Context, d community.PostDraft) (community.MentionLinks, error) {
	outside, cancel := context.WithTimeout(ctx, lookupTime)
	defer cancel()
	links, lookups := community.MentionLinks{}, 0
	for _, h := range community.Mentions(d.Text, s.store.Domain()) {
		a, err := s.store.ActorByHandle(ctx, h)
		if errors.Is(err, community.ErrNotFound) && h.Host() != "" && s.Resolver != nil && lookups < mostLookups {
			lookups++
			a, _, err = s.Resolver.Resolve(outside, h.String())
		}
		switch {
		case err == nil && a.Active() && isSomebody(a) == nil:
			links[h] = a
		case err != nil && !elsewhere(err):
			return nil, err
		case d.Audience == community.Direct:
			return nil, invalid("status", "post.unknown_person", "handle", "@"+h.String())
		}
	}
	return links, nil
}
