package community

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html"
)

// Scheme says what kind of thing a citation names.
type Scheme string

// The schemes of citations (J1). A Guideline is an address of its own, which
// nobody can be asked about.
const (
	DOI       Scheme = "doi"
	PMID      Scheme = "pmid"
	Guideline Scheme = "guideline"
)

// CitationStatus says what an index knows of a citation.
type CitationStatus string

// What an index may know. Nobody is asked about a Guideline, whose status is "".
const (
	CitationPending CitationStatus = "pending"
	CitationFound   CitationStatus = "found"
	CitationUnknown CitationStatus = "unknown"
)

// Retraction says what became of a publication: a slug whose words are in the
// catalogues under "response.retraction.SLUG"; "" for nothing.
type Retraction string

// What becomes of publications, the gravest last.
const (
	Corrected           Retraction = "corrected"
	ExpressionOfConcern Retraction = "concern"
	Retracted           Retraction = "retracted"
)

// Graver says whether r is worse news than other.
func (r Retraction) Graver(other Retraction) bool {
	order := []Retraction{"", Corrected, ExpressionOfConcern, Retracted}
	return slices.Index(order, r) > slices.Index(order, other)
}

// Citation is a publication somebody names as evidence.
type Citation struct {
	ID     int64 // 0 until it is stored
	Scheme Scheme
	// Value is the DOI in lower case, the PMID in digits, or the address.
	Value string
	// What an index says; "" and 0 when it does not. Authors are the first few,
	// followed by "…" when there are more.
	Title, Authors, Journal string
	Year                    int
	Status                  CitationStatus
	Retraction              Retraction
	// Notice is the DOI of the notice that says so; "" when it is not known.
	Notice string
	// Checked is when an index last answered; zero until it did.
	Checked time.Time
	// Digest is the SHA-256 of what it answered, in hexadecimal.
	Digest string
}

// URL is where the publication can be read.
func (c Citation) URL() string {
	switch c.Scheme {
	case DOI:
		return doiURL(c.Value)
	case PMID:
		return "https://pubmed.ncbi.nlm.nih.gov/" + c.Value + "/"
	}
	return c.Value
}

// NoticeURL is where the notice of a retraction or correction can be read; "" when
// it is not known.
func (c Citation) NoticeURL() string {
	if c.Notice == "" {
		return ""
	}
	return doiURL(c.Notice)
}

func doiURL(doi string) string {
	return "https://doi.org/" + strings.ReplaceAll(url.PathEscape(doi), "%2F", "/")
}

// MaxCitations is how many references one post may have.
const MaxCitations = 5

const (
	maxDOI       = 300
	maxReference = 2000
)

// The shapes of references. A DOI is clinical.md's: "10.", a registrant, a slash,
// anything but white space. A PMID needs a cue, since any number could be one.
var (
	doiShape  = regexp.MustCompile(`^10\.\d{4,9}/\S+$`)
	doiCue    = regexp.MustCompile(`(?i)^(?:doi:\s*|https?://(?:dx\.|www\.)?doi\.org/)`)
	pmidShape = regexp.MustCompile(`(?i)^(?:pmid:?\s*|https?://(?:www\.)?ncbi\.nlm\.nih\.gov/pubmed/|https?://pubmed\.ncbi\.nlm\.nih\.gov/)([1-9]\d{0,8})/?(?:[?#]\S*)?$`)
	pmidAlone = regexp.MustCompile(`(?i)\bpmid:?[ \t]+(\d)`)
	doiAlone  = regexp.MustCompile(`(?i)\bdoi:[ \t]+(10\.)`)
)

// ParseDOI reads a DOI as people write it: alone, with "doi:" or as an address. It
// is given in lower case, since case means nothing in it (ISO 26324).
func ParseDOI(text string) (string, bool) {
	text = strings.TrimSpace(text)
	if len(text) > 3*maxDOI {
		return "", false
	}
	if cue := doiCue.FindString(text); cue != "" {
		text = text[len(cue):]
		if strings.Contains(cue, "//") {
			text, _, _ = strings.Cut(text, "?")
			text, _, _ = strings.Cut(text, "#")
			plain, err := url.PathUnescape(text)
			if err != nil {
				return "", false
			}
			text = plain
		}
	}
	text = trimClosing(text)
	if len(text) > maxDOI || !doiShape.MatchString(text) || CleanText(text) != text || cleanLine(text) != text {
		return "", false
	}
	return strings.ToLower(text), true
}

