package mastodon

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
	"consilium/web/page"
	"consilium/web/session"
)

// codeTime is how long a code can be exchanged for a token (RFC 6749 4.1.2).
const codeTime = 10 * time.Minute

// kept are the parameters that the form of the page brings back.
var kept = []string{"response_type", "client_id", "redirect_uri", "scope", "state", "code_challenge", "code_challenge_method"}

// maxState bounds what is carried for an app, in bytes.
const maxState = 2000

// wish is what an app asks a member for.
type wish struct {
	app                         storage.Application
	redirect, scopes, challenge string
	state                       string
}

// askAuthorization is GET /oauth/authorize: the page that asks the member. What
// is wrong with the request is said here and nowhere else: a person is only
// sent on to an app after deciding.
func (s *API) askAuthorization(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	given := r.URL.Query()
	if again := strings.ToLower(given.Get("force_login")); again != "" && again != "false" && again != "0" { // Python writes False
		return signInAgain(w, r)
	}
	v = s.door.Speaking(r, v, given.Get("lang"))
	wanted, err := s.wish(r, given)
	if err == nil {
		wanted.scopes, err = forDuty(wanted.scopes, v)
	}
	if err != nil {
		return err
	}
	view := page.Authorize{App: wanted.app.Name, Website: wanted.app.Website, Scopes: strings.Fields(wanted.scopes)}
	for _, name := range kept {
		if given.Has(name) {
			view.Kept = append(view.Kept, page.Hidden{Name: name, Value: given.Get(name)})
		}
	}
	return s.door.Show(w, r, v, door.Sheet{View: view, Frame: func(f *page.Frame) { f.FormTargets = formTargets(wanted.redirect) }})
}

// signInAgain asks who is there, as an app wants that is to act for another account than
// the one signed in, and comes back.
func signInAgain(w http.ResponseWriter, r *http.Request) error {
	query := r.URL.Query()
	query.Del("force_login")
	back := url.URL{Path: r.URL.Path, RawQuery: query.Encode()}
	return door.SeeOther(w, r, "/sign-in?again=1&return="+url.QueryEscape(back.String()), "")
}

// wish judges a request of an app (S-AUTH-1).
func (s *API) wish(r *http.Request, given url.Values) (wish, error) {
	for _, name := range kept {
		if len(given[name]) > 1 || !clean(given.Get(name)) || len(given.Get(name)) > maxState { // RFC 6749 3.1
			return wish{}, invalid(name, "api.malformed")
		}
	}
	a, err := s.store.ApplicationByClientID(r.Context(), given.Get("client_id"))
	if errors.Is(err, community.ErrNotFound) {
		return wish{}, invalid("client_id", "api.malformed")
	}
	if err != nil {
		return wish{}, err
	}
	w := wish{app: a, redirect: given.Get("redirect_uri"), challenge: given.Get("code_challenge"), state: given.Get("state")}
	if given.Get("scope") == "" {
		given.Set("scope", "read")
	}
	if w.scopes, err = session.ParseScopes(given.Get("scope")); err != nil {
		return w, err
	}
	switch method := given.Get("code_challenge_method"); {
	case !slices.Contains(a.RedirectURIs, w.redirect):
		return w, invalid("redirect_uri", "api.malformed")
	case given.Get("response_type") != "code":
		return w, invalid("response_type", "api.malformed")
	case !session.Within(w.scopes, a.Scopes):
		return w, invalid("scope", "api.malformed")
	case (w.challenge != "" || method != "") && !session.ValidChallenge(w.challenge, method):
		return w, invalid("code_challenge_method", "api.malformed")
	}
	return w, nil
}

// authorize is POST /oauth/authorize: what the member decided.
func (s *API) authorize(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	if err := r.ParseForm(); err != nil {
		return invalid("", "api.malformed")
	}
	wanted, err := s.wish(r, r.PostForm)
	if err == nil {
		wanted.scopes, err = forDuty(wanted.scopes, v)
	}
	if err != nil {
		return err
	}
	answer := url.Values{}
	if wanted.state != "" {
		answer.Set("state", wanted.state)
	}
	if r.PostForm.Get("decision") != "allow" {
		if wanted.redirect == outOfBand {
			return door.SeeOther(w, r, "/home", "")
		}
		answer.Set("error", "access_denied") // RFC 6749 4.1.2.1
		return leadBack(w, wanted.redirect, answer)
	}
	code := session.NewToken()
	err = s.store.AddCode(r.Context(), code, storage.AuthorizationCode{Application: wanted.app.ID, Actor: v.Person.Actor.ID,
		RedirectURI: wanted.redirect, Scopes: wanted.scopes, Challenge: wanted.challenge, Expires: s.store.Now().Add(codeTime),
		Strong: v.Person.Strong()})
	if err != nil {
		return err
	}
	if wanted.redirect == outOfBand {
		return s.door.Show(w, r, v, door.Sheet{View: page.AuthorizeCode{App: wanted.app.Name, Code: code}})
	}
	answer.Set("code", code)
	return leadBack(w, wanted.redirect, answer)
}

// leadBack sends the browser to the app. What the address already asks stays.
func leadBack(w http.ResponseWriter, redirect string, answer url.Values) error {
	to, err := url.Parse(redirect)
	if err != nil {
		return invalid("redirect_uri", "api.malformed")
	}
	if to.RawQuery != "" {
		to.RawQuery += "&"
	}
	to.RawQuery += answer.Encode()
	w.Header().Set("Location", to.String())
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Referrer-Policy", "no-referrer")
	w.WriteHeader(http.StatusSeeOther)
	return nil
}

// formTargets are where the form may lead to in the end, for the page's
// Content-Security-Policy: the app's origin or scheme.
func formTargets(redirect string) []string {
	u, err := url.Parse(redirect)
	switch {
	case err != nil, redirect == outOfBand:
		return nil
	case u.Scheme == "http" || u.Scheme == "https":
		host, err := community.CanonicalHost(u.Host)
		if err != nil {
			return nil
		}
		return []string{u.Scheme + "://" + host}
	}
	return []string{u.Scheme + ":"}
}
