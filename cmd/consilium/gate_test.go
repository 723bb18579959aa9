package main

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"image"
	"image/png"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/storage/storagetest"
	"consilium/web/desk"
	"consilium/web/mastodon"
)

// leak is an identifier that is looked for wherever text is kept.
const leak = "leaky.patient@example.org"

// wayIn is a request that carries text of a case or of what stands below one, with the
// identifier at LEAK. It is refused, and nothing of it is kept.
type wayIn struct{ route, path, form string }

// waysIn are all requests by which such text enters, one for every field.
var waysIn = slices.Concat(
	fields("/cases", "/cases", aCase+"&audience=instance",
		"title", "question", "abstract", "introduction", "setting", "presenting_complaint", "history", "findings", "timeline", "investigations",
		"differential", "diagnosis", "intervention", "outcome", "discussion", "teaching_points", "perspective", "keywords", "warning", "consent_pointer"),
	fields("/cases", "/cases", aCase+"&audience=instance&poll_option=B&poll_closes=7", "poll_option"),
	fields("/cases", "/cases", aCase+"&audience=instance&media_1={picture}&picture_consent_1=on&description_1=x", "description_1", "caption_1"),
	fields("/posts", "/posts", "audience=instance&language=en&in_reply_to={own}&text=x", "text", "warning"),
	fields("/posts", "/posts", "audience=instance&language=en&in_reply_to={own}&text=x&question_option=B", "question_option"),
	fields("/posts", "/posts", "audience=instance&language=en&in_reply_to={own}&text=x&response=reply", "departs"),
	fields("/posts", "/posts", "audience=instance&language=en&in_reply_to={own}&text=x&media_1={picture}", "description_1"),
	fields("/p/{id:[0-9]+}/edit", "/p/{own}/edit", aCase, "title", "question", "history", "findings", "outcome", "teaching_points", "keywords", "warning"),
	fields("/p/{id:[0-9]+}/edit", "/p/{said}/edit", "language=en&text=x", "text", "warning"),
	fields("/p/{id:[0-9]+}/solve", "/p/{own}/solve", "", "diagnosis"),
	fields("/p/{id:[0-9]+}/solve", "/p/{own}/solve", "diagnosis=Sarcoidosis&certainty=certain", "teaching_points"),
	fields("/p/{id:[0-9]+}/outcome", "/p/{followed}/outcome", "management=yes", "outcome"),
	fields("/p/{id:[0-9]+}/poll", "/p/{own}/poll", "poll_option=B&poll_closes=7", "poll_option"),
	fields("/p/{id:[0-9]+}/vote", "/p/{asking}/vote", "choice=other", "other"),
	fields("/collections", "/collections", "name=x&shared=on", "name", "note"),
	fields("/collections", "/collections", "name=x&case={own}", "note"),
	fields("/collections/{id:[0-9]+}", "/collections/{collection}", "name=x", "name", "note"),
	fields("/collections/{id:[0-9]+}/note", "/collections/{collection}/note", "case={own}", "note"),
	fields("/p/{id:[0-9]+}/collect", "/p/{own}/collect", "", "name"),
	fields("/p/{id:[0-9]+}/collect", "/p/{own}/collect", "collection={collection}", "name"),
	fields("/a/{id:[0-9]+}/referral", "/a/{ana}/referral", "specialty=cardiology&urgency=routine&no_patient=on", "question"),
	fields("/api/v1/statuses", "/api/v1/statuses", "in_reply_to_id={own}&status=x", "status", "spoiler_text"),
	fields("/api/v1/statuses", "/api/v1/statuses", "in_reply_to_id={own}&status=x&poll[options][]=B", "poll[options][]"),
	fields("/posts", "/posts", "audience=instance&language=en&quoted={told_all}&text=x", "text", "warning"),
	fields("/p/{id:[0-9]+}/edit", "/p/{quoting}/edit", "language=en&text=x", "text", "warning"),
	fields("/groups/{name}/moderate", "/groups/tended/moderate", "do=remove&post={quoting}", "reason"),
	fields("/groups/{name}/moderate", "/groups/tended/moderate", "do=ban&person={ana}", "reason"),
	fields("/posts", "/posts", "audience=public&language=en&group={tended}&quoted={told_all}&text=x", "title"),
	fields("/posts", "/posts", "audience=instance&language=en&in_reply_to={own}&text=x&scheduled_at=2026-03-02T12:00", "text", "warning"),
	fields("/api/v1/statuses", "/api/v1/statuses", "scheduled_at=2026-03-02T12:00:00Z&in_reply_to_id={own}&status=x", "status", "spoiler_text"),
	fields("/api/v1/statuses", "/api/v1/statuses", "quoted_status_id={told_all}&status=x", "status", "spoiler_text"),
	fields("/api/v1/statuses", "/api/v1/statuses", "in_reply_to_id={own}&status=x&media_ids[]={told}", "ignored"),
	fields("/api/v1/statuses/{id:[0-9]+}", "PUT /api/v1/statuses/{said}", "status=x", "status", "spoiler_text"),
	fields("/api/v1/statuses/{id:[0-9]+}", "PUT /api/v1/statuses/{said}",
		"status=x&media_ids[]={picture}&media_attributes[0][id]={picture}&media_attributes[0][focus]=0.1,0.1", "media_attributes[0][description]"),
)

