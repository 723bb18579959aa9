package web

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
	"consilium/web/session"
)

// signOnRoutes are the pages of single sign-on. Beginning is a link, which an
// application to be verified may lead to as well; what changes an account is a
// form, and asks for a fresh proof.
func (s *Web) signOnRoutes(router *mux.Router) {
	anyone := func(h door.Handler) http.Handler { return s.door.Anyone(h) }
	proved := func(h door.Handler) http.Handler { return s.door.Member(s.door.StepUp(h)) }
	begin := session.SignOnPath("{key}")
	for _, route := range []struct {
		method, path string
		handler      http.Handler
	}{
		{"GET", begin, anyone(s.startSignOn)},
		{"GET", begin + "/callback", anyone(s.finishSignOn)},
		{"GET", begin + "/new", anyone(s.showSignOnNew)},
		{"POST", begin + "/new", anyone(s.joinBySignOn)},
		{"POST", begin + "/link", proved(s.linkSignOn)},
		{"GET", "/settings/sign-on", s.door.Member(s.showSettingsSignOn)},
		{"POST", "/settings/sign-on/{id}/unlink", proved(s.unlinkSignOn)},
	} {
		router.Handle(route.path, route.handler).Methods(methods(route.method)...)
	}
}

// signOns are the institutions to sign on at, for a page that goes on to back.
func (s *Web) signOns(providers []session.Provider, back string, more ...string) []page.SignOn {
	query := url.Values{"return": {back}}
	for _, name := range more {
		query.Set(name, "on")
	}
	list := make([]page.SignOn, 0, len(providers))
	for _, p := range providers {
		list = append(list, page.SignOn{Name: p.Name, URL: session.SignOnPath(p.Key) + "?" + query.Encode()})
	}
	return list
}

// startSignOn sends somebody to an institution.
func (s *Web) startSignOn(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	wish := session.SignOnWish{Return: page.SafeReturn(r.FormValue("return"), "/home"), Prove: r.FormValue("prove") != ""}
	address, err := s.Sessions.StartSignOn(w, r, mux.Vars(r)["key"], wish)
	if err != nil {
		return s.noSignOn(w, r, v, err)
	}
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, address, http.StatusSeeOther)
	return nil
}

// finishSignOn is where institutions send people back to.
func (s *Web) finishSignOn(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	key := mux.Vars(r)["key"]
	out, err := s.Sessions.FinishSignOn(w, r, key)
	back := page.SafeReturn(out.Return, "/home")
	w.Header().Set("Cache-Control", "no-store")
	if errors.Is(err, session.ErrSecondFactor) {
		return toSecondStep(w, r, back)
	}
	if problems := page.ProblemsOf(err); problems != nil {
		return s.door.Show(w, r, v, door.Sheet{Status: http.StatusUnprocessableEntity, Frame: withoutAnswer,
			View: page.SignIn{Return: back, Passkeys: s.Sessions.OffersPasskeys(), SignOns: s.signOns(s.Sessions.SignOnProviders(), back), Problems: problems}})
	}
	switch {
	case err != nil:
		return s.noSignOn(w, r, v, err)
	case out.Unknown:
		return door.SeeOther(w, r, session.SignOnPath(key)+"/new", "")
	}
	return door.SeeOther(w, r, back, "")
}

// withoutAnswer keeps the answer of an institution, which is in the address, out
// of the page.
func withoutAnswer(f *page.Frame) { f.Path = "/sign-in" }

// signOnStatus is with which status a problem is told.
var signOnStatus = map[session.SignOnProblem]int{
	session.SignOnDenied: http.StatusForbidden, session.SignOnExpired: http.StatusGone, session.SignOnTaken: http.StatusConflict,
	session.SignOnStranger: http.StatusForbidden, session.SignOnLast: http.StatusConflict, session.SignOnDown: http.StatusServiceUnavailable,
}

// noSignOn tells why a sign-on came to nothing, and the log why the answer was
// not good. An institution that is down is no fault of ours.
func (s *Web) noSignOn(w http.ResponseWriter, r *http.Request, v door.Visitor, err error) error {
	key, told := mux.Vars(r)["key"], &session.SignOnError{}
	switch {
	case errors.As(err, &told):
	case errors.Is(err, community.ErrUnavailable):
		told = &session.SignOnError{Problem: session.SignOnDown, Cause: err}
	default:
		return err
	}
	if told.Problem == session.SignOnFailed || told.Problem == session.SignOnDown {
		s.door.Log.Warn("sign-on failed", "provider", key, "error", told.Cause)
	}
	status := signOnStatus[told.Problem]
	if status == 0 {
		status = http.StatusUnprocessableEntity
	}
	problem := page.SignOnProblem{Kind: string(told.Problem)}
	if key != "" {
		problem.Again = session.SignOnPath(key)
	}
	return s.door.Show(w, r, v, door.Sheet{Status: status, Frame: withoutAnswer, View: problem})
}

func (s *Web) showSettingsSignOn(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	linked, err := s.Sessions.Identities(r.Context(), *v.Person)
	if err != nil {
		return err
	}
	view, names := page.SettingsSignOn{}, map[string]string{}
	var others []session.Provider
	for _, p := range s.Sessions.SignOnProviders() {
		names[p.Issuer] = p.Name
		others = append(others, p)
	}
	for _, i := range linked {
		others = withoutIssuer(others, i.Issuer)
		name := names[i.Issuer]
		if name == "" {
			name = i.Issuer // is not configured any more
		}
		view.List = append(view.List, page.Identity{ID: community.FormatID(numbered(i.ID)), Institution: name, Label: i.Label,
			Linked: i.Linked, Used: i.Used, Missing: i.Missing})
	}
	view.Others = s.signOns(others, "/settings/sign-on")
	return s.door.Show(w, r, v, door.Sheet{View: view})
}

func withoutIssuer(providers []session.Provider, issuer string) []session.Provider {
	var left []session.Provider
	for _, p := range providers {
		if p.Issuer != issuer {
			left = append(left, p)
		}
	}
	return left
}

func (s *Web) unlinkSignOn(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	id, err := community.ParseID[numbered](mux.Vars(r)["id"])
	if err != nil {
		return err
	}
	if err := s.Sessions.UnlinkSignOn(r, *v.Person, int64(id)); err != nil {
		return s.noSignOn(w, r, v, err)
	}
	return door.SeeOther(w, r, "/settings/sign-on", "notice.sign_on_unlinked")
}
