package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"consilium/community"
	"consilium/storage/storagetest"
)

// shelf is a site with three members who keep collections.
type shelf struct {
	*site
	ana, ben, cleo                *browser
	anaActor, benActor, cleoActor community.Actor
}

func eachShelf(t *testing.T, test func(s *shelf)) {
	t.Helper()
	eachSite(t, func(s *site) {
		h := &shelf{site: s}
		for _, m := range []struct {
			name  string
			as    **browser
			actor *community.Actor
		}{{"ana", &h.ana, &h.anaActor}, {"ben", &h.ben, &h.benActor}, {"cleo", &h.cleo, &h.cleoActor}} {
			var user community.User
			user, *m.actor = storagetest.Member(s, s.store, m.name)
			*m.as = s.as(user)
		}
		test(h)
	})
}

// told is a case of somebody; its number.
func (h *shelf) told(b *browser, title string) string {
	h.Helper()
	page := b.get(b.present(title))
	_, rest, _ := strings.Cut(page.body, `action="/p/`)
	id, _, _ := strings.Cut(rest, "/")
	return id
}

// collection makes one of a form; its path.
func (h *shelf) collection(b *browser, pairs ...string) string {
	h.Helper()
	return b.post("/collections", with(url.Values{}, pairs...)).is(http.StatusOK).path
}

func (h *shelf) put(b *browser, collection, id string) {
	h.Helper()
	b.post("/p/"+id+"/collect", url.Values{"collection": {strings.TrimPrefix(collection, "/collections/")}}).is(http.StatusOK).has("The case is in your collection.")
}

func (a answer) inOrder(texts ...string) {
	a.Helper()
	at := 0
	for _, text := range texts {
		k := strings.Index(a.body[at:], text)
		if k < 0 {
			a.Fatalf("%s: %q does not follow: %s", a.path, text, a.words())
		}
		at += k
	}
}

// C16: cases are put together from their pages, put in order, noted, shared, taken out, and the collection is forgotten.
func TestCollectionJourney(t *testing.T) {
	eachShelf(t, func(h *shelf) {
		first, second, third := h.told(h.ana, "Vasculitis"), h.told(h.ana, "Sarcoidosis"), h.told(h.cleo, "Amyloidosis")
		h.ana.get("/p/"+first).is(http.StatusOK).has("Add to a collection", `action="/p/`+first+`/collect"`).hasNot(`name="collection"`)
		made := h.ana.post("/p/"+first+"/collect", url.Values{"name": {"Rare diseases"}}).is(http.StatusOK).has("Rare diseases", "Vasculitis", "Only you can see this collection.")
		path := made.path
		h.ana.get("/p/" + second).has("Rare diseases</option>")
		h.put(h.ana, path, second)
		h.put(h.ana, path, third)
		h.put(h.ana, path, third) // twice is once
		h.ana.get("/p/"+third).has("Already in:", `href="`+path+`"`)
		h.ana.get(path).inOrder("Vasculitis", "Sarcoidosis", "Amyloidosis")
		h.ana.post(path+"/move", url.Values{"case": {third}, "to": {"earlier"}}).is(http.StatusOK).inOrder("Vasculitis", "Amyloidosis", "Sarcoidosis")
		h.ana.post(path+"/move", url.Values{"case": {first}, "to": {"later"}}).is(http.StatusOK).inOrder("Amyloidosis", "Vasculitis", "Sarcoidosis")
		h.ana.post(path+"/move", url.Values{"case": {third}, "to": {"earlier"}}).is(http.StatusOK).inOrder("Amyloidosis", "Vasculitis", "Sarcoidosis")
		h.ana.post(path+"/note", url.Values{"case": {second}, "note": {"Show the course."}}).is(http.StatusOK).has("Show the course.")
		h.ben.get("/collections").is(http.StatusOK).hasNot("Rare diseases")
		h.ana.post(path, url.Values{"name": {"For teaching"}, "note": {"Student class."}, "shared": {"on"}}).is(http.StatusOK).has("For teaching", "Student class.", "The collection is saved.")
		h.ben.get("/collections").is(http.StatusOK).has("For teaching", `href="`+path+`"`, "by ana")
		theirs := h.ben.get(path).is(http.StatusOK).has("Show the course.").hasNot("<textarea", "/move", "/note", "/delete")
		theirs.inOrder("For teaching", "Amyloidosis", "Vasculitis", "Sarcoidosis")
		for _, deed := range []string{"", "/note", "/move", "/remove", "/delete"} {
			h.ben.post(path+deed, url.Values{"name": {"Mine"}, "case": {second}, "note": {"x"}}).is(http.StatusForbidden)
		}
		h.ana.post(path+"/remove", url.Values{"case": {second}}).is(http.StatusOK).hasNot("Sarcoidosis", "Show the course.")
		h.ana.post(path+"/delete", nil).is(http.StatusOK).has("The collection is deleted.").hasNot("For teaching")
		h.ben.get(path).is(http.StatusNotFound)
		h.ana.get("/p/" + first).is(http.StatusOK).has("Vasculitis")
	})
}

