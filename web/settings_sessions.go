package web

import (
	"net/http"
	"strings"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
)

func (s *Web) showSessions(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	sessions, err := s.Sessions.List(r.Context(), *v.Person)
	if err != nil {
		return err
	}
	view := page.SettingsSessions{}
	for _, one := range sessions {
		row := page.Session{ID: community.FormatID(numbered(one.ID)), Browser: browserOf(one.Agent), SignedIn: one.Created,
			Seen: one.LastSeen, Current: one.ID == v.Person.Session.ID}
		if one.Address.IsValid() {
			row.Address = one.Address.String()
		}
		view.List = append(view.List, row)
	}
	return s.door.Show(w, r, v, door.Sheet{View: view})
}

// numbered is a number of something that has no type of its own.
type numbered int64

func (s *Web) endSession(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	id, err := community.ParseID[numbered](mux.Vars(r)["id"])
	if err != nil {
		return err
	}
	if err := s.Sessions.Revoke(r.Context(), *v.Person, int64(id)); err != nil {
		return err
	}
	return door.SeeOther(w, r, "/settings/sessions", "notice.session_ended")
}

func (s *Web) endOtherSessions(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	if err := s.store.EndSessions(r.Context(), v.Person.User.ID, v.Person.Session.ID); err != nil {
		return err
	}
	return door.SeeOther(w, r, "/settings/sessions", "notice.sessions_ended")
}

// browserOf names browser and device as far as the User-Agent tells; the names
// are the makers' own and the same in every language.
func browserOf(agent string) string {
	// The order matters: most claim to be others as well.
	browser := firstOf(agent, []string{"Edg", "OPR", "Firefox", "Chrome", "Safari"},
		[]string{"Edge", "Opera", "Firefox", "Chrome", "Safari"})
	device := firstOf(agent, []string{"iPhone", "iPad", "Android", "Windows", "Mac OS X", "Linux"},
		[]string{"iPhone", "iPad", "Android", "Windows", "macOS", "Linux"})
	switch {
	case browser == "" && device == "":
		name, _, _ := strings.Cut(agent, "/")
		return name
	case device == "":
		return browser
	case browser == "":
		return device
	}
	return browser + " · " + device
}

func firstOf(text string, marks, names []string) string {
	for i, mark := range marks {
		if strings.Contains(text, mark) {
			return names[i]
		}
	}
	return ""
}
