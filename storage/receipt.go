package storage

import (
	"context"
	"fmt"
	"time"

	"consilium/community"
)

// KindReceive is the kind of job that processes a receipt; its payload is the
// receipt's number.
const KindReceive = "receive"

// receiveLane is where receipts of a host wait, one after another, so that what
// it sent first takes effect first.
func receiveLane(host string) string { return "in/" + host }

// Receipt is a verified activity from elsewhere as it was received.
type Receipt struct {
	ID int64
	// Digest recognises a resend: SHA-256 over signer and activity id.
	Digest [32]byte
	// Signer is the actor whose key signed the request; Host where it lives.
	Signer community.IRI
	Host   string
	// Body is the activity's bytes as they came; nil once it was processed.
	Body     []byte
	Received time.Time
}

type receiptRow struct {
	ID       int64
	Digest   []byte
	Signer   community.IRI
	Host     string
	Body     []byte
	Received stamp
}

// AddReceipt remembers a verified activity together with the job that will
// process it, in one durable transaction, which it may share with others that
// arrive at the same time. It returns false, and does nothing, when the same
// activity was received before. When ctx ends first nobody knows; the sender asks
// again. Only federation's accept may call it: a test counts the call sites.
func (s *Store) AddReceipt(ctx context.Context, r Receipt) (fresh bool, err error) {
	a := &arrival{Receipt: r, done: make(chan struct{})}
	if s.receipts.join(a) {
		go s.writeReceipts(context.WithoutCancel(ctx))
	}
	select {
	case <-a.done:
		return a.fresh, a.err
	case <-ctx.Done():
		return false, fmt.Errorf("add receipt: %w", context.Cause(ctx))
	}
}

// Receipt gives one that has not been processed; ErrNotFound when it has.
func (s *Store) Receipt(ctx context.Context, id int64) (Receipt, error) {
	var row receiptRow
	err := one(ctx, s.r, &row, `SELECT id, digest, signer, host, body, received FROM receipt WHERE id = ? AND done IS NULL`, id)
	if err != nil {
		return Receipt{}, fmt.Errorf("receipt %d: %w", id, err)
	}
	r := Receipt{ID: row.ID, Signer: row.Signer, Host: row.Host, Body: row.Body, Received: row.Received.Time}
	copy(r.Digest[:], row.Digest)
	return r, nil
}

// finishReceipts empties the receipts whose jobs are done: they took effect, or
// never can. It shares the transaction that ends the jobs, so that a busy host
// costs a commit an effect and not two; after a crash in between an effect is
// tried again and changes nothing.
func (t *tx) finishReceipts(ctx context.Context, done []int64) error {
	if len(done) == 0 {
		return nil
	}
	_, err := t.do(ctx, `UPDATE receipt SET done = ?, body = ? WHERE id IN
		(SELECT CAST(payload AS BIGINT) FROM job WHERE kind = ? AND id IN (?))`, at(t.now), []byte{}, KindReceive, in(done))
	return err
}
