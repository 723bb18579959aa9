package web

import (
	"encoding/csv"
	"errors"
	"io"
	"net/http"
	"strconv"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
	"consilium/web/page"
	"consilium/web/session"
)

// importRoutes are the pages on which lists are read in.
func (s *Web) importRoutes(router *mux.Router) {
	member := func(h door.Handler) http.Handler { return s.door.Member(door.Allowed(community.KeepAccount, h)) }
	const one = "/settings/import/{id:[0-9]+}"
	for _, route := range []struct {
		method, path string
		handler      door.Handler
	}{
		{"GET", "/settings/import", s.showImports},
		{"POST", "/settings/import", s.readImport},
		{"GET", one, s.showImport},
		{"POST", one + "/confirm", s.confirmImport},
		{"POST", one + "/remove", s.removeImport},
		{"GET", one + "/failures.csv", s.downloadFailures},
	} {
		router.Handle(route.path, member(route.handler)).Methods(methods(route.method)...)
	}
}

const (
	// largestArchive bounds an archive that is read in; it passes through.
	largestArchive = 512 << 20
	// mostFailures bounds how many lines a page shows; the file has all.
	mostFailures = 100
)

func (s *Web) showImports(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	return s.importPage(w, r, v, page.SettingsImport{Kind: string(community.ImportFollowing), Mode: string(community.ImportMerge)})
}

func (s *Web) importPage(w http.ResponseWriter, r *http.Request, v door.Visitor, view page.SettingsImport) error {
	list, err := s.store.Imports(r.Context(), v.Person.Actor.ID)
	if err != nil {
		return err
	}
	for _, i := range list {
		view.List = append(view.List, page.ImportFile{Import: i})
	}
	return s.door.Show(w, r, v, door.Sheet{Status: statusOf(view.Problems), View: view})
}

// readImport is POST /settings/import.
func (s *Web) readImport(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	r.Body = http.MaxBytesReader(w, r.Body, largestArchive)
	form, files, err := s.sentImport(r, v)
	var last community.Import
	for _, f := range files {
		if err == nil {
			last, err = s.store.AddImport(r.Context(), community.Import{Owner: v.Person.Actor.ID, Kind: f.Kind, Mode: community.ImportMode(form.Mode)}, f.Lines)
		}
	}
	if problems := page.ProblemsOf(err); problems != nil {
		if problem, wrong := problems["type"]; wrong { // as apps name it
			problems["kind"] = problem
		}
		form.Problems = problems
		return s.importPage(w, r, v, form)
	}
	switch {
	case err != nil:
		return err
	case len(files) > 1:
		return door.SeeOther(w, r, "/settings/import", "")
	}
	return door.SeeOther(w, r, page.ImportFile{Import: last}.URL(), "")
}

// sentImport reads the form as it streams in. The file may come before what is said of
// it.
func (s *Web) sentImport(r *http.Request, v door.Visitor) (form page.SettingsImport, files []community.ImportFile, err error) {
	form.Mode = string(community.ImportMerge)
	who := community.FormatID(v.Person.User.ID)
	if s.Limiter != nil && !s.Limiter.Allow(who, session.Uploads).OK { // as apps: much has to be written
		return form, nil, &community.Invalid{Field: "data", Problem: community.Say("error.too_many.what")}
	}
	parts, err := r.MultipartReader()
	if err != nil {
		return form, nil, malformed(err)
	}
	var text []byte
	for range maxParts {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return s.listSent(form, files, text)
		}
		if err != nil {
			return form, nil, malformed(err)
		}
		if part.FormName() == "data" && files == nil && text == nil {
			if files, text, err = community.ReadSent(part, s.store.Domain()); err != nil {
				return form, nil, err
			}
			continue
		}
		value, err := io.ReadAll(io.LimitReader(part, maxField))
		if err != nil {
			return form, nil, malformed(err)
		}
		switch part.FormName() {
		case "kind":
			form.Kind = string(value)
		case "mode":
			if string(value) == string(community.ImportOverwrite) {
				form.Mode = string(community.ImportOverwrite)
			}
		}
	}
	return form, nil, malformed(errors.New("too many fields"))
}

func (s *Web) listSent(form page.SettingsImport, files []community.ImportFile, text []byte) (page.SettingsImport, []community.ImportFile, error) {
	if len(files) > 0 {
		return form, files, nil
	}
	kind := community.ImportKind(form.Kind)
	lines, err := community.ReadImport(kind, text, s.store.Domain())
	return form, []community.ImportFile{{Kind: kind, Lines: lines}}, err
}

func (s *Web) ownImport(r *http.Request, v door.Visitor) (community.Import, error) {
	id, err := strconv.ParseInt(mux.Vars(r)["id"], 10, 64)
	if err != nil {
		return community.Import{}, community.ErrNotFound
	}
	return s.store.Import(r.Context(), v.Person.Actor.ID, id)
}

func (s *Web) showImport(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	i, err := s.ownImport(r, v)
	if err != nil {
		return err
	}
	lines, err := s.store.ImportLines(r.Context(), i.ID, false, storage.LinePage{Limit: mostFailures})
	if err != nil {
		return err
	}
	view := page.SettingsImportFile{File: page.ImportFile{Import: i}}
	for _, l := range lines {
		view.File.Failures = append(view.File.Failures, page.ImportFailure{Line: l.Number, Address: l.Item.Address, Problem: *l.Problem})
	}
	return s.door.Show(w, r, v, door.Sheet{View: view})
}

func (s *Web) confirmImport(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	i, err := s.ownImport(r, v)
	if err == nil {
		_, err = s.store.ConfirmImport(r.Context(), v.Person.Actor.ID, i.ID)
	}
	if err != nil {
		return err
	}
	return door.SeeOther(w, r, page.ImportFile{Import: i}.URL(), "")
}

func (s *Web) removeImport(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	i, err := s.ownImport(r, v)
	if err == nil {
		err = s.store.RemoveImport(r.Context(), v.Person.Actor.ID, i.ID)
	}
	if err != nil {
		return err
	}
	return door.SeeOther(w, r, "/settings/import", "")
}

// downloadFailures is GET /settings/import/{id}/failures.csv.
func (s *Web) downloadFailures(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	i, err := s.ownImport(r, v)
	if err != nil {
		return err
	}
	attach(w, "text/csv; charset=utf-8", "failures.csv")
	out := csv.NewWriter(w)
	err = s.store.EachFailure(r.Context(), i.ID, func(l community.ImportLine) error {
		return out.Write([]string{strconv.Itoa(l.Number), community.PlainCell(l.Item.Address), v.Printer.Problem(*l.Problem)})
	})
	out.Flush()
	if err = errors.Join(err, out.Error()); err != nil {
		s.door.Log.Warn("list of failures broke off", "error", err) // the answer has begun
	}
	return nil
}

// attach says that what follows is a file to be kept.
func attach(w http.ResponseWriter, mediaType, name string) {
	w.Header().Set("Content-Type", mediaType)
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	w.Header().Set("Cache-Control", "no-store")
}
