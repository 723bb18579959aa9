package storage

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"slices"
	"sync"
	"time"

	"consilium/community"
)

// numbers makes ids: Unix milliseconds << 16 | slot << 8 | sequence. A slot is
// leased by one process at a time and remembers the highest millisecond used.
type numbers struct {
	mu   sync.Mutex
	slot int64
	ms   int64
	seq  int64
	now  func() time.Time
	// holder tells this store from all others that ever had the slot.
	holder string
}

// next gives an id greater than all this process gave before. When a
// millisecond is used up it borrows the next one rather than wait.
func (n *numbers) next() int64 {
	n.mu.Lock()
	defer n.mu.Unlock()
	ms := n.now().UnixMilli()
	switch {
	case ms > n.ms:
		n.ms, n.seq = ms, 0
	case n.seq == 255:
		n.ms, n.seq = n.ms+1, 0
	default:
		n.seq++
	}
	return n.ms<<16 | n.slot<<8 | n.seq
}

func (n *numbers) slotNow() int64 {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.slot
}

// move goes on in another slot, above everything given in either.
func (n *numbers) move(to *numbers) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.slot, n.ms, n.seq = to.slot, max(n.ms, to.ms)+1, 0
}

func (n *numbers) highest() int64 {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.ms
}

// newID draws an id for something made here and now.
func newID[T community.ID](t *tx) T { return T(t.store.numbers.next()) }

// remoteID draws an id for something published elsewhere: its milliseconds
// come from then, never later than now, and the low bits are random. A conflict
// shows at the insert; the caller draws again.
func remoteID[T community.ID](published, now time.Time) T {
	ms := min(published.UnixMilli(), now.UnixMilli())
	var b [2]byte
	_, _ = rand.Read(b[:]) // never fails (crypto/rand)
	return T(max(ms, 1)<<16 | int64(binary.BigEndian.Uint16(b[:])))
}

const (
	slotLease = 30 * time.Second
	slots     = 256
)

// takeSlot leases the first free slot of the id space.
func (s *Store) takeSlot(ctx context.Context) (*numbers, error) {
	n := &numbers{now: s.Now, slot: -1, holder: holder()}
	if s.numbers != nil {
		n.holder = s.numbers.holder
	}
	err := s.update(ctx, "lease id slot", func(t *tx) error {
		if err := t.freeDeadSlots(ctx); err != nil {
			return err
		}
		var busy []int64
		if err := many(ctx, t, &busy, `SELECT slot FROM node WHERE lease_until >= ? ORDER BY slot`, at(t.now)); err != nil {
			return err
		}
		for slot := int64(0); slot < slots; slot++ {
			if slices.Contains(busy, slot) {
				continue
			}
			ms, taken, err := t.leaseSlot(ctx, slot, n.holder)
			if err != nil {
				return err
			}
			if taken {
				n.slot, n.ms = slot, ms+1
				return nil
			}
		}
		return errors.New("all 256 slots are taken: too many processes on one database")
	})
	return n, err
}

// freeDeadSlots ends the leases of processes that are no more. On SQLite all
// processes are on this machine, so that the system can be asked; on PostgreSQL
// their leases run out.
func (t *tx) freeDeadSlots(ctx context.Context) error {
	if t.store.engine != sqlite {
		return nil
	}
	var nodes []struct {
		Slot   int64
		Holder string
	}
	if err := many(ctx, t, &nodes, `SELECT slot, holder FROM node WHERE lease_until >= ?`, at(t.now)); err != nil {
		return err
	}
	for _, n := range nodes {
		if alive(n.Holder) {
			continue
		}
		if _, err := t.do(ctx, `UPDATE node SET lease_until = 0 WHERE slot = ?`, n.Slot); err != nil {
			return err
		}
	}
	return nil
}

// leaseSlot takes the slot unless somebody was quicker, and gives the highest
// millisecond it ever used.
func (t *tx) leaseSlot(ctx context.Context, slot int64, holder string) (ms int64, taken bool, err error) {
	touched, err := t.do(ctx, `INSERT INTO node (slot, lease_until, holder, last_ms) VALUES (?, ?, ?, 0)
		ON CONFLICT (slot) DO UPDATE SET lease_until = excluded.lease_until, holder = excluded.holder
		WHERE node.lease_until < ?`, slot, at(t.now.Add(slotLease)), holder, at(t.now))
	if err != nil || touched == 0 {
		return 0, false, err
	}
	// What the slot's last process had in hand is free again at once.
	if _, err := t.do(ctx, `UPDATE lane SET lease_until = 0, holder = -1 WHERE holder = ?`, slot); err != nil {
		return 0, false, err
	}
	err = one(ctx, t, &ms, `SELECT last_ms FROM node WHERE slot = ?`, slot)
	return ms, true, err
}

// keepSlot renews the lease until ctx ends and records the highest millisecond
// used. A clock that is set back by more than a crash lasts is all that is left
// to the primary key, which refuses a number given twice.
func (s *Store) keepSlot(ctx context.Context) {
	tick := time.NewTicker(slotLease / 4)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := s.renewSlot(ctx); err != nil && ctx.Err() == nil {
				s.log.Error("renew id slot", "error", err)
			}
		}
	}
}

// renewSlot lengthens the lease. When this process stood still for so long that
// another took the slot, it goes on in a new one.
func (s *Store) renewSlot(ctx context.Context) error {
	kept := int64(0)
	err := s.update(ctx, "renew id slot", func(t *tx) error {
		var err error
		kept, err = t.do(ctx, `UPDATE node SET lease_until = ?, last_ms = ? WHERE slot = ? AND holder = ?`, at(t.now.Add(slotLease)),
			max(s.numbers.highest(), t.now.UnixMilli()), s.numbers.slotNow(), s.numbers.holder)
		return err
	})
	if err != nil || kept > 0 {
		return err
	}
	s.log.Warn("the id slot was lost to another process; taking a new one")
	fresh, err := s.takeSlot(ctx)
	if err != nil {
		return err
	}
	s.numbers.move(fresh)
	return nil
}

// freeSlot gives the slot back, with the exact millisecond.
func (s *Store) freeSlot() error {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	return s.update(ctx, "free id slot", func(t *tx) error {
		_, err := t.do(ctx, `UPDATE node SET lease_until = 0, last_ms = ? WHERE slot = ? AND holder = ?`,
			s.numbers.highest(), s.numbers.slotNow(), s.numbers.holder)
		return err
	})
}
