package federation

import (
	"consilium/community"
	"consilium/federation/vocab"
)

// caseObject is the clinical part. An accepted answer is named only when everybody may
// read it, so that not even the address of another gets out (S-PRIV-8). When and to
// whom consent was given, the code of the patient, the poll and who looked after the
// case stay here: there is no term for them.
func (c cast) caseObject(p community.Post) *vocab.Case {
	if p.Case == nil {
		return nil
	}
	k := p.Case
	o := &vocab.Case{AgeBand: string(k.Patient.AgeBand), Sex: string(k.Patient.Sex), Keywords: k.Keywords, Certainty: string(k.Certainty),
		Confirmed: string(k.Confirmed), ConsentBasis: string(k.Consent), ConsentScope: string(k.Scope), Status: string(k.Status), Solved: k.Solved}
	places := narrativeOf(o)
	for _, s := range k.Narrative.Filled() {
		*places[s.Slug] = *s.Text
	}
	for _, s := range k.Specialties {
		o.Specialties = append(o.Specialties, string(s))
	}
	for _, id := range k.AcceptedAnswers() {
		if answer, known := c.posts[id]; known && isOpen(answer.Audience) && answer.Deleted.IsZero() {
			o.AcceptedAnswers = append(o.AcceptedAnswers, answer.IRI.String())
		}
	}
	return o
}

// narrativeOf are the texts of a case object by the slugs of our sections.
func narrativeOf(o *vocab.Case) map[string]*string {
	return map[string]*string{
		"question": &o.Question, "abstract": &o.Abstract, "introduction": &o.Introduction, "setting": &o.Setting,
		"presenting_complaint": &o.PresentingComplaint, "history": &o.History, "findings": &o.ClinicalFindings, "timeline": &o.Timeline,
		"investigations": &o.Investigations, "differential": &o.Differential, "diagnosis": &o.Diagnosis, "intervention": &o.Intervention,
		"outcome": &o.Outcome, "discussion": &o.Discussion, "teaching_points": &o.TeachingPoints, "perspective": &o.Perspective,
	}
}
