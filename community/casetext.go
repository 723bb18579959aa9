package community

import (
	"strings"

	"golang.org/x/net/html"
)

// section is one part of a case as it is read: a heading and its text.
type section struct{ heading, text string }

// sections gives the filled parts in the order a reader elsewhere wants them:
// the question first, then CARE's order.
func (c Case) sections(w CaseWords) []section {
	all := []section{
		{w.Question, c.Question}, {"", w.Patient}, {w.PresentingComplaint, c.PresentingComplaint},
		{w.History, c.History}, {w.Findings, c.Findings}, {w.Investigations, c.Investigations},
	}
	filled := all[:0]
	for _, s := range all {
		if s.text != "" {
			filled = append(filled, s)
		}
	}
	return filled
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

// html is the case as one readable text for servers that know no cases: title
// as the first line, then a bold heading a section (architecture, decision 1).
func (c Case) html(s Surroundings) SafeHTML {
	var out strings.Builder
	out.WriteString("<p><strong>" + html.EscapeString(c.Title) + "</strong></p>")
	for _, part := range c.sections(s.Words) {
		if part.heading != "" {
			out.WriteString("<p><strong>" + html.EscapeString(part.heading) + "</strong></p>")
		}
		out.WriteString(s.compose(part.text).String())
	}
	return SafeHTML{out.String()}
}
