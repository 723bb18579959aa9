package media

import (
	"bytes"
	"context"
	"errors"
	"image/png"
	"io"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
)

// due are the jobs that make media of what ana sent.
func (s *shelf) due() []storage.Job {
	s.Helper()
	jobs, err := s.store.Jobs(s.Context(), "media/"+community.FormatID(s.ana.ID), 10)
	if err != nil {
		s.Fatal(err)
	}
	return jobs
}

func (s *shelf) receive(data []byte) community.Media {
	s.Helper()
	m, err := s.library.Receive(s.Context(), s.ana.ID, bytes.NewReader(data))
	if err != nil {
		s.Fatal(err)
	}
	return m
}

// heavy is a picture that is not made at once.
func heavy(s *shelf) []byte {
	s.library.limits.AtOnce = 200
	return pngFixture(s, quarters(400, 300), 1)
}

// What was sent is kept until a job has made media of it; then nothing of it is left.
func TestReceive(t *testing.T) {
	eachShelf(t, func(s *shelf) {
		m := s.receive(heavy(s))
		if m.Ready() || m.Type != "image/png" {
			t.Fatalf("at once: %+v", m)
		}
		s.holds(1, "with what was sent")
		if _, err := s.store.TakeMediaFor(t.Context(), s.ana.ID, 0, []community.MediaID{m.ID}); !errors.As(err, new(*community.Invalid)) {
			t.Errorf("posted before it is ready: %v", err)
		}
		for range 2 { // at least once
			if err := s.library.Process(t.Context(), s.due()[0]); err != nil {
				t.Fatal(err)
			}
		}
		made, err := s.store.Media(t.Context(), m.ID)
		if err != nil || !made.Ready() || made.Width != 400 || made.Small == "" || made.Blurhash == "" {
			t.Fatalf("made %+v, %v", made, err)
		}
		s.tidy()
		s.holds(2, "with what was made")
	})
}

// A process that dies while it makes media of what was sent loses nothing: whatever it
// had begun is waste, and the next makes it.
func TestReceiveCrash(t *testing.T) {
	eachShelf(t, func(s *shelf) {
		m := s.receive(movieFixture{}.bytes())
		ctx, die := context.WithCancel(t.Context())
		dying := s.open(&mortal{Folder: s.folder, die: die}, nil)
		if err := dying.Process(ctx, s.due()[0]); err == nil {
			t.Fatal("it did not die")
		}
		if u, err := s.store.Upload(t.Context(), m.ID); err != nil || u.Failed != nil {
			t.Fatalf("after a crash %+v, %v", u, err)
		}
		if err := s.library.Process(t.Context(), s.due()[0]); err != nil {
			t.Fatal(err)
		}
		made, err := s.store.Media(t.Context(), m.ID)
		if err != nil || made.Type != "video/mp4" || made.Duration != 3*time.Second || made.Width != 640 {
			t.Fatalf("made %+v, %v", made, err)
		}
		file, err := s.library.Open(t.Context(), made.File)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		if text, _ := io.ReadAll(file); bytes.Contains(text, []byte("Mustermann")) || TypeOf(made.File) != "video/mp4" {
			t.Error("the file tells a name")
		}
		s.clock.Advance(2 * time.Hour)
		s.tidy()
		s.holds(1, "two hours later")
	})
}

// mortal is a keeper whose process dies as soon as a file is written.
type mortal struct {
	*Folder
	die context.CancelFunc
}

func (m *mortal) Put(ctx context.Context, name string, r io.Reader) error {
	err := m.Folder.Put(ctx, name, r)
	m.die()
	return errors.Join(err, context.Canceled)
}

// What turns out to be no picture is said to be none, and not kept.
func TestReceiveFails(t *testing.T) {
	eachShelf(t, func(s *shelf) {
		torn := heavy(s)
		m := s.receive(torn[:len(torn)/2])
		if err := s.library.Process(t.Context(), s.due()[0]); err != nil {
			t.Fatal(err)
		}
		u, err := s.store.Upload(t.Context(), m.ID)
		if err != nil || u.Failed == nil || u.Failed.Key != "media.damaged" {
			t.Fatalf("%+v, %v", u, err)
		}
		s.tidy()
		s.holds(0, "when it failed")
		for name, data := range map[string][]byte{"nothing": nil, "a program": bytes.Repeat([]byte("MZ\x90\x00"), 1000), "too large": pngFixture(t, quarters(10, 10), 1)} {
			if name == "too large" {
				data = append(data, make([]byte, 70<<10)...)
			}
			if _, err := s.library.Receive(t.Context(), s.ana.ID, bytes.NewReader(data)); !errors.As(err, new(*community.Invalid)) {
				t.Errorf("%s: %v", name, err)
			}
		}
		s.tidy()
		s.holds(0, "after what was refused")
	})
}

