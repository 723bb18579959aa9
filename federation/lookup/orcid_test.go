package lookup_test

import (
	"errors"
	"net/http"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"consilium/community"
	"consilium/community/credential"
)

func TestORCID(t *testing.T) {
	_, register := fakeORCID(t)
	got, err := register.Lookup(t.Context(), "0000000218250097")
	want := credential.Record{Register: "orcid", Number: "0000-0002-1825-0097", Kind: credential.Person, Active: true,
		Names: []string{"Sample, Anna", "A. M. Sample", "Anna Example"}, Organisations: []string{"Sample University Hospital"},
		CheckedAt: noon, Adapter: "orcid/1"}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(want, "Evidence")); err != nil || diff != "" || len(got.Evidence) != 64 {
		t.Errorf("%v %s", err, diff)
	}
	// It adorns the profile: nobody is a clinician by it.
	v := credential.Match(got, credential.Claim{Register: "orcid", Number: got.Number, LegalName: "Anna Sample", Profession: "physician"})
	if v.Matched {
		t.Error("an iD shows a clinician")
	}
	if got, err := register.Lookup(t.Context(), "0000-0001-5000-0007"); err != nil || got.Active || got.Names != nil {
		t.Errorf("deactivated: %v %+v", err, got)
	}
}

// Only ORCID's own document says that there is no such iD.
func TestORCIDNotFoundAndFaults(t *testing.T) {
	f, register := fakeORCID(t)
	const unknown = "0000-0002-1694-233X"
	if _, err := register.Lookup(t.Context(), unknown); !errors.Is(err, community.ErrNotFound) {
		t.Errorf("unknown: %v", err)
	}
	other, _ := os.ReadFile("testdata/orcid/0000-0002-1825-0097.json")
	none, _ := os.ReadFile("testdata/orcid/none.json")
	for name, fault := range map[string]struct {
		status int
		body   string
	}{
		"404 of a proxy":       {404, "<h1>Not found</h1>"},
		"404 in JSON":          {404, "{}"},
		"200 that says 404":    {200, string(none)},
		"404 with a record":    {404, string(other)},
		"somebody else":        {200, string(other)},
		"locked":               {409, string(none)},
		"down":                 {502, ""},
		"nothing in it":        {200, "{}"},
		"another kind of name": {200, `{"orcid-identifier":{"path":"` + unknown + `"},"person":{"name":"Anna"}}`},
	} {
		f.instead(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(fault.status); w.Write([]byte(fault.body)) })
		mustBeUnavailable(t, name, register, unknown)
	}
}
