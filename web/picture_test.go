package web_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"io/fs"
	"net/http"
	"os"
	"strings"
	"testing"

	"consilium/community"
	"consilium/storage/storagetest"
)

// patient is a picture that shows in its middle what must not be seen.
func patient(t testing.TB) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 200, 100))
	for y := range 100 {
		for x := range 200 {
			img.SetRGBA(x, y, color.RGBA{60, 90, 80, 255})
			if x >= 60 && x < 120 && y >= 20 && y < 50 {
				img.SetRGBA(x, y, color.RGBA{240, 0, 240, 255})
			}
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// covering are the numbers of an area over what must not be seen.
var covering = []string{"x", "29,5", "y", "19", "width", "32", "height", "32"}

// showsPatient says whether it can be seen in a file that was served or kept.
func showsPatient(t testing.TB, data []byte) bool {
	t.Helper()
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	b := img.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			c := color.RGBAModel.Convert(img.At(x, y)).(color.RGBA)
			if int(c.R)-int(c.G) > 60 && int(c.B)-int(c.G) > 60 {
				return true
			}
		}
	}
	return false
}

// kept counts the files of the library, and those that show the patient.
func (s *site) kept() (files, showing int) {
	s.Helper()
	err := fs.WalkDir(os.DirFS(s.pictures), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		files++
		data, err := os.ReadFile(s.pictures + "/" + path)
		if err == nil && showsPatient(s, data) {
			showing++
		}
		return err
	})
	if err != nil {
		s.Fatal(err)
	}
	return files, showing
}

// pictured presents a case with so many pictures of the patient.
func (b *browser) pictured(author community.Actor, pictures int) community.Post {
	b.Helper()
	fields, files := caseFields(), map[string][]byte{}
	for _, n := range []string{"1", "2", "3"}[:pictures] {
		files["picture_"+n] = patient(b)
		fields.Set("picture_consent_"+n, "on")
		fields.Set("caption_"+n, "Caption "+n)
		fields.Set("description_"+n, "Alternative text "+n)
	}
	form := b.submit("/cases", fields, files).is(200).form("/cases")
	b.submit("/cases", with(form, "step", "post"), nil).is(200)
	posts := b.postsOf(author)
	for _, p := range posts {
		if p.Case != nil && len(p.Media) == pictures {
			return p
		}
	}
	b.Fatal("the case is not there")
	return community.Post{}
}

// C10: a case with a picture whose author does not say that there is consent is refused
// with the field named, and nothing is lost. Then it has an order, captions and
// alternative texts, in the form, on its page, on the pages of its pictures and in the list.
func TestSeriesOfACase(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, anaActor := storagetest.Member(s, s.store, "ana")
		bob, _ := storagetest.Member(s, s.store, "bob")
		a, b := s.as(ana), s.as(bob)
		files := map[string][]byte{"picture_1": patient(s), "picture_2": patient(s)}
		fields := caseFields("caption_1", "After the operation", "caption_2", "Before the operation", "description_1", "A closed wound",
			"description_2", "An open wound", "picture_consent_1", "on")
		refused := a.submit("/cases", fields, files).is(http.StatusUnprocessableEntity).has("Say that there is consent for this picture", "Fever after a new drug")
		form := refused.form("/cases")
		if form.Get("caption_2") != "Before the operation" || form.Get("description_1") != "A closed wound" || form.Get("media_2") == "" ||
			form.Get("picture_consent_1") != "on" || form.Get("picture_consent_2") != "" {
			t.Fatalf("the form came back as %v", form)
		}
		if at := strings.Index(refused.body, `aria-invalid="true"`); !strings.Contains(refused.body[max(0, at-200):at], `name="picture_consent_2"`) {
			t.Error("the field that is wrong is not named")
		}
		again := a.submit("/cases", with(form, "step", "preview", "picture_consent_2", "on", "place_2", "1"), nil).is(200).has("Before the operation").form("/cases")
		if again.Get("caption_1") != "Before the operation" || again.Get("caption_2") != "After the operation" {
			t.Fatalf("the preview keeps %v", again)
		}
		path := strings.Split(a.submit("/cases", with(again, "step", "post"), nil).is(200).path, "?")[0]
		p := s.postsOf(anaActor)[0]
		if len(p.Media) != 2 || p.Media[0].Caption != "Before the operation" || !p.Media[1].Consented {
			t.Fatalf("remembered %+v", p.Media)
		}
		first := "/p/" + community.FormatID(p.ID) + "/picture/1"
		b.get(path).is(200).has("Before the operation", `alt="An open wound"`, `href="`+first+`"`, "data-viewer")
		b.get(first).is(200).has("Picture 1 of 2", "Before the operation", "An open wound", "/picture/2", p.Media[0].File).hasNot(`rel="prev"`, "/redact")
		b.get(first[:len(first)-1] + "2").is(200).has(`rel="prev"`).hasNot(`rel="next"`)
		b.get(first + "0").is(http.StatusNotFound)
		s.visitor().get(first).is(http.StatusNotFound)
		b.get("/cases").is(200).has("2 pictures", "/media/"+p.Media[0].Small)
		a.get(first).is(200).has("/redact")
	})
}

