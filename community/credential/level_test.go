package credential_test

import (
	"testing"
	"time"

	"consilium/community/credential"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// V1: the table of evidence and level.
func TestAssess(t *testing.T) {
	proof := func(kinds ...credential.Kind) []credential.Evidence {
		var list []credential.Evidence
		for _, k := range kinds {
			list = append(list, credential.Evidence{Kind: k, Profession: "physician", Proved: noon.Add(-time.Hour)})
		}
		return list
	}
	other := proof(credential.RegisterMatch)
	other[0].Profession = "nurse"
	past := proof(credential.SignOnProfession)
	past[0].Until = noon
	future := proof(credential.InPerson)
	future[0].Proved = noon.Add(time.Second)
	for name, c := range map[string]struct {
		evidence []credential.Evidence
		want     credential.Level
	}{
		"nothing":                            {nil, 0},
		"own word":                           {proof(credential.Declared), 0},
		"researcher's identifier":            {proof(credential.ORCID), 0},
		"unknown kind":                       {proof("vouched"), 0},
		"institution's mail":                 {proof(credential.InstitutionMail), 1},
		"sign-on":                            {proof(credential.SignOn), 1},
		"papers alone":                       {proof(credential.Documents), 1},
		"mail at a registered organisation":  {proof(credential.RegisterMail), 1},
		"mail, sign-on and papers":           {proof(credential.InstitutionMail, credential.SignOn, credential.Documents), 1},
		"register's entry":                   {proof(credential.RegisterMatch), 2},
		"entry and researcher's identifier":  {proof(credential.RegisterMatch, credential.ORCID), 2},
		"entry and own word":                 {proof(credential.RegisterMatch, credential.Declared), 2},
		"entry and some institution's mail":  {proof(credential.RegisterMatch, credential.InstitutionMail), 2},
		"entry and its organisation's mail":  {proof(credential.RegisterMatch, credential.RegisterMail), 3},
		"entry and papers":                   {proof(credential.RegisterMatch, credential.Documents), 3},
		"entry and sign-on":                  {proof(credential.RegisterMatch, credential.SignOn), 3},
		"sign-on that names the profession":  {proof(credential.SignOnProfession), 4},
		"in person":                          {proof(credential.InPerson), 4},
		"everything":                         {proof(credential.InPerson, credential.RegisterMatch, credential.Documents), 4},
		"entry of another profession":        {other, 0},
		"papers, entry of another":           {append(other, proof(credential.Documents)...), 1},
		"ended this very moment":             {past, 0},
		"proved in the future":               {future, 0},
		"two entries are not one and a bond": {proof(credential.RegisterMatch, credential.RegisterMatch), 2},
	} {
		if got := credential.Assess("physician", c.evidence, noon).Level; got != c.want {
			t.Errorf("%s: level %d, want %d", name, got, c.want)
		}
	}
}

// A credential lasts as long as the first of what it rests on.
func TestAssessEndsWithTheFirst(t *testing.T) {
	soon, late := noon.Add(time.Hour), noon.Add(48*time.Hour)
	a := credential.Assess("nurse", []credential.Evidence{
		{Kind: credential.RegisterMatch, Proved: noon.Add(-2 * time.Hour), Until: late},
		{Kind: credential.RegisterMatch, Proved: noon.Add(-3 * time.Hour), Until: soon},
		{Kind: credential.Documents, Proved: noon.Add(-time.Hour)},
	}, noon)
	want := credential.Assurance{Level: credential.Bound, Method: credential.Documents, Proved: noon.Add(-time.Hour), Until: late}
	if a != want {
		t.Errorf("got %+v, want %+v", a, want)
	}
}

// Fails closed: without dates, before and after them, and in any other state.
func TestInForce(t *testing.T) {
	good := credential.Credential{State: credential.Active, Confirmed: noon, Until: noon.Add(time.Hour)}
	for name, c := range map[string]struct {
		change func(*credential.Credential)
		now    time.Time
		want   bool
	}{
		"within":       {func(*credential.Credential) {}, noon.Add(time.Minute), true},
		"at its start": {func(*credential.Credential) {}, noon, true},
		"before":       {func(*credential.Credential) {}, noon.Add(-1), false},
		"at its end":   {func(*credential.Credential) {}, noon.Add(time.Hour), false},
		"suspended":    {func(c *credential.Credential) { c.State = credential.Suspended }, noon, false},
		"revoked":      {func(c *credential.Credential) { c.State = credential.Revoked }, noon, false},
		"former":       {func(c *credential.Credential) { c.State = credential.Former }, noon, false},
		"no state":     {func(c *credential.Credential) { c.State = "" }, noon, false},
		"no end":       {func(c *credential.Credential) { c.Until = time.Time{} }, noon, false},
		"no start":     {func(c *credential.Credential) { c.Confirmed = time.Time{} }, noon, false},
	} {
		subject := good
		c.change(&subject)
		if got := subject.InForce(c.now); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
