package storage

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"math"
	"slices"

	"consilium/community"
)

// NotificationFilter narrows notifications to some kinds, or leaves some out; empty
// lists do neither.
type NotificationFilter struct {
	Kinds, Exclude []community.NotificationKind
	// Actor and Post narrow to what one actor did, and to what is about one post; 0 for
	// all.
	Actor community.ActorID
	Post  community.PostID
	// Filtered says that what waits to be let in is wanted as well.
	Filtered bool
	// Except are kinds and posts of which nothing above ExceptAbove is wanted.
	Except      []NotificationTally
	ExceptAbove int64
}

// except is the list of what is not wanted, as the statements look for it.
func (f NotificationFilter) except() string {
	text := ","
	for _, x := range f.Except {
		text += string(x.Kind) + ":" + community.FormatID(x.Post) + ","
	}
	return text
}

// kindWords is a list of kinds as the statements look for them: a slug has no comma in it.
func kindWords(kinds []community.NotificationKind) string {
	if len(kinds) == 0 {
		return ""
	}
	text := ","
	for _, k := range kinds {
		text += string(k) + ","
	}
	return text
}

// heard narrows notifications n to those of people the owner ($1) has neither
// blocked nor muted now ($2), and who have not been closed. What staff must decide on is
// always heard: who asks to come in is not shown to anybody yet.
const heard = ` FROM notification n JOIN actor a ON a.id = n.actor
	WHERE n.owner = $1 AND (n.kind IN ('sign-up', 'flag', 'review', 'verification', 'register-check', 'post-hidden', 'decision', 'case-withdrawn') OR a.suspended IS NULL AND a.gone IS NULL
	AND NOT EXISTS (SELECT 1 FROM block b WHERE b.actor = n.owner AND b.target = n.actor OR b.actor = n.actor AND b.target = n.owner)
	AND NOT EXISTS (SELECT 1 FROM mute m WHERE m.actor = n.owner AND m.target = n.actor AND m.notifications
		AND (m.until IS NULL OR m.until > $2)))
	AND NOT EXISTS (SELECT 1 FROM post h WHERE h.id = n.post AND h.hidden IS NOT NULL AND h.author <> n.owner)`

// wanted is heard narrowed by a NotificationFilter and to a range of numbers, both ends
// left out.
const wanted = heard + ` AND ($3 = '' OR $3 LIKE '%,' || n.kind || ',%') AND ($4 = '' OR $4 NOT LIKE '%,' || n.kind || ',%')
	AND (n.actor = $5 OR $5 = 0) AND (n.post = $6 OR $6 = 0) AND ($7 OR NOT n.filtered) AND n.id < $8 AND n.id > $9
	AND (n.id <= $10 OR $11 = ',' OR $11 NOT LIKE '%,' || n.kind || ':' || n.post || ',%')`

const (
	notificationColumns = `SELECT n.id, n.owner, n.kind, n.actor, n.post, n.created, n.read`
	notificationsNewest = notificationColumns + wanted + ` ORDER BY n.id DESC LIMIT $12`
	notificationsOldest = notificationColumns + wanted + ` ORDER BY n.id ASC LIMIT $12`
	notificationTallies = `SELECT n.kind, n.post, COUNT(*)` + wanted + ` GROUP BY n.kind, n.post ORDER BY n.kind, n.post`
	notificationByID    = notificationColumns + heard + ` AND NOT n.filtered AND n.id = $3`
	notificationsUnread = `SELECT COUNT(*) FROM (SELECT 1` + heard + ` AND NOT n.filtered AND n.read IS NULL LIMIT $3) AS unread`
)

func (s *Store) wantedArgs(owner community.ActorID, f NotificationFilter, p Page) []any {
	return []any{int64(owner), s.Now().UnixMilli(), kindWords(f.Kinds), kindWords(f.Exclude), int64(f.Actor), int64(f.Post), f.Filtered,
		cmp.Or(p.Max, math.MaxInt64), max(p.Since, p.Min), f.ExceptAbove, f.except()}
}

// MostNotifications is how many notifications one page may have: more than pages of
// other things, since many are shown as one.
const MostNotifications = 400

func noticeLimit(p Page) int {
	if p.Limit > MaxPage {
		return min(p.Limit, MostNotifications)
	}
	return p.limit()
}

