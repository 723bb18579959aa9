package storage

import (
	"context"
	"fmt"

	"consilium/community"
)

// OpenCases lists the cases an actor has to answer for: own ones and those taken
// over that are not solved, the newest first.
func (s *Store) OpenCases(ctx context.Context, actor community.ActorID) ([]community.Post, error) {
	var ids []community.PostID
	err := many(ctx, s.r, &ids, `SELECT p.id FROM post AS p JOIN clinical_case AS c ON c.post = p.id
		WHERE (p.author = ? OR c.steward = ?) AND p.local AND p.deleted IS NULL AND c.status IN (?, ?) ORDER BY p.id DESC LIMIT 200`,
		actor, actor, string(community.CaseOpen), string(community.CaseInformationWanted))
	if err != nil {
		return nil, fmt.Errorf("open cases of %d: %w", actor, err)
	}
	found, err := s.Posts(ctx, ids)
	if err != nil {
		return nil, err
	}
	posts := make([]community.Post, 0, len(ids))
	for _, id := range ids {
		if p, ok := found[id]; ok {
			posts = append(posts, p)
		}
	}
	return posts, nil
}

// OfferCase asks a colleague to take a case over, in the place of whoever was
// asked before. A colleague who cannot see the case is an *Invalid for field
// "to", in the words of one who is not there.
func (s *Store) OfferCase(ctx context.Context, h community.HandOver) error {
	return s.update(ctx, fmt.Sprintf("offer case %d", h.Case), func(t *tx) error {
		p, err := postByID(ctx, t, h.Case)
		if err != nil {
			return err
		}
		sees, err := t.mayHear(ctx, h.To, p)
		if err != nil {
			return err
		}
		if !sees {
			return &community.Invalid{Field: "to", Problem: community.Say("departure.not_a_colleague")}
		}
		_, err = t.do(ctx, `INSERT INTO hand_over (post, from_actor, to_actor, created) VALUES (?, ?, ?, ?)
			ON CONFLICT (post) DO UPDATE SET from_actor = excluded.from_actor, to_actor = excluded.to_actor, created = excluded.created`,
			h.Case, h.From, h.To, at(t.now))
		if err != nil {
			return err
		}
		return t.notify(ctx, community.Notification{Owner: h.To, Kind: community.NotifyHandOver, Actor: h.From, Post: h.Case})
	})
}

// HandOvers lists what an actor was asked to take over and has offered.
func (s *Store) HandOvers(ctx context.Context, actor community.ActorID) ([]community.HandOver, error) {
	var rows []struct {
		Post               community.PostID
		FromActor, ToActor community.ActorID
		Created            stamp
	}
	err := many(ctx, s.r, &rows, `SELECT post, from_actor, to_actor, created FROM hand_over WHERE to_actor = ? OR from_actor = ?
		ORDER BY created DESC, post LIMIT 400`, actor, actor)
	if err != nil {
		return nil, fmt.Errorf("cases handed over by or to %d: %w", actor, err)
	}
	list := make([]community.HandOver, 0, len(rows))
	for _, r := range rows {
		list = append(list, community.HandOver{Case: r.Post, From: r.FromActor, To: r.ToActor, Created: r.Created.Time})
	}
	return list, nil
}

// TakeCase makes the colleague who was asked the one who decides about the case.
// ErrNotFound when nobody asked them.
func (s *Store) TakeCase(ctx context.Context, to community.ActorID, id community.PostID) error {
	return s.update(ctx, fmt.Sprintf("take case %d over", id), func(t *tx) error {
		if err := t.endHandOver(ctx, to, id); err != nil {
			return err
		}
		_, err := t.do(ctx, `UPDATE clinical_case SET steward = ? WHERE post = ?`, to, id)
		t.tell(News{Topic: TopicPost, ID: int64(id)})
		return err
	})
}

// DeclineCase says no to taking a case over.
func (s *Store) DeclineCase(ctx context.Context, to community.ActorID, id community.PostID) error {
	return s.update(ctx, fmt.Sprintf("decline case %d", id), func(t *tx) error { return t.endHandOver(ctx, to, id) })
}

// WithdrawCase takes an offer back; ErrNotFound where nobody was asked.
func (s *Store) WithdrawCase(ctx context.Context, from community.ActorID, id community.PostID) error {
	return s.update(ctx, fmt.Sprintf("withdraw offer of case %d", id), func(t *tx) error {
		var asked community.ActorID
		if err := one(ctx, t, &asked, `SELECT to_actor FROM hand_over WHERE post = ? AND from_actor = ?`, id, from); err != nil {
			return err
		}
		return t.endHandOver(ctx, asked, id)
	})
}

func (t *tx) endHandOver(ctx context.Context, to community.ActorID, id community.PostID) error {
	n, err := t.do(ctx, `DELETE FROM hand_over WHERE post = ? AND to_actor = ?`, id, to)
	if err == nil && n == 0 {
		err = community.ErrNotFound
	}
	if err != nil {
		return err
	}
	_, err = t.do(ctx, `DELETE FROM notification WHERE owner = ? AND kind = ? AND post = ?`, to, string(community.NotifyHandOver), id)
	return err
}
