package storage

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"consilium/community"
)

// DomainDraft is a change that a list would make, for staff to decide.
type DomainDraft struct {
	community.DomainChange
	Created, Rejected time.Time
}

type draftedRow struct {
	Host                                  string
	Removes                               bool
	Severity                              community.DomainSeverity
	RejectMedia, RejectReports, Obfuscate bool
	PublicComment                         string
	Source                                community.SubscriptionID
	Created, Rejected                     stamp
}

func (r draftedRow) draft(rules map[string]community.DomainRule) DomainDraft {
	d := DomainDraft{Created: r.Created.Time, Rejected: r.Rejected.Time}
	d.Removes = r.Removes
	d.Rule = community.DomainRule{Host: r.Host, Severity: r.Severity, RejectMedia: r.RejectMedia, RejectReports: r.RejectReports,
		Obfuscate: r.Obfuscate, PublicComment: r.PublicComment, Source: r.Source, Created: r.Created.Time, Changed: r.Created.Time}
	if old, found := rules[r.Host]; found {
		d.Old = &old
	}
	return d
}

const draftedColumns = `host, removes, severity, reject_media, reject_reports, obfuscate, public_comment, source, created, rejected`

func drafted(ctx context.Context, db reader) ([]DomainDraft, error) {
	rules, err := readRules(ctx, db)
	if err != nil {
		return nil, err
	}
	var rows []draftedRow
	if err := many(ctx, db, &rows, `SELECT `+draftedColumns+` FROM domain_draft ORDER BY host`); err != nil {
		return nil, fmt.Errorf("list drafts of rules: %w", err)
	}
	list := make([]DomainDraft, 0, len(rows))
	for _, r := range rows {
		list = append(list, r.draft(rules))
	}
	return list, nil
}

// DomainDrafts lists what waits for staff, by host; with rejected, what they
// rejected.
func (s *Store) DomainDrafts(ctx context.Context, rejected bool) ([]DomainDraft, error) {
	all, err := drafted(ctx, s.r)
	var list []DomainDraft
	for _, d := range all {
		if d.Rejected.IsZero() != rejected {
			list = append(list, d)
		}
	}
	return list, err
}

// CountDomainDrafts counts what waits.
func (s *Store) CountDomainDrafts(ctx context.Context) (int, error) {
	var n int
	if err := one(ctx, s.r, &n, `SELECT COUNT(*) FROM domain_draft WHERE rejected IS NULL`); err != nil {
		return 0, fmt.Errorf("count drafts of rules: %w", err)
	}
	return n, nil
}

// writeDrafts replaces what waits. What was rejected stays so while it is the same.
func (t *tx) writeDrafts(ctx context.Context, changes []community.DomainChange) error {
	before, err := drafted(ctx, t)
	if err != nil {
		return err
	}
	known := map[string]DomainDraft{}
	for _, d := range before {
		known[d.Rule.Host] = d
	}
	if _, err := t.do(ctx, `DELETE FROM domain_draft`); err != nil {
		return err
	}
	for _, c := range changes {
		created, rejected := t.now, time.Time{}
		if old, found := known[c.Rule.Host]; found && old.Removes == c.Removes && community.SameDomainRule(old.Rule, c.Rule) {
			created, rejected = old.Created, old.Rejected
		}
		r := c.Rule
		_, err := t.do(ctx, `INSERT INTO domain_draft (`+draftedColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, r.Host, c.Removes,
			string(r.Severity), r.RejectMedia, r.RejectReports, r.Obfuscate, r.PublicComment, r.Source, at(created), at(rejected))
		if err != nil {
			return err
		}
	}
	return nil
}

// ApproveDomainDrafts does what the drafts of these hosts say, as one act of staff,
// and says how many there were. Rules remember the list they came from.
func (s *Store) ApproveDomainDrafts(ctx context.Context, hosts []string, by community.ActorID) (int, error) {
	done := 0
	err := s.update(ctx, "approve drafts of rules", func(t *tx) error {
		var err error
		done, err = t.eachDraft(ctx, hosts, func(d DomainDraft) error {
			if d.Removes {
				_, err := t.do(ctx, `DELETE FROM domain_rule WHERE host = ? AND source <> 0`, d.Rule.Host)
				return err
			}
			d.Rule.By = by
			return t.putRule(ctx, d.Rule)
		})
		if err != nil || done == 0 {
			return err
		}
		if _, err := t.do(ctx, `DELETE FROM domain_draft WHERE host IN (?)`, in(hosts)); err != nil {
			return err
		}
		err = t.recordStaffAction(ctx, StaffAction{Actor: by, Action: "drafts-approved", Subject: strconv.Itoa(done)})
		if err != nil {
			return err
		}
		return t.rulesChanged(ctx)
	})
	s.policy.forget()
	return done, err
}

// RejectDomainDrafts turns the drafts of these hosts down: they are not asked again
// until the lists say something else.
func (s *Store) RejectDomainDrafts(ctx context.Context, hosts []string, by community.ActorID) (int, error) {
	done := 0
	err := s.update(ctx, "reject drafts of rules", func(t *tx) error {
		n, err := t.do(ctx, `UPDATE domain_draft SET rejected = ? WHERE host IN (?) AND rejected IS NULL`, at(t.now), in(hosts))
		if done = int(n); err != nil || n == 0 {
			return err
		}
		return t.recordStaffAction(ctx, StaffAction{Actor: by, Action: "drafts-rejected", Subject: strconv.Itoa(done)})
	})
	return done, err
}

func (t *tx) eachDraft(ctx context.Context, hosts []string, do func(DomainDraft) error) (int, error) {
	all, err := drafted(ctx, t)
	if err != nil {
		return 0, err
	}
	wanted := map[string]bool{}
	for _, host := range hosts {
		wanted[host] = true
	}
	n := 0
	for _, d := range all {
		if !wanted[d.Rule.Host] || !d.Removes && d.Old != nil && d.Old.Own() {
			continue
		}
		if err := do(d); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}
