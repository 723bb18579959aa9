package page

import "consilium/community"

// CaseWords are the headings and the patient's line with which a case becomes
// one readable text for servers that know no cases.
func (p *Printer) CaseWords(patient community.PatientContext) community.CaseWords {
	words := community.CaseWords{Patient: p.Patient(patient), Headings: map[string]string{}}
	for _, s := range new(community.Narrative).Sections() {
		words.Headings[s.Slug] = p.T(sectionHeading(s.Slug))
	}
	return words
}

// sectionHeading is the key of the heading of a section of a case.
func sectionHeading(slug string) string { return "case.section." + slug }

// Patient is the patient's line: "45 to 49 years, female".
func (p *Printer) Patient(patient community.PatientContext) string {
	line := p.T("age." + string(patient.AgeBand))
	if patient.Sex != "" {
		line += ", " + p.T("sex."+string(patient.Sex))
	}
	return line
}
