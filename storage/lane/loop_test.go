package lane_test

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"consilium/storage"
	"consilium/storage/lane"
	"consilium/storage/storagetest"
)

// yard is a store with a loop whose handler the test decides.
type yard struct {
	*testing.T
	clock *storagetest.Clock
	store *storage.Store
	rows  *sql.DB

	mu   sync.Mutex
	runs []string
	news chan string
}

// eachYard runs a test on both engines, on a clock that the test advances.
func eachYard(t *testing.T, test func(y *yard)) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		y := &yard{T: t, clock: &storagetest.Clock{}, news: make(chan string, 1000)}
		y.store = storagetest.At(t, storagetest.Options{Database: database, Now: y.clock.Now})
		driver, source := "pgx", database
		if path, lite := strings.CutPrefix(database, "sqlite:"); lite {
			driver, source = "sqlite3", "file:"+path+"?mode=ro&_busy_timeout=10000"
		}
		rows, err := sql.Open(driver, source)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		y.rows = rows
		test(y)
	})
}

// add leaves a job in the lane of a host.
func (y *yard) add(addresses ...string) {
	y.Helper()
	for _, address := range addresses {
		if err := y.store.AddFetch(y.Context(), storagetest.IRI(y, address), 0); err != nil {
			y.Fatal(err)
		}
	}
}

// start runs a loop whose handler notes the address of each job and does what
// the test says. The returned function ends it and waits.
func (y *yard) start(do func(ctx context.Context, address string) error) (stop func()) {
	loop := &lane.Loop{Store: y.store, Log: slog.New(slog.DiscardHandler), Poll: 10 * time.Millisecond}
	loop.Handle(storage.KindFetch, func(ctx context.Context, job storage.Job) error {
		_, iri, err := storage.ParseFetch(job.Payload)
		if err != nil {
			return err
		}
		y.mu.Lock()
		y.runs = append(y.runs, iri.String())
		y.mu.Unlock()
		defer func() { y.news <- iri.String() }()
		return do(ctx, iri.String())
	})
	ctx, cancel := context.WithCancel(y.Context())
	var running sync.WaitGroup
	running.Go(func() { loop.Run(ctx) })
	return func() {
		cancel()
		running.Wait()
	}
}

// hear waits for so many runs.
func (y *yard) hear(n int) {
	y.Helper()
	for range n {
		select {
		case <-y.news:
		case <-time.After(20 * time.Second):
			y.Fatalf("waited for %d runs, had %v", n, y.ran())
		}
	}
}

func (y *yard) ran() []string {
	y.mu.Lock()
	defer y.mu.Unlock()
	return slices.Clone(y.runs)
}

// count asks the database itself.
func (y *yard) count(query string) int {
	y.Helper()
	var n int
	if err := y.rows.QueryRowContext(y.Context(), query).Scan(&n); err != nil {
		y.Fatal(err)
	}
	return n
}

// waiting counts the jobs of a host's lane, due or not.
func (y *yard) waiting(host string) int {
	y.Helper()
	return y.count("SELECT COUNT(*) FROM job WHERE lane = 'fetch/" + host + "'")
}

// leased says whether somebody works on a host's lane.
func (y *yard) leased(host string) bool {
	y.Helper()
	return y.count("SELECT COUNT(*) FROM lane WHERE lease_until > 0 AND name = 'fetch/"+host+"'") > 0
}

// settled waits until a lane has so many jobs left and nobody works on it: the
// outcome is written after the handler has returned. Only then may the clock
// be advanced past a lease.
func (y *yard) settled(host string, n int) {
	y.Helper()
	end := time.Now().Add(20 * time.Second)
	for y.waiting(host) != n || y.leased(host) {
		if time.Now().After(end) {
			y.Fatalf("%s has %d jobs, want %d", host, y.waiting(host), n)
		}
		<-time.After(5 * time.Millisecond)
	}
}

// R-OUT-3: within a lane the order is kept.
func TestLaneKeepsOrder(t *testing.T) {
	eachYard(t, func(y *yard) {
		y.add("https://a.example/1", "https://a.example/2", "https://a.example/3")
		stop := y.start(func(context.Context, string) error { return nil })
		y.hear(3)
		y.settled("a.example", 0)
		stop()
		want := []string{"https://a.example/1", "https://a.example/2", "https://a.example/3"}
		if got := y.ran(); !slices.Equal(got, want) {
			y.Errorf("ran %v, want %v", got, want)
		}
	})
}

