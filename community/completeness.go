package community

import "strings"

// CareItems is how many items the CARE checklist has (2013), numbered from 1.
const CareItems = 13

// The items that are no section of a narrative.
const (
	careTitle    = 1
	careKeywords = 2
	careConsent  = 13
)

// Completeness says which items of the CARE checklist a case tells something of. The
// words of an item are in the catalogues under "care.NUMBER".
type Completeness struct {
	// Told and Missing are the items in CARE's order; together they are all thirteen.
	Told, Missing []int
}

// Completeness is that of a form as it is filled in so far, whether it could be
// posted or not.
func (d CaseDraft) Completeness() Completeness {
	d.clean()
	told := map[int]bool{careTitle: d.Title != "", careKeywords: len(keywords(d.Keywords)) > 0, careConsent: d.Consent != ""}
	for _, s := range d.Narrative.Filled() {
		told[s.Care] = true
	}
	// CARE 5a is who the patient is, 8 how the diagnosis was reached and how sure it is.
	told[5] = told[5] || d.AgeBand != "" || d.Sex != ""
	told[8] = told[8] || d.Certainty != "" || d.Confirmed != ""
	var c Completeness
	for item := 1; item <= CareItems; item++ {
		if told[item] {
			c.Told = append(c.Told, item)
		} else {
			c.Missing = append(c.Missing, item)
		}
	}
	return c
}

// Completeness is that of a case as it stands.
func (c Case) Completeness() Completeness {
	return CaseDraft{Title: c.Title, AgeBand: string(c.Patient.AgeBand), Sex: string(c.Patient.Sex), Narrative: c.Narrative,
		Keywords: strings.Join(c.Keywords, ", "), Certainty: string(c.Certainty), Confirmed: string(c.Confirmed),
		Consent: string(c.Consent)}.Completeness()
}
