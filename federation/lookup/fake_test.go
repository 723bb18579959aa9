package lookup_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"consilium/federation/lookup"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func clock() time.Time { return noon }

// fake is a register on the web that serves what testdata/README.md describes, or
// does what a test wants instead.
type fake struct {
	*httptest.Server
	fault atomic.Pointer[http.HandlerFunc]
	asked atomic.Int64
}

// instead makes the register do something else.
func (f *fake) instead(do http.HandlerFunc) { f.fault.Store(&do) }

func newFake(t *testing.T, serve http.HandlerFunc) *fake {
	f := &fake{}
	f.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f.asked.Add(1)
		if fault := f.fault.Load(); fault != nil {
			(*fault)(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		serve(w, r)
	}))
	t.Cleanup(f.Close)
	return f
}

func golden(t *testing.T, folder, name string) []byte {
	if !regexp.MustCompile(`^[0-9X-]+$`).MatchString(name) {
		t.Errorf("asked for %q", name)
	}
	body, err := os.ReadFile(filepath.Join("testdata", folder, name+".json"))
	if err != nil {
		return nil
	}
	return body
}

func fakeNPPES(t *testing.T) (*fake, *lookup.NPPES) {
	f := newFake(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/api/" || r.URL.RawQuery != "number="+r.URL.Query().Get("number")+"&version=2.1" {
			t.Errorf("asked for %s", r.URL)
		}
		body := golden(t, "nppes", r.URL.Query().Get("number"))
		if body == nil {
			body, _ = os.ReadFile("testdata/nppes/none.json")
		}
		w.Write(body)
	})
	register, err := lookup.NewNPPES(lookup.Options{Client: f.Client(), Base: f.URL, Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	return f, register
}

func fakeORCID(t *testing.T) (*fake, *lookup.ORCID) {
	f := newFake(t, func(w http.ResponseWriter, r *http.Request) {
		id, found := strings.CutSuffix(strings.TrimPrefix(r.URL.Path, "/v3.0/"), "/record")
		if !found || r.Header.Get("Accept") != "application/json" {
			t.Errorf("asked for %s as %s", r.URL, r.Header.Get("Accept"))
		}
		body := golden(t, "orcid", id)
		if body == nil {
			w.WriteHeader(http.StatusNotFound)
			body, _ = os.ReadFile("testdata/orcid/none.json")
		}
		w.Write(body)
	})
	register, err := lookup.NewORCID(lookup.Options{Client: f.Client(), Base: f.URL + "/", Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	return f, register
}
