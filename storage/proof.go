package storage

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"consilium/community"
)

// ProofPurpose is the purpose of the ticket that proves a mailbox.
const ProofPurpose = "proof"

// The letters that prove a mailbox within a day: of one account, and to one
// mailbox from all accounts, so that nobody is pestered.
const (
	proofLetters = 5
	proofWindow  = 24 * time.Hour
)

// MailProof is a mailbox at an institution that somebody says, or proved, is
// theirs.
type MailProof struct {
	ID    int64
	Actor community.ActorID
	// Address is where the letter goes. It is sealed in the database.
	Address, Host string
	Asked         time.Time
	// Proved is when its owner followed the link, Until how long that counts; zero
	// when not proved.
	Proved, Until time.Time
}

// InForce says whether the mailbox counts as proved at a time.
func (p MailProof) InForce(now time.Time) bool {
	return !p.Proved.IsZero() && now.Before(p.Until)
}

type mailProofRow struct {
	ID         int64
	Actor      community.ActorID
	Host       string
	Sealed     []byte
	Asked      stamp
	Proved     stamp
	ValidUntil stamp
}

func (s *Store) mailProof(r mailProofRow) (MailProof, error) {
	address, err := s.seal.open("mailbox", community.FormatID(r.Actor), r.Sealed)
	return MailProof{ID: r.ID, Actor: r.Actor, Address: string(address), Host: r.Host, Asked: r.Asked.Time,
		Proved: r.Proved.Time, Until: r.ValidUntil.Time}, err
}

func (s *Store) mailProofsWhere(ctx context.Context, db reader, where string, args ...any) ([]MailProof, error) {
	var rows []mailProofRow
	err := many(ctx, db, &rows, `SELECT m.id, m.actor, m.host, m.sealed, m.asked, m.proved, m.valid_until
		FROM mail_proof AS m WHERE `+where+` ORDER BY m.asked DESC, m.id DESC`, args...)
	list := make([]MailProof, 0, len(rows))
	for _, r := range rows {
		p, openErr := s.mailProof(r)
		err = errors.Join(err, openErr)
		list = append(list, p)
	}
	return list, err
}

func (t *tx) mailProofs(ctx context.Context, where string, args ...any) ([]MailProof, error) {
	return t.store.mailProofsWhere(ctx, t, where, args...)
}

// MailProofs lists the mailboxes an actor named, the last first.
func (s *Store) MailProofs(ctx context.Context, actor community.ActorID) ([]MailProof, error) {
	list, err := s.mailProofsWhere(ctx, s.r, `m.actor = ?`, actor)
	if err != nil {
		return nil, fmt.Errorf("mail proofs of actor %d: %w", actor, err)
	}
	return list, nil
}

// MailProof gives one by number; ErrNotFound when it was taken back for good.
func (s *Store) MailProof(ctx context.Context, id int64) (MailProof, error) {
	list, err := s.mailProofsWhere(ctx, s.r, `m.id = ?`, id)
	if err == nil && len(list) == 0 {
		err = community.ErrNotFound
	}
	if err != nil {
		return MailProof{}, fmt.Errorf("mail proof %d: %w", id, err)
	}
	return list[0], nil
}

// mailboxHash is what a mailbox is compared by.
func (s *Store) mailboxHash(m community.Mailbox) ([]byte, error) {
	key, err := s.seal.key("mailbox hash")
	if err != nil {
		return nil, err
	}
	sum := hmac.New(sha256.New, key)
	_, _ = sum.Write([]byte(m.Same())) // never fails (hash.Hash)
	return sum.Sum(nil), nil
}

// QueueProof has a letter with a one-time link sent to an address at a listed
// institution. Whether somebody else proved that mailbox already is told only to
// who reads it, when the link is used. An *Invalid naming "email" says that the
// address does not do, or that enough letters went out today.
func (s *Store) QueueProof(ctx context.Context, actor community.ActorID, address string) error {
	list, err := s.Institutions(ctx)
	if err != nil {
		return err
	}
	m, _, err := community.MatchInstitution(address, list)
	if err != nil {
		return err
	}
	hash, err := s.mailboxHash(m)
	if err != nil {
		return fmt.Errorf("queue proof of actor %d: %w", actor, err)
	}
	for _, name := range []string{"proof account " + community.FormatID(actor), "proof mailbox " + hex.EncodeToString(hash)} {
		allowed, wait, err := s.Attempt(ctx, name, proofWindow, proofLetters)
		if err != nil {
			return err
		}
		if !allowed {
			hours := int((wait + time.Hour - 1) / time.Hour)
			return &community.Invalid{Field: "email", Problem: community.Say("institution.too_many_letters", "count", hours)}
		}
	}
	return s.update(ctx, fmt.Sprintf("queue proof of actor %d", actor), func(t *tx) error {
		return t.askProof(ctx, actor, m)
	})
}

