package vocab

// maxSpecialties is how many specialties of one case are read.
const maxSpecialties = 20

// Case is the case object beside a Note that tells a clinical case. Its terms
// stand under urn:x-consilium:case:1#, are defined inline and are never
// fetched. Each is named after the item of the CARE checklist it belongs to;
// the title of the case is the Note's name.
//
//	ageBand, sex         patient information
//	presentingComplaint  patient information: primary concerns and symptoms
//	history              patient information: medical, family, psycho-social history
//	clinicalFindings     clinical findings
//	investigations       diagnostic assessment
//	consentBasis         informed consent
//
// All texts are plain, not HTML.
type Case struct {
	AgeBand             string   `json:"ageBand,omitempty"`
	Sex                 string   `json:"sex,omitempty"`
	PresentingComplaint string   `json:"presentingComplaint,omitempty"`
	History             string   `json:"history,omitempty"`
	ClinicalFindings    string   `json:"clinicalFindings,omitempty"`
	Investigations      string   `json:"investigations,omitempty"`
	Question            string   `json:"question,omitempty"`
	Specialties         []string `json:"specialties,omitempty"`
	ConsentBasis        string   `json:"consentBasis,omitempty"`
	Status              string   `json:"status,omitempty"` // open or solved
	AcceptedAnswer      string   `json:"acceptedAnswer,omitempty"`
}

func (n *Node) clinicalCase() *Case {
	c := n.Child("case")
	if c == nil {
		return nil
	}
	return &Case{
		AgeBand:             clip(c.Text("ageBand"), maxName),
		Sex:                 clip(c.Text("sex"), maxName),
		PresentingComplaint: clip(c.Text("presentingComplaint"), maxSummary),
		History:             clip(c.Text("history"), maxSummary),
		ClinicalFindings:    clip(c.Text("clinicalFindings"), maxSummary),
		Investigations:      clip(c.Text("investigations"), maxSummary),
		Question:            clip(c.Text("question"), maxSummary),
		Specialties:         first(c.Texts("specialties"), maxSpecialties),
		ConsentBasis:        clip(c.Text("consentBasis"), maxName),
		Status:              clip(c.Text("status"), maxName),
		AcceptedAnswer:      c.IRI("acceptedAnswer"),
	}
}
