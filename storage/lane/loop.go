package lane

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"
	"time"

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
	// Workers is how many lanes that answer are worked on at the same time, 256
	// when 0.
	Workers int
	// Poll is how often the table is asked even when nobody woke us, 2 s when 0.
	Poll time.Duration
	// Patience is how long a job may take before its lane counts as slow, 250 ms
	// when 0.
	Patience time.Duration
	// MaxAttempts is after how many failures a job is given up, 12 when 0.
	MaxAttempts int

	handlers map[string]Handler
	orders   map[string]ordering
}

// ordering is how jobs of a kind may go beside one another.
type ordering struct {
	of     func(context.Context, *storage.Job) storage.Order
	atOnce int
}

// batch is how many jobs of a lane are taken at once.
const batch = 100

// mostDue is how many due lanes are looked at, at once.
const mostDue = 1000

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

// Order lets up to atOnce jobs of a kind in one lane be in hand at a time, where
// what of says of them allows it; of may leave what it read in the job. Without
// it one waits for the other. It must be called before Run.
func (l *Loop) Order(kind string, atOnce int, of func(context.Context, *storage.Job) storage.Order) {
	if l.orders == nil {
		l.orders = map[string]ordering{}
	}
	l.orders[kind] = ordering{of, atOnce}
}

func (l *Loop) patience() time.Duration { return orDefault(l.Patience, 250*time.Millisecond) }

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
	crew := newCrew(orDefault(l.Workers, 256))
	done := make(chan struct{}, 1)
	poll := time.NewTicker(orDefault(l.Poll, 2*time.Second))
	defer poll.Stop()
	for {
		l.fill(ctx, crew, func(lease storage.Lease, seat *seat) {
			running.Go(func() {
				defer func() {
					seat.leave()
					kick(done)
				}()
				s := &stint{Loop: l, seat: seat, over: ctx, hand: hand, moved: func() { kick(done) }}
				s.work(lease)
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
				drain(news)
				return true
			}
		case <-done:
			return true
		case <-poll:
			return true
		}
	}
}

// drain forgets the news that are here: what they tell of is looked for now.
func drain(news <-chan storage.News) {
	for range len(news) {
		<-news
	}
}

// fill leases lanes for the seats that are free and starts them.
func (l *Loop) fill(ctx context.Context, crew *crew, start func(storage.Lease, *seat)) {
	for ctx.Err() == nil {
		seats := map[string]*seat{}
		for _, failing := range []bool{false, true} {
			l.seat(ctx, crew, failing, seats)
		}
		if len(seats) == 0 {
			return
		}
		leases, err := l.Store.ClaimLanes(ctx, len(seats), slices.Collect(maps.Keys(seats))...)
		l.report(ctx, "claim lanes", err)
		for _, lease := range leases {
			start(lease, seats[lease.Lane])
			delete(seats, lease.Lane)
		}
		for _, s := range seats { // another process was quicker
			s.leave()
		}
		if len(leases) == 0 {
			return
		}
	}
}

// seat gives the lanes that are due their seats.
func (l *Loop) seat(ctx context.Context, crew *crew, failing bool, seats map[string]*seat) {
	names, err := l.Store.DueLanes(ctx, failing, mostDue)
	l.report(ctx, "look for lanes", err)
	for _, name := range names {
		if s := crew.sit(name, failing); s != nil {
			seats[name] = s
		}
	}
}

// run does one job.
func (l *Loop) run(hand context.Context, job storage.Job) error {
	ctx, cancel := context.WithTimeout(hand, jobTime)
	defer cancel()
	return l.handle(ctx, job)
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