// Attack: asking for somebody's private collection gives the very bytes of one that is not there, whatever is done to it.
func TestPrivateCollectionIsMissing(t *testing.T) {
	eachShelf(t, func(h *shelf) {
		id := h.told(h.ana, "Vasculitis")
		private := h.collection(h.ana, "name", "Rare diseases", "case", id)
		missing := private[:len(private)-4] + "0001"
		for _, deed := range []string{"", "/note", "/move", "/remove", "/delete"} {
			fields := url.Values{"name": {"Mine"}, "case": {id}, "note": {"x"}, "to": {"later"}}
			hidden, none := h.ben.post(private+deed, fields).is(http.StatusNotFound), h.ben.post(missing+deed, fields)
			if got, want := hidden.comparable(private+deed), none.comparable(missing+deed); got != want {
				t.Errorf("POST %s answers\n%s\nand what is missing\n%s", deed, got, want)
			}
		}
		hidden, none := h.ben.get(private).is(http.StatusNotFound), h.ben.get(missing)
		if got, want := hidden.comparable(private), none.comparable(missing); got != want {
			t.Errorf("%s\nand what is missing\n%s", got, want)
		}
		into := func(path string) answer {
			return h.ben.post("/p/"+id+"/collect", url.Values{"collection": {strings.TrimPrefix(path, "/collections/")}}).is(http.StatusNotFound)
		}
		if got, want := into(private).comparable(private), into(missing).comparable(missing); got != want {
			t.Errorf("collecting answers\n%s\nand\n%s", got, want)
		}
		h.ben.get("/p/" + id).hasNot("Rare diseases")
		h.visitor().get(private).hasNot("Rare diseases")
		h.visitor().get("/collections").hasNot("Rare diseases")
	})
}

// Attack: a shared collection with a case one may not read is, byte for byte, the collection without it.
func TestCollectionTellsOfNoHiddenCase(t *testing.T) {
	eachShelf(t, func(h *shelf) {
		first, hidden := h.told(h.ana, "Vasculitis"), h.told(h.cleo, "Amyloidosis")
		if err := h.store.Block(t.Context(), h.cleoActor.ID, h.benActor.ID); err != nil {
			t.Fatal(err)
		}
		path := h.collection(h.ana, "name", "Rare diseases", "shared", "on", "case", first)
		before, list := h.ben.get(path).is(http.StatusOK), h.ben.get("/collections").is(http.StatusOK)
		h.put(h.ana, path, hidden)
		h.ana.post(path+"/move", url.Values{"case": {hidden}, "to": {"earlier"}}).is(http.StatusOK)
		h.ana.post(path+"/note", url.Values{"case": {hidden}, "note": {"Show the course."}}).is(http.StatusOK).inOrder("Amyloidosis", "Show the course.", "Vasculitis")
		if got, want := h.ben.get(path).comparable(path), before.comparable(path); got != want {
			t.Errorf("the collection was\n%s\nand is\n%s", want, got)
		}
		if got, want := h.ben.get("/collections").comparable("/collections"), list.comparable("/collections"); got != want {
			t.Errorf("the list was\n%s\nand is\n%s", want, got)
		}
		h.ben.post("/p/"+hidden+"/collect", url.Values{"name": {"Mine"}}).is(http.StatusNotFound)
		h.ben.post("/collections", url.Values{"name": {"Mine"}, "case": {hidden}}).is(http.StatusNotFound)
		h.ben.get("/collections").hasNot("Mine")
	})
}

// The order skips what its owner can no longer see, and no deed reaches that.
func TestHiddenCasesHaveNoPlace(t *testing.T) {
	eachShelf(t, func(h *shelf) {
		first, hidden, last := h.told(h.ana, "Vasculitis"), h.told(h.cleo, "Amyloidosis"), h.told(h.ana, "Sarcoidosis")
		path := h.collection(h.ana, "name", "Rare diseases", "case", first)
		h.put(h.ana, path, hidden)
		h.put(h.ana, path, last)
		if err := h.store.Block(t.Context(), h.cleoActor.ID, h.anaActor.ID); err != nil {
			t.Fatal(err)
		}
		h.ana.get(path).is(http.StatusOK).hasNot("Amyloidosis")
		moved := h.ana.post(path+"/move", url.Values{"case": {last}, "to": {"earlier"}}).is(http.StatusOK)
		moved.inOrder("Sarcoidosis", "Vasculitis")
		for _, deed := range []string{"/note", "/move", "/remove"} {
			h.ana.post(path+deed, url.Values{"case": {hidden}, "note": {"x"}}).is(http.StatusNotFound)
		}
	})
}

