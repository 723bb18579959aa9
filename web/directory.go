package web

import (
	"net/http"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
	"consilium/web/page"
)

// showDirectory is GET /directory.
func (s *Web) showDirectory(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	ctx, asked, view := r.Context(), door.ListPage(r), directoryForm(r)
	list, err := s.store.Directory(ctx, directoryFilter(view, v), asked)
	if err != nil {
		return err
	}
	people := make([]community.Actor, 0, len(list))
	for _, l := range list {
		people = append(people, l.Actor)
	}
	cards, err := s.cards(ctx, v, people)
	if err != nil {
		return err
	}
	for i, l := range list {
		view.List = append(view.List, page.Listing{Card: cards[i], Practice: l.Practice})
	}
	own, err := s.store.Practice(ctx, v.Person.Actor.ID)
	if err != nil {
		return err
	}
	view.MayRequest = v.May(community.RequestReferral)
	view.Wish = v.May(community.BeInDirectory) && !own.Listed
	view.Pages = door.ListLinks(r, asked, actorNumbers(people))
	return s.door.Show(w, r, v, door.Sheet{View: view})
}

// directoryForm reads what was asked for. What is not in a list asks for nothing.
func directoryForm(r *http.Request) page.Directory {
	query := r.URL.Query()
	view := page.Directory{Region: community.CleanText(query.Get("region")), Referrals: query.Get("referrals") != ""}
	if len(view.Region) > community.MaxRegion {
		view.Region = ""
	}
	if p := community.Profession(query.Get("profession")); p.Known() {
		view.Profession = string(p)
	}
	if specialty := community.Specialty(query.Get("specialty")); specialty.Known() {
		view.Specialty = string(specialty)
	}
	for _, tag := range community.PracticeLanguages() {
		if tag == query.Get("language") {
			view.Language = tag
		}
	}
	if code := query.Get("country"); community.KnownCountry(code) {
		view.Country = code
	}
	view.Filtered = view.Profession+view.Specialty+view.Language+view.Country+view.Region != "" || view.Referrals
	return view
}

func directoryFilter(view page.Directory, v door.Visitor) storage.DirectoryFilter {
	f := storage.DirectoryFilter{Profession: community.Profession(view.Profession), Language: view.Language, Country: view.Country,
		Region: view.Region, Referrals: view.Referrals, Viewer: v.Person.Actor.ID}
	// Who is good at a part of it is good at what was asked for.
	asked := community.Specialty(view.Specialty)
	for _, specialty := range community.Specialties() {
		if asked != "" && specialty.Within(asked) {
			f.Specialties = append(f.Specialties, specialty)
		}
	}
	return f
}
