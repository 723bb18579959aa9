package mastodon

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
	"consilium/web/session"
)

// play is testdata/contract.txt while it is played.
type play struct {
	*site
	*contract
	cast map[string]*caller
	// named are what later lines call {name}.
	named map[string]string
	// driven are the endpoints that were asked, as endpoint and method.
	driven map[string]bool
	router *mux.Router
}

// line is a line of testdata/contract.txt.
type line struct {
	who, method, path, form, status, want string
	names                                 []string
}

// TestContract asks every endpoint for something and compares the replies with what the
// documentation says of them, field by field.
func TestContract(t *testing.T) {
	s := unlimited(t, storagetest.SQLiteFile(t))
	p := &play{s, readContract(t), map[string]*caller{"-": s.visitor()}, map[string]string{"client_id": s.app.ClientID, "secret": s.secret},
		map[string]bool{}, s.api.Router()}
	p.begin()
	text, err := os.ReadFile("testdata/contract.txt")
	s.must(err)
	for text := range strings.Lines(string(text)) {
		text = strings.TrimSpace(text)
		deed, does := strings.CutPrefix(text, "do ")
		switch {
		case text == "" || text[0] == '#':
		case does:
			s.clock.Advance(time.Second)
			if deeds[deed] == nil {
				t.Fatalf("testdata/contract.txt: nobody knows how to do %q", deed)
			}
			deeds[deed](p)
		default:
			s.clock.Advance(time.Second)
			p.play(p.read(text))
		}
	}
	for _, e := range s.api.endpoints() {
		if !p.driven[e.method+" "+e.path] {
			t.Errorf("%s %s: no line of testdata/contract.txt asks it", e.method, unpatterned(e.path))
		}
	}
	for _, fault := range slices.Sorted(maps.Keys(p.faults)) {
		t.Error(fault)
	}
	for _, what := range p.unseen() {
		t.Errorf("%s was in no reply", what)
	}
}

// begin brings in the people of the play and everything they may.
func (p *play) begin() {
	p.Helper()
	all := strings.Join(session.Scopes(), " ")
	join := func(a community.Actor) {
		name := a.Handle.Name()
		p.cast[name], p.named[name] = p.as(a, all), id(a.ID)
	}
	for _, name := range []string{"ana", "bob", "cyd", "dee"} {
		_, a := storagetest.Member(p, p.store, name)
		join(a)
	}
	_, chief := storagetest.Staff(p, p.store, "chief", community.Administrator)
	join(chief)
	machine := p.visitor()
	machine.token = session.NewToken()
	_, err := p.store.AddToken(p.Context(), machine.token, storage.AccessToken{Application: p.app.ID, Scopes: all})
	p.must(err)
	p.cast["app"] = machine
}

// read takes a line apart: WHO METHOD PATH FORM -> STATUS:WANT NAME=STEP.STEP …
func (p *play) read(text string) line {
	p.Helper()
	for name, value := range p.named {
		text = strings.ReplaceAll(text, "{"+name+"}", value)
	}
	request, reply, found := strings.Cut(text, " -> ")
	part := strings.SplitN(request, " ", 4)
	l := line{status: "200"}
	if !found || len(part) < 3 {
		p.Fatalf("testdata/contract.txt: %q is no line", text)
	}
	l.who, l.method, l.path = part[0], part[1], part[2]
	if len(part) == 4 {
		l.form = part[3]
	}
	words := strings.Fields(reply)
	l.want, l.names = words[0], words[1:]
	if status, want, given := strings.Cut(l.want, ":"); given {
		l.status, l.want = status, want
	}
	return l
}

// play asks what a line asks for, and checks the reply.
func (p *play) play(l line) {
	p.Helper()
	var match mux.RouteMatch
	asked := httptest.NewRequestWithContext(p.Context(), l.method, storagetest.Here+l.path, nil)
	if !p.router.Match(asked, &match) || match.Route == nil || p.cast[l.who] == nil {
		p.Fatalf("testdata/contract.txt: nobody is %q, or nothing at %s %s", l.who, l.method, l.path)
	}
	template, err := match.Route.GetPathTemplate()
	p.must(err)
	p.driven[strings.Replace(l.method, http.MethodHead, http.MethodGet, 1)+" "+template] = true
	r := p.cast[l.who].perform(l)
	if strconv.Itoa(r.status) != l.status {
		p.Fatalf("%s %s %s: %d %s", l.who, r.what, l.form, r.status, r.body)
	}
	if kind, plain := strings.CutPrefix(l.want, "type="); plain {
		if got := r.header.Get("Content-Type"); !strings.HasPrefix(got, kind) {
			p.Errorf("%s has the type %s, want %s", r.what, got, kind)
		}
		return
	}
	p.compare(r.is(r.status).json(), l)
}

// compare checks a reply and keeps what later lines need of it.
func (p *play) compare(v value, l line) {
	p.Helper()
	at, _, _ := strings.Cut(v.what, "?")
	size := v.size()
	object, _ := v.any.(map[string]any)
	switch {
	case l.want == "none":
		if v.any == nil || size+len(object) > 0 {
			p.Errorf("%s gives %v, want nothing", v.what, v.any)
		}
	case l.want[0] == '[' && size == 0, l.want[0] == '{' && len(object) == 0:
		p.Errorf("%s %s gives none", l.who, v.what)
	default:
		p.check(at, l.want, v.any)
	}
	for _, name := range l.names {
		name, path, _ := strings.Cut(name, "=")
		var steps []any
		for step := range strings.SplitSeq(path, ".") {
			if n, err := strconv.Atoi(step); err == nil {
				steps = append(steps, n)
				continue
			}
			steps = append(steps, step)
		}
		p.named[name] = v.at(steps...).text()
	}
}

// perform sends what a line says. A value that begins with @ is a file.
func (c *caller) perform(l line) reply {
	c.Helper()
	var pairs []string
	var file []byte
	if l.form == "" && l.method == http.MethodGet || l.method == http.MethodHead {
		return c.send(l.method, l.path, "", nil)
	}
	defer c.header.Del("Idempotency-Key")
	for pair := range strings.SplitSeq(l.form, "&") {
		name, v, _ := strings.Cut(pair, "=")
		switch {
		case name == "Idempotency-Key":
			c.header.Set(name, v)
		case name == "":
		case v == "@png":
			file, pairs = pngPicture(c.T), append(pairs, "", name)
		case v == "@wav":
			file, pairs = waveSound(), append(pairs, "", name)
		case strings.HasPrefix(v, "@"):
			file, pairs = []byte(strings.ReplaceAll(v[1:], ";", "\n")), append(pairs, "", name)
		default:
			pairs = append(pairs, name, v)
		}
	}
	if file != nil {
		return c.upload(l.method, l.path, file, pairs...)
	}
	return c.form(l.method, l.path, pairs...)
}
