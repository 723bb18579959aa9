package web_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

func accountFilter(a community.Actor) storage.Filter {
	return storage.Filter{Actor: a.ID, Announces: true, Replies: true}
}

// pngPicture is a small picture as a phone would send it.
func pngPicture(s *site) []byte {
	s.Helper()
	picture := image.NewRGBA(image.Rect(0, 0, 24, 16))
	picture.Set(3, 3, color.RGBA{200, 10, 10, 255})
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		s.Fatal(err)
	}
	return out.Bytes()
}

// S-ORG-3, S-IN-2: pictures are served inert; those of open posts may be kept,
// others are judged each time.
func TestPicturesAreInert(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, actor := storagetest.Member(s, s.store, "ana")
		a, v := s.as(ana), s.visitor()
		for _, audience := range []string{"public", "instance"} {
			fields := with(a.get("/compose").form("/posts"), "text", "A picture", "audience", audience, "description_2", "An ECG")
			a.submit("/posts", fields, map[string][]byte{"picture_2": pngPicture(s), "picture_3": nil}).is(200).has(`alt="An ECG"`)
		}
		posts, err := s.store.AccountPosts(s.Context(), community.Viewer{Actor: actor.ID, Local: true, ReadsCases: true}, accountFilter(actor), everything)
		if err != nil || len(posts) != 2 {
			t.Fatal(len(posts), err)
		}
		open, restricted := posts[1].Media[0], posts[0].Media[0]
		got := v.get("/media/" + open.File).is(200)
		for name, want := range map[string]string{"Content-Type": "image/png", "X-Content-Type-Options": "nosniff",
			"Content-Security-Policy": "default-src 'none'; sandbox", "Cache-Control": "public, max-age=31536000, immutable"} {
			if got.header.Get(name) != want {
				t.Errorf("%s is %q, want %q", name, got.header.Get(name), want)
			}
		}
		v.get("/media/" + open.Small).is(200)
		v.get("/media/" + restricted.File).is(http.StatusNotFound)
		if got := a.get("/media/" + restricted.File).is(200).header.Get("Cache-Control"); got != "private, no-store" {
			t.Errorf("a picture that is not open may be kept: %s", got)
		}
		for _, name := range []string{"..%2f..%2fetc%2fpasswd", strings.Repeat("A", 26) + ".png", "x"} {
			v.get("/media/" + name).is(http.StatusNotFound)
		}
	})
}

// Other servers fetch pictures without saying who they are: one of a post for
// few is opened by the key that was sent with the post, as long as it stands.
func TestPicturesSentElsewhere(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, actor := storagetest.Member(s, s.store, "ana")
		a, v := s.as(ana), s.visitor()
		for _, audience := range []string{"followers", "instance"} {
			fields := with(a.get("/compose").form("/posts"), "text", "A picture", "audience", audience)
			a.submit("/posts", fields, map[string][]byte{"picture_1": pngPicture(s)}).is(200)
		}
		posts, err := s.store.AccountPosts(s.Context(), community.Viewer{Actor: actor.ID, Local: true, ReadsCases: true}, accountFilter(actor), everything)
		if err != nil || len(posts) != 2 {
			t.Fatal(len(posts), err)
		}
		address := func(p community.Post) string {
			key, err := s.store.PictureKey(p.Media[0].File)
			if err != nil {
				t.Fatal(err)
			}
			return "/media/" + p.Media[0].File + "?key=" + key
		}
		sent, stays := posts[1], posts[0]
		v.get("/media/" + sent.Media[0].File).is(http.StatusNotFound)
		v.get(address(sent)[:len(address(sent))-2]).is(http.StatusNotFound)
		_, key, _ := strings.Cut(address(stays), "?")
		v.get("/media/" + sent.Media[0].File + "?" + key).is(http.StatusNotFound)
		if got := v.get(address(sent)).is(200).header.Get("Cache-Control"); got != "private, no-store" {
			t.Errorf("it may be kept: %s", got)
		}
		v.get(address(stays)).is(http.StatusNotFound)
		if err := s.store.DeletePost(s.Context(), sent.ID, s.store.Now()); err != nil {
			t.Fatal(err)
		}
		v.get(address(sent)).is(http.StatusNotFound)
	})
}

// A picture that was taken stays in a form that did not do, belongs to nobody
// else, and one that is refused does not cost the text.
func TestPicturesStayInTheForm(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, _ := storagetest.Member(s, s.store, "ana")
		bob, _ := storagetest.Member(s, s.store, "bob")
		a, b := s.as(ana), s.as(bob)
		fields := with(a.get("/compose").form("/posts"), "text", strings.Repeat("x", community.MaxPost+1), "audience", "public", "description_1", "An ECG")
		again := a.submit("/posts", fields, map[string][]byte{"picture_1": pngPicture(s)}).is(http.StatusUnprocessableEntity)
		kept := again.form("/posts")
		if kept.Get("media_1") == "" || kept.Get("description_1") != "An ECG" {
			t.Fatalf("the form came back as %v", kept)
		}
		_, source, _ := strings.Cut(again.body, `src="/media/`)
		file, _, _ := strings.Cut(source, `"`)
		a.get("/media/" + file).is(200)
		b.get("/media/" + file).is(http.StatusNotFound)
		stolen := with(b.get("/compose").form("/posts"), "text", "mine", "audience", "public", "media_1", kept.Get("media_1"))
		b.submit("/posts", stolen, nil).is(http.StatusNotFound)
		refused := a.submit("/posts", with(kept, "text", "Short now"), map[string][]byte{"picture_2": []byte("<svg onload=alert(1)>")})
		refused.is(http.StatusUnprocessableEntity).has("Short now", `name="media_1"`)
		a.submit("/posts", with(refused.form("/posts"), "description_1", "An ECG at rest"), nil).is(200).has(`alt="An ECG at rest"`)
	})
}

