package lookup_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"consilium/community"
	"consilium/community/credential"
	"consilium/federation/lookup"
)

// person is the record of 1234567893.
func person(t *testing.T) credential.Record {
	raw, err := os.ReadFile("testdata/nppes/1234567893.json")
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(raw)
	return credential.Record{
		Register: "npi", Number: "1234567893", Kind: credential.Person, Names: []string{"SAMPLE, ANNA MARIE"},
		Professions: []credential.Profession{"physician"}, Active: true, Regions: []string{"US-OH", "US-PA"},
		CheckedAt: noon, Evidence: hex.EncodeToString(sum[:]), Adapter: "nppes/1",
	}
}

func TestNPPES(t *testing.T) {
	_, register := fakeNPPES(t)
	got, err := register.Lookup(t.Context(), "1234567893")
	if diff := cmp.Diff(person(t), got); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
}

// Every answer that is one, judged against a claim that fits it as far as it can.
func TestNPPESRecordsAgainstClaims(t *testing.T) {
	_, register := fakeNPPES(t)
	type reasons = []credential.Reason
	for name, c := range map[string]struct {
		number, claimant string
		profession       credential.Profession
		region           string
		want             reasons
	}{
		"all capitals, strings":  {"1234567893", "Anna Sample", "physician", "OH", nil},
		"second state":           {"1234567893", "Ann M. Sample", "resident", "US-PA", nil},
		"no licence there":       {"1234567893", "Anna Sample", "physician", "TX", reasons{"region"}},
		"somebody else":          {"1234567893", "Berta Sample", "physician", "OH", reasons{"name"}},
		"another profession":     {"1234567893", "Anna Sample", "nurse", "OH", reasons{"profession"}},
		"numeric form":           {"1000000004", "Ben Example", "nurse", "TX", nil},
		"name of today":          {"2000000002", "Clara Specimen", "physician", "OH", nil},
		"maiden name":            {"2000000002", "Clara Tester", "physician", "OH", nil},
		"both names":             {"2000000002", "Clara Tester-Specimen", "physician", "OH", nil},
		"organisation NPI":       {"1999999992", "Anna Sample", "physician", "OH", reasons{"organisation", "name"}},
		"inactive NPI":           {"2000001018", "Dora Specimen", "physician", "OH", reasons{"inactive"}},
		"200 with Errors":        {"2000001026", "Anybody Atall", "physician", "OH", reasons{"inactive"}},
		"chiropractor":           {"2000001075", "Felix Specimen", "physician", "", reasons{"profession"}},
		"in training, as doctor": {"2000001075", "Felix Specimen Jr", "resident", "", reasons{"profession"}},
		"in training":            {"2000001075", "Felix Specimen Jr", "student", "OH", nil},
		"father of the student":  {"2000001075", "Felix Specimen Sr", "student", "", reasons{"name"}},
		"odd letters and nulls":  {"2000001083", "Gitta O’Sample", "nurse-practitioner", "OH", nil},
		"state in small letters": {"2000001083", "Gitta OSample", "physiotherapist", "", nil},
	} {
		t.Run(name, func(t *testing.T) {
			record, err := register.Lookup(t.Context(), c.number)
			if err != nil {
				t.Fatal(err)
			}
			v := credential.Match(record, credential.Claim{Register: "npi", Number: c.number, LegalName: c.claimant,
				Profession: c.profession, Region: c.region})
			if !slices.Equal(v.Reasons, c.want) || v.Matched != (c.want == nil) {
				t.Errorf("%v, want %v (%+v)", v.Reasons, c.want, record)
			}
		})
	}
}

// Nothing of a record is unclean, and nothing of it is where somebody's mail could
// be: NPPES lets its holders write what they like.
func TestNPPESTextIsClean(t *testing.T) {
	_, register := fakeNPPES(t)
	got, err := register.Lookup(t.Context(), "2000001083")
	if err != nil || !slices.Equal(got.Names, []string{"O'SAMPLE MD, GITTA"}) || !slices.Equal(got.Regions, []string{"US-OH"}) || got.EmailDomains != nil {
		t.Errorf("%v %+v", err, got)
	}
}

func TestNPPESSaysThereIsNone(t *testing.T) {
	_, register := fakeNPPES(t)
	for _, number := range []string{"2000001091", "2000001034"} {
		if record, err := register.Lookup(t.Context(), number); !errors.Is(err, community.ErrNotFound) || record.Number != "" {
			t.Errorf("%s: %v %+v", number, err, record)
		}
	}
}

