package storage

import (
	"context"
	"fmt"
	"time"

	"consilium/community"
)

// MostBlocks is how many entries a list of staff gives at most.
const MostBlocks = 200

// adminLimit is Page.Limit for the longer lists of staff: 100 when nothing is said.
func adminLimit(p Page) int {
	if p.Limit <= 0 {
		return MostBlocks / 2
	}
	return min(p.Limit, MostBlocks)
}

// EmailDomainBlock keeps who has an e-mail address of a domain, or of one below it,
// from opening an account.
type EmailDomainBlock struct {
	ID      community.BlockID
	Domain  string
	Created time.Time
	By      community.ActorID
	// Uses are the last seven days, today first.
	Uses []DayUse
}

// DayUse is how often something was used on a day, and by how many.
type DayUse struct {
	// Day is its midnight in UTC.
	Day            time.Time
	Accounts, Uses int
}

const day = 24 * time.Hour

// usesShown is how many days are told of.
const usesShown = 7

type emailDomainRow struct {
	ID      community.BlockID
	Domain  string
	Created stamp
	MadeBy  community.ActorID
}

// EmailDomainBlocks lists the blocked domains of e-mail addresses, the newest first.
func (s *Store) EmailDomainBlocks(ctx context.Context, p Page) ([]EmailDomainBlock, error) {
	list, err := s.emailDomainsWhere(ctx, `? ORDER BY ? LIMIT ?`, p.within("b.id"), p.order("b.id"), adminLimit(p))
	if err != nil {
		return nil, fmt.Errorf("list blocked e-mail domains: %w", err)
	}
	return newestFirst(p, list), nil
}

// EmailDomainBlock gives one of them; ErrNotFound.
func (s *Store) EmailDomainBlock(ctx context.Context, id community.BlockID) (EmailDomainBlock, error) {
	list, err := s.emailDomainsWhere(ctx, `b.id = ?`, id)
	if err == nil && len(list) == 0 {
		err = community.ErrNotFound
	}
	if err != nil {
		return EmailDomainBlock{}, fmt.Errorf("blocked e-mail domain %d: %w", id, err)
	}
	return list[0], nil
}

func (s *Store) emailDomainsWhere(ctx context.Context, where string, args ...any) ([]EmailDomainBlock, error) {
	var rows []emailDomainRow
	err := many(ctx, s.r, &rows, `SELECT b.id, b.domain, b.created, b.made_by FROM email_domain_block AS b WHERE `+where, args...)
	if err != nil {
		return nil, err
	}
	today := s.Now().Truncate(day)
	list, place := make([]EmailDomainBlock, 0, len(rows)), map[community.BlockID]int{}
	ids := make([]community.BlockID, 0, len(rows))
	for i, r := range rows {
		b := EmailDomainBlock{ID: r.ID, Domain: r.Domain, Created: r.Created.Time, By: r.MadeBy}
		for n := range usesShown {
			b.Uses = append(b.Uses, DayUse{Day: today.Add(-time.Duration(n) * day)})
		}
		list, ids, place[r.ID] = append(list, b), append(ids, r.ID), i
	}
	var uses []struct {
		Block          community.BlockID
		Day            stamp
		Accounts, Uses int
	}
	err = many(ctx, s.r, &uses, `SELECT block, day, COUNT(*) AS accounts, SUM(uses) AS uses FROM email_domain_use
		WHERE block IN (?) AND day > ? GROUP BY block, day`, in(ids), at(today.Add(-usesShown*day)))
	for _, u := range uses {
		if n := int(today.Sub(u.Day.Time) / day); n >= 0 && n < usesShown {
			list[place[u.Block]].Uses[n].Accounts, list[place[u.Block]].Uses[n].Uses = u.Accounts, u.Uses
		}
	}
	return list, err
}

