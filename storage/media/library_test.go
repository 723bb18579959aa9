package media

import (
	"bytes"
	"context"
	"errors"
	"image/png"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// shelf is a library on a real store and folder, with a time that moves when a test says so.
type shelf struct {
	*testing.T
	store   *storage.Store
	folder  *Folder
	clock   *storagetest.Clock
	library *Library
	ana     community.Actor
}

// eachShelf runs a test on both engines.
func eachShelf(t *testing.T, test func(s *shelf)) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		folder, err := OpenFolder(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		s := &shelf{T: t, folder: folder, clock: &storagetest.Clock{}}
		s.store = storagetest.At(t, storagetest.Options{Database: database, Now: s.clock.Now})
		t.Cleanup(func() { _ = folder.Close() })
		_, s.ana = storagetest.Member(t, s.store, "ana")
		s.library = s.open(folder, nil)
		test(s)
	})
}

// open makes another library on the same store, as another process has it.
func (s *shelf) open(keeper Keeper, client *http.Client) *Library {
	return NewLibrary(LibraryOptions{Store: s.store, Keeper: keeper, HTTP: client, Mode: community.FederationOpen,
		Limits: Limits{Bytes: 64 << 10}, Log: slog.New(slog.NewTextHandler(s.Output(), nil))})
}

// files counts what is in the folder.
func (s *shelf) files() int {
	s.Helper()
	n := 0
	err := fs.WalkDir(s.folder.root.FS(), ".", func(_ string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			n++
		}
		return err
	})
	if err != nil {
		s.Fatal(err)
	}
	return n
}

func (s *shelf) holds(files int, when string) {
	s.Helper()
	if n := s.files(); n != files {
		s.Errorf("%s the folder holds %d files, want %d", when, n, files)
	}
}

func (s *shelf) tidy() {
	s.Helper()
	if err := s.library.Tidy(s.Context()); err != nil {
		s.Fatal(err)
	}
}

func (s *shelf) upload() community.Media {
	s.Helper()
	m, err := s.library.Upload(s.Context(), s.ana.ID, bytes.NewReader(pngFixture(s, quarters(40, 30), 1)), " An\r\nECG ")
	if err != nil {
		s.Fatal(err)
	}
	return m
}

// post publishes a post of ana's with pictures.
func (s *shelf) post(pictures ...community.Media) community.Post {
	s.Helper()
	p, err := community.Publish(s.ana, community.PostDraft{Text: "x", Audience: community.Public}, community.Surroundings{Now: s.clock.Now(), Media: pictures})
	if err != nil {
		s.Fatal(err)
	}
	post, err := s.store.Publish(s.Context(), p)
	if err != nil {
		s.Fatal(err)
	}
	return post
}

func TestUpload(t *testing.T) {
	eachShelf(t, func(s *shelf) {
		m := s.upload()
		if m.ID == 0 || m.Owner != s.ana.ID || m.Post != 0 || m.Type != "image/png" || m.Width != 40 || m.Height != 30 || m.Blurhash == "" ||
			m.Description != "An\nECG" || m.File == m.Small || !m.Remote.IsZero() {
			t.Errorf("%+v", m)
		}
		stored, err := s.store.MediaByFile(t.Context(), m.Small)
		if err != nil || stored.ID != m.ID {
			t.Errorf("by file: %+v, %v", stored, err)
		}
		for _, file := range []string{m.File, m.Small} {
			content, err := s.library.Open(t.Context(), file)
			if err != nil {
				t.Fatal(err)
			}
			data, _ := io.ReadAll(content)
			if _, err := png.Decode(bytes.NewReader(data)); err != nil || bytes.Contains(data, []byte("Mustermann")) || content.Close() != nil {
				t.Errorf("%s: %v, or it holds what is not pixels", file, err)
			}
		}
		if _, err := s.library.Open(t.Context(), "../secret"); !errors.Is(err, community.ErrNotFound) {
			t.Errorf("a name that is none: %v", err)
		}
		s.clock.Advance(2 * time.Hour)
		s.tidy()
		s.holds(2, "two hours later")
	})
}