// Answers that look like ones. The register is not asked about what is no number.
func TestNPPESAnswersThatAreNone(t *testing.T) {
	f, register := fakeNPPES(t)
	for name, number := range map[string]string{"question refused": "2000001042", "two results": "2000001059", "wrong number": "2000001067"} {
		mustBeUnavailable(t, name, register, number)
	}
	before := f.asked.Load()
	if _, err := register.Lookup(t.Context(), "1234567890"); err == nil || f.asked.Load() != before {
		t.Errorf("asked about what is no number: %v", err)
	}
}

func mustBeUnavailable(t *testing.T, name string, register lookup.Register, number string) *lookup.Unavailable {
	t.Helper()
	record, err := register.Lookup(t.Context(), number)
	u, is := errors.AsType[*lookup.Unavailable](err)
	if !is || !errors.Is(err, community.ErrUnavailable) || errors.Is(err, community.ErrNotFound) || record.Number != "" || record.Active {
		t.Errorf("%s: %v %+v", name, err, record)
		return &lookup.Unavailable{}
	}
	if strings.Contains(err.Error(), number) || strings.Contains(err.Error(), "SAMPLE") {
		t.Errorf("%s: %q says too much", name, err)
	}
	return u
}

// A register that is down, lies or stumbles: the claim waits, whatever the fault.
func TestNPPESFaults(t *testing.T) {
	whole, err := os.ReadFile("testdata/nppes/1234567893.json")
	if err != nil {
		t.Fatal(err)
	}
	say := func(body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte(body)) }
	}
	status := func(code int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code); w.Write([]byte(body)) }
	}
	f, register := fakeNPPES(t)
	for name, fault := range map[string]http.HandlerFunc{
		"500 with a good body":   status(500, string(whole)),
		"503":                    status(503, ""),
		"404 of a proxy":         status(404, `{"result_count":0,"results":[]}`),
		"204":                    status(204, ""),
		"HTML":                   say("<!doctype html><title>Maintenance</title>"),
		"empty":                  say(""),
		"null":                   say("null"),
		"nothing in it":          say("{}"),
		"a list":                 say("[]"),
		"no results":             say(`{"result_count":0}`),
		"results, no count":      say(`{"results":[]}`),
		"count of one, no entry": say(`{"result_count":1,"results":[]}`),
		"entry, count of none":   say(strings.Replace(string(whole), `"result_count": 1`, `"result_count": 0`, 1)),
		"count is no number":     say(`{"result_count":"none","results":[]}`),
		"negative count":         say(`{"result_count":-1,"results":[]}`),
		"number in floats":       say(strings.Replace(string(whole), `"number": "1234567893"`, `"number": 1.234567893e9`, 1)),
		"neither NPI-1 nor 2":    say(strings.Replace(string(whole), "NPI-1", "NPI-3", 1)),
		"truncated JSON":         say(string(whole[:len(whole)/2])),
		"JSON and more":          say(string(whole) + "{}"),
		"two answers":            say(string(whole) + string(whole)),
		"huge body":              say(`{"result_count":0,"results":[],"pad":"` + strings.Repeat("x", 2<<20) + `"}`),
		"a good one, and blanks": say(string(whole) + strings.Repeat(" ", 2<<20)),
		"deep body":              say(`{"results":` + strings.Repeat("[", 200000)),
		"connection breaks": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", fmt.Sprint(len(whole)))
			w.Write(whole[:100])
			panic(http.ErrAbortHandler)
		},
		"redirect loop": func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.String(), http.StatusFound) },
		"redirect to nonsense": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Location", "http://%zz/"+r.URL.RawQuery)
			w.WriteHeader(http.StatusFound)
		},
	} {
		f.instead(fault)
		mustBeUnavailable(t, name, register, "1234567893")
	}
}

func TestNPPESTooManyRequests(t *testing.T) {
	f, register := fakeNPPES(t)
	for header, want := range map[string]time.Duration{
		"120":                           2 * time.Minute,
		"Sun, 22 Nov 2026 12:01:00 GMT": time.Minute,
		"Sun, 22 Nov 2020 12:01:00 GMT": 0,
		"99999999":                      24 * time.Hour,
		"-5":                            0,
		"soon":                          0,
		"":                              0,
	} {
		f.instead(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", header)
			w.WriteHeader(http.StatusTooManyRequests)
		})
		if u := mustBeUnavailable(t, header, register, "1234567893"); u.RetryAfter != want {
			t.Errorf("%q: %v, want %v", header, u.RetryAfter, want)
		}
	}
}

