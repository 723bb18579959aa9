package storage

import (
	"context"
	"iter"

	"consilium/community"
)

// versions gives what posts said before their edits, oldest first.
func (s *Store) versions(ctx context.Context, posts []community.PostID) (map[community.PostID][]community.Revision, error) {
	found := map[community.PostID][]community.Revision{}
	if len(posts) == 0 {
		return found, nil
	}
	var rows []revisionRow
	err := many(ctx, s.r, &rows, `SELECT post, revision, title, warning, sensitive, content, source, clinical, written
		FROM post_revision WHERE post IN (?) ORDER BY post, revision`, in(posts))
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		v, err := r.version()
		if err != nil {
			return nil, err
		}
		found[r.Post] = append(found[r.Post], v)
	}
	return found, nil
}

// Pictures gives the member's pictures that are kept here: on posts, on the
// profile and, in what is not Open, those no post took yet.
func (e Estate) Pictures(ctx context.Context) iter.Seq2[community.Media, error] {
	return walk(ctx, func(after int64) ([]numbered[community.Media], error) {
		var rows []mediaRow
		err := many(ctx, e.s.r, &rows, `SELECT `+mediaColumns+` FROM media m WHERE m.owner = ? AND m.file <> '' AND m.id > ?
			AND (? OR m.id IN (?, ?) OR EXISTS (SELECT 1 FROM post AS p WHERE p.id = m.post AND p.deleted IS NULL AND `+federated+`))
			ORDER BY m.id LIMIT ?`, e.Actor.ID, after, e.whole, e.Actor.Avatar, e.Actor.Header, estatePage)
		list := make([]numbered[community.Media], 0, len(rows))
		for _, r := range rows {
			list = append(list, numbered[community.Media]{int64(r.ID), r.media()})
		}
		return list, err
	})
}

// Contact is somebody the member has to do with.
type Contact struct {
	Handle community.Handle
	// HidesAnnounces is of those the member follows, MutesNotifications of those
	// the member mutes.
	HidesAnnounces, MutesNotifications bool
	// Notifies and Languages are of those the member follows.
	Notifies  bool
	Languages []string
}

type contactRow struct {
	ID         community.ActorID
	Name, Host string
	// Hides is what the list says of a contact beside the name.
	Hides     bool
	Notifies  bool
	Languages string
}

// Following gives whom the member follows.
func (e Estate) Following(ctx context.Context) iter.Seq2[Contact, error] {
	return e.contacts(ctx, `f.hides_announces AS hides, f.notifies, f.languages FROM follow AS f JOIN actor AS a ON a.id = f.followed
		WHERE f.follower = ? AND f.state = 'accepted'`, func(r contactRow, c *Contact) {
		c.HidesAnnounces, c.Notifies, c.Languages = r.Hides, r.Notifies, languagesOf(r.Languages)
	})
}

// Followers gives who follows the member.
func (e Estate) Followers(ctx context.Context) iter.Seq2[Contact, error] {
	return e.contacts(ctx, `FALSE AS hides FROM follow AS f JOIN actor AS a ON a.id = f.follower
		WHERE f.followed = ? AND f.state = 'accepted'`, func(contactRow, *Contact) {})
}

// Blocks gives whom the member blocks.
func (e Estate) Blocks(ctx context.Context) iter.Seq2[Contact, error] {
	return e.contacts(ctx, `FALSE AS hides FROM block AS b JOIN actor AS a ON a.id = b.target WHERE b.actor = ?`, func(contactRow, *Contact) {})
}

// Mutes gives whom the member mutes.
func (e Estate) Mutes(ctx context.Context) iter.Seq2[Contact, error] {
	return e.contacts(ctx, `m.notifications AS hides FROM mute AS m JOIN actor AS a ON a.id = m.target WHERE m.actor = ?`,
		func(r contactRow, c *Contact) { c.MutesNotifications = r.Hides })
}

// contacts reads a list of actors; from is the rest of a statement in which a is
// the contact.
func (e Estate) contacts(ctx context.Context, from string, note func(contactRow, *Contact)) iter.Seq2[Contact, error] {
	return walk(ctx, func(after int64) ([]numbered[Contact], error) {
		var rows []contactRow
		err := many(ctx, e.s.r, &rows, `SELECT a.id, a.name, a.host, `+from+` AND a.gone IS NULL AND a.id > ? ORDER BY a.id LIMIT ?`,
			e.Actor.ID, after, estatePage)
		list := make([]numbered[Contact], 0, len(rows))
		for _, r := range rows {
			handle, _ := community.MakeHandle(r.Name, r.Host, "") // only what it let through was stored
			c := Contact{Handle: handle}
			note(r, &c)
			list = append(list, numbered[Contact]{int64(r.ID), c})
		}
		return list, err
	})
}

// Bookmarks gives the addresses of what the member bookmarked.
func (e Estate) Bookmarks(ctx context.Context) iter.Seq2[community.IRI, error] {
	return e.marked(ctx, "bookmark")
}

// Likes gives the addresses of what the member liked.
func (e Estate) Likes(ctx context.Context) iter.Seq2[community.IRI, error] {
	return e.marked(ctx, "liking")
}

func (e Estate) marked(ctx context.Context, table string) iter.Seq2[community.IRI, error] {
	return walk(ctx, func(after int64) ([]numbered[community.IRI], error) {
		var rows []struct {
			ID  int64
			IRI community.IRI
		}
		err := many(ctx, e.s.r, &rows, `SELECT k.id, p.iri FROM `+table+` AS k JOIN post AS p ON p.id = k.post
			WHERE k.actor = ? AND p.deleted IS NULL AND (`+federated+` OR ?) AND k.id > ? ORDER BY k.id LIMIT ?`, e.Actor.ID, e.whole, after, estatePage)
		list := make([]numbered[community.IRI], 0, len(rows))
		for _, r := range rows {
			list = append(list, numbered[community.IRI]{r.ID, r.IRI})
		}
		return list, err
	})
}
