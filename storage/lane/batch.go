package lane

import (
	"context"
	"errors"
	"time"

	"consilium/community"
	"consilium/storage"
)

// stint is what is done with a lane while it is leased.
type stint struct {
	*Loop
	seat *seat
	// over ends the wish to begin another job, hand the jobs in hand.
	over, hand context.Context
	started    time.Time
	// moved says that the seat was left to somebody quicker.
	moved func()

	out     storage.Outcome
	running []*running
	ended   chan *running
	// most is how many jobs may be in hand: one until one has succeeded, so that a
	// host that hangs is asked once.
	most    int
	stopped bool
}

// running is a job in hand.
type running struct {
	storage.Job
	order storage.Order
	// extra says that it is not the only one of its lane.
	extra bool
	err   error
}

// work does a batch of a lane's jobs and writes the outcome. When over ends it
// begins no other; those in hand may go on until hand ends.
func (s *stint) work(lease storage.Lease) {
	jobs, err := s.Store.Jobs(s.hand, lease.Lane, batch)
	if err != nil {
		s.report(s.over, "read jobs", err)
		return
	}
	s.started, s.ended, s.most = s.Store.Now(), make(chan *running), 1
	notes := &storage.SentNotes{}
	for _, job := range jobs {
		job.Notes = notes
		next := &running{order: s.orderOf(&job)}
		next.Job = job
		for !s.stopped && !s.begin(next) {
			s.await()
		}
	}
	for len(s.running) > 0 {
		s.await()
	}
	s.out.Sent = notes.Sent()
	err = s.Store.FinishLane(context.WithoutCancel(s.hand), lease, s.out)
	if err != nil && !errors.Is(err, community.ErrConflict) {
		s.report(s.over, "finish lane", err)
	}
}

// orderOf asks what a job must not overtake. One that cannot be read without a panic
// waits for all, and its handler fails by itself.
func (s *stint) orderOf(job *storage.Job) (order storage.Order) {
	defer func() {
		if recover() != nil {
			job.Prepared, order = nil, storage.Order{}
			s.Log.Error("the order of a job panicked", "kind", job.Kind, "job", job.ID)
		}
	}()
	if order, known := s.orders[job.Kind]; known && !s.tired() {
		return order.of(s.hand, job)
	}
	return storage.Order{}
}

// tired says that no other job is to be begun: since none is when half the lease
// has passed, a holder that lives always finishes before its lease runs out.
func (s *stint) tired() bool {
	s.stopped = s.stopped || s.over.Err() != nil || s.Store.Now().Sub(s.started) > storage.LeaseTime/2
	return s.stopped
}

// begin starts a job unless it has to wait for one that is in hand. It returns
// false when it has to.
func (s *stint) begin(next *running) bool {
	if s.tired() {
		return true
	}
	for _, earlier := range s.running {
		if next.order.After(earlier.order) {
			return false
		}
	}
	if len(s.running) > 0 {
		if len(s.running) >= min(s.most, s.orders[next.Kind].atOnce) {
			return false
		}
		select {
		case s.seat.bench.extra <- struct{}{}:
			next.extra = true
		default:
			return false
		}
	}
	s.running = append(s.running, next)
	go func() {
		slow := time.AfterFunc(s.patience(), func() {
			if s.seat.moveOver() {
				s.moved()
			}
		})
		defer slow.Stop()
		next.err = s.run(s.hand, next.Job)
		s.ended <- next
	}()
	return true
}

// await takes the next job that ends and notes what becomes of it.
func (s *stint) await() {
	done := <-s.ended
	for i, r := range s.running {
		if r == done {
			s.running = append(s.running[:i], s.running[i+1:]...)
			break
		}
	}
	if done.extra {
		<-s.seat.bench.extra
	}
	if !s.note(done.Job, done.err) {
		s.stopped = true
	}
	if done.err == nil {
		s.most++
	}
}

// note says what becomes of a job. It returns false when the rest of the lane has
// to wait.
func (s *stint) note(job storage.Job, err error) bool {
	if err != nil && s.hand.Err() != nil {
		return false // it was we who gave up: the job is as it was
	}
	if down, is := errors.AsType[*storage.Down](err); is {
		s.out.Down, s.out.RetryAfter = true, max(s.out.RetryAfter, down.After)
		s.Log.Info("lane is down", "lane", job.Lane, "error", err)
		return false
	}
	log := s.Log.With("kind", job.Kind, "lane", job.Lane, "job", job.ID)
	_, never := errors.AsType[*storage.Never](err)
	switch {
	case err == nil:
		s.out.Done = append(s.out.Done, job.ID)
	case never:
		s.out.Done = append(s.out.Done, job.ID)
		log.Warn("gave up job", "error", err)
	case job.Attempts+1 >= orDefault(s.MaxAttempts, 12):
		s.out.Done = append(s.out.Done, job.ID)
		log.Error("gave up job after many attempts", "error", err)
	default:
		s.out.Later = append(s.out.Later, job.ID)
		log.Warn("job failed and is tried again", "error", err)
	}
	return true
}
