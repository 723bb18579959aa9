package community_test

import (
	"errors"
	"slices"
	"testing"

	"consilium/community"
	"consilium/community/credential"
)

// standing is what somebody proved, in force.
func standing(profession community.Profession, level credential.Level, specialties ...community.Specialty) community.Standing {
	c := credential.Credential{Profession: profession, Specialties: specialties, Level: level, State: credential.Active,
		Confirmed: at(0), Until: at(1 << 40)}
	return community.Judge(&c, community.Trust{}, at(0), at(1))
}

func proved(profession community.Profession, level credential.Level, specialties ...community.Specialty) community.Subject {
	return community.Subject{SignedIn: true, Role: community.Member, Standing: standing(profession, level, specialties...)}
}

// Who belongs to an audience of clinicians: each narrowing turns away whom it is
// meant to, and nobody else.
func TestReaches(t *testing.T) {
	forall := community.Audience{Kind: community.Clinicians}
	doctors := community.Audience{Kind: community.Clinicians, MinLevel: 3, Professions: []community.Profession{"physician", "resident"}}
	hearts := community.Audience{Kind: community.Clinicians, MinLevel: 3, Specialties: []community.Specialty{"cardiology", "nephrology"}}
	surely := community.Audience{Kind: community.Clinicians, MinLevel: 4}
	for name, tt := range map[string]struct {
		s    community.Subject
		want [4]bool // forall, doctors, hearts, surely
	}{
		"nobody":                 {community.Subject{}, [4]bool{}},
		"unverified":             {proved("", 0), [4]bool{}},
		"level 1":                {proved("physician", 1, "cardiology"), [4]bool{}},
		"level 2":                {proved("physician", 2, "cardiology"), [4]bool{}},
		"physician":              {proved("physician", 3), [4]bool{true, true, false, false}},
		"nurse":                  {proved("nurse", 3), [4]bool{true, false, false, false}},
		"nurse, issued":          {proved("nurse", 4), [4]bool{true, false, false, true}},
		"cardiologist":           {proved("physician", 3, "cardiology"), [4]bool{true, true, true, false}},
		"part of it":             {proved("physician", 3, "electrophysiology"), [4]bool{true, true, true, false}},
		"what it is part of":     {proved("physician", 3, "internal-medicine"), [4]bool{true, true, false, false}},
		"one of two specialties": {proved("resident", 4, "urology", "dialysis"), [4]bool{true, true, true, true}},
		"student":                {proved("student", 4), [4]bool{}},
		"researcher":             {proved("researcher", 4), [4]bool{}},
		"industry":               {proved("industry", 4), [4]bool{}},
		"of no profession":       {proved("other", 4), [4]bool{}},
	} {
		for i, a := range []community.Audience{forall, doctors, hearts, surely} {
			if got := a.Reaches(tt.s.Clinical()); got != tt.want[i] {
				t.Errorf("%s, audience %d: %v", name, i, got)
			}
			v := tt.s.Viewer(5, true)
			p := community.Post{Author: 1, Audience: a}
			if got := community.CanSee(v, p, community.Sight{}); got != tt.want[i] {
				t.Errorf("%s sees a post for audience %d: %v", name, i, got)
			}
			v.ReadsCases = false
			if community.CanSee(v, p, community.Sight{Follows: true, Mentioned: true}) {
				t.Errorf("%s sees a post for audience %d in an app without cases:read", name, i)
			}
		}
	}
	if (community.Audience{Kind: community.InstanceOnly}).Reaches(standing("physician", 4)) {
		t.Error("another kind is an audience of clinicians")
	}
}

// What lapsed, was suspended or taken back counts for nothing, also where somebody
// is an administrator, and what another server says never counts here.
func TestClinicalNeedsProofInForce(t *testing.T) {
	good := credential.Credential{Profession: "physician", Level: 4, State: credential.Active, Confirmed: at(0), Until: at(100)}
	for name, change := range map[string]func(*credential.Credential){
		"lapsed": func(c *credential.Credential) { c.Until = at(5) }, "not yet": func(c *credential.Credential) { c.Confirmed = at(50) },
		"suspended": func(c *credential.Credential) { c.State = credential.Suspended }, "revoked": func(c *credential.Credential) { c.State = credential.Revoked },
		"former": func(c *credential.Credential) { c.State = credential.Former }, "without end": func(c *credential.Credential) { c.Until = at(0) },
		"of another server": func(c *credential.Credential) { c.Issuer = "there.example" },
	} {
		c := good
		change(&c)
		s := community.Subject{SignedIn: true, Role: community.Administrator, Profession: "physician",
			Standing: community.Judge(&c, community.Trust{}, at(9), at(10))}
		if community.May(s, community.ReadClinical) || s.Clinical() != (community.Standing{}) {
			t.Errorf("%s: counts", name)
		}
	}
	s := community.Subject{SignedIn: true, Standing: community.Judge(&good, community.Trust{}, at(0), at(10))}
	if !community.May(s, community.ReadClinical) {
		t.Error("the good one does not count")
	}
	for _, labelled := range []community.Subject{{Label: "industry"}, {Profession: "press"}} {
		labelled.SignedIn, labelled.Standing = true, s.Standing
		if labelled.Clinical() != (community.Standing{}) {
			t.Errorf("%+v enters audiences of clinicians", labelled)
		}
	}
}

// The draft of an audience is one that counts, in one form, or none.
func TestAudienceDraft(t *testing.T) {
	a, err := community.AudienceDraft{Level: "4", Professions: []string{"physician", "nurse", "physician"}, Specialties: []string{"urology"}}.Check()
	if err != nil || a.MinLevel != 4 || !slices.Equal(a.Professions, []community.Profession{"nurse", "physician"}) || len(a.Specialties) != 1 {
		t.Errorf("%+v, %v", a, err)
	}
	if a, err := (community.AudienceDraft{}).Check(); err != nil || a.Kind != community.Clinicians || a.MinLevel != 3 {
		t.Errorf("empty: %+v, %v", a, err)
	}
	for name, d := range map[string]community.AudienceDraft{
		"level 2": {Level: "2"}, "level 5": {Level: "5"}, "no level": {Level: "all"}, "negative": {Level: "-1"},
		"students": {Professions: []string{"student"}}, "press": {Professions: []string{"press"}}, "wizards": {Professions: []string{"wizard"}},
		"wizardry": {Specialties: []string{"wizardry"}}, "empty slug": {Professions: []string{""}},
	} {
		var invalid *community.Invalid
		if _, err := d.Check(); !errors.As(err, &invalid) || invalid.Field != "audience" {
			t.Errorf("%s: %v", name, err)
		}
	}
}
