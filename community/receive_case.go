package community

import (
	"slices"
	"time"
	"unicode"
)

// ReceivedCase bounds the clinical part another Consilium sent, in the state and
// with the accepted answers it told of; nil when it is not one we could have made
// ourselves. Words of lists we do not know are left out, but the age band and the
// ground of consent have to be known; a state we do not know is open; what is longer
// than it may be here is cut.
func ReceivedCase(title string, d CaseDraft, status CaseStatus, accepted ...PostID) *Case {
	d.Title = cut(cleanLine(title), MaxTitle)
	d.trim()
	c, err := d.Check()
	if err != nil {
		return nil
	}
	c.Scope = knownOf(consentScopes, d.ConsentScope)
	if known, ok := ParseCaseStatus(string(status)); ok {
		c.Status = known
	}
	if !c.Status.Pending() {
		c.setAccepted(slices.DeleteFunc(slices.Compact(slices.Clone(accepted)), func(id PostID) bool { return id == 0 }))
	}
	return &c
}

// trim leaves of a draft from elsewhere what a draft of ours could say.
func (d *CaseDraft) trim() {
	d.Sex, d.Certainty, d.Confirmed = string(knownOf(sexes, d.Sex)), string(knownOf(certainties, d.Certainty)), string(knownOf(confirmations, d.Confirmed))
	d.Specialties = slices.DeleteFunc(slices.Clone(d.Specialties), func(s string) bool { return !Specialty(s).Known() })
	d.Specialties = d.Specialties[:min(len(d.Specialties), MaxSpecialties)]
	d.clean()
	for _, s := range d.Narrative.Sections() {
		*s.Text = cut(*s.Text, s.Limit)
	}
	var words string
	for i, word := range keywords(cut(d.Keywords, MaxSection)) {
		if i < MaxKeywords {
			words += cut(word, MaxKeyword) + ","
		}
	}
	d.Keywords = words
}

// knownOf is a slug of a list, "" when it is none of it.
func knownOf[T ~string](list []T, slug string) T {
	if slices.Contains(list, T(slug)) {
		return T(slug)
	}
	return ""
}

// solvedAt is since when a case from elsewhere is solved: as its server says, else
// since when we know of it (old is what we had, nil for nothing), else now that it is
// heard. Zero while it waits for an answer.
func (c Case) solvedAt(old *Case, heard time.Time) time.Time {
	switch {
	case c.Status.Pending():
		return time.Time{}
	case !c.Solved.IsZero():
		return earlier(c.Solved, heard).Truncate(time.Millisecond)
	case old != nil && !old.Solved.IsZero():
		return old.Solved
	case c.Status.Answered():
		return heard
	}
	return time.Time{}
}

// withoutControls drops what has no place in the text of a case and would only be
// written in six bytes on the wire.
func withoutControls(r rune) rune {
	switch {
	case r == '\u2028' || r == '\u2029':
		return '\n'
	case unicode.IsControl(r) && r != '\n' && r != '\t':
		return -1
	}
	return r
}
