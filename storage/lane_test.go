package storage_test

import (
	"errors"
	"fmt"
	"math"
	"sync"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// waiting is a store with a clock and a lane that holds fetches.
type waiting struct {
	*storage.Store
	clock *storagetest.Clock
}

func eachWaiting(t *testing.T, test func(t *testing.T, w waiting)) {
	t.Helper()
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		clock := &storagetest.Clock{}
		test(t, waiting{storagetest.At(t, storagetest.Options{Database: database, Now: clock.Now}), clock})
	})
}

// add puts a job into the lane fetch/HOST.
func (w waiting) add(t *testing.T, host string) {
	t.Helper()
	ok(t, w.AddFetch(t.Context(), storagetest.IRI(t, "https://"+host+"/p"), 0))
}

// claim takes the one lane that is due.
func (w waiting) claim(t *testing.T) storage.Lease {
	t.Helper()
	leases := must(w.ClaimLanes(t.Context(), 10))(t)
	if len(leases) != 1 {
		t.Fatalf("claimed %v, want one lane", leases)
	}
	return leases[0]
}

func (w waiting) none(t *testing.T) {
	t.Helper()
	if leases := must(w.ClaimLanes(t.Context(), 10))(t); len(leases) != 0 {
		t.Fatalf("claimed %v, want none", leases)
	}
	for _, failing := range []bool{false, true} {
		if len(must(w.DueLanes(t.Context(), failing, 1))(t)) != 0 {
			t.Error("a lane is due, but cannot be claimed")
		}
	}
}

func (w waiting) jobs(t *testing.T, lane string) []int64 {
	t.Helper()
	var ids []int64
	for _, j := range must(w.Jobs(t.Context(), lane, 100))(t) {
		ids = append(ids, j.ID)
	}
	return ids
}

func (w waiting) finish(t *testing.T, l storage.Lease, o storage.Outcome) {
	t.Helper()
	ok(t, w.FinishLane(t.Context(), l, o))
}

// A lane is in one hand at a time; when its holder dies another takes it, and
// the dead one changes nothing should it come back.
func TestLaneIsFenced(t *testing.T) {
	eachWaiting(t, func(t *testing.T, w waiting) {
		w.add(t, "a.example")
		first := w.claim(t)
		w.none(t)
		w.clock.Advance(storage.LeaseTime)
		w.none(t)
		w.clock.Advance(time.Millisecond)
		second := w.claim(t)
		if second.Lane != first.Lane || second.Epoch == first.Epoch {
			t.Fatalf("claimed %+v and then %+v", first, second)
		}
		stale := storage.Outcome{Done: w.jobs(t, first.Lane), Down: true}
		wantErr(t, w.FinishLane(t.Context(), first, stale), community.ErrConflict)
		if len(w.jobs(t, first.Lane)) != 1 {
			t.Error("a stale holder finished a job")
		}
		w.none(t) // nor did it give the lane away
		w.finish(t, second, storage.Outcome{Done: w.jobs(t, second.Lane)})
		w.none(t)
	})
}

// A lane that was empty and filled again is another lane: the epoch of the old
// one does not open it.
func TestStaleHolderOfALaneThatCameBack(t *testing.T) {
	eachWaiting(t, func(t *testing.T, w waiting) {
		w.add(t, "a.example")
		stale := w.claim(t)
		w.clock.Advance(storage.LeaseTime + time.Second)
		second := w.claim(t)
		w.finish(t, second, storage.Outcome{Done: w.jobs(t, second.Lane)})
		w.add(t, "a.example")
		third := w.claim(t)
		wantErr(t, w.FinishLane(t.Context(), stale, storage.Outcome{Done: w.jobs(t, third.Lane)}), community.ErrConflict)
		if len(w.jobs(t, third.Lane)) != 1 {
			t.Error("the stale holder finished a job of the new lane")
		}
	})
}

