package storage

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"consilium/community"
)

// deletePayload is how the payload of a Delivery begins that is a Delete: Verb is
// its first field.
const deletePayload = `{"verb":"Delete"%`

// Ledger says what became of a withdrawn case, and of what members wrote below it,
// at every server that received any of it.
type Ledger struct {
	community.Withdrawal
	// Author wrote the case, Steward kept it when it was withdrawn; 0 for nobody.
	Author, Steward community.ActorID
	Published       time.Time
	// Entries are by host.
	Entries []LedgerEntry
}

// LedgerEntry is one server.
type LedgerEntry struct {
	Host string
	// Sent is when the first of it went there; zero when nothing did yet.
	Sent time.Time
	// Confirmed is when the last of its inboxes took the Delete; zero until all did.
	Confirmed time.Time
	// Next is when it is tried again; zero when nothing is left to send. An entry with
	// neither is given up.
	Next time.Time
}

// GivenUp says that a server never confirmed and is not asked any more.
func (e LedgerEntry) GivenUp() bool { return e.Confirmed.IsZero() && e.Next.IsZero() }

// Ledger gives the ledger of a withdrawn case; ErrNotFound for what was not
// withdrawn. The caller asks who reads it.
func (s *Store) Ledger(ctx context.Context, post community.PostID) (Ledger, error) {
	var row struct {
		Ground             community.WithdrawalGround
		Actor              community.ActorID
		Steward            community.ActorID
		Reason             string
		Created, Published stamp
		Author             community.ActorID
	}
	err := one(ctx, s.r, &row, `SELECT w.ground, w.actor, w.steward, w.reason, w.created, p.published, p.author
		FROM withdrawal w JOIN post p ON p.id = w.post WHERE w.post = ?`, post)
	if err != nil {
		return Ledger{}, fmt.Errorf("ledger of %d: %w", post, err)
	}
	l := Ledger{Author: row.Author, Steward: row.Steward, Published: row.Published.Time, Withdrawal: community.Withdrawal{
		Post: post, By: row.Actor, Ground: row.Ground, Reason: row.Reason, When: row.Created.Time}}
	if l.Entries, err = s.ledgerEntries(ctx, post); err != nil {
		return Ledger{}, fmt.Errorf("ledger of %d: %w", post, err)
	}
	return l, nil
}

func (s *Store) ledgerEntries(ctx context.Context, root community.PostID) ([]LedgerEntry, error) {
	var rows []struct {
		Host            string
		Sent, Confirmed stamp
		Missing         int
	}
	err := many(ctx, s.r, &rows, `SELECT r.host, MIN(r.first_sent) AS sent, MAX(r.deleted) AS confirmed,
		SUM(CASE WHEN r.deleted IS NULL THEN 1 ELSE 0 END) AS missing
		FROM recipient r JOIN post p ON p.id = r.post WHERE p.root = ? AND p.local AND p.of_post = 0 GROUP BY r.host ORDER BY r.host`, root)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	next, err := s.nextDeletes(ctx, root)
	if err != nil {
		return nil, err
	}
	entries := make([]LedgerEntry, 0, len(rows))
	for _, r := range rows {
		e := LedgerEntry{Host: r.Host, Sent: r.Sent.Time}
		if r.Missing == 0 {
			e.Confirmed = r.Confirmed.Time
		} else {
			e.Next = next[r.Host]
		}
		entries = append(entries, e)
	}
	return entries, nil
}

// nextDeletes says when the Deletes of a thread that still wait are tried next, by
// host.
func (s *Store) nextDeletes(ctx context.Context, root community.PostID) (map[string]time.Time, error) {
	var ids []community.PostID
	if err := many(ctx, s.r, &ids, `SELECT id FROM post WHERE root = ? AND local`, root); err != nil {
		return nil, err
	}
	var jobs []struct {
		Lane, Payload string
		RunAt, DueAt  stamp
	}
	err := many(ctx, s.r, &jobs, `SELECT j.lane, j.payload, j.run_at, l.due_at FROM job j JOIN lane l ON l.name = j.lane
		WHERE j.kind = ? AND j.payload LIKE ? AND j.lane IN (SELECT r.host FROM recipient r WHERE r.post IN (?))`,
		KindDeliver, deletePayload, in(ids))
	if err != nil {
		return nil, err
	}
	next := map[string]time.Time{}
	for _, j := range jobs {
		d, err := ParseDelivery(j.Payload)
		if err != nil || !slices.Contains(ids, d.Post) || !strings.EqualFold(d.Inbox.Host(), j.Lane) {
			continue
		}
		when := j.RunAt.Time
		if j.DueAt.After(when) {
			when = j.DueAt.Time
		}
		if have, known := next[j.Lane]; !known || when.Before(have) {
			next[j.Lane] = when
		}
	}
	return next, nil
}
