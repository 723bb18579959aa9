package web_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"consilium/community"
	"consilium/community/credential"
	"consilium/storage"
	"consilium/storage/storagetest"
	"consilium/web/session"
)

// taken takes a copy with the form, and opens it.
func (b *browser) taken() map[string]string {
	b.Helper()
	b.get("/settings/export").is(200)
	a := b.post("/settings/export", nil).is(200)
	if a.header.Get("Content-Type") != "application/zip" || a.header.Get("Cache-Control") != "no-store" ||
		!strings.HasPrefix(a.header.Get("Content-Disposition"), "attachment;") {
		b.Errorf("the copy came with %v", a.header)
	}
	archive, err := zip.NewReader(strings.NewReader(a.body), int64(len(a.body)))
	if err != nil {
		b.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			b.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			b.Fatal(err)
		}
		files[f.Name] = string(text)
	}
	return files
}

// What a member takes along is everything of theirs, for however few it was, and
// no word that others wrote (PO1).
func TestExport(t *testing.T) {
	eachSite(t, func(s *site) {
		ctx := t.Context()
		ana, anaActor := storagetest.Member(s, s.store, "ana")
		bob, bobActor := storagetest.Member(s, s.store, "bob")
		a, b := s.as(ana), s.as(bob)
		far := storagetest.Remote(s, s.store, "https://there.example", "mia")
		storagetest.Following(s, s.store, anaActor, far)
		storagetest.Following(s, s.store, bobActor, anaActor)
		s.must(s.store.Block(ctx, anaActor.ID, storagetest.Remote(s, s.store, "https://there.example", "troll").ID))
		s.must(s.store.BlockDomain(ctx, anaActor.ID, "spam.example"))
		s.must(s.store.Mute(ctx, storage.Mute{Actor: anaActor.ID, Target: storagetest.Remote(s, s.store, "https://there.example", "loud").ID, Notifications: true}))

		s.must(s.store.SetNote(ctx, anaActor.ID, far.ID, "met in Vienna, \"with\" the band"))
		s.must(s.store.SetNote(ctx, bobActor.ID, anaActor.ID, canary))

		// What bob wrote to few, and to all, holds the canary.
		b.submit("/posts", postFields("text", canary+" for @ana only", "audience", "direct"), nil).is(200)
		form := b.submit("/cases", caseFields("title", canary, "question", canary+"?"), nil).is(200).form("/cases")
		b.submit("/cases", with(form, "step", "post"), nil).is(200)
		open := storagetest.Post(s, s.store, bobActor, canary+" for everybody", community.Public)
		var theirs []community.Post
		for _, p := range s.postsOf(bobActor) {
			theirs = append(theirs, p)
			if p.Audience.Kind != community.Direct {
				s.must(s.store.Bookmark(ctx, anaActor.ID, p.ID))
			}
			s.must(s.store.Like(ctx, anaActor, p))
			a.submit("/posts", postFields("text", "My answer", "audience", string(p.Audience.Kind), "in_reply_to", community.FormatID(p.ID)), nil)
		}
		a.post("/p/"+community.FormatID(open.ID)+"/boost", nil).is(200)
		for _, audience := range []string{"public", "followers", "instance"} {
			a.submit("/posts", postFields("text", "Mine for "+audience+" #ward", "audience", audience, "description_1", "my picture"),
				map[string][]byte{"picture_1": pngPicture(s)}).is(200)
		}
		a.submit("/posts", postFields("text", "Mine for @bob alone", "audience", "direct"), nil).is(200)
		form = a.submit("/cases", caseFields("title", "My own case"), nil).is(200).form("/cases")
		a.submit("/cases", with(form, "step", "post"), nil).is(200)
		a.post("/settings/practice", with(url.Values{}, "training", "Heidelberg")).is(200)
		storagetest.Prove(s, s.store, anaActor, storagetest.Proof{Profession: "physician", Level: credential.Issued})

		files := a.taken()
		for name, text := range files {
			if strings.Contains(text, canary) {
				t.Errorf("%s holds what bob wrote", name)
			}
		}
		var posts []map[string]any
		s.must(json.Unmarshal([]byte(files["posts.json"]), &posts))
		if want := len(s.postsOf(anaActor)); len(posts) != want || want < 8 {
			t.Errorf("%d posts, want %d", len(posts), want)
		}
		for _, want := range []string{"Mine for public", "Mine for followers", "Mine for instance", "Mine for @bob alone", "My own case", "ALT 410 U/l.",
			`"of":"` + open.IRI.String(), `"bob@here.example"`, `"kind":"direct"`, `"description":"my picture"`} {
			if !strings.Contains(files["posts.json"], want) {
				t.Errorf("%q is not in the posts", want)
			}
		}
		for _, p := range theirs {
			if !strings.Contains(files["posts.json"], `"in_reply_to":"`+p.IRI.String()) || !strings.Contains(files["likes.csv"], p.IRI.String()) {
				t.Errorf("where the answer to %s belongs is lost", p.Audience.Kind)
			}
		}
		pictures := 0
		for name, text := range files {
			if strings.HasPrefix(name, "media/") && bytes.HasPrefix([]byte(text), []byte("\x89PNG")) && strings.Contains(files["posts.json"], name) {
				pictures++
			}
		}
		if pictures != 3 {
			t.Errorf("%d pictures", pictures)
		}
		for name, want := range map[string]string{
			"following_accounts.csv": "Account address,Show boosts,Notify on new posts,Languages\nmia@there.example,true,false,\n",
			"followers.csv":          "Account address\nbob@here.example\n",
			"blocked_accounts.csv":   "troll@there.example\n",
			"blocked_domains.csv":    "spam.example\n",
			"muted_accounts.csv":     "Account address,Hide notifications\nloud@there.example,true\n",
			"notes.csv":              "mia@there.example,\"met in Vienna, \"\"with\"\" the band\"\n",
		} {
			if files[name] != want {
				t.Errorf("%s: %q", name, files[name])
			}
		}
		if n := strings.Count(files["bookmarks.csv"], "\n"); n != 2 {
			t.Errorf("%d bookmarks", n)
		}
		for name, want := range map[string]string{"account.json": `"training": "Heidelberg"`, "credentials.json": `"kind": "in-person"`,
			"security.json": `"what": "sign_in"`, "README.txt": "@ana@here.example"} {
			if !strings.Contains(files[name], want) {
				t.Errorf("%s has no %s: %s", name, want, files[name])
			}
		}
		a.get("/settings/security").is(200).has("Copy of all data taken")
		a.get("/settings/export").is(200).has("You last took a copy on")
	})
}

