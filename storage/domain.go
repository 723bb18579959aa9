package storage

import (
	"context"
	"fmt"
	"sync"
	"time"

	"consilium/community"
)

// policyCache keeps the domain rules for a short time: they are asked at every
// request from and to another server.
type policyCache struct {
	mu    sync.Mutex
	rules map[string]community.DomainRule
	read  time.Time
}

// policyAge bounds how long another process's rule may go unnoticed when its
// news was missed.
const policyAge = 5 * time.Second

func (c *policyCache) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.rules = nil
}

type domainRow struct {
	Host           string
	Severity       string
	PublicComment  string
	PrivateComment string
	Created        stamp
	MadeBy         community.ActorID
}

func (r domainRow) rule() community.DomainRule {
	return community.DomainRule{Host: r.Host, Severity: community.DomainSeverity(r.Severity),
		PublicComment: r.PublicComment, PrivateComment: r.PrivateComment, Created: r.Created.Time, By: r.MadeBy}
}

// DomainRules gives all rules by host; at most five seconds old.
func (s *Store) DomainRules(ctx context.Context) (map[string]community.DomainRule, error) {
	s.policy.mu.Lock()
	defer s.policy.mu.Unlock()
	if s.policy.rules != nil && s.Now().Sub(s.policy.read).Abs() < policyAge {
		return s.policy.rules, nil
	}
	var rows []domainRow
	err := many(ctx, s.r, &rows, `SELECT host, severity, public_comment, private_comment, created, made_by FROM domain_rule`)
	if err != nil {
		return nil, fmt.Errorf("read domain rules: %w", err)
	}
	rules := make(map[string]community.DomainRule, len(rows))
	for _, r := range rows {
		rules[r.Host] = r.rule()
	}
	s.policy.rules, s.policy.read = rules, s.Now()
	return rules, nil
}

// SetDomainRule makes or replaces a rule, and writes down who did. Suspending a
// host also ends all follows between it and us, and takes back what members were
// told of it.
func (s *Store) SetDomainRule(ctx context.Context, r community.DomainRule) error {
	err := s.update(ctx, "set domain rule "+r.Host, func(t *tx) error {
		_, err := t.do(ctx, `INSERT INTO domain_rule (host, severity, public_comment, private_comment, created, made_by)
			VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT (host) DO UPDATE SET severity = excluded.severity, public_comment = excluded.public_comment,
			private_comment = excluded.private_comment, made_by = excluded.made_by`,
			r.Host, string(r.Severity), r.PublicComment, r.PrivateComment, at(r.Created), r.By)
		if err != nil {
			return err
		}
		if err := t.recordStaffAction(ctx, StaffAction{Actor: r.By, Action: "rule", Subject: r.Host, Note: string(r.Severity)}); err != nil {
			return err
		}
		t.tell(News{Topic: TopicPolicy})
		if r.Severity != community.DomainSuspended {
			return nil
		}
		if err := t.severHost(ctx, r.Host); err != nil {
			return err
		}
		return t.silenceHost(ctx, r.Host)
	})
	s.policy.forget()
	return err
}

// RemoveDomainRule takes a rule away, and writes down who did. Follows it ended
// do not come back. ErrNotFound when there is no rule.
func (s *Store) RemoveDomainRule(ctx context.Context, host string, by community.ActorID) error {
	err := s.update(ctx, "remove domain rule "+host, func(t *tx) error {
		n, err := t.do(ctx, `DELETE FROM domain_rule WHERE host = ?`, host)
		if err == nil && n == 0 {
			return community.ErrNotFound
		}
		if err != nil {
			return err
		}
		t.tell(News{Topic: TopicPolicy})
		return t.recordStaffAction(ctx, StaffAction{Actor: by, Action: "rule-removed", Subject: host})
	})
	s.policy.forget()
	return err
}
