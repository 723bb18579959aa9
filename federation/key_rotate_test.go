package federation

import (
	"net/http"
	"sync"
	"testing"
	"time"

	"consilium/federation/signature"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// R-KEY-3, R-KEY-4: a peer follows a change of keys, with a time of grace and at once,
// while deliveries go on: nothing is refused and nothing is lost, in the old key's
// time, at the switch and after it is gone.
func TestPeerFollowsRotation(t *testing.T) {
	clock := &storagetest.Clock{}
	here, away := openInstance(t, clock), openInstance(t, clock)
	ana, bea := here.member("ana"), away.member("bea")
	away.follow(bea, away.find(ana.IRI.String()))
	settle(t, here, away)
	seen := watchKeys(away)
	said := 0
	say := func(keys ...string) {
		t.Helper()
		said++
		post := storagetest.Post(t, here.store, ana, "Word "+time.Duration(said).String())
		settle(t, here, away)
		if p, err := away.store.PostByIRI(t.Context(), post.IRI); err != nil || !p.Deleted.IsZero() {
			t.Errorf("word %d did not arrive: %v", said, err)
		}
		got, refused := seen.take()
		if refused > 0 && keys[0] != "after a refusal" {
			t.Errorf("word %d: %d refusals", said, refused)
		}
		for _, key := range got {
			if want := ana.IRI.String() + keys[len(keys)-1]; key != want {
				t.Errorf("word %d was signed with %s, want %s", said, key, want)
			}
		}
	}
	say("#main-key")
	if _, err := here.store.RotateRequestKey(t.Context(), ana.ID, storage.KeyGrace); err != nil {
		t.Fatal(err)
	}
	say("#main-key")
	keys, err := away.store.Keys(t.Context(), away.known(ana).ID)
	if err != nil || len(keys) != 3 {
		t.Errorf("the peer knows %d keys, %v", len(keys), err)
	}
	clock.Advance(storage.KeyGrace)
	say("#main-key-2")
	clock.Advance(time.Hour)
	if err := here.store.RetireKeys(t.Context()); err != nil {
		t.Fatal(err)
	}
	say("#main-key-2")
	if keys, err = away.store.Keys(t.Context(), away.known(ana).ID); err != nil || len(keys) != 2 {
		t.Errorf("the peer knows %d keys, %v", len(keys), err)
	}
	if _, err := here.store.RotateRequestKey(t.Context(), ana.ID, 0); err != nil {
		t.Fatal(err)
	}
	if _, err := here.store.RotateProofKey(t.Context(), ana.ID); err != nil {
		t.Fatal(err)
	}
	say("#main-key-3")
}

// watched are the keys that requests to an instance's inbox named.
type watched struct {
	mu      sync.Mutex
	keys    []string
	refused int
}

func (w *watched) take() (keys []string, refused int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	keys, refused = w.keys, w.refused
	w.keys, w.refused = nil, 0
	return keys, refused
}

// watchKeys looks at what is sent to an instance.
func watchKeys(to *instance) *watched {
	w := &watched{}
	to.behind(func(answer http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost {
			to.Handler().ServeHTTP(answer, r)
			return
		}
		claims, _ := signature.Parse(r) // what cannot be read is refused below
		noted := &statusNote{ResponseWriter: answer, status: http.StatusOK}
		to.Handler().ServeHTTP(noted, r)
		w.mu.Lock()
		defer w.mu.Unlock()
		for _, c := range claims {
			w.keys = append(w.keys, c.KeyID)
		}
		if noted.status >= 400 {
			w.refused++
		}
	})
	return w
}

type statusNote struct {
	http.ResponseWriter
	status int
}

// WriteHeader notes the status.
func (s *statusNote) WriteHeader(status int) {
	s.status = status
	s.ResponseWriter.WriteHeader(status)
}
