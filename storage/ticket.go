package storage

import (
	"context"
	"fmt"
	"time"

	"consilium/community"
)

// Ticket is what a link that works once is good for.
type Ticket struct {
	// Purpose is "confirm", "reset" or "setup"; a ticket serves no other.
	Purpose string
	// User is whose it is; 0 for the first set-up.
	User community.UserID
	// Email is the address that is proved by following the link.
	Email   string
	Expires time.Time
}

type ticketRow struct {
	Purpose string
	UserID  community.UserID
	Email   string
	Expires stamp
}

func (r ticketRow) ticket(now time.Time) (Ticket, error) {
	t := Ticket{Purpose: r.Purpose, User: r.UserID, Email: r.Email, Expires: r.Expires.Time}
	if !t.Expires.After(now) {
		return t, fmt.Errorf("ticket: %w", community.ErrGone)
	}
	return t, nil
}

// AddTicket makes a link's token good for something. Only a hash of it is kept.
func (s *Store) AddTicket(ctx context.Context, token string, k Ticket) error {
	return s.update(ctx, "add ticket", func(t *tx) error {
		_, err := t.do(ctx, `INSERT INTO ticket (token_hash, purpose, user_id, email, expires) VALUES (?, ?, ?, ?, ?)`,
			hashOf(token), k.Purpose, k.User, k.Email, at(k.Expires))
		return err
	})
}

// Ticket looks at a ticket without using it: ErrNotFound when it was used or
// never was, ErrGone when it has expired.
func (s *Store) Ticket(ctx context.Context, token, purpose string) (Ticket, error) {
	var row ticketRow
	err := one(ctx, s.r, &row, `SELECT purpose, user_id, email, expires FROM ticket WHERE token_hash = ? AND purpose = ?`, hashOf(token), purpose)
	if err != nil {
		return Ticket{}, fmt.Errorf("ticket: %w", err)
	}
	return row.ticket(s.Now())
}

// UseTicket takes a ticket: of two who use it one gets ErrNotFound. ErrGone
// when it has expired.
func (s *Store) UseTicket(ctx context.Context, token, purpose string) (Ticket, error) {
	var row ticketRow
	err := s.update(ctx, "use ticket", func(t *tx) error {
		return one(ctx, t, &row, `DELETE FROM ticket WHERE token_hash = ? AND purpose = ? RETURNING purpose, user_id, email, expires`,
			hashOf(token), purpose)
	})
	if err != nil {
		return Ticket{}, err
	}
	return row.ticket(s.Now())
}
