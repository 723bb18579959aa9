package web_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"consilium/storage/storagetest"
)

// Part 7, C20: who may read a case can take it away in three formats, with how to cite it and who it is for; the files are
// kept by nobody on the way, and their names tell nothing.
func TestCaseExport(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, anaActor := storagetest.Member(s, s.store, "ana")
		bob, _ := storagetest.Member(s, s.store, "bob")
		a := s.as(ana)
		a.submit("/cases", caseFields("title", "Fever & <rash> *here*", "history", "1. First\n- second <b>", "step", "post"), nil).is(http.StatusOK)
		id := numbers(s.postsOf(anaActor))[0]
		page := "/p/" + id
		cite := "Fever & <rash> *here*. St Anna Hospital, "
		s.as(bob).get(page).is(http.StatusOK).has("Cite this case", page+"/case.md", page+"/case.html", page+"/case.json")
		for format, want := range map[string][]string{
			"md":   {"# Fever \\& \\<rash\\> \\*here\\*", "1\\. First  \n\\- second \\<b\\>", "Do not pass it on", "## Question"},
			"html": {"<h1 dir=\"auto\">Fever &amp; &lt;rash&gt; *here*</h1>", "1. First<br>\n- second &lt;b&gt;", "Do not pass it on", "<h2>Question</h2>"},
			"json": {`"format": "consilium-case-1"`, `"age_band": "45-49"`, `"date-parts"`, "Do not pass it on"},
		} {
			got := s.as(bob).get(page + "/case." + format).is(http.StatusOK)
			for _, text := range want {
				if !strings.Contains(got.body, text) {
					t.Errorf("%s lacks %q:\n%s", format, text, got.body)
				}
			}
			for _, foreign := range []string{"src=", "href=", "url(", "@import", "<script"} {
				if strings.Contains(got.body, foreign) {
					t.Errorf("%s loads something: %s", format, foreign)
				}
			}
			if d := got.header.Get("Content-Disposition"); d != `attachment; filename="case-`+id+"."+format+`"` || got.header.Get("Cache-Control") != "private, no-store" {
				t.Errorf("%s: %s, %s", format, d, got.header.Get("Cache-Control"))
			}
			if format == "json" {
				var file struct {
					CiteThis string `json:"cite_this"`
				}
				if err := json.Unmarshal([]byte(got.body), &file); err != nil || !strings.Contains(file.CiteThis, cite) {
					t.Errorf("cite %q, %v", file.CiteThis, err)
				}
			}
		}
		a.get(page + "/case.pdf").is(http.StatusNotFound)
	})
}

// Part 7, S-PRIV-3: a case that one may not read cannot be taken away either, and answers as one that is not there.
func TestCaseExportHidesWhatIsHidden(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, anaActor := storagetest.Member(s, s.store, "ana")
		s.as(ana).submit("/cases", caseFields("title", canary, "step", "post"), nil).is(http.StatusOK)
		id := numbers(s.postsOf(anaActor))[0]
		for _, format := range []string{"md", "html", "json"} {
			hidden, missing := "/p/"+id+"/case."+format, "/p/"+id[:len(id)-4]+"0001/case."+format
			got, want := s.visitor().get(hidden).is(http.StatusNotFound), s.visitor().get(missing)
			if got.comparable(hidden) != want.comparable(missing) {
				t.Errorf("%s answers otherwise than what is missing", format)
			}
		}
	})
}
