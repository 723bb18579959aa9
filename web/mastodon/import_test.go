package mastodon

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"io"
	"log/slog"
	"strings"
	"testing"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
	"consilium/web/door"
)

// readIn sends a file with its type and mode.
func (c *caller) readIn(text, kind, mode string) reply {
	c.Helper()
	return c.upload("POST", importPath, []byte(text), "type", kind, "", "data", "mode", mode)
}

// work does what imports left to be done, one job after the other, each of them twice.
func (s *site) importAll(owner community.Actor) {
	s.Helper()
	importer := &door.Importer{Store: s.store, Resolver: s, Log: slog.New(slog.DiscardHandler)}
	for range 50 {
		jobs, err := s.store.Jobs(s.Context(), "import/"+id(owner.ID), 1)
		s.must(err)
		if len(jobs) == 0 {
			return
		}
		leases, err := s.store.ClaimLanes(s.Context(), 1, jobs[0].Lane)
		s.must(err)
		s.must(importer.Handle(s.Context(), jobs[0]))
		if len(leases) == 1 {
			s.must(s.store.FinishLane(s.Context(), leases[0], storage.Outcome{Done: []int64{jobs[0].ID}}))
		}
	}
	s.Error("the import does not end")
}

// A list is shown before anything is done of it, done once it is confirmed, and what
// could not be done is listed.
func TestImport(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Member(s, s.store, "ana")
		_, bob := storagetest.Member(s, s.store, "bob")
		_, eve := storagetest.Member(s, s.store, "eve")
		storagetest.Following(s, s.store, ana, eve)
		app, other := s.as(ana), s.as(bob)
		text := "Account address,Show boosts,Notify on new posts,Languages\nbob@here.example,false,true,\"de, en\"\nnot an address\nnobody@here.example,true,false,\nana@here.example,true,false,\n"
		made := app.readIn(text, "following", "overwrite").is(200).json().at(0)
		made.at("state").eq("waiting")
		made.at("total_lines").eq(4)
		made.at("unread_lines").eq(1)
		path := importPath + "/" + made.at("id").text()
		shown := app.get(path).is(200).json()
		shown.at("failures", 0, "line").eq(3)
		for _, deed := range []struct{ method, path string }{{"GET", path}, {"POST", path + "/confirm"}, {"DELETE", path}, {"GET", path + "/failures.csv"}} {
			other.form(deed.method, deed.path).refused(404)
		}
		s.importAll(ana)
		if n, _ := s.store.Relations(t.Context(), ana.ID, []community.ActorID{bob.ID}); n[bob.ID].Follows {
			t.Fatal("done before it was confirmed")
		}
		s.as(ana, "read:accounts", "write:accounts").post(path + "/confirm").refused(403) // it follows people
		app.post(path + "/confirm").is(200).json().at("state").eq("running")
		s.importAll(ana)
		ended := app.get(path).is(200).json()
		ended.at("state").eq("done")
		ended.at("done_lines").eq(1)
		ended.at("failed_lines").eq(2)
		now, err := s.store.Relations(t.Context(), ana.ID, []community.ActorID{bob.ID, eve.ID})
		s.must(err)
		if r := now[bob.ID]; !r.Follows || !r.HidesAnnounces || !r.Notifies || len(r.Languages) != 2 || now[eve.ID].Follows {
			t.Errorf("bob %+v, eve %+v", r, now[eve.ID])
		}
		failures := app.get(path + "/failures.csv")
		if failures.status != 200 || strings.Count(failures.body, "\n") != 3 || !strings.Contains(failures.body, "nobody@here.example") ||
			!strings.HasPrefix(failures.header.Get("Content-Disposition"), "attachment") {
			t.Errorf("failures: %d %s", failures.status, failures.body)
		}
		if got := app.get(exportsPath + "following_accounts.csv"); got.body != "Account address,Show boosts,Notify on new posts,Languages\nbob@here.example,false,true,\"de, en\"\n" {
			t.Errorf("exported again: %q", got.body)
		}
		app.form("DELETE", path).is(200)
		app.get(path).refused(404)
	})
}

