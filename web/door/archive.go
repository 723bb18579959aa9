package door

import (
	"archive/tar"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"time"

	"consilium/community"
	"consilium/storage"
)

// Documents write what federates as JSON. It may be nil where nothing does.
type Documents interface {
	// ActorDocument is a member as other servers are told of them.
	ActorDocument(ctx context.Context, a community.Actor) ([]byte, error)
	// ActivityDocument is the activity by which a post came to be; community.ErrForbidden
	// for what does not leave in this form.
	ActivityDocument(ctx context.Context, p community.Post) ([]byte, error)
}

// Opener gives a file of a kept picture by its name.
type Opener interface {
	Open(ctx context.Context, file string) (io.ReadSeekCloser, error)
}

// Archive is a whole account in the form of FEP-6fcd: a tar file with a manifest, the
// actor, what it posted and marked as ActivityStreams, its lists as CSV and its
// pictures. Posts for few are not in it, and neither are their pictures and addresses:
// they have no form for other servers.
type Archive struct {
	Estate    storage.Estate
	Documents Documents
	Pictures  Opener
	Domain    string
	Version   string
	Now       time.Time
}

const (
	folderPub    = "activitypub/"
	fep6fcd      = "https://codeberg.org/fediverse/fep/src/branch/main/fep/6fcd/fep-6fcd.md#manifest-file"
	asCollection = "https://www.w3.org/TR/activitystreams-core/#collections"
	csvFormat    = "https://docs.joinmastodon.org/user/moving/#export"
)

// entry is a file of the archive.
type entry struct {
	name, url string
	write     func(context.Context, io.Writer) error
}

func (a Archive) entries() []entry {
	list := []entry{
		{"actor.json", "https://www.w3.org/TR/activitypub/#actor-objects", a.actor},
		{"outbox.json", asCollection, a.outbox},
		{"likes.json", asCollection, a.collection("likes", a.Estate.Likes)},
		{"bookmarks.json", asCollection, a.collection("bookmarks", a.Estate.Bookmarks)},
		{"followers.csv", csvFormat, a.Estate.FollowersCSV},
	}
	for _, kind := range community.ImportKinds() {
		list = append(list, entry{kind.File(), csvFormat, func(ctx context.Context, w io.Writer) error { return a.Estate.CSV(ctx, kind, w) }})
	}
	return list
}

// Write writes the archive as it is read. Since a tar file says beforehand how long each
// file in it is, one at a time is written to a scratch file, which nobody else can open.
func (a Archive) Write(ctx context.Context, w io.Writer) error {
	scratch, err := os.CreateTemp("", "archive-*")
	if err != nil {
		return fmt.Errorf("archive: %w", err)
	}
	defer scratch.Close()
	if err := os.Remove(scratch.Name()); err != nil { // gone with the process, whatever happens
		return fmt.Errorf("archive: %w", err)
	}
	a.Estate = a.Estate.Open()
	out := tar.NewWriter(w)
	manifest := a.manifest()
	if err := a.file(out, "manifest.yml", int64(len(manifest))); err != nil {
		return err
	}
	if _, err := out.Write(manifest); err != nil {
		return fmt.Errorf("archive: %w", err)
	}
	for _, e := range a.entries() {
		if err := a.through(ctx, out, scratch, e); err != nil {
			return fmt.Errorf("archive %s: %w", e.name, err)
		}
	}
	if err := a.pictures(ctx, out); err != nil {
		return fmt.Errorf("archive pictures: %w", err)
	}
	return out.Close()
}

func (a Archive) file(out *tar.Writer, name string, size int64) error {
	err := out.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Size: size, Mode: 0o600, ModTime: a.Now, Format: tar.FormatPAX})
	if err != nil {
		return fmt.Errorf("archive %s: %w", name, err)
	}
	return nil
}

// through writes an entry to the scratch file and from there, now that its length is
// known, to the archive.
func (a Archive) through(ctx context.Context, out *tar.Writer, scratch *os.File, e entry) error {
	if _, err := scratch.Seek(0, io.SeekStart); err != nil {
		return err
	}
	if err := scratch.Truncate(0); err != nil {
		return err
	}
	if err := e.write(ctx, scratch); err != nil {
		return err
	}
	size, err := scratch.Seek(0, io.SeekCurrent)
	if err != nil {
		return err
	}
	if _, err := scratch.Seek(0, io.SeekStart); err != nil {
		return err
	}
	if err := a.file(out, folderPub+e.name, size); err != nil {
		return err
	}
	_, err = io.Copy(out, scratch)
	return err
}