func TestLaneBacksOff(t *testing.T) {
	eachWaiting(t, func(t *testing.T, w waiting) {
		w.add(t, "a.example")
		l := w.claim(t)
		failingSince := w.clock.Now()
		for fails := range 4 {
			if l.Fails != fails || fails > 0 && !l.FailingSince.Equal(failingSince) {
				t.Errorf("got %+v after %d failures", l, fails)
			}
			w.finish(t, l, storage.Outcome{Down: true})
			w.clock.Advance(storage.BackOff(fails) - time.Millisecond)
			w.none(t)
			w.add(t, "a.example") // more work makes no host come back
			w.none(t)
			w.clock.Advance(storage.BackOff(fails)/10 + 2*time.Millisecond)
			l = w.claim(t)
		}
		w.finish(t, l, storage.Outcome{Down: true, RetryAfter: 3 * time.Hour})
		w.clock.Advance(3*time.Hour - time.Second)
		w.none(t)
		w.clock.Advance(20 * time.Minute)
		l = w.claim(t)
		w.finish(t, l, storage.Outcome{Done: w.jobs(t, l.Lane)[:1]})
		if l = w.claim(t); l.Fails != 0 || len(w.jobs(t, l.Lane)) != 4 {
			t.Errorf("got %+v with %d jobs after a success", l, len(w.jobs(t, l.Lane)))
		}
	})
}

// A verified request shows that a host is alive: what waits for it is tried at
// once (architecture 3).
func TestRequestWakesItsHost(t *testing.T) {
	eachWaiting(t, func(t *testing.T, w waiting) {
		ctx := t.Context()
		_, ana := storagetest.Member(t, w.Store, "ana")
		bob := storagetest.Remote(t, w.Store, there, "bob")
		must(w.Follow(ctx, community.Follow{Follower: ana.ID, Followed: bob.ID}))(t)
		w.finish(t, w.claim(t), storage.Outcome{Down: true, RetryAfter: time.Hour})
		w.none(t)
		must(w.AddReceipt(ctx, storage.Receipt{Digest: [32]byte{1}, Signer: bob.IRI, Host: "there.example", Body: []byte("{}")}))(t)
		lanes := map[string]bool{}
		for _, l := range must(w.ClaimLanes(ctx, 10))(t) {
			lanes[l.Lane] = true
		}
		if !lanes["there.example"] || !lanes["in/there.example"] || len(lanes) != 2 {
			t.Errorf("claimed %v", lanes)
		}
	})
}

// Jobs that fail by themselves wait by themselves, others of the lane go on, and
// however often one failed it is tried again within hours.
func TestJobIsTriedLater(t *testing.T) {
	eachWaiting(t, func(t *testing.T, w waiting) {
		w.add(t, "a.example")
		w.add(t, "a.example")
		l := w.claim(t)
		jobs := w.jobs(t, l.Lane)
		w.finish(t, l, storage.Outcome{Later: jobs[:1]})
		l = w.claim(t)
		if left := w.jobs(t, l.Lane); len(left) != 1 || left[0] != jobs[1] {
			t.Errorf("due are %v of %v", left, jobs)
		}
		w.finish(t, l, storage.Outcome{Done: jobs[1:]})
		w.none(t)
		w.clock.Advance(5 * time.Second)
		l = w.claim(t)
		if j := must(w.Jobs(t.Context(), l.Lane, 5))(t); len(j) != 1 || j[0].Attempts != 1 {
			t.Errorf("got %+v", j)
		}
		w.Run(t, `UPDATE job SET attempts = ?`, math.MaxInt32/2)
		w.finish(t, l, storage.Outcome{Later: jobs[:1]})
		w.clock.Advance(6*time.Hour - time.Second)
		w.none(t)
		w.clock.Advance(time.Second)
		w.claim(t)
	})
}

// Whatever stays down for a week is given up (R-OUT-1).
func TestLaneGivesUp(t *testing.T) {
	eachWaiting(t, func(t *testing.T, w waiting) {
		w.add(t, "a.example")
		w.clock.Advance(7*24*time.Hour + time.Second)
		w.add(t, "a.example")
		l := w.claim(t)
		w.finish(t, l, storage.Outcome{Down: true})
		if left := w.jobs(t, l.Lane); len(left) != 1 {
			t.Errorf("%d jobs are left, want the new one", len(left))
		}
	})
}