// A case has up to ten pictures and a post four; a word of consent is asked for at cases only.
func TestHowManyPictures(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, anaActor := storagetest.Member(s, s.store, "ana")
		a := s.as(ana)
		form := caseFields()
		for _, n := range []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10"} {
			form.Set("picture_consent_"+n, "on")
			form = a.submit("/cases", with(form, "step", "edit"), map[string][]byte{"picture_" + n: pngPicture(s)}).is(200).form("/cases")
			form.Set("picture_consent_"+n, "on")
		}
		preview := a.submit("/cases", with(form, "step", "preview"), nil).is(200).form("/cases")
		a.submit("/cases", with(preview, "step", "post"), nil).is(200)
		p := s.postsOf(anaActor)[0]
		if len(p.Media) != 10 {
			t.Fatalf("%d pictures", len(p.Media))
		}
		a.get("/p/" + community.FormatID(p.ID) + "/edit").is(200).has(`name="media_10"`).hasNot(`name="picture_11"`)
		five := map[string][]byte{}
		for _, n := range []string{"1", "2", "3", "4", "5"} {
			five["picture_"+n] = pngPicture(s)
		}
		a.submit("/posts", with(a.get("/compose").form("/posts"), "text", "Five", "audience", "public"), five).is(http.StatusUnprocessableEntity).has("at most 4")
		a.submit("/posts", with(a.get("/compose").form("/posts"), "text", "One", "audience", "public"), map[string][]byte{"picture_1": pngPicture(s)}).is(200)
	})
}

// What is hidden is served at no address to anybody but its author and the staff, and is on
// no page of others; once shown again it is where it was.
func TestHiddenPictureOverAllRoutes(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, anaActor := storagetest.Member(s, s.store, "ana")
		bob, _ := storagetest.Member(s, s.store, "bob")
		mod, _ := storagetest.Staff(s, s.store, "mod", community.Moderator)
		a, b, m, v := s.as(ana), s.as(bob), s.as(mod), s.visitor()
		p := a.pictured(anaActor, 2)
		id, one := community.FormatID(p.ID), p.Media[0]
		key, err := s.store.PictureKey(one.File)
		if err != nil {
			t.Fatal(err)
		}
		addresses := []string{"/media/" + one.File, "/media/" + one.Small, "/media/" + one.File + "?key=" + key, "/p/" + id + "/picture/1",
			"/media/remote/" + community.FormatID(one.ID) + "/full", "/media/" + community.FormatID(one.ID) + "/small", "/media/" + community.FormatID(one.ID) + "/sketch",
			"/media/" + community.FormatID(one.ID) + "/redact"}
		b.get(addresses[0]).is(200)
		if err := s.store.HidePictures(t.Context(), p.ID); err != nil {
			t.Fatal(err)
		}
		for _, address := range addresses {
			b.get(address).is(http.StatusNotFound)
			if got := v.get(address); got.status == 200 && !strings.HasPrefix(got.path, "/sign-in") {
				t.Errorf("a visitor gets %s", address)
			}
		}
		for _, page := range []string{"/p/" + id, "/cases", "/@ana", "/@ana/cases", "/@ana/feed.atom", "/home"} {
			b.get(page).is(200).hasNot(one.File, one.Small, "reported", "2 pictures", "Caption 1")
		}
		a.get("/p/" + id).is(200).has("hidden until the moderators have decided").hasNot(one.Small)
		m.get("/p/" + id).is(200).has("hidden until you decide on the report").hasNot(one.Small)
		for _, who := range []*browser{a, m} {
			if got := who.get("/media/" + one.File).is(200).header.Get("Cache-Control"); got != "private, no-store" {
				t.Errorf("it may be kept: %s", got)
			}
		}
		a.get("/p/"+id+"/edit").is(200).has("Nobody else sees it", `name="media_2"`)
		if err := s.store.ShowPictures(t.Context(), p.ID); err != nil {
			t.Fatal(err)
		}
		b.get("/p/"+id).is(200).has(one.Small, "Caption 1").hasNot("hidden until")
		b.get("/media/" + one.File).is(200)
	})
}

// The name of an uploaded file says more than one thinks: it is nowhere.
func TestFileNamesAreNotKept(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, anaActor := storagetest.Member(s, s.store, "ana")
		a := s.as(ana)
		p := a.pictured(anaActor, 1)
		for _, m := range p.Media { // submit names every file after its field
			if strings.Contains(m.File+m.Small+m.Description+m.Caption, "picture_1") {
				t.Errorf("kept: %+v", m)
			}
		}
	})
}
