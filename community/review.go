package community

import (
	"slices"
	"unicode/utf8"
)

// ReviewCode says why what was found is no identifier, or why words may not stay: a
// slug whose words are in the catalogues under "gate.code.SLUG". It is all that is
// remembered of a reason.
type ReviewCode string

// Why something found may stand.
const (
	CodeTerm      ReviewCode = "term"      // a medical term, an eponym
	CodeSource    ReviewCode = "source"    // what is published, or who published it
	CodeColleague ReviewCode = "colleague" // a clinician or a place that is not the patient's
	CodeChanged   ReviewCode = "changed"   // invented, or changed already
	CodeNeeded    ReviewCode = "needed"    // the question needs it, and it tells nobody who it is
)

// Why words may not stay.
const (
	CodeIdentifies ReviewCode = "identifies"
	CodeNarrows    ReviewCode = "narrows" // taken together it could be only one person
	CodeConsent    ReviewCode = "consent" // beyond what was agreed to
)

// ReviewCodes lists why something found may stand: for the author who asks and for
// the reviewer who agrees.
func ReviewCodes() []ReviewCode {
	return []ReviewCode{CodeTerm, CodeSource, CodeColleague, CodeChanged, CodeNeeded}
}

// ReturnCodes lists why a reviewer returns a draft.
func ReturnCodes() []ReviewCode { return []ReviewCode{CodeIdentifies, CodeNarrows, CodeConsent} }

// MaxReviewWords is the length of what is said beside a code, in characters.
const MaxReviewWords = 500

// ReviewRequest is an author's wish that somebody else looks at a draft.
type ReviewRequest struct {
	Draft DraftID
	Owner ActorID
	// Code and Words are the author's reason. The words are forgotten with the draft.
	Code  ReviewCode
	Words string
	// Stopped is what was found, in exactly which words.
	Stopped *Stopped
	// Audience is for whom the draft is.
	Audience AudienceKind
}

// Check gives the request with clean words; *Invalid for one without a reason.
func (r ReviewRequest) Check() (ReviewRequest, error) {
	r.Words = CleanText(r.Words)
	switch {
	case !slices.Contains(ReviewCodes(), r.Code):
		return r, invalid("gate_code", "gate.code_needed")
	case utf8.RuneCountInString(r.Words) > MaxReviewWords:
		return r, invalid("gate_words", "case.too_long", "limit", MaxReviewWords)
	}
	return r, nil
}

// ReviewVerdict is what a reviewer decides.
type ReviewVerdict struct {
	Draft    DraftID
	Reviewer ActorID
	// Release lets exactly the words through that were read; else they go back.
	Release bool
	// Read is the Digest of the words that the reviewer was shown.
	Read string
	Code ReviewCode
	// Note is for the author, and forgotten with the draft.
	Note string
}

// Check gives the verdict with clean words; *Invalid for one without a reason, and for
// one that sends back without a word what to change.
func (v ReviewVerdict) Check() (ReviewVerdict, error) {
	v.Note = CleanText(v.Note)
	codes := ReturnCodes()
	if v.Release {
		codes = ReviewCodes()
	}
	switch {
	case !slices.Contains(codes, v.Code):
		return v, invalid("code", "gate.code_needed")
	case utf8.RuneCountInString(v.Note) > MaxReviewWords:
		return v, invalid("note", "case.too_long", "limit", MaxReviewWords)
	}
	return v, nil
}
