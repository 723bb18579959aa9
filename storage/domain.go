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

const domainColumns = `host, severity, reject_media, reject_reports, obfuscate, public_comment, private_comment, created, changed, made_by, source`

type domainRow struct {
	Host           string
	Severity       string
	RejectMedia    bool
	RejectReports  bool
	Obfuscate      bool
	PublicComment  string
	PrivateComment string
	Created        stamp
	Changed        stamp
	MadeBy         community.ActorID
	Source         community.SubscriptionID
}

func (r domainRow) rule() community.DomainRule {
	changed := r.Changed.Time
	if changed.IsZero() {
		changed = r.Created.Time
	}
	return community.DomainRule{Host: r.Host, Severity: community.DomainSeverity(r.Severity),
		RejectMedia: r.RejectMedia, RejectReports: r.RejectReports, Obfuscate: r.Obfuscate,
		PublicComment: r.PublicComment, PrivateComment: r.PrivateComment, Created: r.Created.Time, Changed: changed, By: r.MadeBy, Source: r.Source}
}

// readRules reads all rules by host.
func readRules(ctx context.Context, db reader) (map[string]community.DomainRule, error) {
	var rows []domainRow
	if err := many(ctx, db, &rows, `SELECT `+domainColumns+` FROM domain_rule`); err != nil {
		return nil, fmt.Errorf("read domain rules: %w", err)
	}
	rules := make(map[string]community.DomainRule, len(rows))
	for _, r := range rows {
		rules[r.Host] = r.rule()
	}
	return rules, nil
}

// DomainRules gives all rules by host; at most five seconds old.
func (s *Store) DomainRules(ctx context.Context) (map[string]community.DomainRule, error) {
	s.policy.mu.Lock()
	defer s.policy.mu.Unlock()
	if s.policy.rules != nil && s.Now().Sub(s.policy.read).Abs() < policyAge {
		return s.policy.rules, nil
	}
	rules, err := readRules(ctx, s.r)
	if err != nil {
		return nil, err
	}
	s.policy.rules, s.policy.read = rules, s.Now()
	return rules, nil
}

// SetDomainRule makes or replaces a rule, and writes down who did. What a rule ends
// (follows, what members were told, pictures kept here) is taken away by and by; it
// is not shown from now on.
func (s *Store) SetDomainRule(ctx context.Context, r community.DomainRule) error {
	err := s.update(ctx, "set domain rule "+r.Host, func(t *tx) error {
		if err := t.putRule(ctx, r); err != nil {
			return err
		}
		if err := t.recordStaffAction(ctx, StaffAction{Actor: r.By, Action: "rule", Subject: r.Host, Note: string(r.Severity)}); err != nil {
			return err
		}
		return t.rulesChanged(ctx)
	})
	s.policy.forget()
	return err
}

// putRule writes a rule over the one of the same name, and ends what lists wanted of
// that name.
func (t *tx) putRule(ctx context.Context, r community.DomainRule) error {
	_, err := t.do(ctx, `INSERT INTO domain_rule (`+domainColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (host) DO UPDATE SET severity = excluded.severity, reject_media = excluded.reject_media,
		reject_reports = excluded.reject_reports, obfuscate = excluded.obfuscate, public_comment = excluded.public_comment,
		private_comment = excluded.private_comment, changed = excluded.changed, made_by = excluded.made_by, source = excluded.source`,
		r.Host, string(r.Severity), r.RejectMedia, r.RejectReports, r.Obfuscate, r.PublicComment, r.PrivateComment,
		at(t.now), at(t.now), r.By, r.Source)
	if err != nil {
		return err
	}
	_, err = t.do(ctx, `DELETE FROM domain_draft WHERE host = ?`, r.Host)
	return err
}

// rulesChanged tells all processes, and has done what follows from it.
func (t *tx) rulesChanged(ctx context.Context) error {
	t.tell(News{Topic: TopicPolicy})
	return t.enforce(ctx, Enforcement{})
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
		if err := t.rulesChanged(ctx); err != nil {
			return err
		}
		return t.recordStaffAction(ctx, StaffAction{Actor: by, Action: "rule-removed", Subject: host})
	})
	s.policy.forget()
	return err
}