// A file that is no picture, or too large, leaves neither file nor row, and says why to the person.
func TestUploadRefuses(t *testing.T) {
	eachShelf(t, func(s *shelf) {
		picture := pngFixture(t, quarters(40, 30), 1)
		for name, tt := range map[string]struct {
			data             []byte
			description, key string
		}{
			"html":                {[]byte("<!doctype html><script>alert(1)</script>"), "", "media.unsupported"},
			"svg":                 {[]byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`), "", "media.unsupported"},
			"too large":           {make([]byte, 64<<10+1), "", "media.too_large"},
			"damaged":             {picture[:len(picture)/3], "", "media.damaged"},
			"described at length": {picture, strings.Repeat("ä", community.MaxDescription+1), "post.too_long"},
		} {
			_, err := s.library.Upload(t.Context(), s.ana.ID, bytes.NewReader(tt.data), tt.description)
			var invalid *community.Invalid
			if !errors.As(err, &invalid) || invalid.Problem.Key != tt.key {
				t.Errorf("%s: %v, want %s", name, err, tt.key)
			}
			if tt.description == "" {
				if id, err := s.library.UploadAvatar(t.Context(), s.ana.ID, bytes.NewReader(tt.data)); id != 0 || !errors.As(err, &invalid) {
					t.Errorf("%s as a face: %d, %v", name, id, err)
				}
			}
		}
		s.holds(0, "after refusals")
	})
}

// failingKeeper is a folder whose disk, or whose process, fails at one Put.
type failingKeeper struct {
	*Folder
	mu    sync.Mutex
	puts  int
	at    int
	then  func() error
	after bool
}

func (k *failingKeeper) Put(ctx context.Context, name string, r io.Reader) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.puts++
	if k.puts != k.at {
		return k.Folder.Put(ctx, name, r)
	}
	if k.after {
		if err := k.Folder.Put(ctx, name, r); err != nil {
			return err
		}
	}
	return k.then()
}

// A disk that is full leaves nothing.
func TestUploadThatCannotBeKept(t *testing.T) {
	eachShelf(t, func(s *shelf) {
		full := &failingKeeper{Folder: s.folder, at: 2, then: func() error { return errors.New("no space left") }}
		if _, err := s.open(full, nil).Upload(t.Context(), s.ana.ID, bytes.NewReader(pngFixture(t, quarters(8, 8), 1)), ""); err == nil {
			t.Error("kept on a full disk")
		}
		s.holds(0, "with a full disk")
		s.clock.Advance(2 * time.Hour)
		if waste, err := s.store.Waste(t.Context(), 10); err != nil || len(waste) != 0 {
			t.Errorf("waste %v, %v", waste, err)
		}
	})
}

// A process that dies between the files and the row leaves files that are removed when the hour is over, and not
// before: another one may be about to write the row.
func TestCrashBetweenFilesAndRow(t *testing.T) {
	eachShelf(t, func(s *shelf) {
		ctx, die := context.WithCancel(t.Context())
		dying := &failingKeeper{Folder: s.folder, at: 2, after: true, then: func() error { die(); return nil }}
		if _, err := s.open(dying, nil).Upload(ctx, s.ana.ID, bytes.NewReader(pngFixture(t, quarters(8, 8), 1)), ""); err == nil {
			t.Fatal("the row was written by the dead")
		}
		kept := s.upload()
		s.holds(4, "after the crash")
		s.clock.Advance(59 * time.Minute)
		s.tidy()
		s.holds(4, "within the hour")
		s.clock.Advance(2 * time.Minute)
		s.tidy()
		s.holds(2, "after the hour")
		if _, err := s.library.Open(t.Context(), kept.File); err != nil {
			t.Errorf("the picture that has a row: %v", err)
		}
	})
}

// What nobody took within a day goes; what hangs on a post or is somebody's face stays; what a post loses goes.
func TestTidyLooseMedia(t *testing.T) {
	eachShelf(t, func(s *shelf) {
		loose, posted := s.upload(), s.upload()
		post := s.post(posted)
		var faces []community.MediaID
		for range 2 {
			face, err := s.library.UploadAvatar(t.Context(), s.ana.ID, bytes.NewReader(pngFixture(t, quarters(500, 300), 1)))
			if err != nil {
				t.Fatal(err)
			}
			s.ana.Profile.Avatar = face
			if s.ana, err = s.store.SetProfile(t.Context(), s.ana.ID, s.ana.Profile); err != nil {
				t.Fatal(err)
			}
			faces = append(faces, face)
		}
		s.tidy()
		s.holds(8, "at once")
		s.clock.Advance(25 * time.Hour)
		s.tidy()
		s.holds(4, "a day later")
		for id, there := range map[community.MediaID]bool{loose.ID: false, posted.ID: true, faces[0]: false, faces[1]: true} {
			if _, err := s.store.Media(t.Context(), id); (err == nil) != there {
				t.Errorf("picture %d: %v, want it there: %v", id, err, there)
			}
		}
		if m, err := s.library.FetchAvatar(t.Context(), s.ana.ID); err != nil || m.ID != faces[1] || m.Width != 300 || m.Height != 300 {
			t.Errorf("face %+v, %v", m, err)
		}
		if err := s.store.DeletePost(t.Context(), post.ID, s.clock.Now()); err != nil {
			t.Fatal(err)
		}
		s.tidy()
		s.holds(2, "when the post is deleted")
	})
}

// A picture that a post took while it was being judged loose stays.
func TestTidyLosesToThePost(t *testing.T) {
	eachShelf(t, func(s *shelf) {
		m := s.upload()
		s.post(m)
		if err := s.store.RemoveMedia(t.Context(), m.ID); err != nil {
			t.Fatal(err)
		}
		s.tidy()
		if _, err := s.library.Open(t.Context(), m.File); err != nil {
			t.Errorf("the post lost its picture: %v", err)
		}
	})
}

// Two processes may tidy at the same time.
func TestTwoProcessesTidy(t *testing.T) {
	eachShelf(t, func(s *shelf) {
		for range 5 {
			s.upload()
		}
		s.clock.Advance(25 * time.Hour)
		other := s.open(s.folder, nil)
		var group sync.WaitGroup
		for _, l := range []*Library{s.library, other, s.library, other} {
			group.Go(func() {
				if err := l.Tidy(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		s.holds(0, "afterwards")
		if waste, err := s.store.Waste(t.Context(), 10); err != nil || len(waste) != 0 {
			t.Errorf("waste %v, %v", waste, err)
		}
	})
}
