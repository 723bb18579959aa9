package web_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// saved is what the script of the form is told.
type saved struct {
	ID, Saved, Words, Told, Missing string
	Items                           int
}

// autosave sends a form as the script does; the answer's body is read into saved
// where it is JSON.
func (b *browser) autosave(path string, fields url.Values) (answer, saved) {
	b.Helper()
	request, err := http.NewRequestWithContext(b.Context(), "POST", storagetest.Here+path, strings.NewReader(fields.Encode()))
	if err != nil {
		b.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	request.Header.Set("Accept", "application/json")
	a, told := b.send(request), saved{}
	if strings.HasPrefix(a.header.Get("Content-Type"), "application/json") {
		b.must(json.Unmarshal([]byte(a.body), &told))
	}
	return a, told
}

func (b *browser) draftsOf(a community.Actor) []community.Draft {
	b.Helper()
	drafts, err := b.store.Drafts(b.Context(), a.ID, storage.Page{})
	b.must(err)
	return drafts
}

// onlyCase is the only case of a member.
func (s *site) onlyCase(author community.Actor) community.Post {
	s.Helper()
	cases, err := s.store.Cases(s.Context(), storagetest.Viewer(s, s.store, author.ID), allCases, everything)
	if err != nil || len(cases) != 1 {
		s.Fatalf("%d cases, %v", len(cases), err)
	}
	return cases[0]
}

// Without any script: half a case is saved with its picture, found again, posted, and
// then the draft is gone and the picture is the case's.
func TestDraftJourney(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, actor := storagetest.Member(s, s.store, "ana")
		a := s.as(ana)
		a.get("/cases/drafts").is(200).has("it waits here")
		half := with(a.get("/cases/new").is(200).hasNot("unfinished drafts").form("/cases"), "title", "Fever after a new drug", "timeline", "Day 0: rash")
		page := a.submit("/cases/drafts", half, map[string][]byte{"picture_1": pngPicture(s)}).is(200).has("The draft is saved.", "Saved ")
		path := strings.Split(page.path, "?")[0]
		form := page.form("/cases")
		if form.Get("title") != "Fever after a new drug" || form.Get("timeline") != "Day 0: rash" || form.Get("media_1") == "" {
			t.Fatalf("the draft came back as %v", form)
		}
		a.get("/cases/new").is(200).has("unfinished drafts")
		a.get("/cases/drafts").is(200).has("Fever after a new drug", `href="`+path+`"`, "Draft")
		page = a.submit("/cases/drafts/"+form.Get("draft"), with(form, "description_1", "Rash on the trunk", "findings", "39.2 °C"), nil).is(200)
		form = page.form("/cases")
		if form.Get("description_1") != "Rash on the trunk" || form.Get("findings") != "39.2 °C" || len(a.draftsOf(actor)) != 1 {
			t.Fatalf("saved again it is %v", form)
		}

		whole := with(caseFields("timeline", "Day 0: rash"), "draft", form.Get("draft"), "draft_saved", form.Get("draft_saved"), "once", form.Get("once"),
			"media_1", form.Get("media_1"), "description_1", "Rash on the trunk", "picture_consent_1", "on")
		preview := a.submit("/cases", whole, nil).is(200).has("Day 0: rash", `alt="Rash on the trunk"`).form("/cases")
		if len(a.draftsOf(actor)) != 1 {
			t.Error("the preview dropped the draft")
		}
		a.submit("/cases", with(preview, "step", "post"), nil).is(200).has("Your case is presented.")
		a.get(path).is(http.StatusNotFound)
		if p := s.onlyCase(actor); len(p.Media) != 1 || len(a.draftsOf(actor)) != 0 {
			t.Errorf("%d pictures, %d drafts", len(p.Media), len(a.draftsOf(actor)))
		}
	})
}

// Deleting asks first, says what goes with it, and takes the pictures along.
func TestDraftDeleted(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, actor := storagetest.Member(s, s.store, "ana")
		a := s.as(ana)
		path := a.submit("/cases/drafts", url.Values{"title": {"A rash"}}, map[string][]byte{"picture_1": pngPicture(s)}).is(200).path
		path = strings.Split(path, "?")[0]
		a.get("/cases/drafts").has(`href="` + path + `/delete"`)
		a.get(path+"/delete").is(200).has("Delete this draft?", "A rash", "1 picture goes with it.").form(path + "/delete")
		if len(a.draftsOf(actor)) != 1 {
			t.Fatal("asking deleted it")
		}
		a.post(path+"/delete", nil).is(200).has("The draft is deleted.")
		a.get(path).is(http.StatusNotFound)
		s.clock.Advance(25 * time.Hour)
		s.must(s.library.Tidy(s.Context()))
		if loose, err := s.store.LooseMedia(s.Context(), s.store.Now()); err != nil || len(loose) != 0 {
			t.Errorf("%d pictures are left, %v", len(loose), err)
		}
	})
}

