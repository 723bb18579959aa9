package storage

import (
	"context"
	"fmt"
	"time"

	"consilium/community"
)

// noticeWait is how long a letter at once waits for more to tell, and for its
// reader to have seen it on the pages.
const noticeWait = 5 * time.Minute

// noticesAtOnce bounds how many letters one round of SendNotices queues.
const noticesAtOnce = 500

// notice has a member told of a new notification outside the pages, as they chose:
// their devices now, their mailbox soon. Daily letters find it by themselves.
func (t *tx) notice(ctx context.Context, n community.Notification) error {
	if err := t.pushApps(ctx, n); err != nil {
		return err
	}
	var wants bool // most members want nothing at once: one look, then
	err := one(ctx, t, &wants, `SELECT EXISTS (SELECT 1 FROM push_subscription WHERE owner = ?)
		OR EXISTS (SELECT 1 FROM notice_preference WHERE actor = ? AND mail = ?)`, n.Owner, n.Owner, string(community.AtOnce))
	if err != nil || !wants {
		return err
	}
	topic, err := t.topicOf(ctx, n)
	if err != nil {
		return err
	}
	chosen, err := noticePreferences(ctx, t, n.Owner)
	if err != nil {
		return err
	}
	for _, p := range chosen {
		if p.Topic != topic {
			continue
		}
		if p.Push {
			if err := t.push(ctx, n, topic); err != nil {
				return err
			}
		}
		if p.Mail == community.AtOnce {
			return t.noticeSoon(ctx, n.Owner)
		}
	}
	return nil
}

func (t *tx) topicOf(ctx context.Context, n community.Notification) (community.Topic, error) {
	var under bool
	if n.Post != 0 {
		err := one(ctx, t, &under, `SELECT EXISTS (SELECT 1 FROM post AS p JOIN clinical_case AS c ON c.post = p.root WHERE p.id = ?)`, n.Post)
		if err != nil {
			return "", fmt.Errorf("topic of a notification: %w", err)
		}
	}
	return community.TopicOf(n.Kind, under), nil
}

// noticeSoon makes a letter due, unless one is.
func (t *tx) noticeSoon(ctx context.Context, owner community.ActorID) error {
	_, err := t.do(ctx, `INSERT INTO notice_due (actor, soon, told, digested) VALUES (?, ?, ?, ?)
		ON CONFLICT (actor) DO UPDATE SET soon = COALESCE(notice_due.soon, excluded.soon)`,
		owner, at(t.now.Add(noticeWait)), at(t.now), at(t.now))
	if err != nil {
		return fmt.Errorf("notice for %d: %w", owner, err)
	}
	return nil
}

// SendNotices queues the letters that are due: those at once, and the daily ones.
// It is run every minute by every process; each letter is queued by one of them.
func (s *Store) SendNotices(ctx context.Context) error {
	if err := s.beginDigests(ctx); err != nil {
		return err
	}
	for _, kind := range []struct{ column, template string }{{"soon", LetterNews}, {"daily", LetterDigest}} {
		due, err := s.dueNotices(ctx, kind.column)
		if err != nil {
			return err
		}
		for _, d := range due {
			if err := s.sendNotice(ctx, d, kind.template); err != nil {
				return err
			}
		}
	}
	return nil
}

type noticeDue struct {
	Actor    community.ActorID
	UserID   community.UserID
	TimeZone string
	Told     stamp
	Digested stamp
}

// dueNotices lists the active members whose letter is due.
func (s *Store) dueNotices(ctx context.Context, column string) ([]noticeDue, error) {
	var due []noticeDue
	err := many(ctx, s.r, &due, `SELECT d.actor, u.id AS user_id, u.time_zone, d.told, d.digested FROM notice_due AS d
		JOIN user_account AS u ON u.actor = d.actor WHERE d.`+column+` <= ? AND u.state = 'active' ORDER BY d.`+column+` LIMIT ?`,
		at(s.Now()), noticesAtOnce)
	if err != nil {
		return nil, fmt.Errorf("due notices: %w", err)
	}
	return due, nil
}

// sendNotice queues one letter and says when the next is due. Of two processes the
// one that finds the row as it was read gets to.
func (s *Store) sendNotice(ctx context.Context, d noticeDue, template string) error {
	return s.update(ctx, fmt.Sprintf("send notice to %d", d.Actor), func(t *tx) error {
		set, since := `soon = NULL, told = ?`, d.Told.Time
		args := []any{at(t.now)}
		if template == LetterDigest {
			set, since = `daily = ?, digested = ?`, d.Digested.Time
			args = []any{at(community.NextDigest(t.now, d.TimeZone)), at(t.now)}
		}
		n, err := t.do(ctx, `UPDATE notice_due SET `+set+` WHERE actor = ? AND told = ? AND digested = ?`,
			append(args, d.Actor, d.Told, d.Digested)...)
		if err != nil || n == 0 {
			return err
		}
		return t.queue(ctx, Letter{Template: template, User: d.UserID, Since: since.UnixMilli()})
	})
}

