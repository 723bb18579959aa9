package community_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"consilium/community"
)

func TestDescribePractice(t *testing.T) {
	good := community.Practice{Training: " Heidelberg \r\n Lund ", Languages: []string{"sv", "de", "de"}, Country: "de", Region: " Baden  ",
		ORCID: "https://orcid.org/0000-0002-1825-0097", Listed: true}
	p, err := community.DescribePractice(good)
	if err != nil || p.Country != "DE" || p.Region != "Baden" || !slices.Equal(p.Languages, []string{"de", "sv"}) || p.Training != "Heidelberg \n Lund" {
		t.Errorf("%+v, %v", p, err)
	}
	if !strings.HasSuffix(p.ORCID, "0097") {
		t.Errorf("ORCID %q", p.ORCID)
	}
	for field, change := range map[string]func(*community.Practice){
		"training":      func(p *community.Practice) { p.Training = strings.Repeat("a", community.MaxTraining+1) },
		"interests":     func(p *community.Practice) { p.Interests = strings.Repeat("a", community.MaxInterests+1) },
		"region":        func(p *community.Practice) { p.Region = strings.Repeat("a", community.MaxRegion+1) },
		"referral_note": func(p *community.Practice) { p.ReferralNote = strings.Repeat("a", community.MaxReferralNote+1) },
		"languages":     func(p *community.Practice) { p.Languages = []string{"tlh"} },
		"country":       func(p *community.Practice) { p.Country = "XX" },
		"orcid":         func(p *community.Practice) { p.ORCID = "0000-0002-1825-0098" },
	} {
		bad := good
		change(&bad)
		_, err := community.DescribePractice(bad)
		var invalid *community.Invalid
		if !errors.As(err, &invalid) || invalid.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}

// RD1: a request says nothing of a patient, and its writer has said so.
func TestCheckReferral(t *testing.T) {
	good := community.ReferralDraft{Specialty: "cardiology", Urgency: "routine", Question: "Do you see adults?", NoPatient: true}
	if _, err := community.CheckReferral(good); err != nil {
		t.Error(err)
	}
	for field, change := range map[string]func(*community.ReferralDraft){
		"specialty":  func(d *community.ReferralDraft) { d.Specialty = "palmistry" },
		"urgency":    func(d *community.ReferralDraft) { d.Urgency = "emergency" },
		"question":   func(d *community.ReferralDraft) { d.Question = strings.Repeat("a", community.MaxReferralQuestion+1) },
		"no_patient": func(d *community.ReferralDraft) { d.NoPatient = false },
	} {
		bad := good
		change(&bad)
		var invalid *community.Invalid
		if _, err := community.CheckReferral(bad); !errors.As(err, &invalid) || invalid.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}
