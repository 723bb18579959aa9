package storage

import (
	"context"
	"fmt"

	"consilium/community"
)

// notify tells a member what somebody did, once. Whom the owner blocked or
// muted with notifications, and who blocked the owner, is not heard of; reports
// and sign-ups always are, since staff must not miss them.
func (t *tx) notify(ctx context.Context, n community.Notification) error {
	return t.notifyOf(ctx, n, false)
}

// notifyOf is notify with the word that it is about a referral. What the owner's policy
// keeps back is written down and told to nobody: it waits as a request.
func (t *tx) notifyOf(ctx context.Context, n community.Notification, referral bool) error {
	if n.Owner == n.Actor && n.Kind != community.NotifyQuestion && n.Kind != community.NotifyUnposted {
		return nil
	}
	if n.ID == 0 {
		n.ID = newID[community.NotificationID](t)
	}
	always := n.Kind == community.NotifyHidden || n.Kind == community.NotifyDecision || n.Kind == community.NotifyFlag || n.Kind == community.NotifySignUp || n.Kind == community.NotifyVerification ||
		n.Kind == community.NotifyRegisterCheck || n.Kind == community.NotifyReview || n.Kind == community.NotifyCaseWithdrawn
	if !always {
		if unheard, err := t.unheard(ctx, n); err != nil || unheard {
			return err
		}
		if muted, err := t.muffled(ctx, n); err != nil || muted {
			return err
		}
	}
	verdict, facts, err := t.judgeNotice(ctx, n, referral)
	if err != nil {
		return err
	}
	if verdict == community.NoticeDropped {
		return t.turnAway(ctx, n, facts)
	}
	filtered := verdict == community.NoticeFiltered
	added, err := t.do(ctx, `INSERT INTO notification (id, owner, kind, actor, post, created, filtered)
		SELECT ?, o.id, ?, ?, ?, ?, ? FROM actor AS o
		WHERE o.id = ? AND o.local AND o.user_id IS NOT NULL AND o.suspended IS NULL AND (?
		OR NOT EXISTS (SELECT 1 FROM block AS b WHERE b.actor = o.id AND b.target = ? OR b.actor = ? AND b.target = o.id)
		AND NOT EXISTS (SELECT 1 FROM mute AS m WHERE m.actor = o.id AND m.target = ? AND m.notifications
			AND (m.until IS NULL OR m.until > ?)))
		ON CONFLICT DO NOTHING`,
		n.ID, string(n.Kind), n.Actor, n.Post, at(t.now), filtered, n.Owner, always, n.Actor, n.Actor, n.Actor, at(t.now))
	if err != nil {
		return fmt.Errorf("notify %d: %w", n.Owner, err)
	}
	if added == 0 {
		return nil
	}
	if filtered {
		return t.ask(ctx, n, requestWaiting)
	}
	t.tell(News{Topic: TopicNotification, ID: int64(n.ID), Owner: int64(n.Owner)})
	return t.notice(ctx, n)
}

// noticed is what staff must be allowed to do to be told of something.
var noticed = map[community.NotificationKind]community.Action{
	community.NotifySignUp: community.ApproveMembers, community.NotifyFlag: community.HandleReports, community.NotifyReview: community.ReviewCases,
}

// notifyStaff tells everybody whose duty it is, except one; 0 for nobody. An older
// notification of the same kind about the same actor gives way to the new one, so
// that it is unread.
func (t *tx) notifyStaff(ctx context.Context, kind community.NotificationKind, actor, except community.ActorID) error {
	if _, err := t.do(ctx, `DELETE FROM notification WHERE kind = ? AND actor = ?`, string(kind), actor); err != nil {
		return fmt.Errorf("notify staff: %w", err)
	}
	var staff []community.ActorID
	err := many(ctx, t, &staff, `SELECT actor FROM user_account WHERE role IN (?) AND state = ? AND actor <> ? ORDER BY actor`,
		in(community.Duties(noticed[kind])), string(community.UserActive), except)
	if err != nil {
		return fmt.Errorf("notify staff: %w", err)
	}
	for _, owner := range staff {
		if err := t.notify(ctx, community.Notification{Owner: owner, Kind: kind, Actor: actor}); err != nil {
			return err
		}
	}
	return nil
}

// unnotify takes back what one actor was told of another.
func (t *tx) unnotify(ctx context.Context, owner, actor community.ActorID, kinds ...community.NotificationKind) error {
	_, err := t.do(ctx, `DELETE FROM notification WHERE owner = ? AND actor = ? AND kind IN (?)`, owner, actor, in(kinds))
	if err != nil {
		return fmt.Errorf("take back notifications of %d: %w", owner, err)
	}
	return nil
}