// AddEmailDomainBlock blocks a domain that community.ParseEmailDomain read, and writes
// down who did. *Invalid naming "domain" when it is blocked already.
func (s *Store) AddEmailDomainBlock(ctx context.Context, domain string, by community.ActorID) (EmailDomainBlock, error) {
	var id community.BlockID
	err := s.update(ctx, "block e-mail domain", func(t *tx) error {
		id = newID[community.BlockID](t)
		n, err := t.do(ctx, `INSERT INTO email_domain_block (id, domain, created, made_by) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			id, domain, at(t.now), by)
		if err == nil && n == 0 {
			err = &community.Invalid{Field: "domain", Problem: community.Say("sign_up.taken")}
		}
		if err != nil {
			return err
		}
		return t.recordStaffAction(ctx, StaffAction{Actor: by, Action: "email-domain-block", Subject: domain})
	})
	if err != nil {
		return EmailDomainBlock{}, err
	}
	return s.EmailDomainBlock(ctx, id)
}

// RemoveEmailDomainBlock lets a domain in again, and writes down who did; ErrNotFound.
func (s *Store) RemoveEmailDomainBlock(ctx context.Context, id community.BlockID, by community.ActorID) error {
	return s.update(ctx, "unblock e-mail domain", func(t *tx) error {
		var domain string
		if err := one(ctx, t, &domain, `SELECT domain FROM email_domain_block WHERE id = ?`, id); err != nil {
			return err
		}
		for _, statement := range []string{`DELETE FROM email_domain_block WHERE id = ?`, `DELETE FROM email_domain_use WHERE block = ?`} {
			if _, err := t.do(ctx, statement, id); err != nil {
				return err
			}
		}
		return t.recordStaffAction(ctx, StaffAction{Actor: by, Action: "email-domain-unblock", Subject: domain})
	})
}

// EmailBlock keeps one e-mail address from opening an account; only its hash is known.
type EmailBlock struct {
	ID      community.BlockID
	Hash    string
	Created time.Time
}

type emailBlockRow struct {
	ID      community.BlockID
	Hash    string
	Created stamp
}

func emailBlocksWhere(ctx context.Context, db reader, where string, args ...any) ([]EmailBlock, error) {
	var rows []emailBlockRow
	if err := many(ctx, db, &rows, `SELECT b.id, b.hash, b.created FROM email_block AS b WHERE `+where, args...); err != nil {
		return nil, fmt.Errorf("blocked e-mail addresses: %w", err)
	}
	list := make([]EmailBlock, 0, len(rows))
	for _, r := range rows {
		list = append(list, EmailBlock{r.ID, r.Hash, r.Created.Time})
	}
	return list, nil
}

// EmailBlocks lists the blocked e-mail addresses, the newest first.
func (s *Store) EmailBlocks(ctx context.Context, p Page) ([]EmailBlock, error) {
	list, err := emailBlocksWhere(ctx, s.r, `? ORDER BY ? LIMIT ?`, p.within("b.id"), p.order("b.id"), adminLimit(p))
	return newestFirst(p, list), err
}

// EmailBlock gives one of them; ErrNotFound.
func (s *Store) EmailBlock(ctx context.Context, id community.BlockID) (EmailBlock, error) {
	list, err := emailBlocksWhere(ctx, s.r, `b.id = ?`, id)
	if err == nil && len(list) == 0 {
		err = fmt.Errorf("blocked e-mail address %d: %w", id, community.ErrNotFound)
	}
	if err != nil {
		return EmailBlock{}, err
	}
	return list[0], nil
}

// EmailBlocksOf gives the blocks of an address by its hash: none or one.
func (s *Store) EmailBlocksOf(ctx context.Context, hash string) ([]EmailBlock, error) {
	return emailBlocksWhere(ctx, s.r, `b.hash = ?`, hash)
}

// AddEmailBlock blocks an address by its hash, and writes down who did. *Invalid naming
// "hash" when it is blocked already.
func (s *Store) AddEmailBlock(ctx context.Context, hash string, by community.ActorID) (EmailBlock, error) {
	b := EmailBlock{Hash: hash}
	err := s.update(ctx, "block e-mail address", func(t *tx) error {
		b.ID, b.Created = newID[community.BlockID](t), t.now
		n, err := t.do(ctx, `INSERT INTO email_block (id, hash, created, made_by) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`, b.ID, hash, at(t.now), by)
		if err == nil && n == 0 {
			err = &community.Invalid{Field: "hash", Problem: community.Say("sign_up.taken")}
		}
		if err != nil {
			return err
		}
		return t.recordStaffAction(ctx, StaffAction{Actor: by, Action: "email-block", Subject: community.FormatID(b.ID)})
	})
	return b, err
}

// RemoveEmailBlock lets an address in again, and writes down who did; ErrNotFound.
func (s *Store) RemoveEmailBlock(ctx context.Context, id community.BlockID, by community.ActorID) error {
	return s.update(ctx, "unblock e-mail address", func(t *tx) error {
		n, err := t.do(ctx, `DELETE FROM email_block WHERE id = ?`, id)
		if err == nil && n == 0 {
			err = community.ErrNotFound
		}
		if err != nil {
			return err
		}
		return t.recordStaffAction(ctx, StaffAction{Actor: by, Action: "email-unblock", Subject: community.FormatID(id)})
	})
}
