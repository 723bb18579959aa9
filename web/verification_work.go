package web

import (
	"fmt"
	"net/http"
	"slices"

	"consilium/community"
	"consilium/community/credential"
	"consilium/web/door"
	"consilium/web/page"
)

func (s *Web) showWork(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	a, open, err := s.editing(w, r, v, "work")
	if err != nil || !open {
		return err
	}
	return s.door.Show(w, r, v, door.Sheet{View: workForm(a, v)})
}

func workForm(a application, v door.Visitor) page.ApplicationWork {
	form := page.ApplicationWork{Wizard: page.Wizard{Step: "work"}, Profession: string(a.Profession), Country: a.Country}
	for i := range min(len(a.Specialties), len(form.Specialties)) {
		form.Specialties[i] = v.Printer.T("specialty." + string(a.Specialties[i]))
	}
	return form
}

// saveWork is POST /verification/work.
func (s *Web) saveWork(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	a, open, err := s.editing(w, r, v, "work")
	if err != nil || !open {
		return err
	}
	form := page.ApplicationWork{Profession: r.PostFormValue("profession"), Country: r.PostFormValue("country")}
	typed, wrong := page.Problems{}, page.Problems{}
	a.Profession, a.Country, a.Specialties = community.Profession(form.Profession), form.Country, nil
	for i := range form.Specialties {
		field := fmt.Sprintf("specialty_%d", i+1)
		form.Specialties[i] = cutTyped(r.PostFormValue(field))
		if form.Specialties[i] == "" {
			continue
		}
		slug, found := v.Printer.SpecialtyNamed(form.Specialties[i])
		switch {
		case !found:
			typed[field] = community.Say("application.work.specialty_unknown")
		case slices.Contains(a.Specialties, slug):
			typed[field] = community.Say("application.work.specialty_twice")
		default:
			a.Specialties = append(a.Specialties, slug)
		}
	}
	if !offered(s.registersFor(a.Claim), a.Register) {
		a.Register = "" // of another country or profession
	}
	if a, wrong, err = s.keepClaim(r, v, a, "work"); err != nil {
		return err
	}
	for field, problem := range wrong {
		typed[field] = problem
	}
	if len(typed) > 0 {
		form.Wizard, form.Problems = page.Wizard{Step: "work"}, typed
		return s.door.Show(w, r, v, door.Sheet{Status: http.StatusUnprocessableEntity, View: form})
	}
	return door.SeeOther(w, r, "/verification/entry", "")
}

// cutTyped bounds what is shown again of a line.
func cutTyped(text string) string {
	const most = 120
	runes := []rune(community.CleanText(text))
	return string(runes[:min(len(runes), most)])
}

// registersFor are the registers to choose from for who claims something: those
// of the country and profession, and one for all that we do not know. There is
// none for professions that no register proves.
func (s *Web) registersFor(c community.Claim) []page.RegisterChoice {
	class := c.Profession.Class()
	if class != credential.Clinical && class != credential.Trainee {
		return nil
	}
	var list []page.RegisterChoice
	fits := func(key string) bool {
		scope, known := credential.Register(key).Scope()
		return known && credential.Register(key).Clinical() && scope.Country == c.Country && slices.Contains(scope.Professions, c.Profession)
	}
	for _, key := range credential.Registers() {
		if fits(string(key)) {
			list = append(list, page.RegisterChoice{Key: string(key)})
		}
	}
	for _, own := range s.Registers {
		if fits(own.Key) {
			list = append(list, own)
		}
	}
	list = append(list, page.RegisterChoice{Key: string(credential.RegisterOther)})
	if class == credential.Trainee {
		list = append(list, page.RegisterChoice{})
	}
	return list
}

func offered(list []page.RegisterChoice, key string) bool {
	return slices.ContainsFunc(list, func(r page.RegisterChoice) bool { return r.Key == key })
}

// registerOf is a register as it is shown.
func (s *Web) registerOf(key string) page.RegisterChoice {
	for _, own := range s.Registers {
		if own.Key == key {
			return own
		}
	}
	return page.RegisterChoice{Key: key}
}
