package desk

import (
	"context"
	"errors"
	"io"
	"net/http"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
)

// Emoji keeps the pictures of emoji.
type Emoji interface {
	// UploadEmoji scrubs a picture and has it added.
	UploadEmoji(ctx context.Context, r io.Reader, add func(community.Media) error) error
}

func (d *Desk) showEmoji(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	return d.listEmoji(w, r, v, page.DeskEmoji{})
}

func (d *Desk) listEmoji(w http.ResponseWriter, r *http.Request, v door.Visitor, view page.DeskEmoji) error {
	list, err := d.store.LocalEmoji(r.Context())
	if err != nil {
		return err
	}
	for _, e := range list {
		view.List = append(view.List, page.EmojiRow{ID: community.FormatID(e.ID), Shortcode: e.Shortcode})
	}
	return d.door.Show(w, r, v, door.Sheet{Status: statusOf(view.Problems), View: view})
}

// addEmoji is POST /desk/emoji: fields shortcode and picture (a file).
func (d *Desk) addEmoji(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	typed := r.PostFormValue("shortcode") // reads the form, which has a file
	err := d.takeEmoji(r, v, community.ParseShortcode(typed))
	if errors.Is(err, community.ErrConflict) {
		err = &community.Invalid{Field: "shortcode", Problem: community.Say("emoji.taken")}
	}
	if problems := page.ProblemsOf(err); problems != nil {
		return d.listEmoji(w, r, v, page.DeskEmoji{Shortcode: typed, Problems: problems})
	}
	if err != nil {
		return err
	}
	return door.SeeOther(w, r, "/desk/emoji", "notice.emoji_added")
}

func (d *Desk) takeEmoji(r *http.Request, v door.Visitor, shortcode string) error {
	if shortcode == "" {
		return &community.Invalid{Field: "shortcode", Problem: community.Say("emoji.no_shortcode")}
	}
	picture, _, err := r.FormFile("picture")
	switch {
	case errors.Is(err, http.ErrMissingFile):
		return &community.Invalid{Field: "picture", Problem: community.Say("emoji.no_picture")}
	case err != nil:
		return err
	case d.Emoji == nil:
		return community.ErrNotFound
	}
	defer func() { _ = picture.Close() }()
	return d.Emoji.UploadEmoji(r.Context(), picture, func(m community.Media) error {
		_, err := d.store.AddEmoji(r.Context(), shortcode, m, v.Person.Actor.ID)
		return err
	})
}

// retireEmoji is POST /desk/emoji/{id}/remove.
func (d *Desk) retireEmoji(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	id, err := community.ParseID[community.EmojiID](mux.Vars(r)["id"])
	if err != nil {
		return err
	}
	if err := d.store.RetireEmoji(r.Context(), id, v.Person.Actor.ID); err != nil {
		return err
	}
	return door.SeeOther(w, r, "/desk/emoji", "notice.emoji_removed")
}
