package main

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/community/credential"
	"consilium/federation/signature"
	"consilium/federation/vocab"
	"consilium/storage"
	"consilium/storage/storagetest"
	"consilium/web/desk"
	"consilium/web/mastodon"
	"consilium/web/session"
)

// canary is in every text of a case for a few clinicians and of everything below it,
// and nowhere else.
const canary = "zebrafinch"

// lure stands beside it, and is what readers search for: their own word comes back to
// them and tells nothing.
const lure = "quagga"

// aviary is a whole instance with such a case, people of all kinds before its doors,
// and a server of another make that is sent what leaves.
type aviary struct {
	*walk
	t    *testing.T
	peer *peer
	// sent is every byte that came to the other server.
	sent *record
	// ids and files are all numbers and names under which something of the case might
	// be asked for; hidden are those of its posts.
	hidden, ids, files, tokens []string
	// kept are numbers of what people keep: lists, notices, exchanges.
	kept  []string
	asked community.Post
}

func openAviary(t *testing.T) *aviary {
	t.Helper()
	a := &aviary{t: t, peer: openPeer(t), sent: &record{}}
	listening := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body) // whoever breaks off has sent what was read
		r.Body = io.NopCloser(bytes.NewReader(body))
		var copied bytes.Buffer
		_ = r.Write(&copied)
		_, _ = a.sent.Write(copied.Bytes())
		r.Body = io.NopCloser(bytes.NewReader(body))
		a.peer.ServeHTTP(w, r)
	}))
	t.Cleanup(listening.Close)
	a.peer.base, a.peer.host = listening.URL, strings.TrimPrefix(listening.URL, "http://")
	a.walk = openWalk(t, func(c *Config) {
		c.Federation.InsecureHTTP, c.Federation.PrivateNetworks = true, []string{"127.0.0.0/8"}
	})
	return a
}

// everywhere puts the canary into every text of a value, with the name of its field.
func everywhere(value any) {
	v := reflect.ValueOf(value).Elem()
	for i := range v.NumField() {
		switch field := v.Field(i); field.Kind() {
		case reflect.String:
			field.SetString(canary + " " + lure + " in words")
		case reflect.Struct:
			if field.CanAddr() && v.Type().Field(i).Anonymous {
				everywhere(field.Addr().Interface())
			}
		}
	}
}

// nest has ana publish the case and the others do below it all that can be done.
func (a *aviary) nest(ana, kim community.Actor) {
	a.Helper()
	s := a.i.store
	d := community.CaseDraft{}
	everywhere(&d)
	d.AgeBand, d.Sex, d.Certainty, d.Confirmed, d.Consent, d.ConsentScope = "45-49", "female", "possible", "", "written", "clinicians"
	d.ConsentGiven, d.Evidence, d.Keywords, d.Specialties = "", "10.1000/"+canary, canary, []string{"cardiology"}
	d.Poll = community.PollDraft{Options: []string{canary + " one", canary + " two"}}
	a.asked = a.publish(ana, community.PostDraft{Case: &d, Audience: community.Clinicians, Warning: canary, Language: "en",
		Narrow: community.AudienceDraft{Specialties: []string{"cardiology"}}}, community.Surroundings{Media: []community.Media{a.picture(ana)}})
	answer := a.publish(kim, community.PostDraft{Text: canary + " " + lure + " answer #" + canary, Audience: community.Clinicians, Language: "en",
		Response: &community.ResponseDraft{Kind: "answer", Departs: canary, Evidence: "10.1000/" + canary}},
		community.Surroundings{Parent: &a.asked, Answered: &ana, Media: []community.Media{a.picture(kim)}})
	a.publish(ana, community.PostDraft{Text: canary + " thanks", Audience: community.Clinicians, Language: "en",
		Question: community.QuestionDraft{Options: []string{canary + " yes", canary + " no"}}}, community.Surroundings{Parent: &answer, Answered: &kim})
	a.ok(s.Like(a.Context(), ana, answer))
	a.ok(s.Bookmark(a.Context(), kim.ID, a.asked.ID))
	draft, err := s.SaveDraft(a.Context(), community.Draft{Owner: ana.ID, Kind: community.DraftOfCase, Title: canary,
		Form: map[string][]string{"title": {canary}, "question": {canary}}})
	a.ok(err)
	flag, err := s.AddFlag(a.Context(), community.Flag{Reporter: kim.ID, Target: ana.ID, Posts: []community.PostID{answer.ID}, Category: "other", Comment: canary})
	a.ok(err)
	a.ids = append(a.ids, community.FormatID(draft.ID), community.FormatID(flag.ID), community.FormatID(ana.ID), community.FormatID(kim.ID))
	a.edit(ana, d)
}