// noWayIn says of every other address that takes a form why nothing that is sent there
// is text of a case. An address that stands in neither list fails the test.
var noWayIn = map[string]string{
	"a button, which sends no text": `/p/*/delete /p/*/accept /p/*/unaccept /p/*/reopen /p/*/archive /p/*/hide-others /p/*/show-others /p/*/like /p/*/unlike /p/*/choose /api/v1/polls/*/votes
		/p/*/boost /p/*/unboost /p/*/bookmark /p/*/unbookmark /p/*/pin /p/*/unpin /p/*/silence /p/*/hear /p/*/poll/close /p/*/poll/remove /p/*/code /p/*/code/renew /a/*/follow /a/*/unfollow
		/a/*/accept-follow /a/*/reject-follow /a/*/block /a/*/unblock /a/*/mute /a/*/unmute /notifications/read /specialties/follow /specialties/unfollow
		/messages /messages/* /cases/handed-over/* /collections/*/move /collections/*/remove /collections/*/delete /api/v1/statuses/*/favourite /api/v1/statuses/*/unfavourite /api/v1/statuses/*/bookmark
		/api/v1/statuses/*/mute /api/v1/statuses/*/unmute /api/v1/statuses/*/pin /api/v1/statuses/*/unpin /api/v1/statuses/*/translate /api/v1/conversations/*
		/api/v1/scheduled_statuses/* /scheduled/* /api/v1/statuses/*/unbookmark /api/v1/statuses/*/reblog /api/v1/statuses/*/unreblog /api/v1/accounts/*/follow /api/v1/accounts/*/unfollow
		/api/v1/accounts/*/remove_from_followers /api/v1/accounts/*/block /api/v1/accounts/*/unblock /api/v1/accounts/*/mute /api/v1/accounts/*/unmute
		/api/v1/follow_requests/* /api/v1/markers /p/*/quote-policy /p/*/agree-quote /p/*/refuse-quote /p/*/revoke-quote
		/api/v1/statuses/*/quotes/*/revoke /api/v1/statuses/*/interaction_policy /api/v1/notifications/* /media/*/redact /announcements/* /api/v1/announcements/*
		/api/v1/accounts/*/endorse /api/v1/accounts/*/unendorse /api/v1/accounts/*/pin /api/v1/accounts/*/unpin /api/v1/domain_blocks /api/v1/suggestions/*
		/tags/*/follow /tags/*/unfollow /api/v1/tags/* /api/v2/notifications/*`,
	"a list, its name and what was read into it: shown to its owner alone": `/lists /lists/* /a/*/list /api/v1/lists /api/v1/lists/* /api/v1/imports /api/v1/imports/*`,
	"kept for its author alone, and judged when it is posted":              `/cases/drafts /cases/drafts/* /api/v1/media /api/v2/media /api/v1/media/*`,
	"about the account and no post":                                        `/sign-in* /sign-out /register /set-up/* /confirm/* /password* /settings/* /api/v1/filters* /api/v2/filters* /oauth/* /api/v1/apps /api/v1/accounts/update_credentials /api/v1/accounts /api/v1/accounts/*/note /api/v1/profile /api/v1/profile/* /api/v1/emails/* /api/v1/featured_tags /api/v1/push/subscription`,
	"what a group, an emoji or a rule is about, by staff who keep it":      `/desk/groups /desk/groups/* /desk/emoji /desk/domains /desk/domains/*`,
	"read by staff only": `/p/*/report /a/*/report /api/v1/reports /verification/* /decisions/* /appeal/* /desk/* /api/v1/admin/*`,
	"a code, and words to the author and staff of one case": `/withdraw* /p/*/withdraw*`,
}

