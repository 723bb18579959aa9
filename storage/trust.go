package storage

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"consilium/community"
	"consilium/community/credential"
)

// standingCache keeps for a short time what every foreign credential is judged
// by: whom we trust, and when each issuer was last asked what it took back.
type standingCache struct {
	mu      sync.Mutex
	trust   map[string]community.Trust
	checked map[string]time.Time
	read    time.Time
}

func (c *standingCache) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.trust = nil
}

type trustRow struct {
	Host, Rule, Note string
	MinLevel         int
	Created          stamp
	MadeBy           community.ActorID
}

// Trusts gives what staff decided about the credentials of other servers, by
// host; at most five seconds old.
func (s *Store) Trusts(ctx context.Context) (map[string]community.Trust, error) {
	trust, _, err := s.judgement(ctx)
	return trust, err
}

// TrustIn says what the credentials of a host count for: what was decided about
// it, else that they are shown as its word.
func (s *Store) TrustIn(ctx context.Context, host string) (community.Trust, error) {
	all, err := s.Trusts(ctx)
	if err != nil {
		return community.Trust{}, err
	}
	return trustIn(all, host), nil
}

func trustIn(all map[string]community.Trust, host string) community.Trust {
	if t, decided := all[host]; decided {
		return t
	}
	return community.Trust{Host: host, Rule: community.TrustShow}
}

func (s *Store) judgement(ctx context.Context) (map[string]community.Trust, map[string]time.Time, error) {
	s.standings.mu.Lock()
	defer s.standings.mu.Unlock()
	if s.standings.trust != nil && s.Now().Sub(s.standings.read).Abs() < policyAge {
		return s.standings.trust, s.standings.checked, nil
	}
	var rows []trustRow
	if err := many(ctx, s.r, &rows, `SELECT host, rule, min_level, note, created, made_by FROM peer_trust`); err != nil {
		return nil, nil, fmt.Errorf("read trust: %w", err)
	}
	var lists []struct {
		IRI     string
		Checked stamp
	}
	if err := many(ctx, s.r, &lists, `SELECT iri, checked FROM status_list WHERE checked IS NOT NULL`); err != nil {
		return nil, nil, fmt.Errorf("read status lists: %w", err)
	}
	trust := make(map[string]community.Trust, len(rows))
	for _, r := range rows {
		trust[r.Host] = community.Trust{Host: r.Host, Rule: community.TrustRule(r.Rule), MinLevel: credential.Level(r.MinLevel),
			Note: r.Note, Created: r.Created.Time, By: r.MadeBy}
	}
	checked := make(map[string]time.Time, len(lists))
	for _, l := range lists {
		checked[l.IRI] = l.Checked.Time
	}
	s.standings.trust, s.standings.checked, s.standings.read = trust, checked, s.Now()
	return trust, checked, nil
}

// SetTrust decides about the credentials of another server, and writes down who
// did. TrustShow is what stands without a decision.
func (s *Store) SetTrust(ctx context.Context, d community.Trust) error {
	if d.Rule != community.TrustAccept && d.Rule != community.TrustShow && d.Rule != community.TrustIgnore {
		return fmt.Errorf("set trust in %s: %w", d.Host, errors.ErrUnsupported)
	}
	err := s.update(ctx, "set trust in "+d.Host, func(t *tx) error {
		_, err := t.do(ctx, `INSERT INTO peer_trust (host, rule, min_level, note, created, made_by) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT (host) DO UPDATE SET rule = excluded.rule, min_level = excluded.min_level, note = excluded.note,
			created = excluded.created, made_by = excluded.made_by`,
			d.Host, string(d.Rule), int(d.MinLevel), d.Note, at(t.now), d.By)
		if err != nil {
			return err
		}
		t.tell(News{Topic: TopicPolicy})
		return t.recordStaffAction(ctx, StaffAction{Actor: d.By, Action: "trust", Subject: d.Host, Note: string(d.Rule)})
	})
	s.standings.forget()
	return err
}

// Standing says what an actor's credential is worth here and now. What cannot be
// found out counts for nothing.
func (s *Store) Standing(ctx context.Context, a community.Actor) community.Standing {
	if a.Credential == nil || a.Credential.Issuer == "" {
		return community.Judge(a.Credential, community.Trust{}, time.Time{}, s.Now())
	}
	trust, checked, err := s.judgement(ctx)
	if err != nil {
		s.log.Error("judge credential", "actor", a.ID, "error", err)
		return community.Standing{Judged: s.Now()}
	}
	return community.Judge(a.Credential, trustIn(trust, a.Credential.Issuer), checked[a.Credential.StatusList], s.Now())
}
