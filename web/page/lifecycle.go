package page

import (
	"time"

	"consilium/community"
)

// CaseLife is where a case stands, and what its keeper may do about that.
type CaseLife struct {
	// MaySolve leads to GET /p/{id}/solve and is POST /p/{id}/solve without fields;
	// MayConclude leads to the same page when the case is solved. MayReopen is POST
	// /p/{id}/reopen, MayArchive POST /p/{id}/archive, MayUnaccept POST
	// /p/{answer}/unaccept, MayFollowUp GET /p/{id}/outcome.
	MaySolve, MayConclude, MayReopen, MayArchive, MayUnaccept, MayFollowUp bool
	// Closed says that it takes no more replies.
	Closed bool
	// Asked is the question how it ended; nil while it is not asked.
	Asked      *Outcome
	Management community.Management
	FollowedUp time.Time // zero until then
}

// Any tells whether there is anything to do.
func (l CaseLife) Any() bool {
	return l.MaySolve || l.MayConclude || l.MayReopen || l.MayArchive || l.MayFollowUp
}

// Solve is the page GET /p/{id}/solve. POST to URL with the fields diagnosis,
// certainty, confirmed, teaching_points and seen.
type Solve struct {
	URL   string
	Case  string // where the case is
	Title string
	Draft community.Solution
	// Words says that the viewer may give the case words: its author.
	Words bool
	// Solved says that it is solved already.
	Solved   bool
	Seen     string // what the author was told of; comes back with the form
	Problems Problems
}

func (v Solve) meta(p *Printer) meta { return meta{"solve", p.T("case.life.solve_title"), "cases"} }

// Certainties and Confirmations are the choices.
func (v Solve) Certainties() []community.Certainty { return community.Certainties() }

// Confirmations are how a diagnosis may be confirmed.
func (v Solve) Confirmations() []community.Confirmation { return community.Confirmations() }

// MaxDiagnosis is how long it may be, in characters.
func (v Solve) MaxDiagnosis() int { return community.MaxDiagnosis }

// MaxText is how long the teaching points may be, in characters.
func (v Solve) MaxText() int { return community.MaxSection }

// Outcome is the page GET /p/{id}/outcome. POST to URL with the fields management,
// outcome and seen.
type Outcome struct {
	URL, Case, Title string
	Draft            community.Outcome
	// Words says that the viewer may give the case words: its author.
	Words    bool
	Seen     string // what the author was told of; comes back with the form
	Problems Problems
}

func (v Outcome) meta(p *Printer) meta {
	return meta{"outcome", p.T("case.life.outcome_title"), "cases"}
}

// Managements are the answers to "did it change what you did?".
func (v Outcome) Managements() []community.Management { return community.Managements() }

// MaxText is how long the text may be, in characters.
func (v Outcome) MaxText() int { return community.MaxSection }