// The script is told in which version its words are kept and how much of the case is
// told; of two windows none overwrites the other.
func TestAutosave(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, actor := storagetest.Member(s, s.store, "ana")
		a := s.as(ana)
		_, first := a.autosave("/cases/drafts", url.Values{"title": {"One"}, "draft": {""}, "draft_saved": {""}, "once": {"x"}})
		if first.ID == "" || first.Saved == "" || !strings.HasPrefix(first.Words, "Saved ") || first.Told != "1 of 13 CARE items told" ||
			first.Items != 1 || !strings.Contains(first.Missing, "Keywords") {
			t.Fatalf("told %+v", first)
		}
		path := "/cases/drafts/" + first.ID
		answered, second := a.autosave(path, url.Values{"title": {"Two"}, "draft": {first.ID}, "draft_saved": {first.Saved}})
		answered.is(200)
		if second.ID != first.ID || second.Saved == first.Saved {
			t.Errorf("saved as %+v after %+v", second, first)
		}

		answered, copied := a.autosave(path, url.Values{"title": {"Three"}, "draft": {first.ID}, "draft_saved": {first.Saved}})
		answered.is(http.StatusConflict)
		if copied.ID == "" || copied.ID == first.ID || !strings.Contains(copied.Words, "another window") {
			t.Errorf("the conflict is told as %+v", copied)
		}
		a.get(path).is(200).has(`value="Two"`)
		a.get("/cases/drafts/" + copied.ID).is(200).has(`value="Three"`)
		// Without a script the person reads it, and goes on in what was kept.
		form := a.submit(path, url.Values{"title": {"Four"}, "draft_saved": {first.Saved}}, nil).is(http.StatusConflict).
			has("another window", "nothing was overwritten").form("/cases")
		if form.Get("title") != "Four" || form.Get("draft") == first.ID || form.Get("draft") == "" || len(a.draftsOf(actor)) != 3 {
			t.Errorf("after the conflict the form is %v, with %d drafts", form, len(a.draftsOf(actor)))
		}
		a.submit("/cases/drafts/"+form.Get("draft"), with(form, "title", "Five"), nil).is(200).has(`value="Five"`)

		// What was posted from an old window leaves the newer words alone.
		old := with(caseFields(), "draft", first.ID, "draft_saved", first.Saved, "step", "post")
		a.submit("/cases", old, nil).is(200).has("Your case is presented.")
		a.get(path).is(200).has(`value="Two"`)
	})
}

// A draft is its owner's: to everybody else it is as if it were not there, and so are
// its pictures; the script is told no more.
func TestDraftIsNobodyElses(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, actor := storagetest.Member(s, s.store, "ana")
		admin, _ := storagetest.Staff(s, s.store, "eve", community.Administrator)
		a, e := s.as(ana), s.as(admin)
		a.submit("/cases/drafts", url.Values{"title": {canary}, "question": {canary}}, map[string][]byte{"picture_1": pngPicture(s)}).is(200)
		d := a.draftsOf(actor)[0]
		there, missing := "/cases/drafts/"+community.FormatID(d.ID), "/cases/drafts/"+community.FormatID(d.ID+1)
		form := url.Values{"title": {"Mine now"}, "draft_saved": {fmt.Sprint(d.Saved.UnixMilli())}}
		for name, ask := range map[string]func(path string) answer{
			"open":     func(path string) answer { return e.get(path) },
			"ask":      func(path string) answer { return e.get(path + "/delete") },
			"delete":   func(path string) answer { return e.post(path+"/delete", nil) },
			"save":     func(path string) answer { return e.submit(path, form, nil) },
			"autosave": func(path string) answer { a, _ := e.autosave(path, form); return a },
		} {
			hidden, none := ask(there).is(http.StatusNotFound).hasNot(canary), ask(missing).is(http.StatusNotFound)
			if hidden.comparable(there) != none.comparable(missing) {
				t.Errorf("%s: a draft of somebody else can be told from none", name)
			}
		}
		m, err := s.store.Media(s.Context(), d.Media[0])
		s.must(err)
		a.get("/media/" + m.Small).is(200)
		e.get("/media/" + m.Small).is(http.StatusNotFound)
		e.get("/cases/drafts").is(200).hasNot(canary)
		// Nor can a form of theirs name it.
		e.submit("/cases", with(caseFields("title", "Eve's"), "draft", community.FormatID(d.ID), "draft_saved", fmt.Sprint(d.Saved.UnixMilli()), "step", "post"), nil).is(200)
		e.submit("/cases/drafts", with(form, "draft", community.FormatID(d.ID)), nil).is(200)
		if left := a.draftsOf(actor); len(left) != 1 || left[0].Form["title"][0] != canary {
			t.Errorf("ana's drafts are %+v", left)
		}
		if v := s.visitor().get(there); !strings.HasPrefix(v.path, "/sign-in") || strings.Contains(v.body, canary) {
			t.Errorf("a visitor came to %s", v.path)
		}
	})
}

