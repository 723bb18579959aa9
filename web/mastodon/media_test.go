package mastodon

import (
	"encoding/binary"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// A picture is uploaded, described, looked at and posted; what is said of it may
// come before or after it.
func TestUpload(t *testing.T) {
	eachSite(t, func(s *site) {
		_, actor := storagetest.Member(s, s.store, "ana")
		ana := s.as(actor)
		made := ana.upload("POST", "/api/v2/media", pngPicture(t), "description", "A rash", "", "file", "focus", "0.5,-0.25").is(200).json()
		made.at("type").eq("image")
		made.at("description").eq("A rash")
		made.at("meta", "focus", "x").eq(0.5)
		made.at("meta", "original", "width").eq(64)
		made.at("meta", "original", "size").eq("64x48")
		made.at("remote_url").eq(nil)
		if made.at("blurhash").text() == "" {
			t.Error("no blurhash")
		}
		number := made.at("id").text()
		ana.upload("POST", "/api/v1/media", pngPicture(t), "", "file").is(200).json().at("description").eq(nil)
		ana.form("PUT", "/api/v1/media/"+number, "description", "A rash on the arm").is(200).json().at("description").eq("A rash on the arm")
		ana.get("/api/v1/media/"+number).is(200).json().at("meta", "focus", "y").eq(-0.25)
		ana.form("PUT", "/api/v1/media/"+number, "focus", "2,0").refused(422)
		ana.form("PUT", "/api/v1/media/"+number, "focus", "NaN,0").refused(422)
		ana.form("PUT", "/api/v1/media/"+number, "description", strings.Repeat("x", community.MaxDescription+1)).refused(422)
		ana.upload("POST", "/api/v2/media", []byte("%PDF-1.7"), "", "file").refused(422)
		ana.upload("POST", "/api/v2/media", nil, "description", "nothing").refused(422)
		ana.post("/api/v2/media", "file", "text").refused(422)

		post := ana.post("/api/v1/statuses", "status", "Look", "visibility", "public", "media_ids[]", number).is(200).json()
		open := post.at("media_attachments", 0, "url").text()
		if !strings.HasPrefix(open, "https://here.example/media/") || strings.Contains(open, "proof") {
			t.Errorf("an open picture is at %s", open)
		}
		ana.get("/api/v1/media/" + number).refused(404)
		edited := ana.form("PUT", "/api/v1/statuses/"+post.at("id").text(), "status", "Look again", "media_ids[]", number,
			"media_attributes[][id]", number, "media_attributes[][description]", "Better", "media_attributes[][focus]", "0,1").is(200).json()
		edited.at("media_attachments", 0, "description").eq("Better")
		edited.at("media_attachments", 0, "meta", "focus", "y").eq(1)
		edited = ana.send("PUT", "/api/v1/statuses/"+post.at("id").text(), "application/json",
			[]byte(`{"status":"Once more","media_ids":["`+number+`"],"media_attributes":[{"id":"`+number+`","description":"Best"}]}`)).is(200).json()
		edited.at("media_attachments", 0, "description").eq("Best")
	})
}

// process makes media of what was sent and waits.
func (s *site) process(number string) {
	s.Helper()
	s.must(s.library.Process(s.Context(), storage.Job{Kind: storage.KindMedia, Payload: number}))
}

// waveSound is a second of silence with a name beside it.
func waveSound() []byte {
	const rate = 8000
	le := binary.LittleEndian
	b := append(le.AppendUint32([]byte("RIFF"), 4+24+8+20+8+rate), "WAVELIST"...)
	b = append(append(le.AppendUint32(b, 20), "INFOIART Erika Muster"[:20]...), "fmt "...)
	b = le.AppendUint16(le.AppendUint16(le.AppendUint32(b, 16), 1), 1)
	b = le.AppendUint16(le.AppendUint16(le.AppendUint32(le.AppendUint32(b, rate), rate), 1), 8)
	b = le.AppendUint32(append(b, "data"...), rate)
	return append(b, make([]byte, rate)...)
}

// What takes time is answered with 202, then 206, then 200, or with 422 and why not.
func TestUploadLater(t *testing.T) {
	eachSite(t, func(s *site) {
		_, actor := storagetest.Member(s, s.store, "ana")
		_, other := storagetest.Member(s, s.store, "bob")
		ana, bob := s.as(actor), s.as(other)
		made := ana.upload("POST", "/api/v2/media", waveSound(), "description", "My voice", "", "file", "focus", "0,0.5").is(202).json()
		made.at("url").eq(nil)
		made.at("type").eq("audio")
		number := made.at("id").text()
		ana.get("/api/v1/media/" + number).is(206).json().at("description").eq("My voice")
		bob.get("/api/v1/media/" + number).refused(404)
		bob.form("DELETE", "/api/v1/media/"+number).refused(404)
		early := ana.post("/api/v1/statuses", "status", "Listen", "visibility", "public", "media_ids[]", number)
		early.refused(422)
		if !strings.Contains(early.body, "still being worked on") {
			t.Errorf("posted too early: %s", early.body)
		}
		s.process(number)
		ready := ana.get("/api/v1/media/" + number).is(200).json()
		ready.at("meta", "original", "duration").eq(1)
		ready.at("meta", "focus", "y").eq(0.5)
		ready.at("preview_url").eq(nil)
		ready.at("blurhash").eq(nil)
		ana.upload("PUT", "/api/v1/media/"+number, pngPicture(t), "description", "Mine", "", "thumbnail").is(200).json().at("description").eq("Mine")
		if ana.get("/api/v1/media/"+number).is(200).json().at("preview_url").text() == "" {
			t.Error("no thumbnail")
		}
		ana.upload("PUT", "/api/v1/media/"+number, waveSound(), "", "thumbnail").refused(422)
		post := ana.post("/api/v1/statuses", "status", "Listen", "visibility", "public", "media_ids[]", number).is(200).json()
		post.at("media_attachments", 0, "type").eq("audio")
		ana.form("DELETE", "/api/v1/media/"+number).refused(422)

		refused := ana.upload("POST", "/api/v2/media", []byte("RIFF\x10\x00\x00\x00WAVEjunk\x04\x00\x00\x00aaaa"), "", "file")
		refused.refused(422)
		loose := ana.upload("POST", "/api/v2/media", pngPicture(t), "", "file").is(200).json().at("id").text()
		if got := ana.form("DELETE", "/api/v1/media/"+loose).is(200); strings.TrimSpace(got.body) != "{}" {
			t.Errorf("deleted: %s", got.body)
		}
		ana.get("/api/v1/media/" + loose).refused(404)
		ana.form("DELETE", "/api/v1/media/"+loose).refused(404)
	})
}

// A file that turns out to be no picture when its turn comes says so.
func TestUploadFails(t *testing.T) {
	eachSite(t, func(s *site) {
		_, actor := storagetest.Member(s, s.store, "ana")
		ana := s.as(actor)
		m, err := s.store.AddUpload(t.Context(), community.Media{Owner: actor.ID, Type: "image/png"}, "")
		s.must(err)
		s.must(s.store.FailUpload(t.Context(), m.ID, community.Say("media.damaged")))
		got := ana.get("/api/v1/media/" + id(m.ID))
		got.refused(422)
		if !strings.Contains(got.body, "damaged") {
			t.Errorf("it does not say why: %s", got.body)
		}
		ana.form("DELETE", "/api/v1/media/"+id(m.ID)).is(200)
	})
}

// S-ORG-3: sound and video are given to a browser as nothing but what they are, and a
// piece at a time where it asks for one.
func TestClipsAreInert(t *testing.T) {
	eachSite(t, func(s *site) {
		_, actor := storagetest.Member(s, s.store, "ana")
		ana := s.as(actor)
		address := ana.upload("POST", "/api/v1/media", waveSound(), "", "file").is(200).json().at("url").text()
		viewer := s.visitor()
		viewer.header = http.Header{"Range": {"bytes=0-3"}}
		got := viewer.get(address)
		if got.status != 206 || got.body != "RIFF" || got.header.Get("Content-Type") != "audio/wav" || got.header.Get("X-Content-Type-Options") != "nosniff" ||
			!strings.Contains(got.header.Get("Content-Security-Policy"), "sandbox") || got.header.Get("Content-Disposition") != "inline" {
			t.Errorf("a piece: %d %q %v", got.status, got.body, got.header)
		}
		if whole := s.visitor().get(address); strings.Contains(whole.body, "Erika") || len(whole.body) != 44+8000 {
			t.Errorf("the whole is %d bytes", len(whole.body))
		}
		number := ana.upload("POST", "/api/v1/media", waveSound(), "", "file").is(200).json().at("id").text()
		kase := publishCase(s, actor, "A fever", community.Public)
		ana.post("/api/v1/statuses", "status", "Hear this", "visibility", "public", "in_reply_to_id", id(kase.ID), "media_ids[]", number).refused(422)
	})
}

// A picture that is not open to all is behind a link that works for the member
// who let the app in, as long as the token is good and the post can be seen.
func TestPictureLinks(t *testing.T) {
	eachSite(t, func(s *site) {
		_, anaActor := storagetest.Member(s, s.store, "ana")
		_, bobActor := storagetest.Member(s, s.store, "bob")
		storagetest.Following(s, s.store, bobActor, anaActor)
		ana, bob := s.as(anaActor), s.as(bobActor)
		loose := ana.upload("POST", "/api/v2/media", pngPicture(t), "", "file").is(200).json()
		look := func(address string) reply { return s.visitor().get(address) }
		if got := look(loose.at("preview_url").text()); got.status != 200 || !strings.HasPrefix(got.header.Get("Content-Type"), "image/") {
			t.Fatalf("a loose picture: %d %s", got.status, got.body)
		}
		post := ana.post("/api/v1/statuses", "status", "Look", "visibility", "private", "media_ids[]", loose.at("id").text()).is(200).json()
		mine := bob.get("/api/v1/statuses/"+post.at("id").text()).is(200).json().at("media_attachments", 0, "url").text()
		if got := look(mine); got.status != 200 || got.header.Get("Cache-Control") != "private, no-store" || !strings.Contains(got.header.Get("Content-Security-Policy"), "sandbox") {
			t.Errorf("a follower's link: %d %v", got.status, got.header)
		}
		u, err := url.Parse(mine)
		s.must(err)
		for name, value := range map[string]string{"actor": id(anaActor.ID), "token": "1", "expires": "99999999999", "proof": "x"} {
			other := *u
			query := u.Query()
			query.Set(name, value)
			other.RawQuery = query.Encode()
			if got := look(other.String()); got.status != 404 {
				t.Errorf("with another %s: %d", name, got.status)
			}
		}
		if got := look(strings.Replace(mine, "/full", "/small", 1)); got.status != 404 {
			t.Errorf("another size: %d", got.status)
		}
		bob.post("/api/v1/accounts/" + id(anaActor.ID) + "/unfollow").is(200)
		if got := look(mine); got.status != 404 {
			t.Errorf("after unfollowing: %d", got.status)
		}
		bob.post("/api/v1/accounts/" + id(anaActor.ID) + "/follow").is(200)
		if got := look(mine); got.status != 200 {
			t.Errorf("after following again: %d", got.status)
		}
		bob.post("/oauth/revoke", "client_id", s.app.ClientID, "client_secret", s.secret, "token", bob.token).is(200)
		if got := look(mine); got.status != 404 {
			t.Errorf("after revoking the token: %d", got.status)
		}
		own := ana.get("/api/v1/statuses/"+post.at("id").text()).is(200).json().at("media_attachments", 0, "url").text()
		s.clock.Advance(3 * ticketTime)
		if got := look(own); got.status != 404 {
			t.Errorf("after three days: %d", got.status)
		}
	})
}

// Uploads are slowed down beside everything else.
func TestUploadLimit(t *testing.T) {
	s := openSite(t, storagetest.SQLiteFile(t))
	_, actor := storagetest.Member(s, s.store, "ana")
	ana := s.as(actor)
	for range 30 {
		ana.upload("POST", "/api/v2/media", []byte("no picture"), "", "file").refused(422)
	}
	ana.upload("POST", "/api/v2/media", pngPicture(t), "", "file").refused(429)
	s.clock.Advance(time.Hour)
	ana.upload("POST", "/api/v2/media", pngPicture(t), "", "file").is(200)
}

// An app's link to a picture leads nowhere while it is hidden, and to what is left of it once
// parts are blacked out.
func TestHiddenAndBlackedOutPictures(t *testing.T) {
	eachSite(t, func(s *site) {
		_, anaActor := storagetest.Member(s, s.store, "ana")
		_, bobActor := storagetest.Member(s, s.store, "bob")
		storagetest.Following(s, s.store, bobActor, anaActor)
		ana, bob := s.as(anaActor), s.as(bobActor)
		loose := ana.upload("POST", "/api/v2/media", pngPicture(t), "", "file").is(200).json().at("id").text()
		post := ana.post("/api/v1/statuses", "status", "Look", "visibility", "private", "media_ids[]", loose).is(200).json().at("id").text()
		mine := bob.get("/api/v1/statuses/"+post).is(200).json().at("media_attachments", 0, "url").text()
		before := s.visitor().get(mine).body
		number, err := community.ParseID[community.PostID](post)
		s.must(err)
		s.must(s.store.HidePictures(s.Context(), number))
		for _, address := range []string{mine, strings.Replace(mine, "/full", "/small", 1)} {
			if got := s.visitor().get(address); got.status != 404 {
				t.Errorf("hidden at %s: %d", address, got.status)
			}
		}
		for _, who := range []*caller{ana, bob} {
			if n := who.get("/api/v1/statuses/" + post).is(200).json().at("media_attachments").size(); n != 0 {
				t.Errorf("hidden, but %d are shown", n)
			}
		}
		s.must(s.store.ShowPictures(s.Context(), number))
		p, err := s.store.Post(s.Context(), number)
		s.must(err)
		_, err = s.library.Redact(s.Context(), p.Media[0], []community.Area{{Width: 100, Height: 100}})
		s.must(err)
		if after := s.visitor().get(mine); after.status != 200 || string(after.body) == string(before) {
			t.Error("the link still leads to what was blacked out")
		}
	})
}
