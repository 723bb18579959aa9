package community

// Narrative is what a case tells beside its title, in the sections of the CARE
// checklist (2013). All of it is plain text; only PresentingComplaint and
// Question are needed.
type Narrative struct {
	// Question is what the author wants to know: the first thing a reader sees.
	Question            string
	Abstract            string // CARE 3
	Introduction        string // CARE 4
	PresentingComplaint string // CARE 5b
	History             string // CARE 5c, 5d
	Findings            string // CARE 6
	Timeline            string // CARE 7, in days since the first
	Investigations      string // CARE 8a
	Differential        string // CARE 8c: what was thought of
	Diagnosis           string // CARE 8, one line
	Intervention        string // CARE 9
	Outcome             string // CARE 10
	Discussion          string // CARE 11
	TeachingPoints      string // CARE 11d, one a line
	Perspective         string // CARE 12
	// Setting is what there is to work with where the patient is.
	Setting string
}

// Section is one text of a narrative with what holds for it.
type Section struct {
	// Slug names it in forms, in the database and in the catalogues under
	// "case.section.SLUG".
	Slug string
	// Care is the item of the CARE checklist it belongs to; 0 for none.
	Care int
	Text *string
	// Limit is in characters; Line says that it has no line ends.
	Limit  int
	Line   bool
	needed string
}

// Sections lists every text of a narrative, filled or not, in the order in which a
// case is read: the question first, then CARE's. Whoever writes into Text changes
// the narrative.
func (n *Narrative) Sections() []Section {
	return []Section{
		{Slug: "question", Text: &n.Question, Limit: MaxQuestion, needed: "case.question_needed"},
		{Slug: "abstract", Care: 3, Text: &n.Abstract, Limit: MaxSection},
		{Slug: "introduction", Care: 4, Text: &n.Introduction, Limit: MaxSection},
		{Slug: "setting", Text: &n.Setting, Limit: MaxQuestion},
		{Slug: "presenting_complaint", Care: 5, Text: &n.PresentingComplaint, Limit: MaxSection, needed: "case.complaint_needed"},
		{Slug: "history", Care: 5, Text: &n.History, Limit: MaxSection},
		{Slug: "findings", Care: 6, Text: &n.Findings, Limit: MaxSection},
		{Slug: "timeline", Care: 7, Text: &n.Timeline, Limit: MaxSection},
		{Slug: "investigations", Care: 8, Text: &n.Investigations, Limit: MaxSection},
		{Slug: "differential", Care: 8, Text: &n.Differential, Limit: MaxSection},
		{Slug: "diagnosis", Care: 8, Text: &n.Diagnosis, Limit: MaxDiagnosis, Line: true},
		{Slug: "intervention", Care: 9, Text: &n.Intervention, Limit: MaxSection},
		{Slug: "outcome", Care: 10, Text: &n.Outcome, Limit: MaxSection},
		{Slug: "discussion", Care: 11, Text: &n.Discussion, Limit: MaxSection},
		{Slug: "teaching_points", Care: 11, Text: &n.TeachingPoints, Limit: MaxSection},
		{Slug: "perspective", Care: 12, Text: &n.Perspective, Limit: MaxSection},
	}
}

// Filled lists the sections that say something, without changing anything.
func (n Narrative) Filled() []Section {
	filled := []Section{}
	for _, s := range n.Sections() {
		if *s.Text != "" {
			filled = append(filled, s)
		}
	}
	return filled
}

// ReadNarrative makes a narrative of what read gives for each section's slug.
func ReadNarrative(read func(slug string) string) Narrative {
	var n Narrative
	for _, s := range n.Sections() {
		*s.Text = read(s.Slug)
	}
	return n
}
