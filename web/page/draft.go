package page

import (
	"time"

	"consilium/community"
)

// Drafts is the page GET /cases/drafts: what the member has written and not posted.
type Drafts struct {
	List  []DraftLine
	Pages Pages
	// Scheduled are the posts that wait for their moment, on the first page.
	Scheduled []ScheduledLine
}

func (v Drafts) meta(p *Printer) meta { return meta{"drafts", p.T("draft.title"), "cases"} }

// Most is how many are kept.
func (v Drafts) Most() int { return community.MaxDrafts }

// DraftLine is one draft in the list; its page is /cases/drafts/{ID}.
type DraftLine struct {
	ID    string // decimal
	Title string // "" for none
	Kind  community.DraftKind
	State community.DraftState
	Saved time.Time
	Note  string // the reviewer's
}

// DraftDelete is the page GET /cases/drafts/{id}/delete, which asks before a draft is
// forgotten. POST to the same path does it.
type DraftDelete struct {
	Draft    DraftLine
	Pictures int // that go with it
}

func (v DraftDelete) meta(p *Printer) meta {
	return meta{"draft-delete", p.T("draft.delete_title"), "cases"}
}
