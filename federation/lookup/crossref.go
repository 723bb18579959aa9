package lookup

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"consilium/community"
	"consilium/community/credential"
)

// crossrefBase is the public service of the DOI registration agency of most
// publishers.
const crossrefBase = "https://api.crossref.org"

// indexCrossref names the index in errors.
const indexCrossref credential.Register = "crossref"

// Crossref is the index of DOIs.
type Crossref struct{ service }

// NewCrossref makes the index. The only error is of Options.Base.
func NewCrossref(o Options) (*Crossref, error) {
	o.Base = cmp.Or(o.Base, crossrefBase)
	s, err := newService(indexCrossref, o)
	s.most = maxCitation
	return &Crossref{s}, err
}

// Cite asks about a DOI.
func (c *Crossref) Cite(ctx context.Context, doi string) (community.Citation, error) {
	said, err := c.ask(ctx, "works/"+url.PathEscape(doi), nil)
	if err != nil {
		return community.Citation{}, err
	}
	if said.status == http.StatusNotFound { // whose body is plain text
		return community.Citation{}, notFound(indexCrossref)
	}
	found, err := readCrossref(said.body, doi)
	found.Digest = said.evidence()
	return found, err
}

type crossrefAnswer struct {
	Status  string        `json:"status"`
	Type    string        `json:"message-type"`
	Message *crossrefWork `json:"message"`
}

type crossrefWork struct {
	DOI     string           `json:"DOI"`
	Title   []string         `json:"title"`
	Journal []string         `json:"container-title"`
	Short   []string         `json:"short-container-title"`
	Authors []crossrefAuthor `json:"author"`
	Issued  crossrefDate     `json:"issued"`
	// UpdateTo stands on a notice and names what it is about; UpdatedBy stands on
	// what the notice is about.
	UpdateTo  []crossrefUpdate `json:"update-to"`
	UpdatedBy []crossrefUpdate `json:"updated-by"`
}

type crossrefAuthor struct {
	Given  string `json:"given"`
	Family string `json:"family"`
	Name   string `json:"name"` // of an organisation
}

func (a crossrefAuthor) String() string {
	return strings.TrimSpace(cmp.Or(a.Family, a.Name) + " " + initials(a.Given))
}

// initials are the first letters of given names.
func initials(given string) string {
	var letters strings.Builder
	for part := range strings.FieldsFuncSeq(given, func(r rune) bool { return r == ' ' || r == '-' || r == '.' }) {
		for _, letter := range part {
			letters.WriteRune(letter)
			break
		}
	}
	return strings.ToUpper(letters.String())
}

// crossrefDate is a date of which parts may be missing, and all of it null.
type crossrefDate struct {
	Parts [][]*int `json:"date-parts"`
}

func (d crossrefDate) year() int {
	if len(d.Parts) == 0 || len(d.Parts[0]) == 0 || d.Parts[0][0] == nil {
		return 0
	}
	return plausibleYear(*d.Parts[0][0])
}

type crossrefUpdate struct {
	DOI  string `json:"DOI"`
	Type string `json:"type"`
}

// readCrossref reads an answer about one DOI. Its errors are *Unavailable.
func readCrossref(body []byte, doi string) (community.Citation, error) {
	var said crossrefAnswer
	var shape *json.UnmarshalTypeError
	if err := json.Unmarshal(body, &said); err != nil && !errors.As(err, &shape) || said.Message == nil {
		return community.Citation{}, puzzling(indexCrossref, "answer cannot be read")
	}
	if said.Status != "ok" || said.Type != "work" || !strings.EqualFold(said.Message.DOI, doi) {
		return community.Citation{}, puzzling(indexCrossref, "answered about something else")
	}
	w := said.Message
	c := community.Citation{Title: plainTitle(firstOf(w.Title), maxCitedTitle), Year: w.Issued.year(),
		Journal: plainTitle(cmp.Or(firstOf(w.Journal), firstOf(w.Short)), maxJournal)}
	names := make([]string, 0, maxCitedAuthors+1)
	for _, a := range w.Authors[:min(len(w.Authors), maxList)] {
		names = append(names, a.String())
	}
	c.Authors = shortAuthors(names)
	w.fate(&c)
	return c, nil
}

func firstOf(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// crossrefFates are the kinds of update that say something of the work, as Crossref
// and Retraction Watch write them.
var crossrefFates = map[string]community.Retraction{
	"retraction": community.Retracted, "partial_retraction": community.Retracted, "withdrawal": community.Retracted,
	"removal": community.Retracted, "expression_of_concern": community.ExpressionOfConcern, "correction": community.Corrected,
	"corrigendum": community.Corrected, "erratum": community.Corrected,
}

// fate says what became of the work. A notice of a retraction is not retracted
// itself, and says RETRACTED in its title all the same.
func (w *crossrefWork) fate(c *community.Citation) {
	for _, u := range w.UpdatedBy {
		kind := strings.NewReplacer(" ", "_", "-", "_").Replace(strings.ToLower(u.Type))
		if fate := crossrefFates[kind]; fate.Graver(c.Retraction) {
			c.Retraction = fate
			c.Notice, _ = community.ParseDOI(u.DOI)
		}
	}
	if len(w.UpdateTo) == 0 && retractedTitle(c.Title) && community.Retracted.Graver(c.Retraction) {
		c.Retraction, c.Notice = community.Retracted, ""
	}
}