func fields(route, path, form string, names ...string) []wayIn {
	var list []wayIn
	for _, name := range names {
		list = append(list, wayIn{route, path, form + "&" + name + "=LEAK"})
	}
	return list
}

// refusals are what a person is told when it was the gate that refused.
var refusals = []string{"Not posted yet: the text holds", "It holds an e-mail address", "could tell who the patient is", "This would lead to the patient"}

// TestNothingSkipsTheGate feeds an identifier through every way by which text of a case
// enters, at the addresses of all doors, and looks for it in the database afterwards.
func TestNothingSkipsTheGate(t *testing.T) {
	t.Parallel()
	w := openWalk(t)
	w.become(self{community.Member, "physician", 3, ""})
	w.stageGate()
	for _, way := range waysIn {
		method, path := "POST", way.path
		if strings.HasPrefix(path, "PUT ") {
			method, path = "PUT", path[4:]
		}
		answer := w.send(method, path, way.form)
		if answer.Code != http.StatusUnprocessableEntity {
			t.Errorf("%s %s with %s: %d to %q", method, path, way.form, answer.Code, answer.Header().Get("Location"))
		}
		if !slices.ContainsFunc(refusals, func(words string) bool { return strings.Contains(answer.Body.String(), words) }) {
			t.Errorf("%s %s with %s was refused for something else", method, path, way.form)
		}
		if strings.HasPrefix(path, "/api/") && strings.Contains(answer.Body.String(), "leaky") {
			t.Errorf("%s %s repeats the identifier", method, path)
		}
		if found := w.kept(leak); len(found) > 0 {
			t.Fatalf("%s %s with %s: the identifier is in %v", method, path, way.form, found)
		}
		w.forgetLeak()
	}
	w.classify()
}

// stageGate puts there what text can be added to.
func (w *walk) stageGate() {
	w.Helper()
	ctx, s, me := w.Context(), w.i.store, w.actor(w.me.Actor)
	w.is["{picture}"], w.is["{told}"] = w.upload("", me), w.upload(leak, me)
	asked, err := s.Post(ctx, number[community.PostID](w, w.is["{own}"]))
	w.ok(err)
	w.is["{said}"] = community.FormatID(storagetest.Reply(w, s, storagetest.Answer{By: me, To: asked, Text: "I agree."}).ID)
	w.is["{followed}"] = w.post(me, community.InstanceOnly, true)
	kept, err := s.SaveCollection(ctx, community.Collection{Owner: me.ID, Name: "Rare diseases"})
	w.ok(err)
	w.ok(s.Collect(ctx, kept, asked.ID))
	w.is["{collection}"] = community.FormatID(kept.ID)
	answer := w.send("POST", "/p/{followed}/solve", "")
	if answer.Code != http.StatusSeeOther {
		w.Fatalf("solving: %d", answer.Code)
	}
	w.stageGroup(me)
	w.is["{asking}"] = w.post(w.member("pat"), community.InstanceOnly, true)
	w.rows.change(`INSERT OR IGNORE INTO poll (post, other, days, opened) VALUES (` + w.is["{asking}"] + `, 1, 0, 1)`)
	w.rows.change(`UPDATE poll SET other = 1, days = 0, closed = NULL`)
	w.rows.change(`INSERT OR IGNORE INTO poll_option (poll, position, text) VALUES (` + w.is["{asking}"] + `, 0, 'A'), (` + w.is["{asking}"] + `, 1, 'B')`)
}

