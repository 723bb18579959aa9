package session

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"consilium/storage/storagetest"
)

// A form on another site cannot be posted with a member's cookie.
func TestCrossOrigin(t *testing.T) {
	s := New(Options{Store: storagetest.SQLite(t)}) // https://here.example
	guard, err := s.CrossOrigin(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, method, host string
		header             [2]string
		want               int
	}{
		{"a page of another site links here", "GET", "here.example", [2]string{"Sec-Fetch-Site", "cross-site"}, 200},
		{"our own form", "POST", "here.example", [2]string{"Sec-Fetch-Site", "same-origin"}, 200},
		{"typed or bookmarked", "POST", "here.example", [2]string{"Sec-Fetch-Site", "none"}, 200},
		{"another site's form", "POST", "here.example", [2]string{"Sec-Fetch-Site", "cross-site"}, 403},
		{"a neighbour's form", "POST", "here.example", [2]string{"Sec-Fetch-Site", "same-site"}, 403},
		{"an old browser, another site", "POST", "here.example", [2]string{"Origin", "https://evil.example"}, 403},
		{"an old browser, a sandboxed frame", "POST", "here.example", [2]string{"Origin", "null"}, 403},
		{"an old browser, our own form", "POST", "here.example", [2]string{"Origin", "https://here.example"}, 200},
		{"behind a proxy that changes Host", "POST", "127.0.0.1:8080", [2]string{"Origin", "https://here.example"}, 200},
		{"the same by plain http", "POST", "127.0.0.1:8080", [2]string{"Origin", "http://here.example"}, 403},
		{"deleting", "DELETE", "here.example", [2]string{"Sec-Fetch-Site", "cross-site"}, 403},
		{"no browser", "POST", "here.example", [2]string{"X-None", "1"}, 200},
	} {
		r := httptest.NewRequestWithContext(t.Context(), c.method, "/posts", nil)
		r.Host = c.host
		r.Header.Set(c.header[0], c.header[1])
		w := httptest.NewRecorder()
		guard(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})).ServeHTTP(w, r)
		if w.Code != c.want {
			t.Errorf("%s: %d, want %d", c.name, w.Code, c.want)
		}
	}
	teapot, err := s.CrossOrigin(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) }))
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(t.Context(), "POST", "/posts", nil)
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	w := httptest.NewRecorder()
	teapot(http.NotFoundHandler()).ServeHTTP(w, r)
	if w.Code != http.StatusTeapot {
		t.Errorf("the page for refused requests was not shown: %d", w.Code)
	}
}
