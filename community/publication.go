package community

import "time"

// Verb is what a publication does to a post.
type Verb string

// The verbs of ActivityStreams that a publication can be.
const (
	Create   Verb = "Create"
	Update   Verb = "Update"
	Announce Verb = "Announce"
)

// Publication is a post that was allowed: the only thing storage takes. It is
// made by Publish, Revise, Repeat, the steps in the life of a case (lifecycle.go) and
// the Receive functions, and nowhere else.
type Publication struct {
	verb      Verb
	post      Post
	author    Actor
	parent    *Post
	mentioned []Actor
	of        *Post
	sameWords bool
	event     CaseEvent
	destroys  bool
	consent   ConsentRecord
	poll      *Poll
	key       string
	draft     Draft
	referral  bool
	quiet     bool
	scheduled ScheduledID
}

// Verb says what is done.
func (p Publication) Verb() Verb { return p.verb }

// Post is the post as it is to be remembered. A new local post has neither ID
// nor IRI yet: storage gives both.
func (p Publication) Post() Post { return p.post }

// Author is who wrote it.
func (p Publication) Author() Actor { return p.author }

// Parent is the post it answers, nil when there is none here.
func (p Publication) Parent() *Post { return p.parent }

// Of is the post an announce repeats.
func (p Publication) Of() *Post { return p.of }

// Mentioned is everybody the post names or answers and who must hear of it.
func (p Publication) Mentioned() []Actor { return p.mentioned }

// SameWords says that only the state changed, so that no older version is kept.
func (p Publication) SameWords() bool { return p.sameWords }

// Destroys says of an update that what the post said before must be nowhere any
// more: no older version is kept, and those that were kept go.
func (p Publication) Destroys() bool { return p.destroys }

// Consent is what is remembered of the consent to a member's case; zero for all
// other posts.
func (p Publication) Consent() ConsentRecord { return p.consent }

// Poll is the question for the leading diagnosis that a new case comes with; nil for
// none.
func (p Publication) Poll() *Poll { return p.poll }

// Event is the step in the life of a case that this is; its Act is "" for none.
func (p Publication) Event() CaseEvent { return p.event }

// IsZero says that nothing was published.
func (p Publication) IsZero() bool { return p.verb == "" }

// WithKey remembers the Idempotency-Key the author's client sent: publishing
// again with the same key gives the post that was made the first time.
func (p Publication) WithKey(key string) Publication {
	p.key = CleanText(key)
	return p
}

// Key is the Idempotency-Key, "" when there was none.
func (p Publication) Key() string { return p.key }

// WithDraft remembers the draft this was made of, in the version that was posted:
// it goes with the publication, unless something newer was saved in it.
func (p Publication) WithDraft(id DraftID, saved time.Time) Publication {
	p.draft = Draft{ID: id, Saved: saved}
	return p
}

// AsReferral says that this is a direct message in the fixed words of a referral,
// which its reader asked for in the directory.
func (p Publication) AsReferral() Publication {
	p.referral = true
	return p
}

// Referral says whether AsReferral was called.
func (p Publication) Referral() bool { return p.referral }

// Draft names the draft this was made of and its version; its ID is 0 for none.
func (p Publication) Draft() Draft { return p.draft }
