package mastodon

import (
	"cmp"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"consilium/community"
	"consilium/storage/storagetest"
	"consilium/web/session"
)

// source is this package as it is written: which functions call which, which parameters
// of a request each reads, and what answers at an address. A walk that reads it finds the
// parameters of endpoints that nobody has thought of yet.
type source struct {
	calls, reads map[string]map[string]bool
	// handlers are the functions an endpoint names, by method and address.
	handlers map[string]map[string]bool
	texts    map[string]string // constants
	fields   map[string]bool   // functions and methods of fields
}

func readSource(t *testing.T) *source {
	t.Helper()
	s := &source{map[string]map[string]bool{}, map[string]map[string]bool{}, map[string]map[string]bool{}, map[string]string{}, map[string]bool{}}
	files, err := fs.Glob(os.DirFS("."), "*.go")
	if err != nil {
		t.Fatal(err)
	}
	var parsed []*ast.File
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		parsed = append(parsed, file)
		ast.Inspect(file, s.declare)
	}
	for _, file := range parsed {
		for _, d := range file.Decls {
			if f, is := d.(*ast.FuncDecl); is && f.Body != nil {
				s.function(f)
			}
		}
	}
	return s
}

// declare notes constants, and the functions that are given fields.
func (s *source) declare(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.ValueSpec:
		for i, name := range n.Names {
			if i < len(n.Values) {
				if text, ok := s.text(n.Values[i]); ok {
					s.texts[name.Name] = text
				}
			}
		}
	case *ast.FuncDecl:
		list := n.Type.Params.List
		if n.Recv != nil {
			list = append(slices.Clone(list), n.Recv.List...)
		}
		for _, p := range list {
			if is, ok := p.Type.(*ast.Ident); ok && is.Name == "fields" {
				s.fields[n.Name.Name] = true
			}
		}
	}
	return true
}

// text is the value of a constant expression.
func (s *source) text(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, err == nil && e.Kind == token.STRING
	case *ast.Ident:
		text, known := s.texts[e.Name]
		return text, known
	case *ast.BinaryExpr:
		a, ok := s.text(e.X)
		b, also := s.text(e.Y)
		return a + b, ok && also
	}
	return "", false
}

func (s *source) function(f *ast.FuncDecl) {
	calls, reads := map[string]bool{}, map[string]bool{}
	// The constants of a function may have the names of another's.
	ast.Inspect(f.Body, s.declare)
	ast.Inspect(f.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Ident:
			calls[n.Name] = true
		case *ast.CallExpr:
			if s.fields[called(n.Fun)] {
				for _, argument := range n.Args {
					if text, ok := s.text(argument); ok {
						reads[text] = true
					}
				}
			}
		case *ast.CompositeLit:
			s.endpoint(n)
		}
		return true
	})
	merge(s.calls, f.Name.Name, calls)
	merge(s.reads, f.Name.Name, reads)
}

// merge joins functions of one name: methods of different types.
func merge(into map[string]map[string]bool, name string, more map[string]bool) {
	if into[name] == nil {
		into[name] = map[string]bool{}
	}
	maps.Copy(into[name], more)
}

func called(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	case *ast.IndexExpr:
		return called(e.X)
	}
	return ""
}

// endpoint notes which functions answer, of {method, address, whose token, scope, answer}.
func (s *source) endpoint(n *ast.CompositeLit) {
	if len(n.Elts) != 5 {
		return
	}
	method, ok := s.text(n.Elts[0])
	path, also := s.text(n.Elts[1])
	if !ok || !also || !strings.HasPrefix(path, "/") {
		return
	}
	names := map[string]bool{}
	ast.Inspect(n.Elts[4], func(n ast.Node) bool {
		if id, is := n.(*ast.Ident); is {
			names[id.Name] = true
		}
		return true
	})
	s.handlers[method+" "+path] = names
}

// parameters are what an endpoint reads, itself or in what it calls.
func (s *source) parameters(e endpoint) []string {
	found, seen := map[string]bool{}, map[string]bool{}
	var follow func(name string)
	follow = func(name string) {
		if seen[name] {
			return
		}
		seen[name] = true
		maps.Copy(found, s.reads[name])
		for next := range s.calls[name] {
			follow(next)
		}
	}
	for name := range s.handlers[e.method+" "+e.path] {
		follow(name)
	}
	return slices.Sorted(maps.Keys(found))
}

