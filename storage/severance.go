package storage

import (
	"context"
	"errors"
	"fmt"
	"time"

	"consilium/community"
)

// Why follows were cut.
const (
	// SeveredByStaff says that staff shut the server out, SeveredByMember that a
	// member did so for themselves.
	SeveredByStaff  = "domain_block"
	SeveredByMember = "user_domain_block"
)

// severance is one event that cut follows. Since tells one suspension of a server
// from the next.
type severance struct {
	Kind, Target string
	Owner        community.ActorID
	Since        stamp
}

// severed is one follow that was cut.
type severed struct {
	Member, Other            community.ActorID
	Follower, HidesAnnounces bool
}

// noteSevered writes down a follow that was cut, and tells the member once.
func (t *tx) noteSevered(ctx context.Context, s severance, cut severed) error {
	_, err := t.do(ctx, `INSERT INTO severance (id, kind, target, owner, since, created) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (target, owner, since) DO NOTHING`, t.store.numbers.next(), s.Kind, s.Target, s.Owner, s.Since, at(t.now))
	if err != nil {
		return fmt.Errorf("note severance from %s: %w", s.Target, err)
	}
	_, err = t.do(ctx, `INSERT INTO severed (severance, member, other, follower, hides_announces)
		SELECT id, ?, ?, ?, ? FROM severance WHERE target = ? AND owner = ? AND since = ? ON CONFLICT DO NOTHING`,
		cut.Member, cut.Other, cut.Follower, cut.HidesAnnounces, s.Target, s.Owner, s.Since)
	if err != nil || s.Kind != SeveredByStaff {
		return err
	}
	us, err := actorWhere(ctx, t, `a.iri = ?`, t.store.iri("/actor"))
	if errors.Is(err, community.ErrNotFound) { // before the first start there is nobody to tell
		return nil
	}
	if err != nil {
		return err
	}
	// One that was read gives way to the new one.
	_, err = t.do(ctx, `DELETE FROM notification WHERE owner = ? AND kind = ? AND read IS NOT NULL`, cut.Member, string(community.NotifySevered))
	if err != nil {
		return err
	}
	return t.notify(ctx, community.Notification{Owner: cut.Member, Kind: community.NotifySevered, Actor: us.ID})
}

// Severance is what a member lost when a server was shut out.
type Severance struct {
	ID int64
	// Kind is SeveredByStaff or SeveredByMember, Target the server of the rule.
	Kind, Target string
	// Following counts whom the member followed there, Followers who followed them.
	Following, Followers int
	Created              time.Time
}

// Severances lists what a member lost, the newest first; the page's numbers are
// theirs.
func (s *Store) Severances(ctx context.Context, member community.ActorID, p Page) ([]Severance, error) {
	var rows []struct {
		ID                   int64
		Kind, Target         string
		Following, Followers int
		Created              stamp
	}
	err := many(ctx, s.r, &rows, `SELECT e.id, e.kind, e.target, e.created, SUM(CASE WHEN c.follower THEN 0 ELSE 1 END) AS following,
		SUM(CASE WHEN c.follower THEN 1 ELSE 0 END) AS followers FROM severed AS c JOIN severance AS e ON e.id = c.severance
		WHERE c.member = ? AND ? GROUP BY e.id, e.kind, e.target, e.created ORDER BY ? LIMIT ?`,
		member, p.within("e.id"), p.order("e.id"), p.limit())
	if err != nil {
		return nil, fmt.Errorf("severances of %d: %w", member, err)
	}
	list := make([]Severance, 0, len(rows))
	for _, r := range newestFirst(p, rows) {
		list = append(list, Severance{r.ID, r.Kind, r.Target, r.Following, r.Followers, r.Created.Time})
	}
	return list, nil
}

// SeveredContacts lists the people of one event: whom the member followed, or, with
// followers, who followed them. ErrNotFound when the member lost nothing by it.
func (s *Store) SeveredContacts(ctx context.Context, member community.ActorID, event int64, followers bool) ([]Contact, error) {
	var lost bool
	err := one(ctx, s.r, &lost, `SELECT EXISTS (SELECT 1 FROM severed WHERE severance = ? AND member = ?)`, event, member)
	if err == nil && !lost {
		err = community.ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("severance %d: %w", event, err)
	}
	var rows []struct {
		Name, Host     string
		HidesAnnounces bool
	}
	err = many(ctx, s.r, &rows, `SELECT a.name, a.host, c.hides_announces FROM severed AS c JOIN actor AS a ON a.id = c.other
		WHERE c.severance = ? AND c.member = ? AND c.follower = ? ORDER BY a.name, a.id`, event, member, followers)
	if err != nil {
		return nil, fmt.Errorf("severance %d: %w", event, err)
	}
	list := make([]Contact, 0, len(rows))
	for _, r := range rows {
		handle, err := community.MakeHandle(r.Name, r.Host, s.domain)
		if err == nil {
			list = append(list, Contact{Handle: handle, HidesAnnounces: r.HidesAnnounces})
		}
	}
	return list, nil
}
