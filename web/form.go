package web

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
	"consilium/web/session"
)

// Bounds of a form with pictures, in bytes: of one picture, of one field, and of
// all fields together; and how many parts it may have.
const (
	maxPicture = 16 << 20
	maxField   = 256 << 10
	maxFields  = 1 << 20
	maxParts   = 200
)

// bounded keeps every form within what the largest may have, also where no
// pictures are expected.
func bounded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, page.MaxPictures*maxPicture+2*maxFields)
		next.ServeHTTP(w, r)
	})
}

// form is a form for a post or case as it came in. Its pictures are kept by
// then, so that nothing is lost when it has to be shown again.
type form struct {
	url.Values
	// pictures are those to attach, in the order of their places, with the
	// descriptions of the form.
	pictures []community.Media
	// problems are what was wrong with a picture.
	problems page.Problems
}

// readForm reads a form as it streams in: a picture goes to the library without
// ever lying unscrubbed on a disk.
func (s *Web) readForm(r *http.Request, v door.Visitor) (form, error) {
	f := form{Values: url.Values{}, problems: page.Problems{}}
	parts, err := r.MultipartReader()
	if errors.Is(err, http.ErrNotMultipart) {
		if err = r.ParseForm(); err == nil {
			f.Values = r.PostForm
		}
		return f, malformed(err)
	}
	if err != nil {
		return f, malformed(err)
	}
	return f, s.readParts(r, v, &f, parts)
}

func (s *Web) readParts(r *http.Request, v door.Visitor, f *form, parts *multipart.Reader) error {
	size := 0
	for range maxParts {
		part, err := parts.NextPart()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return malformed(err)
		case part.FileName() != "":
			err = s.readPicture(r, v, f, part)
		default:
			err = f.readField(part)
		}
		if err != nil {
			return err
		}
		if size += len(f.Get(part.FormName())); size > maxFields {
			break
		}
	}
	return malformed(errors.New("too many fields"))
}

// malformed is a form that could not be read; one that is too large stays so.
func malformed(err error) error {
	var tooLarge *http.MaxBytesError
	if err == nil || errors.As(err, &tooLarge) {
		return err
	}
	return fmt.Errorf("read form: %w: %w", &community.Invalid{Problem: community.Say("error.bad_request.what")}, err)
}

func (f *form) readField(part *multipart.Part) error {
	text, err := io.ReadAll(io.LimitReader(part, maxField))
	f.Add(part.FormName(), string(text))
	return malformed(err)
}

// readPicture keeps the picture of one place; a place that was left empty, or
// that the form does not have, is nothing.
func (s *Web) readPicture(r *http.Request, v door.Visitor, f *form, part *multipart.Part) error {
	number, named := strings.CutPrefix(part.FormName(), "picture_")
	n, err := strconv.Atoi(number)
	content := bufio.NewReader(part)
	if _, empty := content.Peek(1); empty != nil || !named || err != nil || n < 1 || n > community.MaxSeries {
		return nil
	}
	m, err := s.upload(r, v, content)
	for _, problem := range page.ProblemsOf(err) {
		f.problems["media"] = problem
		return nil
	}
	if err != nil {
		return err
	}
	f.Set("media_"+strconv.Itoa(n), community.FormatID(m.ID))
	return nil
}

// upload keeps one picture of the visitor, unless it was one too many.
func (s *Web) upload(r *http.Request, v door.Visitor, content io.Reader) (community.Media, error) {
	me := v.Person
	if s.Limiter != nil && !s.Limiter.Allow(community.FormatID(me.User.ID), session.Uploads).OK {
		return community.Media{}, &community.Invalid{Field: "media", Problem: community.Say("error.too_many.what")}
	}
	return s.Library.Upload(r.Context(), me.Actor.ID, content, "")
}

// problemsWith gathers what is wrong with the form, given what the rules said.
// nil says that nothing is; an error that is not for a person comes back.
func (f form) problemsWith(err error) (page.Problems, error) {
	problems := page.ProblemsOf(err)
	if err != nil && problems == nil {
		return nil, err
	}
	all := page.Problems{}
	for field, problem := range f.problems {
		all[field] = problem
	}
	for field, problem := range problems {
		all[field] = problem
	}
	if len(all) == 0 {
		return nil, nil
	}
	return all, nil
}
