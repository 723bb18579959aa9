package storage

import (
	"context"
	"fmt"
	"slices"

	"consilium/community"
)

// NotificationFilter narrows notifications to some kinds, or leaves some out;
// empty lists do neither.
type NotificationFilter struct {
	Kinds, Exclude []community.NotificationKind
}

type notificationRow struct {
	ID            community.NotificationID
	Owner         community.ActorID
	Kind          community.NotificationKind
	Actor         community.ActorID
	Post          community.PostID
	Created, Read stamp
}

// heard narrows notifications n to those of people the owner has neither
// blocked nor muted, and who have not been closed. What staff must decide on is
// always heard: who asks to come in is not shown to anybody yet.
const heard = ` n.owner = ? AND (n.kind IN ('sign-up', 'flag', 'review', 'verification', 'register-check', 'post-hidden', 'decision', 'case-withdrawn') OR a.suspended IS NULL AND a.gone IS NULL
	AND NOT EXISTS (SELECT 1 FROM block b WHERE b.actor = n.owner AND b.target = n.actor OR b.actor = n.actor AND b.target = n.owner)
	AND NOT EXISTS (SELECT 1 FROM mute m WHERE m.actor = n.owner AND m.target = n.actor AND m.notifications
		AND (m.until IS NULL OR m.until > ?)))
	AND NOT EXISTS (SELECT 1 FROM post h WHERE h.id = n.post AND h.hidden IS NOT NULL AND h.author <> n.owner)`

// Notifications gives what happened to the owner. The posts in them were
// visible when they were written; whoever shows them asks Visible again.
func (s *Store) Notifications(ctx context.Context, owner community.ActorID, f NotificationFilter, page Page) ([]community.Notification, error) {
	var rows []notificationRow
	err := many(ctx, s.r, &rows, `SELECT n.id, n.owner, n.kind, n.actor, n.post, n.created, n.read
		FROM notification n JOIN actor a ON a.id = n.actor WHERE`+heard+`
		AND (? OR n.kind IN (?)) AND (? OR n.kind NOT IN (?)) AND ? ORDER BY ? LIMIT ?`, owner, at(s.Now()),
		len(f.Kinds) == 0, in(f.Kinds), len(f.Exclude) == 0, in(f.Exclude), page.within("n.id"), page.order("n.id"), page.limit())
	if err != nil {
		return nil, fmt.Errorf("notifications of %d: %w", owner, err)
	}
	list := make([]community.Notification, 0, len(rows))
	for _, r := range newestFirst(page, rows) {
		list = append(list, community.Notification{ID: r.ID, Owner: r.Owner, Kind: r.Kind, Actor: r.Actor, Post: r.Post,
			Created: r.Created.Time, Read: r.Read.Time})
	}
	return list, nil
}

// mostUnread is as far as unread notifications are counted.
const mostUnread = 100

// CountUnread counts what the owner has not seen yet, up to 100.
func (s *Store) CountUnread(ctx context.Context, owner community.ActorID) (int, error) {
	var n int
	err := one(ctx, s.r, &n, `SELECT COUNT(*) FROM (SELECT 1 FROM notification n JOIN actor a ON a.id = n.actor
		WHERE`+heard+` AND n.read IS NULL LIMIT ?) AS unread`, owner, at(s.Now()), mostUnread)
	if err != nil {
		return 0, fmt.Errorf("count notifications of %d: %w", owner, err)
	}
	return n, nil
}

// ReadNotifications marks the owner's notifications as seen, up to and with one.
func (s *Store) ReadNotifications(ctx context.Context, owner community.ActorID, upTo community.NotificationID) error {
	return s.update(ctx, fmt.Sprintf("read notifications of %d", owner), func(t *tx) error {
		_, err := t.do(ctx, `UPDATE notification SET read = ? WHERE owner = ? AND id <= ? AND read IS NULL`, at(t.now), owner, upTo)
		return err
	})
}

// DismissNotification removes one; ErrNotFound when the owner has none such.
func (s *Store) DismissNotification(ctx context.Context, owner community.ActorID, id community.NotificationID) error {
	return s.update(ctx, fmt.Sprintf("dismiss notification %d", id), func(t *tx) error {
		n, err := t.do(ctx, `DELETE FROM notification WHERE owner = ? AND id = ?`, owner, id)
		if err == nil && n == 0 {
			return community.ErrNotFound
		}
		return err
	})
}

// ClearNotifications removes all the owner has.
func (s *Store) ClearNotifications(ctx context.Context, owner community.ActorID) error {
	return s.update(ctx, fmt.Sprintf("clear notifications of %d", owner), func(t *tx) error {
		_, err := t.do(ctx, `DELETE FROM notification WHERE owner = ?`, owner)
		return err
	})
}

// notifyNamed is the effect of a post on the members it names or answers: each
// hears once, and only who may see it (S-PRIV-8). After an edit only those hear
// who were not named before.
func (t *tx) notifyNamed(ctx context.Context, d deed) error {
	if d.Quiet() {
		return nil
	}
	answered := community.ActorID(0)
	if d.Parent() != nil {
		answered = d.Parent().Author
	}
	for _, who := range d.Mentioned() {
		known := d.old != nil && (slices.Contains(d.old.Mentions, who.ID) || who.ID == answered)
		if !who.Local || known {
			continue
		}
		if sees, err := t.mayHear(ctx, who.ID, d.post); err != nil || !sees {
			if err != nil {
				return err
			}
			continue
		}
		kind := community.NotifyMention
		if who.ID == answered {
			kind = community.NotifyReply
		}
		if err := t.notifyMessage(ctx, d, community.Notification{Owner: who.ID, Kind: kind, Actor: d.post.Author, Post: d.post.ID}); err != nil {
			return err
		}
	}
	return nil
}

