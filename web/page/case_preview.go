package page

// CasePreview is the case as it will be read, before it is posted: the answer
// to step "preview". It carries the whole form along in hidden fields and
// offers step "post" and step "edit".
type CasePreview struct {
	Form    CaseForm
	Author  Person
	Body    CaseBody
	Readers Readers
}

func (v CasePreview) meta(p *Printer) meta {
	return meta{"case-preview", p.T("case.preview.title"), "cases"}
}

// Kept are the fields of the form the preview carries along; audience, pictures
// and once included.
func (v CasePreview) Kept() []Hidden {
	f, d := v.Form, v.Form.Draft
	kept := []Hidden{
		{"title", d.Title}, {"age_band", d.AgeBand}, {"sex", d.Sex}, {"keywords", d.Keywords}, {"certainty", d.Certainty},
		{"confirmed", d.Confirmed}, {"consent", d.Consent}, {"audience", string(f.Audience)},
		{"language", f.Language}, {"warning", f.Warning}, {"once", f.Once},
	}
	for _, s := range d.Narrative.Sections() {
		kept = append(kept, Hidden{s.Slug, *s.Text})
	}
	for _, specialty := range d.Specialties {
		kept = append(kept, Hidden{"specialties", specialty})
	}
	for index, picture := range f.Pictures {
		number := string(rune('1' + index))
		kept = append(kept, Hidden{"media_" + number, picture.ID}, Hidden{"description_" + number, picture.Description})
	}
	return append(kept, f.Narrowing.kept()...)
}