// What is enqueued while a lane is finished is neither lost nor stranded: in
// the end every job was handed out.
func TestEnqueueRacesFinish(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		const jobs = 60
		var adding sync.WaitGroup
		for n := range 3 {
			adding.Go(func() {
				for i := range jobs / 3 {
					if err := s.AddFetch(t.Context(), storagetest.IRI(t, fmt.Sprintf("https://a.example/%d/%d", n, i)), 0); err != nil {
						t.Error(err)
					}
				}
			})
		}
		added := make(chan struct{})
		go func() { adding.Wait(); close(added) }()
		seen := map[int64]bool{}
		for over := false; ; {
			leases := must(s.ClaimLanes(t.Context(), 1))(t)
			for _, l := range leases {
				var done []int64
				for _, j := range must(s.Jobs(t.Context(), l.Lane, 7))(t) {
					if seen[j.ID] {
						t.Errorf("job %d came twice", j.ID)
					}
					seen[j.ID], done = true, append(done, j.ID)
				}
				ok(t, s.FinishLane(t.Context(), l, storage.Outcome{Done: done}))
			}
			if over && len(leases) == 0 {
				break
			}
			select {
			case <-added:
				over = true
			default:
			}
		}
		if len(seen) != jobs {
			t.Errorf("%d jobs were handed out, want %d", len(seen), jobs)
		}
	})
}

// Two processes share the lanes of one database without taking one twice.
func TestTwoClaimersShareLanes(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		a := storagetest.At(t, storagetest.Options{Database: database})
		b := storagetest.At(t, storagetest.Options{Database: database})
		for i := range 20 {
			ok(t, a.AddFetch(t.Context(), storagetest.IRI(t, fmt.Sprintf("https://h%d.example/", i)), 0))
		}
		var mu sync.Mutex
		times := map[string]int{}
		var all sync.WaitGroup
		for _, s := range []*storage.Store{a, b, a, b} {
			all.Go(func() {
				for range 5 {
					leases, err := s.ClaimLanes(t.Context(), 3)
					if err != nil {
						t.Error(err)
					}
					mu.Lock()
					for _, l := range leases {
						times[l.Lane]++
					}
					mu.Unlock()
				}
			})
		}
		all.Wait()
		for lane, n := range times {
			if n != 1 {
				t.Errorf("lane %s was claimed %d times", lane, n)
			}
		}
		if len(times) != 20 {
			t.Errorf("%d lanes were claimed, want 20", len(times))
		}
	})
}

func TestReceiptIsTakenOnce(t *testing.T) {
	eachWaiting(t, func(t *testing.T, w waiting) {
		ctx := t.Context()
		signer := storagetest.IRI(t, there+"/u/1")
		r := storage.Receipt{Digest: [32]byte{9}, Signer: signer, Host: "there.example", Body: []byte("{\"a\":\"b?\\\"}")}
		if !must(w.AddReceipt(ctx, r))(t) || must(w.AddReceipt(ctx, r))(t) {
			t.Error("a resend is told from the first by the digest")
		}
		l := w.claim(t)
		jobs := must(w.Jobs(ctx, l.Lane, 10))(t)
		if len(jobs) != 1 || jobs[0].Kind != storage.KindReceive {
			t.Fatalf("got %+v", jobs)
		}
		var id int64
		if _, err := fmt.Sscan(jobs[0].Payload, &id); err != nil {
			t.Fatal(err)
		}
		got := must(w.Receipt(ctx, id))(t)
		if got.Digest != r.Digest || got.Signer != signer || got.Host != r.Host || string(got.Body) != string(r.Body) || !got.Received.Equal(w.clock.Now()) {
			t.Errorf("got %+v", got)
		}
		ok(t, w.FinishLane(ctx, l, storage.Outcome{Done: []int64{jobs[0].ID}}))
		if _, err := w.Receipt(ctx, id); !errors.Is(err, community.ErrNotFound) {
			t.Errorf("a finished receipt gives %v", err)
		}
		w.clock.Advance(29 * 24 * time.Hour)
		ok(t, w.Tidy(ctx))
		if must(w.AddReceipt(ctx, r))(t) {
			t.Error("forgotten before 30 days")
		}
		w.clock.Advance(2 * 24 * time.Hour)
		ok(t, w.Tidy(ctx))
		if !must(w.AddReceipt(ctx, r))(t) {
			t.Error("kept after 30 days")
		}
	})
}