// trimClosing drops the punctuation of the sentence around a reference; a bracket
// that was opened in it stays.
func trimClosing(text string) string {
	for text != "" {
		last := text[len(text)-1]
		opening := map[byte]string{')': "(", ']': "[", '}': "{", '>': "<"}[last]
		switch {
		case strings.IndexByte(`.,;:!?'"`, last) >= 0:
		case opening != "" && strings.Count(text, string(last)) > strings.Count(text, opening):
		default:
			return text
		}
		text = text[:len(text)-1]
	}
	return text
}

// ParseCitation reads one reference as it was typed, or came from another server.
func ParseCitation(text string) (Citation, bool) {
	text = strings.TrimSpace(text)
	if text == "" || len(text) > maxReference {
		return Citation{}, false
	}
	if doi, ok := ParseDOI(text); ok {
		return Citation{Scheme: DOI, Value: doi, Status: CitationPending}, true
	}
	if m := pmidShape.FindStringSubmatch(trimClosing(text)); m != nil {
		return Citation{Scheme: PMID, Value: m[1], Status: CitationPending}, true
	}
	if address, err := ParseIRI(text); err == nil && !doiCue.MatchString(text) {
		return Citation{Scheme: Guideline, Value: address.String()}, true
	}
	return Citation{}, false
}

// CheckCitations reads the field of references, divided by white space: DOIs,
// PMIDs after "PMID" and addresses. It returns *Invalid for what is none of them,
// and for more than MaxCitations.
func CheckCitations(field string) ([]Citation, error) {
	field = doiAlone.ReplaceAllString(pmidAlone.ReplaceAllString(CleanText(field), "pmid:$1"), "doi:$1")
	var list []Citation
	for typed := range strings.FieldsSeq(field) {
		c, ok := ParseCitation(strings.TrimRight(typed, ",;"))
		if !ok {
			return nil, invalid("evidence", "response.unclear")
		}
		if list = added(list, c); len(list) > MaxCitations {
			return nil, invalid("evidence", "response.too_many", "limit", MaxCitations)
		}
	}
	return list, nil
}

// linked are the DOIs and PMIDs that a text links to.
func linked(text string) []Citation {
	var list []Citation
	for _, m := range addresses(text) {
		if c, ok := ParseCitation(text[m.start:m.end]); ok && c.Scheme != Guideline {
			list = added(list, c)
		}
	}
	return list
}

func added(list []Citation, c Citation) []Citation {
	if slices.ContainsFunc(list, func(have Citation) bool { return have.Scheme == c.Scheme && have.Value == c.Value }) {
		return list
	}
	return append(list, c)
}

// cite gathers the references of a draft: those of the field, then those its text
// links to. A draft without the field keeps what the post had.
func (s Surroundings) cite(p *Post, d PostDraft) error {
	if p.Case == nil && s.caseAbove() == nil { // none, or one that is not seen any more
		return nil
	}
	asked := p.Citations
	var err error
	switch {
	case d.Case != nil:
		asked, err = CheckCitations(d.Case.Evidence)
	case d.Response != nil:
		asked, err = CheckCitations(d.Response.Evidence)
	}
	if err != nil {
		return err
	}
	p.Citations = nil
	for _, c := range slices.Concat(asked, linked(p.Source)) {
		if len(p.Citations) < MaxCitations {
			p.Citations = added(p.Citations, c)
		}
	}
	return nil
}

// ReceivedCitations are the references another server sent, within bounds; what
// cannot be read is left out.
func ReceivedCitations(references []string) []Citation {
	var list []Citation
	for _, text := range references {
		if c, ok := ParseCitation(text); ok && len(list) < MaxCitations {
			list = added(list, c)
		}
	}
	return list
}

// EvidenceField is the field of references again, as CheckCitations reads it.
func EvidenceField(list []Citation) string {
	var lines []string
	for _, c := range list {
		lines = append(lines, c.URL())
	}
	return strings.Join(lines, "\n")
}

// Readable is the post as one text for those who know no responses and no
// citations: the reason and the links stand under it. Posts of other servers are as
// they came.
func (p Post) Readable() SafeHTML {
	if !p.Local || !p.Deleted.IsZero() {
		return p.Content
	}
	content := p.Content.s
	if p.Response.Departs != "" {
		content += Compose(p.Response.Departs, nil, "").s
	}
	for _, c := range p.Citations {
		if address := c.URL(); !strings.Contains(content, html.EscapeString(address)) {
			content += Compose(address, nil, "").s
		}
	}
	return SafeHTML{content}
}