// Pictures from elsewhere come from our own origin, to those who may see the
// post, and so do faces.
func TestPicturesFromElsewhere(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Member(s, s.store, "ana")
		bob := storagetest.Remote(s, s.store, there, "bob")
		open := s.remotePicture(bob, "1", community.Public, nil)
		direct := s.remotePicture(bob, "2", community.Direct, []community.Actor{ana})
		v := s.visitor()
		page := v.get("/p/" + community.FormatID(open.ID)).is(200)
		path := "/media/remote/" + community.FormatID(open.Media[0].ID) + "/"
		page.has(`src="` + path + `small"`).hasNot(there + "/1.png")
		v.get(path + "small").is(200)
		v.get(path + "full").is(200)
		v.get("/p/" + community.FormatID(open.ID)).is(200).hasNot("/media/remote/")
		before := s.elsewhere.asked.Load()
		v.get("/media/remote/" + community.FormatID(direct.Media[0].ID) + "/full").is(http.StatusNotFound)
		v.get("/media/remote/9/full").is(http.StatusNotFound)
		if s.elsewhere.asked.Load() != before {
			t.Error("a picture was fetched for somebody who may not see it")
		}
		bob.AvatarIRI = storagetest.IRI(t, there+"/bob.png")
		if _, err := s.store.StoreRemoteActor(t.Context(), storage.RemoteActor{Actor: bob}); err != nil {
			t.Fatal(err)
		}
		v.get("/media/avatar/" + community.FormatID(bob.ID)).is(200)
		v.get("/media/avatar/" + community.FormatID(bob.ID)).is(200)
		if n := s.elsewhere.asked.Load(); n != 2 {
			t.Errorf("the other server was asked %d times for a picture and a face", n)
		}
		v.get("/media/avatar/" + community.FormatID(ana.ID)).is(http.StatusNotFound)
	})
}

// remotePicture stores a post from elsewhere with a picture.
func (s *site) remotePicture(author community.Actor, name string, audience community.AudienceKind, named []community.Actor) community.Post {
	s.Helper()
	open, err := community.OpenAudience(audience)
	if err != nil {
		s.Fatal(err)
	}
	p, err := community.Receive(community.RemotePost{IRI: storagetest.IRI(s, there+"/posts/"+name), Author: author, Kind: community.NotePost,
		HTML: "Look", Audience: open, Published: s.store.Now(), Mentioned: named,
		Media: []community.Media{{Remote: storagetest.IRI(s, there+"/"+name+".png"), Description: "An ECG"}}}, nil, s.store.Now())
	if err != nil {
		s.Fatal(err)
	}
	post, err := s.store.Publish(s.Context(), p)
	if err != nil {
		s.Fatal(err)
	}
	return post
}

// The picture of a member is for all, also under its file's name, as other
// servers are told it.
func TestFaces(t *testing.T) {
	eachSite(t, func(s *site) {
		_, actor := storagetest.Member(s, s.store, "ana")
		id, err := s.library.UploadAvatar(t.Context(), actor.ID, bytes.NewReader(pngPicture(s)))
		if err != nil {
			t.Fatal(err)
		}
		m, err := s.store.Media(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		v := s.visitor()
		v.get("/media/" + m.File).is(http.StatusNotFound)
		profile := actor.Profile
		profile.Avatar = id
		if _, err := s.store.SetProfile(t.Context(), actor.ID, profile); err != nil {
			t.Fatal(err)
		}
		v.get("/media/" + m.File).is(200)
		v.get("/@ana").is(200).has("/media/avatar/" + community.FormatID(actor.ID))
		v.get("/media/avatar/" + community.FormatID(actor.ID)).is(200)
	})
}

// S-AUTH-3: thirty pictures in half an hour; the one too many does not cost the
// text that was written with it.
func TestTooManyPictures(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, _ := storagetest.Member(s, s.store, "ana")
		a, picture := s.as(ana), pngPicture(s)
		four := map[string][]byte{"picture_1": picture, "picture_2": picture, "picture_3": picture, "picture_4": picture}
		for range 7 {
			a.submit("/posts", with(a.get("/compose").form("/posts"), "text", "Pictures", "audience", "public"), four).is(200)
		}
		refused := a.submit("/posts", with(a.get("/compose").form("/posts"), "text", "A long thought", "audience", "public"), four)
		refused.is(http.StatusUnprocessableEntity).has("A long thought", "we wait a little", `name="media_2"`).hasNot(`name="media_3"`)
		s.clock.Advance(31 * time.Minute)
		a.submit("/posts", refused.form("/posts"), map[string][]byte{"picture_3": picture}).is(200).has("Your post is published.")
	})
}

// A form that is too large is refused as such, whatever it is for.
func TestTooLargeForms(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, _ := storagetest.Member(s, s.store, "ana")
		a := s.as(ana)
		large := bytes.Repeat([]byte("x"), 1<<20)
		a.post("/posts", url.Values{"text": {string(large)}}).is(http.StatusRequestEntityTooLarge)
		fields := url.Values{"text": {"x"}, "audience": {"public"}}
		for range 8 {
			fields.Add("history", string(large[:200<<10]))
		}
		a.submit("/posts", fields, nil).is(http.StatusUnprocessableEntity).has("This could not be understood")
		a.do("POST", "/posts", "multipart/form-data", bytes.NewReader(large)).is(http.StatusUnprocessableEntity)
	})
}