// R-OUT-1: a host that hangs or is down costs the others nothing, and waits as a
// whole: 5 s, then 15.
func TestDeadHostDelaysNobody(t *testing.T) {
	eachYard(t, func(y *yard) {
		y.add("https://dead.example/1", "https://dead.example/2", "https://hangs.example/1")
		hanging := make(chan struct{})
		stop := y.start(func(ctx context.Context, address string) error {
			switch {
			case strings.HasPrefix(address, "https://dead"):
				return &storage.Down{Err: errors.New("no answer")}
			case strings.HasPrefix(address, "https://hangs"):
				select {
				case <-hanging:
				case <-ctx.Done():
				}
			}
			return nil
		})
		y.hear(1) // the dead one: its second job is not tried
		y.add("https://well.example/1", "https://well.example/2")
		y.hear(2)
		y.settled("well.example", 0)
		y.settled("dead.example", 2)
		y.clock.Advance(6 * time.Second)
		y.hear(1)
		y.settled("dead.example", 2)
		y.clock.Advance(6 * time.Second) // within the 15 s
		y.add("https://well.example/3")
		y.hear(1)
		if got := y.ran(); got[len(got)-1] != "https://well.example/3" {
			y.Errorf("the dead host was tried again too early: %v", got)
		}
		close(hanging)
		stop()
	})
}

// What can never be done is given up at once, what fails by itself is tried
// again later and lets the next one pass, and a panic is only a failure.
func TestFailuresOfOneJob(t *testing.T) {
	eachYard(t, func(y *yard) {
		y.add("https://a.example/never", "https://a.example/fails", "https://a.example/panics", "https://a.example/fine")
		stop := y.start(func(_ context.Context, address string) error {
			switch {
			case strings.HasSuffix(address, "never"):
				return &storage.Never{Err: errors.New("not a post")}
			case strings.HasSuffix(address, "fails"):
				return errors.New("not now")
			case strings.HasSuffix(address, "panics"):
				panic("poison")
			}
			return nil
		})
		y.hear(4)
		y.settled("a.example", 2)
		y.clock.Advance(6 * time.Second)
		y.hear(2)
		stop()
		if n := y.waiting("a.example"); n != 2 {
			y.Errorf("%d jobs wait, want the one that fails and the one that panics", n)
		}
	})
}

// A job that fails for ever ends after so many attempts.
func TestAttemptsEnd(t *testing.T) {
	eachYard(t, func(y *yard) {
		y.add("https://a.example/fails")
		stop := y.start(func(context.Context, string) error { return errors.New("not now") })
		for attempt := range 12 {
			y.hear(1)
			left := 1
			if attempt == 11 {
				left = 0
			}
			y.settled("a.example", left)
			y.clock.Advance(7 * time.Hour)
		}
		stop()
	})
}

// A stop lets the job in hand finish; what was not begun stays.
func TestStopFinishesWhatIsInHand(t *testing.T) {
	eachYard(t, func(y *yard) {
		y.add("https://a.example/1", "https://a.example/2")
		begun, finish := make(chan struct{}), make(chan struct{})
		stop := y.start(func(ctx context.Context, _ string) error {
			close(begun)
			<-finish
			return ctx.Err()
		})
		<-begun
		stopped := make(chan struct{})
		go func() {
			stop()
			close(stopped)
		}()
		close(finish)
		<-stopped
		if n := y.waiting("a.example"); n != 1 {
			y.Errorf("%d jobs wait, want the one that was not begun", n)
		}
	})
}

// Two processes share the lanes: every job runs once.
func TestTwoLoopsShareLanes(t *testing.T) {
	eachYard(t, func(y *yard) {
		for _, host := range []string{"a", "b", "c", "d", "e", "f", "g", "h"} {
			for _, n := range []string{"1", "2", "3", "4", "5"} {
				y.add("https://" + host + ".example/" + n)
			}
		}
		nothing := func(context.Context, string) error { return nil }
		one, two := y.start(nothing), y.start(nothing)
		y.hear(40)
		for _, host := range []string{"a", "b", "c", "d", "e", "f", "g", "h"} {
			y.settled(host+".example", 0)
		}
		one()
		two()
		if got := y.ran(); len(got) != 40 {
			y.Errorf("%d runs of 40 jobs", len(got))
		}
	})
}
