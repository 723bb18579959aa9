package web

import (
	"context"
	"errors"
	"net/http"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
	"consilium/web/page"
)

// setUpPurpose is the purpose of the ticket in the link the first start prints.
const setUpPurpose = "setup"

func (s *Web) showSetUp(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	token := mux.Vars(r)["token"]
	if err := s.mayStillSetUp(r.Context(), token); err != nil {
		return err
	}
	draft := community.InstanceDraft{Name: v.Instance.Name, Description: v.Instance.Description}
	return s.door.Show(w, r, v, door.Sheet{View: page.SetUp{URL: r.URL.Path, Draft: draft}})
}

// mayStillSetUp says whether the link is good and there is no administrator yet.
func (s *Web) mayStillSetUp(ctx context.Context, token string) error {
	if _, err := s.store.Ticket(ctx, token, setUpPurpose); err != nil {
		return err
	}
	n, err := s.store.CountAdministrators(ctx)
	if err == nil && n > 0 {
		return community.ErrGone
	}
	return err
}

func (s *Web) setUp(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	if err := s.mayStillSetUp(r.Context(), mux.Vars(r)["token"]); err != nil {
		return err
	}
	form := page.SetUp{URL: r.URL.Path, Username: r.PostFormValue("username"), Email: r.PostFormValue("email"),
		Draft: instanceDraft(r)}
	user, err := s.firstAdministrator(r, form, v.Instance)
	if form.Problems = page.ProblemsOf(err); form.Problems != nil {
		return s.door.Show(w, r, v, door.Sheet{Status: http.StatusUnprocessableEntity, View: form})
	}
	if err != nil {
		return err
	}
	if _, err := s.Sessions.Begin(w, r, user); err != nil {
		return err
	}
	return door.SeeOther(w, r, "/home", "notice.set_up")
}

func instanceDraft(r *http.Request) community.InstanceDraft {
	return community.InstanceDraft{Name: r.PostFormValue("name"), Description: r.PostFormValue("description"),
		Rules: r.PostFormValue("rules"), Contact: r.PostFormValue("contact")}
}

// firstAdministrator judges the whole form before anything is written. The link
// is used up just before the account is made, so that it makes only one; when
// the account cannot be made after all, the link is good again.
func (s *Web) firstAdministrator(r *http.Request, form page.SetUp, old community.Instance) (community.User, error) {
	ctx, token := r.Context(), mux.Vars(r)["token"]
	instance, err := community.DescribeInstance(old, form.Draft)
	draft := community.AccountDraft{Name: form.Username, Email: form.Email, Password: r.PostFormValue("password"),
		Language: r.PostFormValue("language"), AgreedToRules: true, Invited: true}
	user, wrong := community.Register(draft, community.RegisterOpen, s.store.Now())
	if err := errors.Join(err, wrong); err != nil {
		return user, err
	}
	if user.PasswordHash, err = s.Sessions.HashPassword(ctx, draft.Password); err != nil {
		return user, err
	}
	user.Role = community.Administrator
	ticket, err := s.store.UseTicket(ctx, token, setUpPurpose)
	if err != nil {
		return user, err
	}
	made, _, err := s.store.CreateMember(ctx, storage.NewMember{User: user, Confirmed: true})
	if err != nil {
		return user, errors.Join(err, s.store.AddTicket(ctx, token, ticket))
	}
	instance.SetUp = true
	return made, s.store.SetInstance(ctx, instance)
}
