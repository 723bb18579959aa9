package session

import (
	"encoding/json"
	"net/http/httptest"
	"slices"
	"testing"
	"unicode/utf8"
)

// A claim is read as it is named, or by its path, whatever shape it has.
func TestClaimValues(t *testing.T) {
	var c claims
	const text = `{"one":"x","many":["a",1,"b",null,""],"yes":true,"no":false,"https://h.example/role":"r",
		"realm":{"roles":["deep"],"a.b":"n"},"number":7,"nothing":null,"empty":""}`
	if err := json.Unmarshal([]byte(text), &c); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string][]string{
		"one": {"x"}, "many": {"a", "b"}, "yes": {"true"}, "no": nil, "https://h.example/role": {"r"}, "realm.roles": {"deep"},
		"realm.roles.deep": nil, "number": nil, "nothing": nil, "empty": nil, "absent": nil, "absent.too": nil, "": nil, ".": nil, "realm": nil,
	} {
		if got := c.values(name); !slices.Equal(got, want) {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
	}
}

// FuzzFind reads claims of strangers: whatever they hold, nobody is a clinician
// whose claim does not say so, and what is shown is clean.
func FuzzFind(f *testing.F) {
	for _, seed := range []string{
		`{"affiliation":"employee","roles":{"clinical":"Arzt"},"email":"a@anna.example","email_verified":true,"auth_time":1e9}`,
		`{"affiliation":["employee"],"roles.clinical":["Pflege"],"preferred_username":"a\u0000b","amr":"mfa","acr":7}`, `{"roles":[[]]}`, `null`,
	} {
		f.Add([]byte(seed))
	}
	p := (&hospital{Server: &httptest.Server{URL: "https://login.hospital.example"}}).provider("anna")
	f.Fuzz(func(t *testing.T, text []byte) {
		var c claims
		if json.Unmarshal(text, &c) != nil {
			return
		}
		found := p.find(c)
		if found.Profession != "" && !slices.ContainsFunc(p.Professions, func(v ProfessionValue) bool { return slices.Contains(c.values(p.ProfessionClaim), v.Value) }) {
			t.Errorf("%s is a %s", text, found.Profession)
		}
		if found.Belongs && !slices.Contains(c.values("affiliation"), "employee") {
			t.Errorf("%s belongs", text)
		}
		if !utf8.ValidString(found.Label) || found.EmailProved && found.Email == "" {
			t.Errorf("%+v", found)
		}
	})
}
