package web

import (
	"archive/zip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
	"consilium/web/page"
	"consilium/web/session"
)

const (
	// exportsPerDay bounds how often a member takes a copy.
	exportsPerDay = 5
	// exportTime bounds how long one copy may take to be fetched.
	exportTime = 30 * time.Minute
)

// showExport is GET /settings/export.
func (s *Web) showExport(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	return s.exportPage(w, r, v, nil)
}

func (s *Web) exportPage(w http.ResponseWriter, r *http.Request, v door.Visitor, problems page.Problems) error {
	taken, err := s.lastExport(r.Context(), v)
	if err != nil {
		return err
	}
	return s.door.Show(w, r, v, door.Sheet{Status: statusOf(problems), View: page.SettingsExport{Taken: taken, Problems: problems}})
}

// lastExport is when the member last took a copy, as far as it is kept; zero for
// never.
func (s *Web) lastExport(ctx context.Context, v door.Visitor) (time.Time, error) {
	events, err := s.store.SecurityEvents(ctx, v.Person.User.ID, mostEvents)
	if err != nil {
		return time.Time{}, err
	}
	for _, e := range events {
		if e.Kind == storage.EventExported {
			return e.Created, nil
		}
	}
	return time.Time{}, nil
}

// export is POST /settings/export: everything that is the member's, as one ZIP
// file. It is written as it is read: neither memory nor a disk ever holds the
// whole of it.
func (s *Web) export(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	return s.handOut(w, r, v, copyOf{"application/zip", "consilium-" + v.Person.User.Name + ".zip", func(ctx context.Context, estate storage.Estate) error {
		return exporter{Web: s, estate: estate, zip: zip.NewWriter(w), now: s.store.Now(), visitor: v}.write(ctx)
	}})
}

// exportArchive is POST /settings/export/archive: what other servers can read, per
// FEP-6fcd.
func (s *Web) exportArchive(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	return s.handOut(w, r, v, copyOf{"application/x-tar", v.Person.User.Name + ".tar", func(ctx context.Context, estate storage.Estate) error {
		return door.Archive{Estate: estate, Documents: s.Documents, Pictures: s.Library, Domain: s.store.Domain(), Version: s.Version, Now: s.store.Now()}.Write(ctx, w)
	}})
}

// copyOf is a file with everything that is a member's, or most.
type copyOf struct {
	mediaType, name string
	write           func(context.Context, storage.Estate) error
}

func (s *Web) handOut(w http.ResponseWriter, r *http.Request, v door.Visitor, c copyOf) error {
	ctx, me := r.Context(), v.Person.User
	allowed, wait, err := s.store.Attempt(ctx, "export/"+community.FormatID(me.ID), 24*time.Hour, exportsPerDay)
	if err != nil {
		return err
	}
	if !allowed {
		return s.exportPage(w, r, v, page.ProblemsOf(session.Throttled(wait)))
	}
	estate, err := s.store.Estate(ctx, me.ID)
	if err != nil {
		return err
	}
	if err := s.store.NoteExport(ctx, s.Sessions.Act(r, *v.Person)); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, exportTime)
	defer cancel()
	// As long as it takes instead of the usual bound, and then not a moment more.
	connection := http.NewResponseController(w)
	_ = connection.SetWriteDeadline(time.Time{}) // where there is none there is none to lift
	defer context.AfterFunc(ctx, func() { _ = connection.SetWriteDeadline(time.Unix(1, 0)) })()
	attach(w, c.mediaType, c.name)
	if err := c.write(ctx, estate); err != nil {
		// The answer has begun: a file without its end, which nobody can take for
		// whole, says that it broke off.
		s.door.Log.Warn("export broke off", "user", community.FormatID(me.ID), "error", err)
	}
	return nil
}

// exporter writes one copy.
type exporter struct {
	*Web
	estate  storage.Estate
	zip     *zip.Writer
	now     time.Time
	visitor door.Visitor
}

// write writes all parts; their names and form are told in docs/export.md.
func (e exporter) write(ctx context.Context) error {
	for _, part := range []struct {
		name  string
		write func(context.Context, io.Writer) error
	}{
		{"README.txt", e.readme}, {"account.json", e.account}, {"posts.json", e.posts}, {"drafts.json", e.drafts},
		{"credentials.json", e.credentials}, {"security.json", e.security},
		{community.ImportFollowing.File(), e.table(community.ImportFollowing)}, {"followers.csv", e.estate.FollowersCSV},
		{community.ImportBlocks.File(), e.table(community.ImportBlocks)}, {community.ImportDomains.File(), e.table(community.ImportDomains)},
		{community.ImportMutes.File(), e.table(community.ImportMutes)}, {community.ImportBookmarks.File(), e.table(community.ImportBookmarks)},
		{community.ImportLists.File(), e.table(community.ImportLists)}, {"likes.csv", addresses(e.estate.Likes)}, {"votes.json", e.votes}, {"followed_tags.csv", e.followedTags},
		{"notes.csv", e.estate.NotesCSV},
	} {
		if err := e.file(ctx, part.name, part.write); err != nil {
			return err
		}
	}
	if err := e.pictures(ctx); err != nil {
		return err
	}
	return e.zip.Close()
}

func (e exporter) file(ctx context.Context, name string, write func(context.Context, io.Writer) error) error {
	w, err := e.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: e.now})
	if err == nil {
		err = write(ctx, w)
	}
	if err != nil {
		return fmt.Errorf("export %s: %w", name, err)
	}
	return nil
}

// readme says in the member's language what the files are.
func (e exporter) readme(_ context.Context, w io.Writer) error {
	p := e.visitor.Printer
	_, err := io.WriteString(w, p.T("export.readme", "name", e.estate.Actor.Name(), "handle", "@"+e.estate.Actor.Handle.At(e.store.Domain()),
		"when", p.Exact(e.now))+"\n")
	return err
}

// posts writes an array with a post on each line.
func (e exporter) posts(ctx context.Context, w io.Writer) error {
	if _, err := io.WriteString(w, "["); err != nil {
		return err
	}
	between := "\n"
	for p, err := range e.estate.Posts(ctx) {
		if err != nil {
			return err
		}
		text, err := json.Marshal(exportedPostOf(p, e.store.Domain()))
		if err != nil {
			return fmt.Errorf("encode post: %w", err)
		}
		if _, err := fmt.Fprintf(w, "%s%s", between, text); err != nil {
			return err
		}
		between = ",\n"
	}
	_, err := io.WriteString(w, "\n]\n")
	return err
}

// pictures writes the files themselves. They are compressed already.
func (e exporter) pictures(ctx context.Context) error {
	for m, err := range e.estate.Pictures(ctx) {
		if err != nil {
			return err
		}
		if err := e.picture(ctx, m); err != nil {
			return fmt.Errorf("export picture %d: %w", m.ID, err)
		}
	}
	return nil
}

func (e exporter) picture(ctx context.Context, m community.Media) error {
	file, err := e.Library.Open(ctx, m.File)
	if errors.Is(err, community.ErrNotFound) {
		return nil // removed in this moment
	}
	if err != nil {
		return err
	}
	defer file.Close()
	w, err := e.zip.CreateHeader(&zip.FileHeader{Name: pictureName(m), Method: zip.Store, Modified: m.Created})
	if err != nil {
		return err
	}
	_, err = io.Copy(w, file)
	return err
}

func pictureName(m community.Media) string { return "media/" + m.File }
