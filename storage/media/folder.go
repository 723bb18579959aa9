package media

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"time"

	"consilium/community"
)

// arriving is where files are written before they have a name; it is on the same disk, so that renaming is atomic.
const arriving = "arriving"

// Folder keeps files on a disk. Several processes may share it.
type Folder struct{ root *os.Root }

var _ Keeper = (*Folder)(nil)

// OpenFolder opens a folder and makes it when it is not there, readable by its owner only. Close it after use.
func OpenFolder(name string) (*Folder, error) {
	if err := os.MkdirAll(name, 0o700); err != nil {
		return nil, fmt.Errorf("open media folder: %w", err)
	}
	root, err := os.OpenRoot(name) // nothing below can leave it, by ".." or by link (S-IN-1)
	if err != nil {
		return nil, fmt.Errorf("open media folder: %w", err)
	}
	if err := root.MkdirAll(arriving, 0o700); err != nil {
		return nil, errors.Join(fmt.Errorf("open media folder: %w", err), root.Close())
	}
	return &Folder{root: root}, nil
}

// Close lets go of the folder.
func (f *Folder) Close() error { return f.root.Close() }

// place is where a name lies: two levels, so that no directory holds more than a thousandth of the files.
func place(name string) (string, error) {
	if !isName(name) {
		return "", community.ErrNotFound
	}
	return path.Join(name[:1], name[1:3], name), nil
}

// Put writes the file beside its place, makes sure that it is on the disk, and only then gives it its name.
func (f *Folder) Put(ctx context.Context, name string, r io.Reader) error {
	target, err := place(name)
	if err != nil {
		return fmt.Errorf("keep media: %w", err)
	}
	temporary := path.Join(arriving, rand.Text())
	err = f.write(temporary, &patient{ctx: ctx, r: r})
	if err == nil {
		err = f.settle(temporary, target)
	}
	if err != nil {
		_ = f.root.Remove(temporary) // what went wrong first is what matters
		return fmt.Errorf("keep media: %w", err)
	}
	return nil
}

// write makes the file and returns when its content is on the disk.
func (f *Folder) write(name string, r io.Reader) error {
	file, err := f.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(file, r)
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}

// settle gives a written file its name, and makes that as durable as its content.
func (f *Folder) settle(temporary, target string) error {
	if err := f.root.MkdirAll(path.Dir(target), 0o700); err != nil {
		return err
	}
	if err := f.root.Rename(temporary, target); err != nil {
		return err
	}
	for _, folder := range []string{path.Dir(target), path.Dir(path.Dir(target)), "."} {
		if err := f.syncFolder(folder); err != nil {
			return err
		}
	}
	return nil
}

func (f *Folder) syncFolder(name string) error {
	folder, err := f.root.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// Open returns a file of this folder.
func (f *Folder) Open(_ context.Context, name string) (io.ReadSeekCloser, error) {
	target, err := place(name)
	if err != nil {
		return nil, fmt.Errorf("open media: %w", err)
	}
	file, err := f.root.Open(target)
	if errors.Is(err, fs.ErrNotExist) {
		err = community.ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("open media: %w", err)
	}
	return file, nil
}

// Remove deletes a file of this folder.
func (f *Folder) Remove(_ context.Context, name string) error {
	target, err := place(name)
	if err == nil {
		err = f.root.Remove(target)
	}
	if err == nil {
		err = f.syncFolder(path.Dir(target)) // gone is gone, also when the power fails now
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove media: %w", err)
	}
	return nil
}

// Sweep deletes files that were being written when a process died, if they were last touched before the moment given.
// It returns how many there were.
func (f *Folder) Sweep(before time.Time) (int, error) {
	entries, err := fs.ReadDir(f.root.FS(), arriving)
	if err != nil {
		return 0, fmt.Errorf("sweep media: %w", err)
	}
	swept := 0
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil || !info.ModTime().Before(before) {
			continue // gone meanwhile, or still being written
		}
		if err := f.root.Remove(path.Join(arriving, entry.Name())); err != nil {
			return swept, fmt.Errorf("sweep media: %w", err)
		}
		swept++
	}
	return swept, nil
}