// stageGroup puts there a public case that the person quotes, and a group that the
// person looks after.
func (w *walk) stageGroup(me community.Actor) {
	w.Helper()
	ctx, s := w.Context(), w.i.store
	w.is["{told_all}"] = w.post(me, community.Public, true)
	told, err := s.Post(ctx, number[community.PostID](w, w.is["{told_all}"]))
	w.ok(err)
	g, err := community.DescribeGroup(community.LocalGroup{}, community.GroupDraft{Name: "tended", Title: "Tended", Purpose: "other", Posting: "everybody", State: "open"})
	w.ok(err)
	g, err = s.CreateGroup(ctx, "tended", g, me.ID)
	w.ok(err)
	w.is["{tended}"] = community.FormatID(g.Actor.ID)
	place, err := s.GroupPlace(ctx, g.Actor.ID, 0, me)
	w.ok(err)
	quoted := &community.Quoted{Post: told, Approach: community.Approach{By: me, Author: me}, Thread: &told}
	p, err := community.Publish(me, community.PostDraft{Text: "Look at this", Audience: community.Public}, community.Surroundings{Now: s.Now(), Quoted: quoted, Group: place})
	w.ok(err)
	quoting, err := s.Publish(ctx, p)
	w.ok(err)
	w.is["{quoting}"] = community.FormatID(quoting.ID)
}

func number[T community.ID](w *walk, text string) T {
	w.Helper()
	id, err := community.ParseID[T](text)
	w.ok(err)
	return id
}

// upload leaves a picture of somebody loose. Its alternative text is only kept for its
// owner until it is posted.
func (w *walk) upload(description string, owner community.Actor) string {
	w.Helper()
	var file bytes.Buffer
	w.ok(png.Encode(&file, image.NewRGBA(image.Rect(0, 0, 8, 8))))
	m, err := w.i.library.Upload(w.Context(), owner.ID, &file, description)
	w.ok(err)
	return community.FormatID(m.ID)
}

func (w *walk) send(method, path, form string) *httptest.ResponseRecorder {
	w.Helper()
	values, err := url.ParseQuery(w.fill(form))
	w.ok(err)
	for name, list := range values {
		for i, value := range list {
			list[i] = strings.ReplaceAll(value, "LEAK", leak)
		}
		if n := len(list); n > 1 && list[n-1] == leak && !strings.Contains(name, "option") {
			values[name] = list[n-1:]
		}
	}
	body, kind := bytes.NewBufferString(values.Encode()), "application/x-www-form-urlencoded"
	r := httptest.NewRequestWithContext(w.Context(), method, w.i.store.Base()+w.fill(path), body)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Accept-Language", "en")
	r.Header.Set("Content-Type", kind)
	if strings.HasPrefix(path, "/api/") {
		r.Header.Set("Authorization", "Bearer "+w.token)
	} else {
		for _, c := range w.cookie {
			r.AddCookie(c)
		}
	}
	answer := httptest.NewRecorder()
	w.door.ServeHTTP(answer, r)
	return answer
}

// kept lists where in the database an identifier stands, besides a loose picture, which
// only its owner sees.
func (w *walk) kept(text string) []string {
	w.Helper()
	var found []string
	for _, place := range w.rows.texts(w) {
		query := `SELECT COUNT(*) FROM ` + place.table + ` WHERE CAST(` + place.column + ` AS TEXT) LIKE '%` + text + `%'`
		if place.table == "media" {
			query += ` AND post <> 0`
		}
		var n int
		w.ok(w.rows.db.QueryRowContext(w.Context(), query).Scan(&n))
		if n > 0 {
			found = append(found, place.table+"."+place.column)
		}
	}
	return found
}

// forgetLeak makes the throttle forget what was sent.
func (w *walk) forgetLeak() { w.rows.change(`DELETE FROM throttle`) }

// textColumn is a column of a table.
type textColumn struct{ table, column string }

func (r rows) texts(w *walk) []textColumn {
	w.Helper()
	list, err := r.db.QueryContext(w.Context(), `SELECT m.name, c.name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c
		WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.sql NOT LIKE 'CREATE VIRTUAL%' AND c.type = 'TEXT'`)
	w.ok(err)
	defer list.Close()
	var all []textColumn
	for list.Next() {
		var c textColumn
		w.ok(list.Scan(&c.table, &c.column))
		all = append(all, c)
	}
	w.ok(list.Err())
	return all
}

