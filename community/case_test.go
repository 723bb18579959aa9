package community_test

import (
	"strings"
	"testing"

	"consilium/community"
)

// Every field of the form, and what is just inside and just outside its bounds.
func TestCaseDraft(t *testing.T) {
	section := func(name string, field func(*community.CaseDraft) *string) []struct {
		name   string
		change func(*community.CaseDraft)
		field  string
		key    string
	} {
		set := func(s string) func(*community.CaseDraft) { return func(d *community.CaseDraft) { *field(d) = s } }
		return []struct {
			name   string
			change func(*community.CaseDraft)
			field  string
			key    string
		}{
			{name + " full", set(strings.Repeat("ä", community.MaxSection)), name, ""},
			{name + " with a form's line ends", set(strings.Repeat("a\r\n", community.MaxSection/2-1) + "a"), name, ""},
			{name + " too long", set(strings.Repeat("ä", community.MaxSection+1)), name, "case.too_long"},
		}
	}
	type rows = []struct {
		name   string
		change func(*community.CaseDraft)
		field  string
		key    string
	}
	tests := rows{
		{"as it is", func(*community.CaseDraft) {}, "", ""},
		{"least", func(d *community.CaseDraft) { d.Sex, d.Findings, d.Specialties = "", "", nil }, "", ""},
		{"no title", func(d *community.CaseDraft) { d.Title = " \t\x00" }, "title", "case.title_needed"},
		{"title full", func(d *community.CaseDraft) { d.Title = " " + strings.Repeat("ä", community.MaxTitle) + "\r\n" }, "title", ""},
		{"title too long", func(d *community.CaseDraft) { d.Title = strings.Repeat("ä", community.MaxTitle+1) }, "title", "case.too_long"},
		{"no age", func(d *community.CaseDraft) { d.AgeBand = "" }, "age_band", "case.age_needed"},
		{"exact age", func(d *community.CaseDraft) { d.AgeBand = "52" }, "age_band", "case.unknown_choice"},
		{"over ninety", func(d *community.CaseDraft) { d.AgeBand = "95-99" }, "age_band", "case.unknown_choice"},
		{"unknown sex", func(d *community.CaseDraft) { d.Sex = "m" }, "sex", "case.unknown_choice"},
		{"no consent", func(d *community.CaseDraft) { d.Consent = "" }, "consent", "case.consent_needed"},
		{"unknown consent", func(d *community.CaseDraft) { d.Consent = "none" }, "consent", "case.unknown_choice"},
		{"no complaint", func(d *community.CaseDraft) { d.PresentingComplaint = "\r\n\x00" }, "presenting_complaint", "case.complaint_needed"},
		{"no question", func(d *community.CaseDraft) { d.Question = " " }, "question", "case.question_needed"},
		{"question full", func(d *community.CaseDraft) { d.Question = strings.Repeat("?", community.MaxQuestion) }, "question", ""},
		{"question too long", func(d *community.CaseDraft) { d.Question = strings.Repeat("?", community.MaxQuestion+1) }, "question", "case.too_long"},
		{"five specialties", func(d *community.CaseDraft) {
			d.Specialties = strings.Fields("urology neurology oncology pathology radiology")
		}, "", ""},
		{"six specialties", func(d *community.CaseDraft) { d.Specialties = strings.Fields("a b c d e f") }, "specialties", "case.too_many_specialties"},
		{"unknown specialty", func(d *community.CaseDraft) { d.Specialties = []string{"astrology"} }, "specialties", "case.unknown_choice"},
	}
	tests = append(tests, section("presenting_complaint", func(d *community.CaseDraft) *string { return &d.PresentingComplaint })...)
	tests = append(tests, section("history", func(d *community.CaseDraft) *string { return &d.History })...)
	tests = append(tests, section("findings", func(d *community.CaseDraft) *string { return &d.Findings })...)
	tests = append(tests, section("investigations", func(d *community.CaseDraft) *string { return &d.Investigations })...)
	for _, tt := range tests {
		d := *caseDraft()
		tt.change(&d)
		c, err := d.Check()
		wantInvalid(t, err, tt.field, tt.key, tt.name)
		if err == nil && (c.Title == "" || c.Question == "" || c.Status != community.CaseOpen || c.Accepted != 0 || strings.ContainsAny(c.History+c.Findings, "\r\x00")) {
			t.Errorf("%s: %+v", tt.name, c)
		}
	}
}

// Every choice that is offered is taken, and nobody can change the lists.
func TestCaseChoices(t *testing.T) {
	for _, band := range community.AgeBands() {
		for _, sex := range community.Sexes() {
			for _, consent := range community.ConsentBases() {
				d := *caseDraft()
				d.AgeBand, d.Sex, d.Consent = string(band), string(sex), string(consent)
				if c, err := d.Check(); err != nil || c.Patient.AgeBand != band || c.Patient.Sex != sex || c.Consent != consent {
					t.Errorf("%s %s %s: %v", band, sex, consent, err)
				}
			}
		}
	}
	community.AgeBands()[0], community.Professions()[0], community.Specialties()[0] = "x", "x", "x"
	if community.AgeBands()[0] != "neonate" || !community.Professions()[0].Known() || !community.Specialties()[0].Known() ||
		community.Profession("wizard").Known() || community.Specialty("").Known() {
		t.Error("a list was changed, or knows too much")
	}
}
