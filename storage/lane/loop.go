package lane

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"runtime/debug"
	"sync"
	"time"

	"consilium/community"
	"consilium/storage"
)

// Handler does one job. nil means done. [storage.Down] puts the whole lane off,
// [storage.Never] gives the job up, and any other error tries this job again
// later.
type Handler func(ctx context.Context, job storage.Job) error

// Loop is the worker of one process.
type Loop struct {
	Store *storage.Store
	Log   *slog.Logger
	// Workers is how many lanes are worked on at the same time, 16 when 0.
	Workers int
	// Poll is how often the table is asked even when nobody woke us, 2 s when 0.
	Poll time.Duration
	// MaxAttempts is after how many failures a job is given up, 12 when 0.
	MaxAttempts int

	handlers map[string]Handler
}

// batch is how many jobs of a lane are taken at once.
const batch = 50

// jobTime bounds one job. Since no job is begun when half the lease has passed,
// a holder that lives always finishes before its lease runs out.
const jobTime = storage.LeaseTime/2 - 2*time.Second

// Handle registers the handler for a kind of job. It must be called before Run.
func (l *Loop) Handle(kind string, h Handler) {
	if l.handlers == nil {
		l.handlers = map[string]Handler{}
	}
	l.handlers[kind] = h
}

// handTime is how long the jobs in hand may go on when the loop is to end. What
// is not finished by then stays as it was and runs again.
const handTime = 10 * time.Second

// Run works until ctx ends and then waits for what is in hand.
func (l *Loop) Run(ctx context.Context) {
	news, stop := l.Store.Listen()
	defer stop()
	hand, drop := context.WithCancel(context.WithoutCancel(ctx))
	defer drop()
	defer context.AfterFunc(ctx, func() { time.AfterFunc(handTime, drop) })()
	var running sync.WaitGroup
	defer running.Wait()
	free := make(chan struct{}, orDefault(l.Workers, 16))
	done := make(chan struct{}, 1)
	poll := time.NewTicker(orDefault(l.Poll, 2*time.Second))
	defer poll.Stop()
	for {
		l.fill(ctx, free, func(lease storage.Lease) {
			running.Go(func() {
				defer func() {
					<-free
					kick(done)
				}()
				l.work(ctx, hand, lease)
			})
		})
		if !wait(ctx, news, done, poll.C) {
			return
		}
	}
}

// wait returns when there may be work again, and false when ctx has ended.
func wait(ctx context.Context, news <-chan storage.News, done <-chan struct{}, poll <-chan time.Time) bool {
	for {
		select {
		case <-ctx.Done():
			return false
		case n := <-news:
			if n.Topic == storage.TopicLane {
				return true
			}
		case <-done:
			return true
		case <-poll:
			return true
		}
	}
}

// fill leases as many lanes as there are free workers and starts them.
func (l *Loop) fill(ctx context.Context, free chan struct{}, start func(storage.Lease)) {
	for ctx.Err() == nil {
		room := cap(free) - len(free)
		if room == 0 {
			return
		}
		due, err := l.Store.LanesDue(ctx)
		if err != nil || !due {
			l.report(ctx, "look for lanes", err)
			return
		}
		leases, err := l.Store.ClaimLanes(ctx, room)
		l.report(ctx, "claim lanes", err)
		if len(leases) == 0 {
			return
		}
		for _, lease := range leases {
			free <- struct{}{}
			start(lease)
		}
	}
}

// work does a batch of a lane's jobs and writes the outcome. When ctx ends it
// begins no other; the one in hand may go on until hand ends.
func (l *Loop) work(ctx, hand context.Context, lease storage.Lease) {
	jobs, err := l.Store.Jobs(hand, lease.Lane, batch)
	if err != nil {
		l.report(ctx, "read jobs", err)
		return
	}
	var o storage.Outcome
	started := l.Store.Now()
	for _, job := range jobs {
		late := l.Store.Now().Sub(started) > storage.LeaseTime/2
		if ctx.Err() != nil || late || !l.run(hand, job, &o) {
			break
		}
	}
	err = l.Store.FinishLane(context.WithoutCancel(hand), lease, o)
	if err != nil && !errors.Is(err, community.ErrConflict) {
		l.report(ctx, "finish lane", err)
	}
}

// run does one job and notes the outcome. It returns false when the rest of the
// lane has to wait.
func (l *Loop) run(hand context.Context, job storage.Job, o *storage.Outcome) bool {
	ctx, cancel := context.WithTimeout(hand, jobTime)
	defer cancel()
	err := l.handle(ctx, job)
	if err != nil && hand.Err() != nil {
		return false // it was we who gave up: the job is as it was
	}
	if down, is := errors.AsType[*storage.Down](err); is {
		o.Down, o.RetryAfter = true, down.After
		l.Log.Info("lane is down", "lane", job.Lane, "error", err)
		return false
	}
	l.note(job, err, o)
	return true
}

// note says what becomes of a job that ended by itself.
func (l *Loop) note(job storage.Job, err error, o *storage.Outcome) {
	log := l.Log.With("kind", job.Kind, "lane", job.Lane, "job", job.ID)
	_, never := errors.AsType[*storage.Never](err)
	switch {
	case err == nil:
		o.Done = append(o.Done, job.ID)
	case never:
		o.Done = append(o.Done, job.ID)
		log.Warn("gave up job", "error", err)
	case job.Attempts+1 >= orDefault(l.MaxAttempts, 12):
		o.Done = append(o.Done, job.ID)
		log.Error("gave up job after many attempts", "error", err)
	default:
		o.Later = append(o.Later, job.ID)
		log.Warn("job failed and is tried again", "error", err)
	}
}

// handle runs the handler and turns a panic in it into an error of this job, so
// that one poisoned activity cannot stop the server.
func (l *Loop) handle(ctx context.Context, job storage.Job) (err error) {
	h, known := l.handlers[job.Kind]
	if !known {
		return fmt.Errorf("no handler for jobs of kind %q", job.Kind)
	}
	defer func() {
		if p := recover(); p != nil {
			said := fmt.Sprintf("%T", p) // the value may hold what somebody wrote
			if fault, ours := p.(runtime.Error); ours {
				said = fault.Error()
			}
			err = fmt.Errorf("handler of %s panicked: %s", job.Kind, said)
			l.Log.Error("a handler of jobs panicked", "kind", job.Kind, "panic", said, "stack", string(debug.Stack()))
		}
	}()
	return h(ctx, job)
}

func (l *Loop) report(ctx context.Context, doing string, err error) {
	if err != nil && ctx.Err() == nil {
		l.Log.Error(doing, "error", err)
	}
}

// kick leaves a note that nobody needs to read twice.
func kick(c chan<- struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

func orDefault[T ~int | ~int64](v, def T) T {
	if v == 0 {
		return def
	}
	return v
}
