package page

import (
	"time"

	"consilium/community"
)

// DeskReviews is the page GET /desk/review: what the check for identifiers stopped and
// whose authors ask for a second look.
type DeskReviews struct {
	List  []ReviewRow
	Pages Pages
}

func (v DeskReviews) meta(p *Printer) meta { return deskMeta(p, "desk-reviews", "review") }

// ReviewRow is a draft that waits for a reviewer.
type ReviewRow struct {
	ID       string // decimal draft id
	Kind     community.DraftKind
	Author   Person
	Audience community.AudienceKind
	Held     time.Time
	Findings int
}

// URL is its page at the desk.
func (r ReviewRow) URL() string { return "/desk/review/" + r.ID }

// DeskReview is the page GET /desk/review/{id}. It posts to /desk/review/{id}/release
// and /desk/review/{id}/return with the fields code, note and read.
type DeskReview struct {
	Row ReviewRow
	// Gate is what was found, in all of the text.
	Gate Gate
	// Code and Words are the author's reason.
	Code  community.ReviewCode
	Words string
	// Read names exactly what is shown, so that nothing else is decided about.
	Read string
	// Pictures go with the text.
	Pictures []Attachment
	// Note and Return are what the reviewer wrote when it did not do, and to which
	// of the two forms.
	Note     string
	Return   bool
	Problems Problems
}

func (v DeskReview) meta(p *Printer) meta {
	return meta{"desk-review", p.T("gate.review.title"), "desk"}
}

// Codes are the reasons to release, Faults those to return.
func (v DeskReview) Codes() []community.ReviewCode { return community.ReviewCodes() }

// Faults are the reasons to return a draft.
func (v DeskReview) Faults() []community.ReviewCode { return community.ReturnCodes() }

// Released and Returned are the problems of either form.
func (v DeskReview) Released() Problems { return v.problemsOf(false) }

// Returned are the problems of the form to return.
func (v DeskReview) Returned() Problems { return v.problemsOf(true) }

func (v DeskReview) problemsOf(back bool) Problems {
	if v.Return != back {
		return nil
	}
	return v.Problems
}
