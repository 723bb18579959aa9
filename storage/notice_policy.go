package storage

import (
	"context"
	"errors"
	"fmt"
	"time"

	"consilium/community"
)

// When an account is new, and when somebody counts as a follower: not before it could
// have been done only to be heard.
const (
	newAccount  = 30 * 24 * time.Hour
	newFollower = 3 * 24 * time.Hour
)

// NoticePolicy says what becomes of notifications caused by people whom a member may
// not want to hear of.
func (s *Store) NoticePolicy(ctx context.Context, owner community.ActorID) (community.NoticePolicy, error) {
	p, err := noticePolicy(ctx, s.r, owner)
	if err != nil {
		return p, fmt.Errorf("notice policy of %d: %w", owner, err)
	}
	return p, nil
}

func noticePolicy(ctx context.Context, db reader, owner community.ActorID) (community.NoticePolicy, error) {
	p := community.UsualNoticePolicy()
	var row struct {
		Messages                                                 string
		NotFollowing, NotFollowers, NewAccounts, LimitedAccounts *string
	}
	err := one(ctx, db, &row, `SELECT u.messages, n.not_following, n.not_followers, n.new_accounts, n.limited_accounts
		FROM user_account AS u LEFT JOIN notice_policy AS n ON n.actor = u.actor WHERE u.actor = ?`, owner)
	if err != nil {
		return p, err
	}
	p.Messages = community.ParseMessagePolicy(row.Messages)
	for place, chosen := range map[*community.NoticeVerdict]*string{&p.NotFollowing: row.NotFollowing, &p.NotFollowers: row.NotFollowers,
		&p.NewAccounts: row.NewAccounts, &p.LimitedAccounts: row.LimitedAccounts} {
		if chosen != nil {
			*place = community.NoticeVerdict(*chosen)
		}
	}
	return p, nil
}

// SetNoticePolicy remembers a policy that community.CheckNoticePolicy let pass. What
// waits already goes on waiting.
func (s *Store) SetNoticePolicy(ctx context.Context, owner community.ActorID, p community.NoticePolicy) error {
	return s.update(ctx, fmt.Sprintf("set notice policy of %d", owner), func(t *tx) error {
		n, err := t.do(ctx, `UPDATE user_account SET messages = ? WHERE actor = ?`, string(p.Messages), owner)
		if err != nil || n == 0 {
			return errors.Join(err, missing(n))
		}
		_, err = t.do(ctx, `INSERT INTO notice_policy (actor, not_following, not_followers, new_accounts, limited_accounts) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (actor) DO UPDATE SET not_following = excluded.not_following, not_followers = excluded.not_followers,
			new_accounts = excluded.new_accounts, limited_accounts = excluded.limited_accounts`,
			owner, string(p.NotFollowing), string(p.NotFollowers), string(p.NewAccounts), string(p.LimitedAccounts))
		return err
	})
}

func missing(changed int64) error {
	if changed == 0 {
		return community.ErrNotFound
	}
	return nil
}

// judgeNotice asks the owner's policy about a notification; referral says that it is
// about a referral.
func (t *tx) judgeNotice(ctx context.Context, n community.Notification, referral bool) (community.NoticeVerdict, community.NoticeFacts, error) {
	facts := community.NoticeFacts{Kind: n.Kind}
	if !n.Kind.Judged() {
		return community.NoticeAccepted, facts, nil
	}
	policy, err := noticePolicy(ctx, t, n.Owner)
	if errors.Is(err, community.ErrNotFound) {
		return community.NoticeAccepted, facts, nil // nobody's account: there is nobody to be kept from
	}
	if err != nil {
		return "", facts, fmt.Errorf("notice policy of %d: %w", n.Owner, err)
	}
	if facts, err = t.noticeFacts(ctx, n); err != nil {
		return "", facts, err
	}
	facts.Referral = referral
	return policy.Judge(facts), facts, nil
}

// noticeFacts finds out what stands between a member and who caused a notification.
func (t *tx) noticeFacts(ctx context.Context, n community.Notification) (community.NoticeFacts, error) {
	f := community.NoticeFacts{Kind: n.Kind}
	var err error
	if f.Acquaintance, err = t.acquaintance(ctx, n.Owner, n.Actor); err != nil {
		return f, err
	}
	var row struct{ Followed, Private, OwnCase bool }
	err = one(ctx, t, &row, `SELECT
		EXISTS (SELECT 1 FROM follow WHERE follower = ? AND followed = ? AND state = 'accepted' AND created <= ?) AS followed,
		EXISTS (SELECT 1 FROM post AS p LEFT JOIN post AS q ON q.id = p.parent WHERE p.id = ? AND p.audience = 'direct'
			AND NOT (COALESCE(q.author, 0) = ? AND COALESCE(q.audience, '') = 'direct')) AS private,
		EXISTS (SELECT 1 FROM post AS p JOIN clinical_case AS c ON c.post = p.root JOIN post AS r ON r.id = c.post
			WHERE p.id = ? AND r.author = ?) AS own_case`,
		n.Actor, n.Owner, at(t.now.Add(-newFollower)), n.Post, n.Owner, n.Post, n.Owner)
	if err != nil {
		return f, fmt.Errorf("notice for %d: %w", n.Owner, err)
	}
	f.Followed, f.Private, f.OwnCase = row.Followed, row.Private, row.OwnCase
	who, err := actorWhere(ctx, t, `a.id = ?`, n.Actor)
	if err != nil {
		return f, err
	}
	rules, err := t.rules(ctx)
	f.New = !who.Published.IsZero() && t.now.Sub(who.Published) < newAccount
	f.Limited = isLimited(rules, who) || who.Sanctions.Limited(t.now)
	return f, err
}