// Every list is read in, and what was exported is what was read in.
func TestImportKinds(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Member(s, s.store, "ana")
		_, bob := storagetest.Member(s, s.store, "bob")
		storagetest.Following(s, s.store, ana, bob)
		post := storagetest.Post(s, s.store, bob, "Worth keeping")
		hidden := storagetest.Post(s, s.store, bob, "For those named", community.Direct)
		app := s.as(ana)
		for _, c := range []struct{ kind, file, text, exported string }{
			{"lists", "lists.csv", "Ward,bob@here.example\n", ""},
			{"mutes", "muted_accounts.csv", "Account address,Hide notifications\nbob@here.example,true\n", ""},
			{"domain_blocks", "blocked_domains.csv", "#domain\nbad.example\nhere.example\n", "bad.example\n"},
			{"bookmarks", "bookmarks.csv", post.IRI.String() + "\n" + hidden.IRI.String() + "\n", post.IRI.String() + "\n"},
			{"blocks", "blocked_accounts.csv", "bob@here.example\n", ""},
		} {
			number := app.readIn(c.text, c.kind, "merge").is(200).json().at(0, "id").text()
			app.post(importPath + "/" + number + "/confirm").is(200)
			app.post(importPath + "/" + number + "/confirm").is(200) // twice is once
			s.importAll(ana)
			if c.exported == "" {
				c.exported = c.text
			}
			if got := app.get(exportsPath + c.file); got.status != 200 || got.body != c.exported {
				t.Errorf("%s: %d %q, want %q: %s", c.kind, got.status, got.body, c.exported, app.get(importPath+"/"+number).body)
			}
		}
		app.readIn("x", "nothing", "merge").refused(422)
		app.readIn("", "blocks", "merge").refused(422)
		app.readIn("a@b.example", "blocks", "twice").refused(422)
		app.readIn(strings.Repeat("a@b.example\n", community.MaxImportLines+1), "blocks", "merge").refused(422)
		app.readIn(strings.Repeat("a", community.MaxImportBytes+1), "blocks", "merge").refused(422)
		app.post(importPath, "data", "x").refused(422)
	})
}

// archiveOf packs files as they are named.
func archiveOf(t *testing.T, kind byte, pairs ...string) string {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for i := 0; i+1 < len(pairs); i += 2 {
		h := &tar.Header{Typeflag: kind, Name: pairs[i], Size: int64(len(pairs[i+1])), Mode: 0o600}
		if kind == tar.TypeSymlink {
			h.Linkname, h.Size, pairs[i+1] = "/etc/passwd", 0, ""
		}
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(w, pairs[i+1])
	}
	_ = w.Close()
	return b.String()
}

// S-IN-1: no path of an archive leads out of it, nothing else than files is in it, and
// nothing that unpacks for ever is unpacked.
func TestImportZipSlip(t *testing.T) {
	s := openSite(t, storagetest.SQLiteFile(t))
	_, ana := storagetest.Member(s, s.store, "ana")
	app := s.as(ana)
	const manifest, list = "manifest.yml", "activitypub/blocked_accounts.csv"
	for name, text := range map[string]string{
		"a path upwards":   archiveOf(t, tar.TypeReg, manifest, "x", "../../etc/cron.d/x", "a@b.example"),
		"one in between":   archiveOf(t, tar.TypeReg, manifest, "x", "activitypub/../../blocked_accounts.csv", "a@b.example"),
		"an absolute path": archiveOf(t, tar.TypeReg, manifest, "x", "/activitypub/blocked_accounts.csv", "a@b.example"),
		"one of Windows":   archiveOf(t, tar.TypeReg, manifest, "x", `activitypub\..\..\x.csv`, "a@b.example"),
		"a link":           archiveOf(t, tar.TypeSymlink, list, "x"),
		"no manifest":      archiveOf(t, tar.TypeReg, list, "a@b.example"),
		"cut off":          archiveOf(t, tar.TypeReg, manifest, "x", list, "a@b.example")[:1100],
		"no lists":         archiveOf(t, tar.TypeReg, manifest, "x"),
	} {
		if got := app.readIn(text, "archive", "merge"); got.status != 422 {
			t.Errorf("%s: %d %s", name, got.status, got.body)
		}
	}
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, _ = io.WriteString(w, archiveOf(t, tar.TypeReg, manifest, "x", list, "a@b.example\n", "other/blocked_domains.csv", "x.example"))
	_ = w.Close()
	good := app.readIn(packed.String(), "archive", "merge").is(200).json()
	if good.size() != 1 {
		t.Errorf("%d lists", good.size())
	}
	good.at(0, "type").eq("blocks")
}