// Names, what a collection is for and notes pass the gate like cases, and what was typed is not lost.
func TestCollectionsPassTheGate(t *testing.T) {
	eachShelf(t, func(h *shelf) {
		id := h.told(h.ana, "Vasculitis")
		path := h.collection(h.ana, "name", "Rare diseases", "case", id)
		const leak = "mary.jones@mail.example"
		for address, fields := range map[string]url.Values{
			"/collections":           {"name": {leak}},
			path:                     {"name": {"Rare"}, "note": {leak}},
			path + "/note":           {"case": {id}, "note": {"Ask " + leak}},
			"/p/" + id + "/collect":  {"name": {leak}},
			"/collections?page=nine": {"name": {"Rare"}, "note": {leak}, "case": {id}},
		} {
			h.ana.post(address, fields).is(http.StatusUnprocessableEntity).has("could tell who the patient is", leak)
			h.ana.get("/collections").hasNot(leak)
			h.ana.get(path).hasNot(leak)
		}
		h.ana.post("/collections", url.Values{"name": {strings.Repeat("x", community.MaxCollectionName+1)}}).is(http.StatusUnprocessableEntity)
		h.ana.post("/collections", url.Values{"name": {" \x00"}}).is(http.StatusUnprocessableEntity).has("Give it a name.")
		h.ana.post(path+"/note", url.Values{"case": {id}, "note": {strings.Repeat("x", community.MaxCollectedNote+1)}}).is(http.StatusUnprocessableEntity)
	})
}

// A long collection is shown in pages; places stay where they are, and any page asked for is one.
func TestLongCollection(t *testing.T) {
	eachShelf(t, func(h *shelf) {
		path := h.collection(h.ana, "name", "Rare diseases")
		around := community.Surroundings{Now: h.store.Now()}
		var last string
		id, err := community.ParseID[community.CollectionID](strings.TrimPrefix(path, "/collections/"))
		h.must(err)
		for i := range 17 {
			d := community.PostDraft{Audience: community.InstanceOnly, Case: &community.CaseDraft{Title: fmt.Sprintf("Told %02d", i), AgeBand: "45-49", Consent: "written", ConsentScope: "public",
				Narrative: community.Narrative{PresentingComplaint: "Fever", Question: "What is it?"}}}
			p, err := community.Publish(h.anaActor, d, around)
			h.must(err)
			post, err := h.store.Publish(t.Context(), p)
			h.must(err)
			h.must(h.store.Collect(t.Context(), community.Collection{ID: id, Owner: h.anaActor.ID}, post.ID))
			last = community.FormatID(post.ID)
		}
		h.ana.get(path).is(http.StatusOK).has("Told 00", "Told 14", path+"?page=2", "More cases").hasNot("Told 15", "Cases before these")
		h.ana.get(path+"?page=2").is(http.StatusOK).has("Told 15", "Told 16", "Cases before these").hasNot("Told 14", "More cases")
		for _, page := range []string{"-1", "x", "0", "99999999999999999999"} {
			h.ana.get(path + "?page=" + page).is(http.StatusOK).has("Told 00")
		}
		h.ana.get(path + "?page=9").is(http.StatusOK).has("Told 16")
		h.ana.post(path+"/move", url.Values{"case": {last}, "to": {"earlier"}}).is(http.StatusOK).inOrder("Told 16", "Told 15")
		h.ana.post(path+"/move", url.Values{"case": {last}, "to": {"earlier"}}).is(http.StatusOK).inOrder("Told 13", "Told 16")
	})
}

// Where cases are listed there are ways to what belongs to them; visitors see theirs.
func TestWaysFromTheLibrary(t *testing.T) {
	eachShelf(t, func(h *shelf) {
		h.ana.get("/cases").is(http.StatusOK).has(`href="/collections"`, `href="/cases/drafts"`, `href="/cases/times"`, `href="/specialties"`)
		h.visitor().get("/cases").is(http.StatusOK).has(`href="/specialties"`).hasNot(`href="/collections"`, `href="/cases/drafts"`, `href="/cases/times"`)
		h.visitor().get("/about").is(http.StatusOK).has(`href="/withdraw"`)
	})
}

// Attack: who may write nothing writes nothing for colleagues into a shared collection either; their own list is theirs.
func TestCollectionsAreNoWayToPublish(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		user, ana := h.member("ana")
		mod, _ := h.staff("mod", community.Moderator)
		a, m := h.as(user), h.as(mod)
		id := (&shelf{site: h.site}).told(a, "Vasculitis")
		shared := a.post("/collections", url.Values{"name": {"Rare diseases"}, "shared": {"on"}, "case": {id}}).is(http.StatusOK).path
		account := "/desk/accounts/" + community.FormatID(ana.ID)
		form := m.get(account).is(200).form(account + "/sanction")
		m.post(account+"/sanction", with(form, "person", "no-posts", "days", "1", "reason", "harassment", "note", "You insulted a colleague.")).is(200).has("It is decided.")
		a = h.as(user)
		a.post("/collections", url.Values{"name": {"Words"}, "shared": {"on"}}).is(http.StatusForbidden)
		a.post(shared, url.Values{"name": {"Words"}, "shared": {"on"}}).is(http.StatusForbidden)
		a.post(shared+"/note", url.Values{"case": {id}, "note": {"Words"}}).is(http.StatusForbidden)
		a.post("/collections", url.Values{"name": {"For me"}}).is(http.StatusOK)
		a.post(shared, url.Values{"name": {"Rare diseases"}}).is(http.StatusOK).has("Only you can see this collection.")
	})
}
