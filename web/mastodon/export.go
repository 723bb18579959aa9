package mastodon

import (
	"context"
	"errors"
	"io"
	"net/http"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
	"consilium/web/session"
)

// The copies that a member takes along. Mastodon has pages for them and no addresses
// for apps; these are ours.
const exportsPath = "/api/v1/exports/"

func (s *API) exportEndpoints() []endpoint {
	list := []endpoint{
		{"GET", exportsPath + "archive", member, "read", s.exportArchive},
		{"GET", exportsPath + "followers.csv", member, "read:follows", s.exportList("followers.csv", storage.Estate.FollowersCSV)},
	}
	for _, kind := range community.ImportKinds() {
		write := func(e storage.Estate, ctx context.Context, w io.Writer) error { return e.CSV(ctx, kind, w) }
		list = append(list, endpoint{"GET", exportsPath + kind.File(), member, exportScope(kind), s.exportList(kind.File(), write)})
	}
	return list
}

func exportScope(kind community.ImportKind) string {
	switch kind {
	case community.ImportBlocks, community.ImportDomains:
		return "read:blocks"
	case community.ImportMutes:
		return "read:mutes"
	case community.ImportBookmarks:
		return "read:bookmarks"
	case community.ImportLists:
		return "read:lists"
	}
	return "read:follows"
}

// exportList is GET /api/v1/exports/NAME.csv: a list as Mastodon writes it.
func (s *API) exportList(name string, write func(storage.Estate, context.Context, io.Writer) error) answer {
	return func(c *call) (any, error) {
		estate, err := s.store.Estate(c.Context(), c.bearer.User.ID)
		if err != nil {
			return nil, err
		}
		if !c.may(session.CasesRead) {
			estate = estate.Open()
		}
		return s.download(c, "text/csv; charset=utf-8", name, func(ctx context.Context, w io.Writer) error { return write(estate, ctx, w) }), nil
	}
}

// exportsPerDay bounds how often a member takes a copy of everything, as on the page.
const exportsPerDay = 5

// exportArchive is GET /api/v1/exports/archive: the account per FEP-6fcd. Everything the
// member ever wrote and marked is in it, so that the app needs the whole right to read.
func (s *API) exportArchive(c *call) (any, error) {
	me := c.bearer.User
	allowed, wait, err := s.store.Attempt(c.Context(), "export/"+community.FormatID(me.ID), 24*time.Hour, exportsPerDay)
	if err != nil {
		return nil, err
	}
	if !allowed {
		return nil, &refusal{status: http.StatusTooManyRequests, problem: community.Say("api.too_many"), after: int(wait / time.Second)}
	}
	estate, err := s.store.Estate(c.Context(), me.ID)
	if err != nil {
		return nil, err
	}
	if err := s.store.NoteExport(c.Context(), storage.Act{User: me.ID}); err != nil {
		return nil, err
	}
	archive := door.Archive{Estate: estate, Documents: s.Documents, Pictures: s.Library, Domain: s.store.Domain(), Version: s.Version, Now: s.store.Now()}
	return s.download(c, "application/x-tar", me.Name+".tar", archive.Write), nil
}

// exportTime bounds how long one copy may take to be fetched.
const exportTime = 30 * time.Minute

// download sends a file as it is written.
func (s *API) download(c *call, mediaType, name string, write func(context.Context, io.Writer) error) live {
	return func(w http.ResponseWriter) error {
		ctx, cancel := context.WithTimeout(c.Context(), exportTime)
		defer cancel()
		// As long as it takes instead of the usual bound, and then not a moment more.
		connection := http.NewResponseController(w)
		_ = connection.SetWriteDeadline(time.Time{}) // where there is none there is none to lift
		defer context.AfterFunc(ctx, func() { _ = connection.SetWriteDeadline(time.Unix(1, 0)) })()
		for header, value := range map[string]string{"Content-Type": mediaType, "Content-Disposition": `attachment; filename="` + name + `"`,
			"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"} {
			c.reply.Set(header, value)
		}
		if c.Method == http.MethodHead {
			return nil
		}
		if err := write(ctx, w); err != nil && !errors.Is(err, context.Canceled) {
			// The answer has begun: a connection that breaks off says that it is not whole.
			s.door.Log.Warn("export broke off", "user", community.FormatID(c.bearer.User.ID), "error", err)
			panic(http.ErrAbortHandler)
		}
		return nil
	}
}