// manifest says what is in the archive and who made it. What stands in it is ours, but
// for addresses, which are written as JSON strings: YAML takes those.
func (a Archive) manifest() []byte {
	quoted := func(text string) []byte {
		b, err := json.Marshal(text)
		if err != nil { // a string can be encoded
			return []byte(`""`)
		}
		return b
	}
	b := fmt.Appendf(nil, "ubc-version: 0.1\nmeta:\n  created: %s\n  createdBy:\n    controller: %s\n    client:\n      name: Consilium\n      version: %s\n",
		a.Now.Format(time.DateOnly), quoted(a.Estate.Actor.IRI.String()), quoted(a.Version))
	b = fmt.Appendf(b, "contents:\n  manifest.yml:\n    url: %s\n  activitypub:\n    contents:\n", quoted(fep6fcd))
	for _, e := range a.entries() {
		b = fmt.Appendf(b, "      %s:\n        url: %s\n", e.name, quoted(e.url))
	}
	return fmt.Appendf(b, "      attachments:\n        url: \"https://www.w3.org/TR/activitystreams-vocabulary/#dfn-attachment\"\n")
}

func (a Archive) actor(ctx context.Context, w io.Writer) error {
	if a.Documents == nil {
		_, err := io.WriteString(w, "{}\n")
		return err
	}
	doc, err := a.Documents.ActorDocument(ctx, a.Estate.Actor)
	if err == nil {
		_, err = w.Write(doc)
	}
	return err
}

// outbox writes what the member posted, oldest first.
func (a Archive) outbox(ctx context.Context, w io.Writer) error {
	return a.ordered(w, "outbox", func(yield func(json.RawMessage, error) bool) {
		if a.Documents == nil {
			return
		}
		for p, err := range a.Estate.Posts(ctx) {
			if err != nil {
				yield(nil, err)
				return
			}
			doc, err := a.Documents.ActivityDocument(ctx, p.Post)
			if errors.Is(err, community.ErrForbidden) {
				continue
			}
			if !yield(doc, err) {
				return
			}
		}
	})
}

// collection writes addresses.
func (a Archive) collection(name string, read func(context.Context) iter.Seq2[community.IRI, error]) func(context.Context, io.Writer) error {
	return func(ctx context.Context, w io.Writer) error {
		return a.ordered(w, name, func(yield func(json.RawMessage, error) bool) {
			for iri, err := range read(ctx) {
				text, encoding := json.Marshal(iri.String())
				if !yield(text, errors.Join(err, encoding)) {
					return
				}
			}
		})
	}
}

// ordered writes an OrderedCollection item after item. How many there are is only known
// at its end.
func (a Archive) ordered(w io.Writer, name string, items iter.Seq2[json.RawMessage, error]) error {
	_, err := fmt.Fprintf(w, `{"@context":"https://www.w3.org/ns/activitystreams","id":"%s.json","type":"OrderedCollection","orderedItems":[`, name)
	if err != nil {
		return err
	}
	n := 0
	for item, err := range items {
		if err != nil {
			return err
		}
		if n > 0 {
			item = append([]byte(",\n"), item...)
		}
		if _, err := w.Write(item); err != nil {
			return err
		}
		n++
	}
	_, err = fmt.Fprintf(w, `],"totalItems":%d}`+"\n", n)
	return err
}

// pictures writes the files themselves.
func (a Archive) pictures(ctx context.Context, out *tar.Writer) error {
	for m, err := range a.Estate.Pictures(ctx) {
		if err != nil {
			return err
		}
		if err := a.picture(ctx, out, m); err != nil {
			return err
		}
	}
	return nil
}

func (a Archive) picture(ctx context.Context, out *tar.Writer, m community.Media) error {
	file, err := a.Pictures.Open(ctx, m.File)
	if errors.Is(err, community.ErrNotFound) {
		return nil // removed in this moment
	}
	if err != nil {
		return err
	}
	defer file.Close()
	size, err := file.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	if err := a.file(out, folderPub+"attachments/"+m.File, size); err != nil {
		return err
	}
	_, err = io.Copy(out, file)
	return err
}