// edit leaves an older version and a solved case, which everybody hears of who may.
func (a *aviary) edit(ana community.Actor, d community.CaseDraft) {
	a.Helper()
	d.Findings += " and more"
	around := community.Surroundings{Now: a.i.store.Now().Add(time.Second), Media: a.asked.Media}
	changed, err := community.Revise(ana, a.asked, community.PostDraft{Case: &d, Language: "en"}, around)
	a.ok(err)
	post, err := a.i.store.Publish(a.Context(), changed)
	a.ok(err)
	solved, err := community.Solve(ana, post, &community.Solution{Diagnosis: canary, Certainty: "certain", Confirmed: "histology", TeachingPoints: canary}, around)
	a.ok(err)
	a.asked, err = a.i.store.Publish(a.Context(), solved)
	a.ok(err)
}

func (a *aviary) publish(by community.Actor, d community.PostDraft, s community.Surroundings) community.Post {
	a.Helper()
	s.Now = a.i.store.Now()
	p, err := community.Publish(by, d, s)
	a.ok(err)
	post, err := a.i.store.Publish(a.Context(), p)
	a.ok(err)
	a.hidden = append(a.hidden, community.FormatID(post.ID))
	a.tokens = append(a.tokens, post.IRI.String()[strings.LastIndex(post.IRI.String(), "/")+1:])
	return post
}

func (a *aviary) picture(owner community.Actor) community.Media {
	a.Helper()
	var file bytes.Buffer
	a.ok(png.Encode(&file, image.NewRGBA(image.Rect(0, 0, 8, 8))))
	m, err := a.i.library.Upload(a.Context(), owner.ID, &file, canary+" picture")
	a.ok(err)
	m.Caption, m.Consented = canary+" caption", true
	a.files = append(a.files, m.File, m.Small)
	a.ids = append(a.ids, community.FormatID(m.ID))
	return m
}

// routes are the addresses of all doors with everything of the case in the place of
// their variables, by method.
func (a *aviary) routes() map[string][]string {
	a.Helper()
	api := mastodon.New(a.i.mastodonOptions(func(h http.Handler) http.Handler { return h })).Router()
	desk := desk.New(desk.Options{Door: a.i.door, Mode: community.FederationOpen, Papers: a.i.papers}).Handler()
	found := map[string][]string{}
	for _, door := range []http.Handler{a.i.webPages(), desk, api, a.i.federation.Handler()} {
		err := door.(*mux.Router).Walk(func(route *mux.Route, _ *mux.Router, _ []*mux.Route) error {
			template, err := route.GetPathTemplate()
			if err != nil || strings.HasPrefix(template, "/static/") {
				return nil // a router inside a router has no address
			}
			methods, err := route.GetMethods()
			if err != nil {
				methods = []string{"GET"}
			}
			for _, method := range methods {
				found[method] = append(found[method], a.expand(template)...)
			}
			return nil
		})
		a.ok(err)
	}
	for _, path := range []string{"/search", "/cases", "/home", "/users/nestor/outbox", "/api/v2/search", "/api/v1/timelines/home", "/cases/times"} {
		for _, query := range []string{"?q=" + lure, "?q=" + lure + "&type=statuses", "?uri=" + a.asked.IRI.String(), "?page=true", "?specialty=cardiology", "?status=solved"} {
			found["GET"] = append(found["GET"], path+query)
		}
	}
	found["GET"] = append(found["GET"], a.questions()...)
	for method := range found {
		slices.Sort(found[method])
		found[method] = slices.Compact(found[method])
	}
	return found
}

func (a *aviary) expand(template string) []string {
	before, rest, variable := strings.Cut(template, "{")
	if !variable {
		return []string{template}
	}
	name, after, _ := strings.Cut(rest, "}")
	if open := strings.Count(name, "{"); open > 0 { // a pattern with braces of its own
		_, after, _ = strings.Cut(after, "}")
	}
	name, _, _ = strings.Cut(name, ":")
	var found []string
	for _, value := range a.values(name, before) {
		found = append(found, a.expand(before+value+after)...)
	}
	return found
}

func (a *aviary) values(name, before string) []string {
	switch name {
	case "file":
		return a.files
	case "handle", "name":
		return []string{"nestor", "kim", "lungs"}
	case "list":
		return []string{"followers", "following"}
	case "token":
		return append(slices.Clone(a.tokens), "x")
	case "tag":
		return []string{canary}
	case "size":
		return []string{"small", "full"}
	case "version":
		return []string{"2.1"}
	}
	if name == "group" {
		return []string{"ungrouped-7000", "ungrouped-7001", "ungrouped-7002"}
	}
	for _, keeper := range []string{"/lists/", "/list/", "conversations/", "/notifications/", "/scheduled"} {
		if strings.Contains(before, keeper) && strings.HasPrefix(name, "id") {
			return a.kept
		}
	}
	if name == "quoting" || strings.HasPrefix(name, "id") || name == "actor" || name == "post" {
		if strings.HasPrefix(before, "/p/") || strings.Contains(before, "statuses") {
			return append(slices.Clone(a.hidden), a.is["{quotes it}"])
		}
		return append(slices.Clone(a.ids), a.hidden[0])
	}
	return []string{"x"}
}

