package page

import "consilium/community"

// Composer is the form for a post, on its own page, on top of home and under
// every thread.
//
// multipart/form-data to URL with the fields: text, warning, sensitive ("on"),
// audience (a community.AudienceKind), group (decimal id; "" for none) and title, language (BCP 47), in_reply_to (decimal
// post id, only in replies), once (repeated as given, so that sending twice
// posts once), return; for N from 1 to MaxPictures: picture_N (a file),
// description_N (its alternative text), media_N (decimal media id of a picture
// kept from before), remove_N ("on": drop that one). Those of a case, up to
// community.MaxSeries, also have caption_N, picture_consent_N ("on") and place_N, the
// place from 1 it goes to.
type Composer struct {
	URL       string // "/posts" for new posts and replies, "/p/{id}/edit" for an edit
	Text      string
	Warning   string
	Sensitive bool
	Audience  community.AudienceKind
	Audiences []community.AudienceKind       // what may be chosen, widest first; one is said, not asked
	Reach     map[community.AudienceKind]int // how many others that is at the moment, where it is known
	Narrowing Narrowing
	Language  string
	Languages []Option // names in themselves
	Limit     int      // characters of text
	Pictures  []Attachment
	ReplyID   string // decimal id of what is answered; "" for a new post
	ReplyName string // whom it answers
	// Responding is for replies under a case; nil for others.
	Responding *Responding
	// Asking says that a question may be asked with it, Question is that.
	Asking   bool
	Question community.QuestionDraft
	Answer   bool // it answers a case: the button says so
	Editing  bool // audience and pictures stay as they are, texts change
	// Quotes is who may quote it, QuotedID what it quotes and Quoted its card.
	Quotes   community.QuotePolicy
	QuotedID string
	Quoted   *Quoted
	// Scheduling says that another moment may be chosen for it, When is that one
	// (MomentLayout): the field scheduled_at.
	Scheduling bool
	When       string
	// To is the group it is for.
	To       GroupChoice
	Once     string
	Return   string // where to go after; "" is the page the form is on
	Problems Problems
	// Gate is what the check for identifiers found; nil for nothing, or not yet.
	Gate *Gate
	// Saved is the draft this is written in, once it was one.
	Saved SavedDraft
}

// Slots are the places for pictures, the kept ones first. An edit has no empty
// ones.
func (c Composer) Slots() []Slot {
	return slots(c.Pictures, c.Editing)
}

// Open tells whether the options below the text are shown unfolded.
func (c Composer) Open() bool {
	return len(c.Pictures) > 0 || c.Warning != "" || c.When != "" || c.Sensitive || c.To.ID != "" && c.To.Name == "" || len(c.Problems) > 0 || c.Gate != nil
}

// Compose is the page GET /compose, GET /p/{id}/edit, and the answer to a POST
// of their form that did not do.
type Compose struct {
	Composer Composer
	Parent   *Post // what is answered, shown above; nil for a new post
}

func (v Compose) meta(p *Printer) meta {
	switch {
	case v.Composer.Editing:
		return meta{"compose", p.T("post.compose.edit_title"), ""}
	case v.Composer.ReplyID != "":
		return meta{"compose", p.T("post.compose.reply_title"), ""}
	}
	return meta{"compose", p.T("post.compose.title"), ""}
}