// Whoever is signed out while writing loses nothing that was saved, and nothing else
// is done with what comes then.
func TestDraftOutlivesSession(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, actor := storagetest.Member(s, s.store, "ana")
		a := s.as(ana)
		_, first := a.autosave("/cases/drafts", url.Values{"title": {"Saved before"}})
		a.post("/sign-out", nil).is(200)
		answered, told := a.autosave("/cases/drafts/"+first.ID, url.Values{"title": {"After"}, "draft_saved": {first.Saved}})
		if !strings.HasPrefix(answered.path, "/sign-in?return=") || told.ID != "" {
			t.Errorf("signed out it is told %+v at %s", told, answered.path)
		}
		if answered := a.get("/cases/drafts/" + first.ID); !strings.HasPrefix(answered.path, "/sign-in?return=%2Fcases%2Fdrafts%2F"+first.ID) {
			t.Errorf("signing in would not lead back: %s", answered.path)
		}
		s.as(ana).get("/cases/drafts/" + first.ID).is(200).has(`value="Saved before"`)
		if len(a.draftsOf(actor)) != 1 {
			t.Errorf("%d drafts", len(a.draftsOf(actor)))
		}
	})
}

// As many as are kept and no more; the form comes back with everything in it.
func TestDraftsAreCounted(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, actor := storagetest.Member(s, s.store, "ana")
		a := s.as(ana)
		for range community.MaxDrafts {
			_, err := s.store.SaveDraft(s.Context(), community.Draft{Owner: actor.ID, Kind: community.DraftOfCase})
			s.must(err)
		}
		if answered, told := a.autosave("/cases/drafts", url.Values{"title": {"One more"}}); answered.status != http.StatusUnprocessableEntity || !strings.Contains(told.Words, "50 drafts") {
			t.Errorf("%d, told %+v", answered.status, told)
		}
		form := a.submit("/cases/drafts", url.Values{"title": {"One more"}, "history": {"Long"}}, map[string][]byte{"picture_1": pngPicture(s)}).
			is(http.StatusUnprocessableEntity).has("50 drafts").form("/cases")
		if form.Get("title") != "One more" || form.Get("history") != "Long" || form.Get("draft") != "" || form.Get("media_1") == "" {
			t.Errorf("the form came back as %v", form)
		}
	})
}

// Changes to a case are kept as well, and only by whom the case is.
func TestDraftOfEdit(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, actor := storagetest.Member(s, s.store, "ana")
		bob, _ := storagetest.Member(s, s.store, "bob")
		a := s.as(ana)
		a.submit("/cases", caseFields("step", "post"), nil).is(200)
		id := community.FormatID(s.onlyCase(actor).ID)
		edit := a.get("/p/" + id + "/edit").is(200).form("/p/" + id + "/edit")
		page := a.submit("/cases/drafts", with(edit, "findings", "Rash on the arms, not saved yet."), nil).is(200)
		path := strings.Split(page.path, "?")[0]
		a.get("/cases/drafts").is(200).has("Changes to a case")
		a.get("/p/" + id).is(200).hasNot("not saved yet")
		form := a.get(path).is(200).form("/p/" + id + "/edit")
		if form.Get("findings") != "Rash on the arms, not saved yet." || form.Get("draft_of") != id {
			t.Errorf("the changes came back as %v", form)
		}
		preview := a.submit("/p/"+id+"/edit", with(form, "step", "preview"), nil).is(200).form("/p/" + id + "/edit")
		a.submit("/p/"+id+"/edit", with(preview, "step", "post"), nil).is(200).has("not saved yet")
		a.get(path).is(http.StatusNotFound)
		s.as(bob).submit("/cases/drafts", url.Values{"title": {"x"}, "draft_of": {id}}, nil).is(http.StatusNotFound)
	})
}

// What was not posted yet is the member's, too, and is taken along (PO1).
func TestDraftsAreTakenAlong(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, _ := storagetest.Member(s, s.store, "ana")
		bob, _ := storagetest.Member(s, s.store, "bob")
		a := s.as(ana)
		a.submit("/cases/drafts", url.Values{"title": {"Half a case"}, "history": {"Not told yet."}}, nil).is(200)
		s.as(bob).submit("/cases/drafts", url.Values{"title": {canary}}, nil).is(200)
		if text := a.taken()["drafts.json"]; !strings.Contains(text, "Half a case") || !strings.Contains(text, `"history":["Not told yet."]`) || strings.Contains(text, canary) {
			t.Errorf("the drafts are %s", text)
		}
	})
}