// reader is somebody before the doors.
type reader struct {
	who string
	// dress makes a request theirs.
	dress func(*http.Request)
	// reads says that the case is for them.
	reads bool
}

func (a *aviary) browser(who string, u community.User, reads bool) reader {
	cookies := a.signIn(u)
	return reader{who, func(r *http.Request) {
		for _, c := range cookies {
			r.AddCookie(c)
		}
	}, reads}
}

func (a *aviary) app(who string, u community.User, scopes string, reads bool) reader {
	a.Helper()
	token := session.NewToken()
	app, err := a.i.store.AddApplication(a.Context(), storage.Application{ClientID: who, Name: who, RedirectURIs: []string{"x://y"}, Scopes: scopes}, session.NewToken())
	a.ok(err)
	_, err = a.i.store.AddToken(a.Context(), token, storage.AccessToken{Application: app.ID, Actor: u.Actor, Scopes: scopes, Strong: true})
	a.ok(err)
	return reader{who, func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+token) }, reads}
}

// server signs as somebody elsewhere who follows the author.
func (a *aviary) server() reader {
	return reader{"signed server", func(r *http.Request) {
		r.Header.Set("Accept", vocab.MediaType)
		signer := signature.Signer{KeyID: a.peer.actor("zoe") + "#main-key", Key: a.peer.key, Now: a.i.now}
		a.ok(signer.SignCavage(r, nil))
	}, false}
}

// readers are everybody the issue of a leak is about.
func (a *aviary) readers(kim community.User) []reader {
	a.Helper()
	s := a.i.store
	lay, _ := storagetest.Member(a, s, "lay")
	out, _ := storagetest.Clinician(a, s, "outsider", "neurology")
	ended, endedActor := storagetest.Clinician(a, s, "ended", "cardiology")
	a.ok(s.ChangeCredential(a.Context(), storage.StateChange{Actor: endedActor.ID, State: credential.Suspended, By: a.me.Actor, Reason: "test"}))
	shut, shutActor := storagetest.Clinician(a, s, "shut", "cardiology")
	mona, _ := storagetest.Staff(a, s, "mona", community.Moderator)
	list := []reader{
		a.app("app of a moderator", mona, "read admin:read", false),
		{"nobody", func(*http.Request) {}, false}, a.browser("unverified member", lay, false), a.browser("clinician outside", out, false),
		a.browser("clinician whose proof is suspended", ended, false), a.browser("suspended clinician", shut, false), a.server(),
		a.app("app with read", kim, "read write follow", false), a.app("app of a clinician outside", out, "read cases:read", false),
		a.browser("clinician inside", kim, true), a.app("app with cases:read", kim, "read write follow cases:read cases:write", true),
	}
	a.ok(s.SuspendActor(a.Context(), shutActor.ID, a.me.Actor, "test"))
	return list
}

func (a *aviary) ask(by reader, method, path string) *httptest.ResponseRecorder {
	a.Helper()
	r := httptest.NewRequestWithContext(a.Context(), method, a.i.store.Base()+path, nil)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Accept-Language", "en")
	if method != "GET" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	by.dress(r)
	answer := httptest.NewRecorder()
	a.door.ServeHTTP(answer, r)
	return answer
}

// leaks says whether an answer holds the canary in any byte that whoever asked did not
// send.
func leaks(answer *httptest.ResponseRecorder, path string) bool {
	text := answer.Body.String()
	for _, list := range answer.Header() {
		text += strings.Join(list, "\n")
	}
	for _, own := range []string{path, url.QueryEscape(path), url.PathEscape(path), "/tags/" + canary, "#" + canary, "%23" + canary} {
		text = strings.ReplaceAll(text, own, "")
	}
	return strings.Contains(text, canary)
}

