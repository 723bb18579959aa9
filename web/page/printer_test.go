package page

import (
	"testing"
	"time"

	"consilium/community"
)

func TestPrinter(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	berlin := time.FixedZone("CET", 3600)
	en := c.Printer(Reader{Language: "en", Now: now, Instance: "St Anna"})
	de := c.Printer(Reader{Language: "de", Zone: berlin, Now: now, Instance: "St Anna"})
	for _, line := range []struct{ got, want string }{
		{en.T("case.responses", "count", 1), "1 response"},
		{en.T("case.responses", "count", 1280), "1,280 responses"},
		{de.T("case.responses", "count", 1280), "1.280 Antworten"},
		{de.T("case.responses", "count", 1), "1 Antwort"},
		{de.T("case.responses", "count", 0), "0 Antworten"},
		{en.T("case.list.empty"), "Cases presented at St Anna will be here."},
		{en.T("no.such.key"), "⟦no.such.key⟧"},
		{en.Problem(community.Say("post.too_long", "limit", 5000)), "This is too long: at most 5,000 characters."},
		{en.Date(now), "22 November 2026"},
		{de.Date(now), "22. November 2026"},
		{de.Exact(now), "22. November 2026, 15:05 Uhr"},
		{en.Month(now), "November 2026"},
		{en.Ago(ago(30 * time.Second)), "just now"},
		{en.Ago(now.Add(time.Hour)), "just now"},
		{en.Ago(ago(59 * time.Minute)), "59 min"},
		{en.Ago(ago(3 * time.Hour)), "3 h"},
		{de.Ago(ago(3 * time.Hour)), "3 Std."},
		{en.Ago(ago(6 * 24 * time.Hour)), "6 d"},
		{en.Ago(ago(20 * 24 * time.Hour)), "2 November"},
		{en.Ago(ago(400 * 24 * time.Hour)), "18 October 2025"},
		{en.Span(90 * time.Minute), "90 min"},
		{en.Span(5 * time.Hour), "5 h"},
		{en.Span(72 * time.Hour), "3 d"},
		{en.Patient(community.PatientContext{AgeBand: "90+", Sex: "male"}), "90 years and older, male"},
		{en.CaseWords(community.PatientContext{AgeBand: "infant"}).Patient, "Infant (under 1 year)"},
	} {
		if line.got != line.want {
			t.Errorf("%q, want %q", line.got, line.want)
		}
	}
}

func TestChooseLanguage(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []struct{ setting, header, instance, want string }{
		{"de", "en", "en", "de"},
		{"", "de-AT,de;q=0.9,en;q=0.8", "en", "de"},
		{"", "fr,en;q=0.5", "de", "en"},
		{"", "ja", "de", "de"},
		{"", "", "de", "de"},
		{"", "", "", "en"},
		{"xx", "", "yy", "en"},
		{"", "not a header;;;", "de", "de"},
		{pseudo, "", "", "en"}, // only offered in tests that add it
	} {
		if got := c.Choose(line.setting, line.header, line.instance); got != line.want {
			t.Errorf("%+v: %s", line, got)
		}
	}
}

// Lists to choose from stand in the order of the reader's alphabet.
func TestSortedOptions(t *testing.T) {
	r := testRenderer(t)
	s := &set{}
	s.bind(Frame{Printer: r.catalogue.Printer(Reader{Language: "de"})})
	sorted := s.sorted(s.choose("specialty.", []string{"urology", "public-health", "anaesthesiology", "occupational-medicine"}, "urology"))
	for index, want := range []string{"anaesthesiology", "occupational-medicine", "public-health", "urology"} {
		if sorted[index].Value != want || sorted[index].Chosen != (want == "urology") {
			t.Errorf("%d is %+v, want %s", index, sorted[index], want)
		}
	}
}
