package main

import (
	"fmt"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"testing"

	"consilium/storage"
	"consilium/storage/storagetest"
)

// balancer is the address of an instance of several processes: what comes to it goes
// on to one of them, as behind a load balancer.
type balancer struct {
	net.Listener
	to atomic.Pointer[program]
}

func openBalancer(t *testing.T) *balancer {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	b := &balancer{Listener: listener}
	t.Cleanup(func() { _ = b.Close() })
	go func() {
		for {
			from, err := b.Accept()
			if err != nil {
				return
			}
			go b.pass(from)
		}
	}()
	return b
}

func (b *balancer) pass(from net.Conn) {
	defer from.Close()
	to, err := net.Dial("tcp", b.to.Load().settings["server.address"])
	if err != nil {
		return
	}
	defer to.Close()
	go func() { _, _ = io.Copy(to, from) }()
	_, _ = io.Copy(from, to)
}

// twins is one instance that is two processes on one database, sharing secret
// and pictures.
type twins struct {
	ward
	door *balancer
	both [2]*program
}

// openTwins starts both at the same moment on an empty database.
func openTwins(t *testing.T) *twins {
	t.Helper()
	w, folder := &twins{door: openBalancer(t)}, t.TempDir()
	database := storagetest.PostgresURL(t)
	var starting sync.WaitGroup
	for n := range w.both {
		w.both[n] = prepare(t, map[string]string{"server.url": "http://" + w.door.Addr().String(), "storage.database": database,
			"storage.media": folder + "/media", "storage.secret_file": folder + "/secret"})
		starting.Go(func() {
			if err := w.both[n].launch("serve"); err != nil {
				t.Error(err)
			}
		})
	}
	starting.Wait()
	if t.Failed() {
		t.FailNow()
	}
	w.door.to.Store(w.both[0])
	w.ward = ward{t: t, program: w.both[0], peer: openPeer(t), rows: openRows(t, database), here: w.both[0].base()}
	w.member("ana", "member")
	w.ana, w.iri = w.at(0), w.here+"/users/ana"
	w.ana.signIn("ana")
	return w
}

// at is a visitor to one of the processes, past the balancer.
func (w *twins) at(n int) *visitor { return visit(w.t, "http://"+w.both[n].settings["server.address"]) }

// One instance may be two processes on one PostgreSQL: who signs in at one is
// known at the other, and what is written at one is read at the other.
func TestTwoProcessesAreOneInstance(t *testing.T) {
	t.Parallel()
	w := openTwins(t)
	w.ana.write("Written at the first.")
	there := &visitor{t: t, base: "http://" + w.both[1].settings["server.address"], client: w.ana.client}
	if there.get("/home").post("Written at the first.") == nil {
		t.Error("the second process does not show what was written at the first")
	}
	there.write("Written at the second.")
	if w.ana.get("/home").post("Written at the second.") == nil {
		t.Error("the first process does not show what was written at the second")
	}
	if numbers := w.rows.number("SELECT COUNT(DISTINCT (id >> 8) & 255) FROM post"); numbers != 2 {
		t.Errorf("posts of two processes were numbered in %d slots", numbers)
	}
}

// Killing either of two processes while receipts and deliveries wait in its
// hands loses nothing and doubles nothing.
func TestKillingEitherProcessLosesNothing(t *testing.T) {
	t.Parallel()
	w := openTwins(t)
	w.tell(w.here, w.activity("Follow", "bob", "first", w.iri))
	eventually(t, "bob follows ana", func() bool { return len(w.deliveries("Accept")) == 1 })
	w.ana.follow("@bob@" + w.peer.host)
	eventually(t, "the follow is sent", func() bool { return len(w.deliveries("Follow")) == 1 })
	for follow := range w.deliveries("Follow") {
		w.tell(w.here, w.activity("Accept", "bob", "follow", follow))
	}
	w.settled()
	w.both[1].kill()
	const rounds, posts = 4, 3
	for n := range rounds {
		w.handOver(n, posts)
	}
	if got := len(w.deliveries("Create")); got != posts*rounds {
		t.Errorf("%d posts arrived at the peer, want %d", got, posts*rounds)
	}
	for from, want := range map[string]int{
		"receipt WHERE done IS NULL":             0,
		"post WHERE kind = 'note' AND NOT local": posts * rounds,
		"post WHERE kind = 'announce'":           rounds,
		"post WHERE local":                       posts * rounds,
		"home_entry":                             (posts + posts) * rounds,
		"recipient WHERE revision = 1":           posts * rounds,
		"notification":                           1,
	} {
		if got := w.rows.count(from); got != want {
			t.Errorf("%s: %d, want %d", from, got, want)
		}
	}
}

// handOver gives work to the one process that runs, while the peer answers
// nothing; starts the other, kills the first with the work in its hands, and
// waits until the other has done it.
func (w *twins) handOver(n, posts int) {
	w.t.Helper()
	doomed, heir := w.both[n%2], w.both[(n+1)%2]
	w.door.to.Store(doomed)
	w.shut()
	said := []map[string]any{w.activity("Announce", "bob", fmt.Sprint(n), fmt.Sprintf("%s/notes/eve-%d", w.peer.base, n))}
	for i := range posts - 1 {
		said = append(said, w.activity("Create", "bob", fmt.Sprintf("%d-%d", n, i), w.note(fmt.Sprintf("bob-%d-%d", n, i))))
	}
	w.tell(w.here, said...)
	writer := &visitor{t: w.t, base: w.here, client: w.ana.client}
	for i := range posts {
		writer.write(fmt.Sprintf("Post %d of round %d.", i, n))
	}
	if received, delivered := w.waiting(storage.KindReceive), w.waiting(storage.KindDeliver); received == 0 || delivered == 0 {
		w.t.Fatalf("%d receipts and %d deliveries wait, want some of each", received, delivered)
	}
	eventually(w.t, "the work is in hand", func() bool { return w.rows.count("lane WHERE holder >= 0 AND lease_until > 0") == 2 })
	heir.serve()
	doomed.kill()
	w.peer.open()
	// A minute passes, and the leases of the dead end by themselves.
	w.rows.change(fmt.Sprintf("UPDATE lane SET lease_until = 0 WHERE holder = (SELECT slot FROM node WHERE holder LIKE '%%/%d/%%')",
		doomed.cmd.Process.Pid))
	w.door.to.Store(heir)
	w.settled()
}
