package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"image"
	"image/png"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/community/credential"
	"consilium/storage"
	"consilium/storage/storagetest"
	"consilium/web/session"
)

// walk is one whole instance through whose doors one person goes again and again,
// each time as somebody else: with another profession, proof and duty.
type walk struct {
	testing.TB
	i      *instance
	rows   rows
	log    *record
	door   http.Handler
	me     community.User
	cookie []*http.Cookie
	token  string
	// ana is a colleague, who looks whether the person is in the directory.
	ana []*http.Cookie
	// what is there to be seen and done, by name.
	is map[string]string
}

func openWalk(t testing.TB, change ...func(*Config)) *walk {
	t.Helper()
	folder := t.TempDir()
	var c Config
	c.Server.Address, c.Cases.Public, c.Limits.Enabled = "localhost:8080", true, new(false)
	c.Storage.Database = "sqlite:" + filepath.Join(folder, "consilium.db")
	c.Storage.Media, c.Storage.SecretFile = filepath.Join(folder, "media"), filepath.Join(folder, "secret")
	c.Accounts.SecondFactor = "optional"
	for _, set := range change {
		set(&c)
	}
	c.fillDefaults()
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	log := &record{}
	i, err := build(t.Context(), c, surroundings{now: func() time.Time { return now }}, slog.New(slog.NewTextHandler(log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	w := &walk{TB: t, i: i, log: log, rows: openRows(t, c.Storage.Database), door: i.handler(), is: map[string]string{}}
	t.Cleanup(func() { w.ok(i.Close()) })
	w.ok(i.store.SetInstance(t.Context(), community.Instance{Name: "St Anna Hospital", Rules: []string{"Be kind."}, SetUp: true}))
	w.enter()
	w.furnish()
	return w
}

func (w *walk) ok(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// enter signs the person in, in a browser and in an app.
func (w *walk) enter() {
	w.Helper()
	w.me, _ = storagetest.Member(w, w.i.store, "walker")
	w.cookie, w.token = w.signIn(w.me), session.NewToken()
	app, err := w.i.store.AddApplication(w.Context(), storage.Application{ClientID: "walk", Name: "Walk", RedirectURIs: []string{"pocket://back"},
		Scopes: "read write follow cases:read cases:write admin:read admin:write"}, session.NewToken())
	w.ok(err)
	_, err = w.i.store.AddToken(w.Context(), w.token, storage.AccessToken{Application: app.ID, Actor: w.me.Actor, Scopes: app.Scopes})
	w.ok(err)
}

func (w *walk) signIn(u community.User) []*http.Cookie {
	w.Helper()
	answer := httptest.NewRecorder()
	_, err := w.i.sessions.Begin(answer, httptest.NewRequestWithContext(w.Context(), "POST", w.i.store.Base()+"/sign-in", nil), u)
	w.ok(err)
	return answer.Result().Cookies()
}

// furnish puts there what the actions are done to.
func (w *walk) furnish() {
	w.Helper()
	ctx, s := w.Context(), w.i.store
	user, ana := storagetest.Clinician(w, s, "ana")
	w.ana = w.signIn(user)
	w.ok(s.SetPractice(ctx, ana.ID, community.Practice{Listed: true, Referrals: true}))
	w.ok(s.SetPractice(ctx, w.me.Actor, community.Practice{Listed: true}))
	_, chief := storagetest.Staff(w, s, "chief", community.Administrator)
	_, boss := storagetest.Staff(w, s, "boss", community.Moderator)
	eve, me := w.member("eve"), w.actor(w.me.Actor)
	pending, _ := storagetest.Login(w, s, community.User{Name: "pending", State: community.UserPending, Reason: "please"})
	w.is["{eve}"], w.is["{ana}"], w.is["{pending}"] = community.FormatID(eve.ID), community.FormatID(ana.ID), community.FormatID(pending.Actor)
	w.is["{note}"] = community.FormatID(storagetest.Post(w, s, ana, "For the house", community.InstanceOnly).ID)
	w.is["{case}"] = w.post(ana, community.InstanceOnly, true)
	w.is["{own}"] = w.post(me, community.InstanceOnly, true)
	w.is["{clinical}"] = w.post(ana, community.Clinicians, true)
	w.is["{clinical:path}"] = w.is["{"+w.is["{clinical}"]+"}"]
	for name, target := range map[string]community.Actor{"{report}": boss, "{worst}": chief} {
		bad := storagetest.Post(w, s, target, "Bad")
		flag, err := s.AddFlag(ctx, community.Flag{Reporter: ana.ID, Target: target.ID, Posts: []community.PostID{bad.ID}, Category: "other"})
		w.ok(err)
		w.is[name], w.is[strings.Replace(name, "}", ":post}", 1)] = community.FormatID(flag.ID), community.FormatID(bad.ID)
	}
	group, err := community.DescribeGroup(community.LocalGroup{}, community.GroupDraft{Name: "lungs", Title: "Lungs", Purpose: "other", Posting: "everybody", State: "open"})
	w.ok(err)
	group, err = s.CreateGroup(ctx, "lungs", group, ana.ID)
	w.ok(err)
	w.is["{group}"], w.is["{group:id}"] = "lungs", community.FormatID(group.Actor.ID)
	w.apply(eve)
}

func (w *walk) member(name string) community.Actor {
	w.Helper()
	_, a := storagetest.Member(w, w.i.store, name)
	return a
}

func (w *walk) actor(id community.ActorID) community.Actor {
	w.Helper()
	a, err := w.i.store.Actor(w.Context(), id)
	w.ok(err)
	return a
}

func (w *walk) post(by community.Actor, audience community.AudienceKind, isCase bool) string {
	w.Helper()
	d := community.PostDraft{Text: "hello", Audience: audience}
	if isCase {
		d.Case = &community.CaseDraft{Title: "Fever", AgeBand: "45-49", Consent: "written", ConsentScope: "public", Narrative: community.Narrative{PresentingComplaint: "Fever", Question: "What is it?"},
			Poll: community.PollDraft{Options: []string{"DRESS", "AGEP"}, Closes: "30"}}
	}
	p, err := community.Publish(by, d, community.Surroundings{Now: w.i.store.Now(), Openness: community.Openness{PublicCases: true}})
	w.ok(err)
	post, err := w.i.store.Publish(w.Context(), p)
	w.ok(err)
	id := community.FormatID(post.ID)
	w.is["{"+id+"}"] = strings.TrimPrefix(post.IRI.String(), w.i.store.Base())
	return id
}

// apply has somebody ask to be verified, with a paper.
func (w *walk) apply(a community.Actor) {
	w.Helper()
	ctx, s := w.Context(), w.i.store
	v, err := s.SaveVerification(ctx, a.ID, community.Claim{LegalName: "Eve Example", Profession: "physician", Country: "DE", Register: "efn",
		Number: "802760000000001", Organisation: "St Anna Hospital"})
	w.ok(err)
	var paper bytes.Buffer
	w.ok(png.Encode(&paper, image.NewRGBA(image.Rect(0, 0, 4, 4))))
	d, err := s.AddVerificationDocument(ctx, storage.NewDocument{Verification: v.ID, Actor: a.ID, Kind: storage.DocumentKinds()[0], Type: "image/png", Bytes: paper.Bytes()})
	w.ok(err)
	w.rows.change(`UPDATE verification SET state = 'submitted', submitted = 1, due = 2 WHERE id = ` + strconv.FormatInt(int64(v.ID), 10))
	w.is["{application}"], w.is["{paper}"] = strconv.FormatInt(int64(v.ID), 10), strconv.FormatInt(d.ID, 10)
}

// self is who the person is for a while.
type self struct {
	role       community.Role
	profession community.Profession // own word and proof alike
	level      credential.Level
	// odd is what is wrong with the proof: "suspended", "lapsed", "labelled"; "" nothing.
	odd string
}

// become makes the person somebody else.
func (w *walk) become(s self) {
	w.Helper()
	now := w.i.store.Now()
	c := credential.Credential{Profession: s.profession, Level: s.level, Method: credential.Documents, ConfirmedBy: "St Anna", Confirmed: now.Add(-time.Hour),
		Until: now.Add(time.Hour), State: credential.Active}
	label := ""
	switch s.odd {
	case "suspended":
		c.State = credential.Suspended
	case "lapsed":
		c.Until = now
	case "labelled":
		label = "industry"
	}
	text := ""
	w.rows.change("DELETE FROM credential WHERE actor = " + community.FormatID(w.me.Actor))
	if s.level > 0 {
		b, err := json.Marshal(c)
		w.ok(err)
		text = string(b)
		_, err = w.rows.db.ExecContext(w.Context(), `INSERT INTO credential (actor, profession, level, method, confirmed, valid_until, state, changed)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, w.me.Actor, c.Profession, c.Level, c.Method, c.Confirmed.UnixMilli(), c.Until.UnixMilli(), c.State, now.UnixMilli())
		w.ok(err)
	}
	_, err := w.rows.db.ExecContext(w.Context(), `UPDATE actor SET profession = ?, credential = ?, label = ? WHERE id = ?`, s.profession, text, label, w.me.Actor)
	w.ok(err)
	w.rows.change("UPDATE user_account SET role = '" + string(s.role) + "' WHERE actor = " + community.FormatID(w.me.Actor))
}

// step is one real request by which an action is done, and who may do it: written
// down by hand, and never asked of community.May.
type step struct {
	action             community.Action
	who                string // "all", "unlabelled", "clinicians", or duties
	method, path, form string // path beginning with /api: an app with a token
	allowed            []int  // what is answered when it was let in
	denied             []int  // 403 and 404 when nil
	has                string // what the page then holds, and otherwise does not; "" nothing
}

const (
	aCase    = "step=post&title=Fever&question=Why&age_band=45-49&presenting_complaint=Fever&consent=written&consent_scope=public&language=en"
	mods     = "moderator administrator"
	officers = "officer administrator"
)

// steps have a row for every action there is. Where an allowed request would
// change what the next one needs, the form is one that does not do: then 422, 409 or
// 403 come from behind the gate.
var steps = []step{
	{"write-posts", "all", "POST", "/posts", "text=hello&audience=public&once=p&language=en", []int{303}, nil, ""},
	{"write-posts", "all", "POST", "/api/v1/statuses", "status=hello&visibility=public", []int{200}, nil, ""},
	{"reply", "all", "POST", "/posts", "text=hello&audience=instance&once=r&language=en&in_reply_to={note}", []int{303}, nil, ""},
	{"reply", "all", "POST", "/api/v1/statuses", "status=hello&in_reply_to_id={note}", []int{200}, nil, ""},
	{"mark-posts", "all", "POST", "/p/{note}/bookmark", "", []int{303}, nil, ""},
	{"mark-posts", "all", "POST", "/api/v1/statuses/{note}/favourite", "", []int{200}, nil, ""},
	{"meet-people", "all", "POST", "/a/{eve}/mute", "", []int{303}, nil, ""},
	{"meet-people", "all", "POST", "/api/v1/accounts/{eve}/unmute", "", []int{200}, nil, ""},
	{"make-reports", "all", "POST", "/a/{eve}/report", "category=none", []int{422}, nil, ""},
	{"make-reports", "all", "POST", "/api/v1/reports", "account_id={eve}&category=none", []int{422}, nil, ""},
	{"keep-account", "all", "POST", "/settings/appearance", "language=xx", []int{422}, nil, ""},
	{"make-invites", "all", "POST", "/settings/invitations", "days=x", []int{422}, nil, ""},
	{"solve-case", "all", "POST", "/p/{own}/solve", "", []int{303, 409}, nil, ""},

	{"open-case", "unlabelled", "GET", "/cases/new", "", []int{200}, nil, ""},
	{"open-case", "unlabelled", "POST", "/cases", aCase + "&audience=instance&once=c", []int{303}, nil, ""},
	{"open-public-case", "unlabelled", "POST", "/cases", aCase + "&audience=public&once=o", []int{303}, nil, ""},
	{"answer-case", "unlabelled", "POST", "/posts", "text=hello&audience=instance&once=a&language=en&in_reply_to={case}", []int{303}, nil, ""},
	{"answer-case", "unlabelled", "POST", "/api/v1/statuses", "status=hello&in_reply_to_id={case}", []int{200}, nil, ""},
	{"apply-verification", "unlabelled", "GET", "/verification", "", []int{200, 303}, nil, ""},
	{"search-directory", "unlabelled", "GET", "/directory", "", []int{200}, nil, ""},

	{"read-clinical", "clinicians", "GET", "{clinical:path}", "", []int{200}, nil, ""},
	{"read-clinical", "clinicians", "GET", "/api/v1/statuses/{clinical}", "", []int{200}, nil, ""},
	{"read-clinical", "clinicians", "GET", "/cases", "", []int{200}, []int{200}, "{clinical:path}"},
	{"write-clinical", "clinicians", "POST", "/cases", aCase + "&audience=clinicians&once=k", []int{303}, []int{422, 403}, ""},
	{"write-clinical", "clinicians", "GET", "/compose", "", []int{200}, []int{200}, `value="clinicians"`},
	{"answer-clinical", "clinicians", "POST", "/posts", "text=hello&audience=clinicians&once=q&language=en&in_reply_to={clinical}", []int{303}, nil, ""},
	{"answer-clinical", "clinicians", "POST", "/api/v1/statuses", "status=hello&in_reply_to_id={clinical}", []int{200}, nil, ""},
	{"vote-differential", "clinicians", "POST", "/p/{case}/vote", "choice=none", []int{422}, nil, ""},
	{"request-referral", "clinicians", "GET", "/a/{ana}/referral", "", []int{200}, nil, ""},
	{"be-in-directory", "clinicians", "GET", "/directory?seen=by-ana", "", []int{200}, []int{200}, "@walker"},

	{"enter-desk", "moderator officer administrator", "GET", "/desk", "", []int{303}, nil, ""},
	{"review-cases", "moderator officer administrator", "GET", "/desk/review", "", []int{200}, nil, ""},
	{"label-members", "moderator officer administrator", "POST", "/desk/clinicians/{eve}/label", "label=physician", []int{422}, nil, ""},
	{"see-accounts", mods, "GET", "/desk/accounts", "", []int{200}, nil, ""},
	{"read-staff-log", mods, "GET", "/desk/accounts/{eve}", "", []int{200}, nil, ""},
	{"approve-members", mods, "POST", "/desk/accounts/{pending}/approve", "", []int{303, 409}, nil, ""},
	{"suspend-members", mods, "POST", "/desk/accounts/{eve}/suspend", "", []int{422}, nil, ""},
	{"handle-reports", mods, "GET", "/desk/reports/{report}", "", []int{200}, nil, ""},
	{"remove-posts", mods, "POST", "/desk/reports/{worst}/remove/{worst:post}", "", []int{403}, []int{404}, ""}, // of an administrator
	{"see-domains", mods, "GET", "/desk/domains", "", []int{200}, nil, ""},
	{"see-domains", mods, "GET", "/desk/peers", "", []int{200}, nil, ""},
	{"see-domains", mods, "GET", "/desk/peers/inspect?address=nonsense!", "", []int{200}, nil, ""},
	{"keep-domains", "administrator", "POST", "/desk/domains/there.example/drop", "", []int{422}, nil, ""},
	{"keep-groups", mods, "GET", "/desk/groups", "", []int{200}, nil, ""},
	{"keep-groups", mods, "POST", "/desk/groups", "title=", []int{422}, nil, ""},
	{"keep-groups", mods, "GET", "/groups/{group}/moderate", "", []int{200}, nil, ""},
	{"keep-groups", mods, "POST", "/groups/{group}/moderate", "do=ban&handle=nobody", []int{422}, nil, ""},
	{"keep-invitations", mods, "POST", "/desk/invitations", "days=x", []int{422}, nil, ""},
	{"handle-staff-reports", "administrator", "POST", "/desk/reports/{report}/close", "note=" + strings.Repeat("x", 501), []int{422}, nil, ""},
	{"set-roles", "administrator", "POST", "/desk/accounts/{eve}/role", "role=wizard", []int{422}, nil, ""},
	{"reset-passwords", "administrator", "POST", "/desk/accounts/{eve}/reset-password", "", []int{200}, nil, ""},
	{"see-domains", mods, "GET", "/desk/domains/drafts", "", []int{200}, nil, ""},
	{"see-domains", mods, "GET", "/desk/domains/export.csv", "", []int{200}, nil, ""},
	{"keep-domains", "administrator", "POST", "/desk/domains", "host=", []int{422}, nil, ""},
	{"keep-domains", "administrator", "POST", "/desk/domains/subscriptions", "url=", []int{422}, nil, ""},
	{"keep-domains", "administrator", "POST", "/desk/domains/drafts", "do=x", []int{422}, nil, ""},
	{"keep-domains", "administrator", "GET", "/desk/domains/import", "", []int{200}, nil, ""},
	{"edit-instance", "administrator", "GET", "/desk/instance", "", []int{200}, nil, ""},
	{"edit-instance", "administrator", "GET", "/desk/announcements", "", []int{200}, nil, ""},
	{"edit-instance", "administrator", "POST", "/desk/announcements", "text=", []int{422}, nil, ""},
	{"edit-instance", "administrator", "GET", "/desk/emoji", "", []int{200}, nil, ""},
	{"edit-instance", "administrator", "POST", "/desk/emoji", "shortcode=", []int{422}, nil, ""},
	{"keep-sign-ups", "administrator", "GET", "/desk/sign-ups", "", []int{200}, nil, ""},
	{"keep-sign-ups", "administrator", "POST", "/desk/sign-ups/addresses", "range=", []int{422}, nil, ""},
	{"keep-sign-ups", "administrator", "POST", "/desk/sign-ups/domains", "domain=", []int{422}, nil, ""},
	{"keep-sign-ups", "administrator", "GET", "/api/v1/admin/ip_blocks", "", []int{200}, nil, ""},
	{"keep-sign-ups", "administrator", "POST", "/api/v1/admin/email_domain_blocks", "domain=", []int{422}, nil, ""},
	{"keep-domains", "administrator", "POST", "/api/v1/admin/domain_blocks", "domain=", []int{422}, nil, ""},
	{"see-domains", mods, "GET", "/api/v1/admin/domain_blocks", "", []int{200}, nil, ""},
	{"see-accounts", mods, "GET", "/api/v1/admin/accounts/{eve}", "", []int{200}, nil, ""},
	{"see-accounts", mods, "POST", "/api/v1/admin/measures", "start_at=x&end_at=x", []int{422}, nil, ""},
	{"suspend-members", mods, "POST", "/api/v1/admin/accounts/{eve}/action", "type=x", []int{422}, nil, ""},
	{"handle-reports", mods, "GET", "/api/v1/admin/reports/{report}", "", []int{200}, nil, ""},
	{"erase-members", "administrator", "DELETE", "/api/v1/admin/accounts/{eve}", "", []int{403}, []int{403}, ""}, // is not suspended
	{"keep-trust", "administrator", "POST", "/desk/trust", "host=", []int{422}, nil, ""},
	{"see-verifications", officers, "GET", "/desk/verifications", "", []int{200}, nil, ""},
	{"see-evidence", officers, "GET", "/desk/verifications/{application}/papers/{paper}", "", []int{200}, nil, ""},
	{"decide-verifications", officers, "POST", "/desk/verifications/{application}/refuse", "", []int{422, 409}, nil, ""},
	{"suspend-credentials", officers, "POST", "/desk/clinicians/{ana}/suspend", "", []int{422}, nil, ""},
	{"keep-institutions", officers, "GET", "/desk/institutions", "", []int{200}, nil, ""},
}

// nowhere are actions that have no address of their own: they say what another deed
// does.
var nowhere = []community.Action{"give-answer", "hide-at-once"}

// may is the expectation, from the words of the table.
func (p step) may(s self) bool {
	clinical := strings.Fields(`physician resident nurse-practitioner physician-assistant nurse midwife pharmacist psychologist dentist
		physiotherapist occupational-therapist speech-therapist dietitian radiographer paramedic laboratory-scientist`)
	labelled := s.odd == "labelled" || slices.Contains([]community.Profession{"industry", "patient-organisation", "press"}, s.profession)
	switch p.who {
	case "all":
		return true
	case "unlabelled":
		return !labelled
	case "clinicians":
		return s.level >= 3 && s.odd == "" && slices.Contains(clinical, string(s.profession))
	}
	return slices.Contains(strings.Fields(p.who), string(s.role))
}

// take makes the request of a step, by nobody when out.
func (w *walk) take(p step, out bool) *httptest.ResponseRecorder {
	w.Helper()
	var body io.Reader
	if p.method == "POST" {
		body = strings.NewReader(w.fill(p.form))
	}
	r := httptest.NewRequestWithContext(w.Context(), p.method, w.i.store.Base()+w.fill(p.path), body)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Accept-Language", "en")
	if p.method == "POST" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if strings.HasPrefix(p.path, "/api/") && !out {
		r.Header.Set("Authorization", "Bearer "+w.token)
		if p.who == "all" { // what was posted by one who may is shown to them again
			r.Header.Set("Idempotency-Key", string(p.action))
		}
	}
	cookies := w.cookie
	if p.action == "be-in-directory" {
		cookies = w.ana
	}
	for _, c := range cookies {
		if !out && !strings.HasPrefix(p.path, "/api/") {
			r.AddCookie(c)
		}
	}
	answer := httptest.NewRecorder()
	w.door.ServeHTTP(answer, r)
	return answer
}

// fill puts what is there in the place of its name.
func (w *walk) fill(text string) string {
	for name, value := range w.is {
		text = strings.ReplaceAll(text, name, value)
	}
	return text
}

// watch has the database count its own changes: those of rows, in every table but
// that of the processes, which renew themselves.
func (w *walk) watch() {
	w.Helper()
	w.rows.change("CREATE TABLE change_count (n INTEGER NOT NULL)")
	w.rows.change("INSERT INTO change_count (n) VALUES (0)")
	found, err := w.rows.db.QueryContext(w.Context(), "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('node', 'change_count', 'sqlite_sequence') AND name NOT LIKE 'case_text%' AND name NOT LIKE 'post_text%' AND name NOT LIKE 'answer_text%'")
	w.ok(err)
	var tables []string
	for found.Next() {
		var name string
		w.ok(found.Scan(&name))
		tables = append(tables, name)
	}
	w.ok(errors.Join(found.Err(), found.Close()))
	if len(tables) < 30 {
		w.Fatalf("only %d tables are watched", len(tables))
	}
	for _, table := range tables {
		for _, event := range []string{"INSERT", "UPDATE", "DELETE"} {
			w.rows.change("CREATE TRIGGER count_" + event + "_" + table + " AFTER " + event + " ON " + table + " BEGIN UPDATE change_count SET n = n + 1; END")
		}
	}
}

func (w *walk) changes() int { return w.rows.number("SELECT n FROM change_count") }

// walkAs goes through all doors as somebody. What is not allowed is not there or
// forbidden, and has changed nothing.
func (w *walk) walkAs(s self) {
	w.Helper()
	w.become(s)
	for _, p := range steps {
		may, before := p.may(s), w.changes()
		answer, want := w.take(p, false), p.denied
		switch {
		case may:
			want = p.allowed
		case want == nil:
			want = []int{http.StatusForbidden, http.StatusNotFound}
		}
		if !slices.Contains(want, answer.Code) {
			w.Errorf("%+v: %s %s: %d, may %s: %v\n%s", s, p.method, p.path, answer.Code, p.action, may, short(answer.Body.String()))
		}
		if p.has != "" && strings.Contains(answer.Body.String(), w.fill(p.has)) != may {
			w.Errorf("%+v: %s %s shows %s: %v, may %s: %v", s, p.method, p.path, p.has, !may, p.action, may)
		}
		if !may && w.changes() != before {
			w.Errorf("%+v: %s %s changed something", s, p.method, p.path)
		}
	}
}

func short(body string) string { return body[:min(len(body), 300)] }

// selves are everybody the walk is taken as: members of each profession and level,
// each duty with each profession unproved and verified, and proofs that ended.
func selves() []self {
	var list []self
	professions := append(community.Professions(), "")
	for _, role := range []community.Role{community.Member, community.Moderator, community.Officer, community.Administrator} {
		for _, profession := range professions {
			for level := credential.Unproved; level <= credential.Issued; level++ {
				if role == community.Member || level == credential.Unproved || level == credential.Verified {
					list = append(list, self{role, profession, level, ""})
				}
			}
		}
		for _, odd := range []string{"suspended", "lapsed", "labelled"} {
			list = append(list, self{role, "physician", 3, odd})
		}
	}
	return list
}

// V9, the permission table walked over HTTP: professions × levels × duties ×
// actions, at the real addresses of pages, desk and client API.
func TestPermissionsAreWalked(t *testing.T) {
	t.Parallel()
	w := openWalk(t)
	w.watch()
	for _, action := range community.Actions() {
		if !slices.Contains(nowhere, action) && !slices.ContainsFunc(steps, func(p step) bool { return p.action == action }) {
			t.Errorf("no step takes %s", action)
		}
	}
	for _, s := range selves() {
		w.walkAs(s)
	}
	before := w.changes()
	for _, p := range steps {
		if p.path == "/cases" && p.method == "GET" {
			continue // which visitors may see, without what is not theirs
		}
		answer := w.take(p, true)
		led := answer.Code == http.StatusSeeOther && strings.HasPrefix(answer.Header().Get("Location"), "/sign-in")
		if !led && answer.Code != http.StatusUnauthorized && answer.Code != http.StatusNotFound {
			t.Errorf("a visitor: %s %s: %d to %s", p.method, p.path, answer.Code, answer.Header().Get("Location"))
		}
	}
	if w.changes() != before || before == 0 {
		t.Error("a visitor changed something")
	}
}
