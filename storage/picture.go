package storage

import (
	"context"
	"fmt"
	"strconv"

	"consilium/community"
)

// HidePictures hides the pictures of a post from everybody but its author and the
// staff: somebody reported them, and nobody has decided yet. Their files are
// served to nobody else from then on, and servers that have the post are told
// what is left of it. A post without pictures, or whose are hidden already, is
// left as it is. The caller writes down who asked and why.
func (s *Store) HidePictures(ctx context.Context, post community.PostID) error {
	return s.update(ctx, fmt.Sprintf("hide pictures of post %d", post), func(t *tx) error {
		return t.hidePictures(ctx, post, true)
	})
}

// ShowPictures shows the pictures of a post again, here and elsewhere: staff
// decided that they may stay.
func (s *Store) ShowPictures(ctx context.Context, post community.PostID) error {
	return s.update(ctx, fmt.Sprintf("show pictures of post %d", post), func(t *tx) error {
		return t.hidePictures(ctx, post, false)
	})
}

func (t *tx) hidePictures(ctx context.Context, post community.PostID, hidden bool) error {
	n, err := t.do(ctx, `UPDATE media SET hidden = ? WHERE post = ? AND post <> 0 AND hidden <> ?`, hidden, post, hidden)
	if err != nil || n == 0 {
		return err
	}
	return t.picturesChanged(ctx, post)
}

// stillHidden is the end of an edit: what is added to a post whose pictures wait
// for a decision waits with them.
func (t *tx) stillHidden(ctx context.Context, post community.PostID) error {
	_, err := t.do(ctx, `UPDATE media SET hidden = ? WHERE post = ? AND post IN (SELECT h.post FROM media AS h WHERE h.post = ? AND h.hidden)`,
		true, post, post)
	return err
}

// ReplaceFiles gives the owner's picture m.ID, loose or on a post, new files, with
// type, size and blurhash of m, in the place of old. The old files are waste from
// that moment, and no row names them. ErrConflict when the picture has other files
// by now, ErrNotFound when the owner has no such picture. Servers that have its
// post are told.
func (s *Store) ReplaceFiles(ctx context.Context, owner community.ActorID, old, m community.Media) (community.Media, error) {
	err := s.update(ctx, fmt.Sprintf("replace files of media %d", old.ID), func(t *tx) error {
		n, err := t.do(ctx, `UPDATE media SET file = ?, small = ?, type = ?, width = ?, height = ?, blurhash = ?, small_width = 0, small_height = 0
			WHERE id = ? AND owner = ? AND file = ? AND remote IS NULL
			AND id NOT IN (SELECT avatar FROM actor WHERE avatar <> 0) AND id NOT IN (SELECT header FROM actor WHERE header <> 0)`,
			m.File, m.Small, m.Type, m.Width, m.Height, m.Blurhash, old.ID, owner, old.File)
		if err == nil && n == 0 {
			err = community.ErrConflict
		}
		if err != nil {
			return err
		}
		if err := t.wasteFiles(ctx, t.now, old.File, old.Small); err != nil {
			return err
		}
		if err := t.arrived(ctx, m); err != nil {
			return err
		}
		// It may have been posted since the caller looked.
		var post community.PostID
		if err := one(ctx, t, &post, `SELECT post FROM media WHERE id = ?`, old.ID); err != nil || post == 0 {
			return err
		}
		return t.picturesChanged(ctx, post)
	})
	if err != nil {
		return community.Media{}, err
	}
	return s.Media(ctx, old.ID)
}

// picturesChanged makes a new revision of a post whose words stay as they are, and
// tells the servers that have it. The moment of the edit moves too: others take
// pictures only from what was edited (Mastodon compares it).
func (t *tx) picturesChanged(ctx context.Context, id community.PostID) error {
	_, err := t.do(ctx, `UPDATE post SET revision = revision + 1, edited = ? WHERE id = ? AND local AND deleted IS NULL`, at(t.now), id)
	if err != nil {
		return err
	}
	post, err := postByID(ctx, t, id)
	if err != nil {
		return err
	}
	t.tell(News{Topic: TopicPost, ID: int64(id)})
	d := deed{post: post}
	if !d.open() || !post.Deleted.IsZero() {
		return nil
	}
	if wide(post.Audience) {
		return t.sendUpdate(ctx, d)
	}
	return t.sendToFew(ctx, post)
}

// sendToFew enqueues the Update of a post for followers or for the people named in
// it, to those it is for now.
func (t *tx) sendToFew(ctx context.Context, p community.Post) error {
	var inboxes []community.IRI
	var err error
	if p.Audience.Kind == community.Followers {
		if inboxes, err = t.followerInboxes(ctx, p.Author); err != nil {
			return err
		}
	}
	for _, id := range p.Mentions {
		a, err := actorWhere(ctx, t, `a.id = ?`, id)
		if err != nil {
			return err
		}
		if !a.Local {
			inboxes = append(inboxes, a.Inbox)
		}
	}
	if inboxes, err = t.reachable(ctx, inboxes); err != nil {
		return err
	}
	return t.deliver(ctx, Delivery{Verb: "Update", Activity: p.IRI.String() + "#update-" + strconv.Itoa(p.Revision),
		Actor: p.Author, Post: p.ID, Revision: p.Revision}, inboxes...)
}
