package storage

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"sync"
	"time"

	"consilium/community"
)

// doorCache keeps the blocks of addresses for a short time: they are asked at every
// request of every app.
type doorCache struct {
	mu     sync.Mutex
	blocks community.AddressBlocks
	read   time.Time
	known  bool
}

func (c *doorCache) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.known = false
}

const addressBlockColumns = `b.id, b.prefix, b.severity, b.comment, b.created, b.expires, b.made_by, b.hits, b.last_hit`

type addressBlockRow struct {
	ID               community.BlockID
	Prefix           string
	Severity         community.AddressSeverity
	Comment          string
	Created, Expires stamp
	MadeBy           community.ActorID
	Hits             int
	LastHit          stamp
}

func (r addressBlockRow) block() community.AddressBlock {
	prefix, _ := netip.ParsePrefix(r.Prefix) // what was stored came from a Prefix
	return community.AddressBlock{ID: r.ID, Prefix: prefix, Severity: r.Severity, Comment: r.Comment, Created: r.Created.Time,
		Expires: r.Expires.Time, By: r.MadeBy, Hits: r.Hits, LastHit: r.LastHit.Time}
}

// AddressBlocks lists the blocks of addresses, also those that have ended, the newest
// first; at most MostBlocks.
func (s *Store) AddressBlocks(ctx context.Context, p Page) ([]community.AddressBlock, error) {
	list, err := addressBlocksWhere(ctx, s.r, `? ORDER BY ? LIMIT ?`, p.within("b.id"), p.order("b.id"), adminLimit(p))
	if err != nil {
		return nil, fmt.Errorf("list blocks of addresses: %w", err)
	}
	return newestFirst(p, list), nil
}

func addressBlocksWhere(ctx context.Context, db reader, where string, args ...any) ([]community.AddressBlock, error) {
	var rows []addressBlockRow
	if err := many(ctx, db, &rows, `SELECT `+addressBlockColumns+` FROM address_block AS b WHERE `+where, args...); err != nil {
		return nil, err
	}
	list := make([]community.AddressBlock, 0, len(rows))
	for _, r := range rows {
		list = append(list, r.block())
	}
	return list, nil
}

// AddressBlock gives one block of addresses; ErrNotFound.
func (s *Store) AddressBlock(ctx context.Context, id community.BlockID) (community.AddressBlock, error) {
	list, err := addressBlocksWhere(ctx, s.r, `b.id = ?`, id)
	if err == nil && len(list) == 0 {
		err = community.ErrNotFound
	}
	if err != nil {
		return community.AddressBlock{}, fmt.Errorf("block of addresses %d: %w", id, err)
	}
	return list[0], nil
}

// AddAddressBlock makes a block of addresses count from now on, and writes down who
// did. *Invalid naming "range" when the range is blocked already.
func (s *Store) AddAddressBlock(ctx context.Context, b community.AddressBlock) (community.AddressBlock, error) {
	err := s.update(ctx, "block addresses", func(t *tx) error {
		b.ID, b.Created = newID[community.BlockID](t), t.now
		n, err := t.do(ctx, `INSERT INTO address_block (id, prefix, severity, comment, created, expires, made_by) VALUES (?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT DO NOTHING`, b.ID, b.Prefix.String(), string(b.Severity), b.Comment, at(t.now), at(b.Expires), b.By)
		if err == nil && n == 0 {
			return takenRange()
		}
		if err != nil {
			return err
		}
		return t.recordStaffAction(ctx, StaffAction{Actor: b.By, Action: "address-block", Subject: b.Prefix.String(), Note: string(b.Severity)})
	})
	s.door.forget()
	return b, err
}

func takenRange() error {
	return &community.Invalid{Field: "range", Problem: community.Say("sign_up.taken")}
}

// SetAddressBlock changes a block of addresses, and writes down that b.By did. What met
// it so far stays counted. ErrNotFound; *Invalid naming "range" when another block has
// that range.
func (s *Store) SetAddressBlock(ctx context.Context, b community.AddressBlock) (community.AddressBlock, error) {
	err := s.update(ctx, "change block of addresses", func(t *tx) error {
		others, err := addressBlocksWhere(ctx, t, `b.prefix = ? AND b.id <> ?`, b.Prefix.String(), b.ID)
		if err == nil && len(others) > 0 {
			err = takenRange()
		}
		if err != nil {
			return err
		}
		n, err := t.do(ctx, `UPDATE address_block SET prefix = ?, severity = ?, comment = ?, expires = ?, made_by = ? WHERE id = ?`,
			b.Prefix.String(), string(b.Severity), b.Comment, at(b.Expires), b.By, b.ID)
		if err == nil && n == 0 {
			err = community.ErrNotFound
		}
		if err != nil {
			return err
		}
		return t.recordStaffAction(ctx, StaffAction{Actor: b.By, Action: "address-block", Subject: b.Prefix.String(), Note: string(b.Severity)})
	})
	s.door.forget()
	return b, err
}

// RemoveAddressBlock takes a block of addresses away, and writes down who did;
// ErrNotFound when there is none.
func (s *Store) RemoveAddressBlock(ctx context.Context, id community.BlockID, by community.ActorID) error {
	err := s.update(ctx, "unblock addresses", func(t *tx) error {
		list, err := addressBlocksWhere(ctx, t, `b.id = ?`, id)
		if err == nil && len(list) == 0 {
			err = community.ErrNotFound
		}
		if err != nil {
			return err
		}
		if _, err := t.do(ctx, `DELETE FROM address_block WHERE id = ?`, id); err != nil {
			return err
		}
		return t.recordStaffAction(ctx, StaffAction{Actor: by, Action: "address-unblock", Subject: list[0].Prefix.String()})
	})
	s.door.forget()
	return err
}

// mostDoorBlocks bounds how many blocks of addresses are asked at a request.
const mostDoorBlocks = 100_000

// AddressRule gives the strictest block that holds an address now, and false for none.
// What another process changed is noticed within five seconds.
func (s *Store) AddressRule(ctx context.Context, address netip.Addr) (community.AddressBlock, bool, error) {
	if !address.IsValid() {
		return community.AddressBlock{}, false, nil
	}
	c, now := &s.door, s.Now()
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.known || now.Sub(c.read).Abs() >= policyAge {
		list, err := addressBlocksWhere(ctx, s.r, `b.expires IS NULL OR b.expires > ? ORDER BY b.id LIMIT ?`, at(now), mostDoorBlocks)
		if err != nil {
			return community.AddressBlock{}, false, fmt.Errorf("read blocks of addresses: %w", err)
		}
		c.blocks, c.read, c.known = community.GatherAddressBlocks(list), now, true
	}
	b, found := c.blocks.On(address, now)
	return b, found, nil
}

// ShutAddress says that nobody comes in from an address: *Invalid, and counted, when a
// block says so; nil else. It is asked by whoever lets somebody in.
func (s *Store) ShutAddress(ctx context.Context, address netip.Addr) error {
	b, found, err := s.AddressRule(ctx, address)
	if err != nil || !found || b.Severity != community.AddressNoAccess {
		return err
	}
	return errors.Join(s.countHit(ctx, b.ID), &community.Invalid{Problem: community.Say("sign_up.address_blocked")})
}

func (s *Store) countHit(ctx context.Context, id community.BlockID) error {
	return s.update(ctx, "count what met a block of addresses", func(t *tx) error {
		_, err := t.do(ctx, `UPDATE address_block SET hits = hits + 1, last_hit = ? WHERE id = ?`, at(t.now), id)
		return err
	})
}
