package storage

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"

	"consilium/community"
)

// meetBlocks asks the blocks at the door about somebody who opens an account. It
// returns *Invalid when one keeps them out, naming "email" when it is about that, and
// else the state in which they begin: pending where a block says that staff look first.
// What meets a block is counted, also when nothing comes of it.
func (s *Store) meetBlocks(ctx context.Context, u community.User) (community.UserState, error) {
	state := u.State
	b, found, err := s.AddressRule(ctx, u.Address)
	if err != nil {
		return state, err
	}
	if found {
		if err := s.countHit(ctx, b.ID); err != nil {
			return state, err
		}
		if b.Severity != community.AddressReview {
			return state, &community.Invalid{Problem: community.Say("sign_up.address_blocked")}
		}
		if state == community.UserActive {
			state = community.UserPending
		}
	}
	return state, s.meetEmailBlocks(ctx, u.Email)
}

func (s *Store) meetEmailBlocks(ctx context.Context, email string) error {
	var blocks []community.BlockID
	names := community.EmailDomains(email)
	if err := many(ctx, s.r, &blocks, `SELECT id FROM email_domain_block WHERE domain IN (?)`, in(names)); err != nil {
		return fmt.Errorf("read blocked e-mail domains: %w", err)
	}
	refusal := &community.Invalid{Field: "email", Problem: community.Say("sign_up.email_blocked")}
	if len(blocks) > 0 {
		return errors.Join(s.countUses(ctx, blocks, email), refusal)
	}
	hash, err := community.HashEmail(email)
	if err != nil {
		return nil // what is no address was judged before, where one is needed
	}
	if list, err := s.EmailBlocksOf(ctx, hash); err != nil || len(list) == 0 {
		return err
	}
	return refusal
}

// countUses counts an attempt with an address of blocked domains. The address itself
// is not kept: what is, tells only that it was the same one.
func (s *Store) countUses(ctx context.Context, blocks []community.BlockID, email string) error {
	key, err := s.Secret("email-domain-use")
	if err != nil {
		return err
	}
	sum := hmac.New(sha256.New, key)
	sum.Write([]byte(community.CanonicalEmail(email)))
	return s.update(ctx, "count uses of blocked e-mail domains", func(t *tx) error {
		for _, id := range blocks {
			_, err := t.do(ctx, `INSERT INTO email_domain_use (block, day, address, uses) VALUES (?, ?, ?, 1)
				ON CONFLICT (block, day, address) DO UPDATE SET uses = email_domain_use.uses + 1`, id, at(t.now.Truncate(day)), sum.Sum(nil))
			if err != nil {
				return err
			}
		}
		return nil
	})
}
