package mastodon

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"image"
	"image/color"
	"image/png"
	"io"
	"log/slog"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/media"
	"consilium/storage/storagetest"
	"consilium/web/door"
	"consilium/web/page"
	"consilium/web/session"
)

// site is a whole API on a real server.
type site struct {
	*testing.T
	store    *storage.Store
	sessions *session.Sessions
	clock    *storagetest.Clock
	api      *API
	server   *httptest.Server
	library  *media.Library
	// app is a registered client with every scope, secret its secret.
	app    storage.Application
	secret string
	// elsewhere is what the other servers of this test answer.
	elsewhere func(query string) (community.Actor, *community.Post, error)
}

// Resolve is the port to the rest of the fediverse, which tests play themselves.
func (s *site) Resolve(_ context.Context, query string) (community.Actor, *community.Post, error) {
	if s.elsewhere == nil {
		return community.Actor{}, nil, community.ErrNotFound
	}
	return s.elsewhere(query)
}

const allScopes = "read write follow push profile cases:read cases:write"

// eachSite runs a test on a site over either engine.
func eachSite(t *testing.T, test func(s *site)) {
	t.Helper()
	storagetest.EachDatabase(t, func(t *testing.T, database string) { test(openSite(t, database)) })
}

func openSite(t *testing.T, database string) *site {
	t.Helper()
	s := &site{T: t, clock: &storagetest.Clock{}, secret: session.NewToken()}
	s.store = storagetest.At(t, storagetest.Options{Database: database, Now: s.clock.Now})
	s.must(s.store.SetInstance(t.Context(), community.Instance{Name: "St Anna Hospital", Description: "Cases among colleagues.",
		Rules: []string{"Be kind."}, Contact: "staff@here.example", SetUp: true}))
	renderer, err := page.New()
	s.must(err)
	s.sessions = session.New(session.Options{Store: s.store, Secure: true, Now: s.clock.Now})
	guard, err := s.sessions.CrossOrigin(nil)
	s.must(err)
	log := slog.New(slog.NewTextHandler(t.Output(), nil))
	library := openLibrary(s, log)
	s.library = library
	s.api = New(Options{
		Door: &door.Door{Store: s.store, Renderer: renderer, Sessions: s.sessions, Registrations: community.RegisterApproval,
			Name: "here.example", Language: "en", Log: log},
		Library: library, Fetcher: library, Resolver: s, Limiter: session.NewLimiter(true, s.clock.Now),
		Openness: community.Openness{PublicCases: true, DirectMessages: true}, Version: "test", Guard: guard,
	})
	s.server = httptest.NewTLSServer(s.api.Handler())
	t.Cleanup(s.server.Close)
	s.app, err = s.store.AddApplication(t.Context(), storage.Application{Name: "Pocket", Website: "https://pocket.example",
		RedirectURIs: []string{"https://app.example/back?kept=1", "pocket://back", outOfBand}, Scopes: allScopes}, s.secret)
	s.must(err)
	return s
}

func openLibrary(s *site, log *slog.Logger) *media.Library {
	folder, err := media.OpenFolder(s.TempDir())
	s.must(err)
	s.Cleanup(func() { _ = folder.Close() })
	return media.NewLibrary(media.LibraryOptions{Store: s.store, Keeper: folder, Log: log, Mode: community.FederationOff})
}

func (s *site) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// transport leads every address to the server of the site.
func (s *site) transport() *http.Transport {
	dial := func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, s.server.Listener.Addr().String())
	}
	t := &http.Transport{DialContext: dial, TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}
	s.Cleanup(t.CloseIdleConnections)
	return t
}

// caller is an app with a token; "" is a visitor's.
type caller struct {
	*site
	token  string
	client *http.Client
	header http.Header
}

func (s *site) visitor() *caller {
	none := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &caller{s, "", &http.Client{Transport: s.transport(), CheckRedirect: none}, http.Header{}}
}

// as is an app a member let in, with all scopes when none are named.
func (s *site) as(a community.Actor, scopes ...string) *caller {
	s.Helper()
	if len(scopes) == 0 {
		scopes = []string{allScopes}
	}
	c := s.visitor()
	c.token = session.NewToken()
	_, err := s.store.AddToken(s.Context(), c.token, storage.AccessToken{Application: s.app.ID, Actor: a.ID, Scopes: strings.Join(scopes, " ")})
	s.must(err)
	return c
}

// signIn gives the caller a browser in which the member is signed in.
func (c *caller) signIn(u community.User) *caller {
	c.Helper()
	answer := httptest.NewRecorder()
	_, err := c.sessions.Begin(answer, httptest.NewRequestWithContext(c.Context(), "POST", storagetest.Here+"/sign-in", nil), u)
	c.must(err)
	c.client.Jar, err = cookiejar.New(nil)
	c.must(err)
	here, _ := url.Parse(storagetest.Here)
	c.client.Jar.SetCookies(here, answer.Result().Cookies())
	return c
}

// reply is what came back.
type reply struct {
	*site
	what   string
	status int
	header http.Header
	body   string
}