// plausible are values with which a request gets far enough to look at another one.
var plausible = map[string]string{"status": "Words", "visibility": "public", "title": "Ward", "context": "home", "q": "words", "acct": "ana", "name": "ward",
	"keyword": "rash", "comment": "Spam", "grant_type": "client_credentials", "client_name": "App", "redirect_uris": "app://back", "domain": "there.example",
	"url": "https://here.example/@ana", "username": "nobody", "email": "nobody@mail.example", "password": "correct horse battery", "agreement": "true"}

// broken are texts that no parameter has as its value.
var broken = []string{"", "x", "-1", "99999999999999999999", "\x00", "\xff\xfe", strings.Repeat("é", 5000), "true", `'"%_;--`,
	"2026-13-45T99:99:99Z", "../../etc/passwd", "\u202e", "{", "https://", "9223372036854775807"}

// brokenNames follow the name of a parameter: lists and objects where there are none.
var brokenNames = []string{"[]", "[][a]", "[0][0][0]", "["}

// brokenJSON are values of no type that a parameter has.
var brokenJSON = []string{`5`, `-1.5e300`, `1e999`, `true`, `null`, `[]`, `{}`, `[[[[["x"]]]]]`, `{"a":{"b":{"c":1}}}`, `[null,5,{"id":[]}]`, `"\ud800"`,
	`"\u0000"`, `9223372036854775808`, `[` + strings.Repeat(`"x",`, 600) + `"x"]`, strings.Repeat(`[`, 5_000) + strings.Repeat(`]`, 5_000),
	strings.Repeat(`{"a":`, 2_000) + `1` + strings.Repeat(`}`, 2_000)}

// hostile sends requests straight to the handler of a site: there are tens of thousands.
type hostile struct {
	*site
	token   string
	handler http.Handler
	own     belongings
}

func (h hostile) sends(method, target, kind, body string) {
	h.Helper()
	r := httptest.NewRequestWithContext(h.Context(), method, storagetest.Here+"/", strings.NewReader(body))
	var err error
	if r.URL, err = url.ParseRequestURI(target); err != nil {
		return // no server passes it on
	}
	r.RequestURI = target
	r.Header.Set("Authorization", "Bearer "+h.token)
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	var said struct{ Error string }
	switch {
	case w.Code >= 500:
		h.Errorf("%s %.200s %.200s: %d %.300s", method, target, body, w.Code, w.Body)
	case w.Code >= 400 && method != http.MethodHead:
		if json.Unmarshal(w.Body.Bytes(), &said) != nil || said.Error == "" || strings.Contains(said.Error, "⟦") {
			h.Errorf("%s %.200s %.200s: %d without a sentence: %.300s", method, target, body, w.Code, w.Body)
		}
	}
}

// besides are the other parameters of a request.
func besides(names []string, but string) url.Values {
	v := url.Values{}
	for _, name := range names {
		if value, known := plausible[name]; known && name != but {
			v.Set(name, value)
		}
	}
	return v
}

// try sends everything that is wrong as one parameter of an endpoint.
func (h hostile) try(e endpoint, path string, names []string, name string) {
	h.Helper()
	const form = "application/x-www-form-urlencoded"
	send := func(v url.Values) {
		if e.method == http.MethodGet {
			h.sends(e.method, path+"?"+v.Encode(), "", "")
			return
		}
		h.sends(e.method, path, form, v.Encode())
	}
	for _, value := range broken {
		v := besides(names, name)
		v.Set(name, value)
		send(v)
	}
	for _, end := range brokenNames {
		v := besides(names, name)
		v.Add(name+end, "x")
		v.Add(name+end, "-1")
		send(v)
	}
	if e.method == http.MethodGet {
		return
	}
	for _, value := range brokenJSON {
		object := map[string]json.RawMessage{}
		for other, values := range besides(names, name) {
			object[other], _ = json.Marshal(values[0])
		}
		var body strings.Builder
		body.WriteString("{")
		for other, value := range object {
			body.WriteString(strconv.Quote(other) + ":" + string(value) + ",")
		}
		body.WriteString(strconv.Quote(name) + ":" + value + "}")
		h.sends(e.method, path, "application/json", body.String())
	}
}

