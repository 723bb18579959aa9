package web

import (
	"bytes"
	"context"
	"errors"
	"net/http"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/web/door"
)

// paper is a case as it is taken away: in words only, with who wrote it and how to
// cite it. Its poll, its pictures and who may read what stand in no file.
type paper struct {
	post                        community.Post
	language, author            string
	institution, address        string
	title, notice, limits, cite string
	citeTitle                   string
	facts                       []passage
	sections                    []passage
	pictures                    passage
	references                  passage
	answers                     []passage
}

// passage is a heading with its texts, plain.
type passage struct {
	heading string
	texts   []string
}

// writers are the formats in which a case is taken away, each with its media type.
var writers = map[string]struct {
	mediaType string
	write     func(paper) ([]byte, error)
}{
	"md":   {"text/markdown; charset=utf-8", paper.markdown},
	"html": {"text/html; charset=utf-8", paper.html},
	"json": {"application/json", paper.json},
}

// exportCase is GET /p/{id}/case.{format}: the case as a file for who may read it
// (C20). The name of the file says nothing of what is in it.
func (s *Web) exportCase(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	p, err := s.postHere(r, v)
	if err != nil {
		return err
	}
	format := mux.Vars(r)["format"]
	as, known := writers[format]
	if !known || p.Case == nil {
		return community.ErrNotFound
	}
	file, err := s.paper(r.Context(), v, p)
	if err != nil {
		return err
	}
	body, err := as.write(file)
	if err != nil {
		return err
	}
	inert(w.Header(), as.mediaType)
	w.Header().Set("Cache-Control", "private, no-store")
	w.Header().Set("Content-Disposition", `attachment; filename="case-`+community.FormatID(p.ID)+`.`+format+`"`)
	http.ServeContent(w, r, "", p.Updated(), bytes.NewReader(body))
	return nil
}

// paper gathers what stands in the file.
func (s *Web) paper(ctx context.Context, v door.Visitor, p community.Post) (paper, error) {
	actors, err := s.store.Actors(ctx, []community.ActorID{p.Author})
	if err != nil {
		return paper{}, err
	}
	f := s.cited(ctx, v, p, actors[p.Author])
	f.limits = v.Printer.T("case.limits_text")
	switch p.Audience.Kind {
	case community.Clinicians:
		f.notice = v.Printer.T("library.notice.clinicians", "institution", f.institution)
	case community.InstanceOnly:
		f.notice = v.Printer.T("library.notice.instance", "institution", f.institution)
	}
	f.tell(v)
	for _, id := range p.Case.AcceptedAnswers() {
		answer, err := s.store.VisiblePost(ctx, v.Viewer(), id)
		if errors.Is(err, community.ErrNotFound) {
			continue
		}
		if err != nil {
			return f, err
		}
		if actors, err = s.store.Actors(ctx, []community.ActorID{answer.Author}); err != nil {
			return f, err
		}
		by := s.door.Line(ctx, actors[answer.Author]).Name
		f.answers = append(f.answers, passage{v.Printer.T("library.accepted", "name", by), []string{answer.Content.Text()}})
	}
	return f, nil
}

// cited is a paper with how to cite it: under the name its author shows, by the month
// and at its address, which is asked for a sign-in where the case is for few.
func (s *Web) cited(ctx context.Context, v door.Visitor, p community.Post, author community.Actor) paper {
	f := paper{post: p, language: p.Language, title: p.Title, author: s.door.Line(ctx, author).Name, institution: v.Instance.Name, address: p.URL.String()}
	if !author.Local {
		f.institution = author.Handle.Host()
	}
	f.citeTitle = v.Printer.T("library.cite")
	f.cite = v.Printer.T("library.citation", "author", f.author, "title", f.title, "institution", f.institution,
		"month", v.Printer.Month(p.Published), "address", f.address)
	return f
}

// tell writes down what the case says, in CARE's order.
func (f *paper) tell(v door.Visitor) {
	c, say := f.post.Case, v.Printer.T
	fact := func(heading string, words ...string) {
		if len(words) > 0 && words[0] != "" {
			f.facts = append(f.facts, passage{say(heading), words})
		}
	}
	slug := func(prefix, slug string) string {
		if slug == "" {
			return ""
		}
		return say(prefix + slug)
	}
	var fields []string
	for _, s := range c.Specialties {
		fields = append(fields, say("specialty."+string(s)))
	}
	fact("case.patient", v.Printer.Patient(c.Patient))
	fact("case.specialties", fields...)
	fact("case.keywords", c.Keywords...)
	fact("library.certainty", slug("certainty.", string(c.Certainty)))
	fact("case.confirmed", slug("confirmation.", string(c.Confirmed)))
	fact("case.consent", slug("consent.", string(c.Consent)))
	for _, s := range c.Filled() {
		f.sections = append(f.sections, passage{say("case.section." + s.Slug), []string{*s.Text}})
	}
	f.pictures.heading, f.references.heading = say("library.pictures_there"), say("library.references")
	for _, m := range f.post.Media {
		if words := m.Caption + "\n" + m.Description; !m.Hidden && words != "\n" {
			f.pictures.texts = append(f.pictures.texts, words)
		}
	}
	for _, c := range f.post.Citations {
		f.references.texts = append(f.references.texts, c.URL())
	}
}

// passages are all of the paper behind its head, filled ones only.
func (f paper) passages() []passage {
	var all []passage
	for _, p := range append(append(append([]passage{}, f.sections...), f.pictures, f.references), f.answers...) {
		if len(p.texts) > 0 {
			all = append(all, p)
		}
	}
	return all
}
