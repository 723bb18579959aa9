package web

import (
	"encoding/json"
	"fmt"
	"html"
	"regexp"
	"strings"
	"time"
)

// signs mean something anywhere in Markdown, lineStart at the beginning of a line
// (CommonMark 2.4, 4 and 5).
var (
	signs = strings.NewReplacer("\\", `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, ">", `\>`, "#", `\#`, "|", `\|`,
		"&", `\&`, "~", `\~`, "!", `\!`)
	lineStart = regexp.MustCompile(`(?m)^([ \t]*\d*)([-+=.)])`)
)

// plain writes a text so that Markdown reads it as it is, with its lines.
func plain(text string) string {
	return strings.ReplaceAll(lineStart.ReplaceAllString(signs.Replace(text), `$1\$2`), "\n", "  \n")
}

// markdown writes the case as CommonMark.
func (f paper) markdown() ([]byte, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n", plain(f.title))
	if f.notice != "" {
		fmt.Fprintf(&b, "**%s**\n\n", plain(f.notice))
	}
	for _, fact := range f.facts {
		fmt.Fprintf(&b, "- %s: %s\n", plain(fact.heading), plain(strings.Join(fact.texts, ", ")))
	}
	for _, p := range f.passages() {
		fmt.Fprintf(&b, "\n## %s\n", plain(p.heading))
		for _, text := range p.texts {
			fmt.Fprintf(&b, "\n%s\n", plain(strings.TrimSpace(text)))
		}
	}
	fmt.Fprintf(&b, "\n## %s\n\n%s\n\n%s\n", plain(f.citeTitle), plain(f.cite), plain(f.limits))
	return []byte(b.String()), nil
}

// html writes the case as a page that needs nothing from anywhere.
func (f paper) html() ([]byte, error) {
	var b strings.Builder
	text := html.EscapeString
	fmt.Fprintf(&b, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">", text(f.language))
	fmt.Fprintf(&b, "<meta name=\"robots\" content=\"noindex\"><title>%s</title></head>\n<body><h1 dir=\"auto\">%s</h1>\n", text(f.title), text(f.title))
	if f.notice != "" {
		fmt.Fprintf(&b, "<p><strong>%s</strong></p>\n", text(f.notice))
	}
	b.WriteString("<dl>\n")
	for _, fact := range f.facts {
		fmt.Fprintf(&b, "<dt>%s</dt><dd dir=\"auto\">%s</dd>\n", text(fact.heading), text(strings.Join(fact.texts, ", ")))
	}
	b.WriteString("</dl>\n")
	for _, p := range f.passages() {
		fmt.Fprintf(&b, "<h2>%s</h2>\n", text(p.heading))
		for _, told := range p.texts {
			fmt.Fprintf(&b, "<p dir=\"auto\">%s</p>\n", strings.ReplaceAll(text(strings.TrimSpace(told)), "\n", "<br>\n"))
		}
	}
	fmt.Fprintf(&b, "<h2>%s</h2>\n<p>%s</p>\n<p><small>%s</small></p>\n</body>\n</html>\n", text(f.citeTitle), text(f.cite), text(f.limits))
	return []byte(b.String()), nil
}

// caseFile is a case as JSON. Everything in it is plain text or a slug.
type caseFile struct {
	Format    string              `json:"format"`
	ID        string              `json:"id"`
	Published time.Time           `json:"published"`
	Revision  int                 `json:"revision"`
	Audience  string              `json:"audience"`
	Notice    string              `json:"notice,omitempty"`
	Author    string              `json:"author"`
	Language  string              `json:"language,omitempty"`
	Case      *exportedCase       `json:"case"`
	Answers   []exportedAnswer    `json:"accepted_answers,omitempty"`
	Pictures  []string            `json:"pictures,omitempty"`
	Refers    []string            `json:"references,omitempty"`
	Citation  exportedCitationCSL `json:"citation"`
	CiteThis  string              `json:"cite_this"`
}

type exportedAnswer struct {
	Heading string `json:"heading"`
	Text    string `json:"text"`
}

// exportedCitationCSL is an item of CSL-JSON 1.0.2, as reference managers read it.
type exportedCitationCSL struct {
	ID        string              `json:"id"`
	Type      string              `json:"type"`
	Title     string              `json:"title"`
	Author    []map[string]string `json:"author"`
	Container string              `json:"container-title"`
	Issued    map[string][1][]int `json:"issued"`
	URL       string              `json:"URL"`
	Language  string              `json:"language,omitempty"`
}

// json writes the case for programs.
func (f paper) json() ([]byte, error) {
	p := f.post
	month := []int{p.Published.UTC().Year(), int(p.Published.UTC().Month())}
	file := caseFile{Format: "consilium-case-1", ID: p.IRI.String(), Published: p.Published.UTC().Truncate(time.Second), Revision: p.Revision,
		Audience: string(p.Audience.Kind), Notice: f.notice, Author: f.author, Language: p.Language, Case: exportedCaseOf(p.Case),
		Pictures: f.pictures.texts, Refers: f.references.texts, CiteThis: f.cite,
		Citation: exportedCitationCSL{ID: p.IRI.String(), Type: "post", Title: f.title, Author: []map[string]string{{"literal": f.author}},
			Container: f.institution, Issued: map[string][1][]int{"date-parts": {month}}, URL: f.address, Language: p.Language}}
	for _, a := range f.answers {
		file.Answers = append(file.Answers, exportedAnswer{a.heading, strings.Join(a.texts, "\n")})
	}
	return json.MarshalIndent(file, "", "  ")
}
