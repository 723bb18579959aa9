package mastodon

import (
	"errors"
	"fmt"
	"net/http"

	"consilium/community"
	"consilium/storage"
	"consilium/web/page"
	"consilium/web/session"
)

// call is one request to the client API.
type call struct {
	*http.Request
	// bearer is who stands behind the token; zero for a visitor.
	bearer storage.Bearer
	// viewer is the same as community.CanSee judges it.
	viewer community.Viewer
	// fields are the parameters of address and body.
	fields fields
	// printer says things in the language of whoever asks.
	printer *page.Printer
	// reply is the header of the answer.
	reply http.Header
	// moved are people to whom others of this answer moved.
	moved map[community.IRI]community.Actor
}

// me is the member who asks; the zero Actor when none does.
func (c *call) me() community.Actor { return c.bearer.Actor }

// may says whether the token allows what needs a scope.
func (c *call) may(scope string) bool { return session.Allows(c.bearer.Scopes, scope) }

// who says whose token an endpoint wants.
type who int

const (
	// stranger: tokens are not even looked at.
	stranger who = iota
	// anyone: also without a token; one that is shown must be good.
	anyone
	// app: any good token.
	app
	// member: a token that a member gave.
	member
)

// answer does what a request asks for; what it gives becomes JSON.
type answer func(c *call) (any, error)

// endpoint is one address of the API with what a token must allow there.
type endpoint struct {
	method, path string
	who          who
	// scope is "" where none is needed.
	scope  string
	answer answer
}

func (e endpoint) methods() []string {
	if e.method == http.MethodGet {
		return []string{http.MethodGet, http.MethodHead}
	}
	return []string{e.method}
}

// serve lets a request in, in the same way for every endpoint: who is it, was
// it one too many, may it, what did it send.
func (s *API) serve(e endpoint) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := &call{Request: handedOver(e, r), reply: w.Header()}
		body, err := s.enter(w, c, e)
		goesOn, is := body.(live)
		if is && err == nil {
			err = goesOn(w)
		}
		if err != nil {
			s.fail(w, c, err)
			return
		}
		if is {
			return
		}
		s.write(w, c, http.StatusOK, body)
	})
}

func (s *API) enter(w http.ResponseWriter, c *call, e endpoint) (any, error) {
	failed := s.identify(c, e)
	c.printer = s.printer(c.Request, c.bearer.User.Language)
	if err := s.count(c); err != nil {
		return nil, err
	}
	if err := s.shut(c); err != nil {
		return nil, err
	}
	if failed != nil {
		return nil, failed
	}
	if err := c.admit(e); err != nil {
		return nil, err
	}
	if e.path == "" { // where nothing is, nothing needs to be read
		return nil, community.ErrNotFound
	}
	if err := c.read(w, s.largest(e.path)); err != nil {
		return nil, err
	}
	return e.answer(c)
}

// identify finds out who stands behind the token, if there is one.
func (s *API) identify(c *call, e endpoint) error {
	if e.who == stranger {
		return nil
	}
	b, err := s.door.Sessions.Access(c.Request)
	switch {
	case errors.Is(err, session.ErrNoToken):
		return nil
	case errors.Is(err, community.ErrNotFound):
		return refuse(http.StatusUnauthorized, "api.token_invalid")
	case errors.Is(err, community.ErrForbidden):
		return refuse(http.StatusForbidden, "api.login_closed")
	case err != nil:
		return err
	}
	c.bearer, c.viewer = b, session.AppViewer(b)
	return nil
}

// admit says whether who asks may use the endpoint at all.
func (c *call) admit(e endpoint) error {
	shown := c.bearer.ID != 0
	switch {
	case e.who >= app && !shown:
		return refuse(http.StatusUnauthorized, "api.token_needed")
	case e.who == member && c.viewer.Actor == 0: // S-AUTH-1
		return refuse(http.StatusUnauthorized, "api.member_needed")
	case shown && e.scope != "" && !c.may(e.scope) && !c.may(alsoOpens[e.method+" "+e.path]):
		return outsideScope(e.scope)
	}
	if action, asks := scopeActions[e.scope]; asks && e.who == member && !community.May(session.AppSubject(c.bearer), action) {
		return fmt.Errorf("%s: %w", action, community.ErrForbidden)
	}
	return nil
}

// alsoOpens are the endpoints that a second scope opens. profile tells who somebody is, to
// apps with which one signs in elsewhere, and nothing else.
var alsoOpens = map[string]string{"GET /api/v1/accounts/verify_credentials": "profile", "GET /api/v1/profile": "profile"}

// scopeActions are what the endpoints that write let their members do, by the
// scope they ask for. What can be written, the rules say beside it.
var scopeActions = map[string]community.Action{
	"write:statuses": community.WritePosts, "write:media": community.WritePosts, "write:favourites": community.MarkPosts,
	"write:bookmarks": community.MarkPosts, "write:follows": community.MeetPeople, "write:blocks": community.MeetPeople,
	"write:mutes": community.MeetPeople, "write:reports": community.MakeReports, "write:accounts": community.KeepAccount,
	"write:notifications": community.KeepAccount, "write:filters": community.KeepAccount, "write:conversations": community.KeepAccount, "write:lists": community.KeepAccount,
}

func outsideScope(scope string) error {
	return refuse(http.StatusForbidden, "api.scope", "scope", scope)
}

// printer speaks the member's language, else the one the app asks for, else
// English, in which the API is written.
func (s *API) printer(r *http.Request, language string) *page.Printer {
	c := s.door.Renderer.Catalogue()
	return c.Printer(page.Reader{Language: c.Choose(language, r.Header.Get("Accept-Language"), "en"), Now: s.store.Now(), Instance: s.door.Name})
}

// address is a path of this instance in full.
func (s *API) address(path string) string { return s.store.Base() + path }

// about says what an error was about.
func about(what string, err error) error { return fmt.Errorf("%s: %w", what, err) }