// S-PRIV-1, decision 9: a case for few clinicians, and everything below it, is in no
// answer of any route of any door to anybody it is not for, in no byte that leaves for
// another server, and in no line of the log; to whom it is for it is shown.
func TestRestrictedCaseNeverLeaves(t *testing.T) {
	t.Parallel()
	a := openAviary(t)
	s := a.i.store
	ana := storagetest.Prove(a, s, a.member("nestor"), storagetest.Proof{Profession: "physician", Level: credential.Issued, Specialties: []community.Specialty{"cardiology"}})
	kimUser, kim := storagetest.Clinician(a, s, "kim", "cardiology")
	zoe := storagetest.Remote(a, s, a.peer.base, "zoe")
	storagetest.Following(a, s, zoe, ana)
	storagetest.Following(a, s, zoe, kim)
	a.nest(ana, kim)
	a.misplace(ana, kim)
	open := storagetest.Post(a, s, ana, "An open word", community.Public)
	readers := a.readers(kimUser)
	a.scatter(kim, "kim", "outsider", "lay")
	a.work(func() bool { return strings.Contains(a.sent.String(), open.IRI.String()) })
	routes := a.routes()
	if len(routes["GET"]) < 300 || len(routes["POST"]) < 150 {
		t.Fatalf("only %d and %d addresses", len(routes["GET"]), len(routes["POST"]))
	}
	for _, by := range readers {
		shown := 0
		for _, path := range routes["GET"] {
			answer := a.ask(by, "GET", path)
			if !by.reads && a.betrays(answer, path) {
				t.Errorf("%s is told of it at %s", by.who, path)
			}
			if !leaks(answer, path) {
				continue
			}
			shown++
			if !by.reads {
				t.Errorf("%s reads it at %s", by.who, path)
			}
		}
		if by.reads && shown == 0 {
			t.Errorf("%s sees nothing", by.who)
		}
	}
	for _, by := range readers {
		for _, path := range routes["POST"] {
			if !by.reads && path != "/sign-out" && leaks(a.ask(by, "POST", path), path) {
				t.Errorf("%s reads it by sending to %s", by.who, path)
			}
		}
	}
	a.alike(readers)
	a.uncounted()
	a.work(func() bool { return a.rows.count("job WHERE kind = 'deliver'") == 0 })
	for what, text := range map[string]string{"what was sent": a.sent.String(), "the log": a.log.String()} {
		if strings.Contains(text, canary) {
			t.Errorf("%s holds it", what)
		}
	}
	if got := a.ask(readers[len(readers)-2], "GET", "/p/"+a.hidden[0]); !strings.Contains(got.Body.String()+got.Header().Get("Location"), a.tokens[0]) && !leaks(got, "") {
		t.Errorf("what nobody may touch is gone: %d", got.Code)
	}
}

// work does what waits in the queue until a condition holds.
func (a *aviary) work(until func() bool) {
	a.Helper()
	ctx, stop := context.WithCancel(a.Context())
	done := make(chan struct{})
	go func() { a.i.loop.Run(ctx); close(done) }()
	defer func() { stop(); <-done }()
	eventually(a.t, "the queue comes to its end", until)
}

// alike compares what is hidden with what never was: status, headers and body.
func (a *aviary) alike(readers []reader) {
	a.Helper()
	missing := map[string]string{a.hidden[0]: a.hidden[0][:len(a.hidden[0])-3] + "001", a.tokens[0]: strings.Repeat("A", len(a.tokens[0])),
		a.files[0]: strings.Repeat("A", 26) + ".png"}
	for _, template := range []string{"/p/ID", "/p/ID/history", "/p/ID/reply", "/p/ID/edit", "/p/ID/delete", "/p/ID/report", "/p/ID/case.md", "/p/ID/case.json",
		"/p/ID/case.html", "/posts/TOKEN", "/media/FILE", "/api/v1/statuses/ID", "/api/v1/statuses/ID/context", "/api/v1/statuses/ID/source",
		"/api/v1/statuses/ID/history", "/posts/TOKEN/replies", "/posts/TOKEN/likes", "/posts/TOKEN/shares", "/posts/TOKEN/context", "/posts/TOKEN/history",
		"/p/ID/quote", "/p/ID/quotes"} {
		hidden := strings.NewReplacer("ID", a.hidden[0], "TOKEN", a.tokens[0], "FILE", a.files[0]).Replace(template)
		unlike := func(text string) string {
			for is, not := range missing {
				text = strings.ReplaceAll(text, is, not)
			}
			return text
		}
		for _, by := range readers {
			if by.reads {
				continue
			}
			got, want := a.ask(by, "GET", hidden), a.ask(by, "GET", unlike(hidden))
			if got.Code != want.Code || unlike(got.Body.String()) != want.Body.String() || !maps.EqualFunc(stable(got.Header()), stable(want.Header()), slices.Equal) {
				a.Errorf("%s: %s is answered %d, what is not there %d\n%v\n%v", by.who, template, got.Code, want.Code, got.Header(), want.Header())
			}
		}
	}
}

// stable are the headers without what counts requests, and addresses asked for.
func stable(h http.Header) http.Header {
	kept := http.Header{}
	for name, values := range h {
		if !strings.HasPrefix(name, "X-Ratelimit") && name != "Location" && name != "Date" && name != "Set-Cookie" && name != "X-Request-Id" {
			kept[name] = values
		}
	}
	return kept
}
