package storage

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"consilium/community"
)

const subscriptionColumns = `id, name, url, severity, at_once, priority, excludes, created, made_by, tried, read, etag, failure, shrunk`

type subscriptionRow struct {
	ID          community.SubscriptionID
	Name        string
	URL         community.IRI
	Severity    community.DomainSeverity
	AtOnce      bool
	Priority    int
	Excludes    string
	Created     stamp
	MadeBy      community.ActorID
	Tried, Read stamp
	Etag        string
	Failure     string
	Shrunk      int
}

func (r subscriptionRow) subscription() community.DomainSubscription {
	return community.DomainSubscription{ID: r.ID, Name: r.Name, URL: r.URL, Severity: r.Severity, AtOnce: r.AtOnce, Priority: r.Priority,
		Excludes: strings.Fields(r.Excludes), Created: r.Created.Time, By: r.MadeBy, Tried: r.Tried.Time, Read: r.Read.Time,
		ETag: r.Etag, Failure: r.Failure, Shrunk: r.Shrunk}
}

// DomainSubscriptions lists the lists that are read again and again, by priority.
func (s *Store) DomainSubscriptions(ctx context.Context) ([]community.DomainSubscription, error) {
	return subscriptions(ctx, s.r)
}

func subscriptions(ctx context.Context, db reader) ([]community.DomainSubscription, error) {
	var rows []subscriptionRow
	err := many(ctx, db, &rows, `SELECT `+subscriptionColumns+` FROM domain_subscription ORDER BY priority DESC, id`)
	if err != nil {
		return nil, fmt.Errorf("list subscriptions: %w", err)
	}
	list := make([]community.DomainSubscription, 0, len(rows))
	for _, r := range rows {
		list = append(list, r.subscription())
	}
	return list, nil
}

// DomainSubscription gives one; ErrNotFound when there is none.
func (s *Store) DomainSubscription(ctx context.Context, id community.SubscriptionID) (community.DomainSubscription, error) {
	var row subscriptionRow
	if err := one(ctx, s.r, &row, `SELECT `+subscriptionColumns+` FROM domain_subscription WHERE id = ?`, id); err != nil {
		return community.DomainSubscription{}, fmt.Errorf("subscription %d: %w", id, err)
	}
	return row.subscription(), nil
}

// SetDomainSubscription makes a subscription, or changes the one with its number, and
// writes down who did. A new address is asked anew. *Invalid naming "url" when there
// is one for it, or when there are too many.
func (s *Store) SetDomainSubscription(ctx context.Context, d community.DomainSubscription) (community.SubscriptionID, error) {
	err := s.update(ctx, "set subscription", func(t *tx) error {
		have, err := subscriptions(ctx, t)
		if err != nil {
			return err
		}
		same := func(o community.DomainSubscription) bool { return o.URL == d.URL && o.ID != d.ID }
		switch {
		case slices.ContainsFunc(have, same):
			return &community.Invalid{Field: "url", Problem: community.Say("domain.subscribed")}
		case d.ID == 0 && len(have) >= community.MaxSubscriptions:
			return &community.Invalid{Field: "url", Problem: community.Say("domain.too_many_subscriptions", "limit", community.MaxSubscriptions)}
		case d.ID == 0:
			d.ID = community.SubscriptionID(t.store.numbers.next())
		}
		_, err = t.do(ctx, `INSERT INTO domain_subscription (id, name, url, severity, at_once, priority, excludes, created, made_by)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name, url = excluded.url,
			severity = excluded.severity, at_once = excluded.at_once, priority = excluded.priority, excludes = excluded.excludes,
			made_by = excluded.made_by, tried = NULL, etag = ''`,
			d.ID, d.Name, d.URL, string(d.Severity), d.AtOnce, d.Priority, strings.Join(d.Excludes, "\n"), at(t.now), d.By)
		if err != nil {
			return err
		}
		if err := t.recordStaffAction(ctx, StaffAction{Actor: d.By, Action: "subscription", Subject: d.Name}); err != nil {
			return err
		}
		return t.compareLists(ctx)
	})
	s.policy.forget()
	return d.ID, err
}

