package community

import (
	"strings"

	"golang.org/x/net/html"
)

// section is one part of a case as it is read: a heading and its text.
type section struct{ heading, text string }

// sections gives the filled parts in the order a reader elsewhere wants them:
// the question first, then who the patient is, then CARE's order.
func (c Case) sections(w CaseWords) []section {
	var filled []section
	for i, s := range c.Narrative.Filled() {
		if i == 1 || i == 0 && s.Slug != "question" {
			filled = w.patient(filled)
		}
		filled = append(filled, section{w.Headings[s.Slug], *s.Text})
	}
	return filled
}

// patient adds the line that says who the patient is, as far as there is one.
func (w CaseWords) patient(filled []section) []section {
	if w.Patient == "" {
		return filled
	}
	return append(filled, section{"", w.Patient})
}

// text is the case as one plain text: what is searched and counted.
func (c Case) text(w CaseWords) string {
	var out strings.Builder
	out.WriteString(c.Title)
	for _, s := range c.sections(w) {
		out.WriteString("\n\n")
		if s.heading != "" {
			out.WriteString(s.heading + "\n")
		}
		out.WriteString(s.text)
	}
	return out.String()
}

// maxCaseHTML bounds, in bytes, what a case is as one text: it is sent twice beside the
// sections themselves, and all of it has to fit into what other servers take, 1 MiB. A
// longer one ends early; its sections and its page have the rest.
const maxCaseHTML = 80_000

// html is the case as one readable text for servers that know no cases: title
// as the first line, then a bold heading a section (architecture, decision 1).
func (c Case) html(s Surroundings) SafeHTML {
	var out strings.Builder
	out.WriteString("<p><strong>" + html.EscapeString(c.Title) + "</strong></p>")
	for _, part := range c.sections(s.Words) {
		text := s.compose(part.text).String()
		if out.Len()+len(text) > maxCaseHTML {
			out.WriteString("<p>…</p>")
			break
		}
		if part.heading != "" {
			out.WriteString("<p><strong>" + html.EscapeString(part.heading) + "</strong></p>")
		}
		out.WriteString(text)
	}
	return SafeHTML{out.String()}
}