// Notifications gives what happened to the owner. The posts in them were
// visible when they were written; whoever shows them asks Visible again.
func (s *Store) Notifications(ctx context.Context, owner community.ActorID, f NotificationFilter, page Page) ([]community.Notification, error) {
	statement := notificationsNewest
	if page.Min > 0 {
		statement = notificationsOldest
	}
	limit := noticeLimit(page)
	list := make([]community.Notification, 0, limit)
	err := s.hotRows(ctx, statement, append(s.wantedArgs(owner, f, page), int64(limit)), func(rows *sql.Rows) error {
		n, err := scanNotification(rows)
		list = append(list, n)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("notifications of %d: %w", owner, translate(err))
	}
	return newestFirst(page, list), nil
}

func scanNotification(rows *sql.Rows) (community.Notification, error) {
	var n community.Notification
	var created, read stamp
	err := rows.Scan(&n.ID, &n.Owner, &n.Kind, &n.Actor, &n.Post, &created, &read)
	n.Created, n.Read = created.Time, read.Time
	return n, err
}

// NotificationTally counts the notifications of one kind about one post.
type NotificationTally struct {
	Kind  community.NotificationKind
	Post  community.PostID
	Count int
}

// NotificationTallies counts what Notifications would give between two numbers, both left
// out: p.Since and p.Max.
func (s *Store) NotificationTallies(ctx context.Context, owner community.ActorID, f NotificationFilter, p Page) ([]NotificationTally, error) {
	var list []NotificationTally
	err := s.hotRows(ctx, notificationTallies, s.wantedArgs(owner, f, p), func(rows *sql.Rows) error {
		var x NotificationTally
		err := rows.Scan(&x.Kind, &x.Post, &x.Count)
		list = append(list, x)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("count notifications of %d: %w", owner, translate(err))
	}
	return list, nil
}

// mostUnread is as far as unread notifications are counted.
const mostUnread = 100

// CountUnread counts what the owner has not seen yet, up to 100.
func (s *Store) CountUnread(ctx context.Context, owner community.ActorID) (int, error) {
	var n int
	if err := s.hotRow(ctx, notificationsUnread, []any{int64(owner), s.Now().UnixMilli(), int64(mostUnread)}, &n); err != nil {
		return 0, fmt.Errorf("count notifications of %d: %w", owner, err)
	}
	return n, nil
}

// ReadNotifications marks the owner's notifications as seen, up to and with one, and
// moves the marker of apps there.
func (s *Store) ReadNotifications(ctx context.Context, owner community.ActorID, upTo community.NotificationID) error {
	return s.update(ctx, fmt.Sprintf("read notifications of %d", owner), func(t *tx) error {
		_, err := t.do(ctx, `UPDATE notification SET read = ? WHERE owner = ? AND id <= ? AND read IS NULL`, at(t.now), owner, upTo)
		if err != nil {
			return err
		}
		_, err = t.do(ctx, `INSERT INTO marker (owner, timeline, last_read, version, updated) VALUES (?, 'notifications', ?, 1, ?)
			ON CONFLICT (owner, timeline) DO UPDATE SET last_read = excluded.last_read, version = marker.version + 1, updated = excluded.updated
			WHERE marker.last_read < excluded.last_read`, owner, upTo, at(t.now))
		return err
	})
}

// DismissGroup removes what belongs to a group of notifications; ErrNotFound when the
// owner has none such.
func (s *Store) DismissGroup(ctx context.Context, owner community.ActorID, g community.NotificationGroup) error {
	after, before := g.Range()
	return s.update(ctx, fmt.Sprintf("dismiss notifications of %d", owner), func(t *tx) error {
		n, err := t.do(ctx, `DELETE FROM notification WHERE owner = ? AND id > ? AND id < ? AND (? OR kind IN (?) AND post = ?)`,
			owner, after, before, g.Alone != 0, in(g.Kinds()), g.Post)
		if err == nil && n == 0 {
			return community.ErrNotFound
		}
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
// waits to be let in, or is about a post that the owner may not read now.
func (s *Store) Notification(ctx context.Context, owner community.ActorID, id community.NotificationID) (community.Notification, error) {
	n := community.Notification{}
	err := s.hotRows(ctx, notificationByID, []any{int64(owner), s.Now().UnixMilli(), int64(id)}, func(rows *sql.Rows) error {
		var err error
		n, err = scanNotification(rows)
		return err
	})
	if err == nil && n.ID == 0 {
		err = community.ErrNotFound
	}
	if err == nil && n.Post != 0 {
		var seen map[community.PostID]community.Post
		if seen, err = s.seenBy(ctx, owner, []community.PostID{n.Post}); err == nil && len(seen) == 0 {
			err = community.ErrNotFound
		}
	}
	if err != nil {
		return community.Notification{}, fmt.Errorf("notification %d: %w", id, err)
	}
	return n, nil
}