// EndDomainSubscription stops reading a list. The rules that came from it stay until
// staff let them go: they become drafts.
func (s *Store) EndDomainSubscription(ctx context.Context, id community.SubscriptionID, by community.ActorID) error {
	err := s.update(ctx, "end subscription", func(t *tx) error {
		var name string
		if err := one(ctx, t, &name, `DELETE FROM domain_subscription WHERE id = ? RETURNING name`, id); err != nil {
			return err
		}
		if _, err := t.do(ctx, `DELETE FROM domain_listing WHERE subscription = ?`, id); err != nil {
			return err
		}
		if err := t.recordStaffAction(ctx, StaffAction{Actor: by, Action: "subscription-ended", Subject: name}); err != nil {
			return err
		}
		return t.compareLists(ctx)
	})
	s.policy.forget()
	return err
}

// SubscriptionsDue lists those that were not asked for within the hour.
func (s *Store) SubscriptionsDue(ctx context.Context) ([]community.DomainSubscription, error) {
	all, err := s.DomainSubscriptions(ctx)
	return slices.DeleteFunc(all, func(d community.DomainSubscription) bool {
		return s.Now().Sub(d.Tried) < community.SubscriptionEvery
	}), err
}

// AskSubscription has a list read at once instead of within the hour, and taken as it
// is also when it lost more than half of what it said.
func (s *Store) AskSubscription(ctx context.Context, id community.SubscriptionID, by community.ActorID) error {
	return s.update(ctx, "ask subscription", func(t *tx) error {
		var name string
		err := one(ctx, t, &name, `UPDATE domain_subscription SET tried = NULL, etag = '', shrunk = CASE WHEN shrunk > 0 THEN ? ELSE shrunk END
			WHERE id = ? RETURNING name`, takeAnyway, id)
		if err != nil {
			return err
		}
		return t.recordStaffAction(ctx, StaffAction{Actor: by, Action: "subscription-read", Subject: name})
	})
}

// takeAnyway marks a list that shrank and that staff want as it is.
const takeAnyway = -1

// TakeDomainSubscription claims the reading of a list for this process; false when
// another was quicker.
func (s *Store) TakeDomainSubscription(ctx context.Context, d community.DomainSubscription) (taken bool, err error) {
	err = s.update(ctx, "take subscription", func(t *tx) error {
		n, err := t.do(ctx, `UPDATE domain_subscription SET tried = ? WHERE id = ? AND (tried IS NULL OR tried <= ?)`,
			at(t.now), d.ID, at(t.now.Add(-community.SubscriptionEvery)))
		taken = n > 0
		return err
	})
	return taken, err
}

// NoteSubscription records that a list was not read, and why: a key of the
// catalogue under domain.failure; "" says that it has not changed. What it said
// before stands.
func (s *Store) NoteSubscription(ctx context.Context, id community.SubscriptionID, failure string) error {
	return s.update(ctx, "note subscription", func(t *tx) error {
		if failure != "" {
			_, err := t.do(ctx, `UPDATE domain_subscription SET failure = ? WHERE id = ?`, failure, id)
			return err
		}
		_, err := t.do(ctx, `UPDATE domain_subscription SET failure = '', read = ? WHERE id = ?`, at(t.now), id)
		return err
	})
}

// DomainListing is what a list said when it was read.
type DomainListing struct {
	Subscription community.SubscriptionID
	Entries      []community.DomainEntry
	ETag         string
}

// KeepListing remembers what a list says now, and applies or drafts what it changes.
// A list that lost more than half of its entries is not taken but noted, unless staff
// said so.
func (s *Store) KeepListing(ctx context.Context, l DomainListing) error {
	err := s.update(ctx, "keep list "+community.FormatID(l.Subscription), func(t *tx) error {
		var state struct{ Before, Shrunk int }
		err := one(ctx, t, &state, `SELECT s.shrunk, (SELECT COUNT(*) FROM domain_listing AS l WHERE l.subscription = s.id) AS before
			FROM domain_subscription AS s WHERE s.id = ?`, l.Subscription)
		if err != nil {
			return err
		}
		if community.Shrinks(state.Before, len(l.Entries)) && state.Shrunk != takeAnyway {
			_, err := t.do(ctx, `UPDATE domain_subscription SET failure = 'shrunk', shrunk = ?, etag = '' WHERE id = ?`, max(len(l.Entries), 1), l.Subscription)
			return err
		}
		if err := t.replaceListing(ctx, l); err != nil {
			return err
		}
		return t.compareLists(ctx)
	})
	s.policy.forget()
	return err
}

