package lane_test

import (
	"context"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"consilium/storage"
	"consilium/storage/lane"
)

// begin runs a loop as the test wants it, whose handler does what the test says
// with the address of each job.
func (y *yard) begin(loop *lane.Loop, do func(ctx context.Context, address string)) (stop func()) {
	loop.Store, loop.Log, loop.Poll = y.store, slog.New(slog.DiscardHandler), 10*time.Millisecond
	address := func(job storage.Job) string {
		_, iri, err := storage.ParseFetch(job.Payload)
		if err != nil {
			y.Error(err)
		}
		return iri.String()
	}
	loop.Handle(storage.KindFetch, func(ctx context.Context, job storage.Job) error {
		if job.Prepared != nil && job.Prepared != address(job) {
			y.Errorf("%s was prepared as %v", address(job), job.Prepared)
		}
		do(ctx, address(job))
		y.news <- address(job)
		return nil
	})
	// Addresses are about what stands before their first dash.
	loop.Order(storage.KindFetch, 3, func(_ context.Context, job *storage.Job) storage.Order {
		job.Prepared = address(*job)
		about, _, free := strings.Cut(address(*job), "-")
		return storage.Order{Free: free, Touches: []storage.Touch{{Name: about}}}
	})
	ctx, cancel := context.WithCancel(y.Context())
	var running sync.WaitGroup
	running.Go(func() { loop.Run(ctx) })
	return func() {
		cancel()
		running.Wait()
	}
}

// R-OUT-1: hosts that hang leave their seats to those that answer, however many
// they are.
func TestHangingHostsLeaveTheirSeats(t *testing.T) {
	eachYard(t, func(y *yard) {
		for n := range 10 {
			y.add("https://hangs" + strconv.Itoa(n) + ".example/1")
		}
		hanging := make(chan struct{})
		hangs := make(chan string, 10)
		stop := y.begin(&lane.Loop{Workers: 2, Patience: time.Millisecond}, func(ctx context.Context, address string) {
			if strings.Contains(address, "hangs") {
				hangs <- address
				<-hanging
			}
		})
		for range 10 { // all hang at the same time, on two seats
			<-hangs
		}
		y.add("https://a.example/1", "https://b.example/1", "https://a.example/2")
		y.hear(3)
		y.settled("a.example", 0)
		y.settled("b.example", 0)
		close(hanging)
		y.hear(10)
		stop()
	})
}

// Once a host has answered, jobs of its lane go beside one another; none
// overtakes one that is about the same.
func TestJobsBesideOneAnother(t *testing.T) {
	eachYard(t, func(y *yard) {
		y.add("https://a.example/first", "https://a.example/x-1", "https://a.example/y-1", "https://a.example/x-2", "https://a.example/last")
		begun, end := make(chan string, 5), map[string]chan struct{}{}
		for _, name := range []string{"first", "x-1", "y-1", "x-2", "last"} {
			end["https://a.example/"+name] = make(chan struct{})
		}
		stop := y.begin(&lane.Loop{}, func(_ context.Context, address string) {
			begun <- strings.TrimPrefix(address, "https://a.example/")
			<-end[address]
		})
		let := func(name string) {
			close(end["https://a.example/"+name])
			y.hear(1)
		}
		first := []string{<-begun}
		let("first")
		both := []string{<-begun, <-begun}
		slices.Sort(both)
		let("y-1") // x-2 still waits for x-1
		select {
		case early := <-begun:
			y.Errorf("%s overtook x-1", early)
		default:
		}
		let("x-1")
		third := []string{<-begun}
		let("x-2")
		got := slices.Concat(first, both, third, []string{<-begun})
		let("last")
		y.settled("a.example", 0)
		stop()
		if want := []string{"first", "x-1", "y-1", "x-2", "last"}; !slices.Equal(got, want) {
			y.Errorf("begun %v, want %v", got, want)
		}
	})
}

// One poisoned job cannot stop the server, also where only its order is asked.
func TestPoisonedOrder(t *testing.T) {
	eachYard(t, func(y *yard) {
		y.add("https://a.example/1", "https://a.example/2")
		loop := &lane.Loop{Store: y.store, Log: slog.New(slog.DiscardHandler), Poll: 10 * time.Millisecond}
		loop.Handle(storage.KindFetch, func(_ context.Context, job storage.Job) error {
			if job.Prepared != nil {
				y.Errorf("prepared as %v", job.Prepared)
			}
			y.news <- ""
			return nil
		})
		loop.Order(storage.KindFetch, 3, func(_ context.Context, job *storage.Job) storage.Order {
			job.Prepared = "half"
			panic("poison")
		})
		ctx, cancel := context.WithCancel(y.Context())
		var running sync.WaitGroup
		running.Go(func() { loop.Run(ctx) })
		y.hear(2)
		y.settled("a.example", 0)
		cancel()
		running.Wait()
	})
}

// What the handlers leave to be noted is written with the end of their jobs.
func TestSentIsNotedWithTheEnd(t *testing.T) {
	eachYard(t, func(y *yard) {
		y.add("https://a.example/1")
		loop := &lane.Loop{Store: y.store, Log: slog.New(slog.DiscardHandler), Poll: 10 * time.Millisecond}
		loop.Handle(storage.KindFetch, func(ctx context.Context, job storage.Job) error {
			defer func() { y.news <- "" }()
			_, inbox, err := storage.ParseFetch(job.Payload)
			if err != nil {
				return err
			}
			if err := y.store.NoteSent(ctx, job, storage.Sent{Inbox: inbox}); err != nil {
				return err
			}
			if y.count("SELECT COUNT(*) FROM peer") != 0 {
				y.Error("noted in a transaction of its own")
			}
			return nil
		})
		ctx, cancel := context.WithCancel(y.Context())
		var running sync.WaitGroup
		running.Go(func() { loop.Run(ctx) })
		y.hear(1)
		y.settled("a.example", 0)
		if y.count("SELECT COUNT(*) FROM peer WHERE host = 'a.example' AND last_success IS NOT NULL") != 1 {
			y.Error("not noted with the end of the job")
		}
		cancel()
		running.Wait()
	})
}
