package main

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"consilium/storage"
)

// kills is how often each side is killed with work waiting (the promise is
// twenty), mostRounds how often that is tried.
const (
	kills      = 20
	mostRounds = 3 * kills
)

// ward is an instance with ana in it and a peer to whom bob belongs.
type ward struct {
	*program
	*peer
	t    *testing.T
	rows rows
	here string // the instance's public address
	ana  *visitor
	iri  string // of ana
}

func openWard(t *testing.T) ward {
	t.Helper()
	w := ward{t: t, program: prepare(t, nil).serve(), peer: openPeer(t)}
	w.member("ana", "member")
	w.rows, w.ana, w.here = openRows(t, w.database()), as(t, w.program, "ana"), w.program.base()
	w.iri = w.here + "/users/ana"
	return w
}

// waiting counts the jobs of a kind that wait.
func (w ward) waiting(kind string) int { return w.rows.count("job WHERE kind = '" + kind + "'") }

// settled waits until nothing waits any more.
func (w ward) settled() {
	w.t.Helper()
	eventually(w.t, "all work is done", func() bool { return w.rows.count("job") == 0 })
}

// killWhile repeats a round, which gives work to the instance, until the
// instance was killed often enough with jobs of a kind waiting in the database.
// In every other round the peer answers nothing until the kill, so that one job
// is in hand and all behind it wait. It returns the number of rounds.
func (w ward) killWhile(kind string, round func(int)) int {
	w.t.Helper()
	killed, most := 0, 0
	for n := range mostRounds {
		if killed == kills {
			w.t.Logf("killed %d times in %d rounds, with up to %d jobs waiting", killed, n, most)
			return n
		}
		if n%2 == 0 {
			w.shut()
		}
		round(n)
		w.kill()
		if waiting := w.waiting(kind); waiting > 0 {
			killed, most = killed+1, max(most, waiting)
		}
		held := w.rows.count(fmt.Sprintf("lane WHERE lease_until > %d", time.Now().Add(storage.LeaseTime/2).UnixMilli()))
		w.peer.open()
		started := time.Now()
		w.serve()
		w.settled()
		// On SQLite a restart takes over at once what the dead process held.
		if took := time.Since(started); held > 0 && took > storage.LeaseTime/2 {
			w.t.Errorf("what was held at the kill was done %s after the restart", took)
		}
	}
	w.t.Fatalf("killed only %d times with %s jobs waiting in %d rounds", killed, kind, mostRounds)
	return 0
}

// Twenty kill -9 between 202 and processing: nothing that was accepted is lost,
// and nothing takes effect twice (R-IN-2, architecture §3 "Nothing is lost").
func TestKillingTheReceiverLosesNothing(t *testing.T) {
	t.Parallel()
	w := openWard(t)
	w.ana.write("A question to everybody.")
	var asked string
	if err := w.rows.db.QueryRowContext(t.Context(), "SELECT iri FROM post").Scan(&asked); err != nil {
		t.Fatal(err)
	}
	w.ana.follow("@bob@" + w.peer.host)
	eventually(t, "the follow is sent", func() bool { return len(w.deliveries("Follow")) == 1 })
	for follow := range w.deliveries("Follow") {
		w.tell(w.here, w.activity("Accept", "bob", "follow", follow))
	}
	eventually(t, "ana follows bob", func() bool { return w.ana.follows("@bob@" + w.peer.host) })
	var sent []map[string]any
	rounds := w.killWhile(storage.KindReceive, func(n int) {
		name := fmt.Sprint(n)
		who := "p" + name
		said := []map[string]any{
			w.activity("Announce", "bob", name, w.peer.base+"/notes/eve-"+name), // asks the peer for the note
			w.activity("Follow", who, name, w.iri), w.activity("Like", who, name, asked), w.activity("Announce", who, name, asked),
			w.activity("Create", who, name, w.reply(who+"-answer", asked, w.iri)), w.activity("Create", "bob", name, w.note("bob-"+name)),
		}
		w.tell(w.here, said...)
		sent = append(sent, said...)
	})
	w.tallied(rounds, len(sent)+1)
	// The peer never heard some of the answers, and says it all again. (Only a Follow may be meant anew.)
	w.tell(w.here, slices.DeleteFunc(slices.Clone(sent), func(a map[string]any) bool { return a["type"] == "Follow" })...)
	w.settled()
	w.tallied(rounds, len(sent)+1)
	// A follow may be answered twice, when the kill fell just after the first answer was committed.
	if n := len(w.accepted()); n != rounds {
		t.Errorf("%d follows were answered, want %d", n, rounds)
	}
}

// tallied checks that everything a round does was done once.
func (w ward) tallied(rounds, receipts int) {
	w.t.Helper()
	for from, want := range map[string]int{
		"receipt": receipts,
		"receipt WHERE done IS NULL OR length(body) > 0": 0,
		"post WHERE kind = 'note'":                       1 + 3*rounds,
		"post WHERE kind = 'announce'":                   2 * rounds,
		"home_entry":                                     1 + 2*rounds,
		"follow WHERE state = 'accepted'":                1 + rounds,
		"liking":                                         rounds,
		"notification":                                   4 * rounds,
		"lane":                                           0,
	} {
		if got := w.rows.count(from); got != want {
			w.t.Errorf("%s: %d, want %d", from, got, want)
		}
	}
	for query, want := range map[string]int{
		"SELECT follower_count FROM actor WHERE name = 'ana'":           rounds,
		"SELECT like_count FROM post WHERE local AND kind = 'note'":     rounds,
		"SELECT announce_count FROM post WHERE local AND kind = 'note'": rounds,
		"SELECT reply_count FROM post WHERE local AND kind = 'note'":    rounds,
	} {
		if got := w.rows.number(query); got != want {
			w.t.Errorf("%s: %d, want %d", query, got, want)
		}
	}
}

// Twenty kill -9 between commit and delivery: everything that was published
// arrives, under one identity however often it is sent (R-OUT-1).
func TestKillingTheSenderLosesNothing(t *testing.T) {
	t.Parallel()
	w := openWard(t)
	w.tell(w.here, w.activity("Follow", "bob", "first", w.iri))
	eventually(t, "bob follows ana", func() bool { return len(w.deliveries("Accept")) == 1 })
	const posts = 3
	rounds := w.killWhile(storage.KindDeliver, func(n int) {
		for i := range posts {
			w.ana.write(fmt.Sprintf("Post %d of round %d.", i, n))
		}
	})
	created, twice := w.deliveries("Create"), 0
	for _, times := range created {
		twice += times - 1
	}
	if len(created) != posts*rounds {
		t.Errorf("%d posts arrived, want %d", len(created), posts*rounds)
	}
	if twice > rounds { // the one in hand when its sender died
		t.Errorf("%d deliveries were repeated in %d rounds", twice, rounds)
	}
	for from, want := range map[string]int{"post": posts * rounds, "recipient": posts * rounds, "recipient WHERE revision = 1": posts * rounds,
		"home_entry": posts * rounds, "lane": 0} {
		if got := w.rows.count(from); got != want {
			t.Errorf("%s: %d, want %d", from, got, want)
		}
	}
}
