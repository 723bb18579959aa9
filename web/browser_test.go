package web_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"io"
	"log/slog"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"golang.org/x/net/html"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/media"
	"consilium/storage/storagetest"
	"consilium/web"
	"consilium/web/door"
	"consilium/web/page"
	"consilium/web/session"
)

// site is a whole Web on a real server, as the program mounts it.
type site struct {
	*testing.T
	store    *storage.Store
	sessions *session.Sessions
	clock    *storagetest.Clock
	web      *web.Web
	server   *httptest.Server
	library  *media.Library
	// pictures is the folder of the library.
	pictures string
	// elsewhere is where pictures of other servers lie.
	elsewhere elsewhere
	// resolve is what the other servers of this test answer.
	resolve func(query string) (community.Actor, *community.Post, error)
}

// Resolve is the port to the rest of the fediverse, which tests play themselves.
func (s *site) Resolve(_ context.Context, query string) (community.Actor, *community.Post, error) {
	if s.resolve == nil {
		return community.Actor{}, nil, community.ErrNotFound
	}
	return s.resolve(query)
}

// eachSite runs a test on a site over either engine.
func eachSite(t *testing.T, test func(s *site)) {
	t.Helper()
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		clock := &storagetest.Clock{}
		store := storagetest.At(t, storagetest.Options{Database: database, Now: clock.Now})
		if err := store.SetInstance(t.Context(), community.Instance{Name: "St Anna Hospital", Description: "Cases among colleagues.",
			Rules: []string{"Be kind."}, Contact: "staff@here.example", SetUp: true}); err != nil {
			t.Fatal(err)
		}
		test(openSite(t, store, clock))
	})
}

func openSite(t *testing.T, store *storage.Store, clock *storagetest.Clock) *site {
	t.Helper()
	renderer, err := page.New()
	if err != nil {
		t.Fatal(err)
	}
	s := &site{T: t, store: store, clock: clock}
	s.sessions = session.New(session.Options{Store: store, Secure: true, Now: clock.Now})
	s.library = s.openLibrary()
	s.web = web.New(web.Options{
		Door: &door.Door{Store: store, Renderer: renderer, Sessions: s.sessions, Registrations: community.RegisterApproval,
			Name: "here.example", Language: "en", Log: slog.New(slog.NewTextHandler(t.Output(), nil))},
		Resolver: s, Library: s.library, Fetcher: s.library, Limiter: session.NewLimiter(true, clock.Now), Openness: community.Openness{PublicCases: true, DirectMessages: true}, Federated: true,
		Version: "test", AccountOptions: web.AccountOptions{Sessions: s.sessions, Avatars: s.library},
	})
	guard, err := s.sessions.CrossOrigin(nil)
	if err != nil {
		t.Fatal(err)
	}
	s.server = httptest.NewTLSServer(guard(s.web.Handler()))
	t.Cleanup(s.server.Close)
	return s
}

// browser is somebody's browser, with its cookies.
type browser struct {
	*site
	client *http.Client
}

// visitor opens a browser nobody is signed in with.
func (s *site) visitor() *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.Fatal(err)
	}
	return &browser{site: s, client: &http.Client{Jar: jar, Transport: s.leadingTo(s.server)}}
}

// as opens a browser in which the member is signed in.
func (s *site) as(u community.User) *browser {
	s.Helper()
	b, answer := s.visitor(), httptest.NewRecorder()
	request := httptest.NewRequestWithContext(s.Context(), "POST", storagetest.Here+"/sign-in", nil)
	if _, err := s.sessions.Begin(answer, request, u); err != nil {
		s.Fatal(err)
	}
	here, _ := url.Parse(storagetest.Here)
	b.client.Jar.SetCookies(here, answer.Result().Cookies())
	return b
}

// answer is what came back, after redirects.
type answer struct {
	*site
	status int
	header http.Header
	body   string
	path   string // where it ended
}

