package lookup

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"consilium/community"
	"consilium/community/credential"
)

// pubmedBase is the public service of the National Library of Medicine.
const pubmedBase = "https://eutils.ncbi.nlm.nih.gov"

// indexPubMed names the index in errors.
const indexPubMed credential.Register = "pubmed"

// PubMed is the index of PMIDs (E-utilities, esummary).
type PubMed struct{ service }

// NewPubMed makes the index. The only error is of Options.Base.
func NewPubMed(o Options) (*PubMed, error) {
	o.Base = cmp.Or(o.Base, pubmedBase)
	s, err := newService(indexPubMed, o)
	s.most = maxCitation
	return &PubMed{s}, err
}

// Cite asks about a PMID.
func (p *PubMed) Cite(ctx context.Context, pmid string) (community.Citation, error) {
	said, err := p.ask(ctx, "entrez/eutils/esummary.fcgi", url.Values{"db": {"pubmed"}, "id": {pmid}, "retmode": {"json"}, "tool": {"consilium"}})
	if err != nil {
		return community.Citation{}, err
	}
	if said.status != http.StatusOK {
		return community.Citation{}, puzzling(indexPubMed, "status "+strconv.Itoa(said.status))
	}
	found, err := readPubMed(said.body, pmid)
	found.Digest = said.evidence()
	return found, err
}

type pubmedSummary struct {
	UID     string `json:"uid"`
	Error   string `json:"error"`
	Date    string `json:"pubdate"`
	Journal string `json:"fulljournalname"`
	Source  string `json:"source"`
	Title   string `json:"title"`
	Authors []struct {
		Name string `json:"name"`
	} `json:"authors"`
	Types []string `json:"pubtype"`
}

// readPubMed reads an answer about one PMID. Its errors are ErrNotFound and
// *Unavailable.
func readPubMed(body []byte, pmid string) (community.Citation, error) {
	var said struct {
		Result map[string]json.RawMessage `json:"result"`
	}
	if err := json.Unmarshal(body, &said); err != nil || said.Result == nil {
		return community.Citation{}, puzzling(indexPubMed, "answer cannot be read")
	}
	raw, there := said.Result[pmid]
	if !there {
		return community.Citation{}, puzzling(indexPubMed, "answered about something else")
	}
	var s pubmedSummary
	var shape *json.UnmarshalTypeError
	if err := json.Unmarshal(raw, &s); err != nil && !errors.As(err, &shape) {
		return community.Citation{}, puzzling(indexPubMed, "answer cannot be read")
	}
	switch {
	case s.Error != "": // how it says that there is none
		return community.Citation{}, notFound(indexPubMed)
	case s.UID != pmid:
		return community.Citation{}, puzzling(indexPubMed, "answered about something else")
	}
	return s.citation(), nil
}

func (s pubmedSummary) citation() community.Citation {
	c := community.Citation{Title: plainTitle(s.Title, maxCitedTitle), Journal: plainTitle(cmp.Or(s.Journal, s.Source), maxJournal)}
	if year, err := strconv.Atoi(s.Date[:min(len(s.Date), 4)]); err == nil { // "2019 Aug 26", "2019 Winter"
		c.Year = plausibleYear(year)
	}
	var names []string
	for _, a := range s.Authors[:min(len(s.Authors), maxList)] {
		names = append(names, a.Name)
	}
	c.Authors = shortAuthors(names)
	notice := slices.Contains(s.Types, "Retraction of Publication")
	switch {
	case slices.Contains(s.Types, "Retracted Publication"), retractedTitle(c.Title) && !notice:
		c.Retraction = community.Retracted
	case slices.Contains(s.Types, "Corrected and Republished Article"):
		c.Retraction = community.Corrected
	}
	return c
}
