package community

import "time"

// PostKind tells the kinds of post apart.
type PostKind string

// The kinds of post. An Announce is a row of its own that points at what it
// repeats.
const (
	NotePost     PostKind = "note"
	ArticlePost  PostKind = "article"
	CasePost     PostKind = "case"
	AnnounceKind PostKind = "announce"
)

// Post is what somebody wrote, or repeated.
type Post struct {
	ID  PostID
	IRI IRI
	// URL is the page for people; IRI when there is none.
	URL    IRI
	Author ActorID
	Kind   PostKind
	// Of is what an announce repeats.
	Of       PostID
	Audience Audience
	// Parent is the post this answers, 0 when unknown or none; ParentIRI is kept
	// even when the parent has never been seen here. Root is the first known
	// post of the thread, the post itself when it starts one.
	Parent    PostID
	ParentIRI IRI
	Root      PostID
	// Title is set for articles and cases.
	Title string
	// Warning is the author's content warning; Sensitive hides the pictures.
	Warning   string
	Sensitive bool
	Content   SafeHTML
	// Source is what the author typed and SourceType its media type; both ""
	// for posts from elsewhere that do not say.
	Source, SourceType string
	// Language is a BCP 47 tag or "".
	Language  string
	Published time.Time
	// Edited and Deleted are zero until they happen. Edited is about the words; see
	// Updated. A deleted post is a tombstone: its words and pictures are gone.
	Edited, Deleted time.Time
	// Hidden is when a report hid it until staff have looked at it; zero while it is
	// shown.
	Hidden time.Time
	// Revision is 1 when published and counts edits.
	Revision int
	// Stamp counts every change of what is known of the post and of what hangs on it:
	// with the same stamp it is the same. 0 when it was not read.
	Stamp int64
	Local bool

	Case *Case
	// Response is what a reply under a case is; Citations are the evidence, of a
	// reply under a case or of a case.
	Response  Response
	Citations []Citation
	// Media are the pictures, in their order. Withheld are those that were reported
	// and are shown to nobody but the author and the staff until they decided: whoever
	// shows a post shows Media.
	Media, Withheld []Media
	Mentions        []ActorID
	Tags            []string
	// Emoji are the pictures for :shortcodes: in the text and the warning.
	Emoji []Emoji
	// Context is the collection of the conversation as its owner publishes it
	// (FEP-7888); zero for none known.
	Context IRI
	// Group is the group it was posted to, 0 for none (FEP-1b12).
	Group ActorID
	// Policy is what the author lets others do with it.
	Policy InteractionPolicy
	// Question is the poll of an ordinary post, Quote what it quotes; nil for none.
	Question *OpenQuestion
	Quote    *Quote

	// Replies, Likes and Announces count what is known here and public enough
	// to be counted (S-PRIV-8).
	Replies, Likes, Announces int
	// Quotes counts those that everybody may read and whose quoting was agreed to.
	Quotes int
}

// Revision is what a post said before an edit.
type Revision struct {
	Post      PostID
	Revision  int
	Title     string
	Warning   string
	Content   SafeHTML
	Source    string
	Sensitive bool
	// Case is the clinical part then; nil for other posts.
	Case    *Case
	Written time.Time
}

// Updated is when the post last changed in any way, as other servers are told
// it; zero when it never did.
func (p Post) Updated() time.Time {
	if p.Case != nil && p.Case.Changed.After(p.Edited) {
		return p.Case.Changed
	}
	return p.Edited
}