// beginDigests gives every active member without one a time for the next daily
// letter.
func (s *Store) beginDigests(ctx context.Context) error {
	var missing []struct {
		Actor    community.ActorID
		TimeZone string
	}
	err := many(ctx, s.r, &missing, `SELECT u.actor, u.time_zone FROM user_account AS u LEFT JOIN notice_due AS d ON d.actor = u.actor
		WHERE u.state = 'active' AND d.daily IS NULL LIMIT ?`, noticesAtOnce)
	if err != nil || len(missing) == 0 {
		return err
	}
	return s.update(ctx, "begin digests", func(t *tx) error {
		for _, m := range missing {
			_, err := t.do(ctx, `INSERT INTO notice_due (actor, daily, told, digested) VALUES (?, ?, ?, ?)
				ON CONFLICT (actor) DO UPDATE SET daily = COALESCE(notice_due.daily, excluded.daily)`,
				m.Actor, at(community.NextDigest(t.now, m.TimeZone)), at(t.now), at(t.now))
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// Waiting is what waits for a member to read, in numbers only.
type Waiting struct {
	// Topics counts unread notifications, in the order of the settings.
	Topics []WaitingTopic
	// Cases is how many new cases there are in the followed specialties that the
	// member may read, at most maxNewCases.
	Cases int
}

// WaitingTopic is one line of Waiting.
type WaitingTopic struct {
	Topic community.Topic
	Count int
}

// maxNewCases bounds how many new cases a digest counts.
const maxNewCases = 99

// Waiting counts what came for a member after a moment, about the topics whose
// letters come at that pace, and is still unread.
func (s *Store) Waiting(ctx context.Context, member community.ActorID, since time.Time, pace community.Pace) (Waiting, error) {
	chosen, err := s.NoticePreferences(ctx, member)
	if err != nil {
		return Waiting{}, err
	}
	counts, err := s.unreadTopics(ctx, member, since)
	if err != nil {
		return Waiting{}, err
	}
	var w Waiting
	for _, p := range chosen {
		switch {
		case p.Mail != pace:
		case p.Topic == community.AboutSpecialties:
			if w.Cases, err = s.newCases(ctx, member, since); err != nil {
				return Waiting{}, err
			}
		case counts[p.Topic] > 0:
			w.Topics = append(w.Topics, WaitingTopic{p.Topic, counts[p.Topic]})
		}
	}
	return w, nil
}

// unreadTopics counts what the pages would show: nothing about a post that the
// member may not read any more.
func (s *Store) unreadTopics(ctx context.Context, member community.ActorID, since time.Time) (map[community.Topic]int, error) {
	var rows []struct {
		Kind  community.NotificationKind
		Post  community.PostID
		Under bool
	}
	err := many(ctx, s.r, &rows, `SELECT n.kind, n.post, EXISTS (SELECT 1 FROM post AS p JOIN clinical_case AS c ON c.post = p.root
		WHERE p.id = n.post) AS under FROM notification AS n WHERE n.owner = ? AND n.read IS NULL AND n.created >= ?
		ORDER BY n.id DESC LIMIT ?`, member, at(since), noticesAtOnce)
	if err != nil {
		return nil, fmt.Errorf("unread of %d: %w", member, err)
	}
	ids := make([]community.PostID, 0, len(rows))
	for _, r := range rows {
		if r.Post != 0 {
			ids = append(ids, r.Post)
		}
	}
	seen, err := s.seenBy(ctx, member, ids)
	if err != nil {
		return nil, err
	}
	counts := map[community.Topic]int{}
	for _, r := range rows {
		if _, visible := seen[r.Post]; r.Post == 0 || visible {
			counts[community.TopicOf(r.Kind, r.Under)]++
		}
	}
	return counts, nil
}

// newCases counts the cases of others that came into the followed specialties.
func (s *Store) newCases(ctx context.Context, member community.ActorID, since time.Time) (int, error) {
	followed, err := s.FollowedSpecialties(ctx, member)
	if err != nil || len(followed) == 0 {
		return 0, err
	}
	var parts []community.Specialty
	for _, f := range followed {
		parts = append(parts, partsOf(f)...)
	}
	var ids []struct{ ID community.PostID }
	err = many(ctx, s.r, &ids, `SELECT DISTINCT p.id FROM case_specialty AS s JOIN post AS p ON p.id = s.post
		WHERE s.specialty IN (?) AND p.published >= ? AND p.deleted IS NULL AND p.hidden IS NULL AND p.author <> ? ORDER BY p.id DESC LIMIT ?`,
		in(parts), at(since), member, maxNewCases)
	if err != nil {
		return 0, fmt.Errorf("new cases for %d: %w", member, err)
	}
	posts := make([]community.PostID, 0, len(ids))
	for _, row := range ids {
		posts = append(posts, row.ID)
	}
	seen, err := s.seenBy(ctx, member, posts)
	return len(seen), err
}

// seenBy keeps the posts that a member may read now.
func (s *Store) seenBy(ctx context.Context, member community.ActorID, ids []community.PostID) (map[community.PostID]community.Post, error) {
	a, err := s.Actor(ctx, member)
	if err != nil {
		return nil, err
	}
	posts, err := postsByID(ctx, s.r, ids)
	if err != nil {
		return nil, fmt.Errorf("read posts: %w", err)
	}
	viewer := a.Subject(community.Member, s.Standing(ctx, a)).Viewer(member, true)
	posts, err = s.Visible(ctx, viewer, posts)
	return byID(posts), err
}