func (b *browser) do(method, path, contentType string, body io.Reader) answer {
	b.Helper()
	request, err := http.NewRequestWithContext(b.Context(), method, storagetest.Here+path, body)
	if err != nil {
		b.Fatal(err)
	}
	if contentType != "" {
		request.Header.Set("Content-Type", contentType)
		request.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	return b.send(request)
}

func (b *browser) send(request *http.Request) answer {
	b.Helper()
	response, err := b.client.Do(request)
	if err != nil {
		b.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		b.Fatal(err)
	}
	return answer{b.site, response.StatusCode, response.Header, string(text), response.Request.URL.RequestURI()}
}

func (b *browser) get(path string) answer {
	b.Helper()
	return b.do("GET", path, "", nil)
}

// post sends a plain form.
func (b *browser) post(path string, fields url.Values) answer {
	b.Helper()
	return b.do("POST", path, "application/x-www-form-urlencoded", strings.NewReader(fields.Encode()))
}

// submit sends a form with pictures, given by the names of their fields.
func (b *browser) submit(path string, fields url.Values, pictures map[string][]byte) answer {
	b.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, values := range fields {
		for _, value := range values {
			if err := form.WriteField(name, value); err != nil {
				b.Fatal(err)
			}
		}
	}
	for name, content := range pictures {
		part, err := form.CreateFormFile(name, "IMG 0001.JPG")
		if err != nil {
			b.Fatal(err)
		}
		if _, err := part.Write(content); err != nil {
			b.Fatal(err)
		}
	}
	if err := form.Close(); err != nil {
		b.Fatal(err)
	}
	return b.do("POST", path, form.FormDataContentType(), &body)
}

// is ends the test when the status is another.
func (a answer) is(status int) answer {
	a.Helper()
	if a.status != status {
		a.Fatalf("%s answered %d, want %d: %s", a.path, a.status, status, a.words())
	}
	return a
}

// has says that all of these texts are on the page.
func (a answer) has(texts ...string) answer {
	a.Helper()
	for _, text := range texts {
		if !strings.Contains(a.body, text) {
			a.Errorf("%s does not have %q: %s", a.path, text, a.words())
		}
	}
	return a
}

// hasNot says that none of these texts is on the page.
func (a answer) hasNot(texts ...string) answer {
	a.Helper()
	for _, text := range texts {
		if strings.Contains(a.body, text) {
			a.Errorf("%s has %q", a.path, text)
		}
	}
	return a
}

// words are what the page says, for messages of tests.
func (a answer) words() string {
	_, main, found := strings.Cut(a.body, "<main")
	if !found {
		main = a.body
	}
	words := strings.Join(strings.Fields(community.Sanitize(main).Text()), " ")
	return words[:min(len(words), 600)]
}

// form gives the fields of the form that leads to an address, with the values a
// browser would send: only buttons are left out.
func (a answer) form(action string) url.Values {
	a.Helper()
	document, err := html.Parse(strings.NewReader(a.body))
	if err != nil {
		a.Fatal(err)
	}
	for n := range document.Descendants() {
		if n.Data == "form" && attribute(n, "method") == "post" && attribute(n, "action") == action {
			return fieldsOf(n)
		}
	}
	a.Fatalf("%s has no form for %s: %s", a.path, action, a.words())
	return nil
}

func fieldsOf(form *html.Node) url.Values {
	fields := url.Values{}
	for n := range form.Descendants() {
		name := attribute(n, "name")
		switch {
		case n.Type != html.ElementNode || name == "":
		case n.Data == "textarea":
			fields.Add(name, strings.TrimPrefix(textOf(n), "\n"))
		case n.Data == "select":
			fields.Add(name, chosen(n))
		case n.Data == "input" && attribute(n, "type") == "file":
		case n.Data == "input" && (attribute(n, "type") == "radio" || attribute(n, "type") == "checkbox"):
			if _, checked := find(n, "checked"); checked {
				fields.Add(name, attribute(n, "value"))
			}
		case n.Data == "input":
			fields.Add(name, attribute(n, "value"))
		}
	}
	return fields
}

func chosen(n *html.Node) string {
	first, value := true, ""
	for option := range n.Descendants() {
		if option.Data != "option" {
			continue
		}
		if _, selected := find(option, "selected"); selected || first {
			first, value = false, attribute(option, "value")
		}
	}
	return value
}

func textOf(n *html.Node) string {
	var out strings.Builder
	for child := range n.Descendants() {
		if child.Type == html.TextNode {
			out.WriteString(child.Data)
		}
	}
	return out.String()
}

func attribute(n *html.Node, name string) string {
	value, _ := find(n, name)
	return value
}

func find(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

// with replaces fields of a form.
func with(fields url.Values, pairs ...string) url.Values {
	for i := 0; i+1 < len(pairs); i += 2 {
		fields.Set(pairs[i], pairs[i+1])
	}
	return fields
}

// elsewhere is another server that has the same picture at every address, and
// counts how often it was asked for.
type elsewhere struct {
	server *httptest.Server
	asked  atomic.Int32
}

// openLibrary keeps pictures as the program does, in a folder, and fetches those
// of other servers from one that the test plays.
func (s *site) openLibrary() *media.Library {
	s.Helper()
	s.pictures = s.TempDir()
	folder, err := media.OpenFolder(s.pictures)
	if err != nil {
		s.Fatal(err)
	}
	s.Cleanup(func() { folder.Close() })
	picture := pngPicture(s)
	s.elsewhere.server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		s.elsewhere.asked.Add(1)
		w.Header().Set("Content-Type", "image/png")
		w.Write(picture)
	}))
	s.Cleanup(s.elsewhere.server.Close)
	return media.NewLibrary(media.LibraryOptions{Store: s.store, Keeper: folder, HTTP: &http.Client{Transport: s.leadingTo(s.elsewhere.server)},
		Mode: community.FederationOpen, Log: slog.New(slog.NewTextHandler(s.Output(), nil))})
}

// leadingTo reaches one server of a test under every name.
func (s *site) leadingTo(server *httptest.Server) *http.Transport {
	dial := func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, server.Listener.Addr().String())
	}
	transport := &http.Transport{DialContext: dial, TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}
	s.Cleanup(transport.CloseIdleConnections)
	return transport
}

// everything is a page large enough for any test.
var everything = storage.Page{Limit: storage.MaxPage}

var allCases = storage.CaseFilter{Local: true}
