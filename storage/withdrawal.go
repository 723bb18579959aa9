package storage

import (
	"context"
	"errors"
	"fmt"
	"time"

	"consilium/community"
)

// Withdraw takes a case back for good, in one transaction: the case and everything
// below it become tombstones without a word, wherever else its words were kept they
// go, and every server that had any of it is sent a Delete. The files of its
// pictures are waste at once. Doing so again changes nothing. community.Withdraw
// decided that somebody may.
func (s *Store) Withdraw(ctx context.Context, w community.Withdrawal) error {
	return s.update(ctx, fmt.Sprintf("withdraw %d", w.Post), func(t *tx) error {
		if err := t.withdraw(ctx, w); err != nil || w.Ground != community.WithdrawnByStaff {
			return err
		}
		author, err := actorWhere(ctx, t, `a.id = (SELECT author FROM post WHERE id = ?)`, w.Post)
		if err != nil {
			return err
		}
		return t.recordStaffAction(ctx, StaffAction{Actor: w.By, Action: "withdraw", Subject: author.Handle.String(), Note: w.Reason})
	})
}

// WithdrawByCode is Withdraw by whoever holds the code of a case; ErrNotFound for a
// code that is none, or none any more. A case that is withdrawn already is no error.
func (s *Store) WithdrawByCode(ctx context.Context, code community.WithdrawalCode) (community.PostID, error) {
	c, err := s.CaseOfCode(ctx, code)
	if err != nil {
		return 0, err
	}
	return c.Post, s.Withdraw(ctx, community.Withdrawal{Post: c.Post, Ground: community.WithdrawnByPatient})
}

func (t *tx) withdraw(ctx context.Context, w community.Withdrawal) error {
	if err := t.holdThread(ctx, w.Post, true); err != nil {
		return err
	}
	var row postRow
	if err := one(ctx, t, &row, `SELECT `+postColumns+` FROM post p WHERE p.id = ? AND p.kind = ?`, w.Post, string(community.CasePost)); err != nil {
		return err
	}
	thread, err := t.threadOf(ctx, w.Post)
	if err != nil {
		return err
	}
	answered, fresh, err := t.rememberWithdrawal(ctx, w, thread)
	if err != nil || !fresh {
		return err
	}
	if _, err := t.do(ctx, `UPDATE post SET deleted = ? WHERE id = ? AND deleted IS NULL`, at(t.now), w.Post); err != nil {
		return err
	}
	if row.Deleted.IsZero() { // one whose author left is gone, and what stands below it is not
		thread = append(thread, row.post())
	}
	for _, post := range thread {
		if err := t.recall(ctx, post); err != nil {
			return err
		}
	}
	if err := t.purge(ctx, append(idsOf(thread), w.Post)); err != nil {
		return err
	}
	if err := t.nameWithdrawer(ctx, w); err != nil {
		return err
	}
	return t.tellWithdrawn(ctx, row.post(), w, answered)
}

// holdThread keeps a thread for this transaction, against answers while it is
// withdrawn: who answers takes hold of it as well, of which any number may, but not
// with whoever withdraws. Writers of SQLite wait for one another anyway.
func (t *tx) holdThread(ctx context.Context, root community.PostID, alone bool) error {
	if t.store.engine != postgres {
		return nil
	}
	lock := "FOR KEY SHARE"
	if alone {
		lock = "FOR UPDATE"
	}
	var id community.PostID
	err := one(ctx, t, &id, `SELECT id FROM post WHERE id = ? `+lock, root)
	if errors.Is(err, community.ErrNotFound) {
		return nil
	}
	return err
}

// threadOf gives what stands below a case, in one order for every transaction.
func (t *tx) threadOf(ctx context.Context, root community.PostID) ([]community.Post, error) {
	var rows []postRow
	err := many(ctx, t, &rows, `SELECT `+postColumns+` FROM post p WHERE p.root = ? AND p.id <> ? AND p.of_post = 0 AND p.deleted IS NULL
		ORDER BY p.id`, root, root)
	if err != nil {
		return nil, fmt.Errorf("thread of %d: %w", root, err)
	}
	return postsOf(rows), nil
}