func (c *caller) send(method, path, contentType string, body []byte) reply {
	c.Helper()
	address := path
	if strings.HasPrefix(path, "/") {
		address = storagetest.Here + path
	}
	request, err := http.NewRequestWithContext(c.Context(), method, address, bytes.NewReader(body))
	c.must(err)
	for name, values := range c.header {
		request.Header[name] = values
	}
	if contentType != "" {
		request.Header.Set("Content-Type", contentType)
	}
	if c.token != "" {
		request.Header.Set("Authorization", "Bearer "+c.token)
	}
	response, err := c.client.Do(request)
	c.must(err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	c.must(err)
	return reply{c.site, method + " " + path, response.StatusCode, response.Header, string(text)}
}

func (c *caller) get(path string) reply { c.Helper(); return c.send("GET", path, "", nil) }

func (c *caller) form(method, path string, pairs ...string) reply {
	c.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return c.send(method, path, "application/x-www-form-urlencoded", []byte(form.Encode()))
}

func (c *caller) post(path string, pairs ...string) reply {
	c.Helper()
	return c.form("POST", path, pairs...)
}

// upload sends a file and fields as multipart.
func (c *caller) upload(method, path string, file []byte, pairs ...string) reply {
	c.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i] == "" { // here comes the file
			part, err := w.CreateFormFile(pairs[i+1], "photo.png")
			c.must(err)
			_, _ = part.Write(file)
			continue
		}
		c.must(w.WriteField(pairs[i], pairs[i+1]))
	}
	c.must(w.Close())
	return c.send(method, path, w.FormDataContentType(), body.Bytes())
}

// is checks status, and what every answer of the API has.
func (r reply) is(status int) reply {
	r.Helper()
	if r.status != status {
		r.Fatalf("%s: %d, want %d: %s", r.what, r.status, status, r.body)
	}
	if kind := r.header.Get("Content-Type"); !strings.HasPrefix(kind, "application/json") {
		r.Errorf("%s: content type %q", r.what, kind)
	}
	for _, name := range []string{"X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"} {
		if r.header.Get(name) == "" {
			r.Errorf("%s: no %s", r.what, name)
		}
	}
	if r.header.Get("Access-Control-Allow-Origin") != "*" {
		r.Errorf("%s: other origins may not read it", r.what)
	}
	return r
}

// refused checks that the answer is an error as apps read it.
func (r reply) refused(status int) reply {
	r.Helper()
	r.is(status)
	var body struct{ Error string }
	if json.Unmarshal([]byte(r.body), &body); body.Error == "" || strings.Contains(r.body, "⟦") {
		r.Errorf("%s: the error is %s", r.what, r.body)
	}
	return r
}

// value is JSON that was read without types, so that names and nulls are seen.
type value struct {
	*site
	what string
	any
}

func (r reply) json() value {
	r.Helper()
	var v any
	if err := json.Unmarshal([]byte(r.body), &v); err != nil {
		r.Fatalf("%s: %v in %s", r.what, err, r.body)
	}
	return value{r.site, r.what, v}
}

// at follows names and numbers: at("media_attachments", 0, "url").
func (v value) at(path ...any) value {
	v.Helper()
	for _, step := range path {
		switch step := step.(type) {
		case string:
			object, _ := v.any.(map[string]any)
			inner, there := object[step]
			if !there {
				v.Fatalf("%s: no %q in %v", v.what, step, v.any)
			}
			v.any = inner
		case int:
			list, _ := v.any.([]any)
			if step >= len(list) {
				v.Fatalf("%s: no entry %d in %v", v.what, step, v.any)
			}
			v.any = list[step]
		}
	}
	return v
}

func (v value) text() string { s, _ := v.any.(string); return s }

func (v value) size() int { list, _ := v.any.([]any); return len(list) }

// eq compares with a constant; numbers are float64.
func (v value) eq(want any) value {
	v.Helper()
	if n, ok := want.(int); ok {
		want = float64(n)
	}
	if v.any != want {
		v.Errorf("%s: %v, want %v", v.what, v.any, want)
	}
	return v
}

// ids are the ids of a list.
func (v value) ids() []string {
	v.Helper()
	ids := make([]string, 0, v.size())
	for i := range v.size() {
		ids = append(ids, v.at(i, "id").text())
	}
	return ids
}

// pngPicture is a small picture.
func pngPicture(t *testing.T) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, 64, 48))
	for i := range 64 * 48 {
		m.Set(i%64, i/64, color.RGBA{uint8(i), uint8(i / 7), 90, 255})
	}
	var text bytes.Buffer
	if err := png.Encode(&text, m); err != nil {
		t.Fatal(err)
	}
	return text.Bytes()
}

// publicCase publishes a case for an audience.
func publishCase(s *site, author community.Actor, title string, audience community.AudienceKind) community.Post {
	s.Helper()
	draft := community.PostDraft{Audience: audience, Language: "en", Case: &community.CaseDraft{Title: title, AgeBand: "45-49", Consent: "written", ConsentScope: "public", Specialties: []string{"neurology"}, Narrative: community.Narrative{PresentingComplaint: "Fever for two weeks", Question: "What is it?"}}}
	p, err := community.Publish(author, draft, community.Surroundings{Now: s.store.Now(), Openness: s.api.Openness, Domain: s.store.Domain(),
		Words: community.CaseWords{Patient: "45 to 49 years", Headings: map[string]string{"question": "Question", "presenting_complaint": "Complaint"}}})
	s.must(err)
	post, err := s.store.Publish(s.Context(), p)
	s.must(err)
	return post
}

func id[T community.ID](n T) string { return community.FormatID(n) }
