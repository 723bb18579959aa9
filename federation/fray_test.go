package federation

import (
	"bytes"
	"database/sql"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"consilium/community"
	"consilium/federation/signature"
	"consilium/federation/vocab"
	"consilium/storage/storagetest"
)

// move is one step of a random sequence: what it does, and where its dice begin.
// It means the same whatever stands before it, so that steps can be left out.
type move struct {
	kind int
	at   int // its place in the sequence it was drawn for
	seed uint64
}

// kinds are what may happen: what members do, and what is done to them by a peer that is
// honest, one that is confused and one that is evil.
var kinds = slices.Concat(memberKinds, honestKinds, confusedKinds(), evilKinds())

type kind struct {
	name string
	do   func(w *fray, r *rand.Rand)
}

// draw makes a sequence: half of it is what members and honest people do, a third what
// the evil one does.
func draw(seed uint64, n int) []move {
	r := rand.New(rand.NewPCG(seed, 1))
	good := len(memberKinds) + len(honestKinds)
	lost := len(confusedKinds())
	var all []move
	for at := range n {
		k := r.IntN(good)
		switch at % 6 {
		case 1, 3:
			k = good + lost + r.IntN(len(kinds)-good-lost)
		case 5:
			k = good + r.IntN(lost)
		}
		all = append(all, move{k, at, r.Uint64()})
	}
	return all
}

// TestPeersOfAllKinds lets an honest, a confused and an evil peer loose on an instance
// whose members meanwhile post for all, for few and for clinicians, and looks after every
// few steps: nothing is attributed to who did not say it, nothing that was said is lost or
// changed by another, nothing private left, and the database agrees with itself. A seed
// of one's own is taken from FRAY. S-ORG-1, S-ORG-8, S-ORG-11, S-PRIV-1, S-PRIV-7, R-IN-5.
func TestPeersOfAllKinds(t *testing.T) {
	own, err := strconv.ParseUint(os.Getenv("FRAY"), 10, 64)
	for _, run := range []struct {
		engine string
		fresh  func(testing.TB) string
		seed   uint64
	}{
		{"sqlite", storagetest.SQLiteFile, 1}, {"sqlite", storagetest.SQLiteFile, 2}, {"postgres", storagetest.PostgresDatabase, 3},
	} {
		if err == nil {
			run.seed = own
		}
		t.Run(fmt.Sprintf("%s seed %d", run.engine, run.seed), func(t *testing.T) {
			all := draw(run.seed, 200)
			if fault := fight(t, run.fresh(t), all); fault != "" {
				t.Errorf("seed %d: %s", run.seed, fault)
				report(t, run.fresh, all, fault)
			}
		})
	}
}

// report prints the shortest sequence that was found to fail, within half a minute.
func report(t *testing.T, fresh func(testing.TB) string, all []move, fault string) {
	t.Helper()
	until := time.Now().Add(30 * time.Second)
	for size := len(all) / 2; size > 0; size /= 2 {
		for from := 0; from < len(all) && time.Now().Before(until); {
			fewer := slices.Delete(slices.Clone(all), from, min(from+size, len(all)))
			shorter := ""
			t.Run("fewer", func(t *testing.T) { shorter = fight(t, fresh(t), fewer) })
			if sortOf(shorter) != sortOf(fault) {
				from += size
				continue
			}
			all, fault = fewer, shorter
		}
	}
	var names []string
	for _, m := range all {
		names = append(names, fmt.Sprintf("%d %s", m.at, kinds[m.kind].name))
	}
	t.Errorf("%d steps are enough for: %s\n%s", len(all), fault, strings.Join(names, "\n"))
}

// sortOf is what a fault has in common with others of its sort.
func sortOf(fault string) string {
	_, what, _ := strings.Cut(fault, "): ")
	return digits.ReplaceAllString(what, "")
}

var digits = regexp.MustCompile(`\d+`)

// fight plays a sequence and gives the first fault, "" for none.
func fight(t *testing.T, database string, all []move) string {
	t.Helper()
	w := newFray(t, database)
	for i, m := range all {
		w.at, w.name = m.at, kinds[m.kind].name
		kinds[m.kind].do(w, rand.New(rand.NewPCG(m.seed, 2)))
		if w.clock.Advance(time.Second); i%10 < 9 && i < len(all)-1 {
			if i%3 == 0 {
				w.settle()
			}
			continue
		}
		if w.settle(); w.check() != "" {
			return w.fault
		}
	}
	for range 40 { // until the last queue has given up or gone
		w.clock.Advance(6 * time.Hour)
		w.settle()
	}
	return w.end()
}

// world is a peer with every byte it saw.
type world struct {
	*peer
	mu   sync.Mutex
	seen bytes.Buffer
}

func (p *world) note(b []byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.seen.Write(b)
	p.seen.WriteByte('\n')
}

func (p *world) text() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.seen.String()
}

