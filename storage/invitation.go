package storage

import (
	"context"
	"fmt"
	"time"

	"consilium/community"
)

// Invitation lets people open an account without approval.
type Invitation struct {
	ID     int64
	Token  string
	MadeBy community.ActorID
	// Note is for the maker's own memory.
	Note string
	// Uses counts accounts opened with it, up to MaxUses.
	MaxUses, Uses    int
	Created, Expires time.Time
	// Revoked is when it was taken back; zero until then.
	Revoked time.Time
}

const invitationColumns = `i.id, i.token, i.made_by, i.note, i.max_uses, i.uses, i.created, i.expires, i.revoked`

type invitationRow struct {
	ID               int64
	Token            string
	MadeBy           community.ActorID
	Note             string
	MaxUses, Uses    int
	Created, Expires stamp
	Revoked          stamp
}

func (r invitationRow) invitation() Invitation {
	return Invitation{r.ID, r.Token, r.MadeBy, r.Note, r.MaxUses, r.Uses, r.Created.Time, r.Expires.Time, r.Revoked.Time}
}

// AddInvitation makes an invitation and its token.
func (s *Store) AddInvitation(ctx context.Context, i Invitation) (Invitation, error) {
	err := s.update(ctx, "add invitation", func(t *tx) error {
		i.ID, i.Token, i.Created, i.Uses = s.numbers.next(), newToken(), t.now, 0
		_, err := t.do(ctx, `INSERT INTO invitation (id, token, made_by, note, max_uses, created, expires) VALUES (?, ?, ?, ?, ?, ?, ?)`,
			i.ID, i.Token, i.MadeBy, i.Note, i.MaxUses, at(t.now), at(i.Expires))
		return err
	})
	return i, err
}

// InvitationByToken gives an invitation that is good now: ErrGone when it was
// used up, taken back or has expired, ErrNotFound when there never was one.
func (s *Store) InvitationByToken(ctx context.Context, token string) (Invitation, error) {
	var row invitationRow
	err := one(ctx, s.r, &row, `SELECT `+invitationColumns+` FROM invitation AS i WHERE i.token = ?`, token)
	if err != nil {
		return Invitation{}, fmt.Errorf("invitation: %w", err)
	}
	i := row.invitation()
	if !i.Revoked.IsZero() || i.Uses >= i.MaxUses || !i.Expires.After(s.Now()) {
		return i, fmt.Errorf("invitation: %w", community.ErrGone)
	}
	return i, nil
}

// useInvitation uses an invitation once more. It decides in one statement, so
// that of two who use the last place one is refused.
func (t *tx) useInvitation(ctx context.Context, token string) error {
	n, err := t.do(ctx, `UPDATE invitation SET uses = uses + 1 WHERE token = ? AND uses < max_uses AND revoked IS NULL AND expires > ?`,
		token, at(t.now))
	if err == nil && n == 0 {
		return fmt.Errorf("invitation: %w", community.ErrForbidden)
	}
	return err
}

// Invitations lists all invitations, the newest first.
func (s *Store) Invitations(ctx context.Context, p Page) ([]Invitation, error) {
	var rows []invitationRow
	err := many(ctx, s.r, &rows, `SELECT `+invitationColumns+` FROM invitation AS i WHERE ? ORDER BY ? LIMIT ?`,
		p.within("i.id"), p.order("i.id"), p.limit())
	if err != nil {
		return nil, fmt.Errorf("list invitations: %w", err)
	}
	list := make([]Invitation, 0, len(rows))
	for _, r := range newestFirst(p, rows) {
		list = append(list, r.invitation())
	}
	return list, nil
}

// RevokeInvitation takes an invitation back. Accounts opened with it stay.
func (s *Store) RevokeInvitation(ctx context.Context, id int64, by community.ActorID) error {
	return s.update(ctx, fmt.Sprintf("revoke invitation %d", id), func(t *tx) error {
		n, err := t.do(ctx, `UPDATE invitation SET revoked = COALESCE(revoked, ?) WHERE id = ?`, at(t.now), id)
		if err != nil {
			return err
		}
		if n == 0 {
			return community.ErrNotFound
		}
		return t.recordStaffAction(ctx, StaffAction{Actor: by, Action: "revoke-invitation", Subject: fmt.Sprint(id)})
	})
}