func (t *tx) replaceListing(ctx context.Context, l DomainListing) error {
	n, err := t.do(ctx, `UPDATE domain_subscription SET failure = '', shrunk = 0, etag = ?, read = ?, tried = ? WHERE id = ?`,
		l.ETag, at(t.now), at(t.now), l.Subscription)
	if err == nil && n == 0 {
		err = community.ErrNotFound // ended meanwhile
	}
	if err != nil {
		return err
	}
	if _, err := t.do(ctx, `DELETE FROM domain_listing WHERE subscription = ?`, l.Subscription); err != nil {
		return err
	}
	for _, e := range l.Entries {
		_, err := t.do(ctx, `INSERT INTO domain_listing (subscription, host, severity, reject_media, reject_reports, obfuscate, public_comment)
			VALUES (?, ?, ?, ?, ?, ?, ?)`, l.Subscription, e.Host, string(e.Severity), e.RejectMedia, e.RejectReports, e.Obfuscate, e.PublicComment)
		if err != nil {
			return err
		}
	}
	return nil
}

// compareLists writes anew what the lists would change, and does at once what is
// trusted and lets nothing more through.
func (t *tx) compareLists(ctx context.Context) error {
	rules, err := readRules(ctx, t)
	if err != nil {
		return err
	}
	lists, err := listed(ctx, t)
	if err != nil {
		return err
	}
	trusted := map[community.SubscriptionID]community.ListedDomains{}
	for _, l := range lists {
		if l.AtOnce {
			trusted[l.ID] = l
		}
	}
	var drafts []community.DomainChange
	made := map[community.SubscriptionID]int{}
	for _, c := range community.CompareListed(rules, lists, t.now) {
		switch _, may := trusted[c.Rule.Source]; {
		case t.store.isUs(c.Rule.Host):
		case may && !c.Weakens():
			made[c.Rule.Source]++
			if err := t.putRule(ctx, c.Rule); err != nil {
				return err
			}
		default:
			drafts = append(drafts, c)
		}
	}
	if err := t.writeDrafts(ctx, drafts); err != nil || len(made) == 0 {
		return err
	}
	for id, n := range made {
		err := t.recordStaffAction(ctx, StaffAction{Actor: trusted[id].By, Action: "rules-subscribed", Subject: trusted[id].Name, Note: strconv.Itoa(n)})
		if err != nil {
			return err
		}
	}
	return t.rulesChanged(ctx)
}

// listed reads all lists as they were read last.
func listed(ctx context.Context, db reader) ([]community.ListedDomains, error) {
	all, err := subscriptions(ctx, db)
	if err != nil {
		return nil, err
	}
	lists := make([]community.ListedDomains, 0, len(all))
	for _, d := range all {
		var rows []struct {
			Host                                  string
			Severity                              community.DomainSeverity
			RejectMedia, RejectReports, Obfuscate bool
			PublicComment                         string
		}
		err := many(ctx, db, &rows, `SELECT host, severity, reject_media, reject_reports, obfuscate, public_comment FROM domain_listing
			WHERE subscription = ? ORDER BY host`, d.ID)
		if err != nil {
			return nil, fmt.Errorf("read list: %w", err)
		}
		l := community.ListedDomains{DomainSubscription: d}
		for _, r := range rows {
			l.Entries = append(l.Entries, community.DomainEntry{Host: r.Host, Severity: r.Severity, RejectMedia: r.RejectMedia,
				RejectReports: r.RejectReports, Obfuscate: r.Obfuscate, PublicComment: r.PublicComment})
		}
		lists = append(lists, l)
	}
	return lists, nil
}

// CountListed counts what each list said when it was read last.
func (s *Store) CountListed(ctx context.Context) (map[community.SubscriptionID]int, error) {
	var rows []struct {
		Subscription community.SubscriptionID
		Count        int
	}
	err := many(ctx, s.r, &rows, `SELECT subscription, COUNT(*) AS count FROM domain_listing GROUP BY subscription`)
	if err != nil {
		return nil, fmt.Errorf("count lists: %w", err)
	}
	counts := map[community.SubscriptionID]int{}
	for _, r := range rows {
		counts[r.Subscription] = r.Count
	}
	return counts, nil
}
