package web

import (
	"errors"
	"net/http"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
	"consilium/web/page"
)

func (s *Web) showSetUp(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	if err := s.store.MaySetUp(r.Context(), mux.Vars(r)["token"]); err != nil {
		return s.expired(w, r, v, err)
	}
	draft := community.InstanceDraft{Name: v.Instance.Name, Description: v.Instance.Description}
	return s.door.Show(w, r, v, door.Sheet{View: page.SetUp{URL: r.URL.Path, Draft: draft}})
}

func (s *Web) setUp(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	if err := s.store.MaySetUp(r.Context(), mux.Vars(r)["token"]); err != nil {
		return s.expired(w, r, v, err)
	}
	form := page.SetUp{URL: r.URL.Path, Username: r.PostFormValue("username"), Email: r.PostFormValue("email"),
		Draft: community.InstanceDraft{Name: r.PostFormValue("name"), Description: r.PostFormValue("description"),
			Rules: r.PostFormValue("rules"), Contact: r.PostFormValue("contact")}}
	user, err := s.firstAdministrator(r, form, v.Instance)
	if form.Problems = page.ProblemsOf(err); form.Problems != nil {
		return s.door.Show(w, r, v, door.Sheet{Status: http.StatusUnprocessableEntity, View: form})
	}
	if err != nil {
		return s.expired(w, r, v, err)
	}
	if _, err := s.Sessions.Begin(w, r, user); err != nil {
		return err
	}
	return door.SeeOther(w, r, "/home", "notice.set_up")
}

// firstAdministrator judges the whole form before anything is written, so that
// everything wrong is said at once.
func (s *Web) firstAdministrator(r *http.Request, form page.SetUp, old community.Instance) (community.User, error) {
	instance, err := community.DescribeInstance(old, form.Draft)
	draft := community.AccountDraft{Name: form.Username, Email: form.Email, Password: r.PostFormValue("password"),
		Language: r.PostFormValue("language"), AgreedToRules: true, Invited: true}
	user, wrong := community.Register(draft, community.RegisterOpen, s.store.Now())
	if err := errors.Join(err, wrong); err != nil {
		return user, err
	}
	if user.PasswordHash, err = s.Sessions.HashPassword(r.Context(), draft.Password); err != nil {
		return user, err
	}
	user.Role = community.Administrator
	return s.store.SetUp(r.Context(), mux.Vars(r)["token"], storage.NewMember{User: user, Confirmed: true}, instance)
}

// expired is the page behind a link that was used, has ended, or never was: who
// tries links learns nothing from the difference.
func (s *Web) expired(w http.ResponseWriter, r *http.Request, v door.Visitor, err error) error {
	if errors.Is(err, community.ErrNotFound) || errors.Is(err, community.ErrGone) {
		return s.door.Show(w, r, v, door.Sheet{Status: http.StatusGone, View: page.ErrorPage{Kind: "expired"}})
	}
	return err
}
