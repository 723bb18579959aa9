package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"consilium/community"
	"consilium/storage/storagetest"
)

// What was blacked out is in nothing that is kept or served, to anybody, at any address: not
// in the picture, not in its small rendition, not at the addresses it had before, with the key
// other servers were given or without, and not in what only its author sees.
func TestBlackedOutIsGone(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, anaActor := storagetest.Member(s, s.store, "ana")
		bob, _ := storagetest.Member(s, s.store, "bob")
		mod, _ := storagetest.Staff(s, s.store, "mod", community.Moderator)
		a, b, v := s.as(ana), s.as(bob), s.visitor()
		p := a.pictured(anaActor, 1)
		old, id := p.Media[0], community.FormatID(p.Media[0].ID)
		key, err := s.store.PictureKey(old.File)
		if err != nil {
			t.Fatal(err)
		}
		if files, showing := s.kept(); files != 2 || showing != 2 {
			t.Fatalf("%d files, %d show it", files, showing)
		}
		form := a.get("/media/" + id + "/redact?return=/p/" + community.FormatID(p.ID)).is(200).has("destroyed here in the same moment").form("/media/" + id + "/redact")
		look := a.post("/media/"+id+"/redact", with(form, append(covering, "step", "sketch")...)).is(200).has(`value="29,5"`, "/sketch?")
		_, source, _ := strings.Cut(look.body, `src="/media/`+id+`/sketch?`)
		query, _, _ := strings.Cut(source, `"`)
		sketch := a.get("/media/" + id + "/sketch?" + strings.ReplaceAll(query, "&amp;", "&")).is(200)
		if showsPatient(t, []byte(sketch.body)) || sketch.header.Get("Cache-Control") != "private, no-store" {
			t.Error("the sketch shows it, or may be kept")
		}
		if _, showing := s.kept(); showing != 2 {
			t.Error("looking changed the picture")
		}
		done := a.post("/media/"+id+"/redact", with(form, append(covering, "step", "burn")...)).is(200).has("the old picture is destroyed")
		if strings.Split(done.path, "?")[0] != "/posts/"+tokenOf(p) && !strings.Contains(done.path, community.FormatID(p.ID)) {
			t.Errorf("it leads to %s", done.path)
		}
		if files, showing := s.kept(); files != 2 || showing != 0 {
			t.Errorf("%d files are kept, %d show it", files, showing)
		}
		for _, address := range []string{"/media/" + old.File, "/media/" + old.Small, "/media/" + old.File + "?key=" + key} {
			for _, who := range []*browser{a, b, v, s.as(mod)} {
				who.get(address).is(http.StatusNotFound)
			}
		}
		now, err := s.store.Media(t.Context(), old.ID)
		if err != nil || now.File == old.File || now.Small == old.Small || now.Blurhash == old.Blurhash || now.Caption != "Caption 1" {
			t.Fatalf("%+v, %v", now, err)
		}
		for _, address := range []string{"/media/" + now.File, "/media/" + now.Small, "/media/" + id + "/small", "/media/" + id + "/sketch"} {
			if showsPatient(t, []byte(a.get(address).is(200).body)) {
				t.Errorf("%s shows it", address)
			}
		}
		if waste, err := s.store.Waste(t.Context(), 10); err != nil || len(waste) != 0 {
			t.Errorf("waste %v, %v", waste, err)
		}
		b.get("/p/"+community.FormatID(p.ID)).is(200).has(now.Small).hasNot(old.Small, old.File)
	})
}

func tokenOf(p community.Post) string {
	iri := p.IRI.String()
	return iri[strings.LastIndexByte(iri, '/')+1:]
}

// Only who owns a picture can black out parts of it; faces of profiles are none, and nothing
// happens without an area or with numbers that are none.
func TestWhoBlacksOut(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, anaActor := storagetest.Member(s, s.store, "ana")
		bob, _ := storagetest.Member(s, s.store, "bob")
		a, b := s.as(ana), s.as(bob)
		p := a.pictured(anaActor, 1)
		id := community.FormatID(p.Media[0].ID)
		burn := with(url.Values{"step": {"burn"}}, covering...)
		b.get("/media/" + id + "/redact").is(http.StatusNotFound)
		b.get("/media/" + id + "/small").is(http.StatusNotFound)
		b.post("/media/"+id+"/redact", burn).is(http.StatusNotFound)
		s.visitor().post("/media/"+id+"/redact", burn)
		a.post("/media/"+id+"/redact", url.Values{"step": {"burn"}}).is(http.StatusUnprocessableEntity).has("Say what is to be blacked out")
		for _, wrong := range []string{"", "-1", "101", "NaN", "ten", "1e400"} {
			a.post("/media/"+id+"/redact", with(burn, "width", wrong)).is(http.StatusUnprocessableEntity).has("Area 1: give four numbers")
		}
		many := url.Values{"step": {"burn"}}
		for range community.MaxAreas + 1 {
			for i := 0; i < len(covering); i += 2 {
				many.Add(covering[i], covering[i+1])
			}
		}
		a.post("/media/"+id+"/redact", many).is(http.StatusUnprocessableEntity).has("at most 50")
		a.get("/media/9/redact").is(http.StatusNotFound)
		if _, showing := s.kept(); showing != 2 {
			t.Error("the picture was changed")
		}
		face, err := s.library.UploadAvatar(t.Context(), anaActor.ID, strings.NewReader(string(patient(s))))
		if err != nil {
			t.Fatal(err)
		}
		profile := anaActor.Profile
		profile.Avatar = face
		if _, err := s.store.SetProfile(t.Context(), anaActor.ID, profile); err != nil {
			t.Fatal(err)
		}
		a.get("/media/" + community.FormatID(face) + "/redact").is(http.StatusNotFound)
		a.post("/media/"+community.FormatID(face)+"/redact", burn).is(http.StatusNotFound)
	})
}

// A picture that hangs on nothing yet is blacked out too, and the form that keeps it shows
// what is left of it.
func TestBlackOutBeforePosting(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, anaActor := storagetest.Member(s, s.store, "ana")
		a := s.as(ana)
		form := a.submit("/cases", caseFields("step", "edit", "picture_consent_1", "on"), map[string][]byte{"picture_1": patient(s)}).is(200).has("/redact").form("/cases")
		id := form.Get("media_1")
		a.post("/media/"+id+"/redact", with(url.Values{"step": {"burn"}}, covering...)).is(200).has("the old picture is destroyed")
		if files, showing := s.kept(); files != 2 || showing != 0 {
			t.Errorf("%d files are kept, %d show it", files, showing)
		}
		preview := a.submit("/cases", with(form, "step", "preview", "picture_consent_1", "on"), nil).is(200).form("/cases")
		a.submit("/cases", with(preview, "step", "post"), nil).is(200)
		if p := s.postsOf(anaActor)[0]; len(p.Media) != 1 || community.FormatID(p.Media[0].ID) != id {
			t.Errorf("posted with %+v", p.Media)
		}
	})
}
