package storage_test

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// What staff are shown of a server: what it runs, how it answers, what waits.
func TestPeerIsShown(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		clock := &storagetest.Clock{}
		s := storagetest.At(t, storagetest.Options{Now: clock.Now, Database: database})
		ctx := t.Context()
		_, ana := storagetest.Member(t, s, "ana")
		bob := storagetest.Remote(t, s, "https://there.example", "bob")
		storagetest.Following(t, s, bob, ana)
		ok(t, s.MeetPeer(ctx, "there.example"))
		ok(t, s.SetSoftware(ctx, "there.example", storage.Software{Name: "mastodon", Version: "4.5.1"}))
		ok(t, s.SetPeerScheme(ctx, "there.example", "cavage", true))
		storagetest.Post(t, s, ana, "Hello")
		p := must(s.PeerAt(ctx, "there.example"))(t)
		if p.Software != "mastodon" || p.Version != "4.5.1" || p.People != 1 || p.Waiting != 1 || !p.Oldest.Equal(s.Now()) || p.Scheme != "cavage" || p.ModernRefused.IsZero() || p.Fails != 0 {
			t.Errorf("%+v", p)
		}
		ok(t, s.PeerFailed(ctx, "there.example", 503))
		lease := must(s.ClaimLanes(ctx, 9))(t)[0]
		ok(t, s.FinishLane(ctx, lease, storage.Outcome{Down: true}))
		p = must(s.PeerAt(ctx, "there.example"))(t)
		if p.State(s.Now()) != community.PeerWaiting || p.FailureStatus != 503 || p.Fails != 1 || !p.NextTry.After(s.Now()) || !p.FailingSince.Equal(s.Now()) {
			t.Errorf("%s: %+v", p.State(s.Now()), p)
		}
		clock.Advance(8 * 24 * time.Hour) // what waited is dropped, and the lane ends
		ok(t, s.FinishLane(ctx, must(s.ClaimLanes(ctx, 9))(t)[0], storage.Outcome{Down: true}))
		clock.Advance(time.Hour)
		ok(t, s.FinishLane(ctx, must(s.ClaimLanes(ctx, 9))(t)[0], storage.Outcome{}))
		if p = must(s.PeerAt(ctx, "there.example"))(t); p.State(s.Now()) != community.PeerGivenUp || p.Waiting != 0 {
			t.Errorf("%s: %+v", p.State(s.Now()), p)
		}
		ok(t, s.NoteSent(ctx, storage.Job{}, storage.Sent{Inbox: bob.Inbox}))
		ok(t, s.PeerFailed(ctx, "there.example", 403)) // noted although the success was just now
		clock.Advance(time.Second)
		ok(t, s.NoteSent(ctx, storage.Job{}, storage.Sent{Inbox: bob.Inbox}))
		for range 2 {
			ok(t, s.HeardPeer(ctx, "there.example", true))
		}
		ok(t, s.HeardPeer(ctx, "new.example", false))
		if p = must(s.PeerAt(ctx, "there.example"))(t); p.State(s.Now()) != community.PeerWorking || p.FailureStatus != 403 || p.Unknown != 2 || !p.Heard.Equal(s.Now()) {
			t.Errorf("%s: %+v", p.State(s.Now()), p)
		}
		if p = must(s.PeerAt(ctx, "new.example"))(t); p.State(s.Now()) != community.PeerQuiet {
			t.Errorf("%+v", p)
		}
		_, err := s.PeerAt(ctx, "nobody.example")
		wantErr(t, err, community.ErrNotFound)
	})
}

// R-OUT-1: staff may try a server again at once, and drop what waits for it; what
// takes a post back stays unless they say so twice.
func TestPeerDeeds(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		clock := &storagetest.Clock{}
		s := storagetest.At(t, storagetest.Options{Now: clock.Now, Database: database})
		ctx := t.Context()
		_, ana := storagetest.Member(t, s, "ana")
		bob := storagetest.Remote(t, s, "https://there.example", "bob")
		storagetest.Following(t, s, bob, ana)
		wantErr(t, s.RetryPeer(ctx, "there.example", ana.ID), community.ErrNotFound)
		post := storagetest.Post(t, s, ana, "Hello")
		first := must(s.ClaimLanes(ctx, 9))(t)[0]
		job := must(s.Jobs(ctx, "there.example", 9))(t)[0]
		ok(t, s.NoteSent(ctx, job, storage.Sent{Inbox: bob.Inbox, Post: post.ID, Revision: 1}))
		ok(t, s.FinishLane(ctx, first, storage.Outcome{Done: []int64{job.ID}}))
		ok(t, s.DeletePost(ctx, post.ID, s.Now()))
		storagetest.Post(t, s, ana, "Again")
		lease := must(s.ClaimLanes(ctx, 9))(t)[0]
		ok(t, s.FinishLane(ctx, lease, storage.Outcome{Down: true, RetryAfter: 5 * time.Hour}))
		if len(must(s.ClaimLanes(ctx, 9))(t)) != 0 {
			t.Fatal("the lane does not rest")
		}
		ok(t, s.RetryPeer(ctx, "there.example", ana.ID))
		leases := must(s.ClaimLanes(ctx, 9))(t)
		if len(leases) != 1 || leases[0].Fails != 1 {
			t.Fatalf("not due: %+v", leases)
		}
		if d := must(s.Droppable(ctx, "there.example"))(t); d != (storage.Droppable{Deliveries: 1, Deletes: 1}) {
			t.Errorf("%+v", d)
		}
		if n := must(s.DropDeliveries(ctx, "there.example", false, ana.ID))(t); n != 1 {
			t.Errorf("%d were dropped", n)
		}
		wantVerbs(t, s, "there.example", "Delete ")
		if n := must(s.DropDeliveries(ctx, "there.example", true, ana.ID))(t); n != 1 {
			t.Errorf("%d were dropped", n)
		}
		ok(t, s.FinishLane(ctx, leases[0], storage.Outcome{})) // held meanwhile, and still its holder's
		storagetest.Post(t, s, ana, "Third")
		if n := must(s.DropDeliveries(ctx, "there.example", false, ana.ID))(t); n != 1 || len(must(s.ClaimLanes(ctx, 9))(t)) != 0 {
			t.Errorf("%d were dropped, or the lane is still there", n)
		}
		var log []string
		for _, a := range must(s.StaffActionsOn(ctx, "there.example"))(t) {
			log = append(log, a.Action+" "+a.Note)
		}
		if want := []string{"peer-drop 1", "peer-drop-all 1", "peer-drop 1", "peer-retry "}; !slices.Equal(log, want) {
			t.Errorf("log %q, want %q", log, want)
		}
	})
}