// path is where an endpoint is tried: at things there are, where the walker has any.
func (h hostile) path(e endpoint) string {
	r := row{method: e.method, path: unpatterned(e.path)}
	if path, known := h.own.of(r); known && !strings.Contains(e.path, "{quoting") {
		return path
	}
	return r.strange()
}

// lastOnes come after the others: what they end is tried by those.
func lastOnes(e endpoint) bool {
	return e.method == http.MethodDelete || strings.HasSuffix(e.path, "/clear") || strings.HasSuffix(e.path, "/dismiss")
}

func number(is bool) int {
	if is {
		return 1
	}
	return 0
}

// hostileSite is a site with an administrator's app that may do anything, and a little to
// do it with.
func hostileSite(t *testing.T) hostile {
	s := unlimited(t, storagetest.SQLiteFile(t))
	_, ana := storagetest.Member(s, s.store, "ana")
	_, chief := storagetest.Staff(s, s.store, "chief", community.Administrator)
	storagetest.Post(s, s.store, ana, "Words for all #ward")
	own := s.belongings(chief)
	own["/api/v1/accounts/"], own["/api/v1/admin/accounts/"] = id(ana.ID), id(ana.ID)
	return hostile{s, s.as(chief, strings.Join(session.Scopes(), " ")).token, s.api.Handler(), own}
}

// inLoops are the beginnings of addresses that are put together while the program runs:
// what answers there reads no parameters.
var inLoops = []string{"/api/v1/exports/"}

// S-IN-4, and part 2: every endpoint with every parameter it reads, as text, list, object
// and JSON of the wrong type, too long, too deep, with NUL and broken UTF-8: what comes
// back is an error with a sentence or none, never a failure of ours.
func TestHostileParameters(t *testing.T) {
	h, source, known := hostileSite(t), readSource(t), 0
	endpoints := h.api.endpoints()
	slices.SortStableFunc(endpoints, func(a, b endpoint) int { return cmp.Compare(number(lastOnes(a)), number(lastOnes(b))) })
	for _, e := range endpoints {
		if strings.HasPrefix(e.path, streaming) { // its parameters have tests of their own
			continue
		}
		if source.handlers[e.method+" "+e.path] == nil && !slices.ContainsFunc(inLoops, func(b string) bool { return strings.HasPrefix(e.path, b) }) {
			t.Errorf("%s %s: nothing in the source says what answers there; write its address as a constant", e.method, e.path)
		}
		names := source.parameters(e)
		known += len(names)
		path := h.path(e)
		for _, name := range names {
			h.try(e, path, names, name)
		}
	}
	if known < 500 {
		t.Errorf("only %d parameters were found", known)
	}
}

// Numbers and names in addresses can be anything too, and bodies no body at all.
func TestHostileAddresses(t *testing.T) {
	h := hostileSite(t)
	for _, e := range h.api.endpoints() {
		if strings.HasPrefix(e.path, streaming) {
			continue
		}
		if strings.Contains(e.path, "{") {
			for _, value := range []string{"0", "-1", "007", "99999999999999999999", "9223372036854775807", "abc", "%00", "%ff", "%2e%2e%2f", "1%2f2", "%F0%9F%98%80", strings.Repeat("9", 3000), "%", "a%20b"} {
				h.sends(e.method, variable.ReplaceAllLiteralString(unpatterned(e.path), value), "", "")
			}
		}
		path := row{path: unpatterned(e.path)}.strange()
		h.sends(e.method, path+"?a=%zz", "", "")
		h.sends(e.method, path+"?%ff=x", "", "")
		h.sends(e.method, path+"?"+strings.Repeat("a[]=1&", 600), "", "")
		if e.method == http.MethodGet {
			continue
		}
		for kind, body := range map[string]string{"application/json": `[1]`, "application/json; x": `{"a":1}{"b":2}`, "application/json;charset=utf-16": "{\x00",
			"multipart/form-data": "x", "multipart/form-data; boundary=b": "--b\r\n\r\n", "application/x-www-form-urlencoded": "a=%zz", "text/html": "<p>", "\xff": "{", "": strings.Repeat("a", 2<<20)} {
			h.sends(e.method, path, kind, body)
		}
	}
}
