package web_test

import (
	"archive/tar"
	"bytes"
	"encoding/binary"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"consilium/community"
	"consilium/storage/storagetest"
	"consilium/web/door"
)

// A list is read in on its page: looked at, confirmed, done, and forgotten.
func TestImportPage(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, anaActor := storagetest.Member(s, s.store, "ana")
		_, bob := storagetest.Member(s, s.store, "bob")
		eve, _ := storagetest.Member(s, s.store, "eve")
		a, e := s.as(ana), s.as(eve)
		a.get("/settings/account").is(200).has(`href="/settings/import"`)
		text := []byte("bob@here.example\n<b>nobody</b>\nnobody@here.example\n")
		shown := a.submit("/settings/import", url.Values{"kind": {"blocks"}, "mode": {"merge"}}, map[string][]byte{"data": text}).is(200).
			has("People you block", "Lines that can be done: 2", "not be read: 1", "Line 2", "&lt;b&gt;nobody")
		path := regexp.MustCompile(`/settings/import/\d+`).FindString(shown.body)
		e.get(path).is(http.StatusNotFound)
		e.post(path+"/confirm", nil).is(http.StatusNotFound)
		e.get(path + "/failures.csv").is(http.StatusNotFound)
		a.post(path+"/confirm", nil).is(200).has("Being done")
		importer := &door.Importer{Store: s.store, Log: slog.New(slog.DiscardHandler)}
		for range 2 {
			jobs, err := s.store.Jobs(t.Context(), "import/"+community.FormatID(anaActor.ID), 10)
			if err != nil || len(jobs) == 0 {
				t.Fatal(jobs, err)
			}
			if err := importer.Handle(t.Context(), jobs[len(jobs)-1]); err != nil {
				t.Fatal(err)
			}
		}
		a.get(path).is(200).has("2 of 2 done", "Failed: 1")
		if r, err := s.store.Relations(t.Context(), anaActor.ID, []community.ActorID{bob.ID}); err != nil || !r[bob.ID].Blocks {
			t.Errorf("%+v, %v", r, err)
		}
		if got := a.get(path + "/failures.csv").is(200); strings.Count(got.body, "\n") != 2 {
			t.Errorf("failures: %s", got.body)
		}
		a.post(path+"/remove", nil).is(200).hasNot(path)
		a.submit("/settings/import", url.Values{"kind": {"nothing"}}, map[string][]byte{"data": text}).is(http.StatusUnprocessableEntity).has("Say what the file lists")
	})
}

// The archive for other servers and each list alone are taken on the page.
func TestExportArchivePage(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, anaActor := storagetest.Member(s, s.store, "ana")
		_, bob := storagetest.Member(s, s.store, "bob")
		storagetest.Following(s, s.store, anaActor, bob)
		a := s.as(ana)
		a.get("/settings/export").is(200).has("/settings/export/archive", "/settings/export/lists.csv")
		if got := a.get("/settings/export/following_accounts.csv").is(200); !strings.Contains(got.body, "bob@here.example,true,false,\n") {
			t.Errorf("following: %q", got.body)
		}
		a.get("/settings/export/secrets.csv").is(http.StatusNotFound)
		got := a.post("/settings/export/archive", nil).is(200)
		names := map[string]bool{}
		for r := tar.NewReader(strings.NewReader(got.body)); ; {
			h, err := r.Next()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			names[h.Name] = true
		}
		if !names["manifest.yml"] || !names["activitypub/outbox.json"] || !names["activitypub/lists.csv"] {
			t.Errorf("the archive holds %v", names)
		}
		s.visitor().get("/settings/export/lists.csv").is(200).has("Password")
	})
}

// A sound is uploaded with a post, played on its page in pieces, and refused on a case.
func TestSoundOnPage(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, _ := storagetest.Member(s, s.store, "ana")
		a := s.as(ana)
		le := binary.LittleEndian
		format := le.AppendUint32(le.AppendUint32([]byte{1, 0, 1, 0}, 8000), 8000)
		wave := append(append(le.AppendUint32([]byte("RIFF"), 36+8000), "WAVEfmt \x10\x00\x00\x00"...), append(format, 1, 0, 8, 0)...)
		wave = append(le.AppendUint32(append(wave, "data"...), 8000), bytes.Repeat([]byte{128}, 8000)...)
		shown := a.submit("/posts", url.Values{"text": {"Listen"}, "audience": {"public"}, "description_1": {"A murmur"}}, map[string][]byte{"picture_1": wave}).is(200).
			has(`<audio controls preload="none" src="/media/`, `aria-label="A murmur"`)
		file := a.get(regexp.MustCompile(`/media/\w+\.wav`).FindString(shown.body)).is(200)
		if file.header.Get("Content-Type") != "audio/wav" || file.header.Get("Accept-Ranges") != "bytes" || !strings.Contains(file.header.Get("Content-Security-Policy"), "sandbox") {
			t.Errorf("served with %v", file.header)
		}
	})
}
