package web

import (
	"net/http"

	"consilium/web/door"
	"consilium/web/page"
)

// regional are the countries in which licences are a state's or province's.
var regional = map[string]bool{"US": true, "CA": true, "IN": true, "AU": true}

func (s *Web) showEntry(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	a, open, err := s.editing(w, r, v, "entry")
	if err != nil || !open {
		return err
	}
	return s.door.Show(w, r, v, door.Sheet{View: s.entryForm(a)})
}

func (s *Web) entryForm(a application) page.ApplicationEntry {
	form := page.ApplicationEntry{Wizard: page.Wizard{Step: "entry"}, LegalName: a.LegalName, Register: a.Register, Number: a.Number,
		Region: a.Region, Organisation: a.Organisation, Country: a.Country, Registers: s.registersFor(a.Claim), AskRegion: regional[a.Country]}
	if len(form.Registers) > 0 && !offered(form.Registers, form.Register) {
		form.Register = form.Registers[0].Key
	}
	return form
}

// saveEntry is POST /verification/entry.
func (s *Web) saveEntry(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	a, open, err := s.editing(w, r, v, "entry")
	if err != nil || !open {
		return err
	}
	a.LegalName, a.Organisation = r.PostFormValue("legal_name"), r.PostFormValue("organisation")
	a.Register, a.Number, a.Region = r.PostFormValue("register"), r.PostFormValue("number"), ""
	if regional[a.Country] {
		a.Region = r.PostFormValue("region")
	}
	if !offered(s.registersFor(a.Claim), a.Register) {
		a.Register = ""
	}
	var problems page.Problems
	if a, problems, err = s.keepClaim(r, v, a, "entry"); err != nil {
		return err
	}
	switch {
	case r.PostFormValue("go") == "back":
		return door.SeeOther(w, r, "/verification/work", "")
	case problems != nil:
		form := s.entryForm(a)
		form.Problems = problems
		return s.door.Show(w, r, v, door.Sheet{Status: http.StatusUnprocessableEntity, View: form})
	}
	return door.SeeOther(w, r, "/verification/proof", "")
}
