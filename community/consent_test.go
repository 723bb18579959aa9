package community_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"consilium/community"
)

func consented(basis, scope string) *community.CaseDraft {
	return &community.CaseDraft{Title: "Rash", AgeBand: "50-54", Consent: basis, ConsentScope: scope,
		Narrative: community.Narrative{PresentingComplaint: "A rash on both arms.", Question: "What is it?"}}
}

// writer is a member who posts at now.
func writer() community.Actor {
	ana, _ := cast()
	return ana
}

var now = at(0)

// TestConsentScopeLimitsTheAudience walks every basis, scope and audience.
func TestConsentScopeLimitsTheAudience(t *testing.T) {
	covers := map[community.ConsentScope][]community.AudienceKind{
		community.ScopeClinicians: {community.Clinicians},
		community.ScopeInstance:   {community.Clinicians, community.InstanceOnly},
		community.ScopePublic:     {community.Clinicians, community.InstanceOnly, community.Public},
	}
	kinds := []community.AudienceKind{community.Clinicians, community.InstanceOnly, community.Public, community.Unlisted,
		community.Followers, community.Direct, community.Named, community.GroupOnly, ""}
	for _, scope := range append(community.ConsentScopes(), "", "everybody") {
		for _, kind := range kinds {
			want := false
			for _, covered := range covers[scope] {
				want = want || covered == kind
			}
			if got := scope.Covers(kind); got != want {
				t.Errorf("scope %q covers %q: %v, want %v", scope, kind, got, want)
			}
		}
	}
}

func TestPublishRefusesWhatTheConsentDoesNotCover(t *testing.T) {
	for _, c := range []struct {
		basis, scope string
		audience     community.AudienceKind
		key          string // "" for allowed
	}{
		{"written", "clinicians", community.InstanceOnly, "consent.problem.scope_clinicians"},
		{"written", "clinicians", community.Public, "consent.problem.scope_clinicians"},
		{"verbal", "instance", community.Public, "consent.problem.scope_instance"},
		{"institution", "", community.Public, "consent.problem.scope_instance"},
		{"verbal", "instance", community.InstanceOnly, ""},
		{"written", "public", community.Public, ""},
		{"written", "", community.InstanceOnly, ""},
		{"no-patient", "", community.Public, ""},
		{"no-patient", "clinicians", community.Public, ""},
		{"public-domain", "", community.Public, ""},
	} {
		_, err := community.Publish(writer(), community.PostDraft{Audience: c.audience, Case: consented(c.basis, c.scope)},
			community.Surroundings{Now: now, Openness: community.Openness{PublicCases: true}})
		wantProblem(t, err, "audience", c.key)
	}
	_, err := community.Publish(writer(), community.PostDraft{Audience: community.InstanceOnly, Case: consented("written", "all")},
		community.Surroundings{Now: now})
	wantProblem(t, err, "consent_scope", "case.unknown_choice")
}

// wantProblem is wantInvalid, or no error for the key "".
func wantProblem(t *testing.T, err error, field, key string) {
	t.Helper()
	if key != "" {
		wantInvalid(t, err, field, key, field)
	} else if err != nil {
		t.Errorf("got %v, want no error", err)
	}
}

// TestAnEditCannotLeaveTheScopeBehind edits a case for everybody here so that the
// consent would be for fewer.
func TestAnEditCannotLeaveTheScopeBehind(t *testing.T) {
	ana := writer()
	p, err := community.Publish(ana, community.PostDraft{Audience: community.InstanceOnly, Case: consented("written", "instance")}, community.Surroundings{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	_, err = community.Revise(ana, p.Post(), community.PostDraft{Case: consented("written", "clinicians")}, community.Surroundings{Now: now})
	wantProblem(t, err, "consent_scope", "consent.problem.scope_clinicians")
}

// TestConsentPointerHoldsNoNumber is the attack of a pointer that leads to the
// patient.
func TestConsentPointerHoldsNoNumber(t *testing.T) {
	for pointer, key := range map[string]string{
		"":                                   "",
		"in the patient's record":            "",
		"consent folder of the ward, 2026":   "",
		"cabinet 12, shelf 3b":               "",
		"MRN 4711234":                        "consent.problem.pointer_identifies",
		"in the record of Mrs Margaret Hill": "consent.problem.pointer_identifies",
		"record 99812734":                    "*",
		"see 4 7 1 1 2 3 4":                  "*",
		"folder 47-11-23":                    "*",
		"folder A4711-B23":                   "*",
		"ring 0171 5550123":                  "*",
		strings.Repeat("long ", 40):          "case.too_long",
	} {
		d := consented("written", "instance")
		d.ConsentPointer = pointer
		_, err := community.Publish(writer(), community.PostDraft{Audience: community.InstanceOnly, Case: d}, community.Surroundings{Now: now})
		if invalid, is := errors.AsType[*community.Invalid](err); key == "*" && is && invalid.Field == "consent_pointer" {
			continue // either rule may be the first
		}
		if strings.HasPrefix(key, "*") {
			t.Errorf("pointer %q was taken: %v", pointer, err)
			continue
		}
		wantProblem(t, err, "consent_pointer", key)
	}
}

func TestConsentDayIsNotAhead(t *testing.T) {
	for day, key := range map[string]string{
		"": "", now.Format(time.DateOnly): "", "2025-02-28": "",
		now.AddDate(0, 0, 2).Format(time.DateOnly): "consent.problem.day_ahead",
		"2025-02-30": "consent.problem.day_wrong", "yesterday": "consent.problem.day_wrong", "0001-01-01": "consent.problem.day_wrong",
	} {
		d := consented("written", "instance")
		d.ConsentGiven, d.Research = day, true
		p, err := community.Publish(writer(), community.PostDraft{Audience: community.InstanceOnly, Case: d}, community.Surroundings{Now: now})
		wantProblem(t, err, "consent_given", key)
		if err == nil && (!p.Consent().Research || p.Consent().Basis != community.ConsentWritten || day != "" && p.Consent().Given.Format(time.DateOnly) != day) {
			t.Errorf("kept %+v of %q", p.Consent(), day)
		}
	}
}