// askProof notes the mailbox and queues the letter. The links of earlier letters
// to it end.
func (t *tx) askProof(ctx context.Context, actor community.ActorID, m community.Mailbox) error {
	hash, err := t.store.mailboxHash(m)
	if err != nil {
		return err
	}
	sealed, err := t.store.seal.close("mailbox", community.FormatID(actor), []byte(m.Address))
	if err != nil {
		return err
	}
	u, err := userWhere(ctx, t, `u.id = (SELECT a.user_id FROM actor AS a WHERE a.id = ?)`, actor)
	if err != nil {
		return err
	}
	var id int64
	err = one(ctx, t, &id, `INSERT INTO mail_proof (id, actor, mailbox, host, sealed, asked) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (actor, mailbox) DO UPDATE SET sealed = excluded.sealed, asked = excluded.asked RETURNING id`,
		t.store.numbers.next(), actor, hash, m.Host, sealed, at(t.now))
	if err != nil {
		return err
	}
	if _, err := t.do(ctx, `DELETE FROM ticket WHERE user_id = ? AND purpose = ?`, u.ID, ProofPurpose); err != nil {
		return err
	}
	return t.queue(ctx, Letter{Template: LetterProof, User: u.ID, Proof: id})
}

// proofTicket reads the ticket of a link for the account it was made for. Used
// by another it is ErrForbidden and stays good for its owner.
func proofTicket(ctx context.Context, db reader, token string, by community.UserID) (ticketRow, error) {
	var row ticketRow
	err := one(ctx, db, &row, `SELECT purpose, user_id, email, expires FROM ticket WHERE token_hash = ? AND purpose = ?`, hashOf(token), ProofPurpose)
	if err == nil && row.UserID != by {
		err = community.ErrForbidden
	}
	return row, err
}

// LookProof looks at the link in a letter without using it, and gives the
// address it proves. ErrForbidden when it was made for another account,
// ErrNotFound when it was used or never was, ErrGone when it has expired.
func (s *Store) LookProof(ctx context.Context, token string, by community.UserID) (string, error) {
	row, err := proofTicket(ctx, s.r, token, by)
	if err == nil {
		_, err = row.ticket(s.Now())
	}
	if err != nil {
		return "", fmt.Errorf("look at proof: %w", err)
	}
	return row.Email, nil
}

// UseProof uses the link in a letter up: who is signed in reads that mailbox. The
// errors are those of LookProof; ErrConflict when the mailbox proves another
// account already, and ErrGone also when the institution was taken off the list
// meanwhile.
func (s *Store) UseProof(ctx context.Context, token string, by community.UserID) (MailProof, error) {
	var p MailProof
	err := s.update(ctx, fmt.Sprintf("use proof of user %d", by), func(t *tx) error {
		row, err := proofTicket(ctx, t, token, by)
		if err != nil {
			return err
		}
		if _, err := row.ticket(t.now); err != nil {
			return err
		}
		n, err := t.do(ctx, `DELETE FROM ticket WHERE token_hash = ? AND purpose = ?`, hashOf(token), ProofPurpose)
		if err == nil && n == 0 {
			err = community.ErrNotFound // another was quicker
		}
		if err != nil {
			return err
		}
		if _, err := t.do(ctx, `DELETE FROM ticket WHERE user_id = ? AND purpose = ?`, by, ProofPurpose); err != nil {
			return err
		}
		u, err := userWhere(ctx, t, `u.id = ?`, by)
		if err != nil {
			return err
		}
		p, err = t.proveMail(ctx, u.Actor, row.Email)
		return err
	})
	return p, err
}

// proveMail notes that an actor reads a mailbox.
func (t *tx) proveMail(ctx context.Context, actor community.ActorID, address string) (MailProof, error) {
	list, err := institutions(ctx, t)
	if err != nil {
		return MailProof{}, err
	}
	m, _, err := community.MatchInstitution(address, list)
	if err != nil {
		return MailProof{}, community.ErrGone
	}
	hash, err := t.store.mailboxHash(m)
	if err != nil {
		return MailProof{}, err
	}
	// What has run out holds no mailbox: it may be somebody else's by now.
	if _, err := t.do(ctx, `UPDATE mail_proof SET proved = NULL, valid_until = NULL WHERE mailbox = ? AND actor <> ? AND valid_until <= ?`,
		hash, actor, at(t.now)); err != nil {
		return MailProof{}, err
	}
	n, err := t.do(ctx, `UPDATE mail_proof SET proved = ?, valid_until = ?, reminded = NULL WHERE actor = ? AND mailbox = ?`,
		at(t.now), at(t.now.Add(community.MailProofFor)), actor, hash)
	if err == nil && n == 0 {
		err = community.ErrNotFound
	}
	if err != nil {
		return MailProof{}, err
	}
	if err := t.weighMail(ctx, actor); err != nil {
		return MailProof{}, err
	}
	proofs, err := t.mailProofs(ctx, `m.actor = ? AND m.mailbox = ?`, actor, hash)
	if err != nil || len(proofs) == 0 {
		return MailProof{}, errors.Join(err, community.ErrNotFound)
	}
	return proofs[0], nil
}