// An answer from another host is nobody's, however good it looks; and the client's
// own rule about redirects holds.
func TestNPPESRedirectElsewhere(t *testing.T) {
	_, elsewhere := fakeNPPES(t)
	if _, err := elsewhere.Lookup(t.Context(), "1234567893"); err != nil {
		t.Fatal(err)
	}
	private := newFake(t, func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte(`{"result_count":0,"results":[]}`)) })
	f, _ := fakeNPPES(t)
	f.instead(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, private.URL+r.URL.String(), http.StatusTemporaryRedirect)
	})
	refused := errors.New("forbidden address")
	for name, rule := range map[string]func(*http.Request, []*http.Request) error{
		"a client that follows":     nil,
		"a client that hands over":  func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		"a client that will not go": func(*http.Request, []*http.Request) error { return refused },
	} {
		before := private.asked.Load()
		client := &http.Client{CheckRedirect: rule}
		register, err := lookup.NewNPPES(lookup.Options{Client: client, Base: f.URL, Now: clock})
		if err != nil {
			t.Fatal(err)
		}
		u := mustBeUnavailable(t, name, register, "1234567893")
		if rule != nil && private.asked.Load() != before {
			t.Errorf("%s: the private address was asked", name)
		}
		if strings.Contains(name, "will not") && !strings.Contains(u.Why, refused.Error()) {
			t.Errorf("%s: %q does not say why", name, u.Why)
		}
	}
}

// A redirect on the same host is an answer of the same host.
func TestNPPESRedirectHere(t *testing.T) {
	f, register := fakeNPPES(t)
	body, _ := os.ReadFile("testdata/nppes/1234567893.json")
	f.instead(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/api/" {
			http.Redirect(w, r, "/api/v2/?"+r.URL.RawQuery, http.StatusMovedPermanently)
			return
		}
		w.Write(body)
	})
	if got, err := register.Lookup(t.Context(), "1234567893"); err != nil || !got.Active {
		t.Errorf("%v %+v", err, got)
	}
}

// roundTrip is a network of one function.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// A register that does not answer is left after five seconds; one that trickles too.
func TestNPPESTimeout(t *testing.T) {
	for name, network := range map[string]roundTrip{
		"silent": func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		},
		"trickling": func(r *http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: 200, Request: r, Body: trickle{r.Context()}}, nil
		},
	} {
		synctest.Test(t, func(t *testing.T) {
			register, err := lookup.NewNPPES(lookup.Options{Client: &http.Client{Transport: network}, Now: clock})
			if err != nil {
				t.Fatal(err)
			}
			began := time.Now()
			u := mustBeUnavailable(t, name, register, "1234567893")
			if took := time.Since(began); took != 5*time.Second || u.Why != "no answer in time" {
				t.Errorf("%s: %q after %v", name, u.Why, took)
			}
		})
	}
}

// trickle is a body of one space a second.
type trickle struct{ ctx context.Context }

func (b trickle) Read(p []byte) (int, error) {
	select {
	case <-b.ctx.Done():
		return 0, b.ctx.Err()
	case <-time.After(time.Second):
		return copy(p, " "), nil
	}
}

func (trickle) Close() error { return nil }

// A register that cannot be reached says why, and not whom we asked about.
func TestNPPESUnreachable(t *testing.T) {
	gone := httptest.NewServer(nil)
	gone.Close()
	register, err := lookup.NewNPPES(lookup.Options{Client: &http.Client{}, Base: gone.URL, Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	if u := mustBeUnavailable(t, "closed port", register, "1234567893"); !strings.Contains(u.Why, "refused") {
		t.Errorf("why: %q", u.Why)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := register.Lookup(ctx, "1234567893"); !errors.Is(err, community.ErrUnavailable) {
		t.Errorf("asker left: %v", err)
	}
}

func TestBaseAddress(t *testing.T) {
	for base, good := range map[string]bool{
		"": true, "https://register.example": true, "http://127.0.0.1:8080/npi/": true,
		"register.example": false, "ftp://register.example": false, "https://": false, "https://u:p@register.example": false,
		"https://register.example/?version=1": false, "https://register.example/#": true, "https://register.example/#x": false, ":": false,
	} {
		if _, err := lookup.NewNPPES(lookup.Options{Base: base}); (err == nil) != good {
			t.Errorf("%q: %v", base, err)
		}
		if _, err := lookup.NewORCID(lookup.Options{Base: base}); (err == nil) != good {
			t.Errorf("%q: %v", base, err)
		}
	}
}
