package page

import "consilium/community"

// CaseWords are the headings and the patient's line with which a case becomes
// one readable text for servers that know no cases.
func (p *Printer) CaseWords(patient community.PatientContext) community.CaseWords {
	return community.CaseWords{
		Question:            p.T("case.question"),
		Patient:             p.Patient(patient),
		PresentingComplaint: p.T("case.complaint"),
		History:             p.T("case.history"),
		Findings:            p.T("case.findings"),
		Investigations:      p.T("case.investigations"),
	}
}

// Patient is the patient's line: "45 to 49 years, female".
func (p *Printer) Patient(patient community.PatientContext) string {
	line := p.T("age." + string(patient.AgeBand))
	if patient.Sex != "" {
		line += ", " + p.T("sex."+string(patient.Sex))
	}
	return line
}
