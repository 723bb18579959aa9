package mastodon

import (
	"context"
	"encoding/csv"
	"errors"
	"io"
	"strconv"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/storage"
	"consilium/web/session"
)

// Where lists of a member are read in; Mastodon has pages for that and no addresses for
// apps.
const (
	importPath    = "/api/v1/imports"
	oneImportPath = importPath + "/{id:[0-9]+}"
	// largestArchive bounds an archive that is read in, which passes through.
	largestArchive = 512 << 20
)

func (s *API) importEndpoints() []endpoint {
	return []endpoint{
		{"GET", importPath, member, "read:accounts", s.listImports},
		{"POST", importPath, member, "write:accounts", s.createImport},
		{"GET", oneImportPath, member, "read:accounts", s.showImport},
		{"POST", oneImportPath + "/confirm", member, "write:accounts", s.confirmImport},
		{"DELETE", oneImportPath, member, "write:accounts", s.deleteImport},
		{"GET", oneImportPath + "/failures.csv", member, "read:accounts", s.listFailures},
	}
}

// createImport is POST /api/v1/imports with mode (merge or overwrite) and the file data:
// an archive, or a list of a type. Nothing is done before it is confirmed. The answer is a
// list, since an archive holds several.
func (s *API) createImport(c *call) (any, error) {
	if c.mediaType() != "multipart/form-data" {
		return nil, invalid("data", "api.file_needed")
	}
	// As many as pictures: each may be tens of thousands of lines to be written.
	if err := s.spend(c, session.Uploads); err != nil {
		return nil, err
	}
	var files []community.ImportFile
	var text []byte
	err := c.readBody(func(name string, content io.Reader) error {
		if name != "data" || files != nil || text != nil {
			return nil
		}
		var err error
		files, text, err = community.ReadSent(content, s.store.Domain())
		return unlessInvalid(err)
	})
	if err == nil && text != nil { // by now it is known of what
		kind := community.ImportKind(c.fields.text("type"))
		files = []community.ImportFile{{Kind: kind}}
		files[0].Lines, err = community.ReadImport(kind, text, s.store.Domain())
	}
	switch {
	case err != nil:
		return nil, err
	case len(files) == 0 && text == nil:
		return nil, invalid("data", "import.empty")
	}
	mode := community.ImportMode(c.fields.text("mode"))
	if mode == "" {
		mode = community.ImportMerge
	}
	if mode != community.ImportMerge && mode != community.ImportOverwrite {
		return nil, invalid("mode", "api.choice")
	}
	list := []ImportEntity{}
	for _, f := range files {
		i, err := s.store.AddImport(c.Context(), community.Import{Owner: c.me().ID, Kind: f.Kind, Mode: mode}, f.Lines)
		if err != nil {
			return nil, err
		}
		list = append(list, importEntity(i))
	}
	return list, nil
}

func unlessInvalid(err error) error {
	if _, is := errors.AsType[*community.Invalid](err); is || err == nil {
		return err
	}
	return unread(err)
}

func (s *API) listImports(c *call) (any, error) {
	imports, err := s.store.Imports(c.Context(), c.me().ID)
	list := make([]ImportEntity, 0, len(imports))
	for _, i := range imports {
		list = append(list, importEntity(i))
	}
	return list, err
}

func importID(c *call) (int64, error) {
	id, err := strconv.ParseInt(mux.Vars(c.Request)["id"], 10, 64)
	if err != nil {
		return 0, community.ErrNotFound
	}
	return id, nil
}

// showImport is GET /api/v1/imports/{id}, with the first lines that could not be read or
// done.
func (s *API) showImport(c *call) (any, error) {
	return s.oneImport(c, s.store.Import)
}

// confirmImport is POST /api/v1/imports/{id}/confirm: a job does it now. The app must be
// allowed what the file does.
func (s *API) confirmImport(c *call) (any, error) {
	return s.oneImport(c, func(ctx context.Context, me community.ActorID, id int64) (community.Import, error) {
		i, err := s.store.Import(ctx, me, id)
		if err != nil {
			return i, err
		}
		if scope := importScope(i.Kind); !c.may(scope) {
			return i, outsideScope(scope)
		}
		return s.store.ConfirmImport(ctx, me, id)
	})
}

func importScope(kind community.ImportKind) string { return "write" + exportScope(kind)[len("read"):] }

func (s *API) oneImport(c *call, get func(context.Context, community.ActorID, int64) (community.Import, error)) (any, error) {
	id, err := importID(c)
	if err != nil {
		return nil, err
	}
	i, err := get(c.Context(), c.me().ID, id)
	if err != nil {
		return nil, err
	}
	lines, err := s.store.ImportLines(c.Context(), i.ID, false, storage.LinePage{Limit: mostFailures})
	if err != nil {
		return nil, err
	}
	entity := importEntity(i)
	entity.Failures = make([]ImportFailure, 0, len(lines))
	for _, l := range lines {
		entity.Failures = append(entity.Failures, ImportFailure{l.Number, l.Item.Address, c.printer.Problem(*l.Problem)})
	}
	return entity, nil
}

// mostFailures bounds how many lines an answer shows; the file has all.
const mostFailures = 100

func (s *API) deleteImport(c *call) (any, error) {
	id, err := importID(c)
	if err == nil {
		err = s.store.RemoveImport(c.Context(), c.me().ID, id)
	}
	return struct{}{}, err
}

// listFailures is GET /api/v1/imports/{id}/failures.csv: the lines that could not be
// read or done, and why.
func (s *API) listFailures(c *call) (any, error) {
	id, err := importID(c)
	if err != nil {
		return nil, err
	}
	i, err := s.store.Import(c.Context(), c.me().ID, id)
	if err != nil {
		return nil, err
	}
	return s.download(c, "text/csv; charset=utf-8", "failures.csv", func(ctx context.Context, w io.Writer) error {
		out := csv.NewWriter(w)
		err := s.store.EachFailure(ctx, i.ID, func(l community.ImportLine) error {
			return out.Write([]string{strconv.Itoa(l.Number), community.PlainCell(l.Item.Address), c.printer.Problem(*l.Problem)})
		})
		out.Flush()
		return errors.Join(err, out.Error())
	}), nil
}

// ImportEntity is a file that was read in. It is ours: Mastodon has none.
type ImportEntity struct {
	ID        string  `json:"id"`
	Type      string  `json:"type"`
	Mode      string  `json:"mode"`
	State     string  `json:"state"`
	CreatedAt string  `json:"created_at"`
	EndedAt   *string `json:"ended_at"`
	Total     int     `json:"total_lines"`
	Unread    int     `json:"unread_lines"`
	Done      int     `json:"done_lines"`
	Failed    int     `json:"failed_lines"`
	// Failures are the first lines that could not be read or done, of one that is shown.
	Failures []ImportFailure `json:"failures,omitempty"`
}

// ImportFailure is a line, what stood there and what is the matter.
type ImportFailure struct {
	Line    int    `json:"line"`
	Address string `json:"address"`
	Problem string `json:"problem"`
}

func importEntity(i community.Import) ImportEntity {
	e := ImportEntity{ID: strconv.FormatInt(i.ID, 10), Type: string(i.Kind), Mode: string(i.Mode), State: string(i.State), CreatedAt: date(i.Created),
		Total: i.Total, Unread: i.Unread, Done: i.Done, Failed: i.Failed}
	if !i.Ended.IsZero() {
		e.EndedAt = maybe(date(i.Ended))
	}
	return e
}
