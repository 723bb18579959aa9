package vocab

import "time"

// How many of each are read of one case; how long a text may be is maxSummary. What a
// case may really have is less, and is decided by whoever keeps it.
const (
	maxSpecialties = 20
	maxKeywords    = 20
	maxAccepted    = 20
)

// Case is the case object beside a Note that tells a clinical case. Its terms stand
// under urn:x-consilium:case:1#, are defined inline and are never fetched. Each is
// named after the item of the CARE checklist (2013) it belongs to; the title of the
// case (CARE 1) is the Note's name. All texts are plain, not HTML. Whoever does not
// know a term leaves it out, and whoever does not know "case" reads the Note.
//
//	question             what the author wants to know
//	keywords             2   keywords
//	abstract             3   abstract
//	introduction         4   introduction
//	ageBand, sex         5a  patient information: never more exact than a band
//	presentingComplaint  5b  primary concerns and symptoms
//	history              5c  medical, family and psycho-social history
//	setting                  what there is to work with where the patient is
//	clinicalFindings     6   clinical findings
//	timeline             7   in days since the first, never calendar dates
//	investigations       8a  diagnostic assessment
//	differential         8c  other diagnoses considered
//	diagnosis            8   in one line
//	certainty, confirmed     how sure it is, and how it was confirmed
//	intervention         9   therapeutic intervention
//	outcome              10  follow-up and outcomes
//	discussion           11  discussion
//	teachingPoints       11d primary take-away lessons, one a line
//	perspective          12  patient perspective
//	consentBasis         13  informed consent: on what ground
//	consentScope             how far that reaches
//	specialties              whose field it is
//	status, solved           where it stands, and since when it is solved
//	acceptedAnswer           identifiers of the answers its author accepted, the first
//	                         of them first
type Case struct {
	AgeBand             string    `json:"ageBand,omitempty"`
	Sex                 string    `json:"sex,omitempty"`
	Question            string    `json:"question,omitempty"`
	Keywords            []string  `json:"keywords,omitempty"`
	Abstract            string    `json:"abstract,omitempty"`
	Introduction        string    `json:"introduction,omitempty"`
	Setting             string    `json:"setting,omitempty"`
	PresentingComplaint string    `json:"presentingComplaint,omitempty"`
	History             string    `json:"history,omitempty"`
	ClinicalFindings    string    `json:"clinicalFindings,omitempty"`
	Timeline            string    `json:"timeline,omitempty"`
	Investigations      string    `json:"investigations,omitempty"`
	Differential        string    `json:"differential,omitempty"`
	Diagnosis           string    `json:"diagnosis,omitempty"`
	Certainty           string    `json:"certainty,omitempty"`
	Confirmed           string    `json:"confirmed,omitempty"`
	Intervention        string    `json:"intervention,omitempty"`
	Outcome             string    `json:"outcome,omitempty"`
	Discussion          string    `json:"discussion,omitempty"`
	TeachingPoints      string    `json:"teachingPoints,omitempty"`
	Perspective         string    `json:"perspective,omitempty"`
	Specialties         []string  `json:"specialties,omitempty"`
	ConsentBasis        string    `json:"consentBasis,omitempty"`
	ConsentScope        string    `json:"consentScope,omitempty"`
	Status              string    `json:"status,omitempty"`
	Solved              time.Time `json:"-"`
	AcceptedAnswers     []string  `json:"-"`
}

// caseWire writes one accepted answer as versions before 0.3 read it.
type caseWire struct {
	Case
	Solved         string `json:"solved,omitempty"`
	AcceptedAnswer any    `json:"acceptedAnswer,omitempty"`
}

func wireCase(c *Case) *caseWire {
	if c == nil {
		return nil
	}
	return &caseWire{Case: *c, Solved: stamp(c.Solved), AcceptedAnswer: oneOrMany(c.AcceptedAnswers)}
}

// texts are the members of a case that are plain text of any length.
func (c *Case) texts() map[string]*string {
	return map[string]*string{
		"question": &c.Question, "abstract": &c.Abstract, "introduction": &c.Introduction, "setting": &c.Setting,
		"presentingComplaint": &c.PresentingComplaint, "history": &c.History, "clinicalFindings": &c.ClinicalFindings,
		"timeline": &c.Timeline, "investigations": &c.Investigations, "differential": &c.Differential, "diagnosis": &c.Diagnosis,
		"intervention": &c.Intervention, "outcome": &c.Outcome, "discussion": &c.Discussion, "teachingPoints": &c.TeachingPoints,
		"perspective": &c.Perspective,
	}
}

func (n *Node) clinicalCase() *Case {
	object := n.Child("case")
	if object == nil {
		return nil
	}
	c := &Case{
		Keywords: clipAll(first(object.Texts("keywords"), maxKeywords)), Specialties: clipAll(first(object.Texts("specialties"), maxSpecialties)),
		Solved: object.Time("solved"), AcceptedAnswers: first(object.IRIs("acceptedAnswer"), maxAccepted),
	}
	for member, text := range c.texts() {
		*text = clip(object.Text(member), maxSummary)
	}
	for member, slug := range map[string]*string{
		"ageBand": &c.AgeBand, "sex": &c.Sex, "certainty": &c.Certainty, "confirmed": &c.Confirmed,
		"consentBasis": &c.ConsentBasis, "consentScope": &c.ConsentScope, "status": &c.Status,
	} {
		*slug = clip(object.Text(member), maxName)
	}
	return c
}

func clipAll(texts []string) []string {
	for i := range texts {
		texts[i] = clip(texts[i], maxName)
	}
	return texts
}
