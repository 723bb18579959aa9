package web

import (
	"net/http"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
	"consilium/web/session"
)

// showSignOnNew asks somebody whom an institution let in, and nobody here is
// linked to, what to do. An account with the same address is not looked for:
// whose it is its owner proves by signing in (S-AUTH-2).
func (s *Web) showSignOnNew(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	form, _, err := s.signOnForm(r, v)
	if err != nil {
		return s.noSignOn(w, r, v, err)
	}
	return s.door.Show(w, r, v, door.Sheet{View: form})
}

// signOnForm is the form for the identity that waits in the browser.
func (s *Web) signOnForm(r *http.Request, v door.Visitor) (page.SignOnNew, session.Offer, error) {
	key := mux.Vars(r)["key"]
	offer, err := s.Sessions.SignOnOffer(r, key)
	form := page.SignOnNew{URL: session.SignOnPath(key), Institution: offer.Provider.Name, Label: offer.Label, MayJoin: offer.MayJoin,
		Username: offer.Username, Email: offer.Email, Rules: v.Instance.Rules}
	if v.Person != nil {
		form.Me = v.Person.Actor.Name()
	}
	return form, offer, err
}

// joinBySignOn makes an account. How many may be made from one network is not
// limited here: a whole hospital has one, and each person there makes one account.
func (s *Web) joinBySignOn(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	form, offer, err := s.signOnForm(r, v)
	if err != nil {
		return s.noSignOn(w, r, v, err)
	}
	if v.Person != nil {
		return door.SeeOther(w, r, form.URL+"/new", "")
	}
	form.Username, form.Email, form.Agreed = r.PostFormValue("username"), r.PostFormValue("email"), r.PostFormValue("agreed") != ""
	user, err := s.Sessions.JoinBySignOn(w, r, offer.Provider.Key, community.AccountDraft{Name: form.Username, Email: form.Email,
		Language: r.PostFormValue("language"), AgreedToRules: form.Agreed})
	if form.Problems = page.ProblemsOf(err); form.Problems != nil {
		return s.door.Show(w, r, v, door.Sheet{Status: http.StatusUnprocessableEntity, View: form})
	}
	switch {
	case err != nil:
		return s.noSignOn(w, r, v, err)
	case user.EmailConfirmed.IsZero():
		return s.door.Show(w, r, v, door.Sheet{View: page.Message{Kind: "confirm_sent", Email: user.Email}})
	}
	return door.SeeOther(w, r, page.SafeReturn(offer.Return, "/home"), "notice.welcome")
}

func (s *Web) linkSignOn(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	offer, err := s.Sessions.LinkSignOn(r, mux.Vars(r)["key"], *v.Person)
	if err != nil {
		return s.noSignOn(w, r, v, err)
	}
	return door.SeeOther(w, r, page.SafeReturn(offer.Return, "/home"), "notice.sign_on_linked")
}
