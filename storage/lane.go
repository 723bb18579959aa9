package storage

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/uptrace/bun"

	"consilium/community"
)

// Lease is a lane in the hands of this process until it finishes or the lease
// runs out. The epoch proves it: a holder whose epoch has passed changes nothing.
// It is a number never given before, because a lane that is empty is deleted and
// one that counted from the start again would prove nothing.
type Lease struct {
	Lane  string
	Epoch int64
	// Fails counts attempts of the lane that ended with Down, since the last
	// that did not; FailingSince is when the first of them was.
	Fails        int
	FailingSince time.Time
}

// Job is one piece of work: what to do and on what, never the bytes themselves.
// It may run twice, so its handler must be able to.
type Job struct {
	ID       int64
	Lane     string
	Kind     string
	Payload  string
	Attempts int
	Created  time.Time
	// Notes is where the job's handler leaves what is to be written with its end;
	// nil when it is to be written at once.
	Notes *SentNotes
	// Prepared is what was read to find the job's Order, for its handler; nil when
	// nothing was.
	Prepared any
}

// Outcome is what became of the jobs of a lease.
type Outcome struct {
	// Done are finished for good, whether they succeeded or can never.
	Done []int64
	// Later failed by themselves and are tried again, each at its own time.
	Later []int64
	// Sent is what inboxes took meanwhile.
	Sent []Sent
	// Down says that the lane as a whole failed, such as a host that does not
	// answer: nothing in it is tried until its back-off has passed.
	Down bool
	// RetryAfter is how long the other side asked us to wait; 0 when it did not.
	RetryAfter time.Duration
}

// LeaseTime is how long a lane stays with a process that says nothing more.
const LeaseTime = 60 * time.Second

// patience is how long jobs of a lane that is down are kept (R-OUT-1).
const patience = 7 * 24 * time.Hour

// deletePatience is how long a Delete is kept, since it takes back what is about a
// patient.
const deletePatience = 30 * 24 * time.Hour

// enqueue adds a job to a lane and makes the lane due, unless it is backing off.
func (t *tx) enqueue(ctx context.Context, lane, kind string, payloads ...string) error {
	for len(payloads) > 0 {
		n := min(len(payloads), 200)
		rows := make([]jobRow, 0, n)
		for _, p := range payloads[:n] {
			rows = append(rows, jobRow{ID: t.store.numbers.next(), Lane: lane, Kind: kind, Payload: p, Created: at(t.now), RunAt: at(t.now)})
		}
		if _, err := t.NewInsert().Model(&rows).Exec(ctx); err != nil {
			return fmt.Errorf("enqueue %s: %w", kind, err)
		}
		payloads = payloads[n:]
	}
	return t.stir(ctx, lane)
}

type jobRow struct {
	bun.BaseModel `bun:"table:job"`
	ID            int64
	Lane          string
	Kind          string
	Payload       string
	Attempts      int
	Created       stamp
	RunAt         stamp
}

// stir makes a lane due now if nothing failed in it. The row is always written,
// because writing it is what keeps finish from deleting the lane meanwhile.
func (t *tx) stir(ctx context.Context, lane string) error {
	_, err := t.do(ctx, `INSERT INTO lane (name, due_at) VALUES (?, ?)
		ON CONFLICT (name) DO UPDATE SET due_at =
		CASE WHEN lane.fails = 0 AND lane.due_at > excluded.due_at THEN excluded.due_at ELSE lane.due_at END`, lane, at(t.now))
	if err != nil {
		return fmt.Errorf("stir lane %s: %w", lane, err)
	}
	t.tell(News{Topic: TopicLane, Name: lane})
	return nil
}

type leaseRow struct {
	Name         string
	Epoch        int64
	Fails        int
	FailingSince stamp
}

// ClaimLanes leases up to limit lanes that are due, the longest waiting first: of
// those named, or of all when none is.
func (s *Store) ClaimLanes(ctx context.Context, limit int, names ...string) ([]Lease, error) {
	lock := ""
	if s.engine == postgres {
		lock = "FOR UPDATE SKIP LOCKED"
	}
	among := "TRUE"
	if len(names) > 0 {
		among = "name IN (?)"
	}
	var rows []leaseRow
	err := s.update(ctx, "claim lanes", func(t *tx) error {
		rows = nil
		args := []any{at(t.now.Add(LeaseTime)), s.numbers.slotNow(), s.numbers.next(), at(t.now), at(t.now)}
		if len(names) > 0 {
			args = append(args, in(names))
		}
		return many(ctx, t, &rows, `UPDATE lane SET lease_until = ?, holder = ?, epoch = ?
			WHERE name IN (SELECT name FROM lane WHERE due_at <= ? AND lease_until < ? AND `+among+` ORDER BY due_at LIMIT ? `+lock+`)
			RETURNING name, epoch, fails, failing_since`, append(args, limit)...)
	})
	leases := make([]Lease, 0, len(rows))
	for _, r := range rows {
		leases = append(leases, Lease{r.Name, r.Epoch, r.Fails, r.FailingSince.Time})
	}
	return leases, err
}

// DueLanes names lanes that could be claimed now, the longest waiting first:
// those that failed when they were last tried, or those that did not. It writes
// nothing.
func (s *Store) DueLanes(ctx context.Context, failing bool, limit int) ([]string, error) {
	which := "fails = 0"
	if failing {
		which = "fails > 0"
	}
	var names []string
	err := many(ctx, s.r, &names, `SELECT name FROM lane WHERE `+which+` AND due_at <= ? AND lease_until < ? ORDER BY due_at LIMIT ?`,
		at(s.Now()), at(s.Now()), limit)
	if err != nil {
		return nil, fmt.Errorf("look for due lanes: %w", err)
	}
	return names, nil
}