// mayHear asks CanSee whether a member may see a post that is being written;
// blocks are notify's business.
func (t *tx) mayHear(ctx context.Context, who community.ActorID, p community.Post) (bool, error) {
	v, err := t.viewer(ctx, who)
	if err != nil {
		return false, err
	}
	sight := community.Sight{Mentioned: slices.Contains(p.Mentions, who)}
	if p.Audience.Kind == community.Followers && !sight.Mentioned {
		err := one(ctx, t, &sight.Follows, `SELECT EXISTS (SELECT 1 FROM follow WHERE follower = ? AND followed = ? AND state = ?)`,
			who, p.Author, community.FollowAccepted)
		if err != nil {
			return false, err
		}
	}
	return community.CanSee(v, p, sight), nil
}

// notifyRepeated is the effect of a boost on the author of what it repeats.
func (t *tx) notifyRepeated(ctx context.Context, d deed) error {
	if d.Author().Kind == community.Group { // that it was posted to it is no news
		return nil
	}
	return t.notify(ctx, community.Notification{Owner: d.Of().Author, Kind: community.NotifyAnnounce, Actor: d.post.Author, Post: d.post.Of})
}

// notifyChanged is the effect of an edit on members who repeated the post, and
// of a solved case on those who helped.
func (t *tx) notifyChanged(ctx context.Context, d deed) error {
	if d.post.Case != nil && d.old.Case != nil {
		if err := t.notifySolved(ctx, d); err != nil {
			return err
		}
	}
	if d.SameWords() {
		return nil
	}
	return t.notifyAll(ctx, d.news(community.NotifyUpdate, d.post.ID),
		`SELECT author FROM post WHERE of_post = ? AND local AND deleted IS NULL ORDER BY author`, d.post.ID)
}

// notifySolved tells whose answer was accepted, and the others who answered a case or
// bookmarked it, that it was solved and how it ended.
func (t *tx) notifySolved(ctx context.Context, d deed) error {
	was, is := d.old.Case, d.post.Case
	for _, answer := range is.AcceptedAnswers() {
		if slices.Contains(was.AcceptedAnswers(), answer) {
			continue
		}
		err := t.notifyAll(ctx, d.news(community.NotifyAccepted, answer), `SELECT author FROM post WHERE id = ?`, answer)
		if err != nil {
			return err
		}
	}
	if is.Status.Answered() && !was.Status.Answered() {
		if err := t.notifySubscribers(ctx, d, community.NotifySolved); err != nil {
			return err
		}
	}
	if is.FollowedUp.IsZero() || !was.FollowedUp.IsZero() {
		return nil
	}
	return t.notifySubscribers(ctx, d, community.NotifyOutcome)
}

// notifySubscribers tells who answered a case or bookmarked it; who hears that an own
// answer solved it needs not hear that it is solved.
func (t *tx) notifySubscribers(ctx context.Context, d deed, kind community.NotificationKind) error {
	var told []community.PostID
	if kind == community.NotifySolved {
		told = d.post.Case.AcceptedAnswers()
	}
	return t.notifyAll(ctx, d.news(kind, d.post.ID), `SELECT author FROM post WHERE root = ? AND id <> ? AND local AND deleted IS NULL
		AND author NOT IN (SELECT q.author FROM post AS q WHERE q.id IN (?))
		UNION SELECT actor FROM bookmark WHERE post = ? AND actor NOT IN (SELECT q.author FROM post AS q WHERE q.id IN (?)) ORDER BY 1`,
		d.post.ID, d.post.ID, in(told), d.post.ID, in(told))
}

// news is a notification of what happened to a post.
type news struct {
	community.Notification
	about community.Post
}

func (d deed) news(kind community.NotificationKind, post community.PostID) news {
	return news{community.Notification{Kind: kind, Actor: d.post.Author, Post: post}, d.post}
}

// notifyAll tells everybody a statement names who may still see what it is about.
func (t *tx) notifyAll(ctx context.Context, n news, whom string, args ...any) error {
	var owners []community.ActorID
	if err := many(ctx, t, &owners, whom, args...); err != nil {
		return err
	}
	for _, n.Owner = range owners {
		sees, err := t.mayHear(ctx, n.Owner, n.about)
		if err != nil {
			return err
		}
		if !sees {
			continue
		}
		n.ID = 0
		if err := t.notify(ctx, n.Notification); err != nil {
			return err
		}
	}
	return nil
}

// Notification gives one notification of the owner; ErrNotFound when it is not there,
// or is about a post that the owner may not read now.
func (s *Store) Notification(ctx context.Context, owner community.ActorID, id community.NotificationID) (community.Notification, error) {
	var r notificationRow
	err := one(ctx, s.r, &r, `SELECT n.id, n.owner, n.kind, n.actor, n.post, n.created, n.read
		FROM notification n JOIN actor a ON a.id = n.actor WHERE`+heard+` AND n.id = ?`, owner, at(s.Now()), id)
	if err == nil && r.Post != 0 {
		var seen map[community.PostID]community.Post
		if seen, err = s.seenBy(ctx, owner, []community.PostID{r.Post}); err == nil && len(seen) == 0 {
			err = community.ErrNotFound
		}
	}
	if err != nil {
		return community.Notification{}, fmt.Errorf("notification %d: %w", id, err)
	}
	return community.Notification{ID: r.ID, Owner: r.Owner, Kind: r.Kind, Actor: r.Actor, Post: r.Post, Created: r.Created.Time, Read: r.Read.Time}, nil
}
