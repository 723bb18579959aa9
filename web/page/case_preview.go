package page

import (
	"maps"
	"regexp"
	"slices"
	"strconv"

	"consilium/community"
)

// CasePreview is the case as it will be read, before it is posted: the answer
// to step "preview". It carries the whole form along in hidden fields and
// offers step "post" and step "edit".
type CasePreview struct {
	Form    CaseForm
	Author  Person
	Body    CaseBody
	Readers Readers
	// Poll is the poll it comes with; nil for none.
	Poll    *Poll
	Similar SimilarCases
	// Fields are what the form held, as it came in.
	Fields map[string][]string
}

func (v CasePreview) meta(p *Printer) meta {
	return meta{"case-preview", p.T("case.preview.title"), "cases"}
}

// Completeness is what of the CARE checklist is told.
func (v CasePreview) Completeness() community.Completeness { return v.Form.Draft.Completeness() }

// numbered are the fields of one place for a picture.
var numbered = regexp.MustCompile(`_\d+$`)

// Kept are the fields of the form the preview carries along: all that came in, so
// that none can be forgotten here, with the pictures as they are kept by now.
func (v CasePreview) Kept() []Hidden {
	var kept []Hidden
	for _, name := range slices.Sorted(maps.Keys(v.Fields)) {
		if name == "step" || numbered.MatchString(name) {
			continue
		}
		for _, value := range v.Fields[name] {
			kept = append(kept, Hidden{name, value})
		}
	}
	for index, picture := range v.Form.Pictures {
		kept = append(kept, picture.fields(strconv.Itoa(index+1))...)
	}
	return kept
}