// classify makes sure that every address that takes a form stands in one of the lists.
func (w *walk) classify() {
	w.Helper()
	known := map[string]bool{}
	for _, way := range waysIn {
		known[way.route] = true
	}
	o := w.i.mastodonOptions(func(h http.Handler) http.Handler { return h })
	for _, router := range []*mux.Router{w.i.webPages().(*mux.Router), desk.New(desk.Options{Door: w.i.door}).Handler().(*mux.Router), mastodon.New(o).Router()} {
		w.ok(router.Walk(func(r *mux.Route, _ *mux.Router, _ []*mux.Route) error {
			path, err := r.GetPathTemplate()
			methods, _ := r.GetMethods()
			takes := slices.ContainsFunc(methods, func(m string) bool { return slices.Contains([]string{"POST", "PUT", "PATCH"}, m) })
			if err == nil && takes && !known[path] && !explained(path) {
				w.Errorf("%s takes text: is it of a case? Add it to waysIn or, with a reason, to noWayIn.", path)
			}
			return nil
		}))
	}
}

// explained says whether noWayIn has an address; "*" stands for anything.
func explained(path string) bool {
	for _, list := range noWayIn {
		for _, shape := range strings.Fields(list) {
			if matches(strings.Split(shape, "*"), path) {
				return true
			}
		}
	}
	return false
}

func matches(parts []string, path string) bool {
	if !strings.HasPrefix(path, parts[0]) {
		return false
	}
	path = path[len(parts[0]):]
	for i, part := range parts[1:] {
		if i == len(parts)-2 {
			return strings.HasSuffix(path, part)
		}
		_, rest, found := strings.Cut(path, part)
		if !found {
			return false
		}
		path = rest
	}
	return path == ""
}

// TestEveryPublicationPassesTheGate reads the sources: words of a member become a
// Publication in the functions below and nowhere else, and each of them asks the gate or
// carries no new words.
func TestEveryPublicationPassesTheGate(t *testing.T) {
	t.Parallel()
	asks := map[string]string{"Publish": "gate", "Revise": "gate", "by": "Pass", "restated": "", "Repeat": "", "Receive": "", "ReceiveAnnounce": "", "WithDraft": "", "WithKey": "",
		"AsReferral": ""}
	files, err := filepath.Glob(filepath.Join("..", "..", "community", "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			f, is := d.(*ast.FuncDecl)
			if !is || !makes(f) {
				continue
			}
			asked, known := asks[f.Name.Name]
			if !known {
				t.Errorf("%s: %s makes a Publication: does it carry words that nobody looked through?", name, f.Name.Name)
			} else if asked != "" && !calls(f, asked) {
				t.Errorf("%s: %s does not ask %s", name, f.Name.Name, asked)
			}
		}
	}
}

// makes says whether a function writes a Publication with something in it.
func makes(f *ast.FuncDecl) bool {
	found := false
	ast.Inspect(f, func(n ast.Node) bool {
		c, is := n.(*ast.CompositeLit)
		if is && len(c.Elts) > 0 {
			name, plain := c.Type.(*ast.Ident)
			found = found || plain && name.Name == "Publication"
		}
		return true
	})
	return found
}

func calls(f *ast.FuncDecl, name string) bool {
	found := false
	ast.Inspect(f, func(n ast.Node) bool {
		call, is := n.(*ast.CallExpr)
		if !is {
			return true
		}
		switch to := call.Fun.(type) {
		case *ast.Ident:
			found = found || to.Name == name
		case *ast.SelectorExpr:
			found = found || to.Sel.Name == name
		}
		return true
	})
	return found
}

// TestFileNamesAreNotKept: the name of an uploaded file can be that of a patient, and
// is read by nobody.
func TestFileNamesAreNotKept(t *testing.T) {
	t.Parallel()
	w := openWalk(t)
	var body, file bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", leak+".png")
	w.ok(err)
	w.ok(png.Encode(&file, image.NewRGBA(image.Rect(0, 0, 8, 8))))
	_, err = part.Write(file.Bytes())
	w.ok(err)
	w.ok(form.Close())
	r := httptest.NewRequestWithContext(t.Context(), "POST", w.i.store.Base()+"/api/v2/media", &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("Authorization", "Bearer "+w.token)
	answer := httptest.NewRecorder()
	w.door.ServeHTTP(answer, r)
	if answer.Code != http.StatusOK || strings.Contains(answer.Body.String(), leak) {
		t.Errorf("%d %s", answer.Code, answer.Body)
	}
	if found := w.kept(leak); len(found) > 0 {
		t.Errorf("the name is in %v", found)
	}
}
