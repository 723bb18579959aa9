package storage

import (
	"context"
	"fmt"
	"time"

	"consilium/community"
	"consilium/community/credential"
)

// Validity is how long evidence counts that has no end of its own.
const Validity = 365 * 24 * time.Hour

// Evidence is a proof that was kept, with its number.
type Evidence struct {
	ID    int64
	Actor community.ActorID
	credential.Evidence
	// Withdrawn is when it was taken back; zero while it counts.
	Withdrawn time.Time
}

type evidenceRow struct {
	ID                            int64
	Actor                         community.ActorID
	Kind, Profession, Source      string
	Proved, ValidUntil, Withdrawn stamp
}

func (r evidenceRow) evidence() Evidence {
	return Evidence{ID: r.ID, Actor: r.Actor, Withdrawn: r.Withdrawn.Time, Evidence: credential.Evidence{
		Kind: credential.Kind(r.Kind), Profession: credential.Profession(r.Profession), Source: r.Source,
		Proved: r.Proved.Time, Until: r.ValidUntil.Time}}
}

// Evidence lists all that was ever proved of an actor, the newest first.
func (s *Store) Evidence(ctx context.Context, actor community.ActorID) ([]Evidence, error) {
	list, err := evidenceWhere(ctx, s.r, `x.actor = ?`, actor)
	if err != nil {
		return nil, fmt.Errorf("evidence of actor %d: %w", actor, err)
	}
	return list, nil
}

func evidenceWhere(ctx context.Context, db reader, where string, args ...any) ([]Evidence, error) {
	var rows []evidenceRow
	err := many(ctx, db, &rows, `SELECT x.id, x.actor, x.kind, x.profession, x.source, x.proved, x.valid_until, x.withdrawn
		FROM evidence AS x WHERE `+where+` ORDER BY x.proved DESC, x.id DESC`, args...)
	list := make([]Evidence, 0, len(rows))
	for _, r := range rows {
		list = append(list, r.evidence())
	}
	return list, err
}

// addEvidence keeps a proof in the place of the last one of its kind and source.
func (t *tx) addEvidence(ctx context.Context, actor community.ActorID, e credential.Evidence) error {
	if e.Proved.IsZero() {
		e.Proved = t.now
	}
	if e.Until.IsZero() {
		e.Until = e.Proved.Add(Validity)
	}
	if err := t.withdrawEvidence(ctx, actor, e.Kind, e.Source); err != nil {
		return err
	}
	_, err := t.do(ctx, `INSERT INTO evidence (id, actor, kind, profession, source, proved, valid_until) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		t.store.numbers.next(), actor, string(e.Kind), string(e.Profession), e.Source, at(e.Proved), at(e.Until))
	return err
}

// withdrawEvidence ends what is kept of a kind and source; any source when "".
func (t *tx) withdrawEvidence(ctx context.Context, actor community.ActorID, kind credential.Kind, source string) error {
	_, err := t.do(ctx, `UPDATE evidence SET withdrawn = ? WHERE actor = ? AND kind = ? AND (source = ? OR ? = '') AND withdrawn IS NULL`,
		at(t.now), actor, string(kind), source, source)
	return err
}

// WithdrawEvidence takes proofs of a kind and source ("" for any) back, and
// counts again what the rest is worth.
func (s *Store) WithdrawEvidence(ctx context.Context, actor community.ActorID, kind credential.Kind, source string) error {
	return s.update(ctx, fmt.Sprintf("withdraw evidence of actor %d", actor), func(t *tx) error {
		if err := t.withdrawEvidence(ctx, actor, kind, source); err != nil {
			return err
		}
		return t.reassess(ctx, actor)
	})
}
