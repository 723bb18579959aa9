package page

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
)

func TestHeaders(t *testing.T) {
	r := testRenderer(t)
	frame := Frame{Printer: r.catalogue.Printer(Reader{Language: "de", Now: now}), FormTargets: []string{"https://app.example", "myapp:"}}
	w := httptest.NewRecorder()
	if err := r.Render(w, http.StatusNotFound, frame, ErrorPage{Kind: "not_found"}); err != nil {
		t.Fatal(err)
	}
	if w.Code != http.StatusNotFound || w.Header().Get("Content-Language") != "de" {
		t.Errorf("status %d, language %s", w.Code, w.Header().Get("Content-Language"))
	}
	csp := w.Header().Get("Content-Security-Policy")
	for _, part := range []string{"default-src 'none'", "frame-ancestors 'none'", "form-action 'self' https://app.example myapp:", "script-src 'self';"} {
		if !strings.Contains(csp, part) {
			t.Errorf("no %s in %s", part, csp)
		}
	}
	if strings.Contains(csp, "unsafe") {
		t.Errorf("unsafe: %s", csp)
	}
	for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cache-Control": "private, no-store"} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// A page that fails leaves the answer untouched, so that an error page can
// still be shown.
func TestFailedPageWritesNothing(t *testing.T) {
	r := testRenderer(t)
	w := httptest.NewRecorder()
	err := r.Render(w, http.StatusOK, Frame{Printer: r.catalogue.Printer(Reader{Now: now})}, brokenView{})
	if err == nil || w.Body.Len() > 0 || len(w.Header()) > 0 {
		t.Errorf("error %v, %d bytes, header %v", err, w.Body.Len(), w.Header())
	}
}

type brokenView struct{}

func (brokenView) meta(*Printer) meta { return meta{template: "home"} }

// One answer never speaks the language of another that is made at the same time.
func TestAnswersDoNotMix(t *testing.T) {
	r := testRenderer(t)
	var group sync.WaitGroup
	for range 4 {
		for language, want := range map[string]string{"en": ">Sign in</h1>", "de": ">Anmelden</h1>"} {
			group.Go(func() {
				for range 20 {
					w := httptest.NewRecorder()
					frame := Frame{Printer: r.catalogue.Printer(Reader{Language: language, Now: now})}
					if err := r.Render(w, http.StatusOK, frame, SignIn{}); err != nil || !strings.Contains(w.Body.String(), want) {
						t.Errorf("%s: %v, no %s", language, err, want)
						return
					}
				}
			})
		}
	}
	group.Wait()
}

func TestStatic(t *testing.T) {
	r := testRenderer(t)
	get := func(path, encoding string) *http.Response {
		w := httptest.NewRecorder()
		request := httptest.NewRequest(http.MethodGet, path, nil)
		request.Header.Set("Accept-Encoding", encoding)
		r.Static().ServeHTTP(w, request)
		return w.Result()
	}
	for name, file := range r.assets.files {
		answer := get(r.assets.url(name), "")
		if answer.StatusCode != http.StatusOK || file.contentType == "" || answer.Header.Get("Cache-Control") != immutable {
			t.Errorf("%s: %d %v", name, answer.StatusCode, answer.Header)
		}
	}
	if answer := get("/static/before/app.css", "gzip"); answer.Header.Get("Cache-Control") != "no-cache" || answer.Header.Get("Content-Encoding") != "gzip" {
		t.Errorf("an old address: %v", answer.Header)
	}
	if answer := get("/static/x/../page.go", ""); answer.StatusCode != http.StatusNotFound {
		t.Errorf("a file that is not static: %d", answer.StatusCode)
	}
	for _, name := range []string{"app.css", "app.js"} {
		if size := len(r.assets.files[name].zipped); size == 0 || size > 10<<10 {
			t.Errorf("%s weighs %d bytes", name, size)
		}
	}
}

// Every icon a template asks for is in the set.
func TestIconsExist(t *testing.T) {
	r := testRenderer(t)
	sprite := string(r.assets.files["icons.svg"].plain)
	names := map[string]bool{}
	for _, text := range templates(t) {
		for _, found := range regexp.MustCompile(`(?:"icon[a-z-]*"|shown) "([a-z]+)"`).FindAllStringSubmatch(text, -1) {
			names[found[1]] = true
		}
	}
	for _, kind := range []string{"public", "unlisted", "followers", "direct", "instance", "clinicians", "group", "named", "person"} {
		names[kind] = true
	}
	for name := range names {
		if !strings.Contains(sprite, `<symbol id="`+name+`"`) {
			t.Errorf("no icon %s", name)
		}
	}
}

// S-WEB: there is one place where text becomes markup without being escaped.
func TestOneConversion(t *testing.T) {
	count := 0
	err := filepath.WalkDir("../..", func(name string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		text, err := os.ReadFile(name)
		for _, unsafe := range []string{"HTML", "JS", "CSS", "URL", "HTMLAttr", "Srcset", "JSStr"} {
			count += strings.Count(string(text), "template."+unsafe+"(")
		}
		return err
	})
	if err != nil || count != 1 {
		t.Errorf("%d conversions, %v", count, err)
	}
}

func TestSafeReturn(t *testing.T) {
	for wanted, want := range map[string]string{
		"/cases?status=open": "/cases?status=open", "/": "/", "": "/home", "//evil.example": "/home", "https://evil.example/": "/home",
		`/\evil.example`: "/home", "javascript:alert(1)": "/home", "cases": "/home", "/a\r\nSet-Cookie: x": "/home", "///evil.example": "/home", "/\tevil": "/home",
	} {
		if got := SafeReturn(wanted, "/home"); got != want {
			t.Errorf("SafeReturn(%q) = %q", wanted, got)
		}
	}
}

func TestManifest(t *testing.T) {
	r := testRenderer(t)
	w := httptest.NewRecorder()
	if err := r.Manifest(w, `St "Anna"`); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{`"name":"St \"Anna\""`, `"start_url":"/home"`, "icon-512.png"} {
		if !strings.Contains(w.Body.String(), part) {
			t.Errorf("no %s in %s", part, w.Body)
		}
	}
}
