package storage

import (
	"context"
	"fmt"

	"consilium/community"
)

type noticeRow struct {
	Topic community.Topic
	Mail  community.Pace
	Push  bool
}

// NoticePreferences gives what a member wants to hear of outside the pages, by
// topic in the order of the settings: what was chosen, else what is usual.
func (s *Store) NoticePreferences(ctx context.Context, member community.ActorID) ([]community.NoticePreference, error) {
	return noticePreferences(ctx, s.r, member)
}

func noticePreferences(ctx context.Context, db reader, member community.ActorID) ([]community.NoticePreference, error) {
	var rows []noticeRow
	if err := many(ctx, db, &rows, `SELECT topic, mail, push FROM notice_preference WHERE actor = ?`, member); err != nil {
		return nil, fmt.Errorf("notices of %d: %w", member, err)
	}
	list := make([]community.NoticePreference, 0, len(community.Topics()))
	for _, topic := range community.Topics() {
		p := community.UsualNotice(topic)
		for _, r := range rows {
			if r.Topic == topic {
				p = community.NoticePreference{Topic: topic, Mail: r.Mail, Push: r.Push}
			}
		}
		list = append(list, p)
	}
	return list, nil
}

// SetNoticePreferences remembers what a member chose.
func (s *Store) SetNoticePreferences(ctx context.Context, member community.ActorID, chosen []community.NoticePreference) error {
	return s.update(ctx, fmt.Sprintf("set notices of %d", member), func(t *tx) error {
		for _, p := range chosen {
			_, err := t.do(ctx, `INSERT INTO notice_preference (actor, topic, mail, push) VALUES (?, ?, ?, ?)
				ON CONFLICT (actor, topic) DO UPDATE SET mail = excluded.mail, push = excluded.push`, member, string(p.Topic), string(p.Mail), p.Push)
			if err != nil {
				return err
			}
		}
		return nil
	})
}