// The archive holds what FEP-6fcd asks for, and can be read in again.
func TestExportArchive(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Member(s, s.store, "ana")
		_, bob := storagetest.Member(s, s.store, "bob")
		storagetest.Following(s, s.store, ana, bob)
		app := s.as(ana)
		picture := app.upload("POST", "/api/v1/media", pngPicture(t), "", "file").is(200).json().at("id").text()
		app.post("/api/v1/statuses", "status", "Look", "visibility", "public", "media_ids[]", picture).is(200)
		s.as(ana, "read:accounts", "read:follows").get(exportsPath + "archive").refused(403)
		got := app.get(exportsPath + "archive")
		if got.status != 200 || got.header.Get("Content-Type") != "application/x-tar" {
			t.Fatalf("%d %v", got.status, got.header)
		}
		files := map[string]string{}
		for r := tar.NewReader(strings.NewReader(got.body)); ; {
			h, err := r.Next()
			if err == io.EOF {
				break
			}
			s.must(err)
			text, err := io.ReadAll(r)
			s.must(err)
			files[h.Name] = string(text)
		}
		for name, part := range map[string]string{"manifest.yml": "ubc-version: 0.1", "activitypub/outbox.json": `"type":"OrderedCollection"`, "activitypub/actor.json": "{",
			"activitypub/following_accounts.csv": "bob@here.example", "activitypub/lists.csv": "", "activitypub/likes.json": `"totalItems":0`, "activitypub/bookmarks.json": "orderedItems"} {
			if text, there := files[name]; !there || !strings.Contains(text, part) {
				t.Errorf("%s holds %q", name, text)
			}
		}
		attached := 0
		for name := range files {
			if strings.HasPrefix(name, "activitypub/attachments/") {
				attached++
			}
		}
		if attached != 1 {
			t.Errorf("%d pictures", attached)
		}
		again := s.as(bob).readIn(got.body, "", "").is(200).json()
		if again.size() != 1 || again.at(0, "type").text() != "following" {
			t.Errorf("read in again: %d lists", again.size())
		}
	})
}

// Decision 9: what is for few is not in what is made for other servers, neither its
// pictures nor its address, and an app that may not read cases has its address nowhere.
func TestExportsHoldNothingForFew(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Member(s, s.store, "ana")
		wide := s.as(ana)
		picture := wide.upload("POST", "/api/v1/media", pngPicture(t), "", "file").is(200).json().at("id").text()
		wide.upload("POST", "/api/v1/media", pngPicture(t), "", "file").is(200) // which no post took
		kept := wide.post("/api/v1/statuses", "status", canary, "local_only", "true", "media_ids[]", picture).is(200).json()
		wide.post("/api/v1/statuses/" + kept.at("id").text() + "/bookmark").is(200)
		wide.post("/api/v1/statuses/" + kept.at("id").text() + "/favourite").is(200)
		address := kept.at("uri").text()
		for who, app := range map[string]*caller{"without": s.as(ana, "read"), "with": wide} {
			got := app.get(exportsPath + "archive")
			for _, secret := range []string{canary, address, "attachments/"} {
				if strings.Contains(strings.ReplaceAll(got.body, "attachments:", ""), secret) {
					t.Errorf("the archive of an app %s cases:read holds %s", who, secret)
				}
			}
			if got := app.get(exportsPath + "bookmarks.csv"); strings.Contains(got.body, address) != (who == "with") {
				t.Errorf("bookmarks of an app %s cases:read: %s", who, got.body)
			}
		}
	})
}
