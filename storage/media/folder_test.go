package media

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"consilium/community"
)

func folder(t *testing.T) (*Folder, string) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "media")
	f, err := OpenFolder(name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	return f, name
}

// files lists every file below a folder.
func files(t *testing.T, root string) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			found = append(found, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestFolderKeepsAndForgets(t *testing.T) {
	f, root := folder(t)
	name := NewName("image/png")
	for _, content := range []string{"first", "second, put again by the same job"} {
		if err := f.Put(t.Context(), name, strings.NewReader(content)); err != nil {
			t.Fatal(err)
		}
		file, err := f.Open(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := file.Seek(1, io.SeekStart); err != nil {
			t.Error(err)
		}
		if got, err := io.ReadAll(file); err != nil || string(got) != content[1:] {
			t.Errorf("read %q, %v", got, err)
		}
		if err := file.Close(); err != nil {
			t.Error(err)
		}
	}
	kept := files(t, root)
	if len(kept) != 1 {
		t.Fatalf("kept %v, want one file", kept)
	}
	if info, err := os.Stat(kept[0]); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, want 0600 (%v)", info.Mode(), err)
	}
	for range 2 { // a job may run twice
		if err := f.Remove(t.Context(), name); err != nil {
			t.Error(err)
		}
	}
	if _, err := f.Open(t.Context(), name); !errors.Is(err, community.ErrNotFound) {
		t.Errorf("after removal: %v, want not found", err)
	}
}

// Half a file never gets a name.
func TestFolderKeepsAllOrNothing(t *testing.T) {
	f, root := folder(t)
	name := NewName("image/jpeg")
	broken := errors.New("the line went dead")
	err := f.Put(t.Context(), name, io.MultiReader(strings.NewReader("half"), iotest.ErrReader(broken)))
	if !errors.Is(err, broken) {
		t.Errorf("got %v, want the reader's error", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := f.Put(ctx, name, strings.NewReader("whole")); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
	if left := files(t, root); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

// S-IN-1: no name leads out of the folder, or to anything in it that is not a file kept there.
func TestNamesStayInside(t *testing.T) {
	f, root := folder(t)
	outside := filepath.Join(filepath.Dir(root), "outside")
	if err := os.WriteFile(outside, []byte(secret), 0o600); err != nil {
		t.Fatal(err)
	}
	good := NewName("image/png")
	for _, name := range []string{
		"", ".", "..", "/", "../outside", "../../etc/passwd", "/etc/passwd", outside, arriving, arriving + "/x",
		"..\\outside", "%2e%2e/outside", good + "/..", good + "/../../../outside", "./" + good, good + "\x00", good + ".html", good + ".png",
		strings.ToLower(good), good[:10], good[:20] + "../.." + good[25:], strings.Repeat("A", 300), strings.Repeat("/", 26), strings.Repeat(".", 26),
	} {
		if err := f.Put(t.Context(), name, strings.NewReader("x")); !errors.Is(err, community.ErrNotFound) {
			t.Errorf("put %q: %v", name, err)
		}
		if _, err := f.Open(t.Context(), name); !errors.Is(err, community.ErrNotFound) {
			t.Errorf("open %q: %v", name, err)
		}
		if err := f.Remove(t.Context(), name); !errors.Is(err, community.ErrNotFound) {
			t.Errorf("remove %q: %v", name, err)
		}
	}
	if left := files(t, root); len(left) != 0 {
		t.Errorf("written: %v", left)
	}
	if b, err := os.ReadFile(outside); err != nil || string(b) != secret {
		t.Error("the file outside was touched")
	}
}

// S-IN-1: not even a link that somebody put into the folder leads out of it.
func TestLinksStayInside(t *testing.T) {
	f, root := folder(t)
	outside := filepath.Join(filepath.Dir(root), "outside")
	if err := os.WriteFile(outside, []byte(secret), 0o600); err != nil {
		t.Fatal(err)
	}
	name := NewName("image/png")
	target, err := place(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(root, filepath.Dir(target)), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(root, target)); err != nil {
		t.Fatal(err)
	}
	if file, err := f.Open(t.Context(), name); err == nil {
		_ = file.Close()
		t.Error("a link out of the folder was followed")
	}
}

func TestNamesAreRandomAndTyped(t *testing.T) {
	a, b := NewName("image/jpeg"), NewName("image/jpeg")
	if a == b || !isName(a) || len(a) != 26+4 {
		t.Errorf("%s and %s", a, b)
	}
	for mediaType := range extensions {
		if got := TypeOf(NewName(mediaType)); got != mediaType {
			t.Errorf("%s is served as %s", mediaType, got)
		}
	}
	// S-IN-2: what we never made is never served as something a browser runs.
	for _, name := range []string{"x.html", "x.svg", NewName("text/html"), ""} {
		if got := TypeOf(name); got != "application/octet-stream" {
			t.Errorf("%q is served as %s", name, got)
		}
	}
}

func TestSweepTakesOnlyTheOld(t *testing.T) {
	f, root := folder(t)
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	for name, age := range map[string]time.Duration{"old": 25 * time.Hour, "young": time.Minute} {
		path := filepath.Join(root, arriving, name)
		if err := os.WriteFile(path, bytes.Repeat([]byte("x"), 10), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, now, now.Add(-age)); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := f.Sweep(now.Add(-24 * time.Hour)); n != 1 || err != nil {
		t.Errorf("swept %d, %v; want 1", n, err)
	}
	if left := files(t, root); len(left) != 1 || filepath.Base(left[0]) != "young" {
		t.Errorf("left %v", left)
	}
}