// One that nobody waits for any more is not made, and nothing of it stays for more than
// a day.
func TestReceiveAndRemove(t *testing.T) {
	eachShelf(t, func(s *shelf) {
		m := s.receive(heavy(s))
		jobs := s.due()
		if err := s.store.RemoveMedia(t.Context(), m.ID); err != nil {
			t.Fatal(err)
		}
		if err := s.library.Process(t.Context(), jobs[0]); err != nil {
			t.Error(err)
		}
		s.receive(heavy(s)) // and one whose job never runs
		s.clock.Advance(25 * time.Hour)
		s.tidy()
		s.holds(0, "a day later")
	})
}

// A small picture of one's own choice stays when the large one is made after it.
func TestThumbnail(t *testing.T) {
	eachShelf(t, func(s *shelf) {
		m := s.receive(movieFixture{}.bytes())
		m, err := s.library.SetThumbnail(t.Context(), m, bytes.NewReader(pngFixture(t, quarters(100, 50), 1)))
		if err != nil || m.Small == "" || m.SmallWidth != 100 || m.Blurhash == "" {
			t.Fatalf("%+v, %v", m, err)
		}
		if err := s.library.Process(t.Context(), s.due()[0]); err != nil {
			t.Fatal(err)
		}
		made, err := s.store.Media(t.Context(), m.ID)
		if err != nil || made.Small != m.Small || made.SmallHeight != 50 || made.Type != "video/mp4" {
			t.Fatalf("made %+v, %v", made, err)
		}
		again, err := s.library.SetThumbnail(t.Context(), made, bytes.NewReader(encoded(t, func(b *bytes.Buffer) error { return png.Encode(b, quarters(10, 10)) })))
		if err != nil || again.Small == made.Small || again.File != made.File {
			t.Fatalf("again %+v, %v", again, err)
		}
		s.tidy()
		s.holds(2, "with the last thumbnail")
		if _, err := s.library.SetThumbnail(t.Context(), again, bytes.NewReader(movieFixture{}.bytes())); !errors.As(err, new(*community.Invalid)) {
			t.Errorf("a video: %v", err)
		}
		sound, err := s.library.Upload(t.Context(), s.ana.ID, bytes.NewReader(mpegFixture()), "My voice")
		if err != nil || sound.Type != "audio/mpeg" || sound.Description != "My voice" || sound.Duration < time.Second {
			t.Errorf("a sound at once: %+v, %v", sound, err)
		}
		if _, err := s.library.UploadHeader(t.Context(), s.ana.ID, bytes.NewReader(movieFixture{}.bytes())); !errors.As(err, new(*community.Invalid)) {
			t.Errorf("a video as header: %v", err)
		}
	})
}

// Whoever sends and never posts cannot fill the disk: beyond a hundred files that nothing
// took, what is sent is refused and not kept. A day later there is room again.
func TestAttackDiskFullOfWhatNobodyPosts(t *testing.T) {
	eachShelf(t, sendsAndNeverPosts)
}

func sendsAndNeverPosts(s *shelf) {
	for range 100 {
		if _, err := s.store.AddMedia(s.Context(), community.Media{Owner: s.ana.ID, Type: "image/png"}); err != nil {
			s.Fatal(err)
		}
	}
	for name, data := range map[string][]byte{"a large picture": heavy(s), "a video": movieFixture{}.bytes(),
		"a small picture": encoded(s, func(b *bytes.Buffer) error { return png.Encode(b, quarters(9, 9)) })} {
		_, later := s.library.Receive(s.Context(), s.ana.ID, bytes.NewReader(data))
		_, now := s.library.Upload(s.Context(), s.ana.ID, bytes.NewReader(data), "")
		for _, err := range []error{later, now} {
			if bad, is := errors.AsType[*community.Invalid](err); !is || bad.Problem.Key != "media.too_many_loose" {
				s.Errorf("%s: %v", name, err)
			}
		}
	}
	s.holds(0, "after what was refused")
	s.clock.Advance(25 * time.Hour)
	if _, err := s.library.Receive(s.Context(), s.ana.ID, bytes.NewReader(movieFixture{}.bytes())); err != nil {
		s.Error(err)
	}
}
