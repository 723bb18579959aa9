package lookup_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"consilium/community"
	"consilium/federation/lookup"
)

// indexes are Crossref and PubMed at a fake that serves bodies by path or id.
func indexes(t *testing.T, bodies map[string]string) (*fake, lookup.Indexes) {
	f := newFake(t, func(w http.ResponseWriter, r *http.Request) {
		asked := strings.TrimPrefix(r.URL.EscapedPath(), "/works/")
		if id := r.URL.Query().Get("id"); id != "" {
			asked = id
		}
		body, known := bodies[asked]
		if !known { // Crossref says so in plain text
			w.Header().Set("Content-Type", "text/plain")
			w.WriteHeader(http.StatusNotFound)
			body = "Resource not found."
		}
		fmt.Fprint(w, body)
	})
	crossref, err := lookup.NewCrossref(lookup.Options{Client: f.Client(), Base: f.URL, Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	pubmed, err := lookup.NewPubMed(lookup.Options{Client: f.Client(), Base: f.URL, Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	return f, lookup.Indexes{community.DOI: crossref, community.PMID: pubmed}
}

func work(doi, more string) string {
	return `{"status":"ok","message-type":"work","message":{"DOI":"` + doi + `","title":["A <i>trial</i> &amp; more"],"container-title":["Samples"],
		"author":[{"given":"Anna Maria","family":"Sample"},{"name":"A Group"}],"issued":{"date-parts":[[2020,5]]}` + more + `}}`
}

func summary(pmid, more string) string {
	return `{"result":{"uids":["` + pmid + `"],"` + pmid + `":{"uid":"` + pmid + `","pubdate":"2019 Aug 26","source":"Smp","title":"A trial.","authors":[{"name":"Sample A"}]` + more + `}}}`
}

// J1: what the indexes say, and every way in which they say it.
func TestCitations(t *testing.T) {
	crowd := strings.Repeat(`{"family":"Author"},`, 6000) + `{"family":"Last"}`
	_, all := indexes(t, map[string]string{
		"10.1000%2Fa": work("10.1000/A", ""), "10.1000%2Fnull": work("10.1000/null", `,"issued":{"date-parts":[[null]]}`),
		"10.1000%2Fodd":   `{"status":"ok","message-type":"work","message":{"DOI":"10.1000/odd","title":["A trial"],"author":"nobody","issued":null}}`,
		"10.1000%2Fcrowd": `{"status":"ok","message-type":"work","message":{"DOI":"10.1000/crowd","title":["A trial"],"author":[` + crowd + `]}}`,
		"10.1000%2Fr":     work("10.1000/r", `,"updated-by":[{"DOI":"10.1000/c","type":"correction"},{"DOI":"10.1000/N","type":"Retraction"}]`),
		"10.1000%2Ftitle": work("10.1000/title", `,"title":["RETRACTED: A trial"]`),
		"10.1000%2Fn":     work("10.1000/n", `,"title":["RETRACTED: A trial"],"update-to":[{"DOI":"10.1000/r","type":"retraction"}]`),
		"10.1000%2Fe":     work("10.1000/e", `,"updated-by":[{"DOI":"10.1000/x","type":"expression_of_concern"}]`),
		"1":               summary("1", ""), "2": summary("2", `,"pubtype":["Journal Article","Retracted Publication"]`),
		"3": summary("3", `,"title":"RETRACTED: x","pubtype":["Retraction of Publication"]`),
		"4": `{"result":{"uids":["4"],"4":{"uid":"4","error":"cannot get document summary"}}}`,
	})
	for _, c := range []struct {
		scheme      community.Scheme
		value, want string
	}{
		{"doi", "10.1000/a", "A trial & more|Sample AM, A Group|Samples|2020||"}, {"doi", "10.1000/null", "A trial & more|Sample AM, A Group|Samples|0||"},
		{"doi", "10.1000/odd", "A trial|||0||"}, {"doi", "10.1000/crowd", "A trial|Author, Author, Author …||0||"},
		{"doi", "10.1000/r", "A trial & more|Sample AM, A Group|Samples|2020|retracted|10.1000/n"},
		{"doi", "10.1000/title", "RETRACTED: A trial|Sample AM, A Group|Samples|2020|retracted|"},
		{"doi", "10.1000/n", "RETRACTED: A trial|Sample AM, A Group|Samples|2020||"},
		{"doi", "10.1000/e", "A trial & more|Sample AM, A Group|Samples|2020|concern|10.1000/x"}, {"doi", "10.1000/none", "not found"},
		{"pmid", "1", "A trial.|Sample A|Smp|2019||"}, {"pmid", "2", "A trial.|Sample A|Smp|2019|retracted|"},
		{"pmid", "3", "RETRACTED: x|Sample A|Smp|2019||"}, {"pmid", "4", "not found"}, {"guideline", "https://g.example/", "not found"},
	} {
		got, err := all.Cite(t.Context(), community.Citation{ID: 9, Scheme: c.scheme, Value: c.value})
		said := fmt.Sprintf("%s|%s|%s|%d|%s|%s", got.Title, got.Authors, got.Journal, got.Year, got.Retraction, got.Notice)
		if errors.Is(err, community.ErrNotFound) {
			said = "not found"
		} else if err != nil || got.ID != 9 || got.Status != community.CitationFound || len(got.Digest) != 64 {
			t.Errorf("%s: %v %+v", c.value, err, got)
		}
		if said != c.want {
			t.Errorf("%s: %s, want %s", c.value, said, c.want)
		}
	}
}

// Faults: nothing of them is believed, and those of the service are told from those
// of one answer.
func TestCitationFaults(t *testing.T) {
	elsewhere := newFake(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, work("10.1000/a", "")) })
	f, all := indexes(t, nil)
	for name, c := range map[string]struct {
		busy bool
		do   http.HandlerFunc
	}{
		"HTML instead of JSON": {false, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<html>Sorry") }},
		"half an answer":       {false, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"status":"ok","message":{"DOI"`) }},
		"another work":         {false, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, work("10.1000/b", "")) }},
		"too large":            {false, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, strings.Repeat(" ", 9<<20)) }},
		"too many requests": {true, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "120")
			w.WriteHeader(http.StatusTooManyRequests)
		}},
		"hangs up":           {true, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }},
		"redirects":          {true, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, elsewhere.URL, http.StatusFound) }},
		"redirects in rings": {true, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path, http.StatusFound) }},
		"is being repaired":  {true, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }},
	} {
		f.instead(c.do)
		for _, asked := range []community.Citation{{Scheme: community.DOI, Value: "10.1000/a"}, {Scheme: community.PMID, Value: "1"}} {
			got, err := all.Cite(t.Context(), asked)
			if !errors.Is(err, community.ErrUnavailable) || got.Title != "" || got.Status != "" || lookup.Busy(err) != c.busy {
				t.Errorf("%s: %v, busy %v, %+v", name, err, lookup.Busy(err), got)
			}
			if u, _ := errors.AsType[*lookup.Unavailable](err); name == "too many requests" && (u == nil || u.RetryAfter.Seconds() != 120) {
				t.Errorf("%s: %+v", name, u)
			}
			if err != nil && strings.Contains(err.Error(), "10.1000") {
				t.Errorf("%s: the error names what was asked: %v", name, err)
			}
		}
	}
}
