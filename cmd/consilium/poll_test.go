package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/community/credential"
	"consilium/storage"
	"consilium/storage/storagetest"
	"consilium/web/session"
)

// booth is a whole instance behind a real server, with cases that have polls, people
// who vote and people who only look.
type booth struct {
	*testing.T
	i      *instance
	clock  *storagetest.Clock
	client *http.Client
	cases  []community.Post
	voters []looker
	// lookers do not vote, by name.
	lookers map[string]looker
}

// looker is somebody at the doors: with a browser, an app, both or neither.
type looker struct {
	user    community.User
	actor   community.Actor
	cookies []*http.Cookie
	token   string
	accept  string
}

const (
	boothVoters = 40
	boothCases  = 25
)

func openBooth(t *testing.T) *booth {
	t.Helper()
	folder := t.TempDir()
	var c Config
	c.Server.Address, c.Cases.Public, c.Limits.Enabled, c.Federation.PublicUnsigned = "localhost:8080", true, new(false), true
	c.Storage.Database = "sqlite:" + filepath.Join(folder, "consilium.db")
	c.Storage.Media, c.Storage.SecretFile = filepath.Join(folder, "media"), filepath.Join(folder, "secret")
	c.Accounts.SecondFactor = "optional"
	c.fillDefaults()
	b := &booth{T: t, clock: &storagetest.Clock{}, lookers: map[string]looker{}}
	var err error
	b.i, err = build(t.Context(), c, surroundings{now: b.clock.Now}, slog.New(slog.NewTextHandler(io.Discard, nil)))
	b.ok(err)
	t.Cleanup(func() { b.ok(b.i.Close()) })
	b.ok(b.i.store.SetInstance(t.Context(), community.Instance{Name: "St Anna Hospital", Rules: []string{"Be kind."}, SetUp: true}))
	server := httptest.NewServer(b.i.handler())
	t.Cleanup(server.Close)
	dial := func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, server.Listener.Addr().String())
	}
	b.client = &http.Client{Transport: &http.Transport{DialContext: dial, MaxIdleConnsPerHost: 4, DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	t.Cleanup(b.client.CloseIdleConnections)
	return b
}

func (b *booth) ok(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

// join makes a member, with a proof when the level is not 0.
func (b *booth) join(name string, profession community.Profession, level credential.Level, specialties ...community.Specialty) looker {
	b.Helper()
	u, a := storagetest.Member(b, b.i.store, name)
	if level > 0 {
		a = storagetest.Prove(b, b.i.store, a, storagetest.Proof{Profession: profession, Level: level, Specialties: specialties})
	}
	return looker{user: u, actor: a}
}

// enter signs somebody in, in a browser or, with scopes, in an app.
func (b *booth) enter(l looker, scopes string) looker {
	b.Helper()
	if scopes == "" {
		answer := httptest.NewRecorder()
		_, err := b.i.sessions.Begin(answer, httptest.NewRequestWithContext(b.Context(), "POST", b.i.store.Base()+"/sign-in", nil), l.user)
		b.ok(err)
		l.cookies = answer.Result().Cookies()
		return l
	}
	l.token = session.NewToken()
	app, err := b.i.store.AddApplication(b.Context(), storage.Application{ClientID: l.token, Name: "Look", RedirectURIs: []string{"look://back"}, Scopes: scopes}, session.NewToken())
	b.ok(err)
	_, err = b.i.store.AddToken(b.Context(), l.token, storage.AccessToken{Application: app.ID, Actor: l.actor.ID, Scopes: scopes})
	b.ok(err)
	return l
}

// furnish opens the cases, public ones and ones for clinicians, and lets everybody in.
func (b *booth) furnish() {
	b.Helper()
	author := b.join("ana", "physician", 4)
	for n := range boothCases {
		d := community.PostDraft{Audience: community.Public, Language: "en", Case: &community.CaseDraft{Title: fmt.Sprintf("Fever and rash %d", n), AgeBand: "45-49", Consent: "written",
			ConsentScope: "public", Specialties: []string{"cardiology"}, Narrative: community.Narrative{PresentingComplaint: "Fever", Question: "What is it?"},
			Poll: community.PollDraft{Options: []string{"DRESS", "AGEP", "Kikuchi disease"}, Closes: "30"}}}
		if n%2 == 1 {
			d.Audience = community.Clinicians
		}
		p, err := community.Publish(author.actor, d, community.Surroundings{Now: b.clock.Now(), Openness: community.Openness{PublicCases: true}})
		b.ok(err)
		post, err := b.i.store.Publish(b.Context(), p)
		b.ok(err)
		b.cases = append(b.cases, post)
	}
	for n := range boothVoters {
		profession, specialty := community.Profession("physician"), community.Specialty("cardiology")
		if n%3 == 0 {
			profession, specialty = "nurse", "neurology"
		}
		b.voters = append(b.voters, b.join(fmt.Sprintf("voter%d", n), profession, 4, specialty))
	}
	onlooker, student := b.join("onlooker", "physician", 4), b.join("student", "student", 2)
	b.clock.Advance(8 * 24 * time.Hour) // then pages say days, and the same for weeks
	for n, l := range b.voters {
		b.voters[n] = b.enter(l, "")
	}
	b.lookers["visitor"] = looker{}
	b.lookers["author"] = b.enter(author, "")
	b.lookers["clinician"] = b.enter(onlooker, "")
	b.lookers["unverified"] = b.enter(student, "")
	b.lookers["app"] = b.enter(onlooker, "read")
	b.lookers["app for cases"] = b.enter(onlooker, "read cases:read")
	b.lookers["author's app"] = b.enter(author, "read cases:read")
	b.lookers["server"] = looker{accept: "application/activity+json"}
}

// addresses are where somebody may look for how a case is doing.
func (b *booth) addresses(p community.Post) []string {
	id, path := community.FormatID(p.ID), strings.TrimPrefix(p.IRI.String(), b.i.store.Base())
	return []string{path, "/p/" + id, "/p/" + id + "/history", "/p/" + id + "/reply", "/p/" + id + "/edit", "/p/" + id + "/poll", "/p/" + id + "/report",
		"/", "/home", "/about", "/cases", "/cases?status=open", "/cases?specialty=cardiology", "/@ana", "/@ana/cases", "/@ana/feed.atom", "/@ana/feed.rss",
		"/notifications", "/bookmarks", "/search?q=rash", "/search?q=DRESS", "/directory", "/tags/rash", "/cases?q=DRESS", "/specialties", "/metrics", "/collections", "/drafts",
		"/users/ana", "/users/ana/outbox", "/users/ana/outbox?page=true", "/users/ana/featured", path + "/replies", "/nodeinfo/2.0", "/nodeinfo/2.1",
		"/.well-known/webfinger?resource=acct:ana@localhost:8080",
		"/api/v1/statuses/" + id, "/api/v1/statuses/" + id + "/context", "/api/v1/statuses/" + id + "/history", "/api/v1/statuses/" + id + "/source",
		"/api/v1/polls/" + id, "/api/v1/timelines/home", "/api/v1/timelines/public", "/api/v1/timelines/public?local=true",
		"/api/v1/accounts/" + community.FormatID(p.Author), "/api/v1/accounts/" + community.FormatID(p.Author) + "/statuses",
		"/api/v1/notifications", "/api/v2/search?q=rash&resolve=false", "/api/v1/bookmarks", "/api/v1/instance", "/api/v2/instance", "/api/v1/trends/statuses"}
}

// perRequest is what differs between two answers although nothing has changed.
var perRequest = regexp.MustCompile(`(name="once" value=")[^"]*|("id":"tag:[^"]*)|(<meta name="csrf"[^>]*)`)

// look is everything of an answer: status, headers and every byte, but its time and
// what makes sending a form twice harmless.
func (b *booth) look(l looker, path string) string {
	b.Helper()
	r, err := http.NewRequestWithContext(b.Context(), "GET", b.i.store.Base()+path, nil)
	b.ok(err)
	return b.ask(l, r)
}

func (b *booth) ask(l looker, r *http.Request) string {
	b.Helper()
	r.Header.Set("Accept-Language", "en")
	if l.accept != "" {
		r.Header.Set("Accept", l.accept)
	}
	if l.token != "" {
		r.Header.Set("Authorization", "Bearer "+l.token)
	}
	for _, c := range l.cookies {
		r.AddCookie(c)
	}
	answer, err := b.client.Do(r)
	b.ok(err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	b.ok(err)
	text := answer.Proto + " " + answer.Status + fmt.Sprintf(" %d\n", len(body))
	for _, name := range slices.Sorted(maps.Keys(answer.Header)) {
		if name != "Date" && name != "X-Ratelimit-Reset" { // both are the time
			text += name + ": " + strings.Join(answer.Header[name], ", ") + "\n"
		}
	}
	return text + perRequest.ReplaceAllString(string(body), "$1")
}

// vote casts a vote as a browser does.
func (b *booth) vote(l looker, p community.Post, choice string) {
	b.Helper()
	form := url.Values{"choice": {choice}, "other": {""}}
	if choice == community.OtherChoice {
		form.Set("other", "Still disease")
	}
	r, err := http.NewRequestWithContext(b.Context(), "POST", b.i.store.Base()+"/p/"+community.FormatID(p.ID)+"/vote", strings.NewReader(form.Encode()))
	b.ok(err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if answer := b.ask(l, r); !strings.HasPrefix(answer, "HTTP/1.1 303") {
		b.Fatalf("the vote was answered %s", answer)
	}
}

// views is what everybody who looks sees at every address.
func (b *booth) views(p community.Post) map[string]string {
	b.Helper()
	seen := map[string]string{}
	for name, l := range b.lookers {
		for _, path := range b.addresses(p) {
			if strings.HasPrefix(path, "/api") == (l.token != "") || name == "visitor" || name == "server" {
				seen[name+" at "+path] = b.look(l, path)
			}
		}
	}
	return seen
}

// quick is where the poll itself is: looked at after every vote.
func (b *booth) quick(p community.Post) map[string]string {
	b.Helper()
	seen, path := map[string]string{}, strings.TrimPrefix(p.IRI.String(), b.i.store.Base())
	for _, name := range []string{"clinician", "author"} {
		seen[name+" at "+path] = b.look(b.lookers[name], path)
	}
	return seen
}

func (b *booth) compare(when string, before, after map[string]string) {
	b.Helper()
	for place, was := range before {
		if now := after[place]; now != was {
			at := 0
			for at < min(len(now), len(was)) && now[at] == was[at] {
				at++
			}
			from := max(0, at-80)
			b.Errorf("%s, %s differs from byte %d: %q, was %q", when, place, at, now[from:min(len(now), at+120)], was[from:min(len(was), at+120)])
		}
	}
}

// C3: a thousand votes, each at its own moment, and whoever did not vote finds every
// page, list, feed, document and answer of the client API as it was: the same status,
// headers, size and bytes. When the poll closes they find the results.
func TestPollTellsNothingBefore(t *testing.T) {
	t.Parallel()
	b := openBooth(t)
	b.furnish()
	votes := 0
	for n, p := range b.cases {
		var before map[string]string
		if n%12 < 2 { // public ones and ones for clinicians
			if before = b.views(p); len(before) < 150 {
				t.Fatalf("only %d places were looked at", len(before))
			}
		}
		quick := b.quick(p)
		if place := "clinician at " + strings.TrimPrefix(p.IRI.String(), b.i.store.Base()); !strings.Contains(quick[place], "/vote") || !strings.HasPrefix(quick[place], "HTTP/1.1 200") {
			t.Fatalf("there is no vote: %s", quick[place])
		}
		for m, l := range b.voters {
			b.clock.Advance(time.Duration(1+(n+m)%17) * time.Second)
			b.vote(l, p, []string{"1", "1", "2", community.OtherChoice}[(n+m)%4])
			votes++
			b.compare(fmt.Sprintf("after vote %d", m+1), quick, b.quick(p))
		}
		if before != nil {
			b.compare("after all votes", before, b.views(p))
		}
		if t.Failed() {
			return
		}
	}
	if votes != 1000 {
		t.Errorf("%d votes were cast", votes)
	}
	b.checkTold()
}

// checkTold makes sure that the test would see a result: who voted is told, and in the
// end every reader.
func (b *booth) checkTold() {
	b.Helper()
	p := b.cases[0]
	path := strings.TrimPrefix(p.IRI.String(), b.i.store.Base())
	if got := b.look(b.voters[0], path); !strings.Contains(got, "15 to 19") || !strings.Contains(got, "By profession") || strings.Contains(got, "Still disease") {
		b.Errorf("who voted is told %s", got)
	}
	b.clock.Advance(30 * 24 * time.Hour)
	for _, name := range []string{"visitor", "server"} { // the sessions of the others ended
		if got := b.look(b.lookers[name], path); strings.Contains(got, "20 to 24") != (name == "visitor") || strings.Contains(got, "Still disease") != (name == "visitor") {
			b.Errorf("in the end the %s is told %s", name, got)
		}
	}
}