// A copy is not made for somebody who found an open browser, and not without end.
func TestExportIsGuarded(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, _ := storagetest.Member(s, s.store, "ana")
		a := s.as(ana)
		for range 5 {
			a.taken()
		}
		a.post("/settings/export", nil).is(http.StatusUnprocessableEntity).has("Too many attempts")
		s.clock.Advance(session.Fresh + 1)
		for _, got := range []answer{a.get("/settings/export").is(200), a.post("/settings/export", nil).is(200)} {
			if !strings.HasPrefix(got.path, "/sign-in/again") || got.header.Get("Content-Type") == "application/zip" {
				t.Errorf("without a fresh proof: %s", got.path)
			}
		}
		s.visitor().get("/settings/export").is(200).has("Password")
	})
}

// However much there is, all of it comes, in order and once.
func TestExportOfManyPosts(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, actor := storagetest.Member(s, s.store, "ana")
		const many = 230
		for i := range many {
			storagetest.Post(s, s.store, actor, fmt.Sprintf("Post %d.", i))
		}
		var posts []struct{ Source string }
		s.must(json.Unmarshal([]byte(s.as(ana).taken()["posts.json"]), &posts))
		if len(posts) != many || !slices.IsSortedFunc(posts, func(a, b struct{ Source string }) int { return len(a.Source) - len(b.Source) }) ||
			posts[many-1].Source != fmt.Sprintf("Post %d.", many-1) {
			t.Errorf("%d posts, the last %+v", len(posts), posts[len(posts)-1])
		}
	})
}

// What was said before an edit is the author's, too.
func TestExportKeepsVersions(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, actor := storagetest.Member(s, s.store, "ana")
		a := s.as(ana)
		p := storagetest.Post(s, s.store, actor, "As it was.")
		path := "/p/" + community.FormatID(p.ID) + "/edit"
		a.submit(path, with(a.get(path).is(200).form(path), "text", "As it is."), nil).is(200)
		if text := a.taken()["posts.json"]; !strings.Contains(text, `"source":"As it is."`) || !strings.Contains(text, `"source":"As it was."`) {
			t.Errorf("the posts are %s", text)
		}
	})
}

// postFields is the form of a post.
func postFields(pairs ...string) url.Values {
	return with(url.Values{"text": {""}, "audience": {"public"}, "language": {"en"}}, pairs...)
}

// postsOf are all posts of a member that the member sees.
func (s *site) postsOf(a community.Actor) []community.Post {
	s.Helper()
	v := community.Viewer{Actor: a.ID, Local: true, ReadsCases: true}
	posts, err := s.store.AccountPosts(s.Context(), v, storage.Filter{Actor: a.ID, Announces: true, Replies: true}, everything)
	s.must(err)
	return posts
}

func (s *site) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}
