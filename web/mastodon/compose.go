package mastodon

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strconv"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/session"
)

// writing is what a draft is judged with, beside its own words.
type writing struct {
	draft    community.PostDraft
	pictures []community.Media
	// parent is what it answers, old what it edits; nil for none.
	parent, old *community.Post
	// quoted is what it quotes.
	quoted *community.Quoted
}

// createStatus is POST /api/v1/statuses.
func (s *API) createStatus(c *call) (any, error) {
	if c.fields.text("quote_id") != "" { // to leave it out would publish something else than the member wrote
		return nil, invalid("quote_id", "api.unsupported")
	}
	if earlier, err := s.sameAgain(c); err != nil || earlier != nil {
		return earlier, err
	}
	if c.fields.text("scheduled_at") != "" {
		return s.scheduleStatus(c)
	}
	w, err := s.newWriting(c)
	if err != nil {
		return nil, err
	}
	publication, err := s.compose(c, w)
	if err != nil {
		return nil, err
	}
	post, err := s.store.Publish(c.Context(), publication.WithKey(c.key()))
	if err != nil {
		return nil, err
	}
	return s.written(c, post)
}

// written answers with what the app just wrote, also to one that writes restricted posts and
// reads none: told that there is no such post, it would write it again.
func (s *API) written(c *call, p community.Post) (Status, error) {
	own := *c
	own.viewer.ReadsCases = c.viewer.ReadsCases || c.may(session.CasesWrite)
	return s.oneStatus(&own, p)
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
	if w.draft, err = c.draft(appLanguage(c.bearer.User)); err != nil {
		return w, err
	}
	if !c.fields.Has("sensitive") {
		w.draft.Sensitive = c.bearer.User.AppSensitive
	}
	if w.draft.Audience, err = c.audience(w.parent); err != nil {
		return w, err
	}
	if w.quoted, err = s.quoted(c); err != nil {
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
	if err == nil {
		err = s.door.MayAnswer(c.Context(), c.me(), p)
	}
	return &p, err
}

// draft reads the words of a post; language is for one that names none.
func (c *call) draft(language string) (community.PostDraft, error) {
	sensitive, err := c.fields.flag("sensitive", false)
	if l := c.fields.text("language"); l != "" {
		language = l
	}
	d := community.PostDraft{Text: c.fields.text("status"), Warning: c.fields.text("spoiler_text"), Language: language, Sensitive: sensitive}
	if err == nil {
		err = community.CheckLanguage(c.fields.text("language"))
	}
	if err == nil {
		d.Question, err = c.pollDraft()
	}
	if err == nil {
		d.Quotes, err = c.quotePolicy()
	}
	return d, err
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
	err := s.mayHandle(c, ids...)
	var pictures []community.Media
	if err == nil {
		pictures, err = s.store.TakeMediaFor(c.Context(), c.me().ID, post, ids)
	}
	if errors.Is(err, community.ErrNotFound) {
		err = invalid("media_ids", "api.unknown_media")
	}
	return pictures, err
}

// compose asks the rules to make a publication of a draft.
func (s *API) compose(c *call, w writing) (community.Publication, error) {
	w.draft.Gate.Unshown = true // an app shows no hints; what stops a case is said as an error
	around := community.Surroundings{Own: []string{c.bearer.User.Email}, Openness: s.Openness, Now: s.store.Now(), Parent: w.parent, Quoted: w.quoted, Media: w.pictures, TagBase: s.tagBase(), Domain: s.store.Domain()}
	var err error
	if around.Emoji, err = s.door.Emoji(c.Context(), w.draft.Text+w.draft.Warning); err != nil {
		return community.Publication{}, err
	}
	if around.Thread, err = s.door.Thread(c.Context(), c.me(), w.parent); err != nil {
		return community.Publication{}, err
	}
	if w.parent != nil {
		if around.Founding, err = s.store.Founding(c.Context()); err != nil {
			return community.Publication{}, err
		}
		author, err := s.store.Actor(c.Context(), w.parent.Author)
		if err != nil {
			return community.Publication{}, err
		}
		around.Answered = &author
	}
	if around.Mentioned, err = s.door.Mentioned(c.Context(), door.Naming{Text: w.draft.Text, Audience: w.draft.Audience}, s.Resolver); err != nil {
		return community.Publication{}, err
	}
	if w.old != nil {
		if around.Reviewed, err = s.store.Reviewed(c.Context(), w.old.ID); err != nil {
			return community.Publication{}, err
		}
		if around.Quoted, err = s.door.QuotedIn(c.Context(), door.Quoting{By: c.me(), Viewer: c.viewer}, *w.old); err != nil {
			return community.Publication{}, err
		}
		return community.Revise(c.me(), *w.old, w.draft, around)
	}
	around.Group, err = s.door.Group(c.Context(), door.Posting{By: c.me(), Parent: w.parent, Mentioned: around.Mentioned, Audience: w.draft.Audience})
	if err != nil {
		return community.Publication{}, err
	}
	return community.Publish(c.me(), w.draft, around)
}