func openWorld(t *testing.T, clock *storagetest.Clock) *world {
	t.Helper()
	p := &world{peer: &peer{t: t, clock: clock, pages: map[string]page{}, hits: map[string]int{}}}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		dump, err := httputil.DumpRequest(r, true)
		if err != nil {
			t.Error(err)
		}
		p.note(dump)
		p.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	p.base, p.host = server.URL, strings.TrimPrefix(server.URL, "http://")
	return p
}

// fray is the instance, its members and the three peers, and what everybody said.
type fray struct {
	*instance
	db                    *sql.DB
	honest, lost, evil    *world
	ana, ben, cara, group community.Actor
	log                   *record

	at    int
	name  string
	fault string
	// roll is what the next request says of followers (FEP-8fcf).
	roll string
	ledger
}

// record is what was logged.
type record struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (r *record) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.b.Write(p)
}

func newFray(t *testing.T, database string) *fray {
	t.Helper()
	clock := &storagetest.Clock{}
	w := &fray{instance: openInstanceOn(t, clock, database), db: openDatabase(t, database), log: &record{}, ledger: newLedger()}
	w.Federation.log = slog.New(slog.NewTextHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	w.honest, w.lost, w.evil = openWorld(t, clock), openWorld(t, clock), openWorld(t, clock)
	for _, name := range []string{"bob", "uma", "max", "mal"} {
		w.honest.person(name, honestKey(name))
	}
	w.lost.person("con", lostKey())
	w.evil.person("eve", evilKey())
	w.evil.person("mob", evilKey())
	w.evil.mu.Lock()
	mob := w.evil.pages["/users/mob"]
	w.evil.mu.Unlock()
	w.evil.doc("/users/mob", strings.Replace(mob.body, `"Person"`, `"Group"`, 1))
	w.ana, w.ben = w.member("ana"), w.member("ben")
	_, w.cara = storagetest.Clinician(t, w.store, "cara")
	w.careful()
	w.group = w.instance.group("ward", w.ben, community.EverybodyPosts).Actor
	for _, there := range []string{w.honest.base + "/users/bob", w.honest.base + "/users/uma", w.evil.base + "/users/eve", w.evil.base + "/users/mob", w.lost.base + "/users/con"} {
		them := w.find(there)
		storagetest.Following(t, w.store, w.ben, them)
		w.say("follow", w.ben.IRI.String(), there)
	}
	for _, name := range []string{"max", "mal"} { // whom nobody here knows yet
		who := w.honest.base + "/users/" + name
		w.say("name", who, "Dr", name)
		w.say("key", who, who+"#main-key")
	}
	w.settle()
	w.check()
	return w
}

// careful has the member who writes for followers approve them by hand.
func (w *fray) careful() {
	w.t.Helper()
	profile, err := community.Describe(w.ana.Profile, community.ProfileDraft{DisplayName: w.ana.DisplayName, ApprovesFollowers: true})
	if err == nil {
		w.ana, err = w.store.SetProfile(w.t.Context(), w.ana.ID, profile)
	}
	if err != nil {
		w.t.Fatal(err)
	}
}

// failed remembers the first fault.
func (w *fray) failed(format string, args ...any) {
	if w.fault == "" {
		w.fault = fmt.Sprintf("after step %d (%s): ", w.at, w.name) + fmt.Sprintf(format, args...)
	}
}

// tried says whether something took effect; rules may say no, faults may not happen.
func (w *fray) tried(err error) bool {
	if err != nil && !settled(err) {
		w.failed("%v", err)
	}
	return err == nil
}

func (w *fray) settle() {
	for range 100 {
		if w.work() == 0 {
			return
		}
	}
	w.failed("the work never ends")
}

// ask sends one request of a peer and keeps the answer with what it saw.
func (w *fray) ask(p *world, method, url string, s sending) int {
	w.t.Helper()
	body := []byte(s.body)
	r, err := http.NewRequestWithContext(w.t.Context(), method, url, bytes.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	r.Header.Set("Content-Type", vocab.MediaType)
	r.Header.Set("Accept", vocab.MediaType)
	if w.roll != "" {
		r.Header.Set("Collection-Synchronization", w.roll)
		w.roll = ""
	}
	signer := signature.Signer{KeyID: s.keyID, Key: s.key, Now: w.clock.Now}
	if s.scheme == "" {
		s.scheme = signature.Cavage
	}
	if err := signer.Sign(s.scheme, r, body); err != nil {
		w.t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		w.t.Fatal(err)
	}
	dump, err := httputil.DumpResponse(answer, true)
	if err != nil {
		w.t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, answer.Body)
	_ = answer.Body.Close()
	p.note(dump)
	if answer.StatusCode >= http.StatusInternalServerError && answer.StatusCode != http.StatusServiceUnavailable {
		w.failed("answered %s to %s", answer.Status, s.body)
	}
	return answer.StatusCode
}
