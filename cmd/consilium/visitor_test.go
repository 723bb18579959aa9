package main

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// visitor is somebody at a browser without JavaScript: it follows links and
// sends the forms it is shown.
type visitor struct {
	t      *testing.T
	base   string
	client *http.Client
}

func visit(t *testing.T, base string) *visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	t.Cleanup(transport.CloseIdleConnections)
	return &visitor{t: t, base: base, client: &http.Client{Jar: jar, Transport: transport, Timeout: patience}}
}

// as is a member at a browser, signed in through the page for it.
func as(t *testing.T, p *program, name string) *visitor {
	t.Helper()
	v := visit(t, p.base())
	v.signIn(name)
	return v
}

func (v *visitor) signIn(name string) {
	v.t.Helper()
	v.enter(name, password)
}

func (v *visitor) enter(name, password string) {
	v.t.Helper()
	landed := v.get("/sign-in").form("/sign-in").send(url.Values{"name": {name}, "password": {password}})
	if landed.path != "/home" {
		v.t.Fatalf("%s could not sign in: %s", name, landed.text())
	}
}

// sheet is a page as it was answered, after redirects.
type sheet struct {
	*visitor
	status int
	path   string
	body   string
	node   *html.Node
}

func (v *visitor) get(path string) sheet {
	v.t.Helper()
	s, err := v.ask(path)
	if err != nil {
		v.t.Fatal(err)
	}
	if s.status != http.StatusOK {
		v.t.Fatalf("GET %s: %d\n%s", path, s.status, s.text())
	}
	return s
}

// ask is get for when it may fail.
func (v *visitor) ask(path string) (sheet, error) {
	r, err := http.NewRequestWithContext(v.t.Context(), http.MethodGet, v.base+path, nil)
	if err != nil {
		return sheet{}, err
	}
	r.Header.Set("Accept", "text/html")
	return v.do(r)
}

func (v *visitor) do(r *http.Request) (sheet, error) {
	answer, err := v.client.Do(r)
	if err != nil {
		return sheet{}, err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return sheet{}, err
	}
	node, err := html.Parse(bytes.NewReader(body))
	return sheet{v, answer.StatusCode, answer.Request.URL.Path, string(body), node}, err
}

// text is what a reader sees of the page.
func (s sheet) text() string { return words(s.node) }

func words(n *html.Node) string {
	var all strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode && d.Parent.Data != "script" && d.Parent.Data != "style" {
			all.WriteString(d.Data + " ")
		}
	}
	return strings.Join(strings.Fields(all.String()), " ")
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// find gives the first element of a kind that will do, or nil.
func find(n *html.Node, element string, will func(*html.Node) bool) *html.Node {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && d.Data == element && will(d) {
			return d
		}
	}
	return nil
}

// post is the part of a page that shows the post with this text in it; nil for
// none.
func (s sheet) post(text string) *html.Node {
	return find(s.node, "article", func(n *html.Node) bool { return strings.Contains(words(n), text) })
}

// form is a form of a page, filled in as it was shown.
type form struct {
	sheet
	action string
	fields url.Values
}

// form finds the form whose address ends so; it must be there.
func (s sheet) form(action string) form {
	s.t.Helper()
	return s.formIn(s.node, action)
}

func (s sheet) formIn(part *html.Node, action string) form {
	s.t.Helper()
	f, found := s.seek(part, action)
	if !found {
		s.t.Fatalf("%s has no form %q: %s", s.path, action, s.text())
	}
	return f
}

func (s sheet) seek(part *html.Node, action string) (form, bool) {
	if part == nil {
		return form{}, false
	}
	n := find(part, "form", func(n *html.Node) bool {
		return attribute(n, "method") == "post" && strings.HasSuffix(attribute(n, "action"), action)
	})
	if n == nil {
		return form{}, false
	}
	f := form{sheet: s, action: attribute(n, "action"), fields: url.Values{}}
	for d := range n.Descendants() {
		f.fill(d)
	}
	return f, true
}

// fill takes over what a field holds when the page is shown.
func (f form) fill(n *html.Node) {
	name, has := attribute(n, "name"), func(attr string) bool {
		for _, a := range n.Attr {
			if a.Key == attr {
				return true
			}
		}
		return false
	}
	switch kind := attribute(n, "type"); {
	case n.Data == "textarea":
		f.fields.Set(name, words(n))
	case n.Data == "select":
		if chosen := find(n, "option", func(o *html.Node) bool {
			for _, a := range o.Attr {
				if a.Key == "selected" {
					return true
				}
			}
			return false
		}); chosen != nil {
			f.fields.Set(name, attribute(chosen, "value"))
		}
	case n.Data != "input" || name == "" || kind == "file":
	case kind == "checkbox" || kind == "radio":
		if has("checked") {
			f.fields.Add(name, attribute(n, "value"))
		}
	default:
		f.fields.Add(name, attribute(n, "value"))
	}
}

// send sends the form with some fields filled in, as multipart/form-data, and
// follows to where that leads.
func (f form) send(fields url.Values) sheet {
	f.t.Helper()
	s, err := f.sent(fields)
	if err != nil {
		f.t.Fatal(err)
	}
	return s
}

func (f form) sent(fields url.Values) (sheet, error) {
	for name, values := range fields {
		f.fields[name] = values
	}
	address := f.action
	if strings.HasPrefix(address, "/") {
		address = f.base + address
	}
	kind, body := "application/x-www-form-urlencoded", []byte(f.fields.Encode())
	if strings.Contains(f.body, `enctype="multipart/form-data"`) && f.multipart() {
		kind, body = parts(f.fields)
	}
	r, err := http.NewRequestWithContext(f.t.Context(), http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return sheet{}, err
	}
	r.Header.Set("Content-Type", kind)
	r.Header.Set("Origin", f.base)
	return f.do(r)
}

func (f form) multipart() bool {
	return find(f.node, "form", func(n *html.Node) bool {
		return attribute(n, "action") == f.action && attribute(n, "enctype") == "multipart/form-data"
	}) != nil
}

func parts(fields url.Values) (kind string, body []byte) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for name, values := range fields {
		for _, value := range values {
			_ = w.WriteField(name, value) // into memory
		}
	}
	_ = w.Close()
	return w.FormDataContentType(), b.Bytes()
}