// Five thousand servers and fifty thousand waiting deliveries: every order and filter
// looks through indexes only, and nothing is counted without bound.
func TestManyPeers(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		s := storagetest.At(t, storagetest.Options{Database: database})
		ctx, db := t.Context(), openRaw(t, database)
		numbers := `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) `
		for _, statement := range []string{
			`INSERT INTO peer (host, software) ` + fmt.Sprintf(numbers, 5000) + `SELECT 'h' || i || '.example', CASE WHEN i % 2 = 0 THEN 'mastodon' ELSE 'lemmy' END FROM n`,
			`INSERT INTO lane (name, due_at, fails) ` + fmt.Sprintf(numbers, 500) + `SELECT 'h' || i || '.example', 1, 2 FROM n`,
			`INSERT INTO job (id, lane, kind, payload, created, run_at) ` + fmt.Sprintf(numbers, 50000) +
				`SELECT i, CASE WHEN i <= 2000 THEN 'h7.example' ELSE 'h' || (i % 500 + 1) || '.example' END, 'deliver', '{"verb":"Create"}', 1, 1 FROM n`,
		} {
			db.do(statement)
		}
		for _, sort := range storage.PeerSorts() {
			list, total, err := s.ListPeers(ctx, storage.PeerFilter{Sort: sort, Limit: 50, Skip: 100})
			if err != nil || total != 5000 || len(list) != 50 {
				t.Errorf("by %s: %d of %d: %v", sort, len(list), total, err)
			}
		}
		list, total, err := s.ListPeers(ctx, storage.PeerFilter{Waiting: true, Failing: true, Software: "lemmy", Name: "h7", Sort: "waiting", Limit: 2})
		ok(t, err)
		// h7, h71, h73 … h79: five of two letters; h701 and so on are more than 500.
		if total != 6 || list[0].Host != "h7.example" || list[0].Waiting != community.MostWaiting+1 || list[1].Waiting != 96 {
			t.Errorf("%d: %+v", total, list)
		}
		if _, total, err = s.ListPeers(ctx, storage.PeerFilter{Name: "%", Limit: 2}); err != nil || total != 0 {
			t.Errorf("a name is taken for a pattern: %d, %v", total, err)
		}
		if names := must(s.PeerSoftwares(ctx, 9))(t); !slices.Equal(names, []string{"lemmy", "mastodon"}) {
			t.Errorf("%q", names)
		}
		if d := must(s.Droppable(ctx, "h7.example"))(t); d.Deliveries != community.MostWaiting+1 {
			t.Errorf("%+v", d)
		}
		if strings.HasPrefix(database, "sqlite:") {
			plan(t, db.db, `SELECT p.host, (SELECT COUNT(*) FROM (SELECT 1 FROM job AS j WHERE j.lane = p.host LIMIT 1001) AS few),
				(SELECT COUNT(*) FROM actor AS a WHERE a.home = p.host) FROM peer AS p LEFT JOIN lane AS l ON l.name = p.host ORDER BY p.host LIMIT 50`,
				"COVERING INDEX job_lane", "INDEX actor_home")
		}
	})
}

// plan wants words in what SQLite says of how it reads.
func plan(t *testing.T, db *sql.DB, query string, want ...string) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+query)
	ok(t, err)
	defer func() { _ = rows.Close() }()
	said := ""
	for rows.Next() {
		var id, parent, unused int
		var detail string
		ok(t, rows.Scan(&id, &parent, &unused, &detail))
		said += detail + "\n"
	}
	ok(t, rows.Err())
	for _, w := range want {
		if !strings.Contains(said, w) {
			t.Errorf("no %q in:\n%s", w, said)
		}
	}
}
