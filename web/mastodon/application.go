package mastodon

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"consilium/community"
	"consilium/storage"
	"consilium/web/session"
)

// outOfBand is the address of an app to which nobody can be sent: the code is
// shown to be copied.
const outOfBand = "urn:ietf:wg:oauth:2.0:oob"

// Bounds of what an app says of itself.
const (
	maxAppName   = 60   // characters
	maxWebsite   = 2000 // bytes
	maxRedirects = 10
	maxRedirect  = 2000 // bytes
)

// createApplication is POST /api/v1/apps.
func (s *API) createApplication(c *call) (any, error) {
	if err := s.spend(c, session.Applications); err != nil {
		return nil, err
	}
	a, err := c.applicationDraft()
	if err != nil {
		return nil, err
	}
	secret := session.NewToken()
	if a, err = s.store.AddApplication(c.Context(), a, secret); err != nil {
		return nil, err
	}
	shown, err := s.application(c, a)
	return CredentialApplication{Application: shown, ClientID: a.ClientID, ClientSecret: secret}, err
}

// showApplication is GET /api/v1/apps/verify_credentials.
func (s *API) showApplication(c *call) (any, error) { return s.application(c, c.bearer.Application) }

func (s *API) application(c *call, a storage.Application) (Application, error) {
	key, err := s.store.PushServerKey(c.Context())
	return Application{VapidKey: key, ID: strconv.FormatInt(a.ID, 10), Name: a.Name, Website: maybe(a.Website), Scopes: strings.Fields(a.Scopes),
		RedirectURI: strings.Join(a.RedirectURIs, "\n"), RedirectURIs: a.RedirectURIs}, err
}

func (c *call) applicationDraft() (storage.Application, error) {
	a := storage.Application{Name: strings.TrimSpace(c.fields.text("client_name")), Website: strings.TrimSpace(c.fields.text("website"))}
	if a.Name == "" || utf8.RuneCountInString(a.Name) > maxAppName || strings.ContainsFunc(a.Name, unicode.IsControl) {
		return a, invalid("client_name", "api.app_name", "limit", maxAppName)
	}
	if !isWebsite(a.Website) {
		return a, invalid("website", "api.website")
	}
	var err error
	if a.Scopes, err = session.ParseScopes(c.fields.text("scopes")); err != nil {
		return a, err
	}
	for _, given := range c.fields.list("redirect_uris") {
		for _, address := range strings.Fields(given) {
			if !slices.Contains(a.RedirectURIs, address) {
				a.RedirectURIs = append(a.RedirectURIs, address)
			}
		}
	}
	bad := slices.ContainsFunc(a.RedirectURIs, func(address string) bool { return !isRedirect(address) })
	if len(a.RedirectURIs) == 0 || len(a.RedirectURIs) > maxRedirects || bad {
		return a, invalid("redirect_uris", "api.redirect_uris")
	}
	return a, nil
}

func isWebsite(address string) bool {
	if address == "" {
		return true
	}
	_, err := community.ParseIRI(address)
	return err == nil && len(address) <= maxWebsite
}

// harmful are schemes that a browser would run or open here instead of leading
// to an app.
var harmful = []string{"javascript", "data", "vbscript", "file", "about", "blob", "view-source", "filesystem", "ws", "wss", "ftp", "mailto", "tel", "sms",
	"intent", "jar", "mhtml", "chrome", "resource", "res"}

// isRedirect says whether a person can be sent there with a code: an http
// address, an app's own scheme, or out of band. No fragment (RFC 6749 3.1.2).
func isRedirect(address string) bool {
	if address == outOfBand {
		return true
	}
	u, err := url.Parse(address)
	if err != nil || len(address) > maxRedirect || u.Scheme == "" || strings.Contains(address, "#") || u.User != nil {
		return false
	}
	if u.Scheme == "http" || u.Scheme == "https" {
		_, err := community.ParseIRI(address)
		return err == nil
	}
	return !slices.Contains(harmful, u.Scheme) && u.Scheme != "urn"
}
