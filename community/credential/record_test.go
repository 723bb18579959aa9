package credential_test

import (
	"slices"
	"testing"
	"time"

	"consilium/community/credential"
)

func entry() credential.Record {
	return credential.Record{
		Register: "npi", Number: "1234567893", Kind: credential.Person, Names: []string{"SAMPLE, ANNA", "EXAMPLE, ANNA"},
		Professions: []credential.Profession{"physician"}, Active: true, Regions: []string{"US-OH", "US-PA"}, CheckedAt: noon,
	}
}

func claimed() credential.Claim {
	return credential.Claim{Register: "npi", Number: "1234-567-893", LegalName: "Anna Sample", Profession: "physician", Region: "OH"}
}

func TestMatch(t *testing.T) {
	type record = *credential.Record
	type claim = *credential.Claim
	for name, c := range map[string]struct {
		change func(record, claim)
		want   []credential.Reason
	}{
		"all fits":                    {func(r record, c claim) {}, nil},
		"maiden name":                 {func(r record, c claim) { c.LegalName = "Anna Example" }, nil},
		"region spelt out":            {func(r record, c claim) { c.Region = "us-pa" }, nil},
		"country only":                {func(r record, c claim) { c.Region = "US" }, nil},
		"no region claimed":           {func(r record, c claim) { c.Region = "" }, nil},
		"register knows no regions":   {func(r record, c claim) { r.Regions = nil }, nil},
		"resident is a physician":     {func(r record, c claim) { c.Profession = "resident" }, nil},
		"valid for a second more":     {func(r record, c claim) { r.ValidUntil = noon.Add(time.Second) }, nil},
		"physician is not a resident": {func(r record, c claim) { r.Professions[0] = "resident" }, []credential.Reason{"profession"}},
		"nurse practitioner as nurse": {func(r record, c claim) { r.Professions[0], c.Profession = "nurse-practitioner", "nurse" }, nil},
		"nurse as nurse practitioner": {func(r record, c claim) { r.Professions[0], c.Profession = "nurse", "nurse-practitioner" }, []credential.Reason{"profession"}},
		"student as resident":         {func(r record, c claim) { r.Professions[0], c.Profession = "student", "resident" }, []credential.Reason{"profession"}},
		"no profession on either":     {func(r record, c claim) { r.Professions, c.Profession = nil, "" }, []credential.Reason{"profession"}},
		"empty profession on both":    {func(r record, c claim) { r.Professions[0], c.Profession = "", "" }, []credential.Reason{"profession"}},
		"no clinician's profession":   {func(r record, c claim) { r.Professions[0], c.Profession = "industry", "industry" }, []credential.Reason{"profession"}},
		"somebody else":               {func(r record, c claim) { c.LegalName = "Berta Sample" }, []credential.Reason{"name"}},
		"no names":                    {func(r record, c claim) { r.Names = nil }, []credential.Reason{"name"}},
		"organisation":                {func(r record, c claim) { r.Kind = credential.Organisation }, []credential.Reason{"organisation"}},
		"nobody's":                    {func(r record, c claim) { r.Kind = "" }, []credential.Reason{"organisation"}},
		"inactive":                    {func(r record, c claim) { r.Active = false }, []credential.Reason{"inactive"}},
		"ended this very moment":      {func(r record, c claim) { r.ValidUntil = noon }, []credential.Reason{"inactive"}},
		"deactivated, nothing told":   {func(r record, c claim) { *r = credential.Record{Register: "npi", Number: "1234567893"} }, []credential.Reason{"inactive"}},
		"sanctioned":                  {func(r record, c claim) { r.Sanctioned = true }, []credential.Reason{"sanctioned"}},
		"another state":               {func(r record, c claim) { c.Region = "TX" }, []credential.Reason{"region"}},
		"another country":             {func(r record, c claim) { c.Region = "GB-OH" }, []credential.Reason{"region"}},
		"another number":              {func(r record, c claim) { c.Number = "1000000004" }, []credential.Reason{"number"}},
		"not a number":                {func(r record, c claim) { c.Number = "1234567890" }, []credential.Reason{"number"}},
		"no number on either":         {func(r record, c claim) { r.Number, c.Number = "", "" }, []credential.Reason{"number"}},
		"another register":            {func(r record, c claim) { r.Register = "us-own" }, []credential.Reason{"number"}},
		"everything": {func(r record, c claim) {
			*r = credential.Record{Kind: credential.Organisation, Sanctioned: true, Regions: []string{"US-XX"}}
		}, []credential.Reason{"number", "inactive", "sanctioned", "organisation", "name", "profession", "region"}},
	} {
		r, cl := entry(), claimed()
		c.change(&r, &cl)
		v := credential.Match(r, cl)
		if !slices.Equal(v.Reasons, c.want) || v.Matched != (len(c.want) == 0) {
			t.Errorf("%s: %v %v, want %v", name, v.Matched, v.Reasons, c.want)
		}
	}
	if v := credential.Match(credential.Record{}, credential.Claim{}); v.Matched {
		t.Error("nothing matches nothing")
	}
}

// Attack: an ORCID iD shows a researcher, whatever stands in the record.
func TestMatchORCIDNeverShowsAClinician(t *testing.T) {
	r, c := entry(), claimed()
	r.Register, c.Register = "orcid", "orcid"
	r.Number, c.Number = "0000-0002-1825-0097", "0000-0002-1825-0097"
	r.Regions, c.Region = nil, ""
	if v := credential.Match(r, c); v.Matched || !slices.Equal(v.Reasons, []credential.Reason{"register"}) {
		t.Errorf("%+v", v)
	}
}

// V3. Attack: all that the public can know of a clinician is level 2, and not
// verified.
func TestMatchOfAFullPublicRecordIsNotVerified(t *testing.T) {
	if v := credential.Match(entry(), claimed()); !v.Matched {
		t.Fatal(v.Reasons)
	}
	a := credential.Assess("physician", []credential.Evidence{
		{Kind: credential.RegisterMatch, Profession: "physician", Source: "npi", Proved: noon},
		{Kind: credential.Declared, Profession: "physician", Proved: noon},
		{Kind: credential.ORCID, Proved: noon},
		{Kind: credential.RegisterMatch, Profession: "physician", Source: "us-own", Proved: noon},
	}, noon)
	if a.Level >= credential.Verified || a.Level != credential.Registered {
		t.Errorf("level %d", a.Level)
	}
}
