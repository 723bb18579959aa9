package storage

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
)

// chained is one entry of what staff did, in its place of the chain (S-AUTH-5).
type chained struct {
	staffActionRow
	Place  int64
	Digest []byte
}

// link is the digest of an entry behind another: changing either changes it.
func (c chained) link(before []byte) []byte {
	// Of numbers and strings alone; lengths and quotes are the encoder's.
	text, _ := json.Marshal([]any{hex.EncodeToString(before), c.Place, c.ID, int64(c.Actor), c.Action, c.Subject, c.Note, c.Created.UnixMilli()})
	sum := sha256.Sum256(text)
	return sum[:]
}

// chain puts what staff did behind what was written last. Writers do so one after
// another: who holds the end of the chain is the only one who writes.
func (t *tx) chain(ctx context.Context, row staffActionRow) error {
	var last chained
	if err := one(ctx, t, &last, `UPDATE staff_chain SET place = place + 1 WHERE id = 1 RETURNING place, digest`); err != nil {
		return err
	}
	c := chained{staffActionRow: row, Place: last.Place}
	c.Digest = c.link(last.Digest)
	_, err := t.do(ctx, `INSERT INTO staff_action (id, actor, action, subject, note, created, place, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		row.ID, row.Actor, row.Action, row.Subject, row.Note, row.Created, c.Place, c.Digest)
	if err == nil {
		_, err = t.do(ctx, `UPDATE staff_chain SET digest = ? WHERE id = 1`, c.Digest)
	}
	return err
}

// StaffChain is what was found of the chain in which the deeds of staff are written.
type StaffChain struct {
	// Entries are in the chain, Earlier were written before there was one.
	Entries, Earlier int64
	// End is the digest of the last, in hexadecimal: who notes it elsewhere can tell
	// later that nothing up to there was changed or cut off.
	End string
	// Broken is the place of the first entry that is not as it was written; 0 when all
	// are.
	Broken int64
	// Known says that the digest that was asked for is in the chain, or that none was.
	Known bool
}

// CheckStaffChain reads all that staff did and checks it link by link. known is a digest
// noted earlier, in hexadecimal; "" for none.
func (s *Store) CheckStaffChain(ctx context.Context, known string) (StaffChain, error) {
	found := StaffChain{Known: known == ""}
	var before []byte
	for {
		var rows []chained
		err := many(ctx, s.r, &rows, `SELECT id, actor, action, subject, note, created, place, digest FROM staff_action
			WHERE place > ? ORDER BY place LIMIT 500`, found.Entries)
		if err != nil {
			return found, fmt.Errorf("check what staff did: %w", err)
		}
		for _, c := range rows {
			if c.Place != found.Entries+1 || !bytes.Equal(c.Digest, c.link(before)) {
				found.Broken = found.Entries + 1
				return found, nil
			}
			before, found.Entries, found.End = c.Digest, c.Place, hex.EncodeToString(c.Digest)
			found.Known = found.Known || found.End == known
		}
		if len(rows) == 0 {
			return found, s.checkEnd(ctx, &found)
		}
	}
}

// checkEnd compares the last entry with the end that was written down, and looks for
// entries that were put in beside the chain.
func (s *Store) checkEnd(ctx context.Context, found *StaffChain) error {
	var end chained
	err := one(ctx, s.r, &end, `SELECT place, digest FROM staff_chain WHERE id = 1`)
	if err == nil {
		err = one(ctx, s.r, &found.Earlier, `SELECT COUNT(*) FROM staff_action WHERE place IS NULL`)
	}
	var beside int64
	if err == nil {
		err = one(ctx, s.r, &beside, `SELECT COUNT(*) FROM staff_action WHERE place IS NULL AND id > (SELECT MIN(id) FROM staff_action WHERE place IS NOT NULL)`)
	}
	if err != nil {
		return fmt.Errorf("check the end of what staff did: %w", err)
	}
	if beside > 0 || end.Place != found.Entries && found.Broken == 0 || hex.EncodeToString(end.Digest) != found.End {
		found.Broken = found.Entries + 1
	}
	return nil
}