// rememberWithdrawal writes down that a case was withdrawn, false when it was before,
// and gives the members who answered.
func (t *tx) rememberWithdrawal(ctx context.Context, w community.Withdrawal, thread []community.Post) (answered []community.ActorID, fresh bool, err error) {
	var steward community.ActorID
	err = one(ctx, t, &steward, `SELECT steward FROM clinical_case WHERE post = ?`, w.Post)
	if err != nil && !errors.Is(err, community.ErrNotFound) {
		return nil, false, err
	}
	n, err := t.do(ctx, `INSERT INTO withdrawal (post, ground, actor, steward, reason, created) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		w.Post, string(w.Ground), w.By, steward, w.Reason, at(t.now))
	for _, p := range thread {
		if p.Local {
			answered = append(answered, p.Author)
		}
	}
	return answered, n == 1, err
}

// recall takes one post of a withdrawn thread out of the counters, and sends a
// member's Delete to wherever it, or a member's boost of it, went.
func (t *tx) recall(ctx context.Context, p community.Post) error {
	if err := t.addPosts(ctx, p, -1); err != nil {
		return err
	}
	// The ledger speaks of the post: boosts of it carried it too.
	_, err := t.do(ctx, `INSERT INTO recipient (post, inbox, host, first_sent, revision)
		SELECT ?, r.inbox, MIN(r.host), MIN(r.first_sent), 0 FROM recipient AS r JOIN post AS b ON b.id = r.post
		WHERE b.of_post = ? AND b.of_post <> 0 AND b.local GROUP BY r.inbox ON CONFLICT DO NOTHING`, p.ID, p.ID)
	if err != nil {
		return fmt.Errorf("remember recipients of boosts: %w", err)
	}
	return t.sendDelete(ctx, p)
}

// purge removes every word of withdrawn posts, in portions, and has the files of their
// pictures removed.
func (t *tx) purge(ctx context.Context, posts []community.PostID) error {
	t.scours = true
	for len(posts) > 0 {
		n := min(len(posts), erasedAtOnce)
		if err := t.erase(ctx, posts[:n]...); err != nil {
			return err
		}
		if err := t.forgetAround(ctx, posts[:n]); err != nil {
			return err
		}
		posts = posts[n:]
	}
	if err := t.emptyWaste(ctx); err != nil {
		return err
	}
	if t.store.engine != sqlite {
		return nil
	}
	// FTS4 keeps removed words in its segments until they are merged (sqlite.org/fts3.html 6.1).
	if err := t.optimizeText(ctx, "answer_text"); err != nil {
		return err
	}
	return t.optimizeText(ctx, "case_text")
}

// forgetAround removes what others wrote about withdrawn posts, which speaks of the
// same patient: drafts, reports, notes.
func (t *tx) forgetAround(ctx context.Context, posts []community.PostID) error {
	list := in(posts)
	err := t.wasteMedia(ctx, `post = 0 AND id IN (SELECT k.media FROM draft_media AS k JOIN draft AS d ON d.id = k.draft
		WHERE d.post IN (?) AND d.post <> 0 OR d.parent IN (?) AND d.parent <> 0)`, list, list)
	if err != nil {
		return err
	}
	if err := t.forgetScheduled(ctx, posts); err != nil {
		return err
	}
	for _, statement := range []string{
		`DELETE FROM draft_media WHERE draft IN (SELECT id FROM draft WHERE post IN (?) AND post <> 0)`,
		`DELETE FROM draft WHERE post IN (?) AND post <> 0`,
		`DELETE FROM draft_media WHERE draft IN (SELECT id FROM draft WHERE parent IN (?) AND parent <> 0)`,
		`DELETE FROM draft WHERE parent IN (?) AND parent <> 0`,
		`UPDATE flag SET comment = '' WHERE id IN (SELECT flag FROM flag_post WHERE post IN (?))`,
		`UPDATE flag SET reference = '' WHERE id IN (SELECT flag FROM flag_post WHERE post IN (?))`,
		`UPDATE appeal SET text = '', answer = '' WHERE decision IN (SELECT id FROM decision WHERE post IN (?) AND post <> 0)`,
		`UPDATE decision SET note = '' WHERE post IN (?) AND post <> 0`,
		`DELETE FROM hiding WHERE post IN (?)`,
		`DELETE FROM hand_over WHERE post IN (?)`,
		`DELETE FROM also_accepted WHERE post IN (?)`,
		`DELETE FROM poll WHERE post IN (?)`,
		`DELETE FROM collected WHERE post IN (?)`,
		`UPDATE group_post SET reason = '' WHERE post IN (?)`,
		`UPDATE group_wrap SET own = '' WHERE post IN (?) AND own LIKE '%"reason":%'`,
	} {
		if _, err := t.do(ctx, statement, list); err != nil {
			return fmt.Errorf("forget withdrawn posts: %w", err)
		}
	}
	return nil
}

// scouring bounds how long scour waits for readers; writers wait as long.
const scouring = 2 * time.Second

// scour removes what an engine keeps of rows that are gone, as far as it can be made
// to at once: SQLite overwrites them in the database (secure_delete), but its log
// still has them until it begins anew. Readers may hold that up; then the next
// withdrawal or a restart does it. What was withdrawn is withdrawn either way.
func (s *Store) scour(ctx context.Context) {
	if s.engine != sqlite {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), scouring)
	defer cancel()
	var busy, log, done int
	err := s.w.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &log, &done)
	if err != nil || busy != 0 {
		s.log.Warn("the log of the database still holds what was removed", "busy", busy, "error", err)
	}
}