// Jobs gives the first jobs of a lane that are due, oldest first.
func (s *Store) Jobs(ctx context.Context, lane string, limit int) ([]Job, error) {
	var rows []jobRow
	err := many(ctx, s.r, &rows, `SELECT id, lane, kind, payload, attempts, created, run_at FROM job
		WHERE lane = ? AND run_at <= ? ORDER BY id LIMIT ?`, lane, at(s.Now()), limit)
	if err != nil {
		return nil, fmt.Errorf("read jobs of %s: %w", lane, err)
	}
	jobs := make([]Job, 0, len(rows))
	for _, r := range rows {
		jobs = append(jobs, Job{ID: r.ID, Lane: r.Lane, Kind: r.Kind, Payload: r.Payload, Attempts: r.Attempts, Created: r.Created.Time})
	}
	return jobs, nil
}

// FinishLane writes what became of a lease and gives the lane back. It returns
// ErrConflict, and changes nothing, when the lease has passed to another.
func (s *Store) FinishLane(ctx context.Context, l Lease, o Outcome) error {
	return s.update(ctx, "finish lane "+l.Lane, func(t *tx) error {
		// First statement, so that it holds the row: whoever enqueues now waits,
		// and what was enqueued before is seen by the statements that follow.
		held, err := t.do(ctx, `UPDATE lane SET lease_until = 0, holder = -1 WHERE name = ? AND epoch = ?`, l.Lane, l.Epoch)
		if err != nil {
			return err
		}
		if held == 0 {
			return community.ErrConflict
		}
		if err := t.finishJobs(ctx, l, o); err != nil {
			return err
		}
		if o.Down {
			return t.backOff(ctx, l, o.RetryAfter)
		}
		return t.settle(ctx, l.Lane)
	})
}

func (t *tx) finishJobs(ctx context.Context, l Lease, o Outcome) error {
	if err := t.noteSent(ctx, o.Sent...); err != nil {
		return err
	}
	if err := t.finishReceipts(ctx, o.Done); err != nil {
		return err
	}
	if _, err := t.do(ctx, `DELETE FROM job WHERE id IN (?)`, in(o.Done)); err != nil {
		return err
	}
	for _, id := range o.Later {
		_, err := t.do(ctx, `UPDATE job SET attempts = attempts + 1, run_at = ? + CASE WHEN attempts > ? THEN ?
			ELSE 5000 * (1 + attempts) * (1 + attempts) * (1 + attempts) END WHERE id = ?`,
			at(t.now), cubic, maxBackOff.Milliseconds(), id)
		if err != nil {
			return err
		}
	}
	if !o.Down {
		return nil
	}
	dropped, err := t.do(ctx, `DELETE FROM job WHERE lane = ? AND created < ? AND (created < ? OR payload NOT LIKE ?)`,
		l.Lane, at(t.now.Add(-patience)), at(t.now.Add(-deletePatience)), deletePayload)
	if dropped > 0 {
		t.store.log.Warn("gave up jobs of a lane that stayed down", "lane", l.Lane, "jobs", dropped)
		err = errors.Join(err, t.peerGivenUp(ctx, l.Lane))
	}
	return err
}

// backOff puts the lane off: 5, 15, 45 s … three times as long each time, up to
// six hours, or as long as the other side asked, with a tenth of chance in it.
func (t *tx) backOff(ctx context.Context, l Lease, asked time.Duration) error {
	wait := BackOff(l.Fails)
	wait = max(wait, min(asked, maxBackOff))
	wait += time.Duration(rand.Int64N(int64(wait)/10 + 1))
	_, err := t.do(ctx, `UPDATE lane SET fails = fails + 1, due_at = ?, failing_since = COALESCE(failing_since, ?) WHERE name = ?`,
		at(t.now.Add(wait)), at(t.now), l.Lane)
	return err
}

const maxBackOff = 6 * time.Hour

// cubic is up to how many attempts a job of its own waits 5 s times their cube:
// the last that is within maxBackOff.
const cubic = 15

// BackOff is how long a lane waits after it failed so many times before.
func BackOff(fails int) time.Duration {
	wait := 5 * time.Second
	for range min(fails, 10) {
		wait *= 3
	}
	return min(wait, maxBackOff)
}

// settle forgets the lane when it is empty, and else makes it due when its next
// job is.
func (t *tx) settle(ctx context.Context, lane string) error {
	var next stamp
	if err := one(ctx, t, &next, `SELECT MIN(run_at) FROM job WHERE lane = ?`, lane); err != nil {
		return err
	}
	if next.IsZero() {
		_, err := t.do(ctx, `DELETE FROM lane WHERE name = ?`, lane)
		return err
	}
	if !next.After(t.now) {
		t.tell(News{Topic: TopicLane, Name: lane})
	}
	_, err := t.do(ctx, `UPDATE lane SET fails = 0, failing_since = NULL, due_at = ? WHERE name = ?`, next, lane)
	return err
}

// WakeHost makes the delivery lane of a host due: it has just shown that it is
// alive.
func (t *tx) wakeHost(ctx context.Context, host string) error {
	n, err := t.do(ctx, `UPDATE lane SET due_at = ? WHERE name = ? AND fails > 0 AND due_at > ?`, at(t.now), host, at(t.now))
	if n > 0 {
		t.tell(News{Topic: TopicLane, Name: host})
	}
	return err
}
