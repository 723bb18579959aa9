package community

import (
	"slices"
	"unicode/utf8"

	"consilium/community/credential"
)

// ResponseKind is what a reply under a case is, as its author says: a slug whose
// words are in the catalogues under "response.kind.SLUG".
type ResponseKind string

// The kinds of response (C2). PlainReply says nothing more, and is what a kind
// we do not know counts as.
const (
	PlainReply    ResponseKind = ""
	Answer        ResponseKind = "answer"
	Differential  ResponseKind = "differential"
	SafetyConcern ResponseKind = "safety-concern"
	Reference     ResponseKind = "reference"
	SimilarCase   ResponseKind = "similar-case"
	Question      ResponseKind = "question"
	Thanks        ResponseKind = "thanks"
)

// replySlug stands for PlainReply in forms, where "" means that nothing was said.
const replySlug = "reply"

// Slug is the kind as forms and catalogues name it.
func (k ResponseKind) Slug() string {
	if k == PlainReply {
		return replySlug
	}
	return string(k)
}

// ResponseKinds lists the kinds in the order in which a case shows them, the
// plain reply last.
func ResponseKinds() []ResponseKind {
	return []ResponseKind{Answer, Differential, SafetyConcern, Reference, SimilarCase, Question, Thanks, PlainReply}
}

// ParseResponseKind reads a slug from a form or another server. What is not known
// is a plain reply.
func ParseResponseKind(slug string) ResponseKind {
	if k := ResponseKind(slug); slices.Contains(ResponseKinds(), k) {
		return k
	}
	return PlainReply
}

// Clinical says whether only a verified clinician can say such a thing: it may be
// acted on. Everybody who may reply can ask, thank and reply.
func (k ResponseKind) Clinical() bool {
	return k != PlainReply && k != Question && k != Thanks
}

// Response is what a reply under a case is, and what its author says of where it
// leaves the guideline. The zero Response is a plain reply.
type Response struct {
	Kind ResponseKind
	// Departs says why the advice departs from the guideline; "" when it does not,
	// or nobody said so. Plain text.
	Departs string
}

// MaxDeparts is how long the reason to leave a guideline may be, in characters.
const MaxDeparts = 1000

// ResponseDraft is what the form under a case asks beside the text.
type ResponseDraft struct {
	// Kind is a slug; "" for the kind such a reply usually is.
	Kind string
	// Departs is Response.Departs, Evidence the references: see CheckCitations.
	Departs, Evidence string
}

// ResponseChoices lists what somebody may call a reply under a case, and which of
// them such a reply usually is. founding says that nobody is a verified clinician
// here yet: then whoever may reply may answer, so that a new institution is of use.
func ResponseChoices(by Subject, own, founding bool) (choices []ResponseKind, usual ResponseKind) {
	for _, k := range ResponseKinds() {
		if !k.Clinical() || founding || May(by, GiveAnswer) {
			choices = append(choices, k)
		}
	}
	if !own && slices.Contains(choices, Answer) {
		usual = Answer
	}
	return choices, usual
}

// respond puts kind, reason and references of the draft into a post. A draft
// without them, such as an app sends, is what such a post usually is, or stays what
// it was when p is edited.
func (s Surroundings) respond(p *Post, d PostDraft, by Subject) error {
	if err := s.cite(p, d); err != nil {
		return err
	}
	asked := s.caseAbove()
	if asked == nil || d.Response == nil && p.ID != 0 { // no case, one that is not seen any more, or an app
		return nil
	}
	draft := ResponseDraft{}
	if d.Response != nil {
		draft = *d.Response
	}
	choices, usual := ResponseChoices(by, asked.Case.Kept(*asked, p.Author), s.Founding)
	kind := ParseResponseKind(draft.Kind)
	switch departs := CleanText(draft.Departs); {
	case draft.Kind == "":
		kind = usual
	case kind.Slug() != draft.Kind, !slices.Contains(choices, kind) && kind != p.Response.Kind:
		return invalid("response", "case.unknown_choice")
	case utf8.RuneCountInString(departs) > MaxDeparts:
		return invalid("departs", "case.too_long", "limit", MaxDeparts)
	}
	p.Response = Response{Kind: kind, Departs: CleanText(draft.Departs)}
	return nil
}

// caseAbove is the case that a reply stands under; nil when it is not known to
// stand under one.
func (s Surroundings) caseAbove() *Post {
	switch {
	case s.Parent == nil:
		return nil
	case s.Parent.Case != nil:
		return s.Parent
	case s.Thread != nil && s.Thread.ID == s.Parent.Root && s.Thread.Case != nil:
		return s.Thread
	}
	return nil
}

// Responder is who wrote a reply, as far as it says how the reply is read.
type Responder struct {
	// Standing is what is proved of them now.
	Standing Standing
	// Founding says that nobody is a verified clinician here yet.
	Founding bool
}

// proven says whether what the author says counts as a clinician's. What a member
// called an answer was judged when it was written, and stays one.
func (r Responder) proven(p Post) bool {
	return r.verified() || p.Local && p.Response.Kind.Clinical()
}

func (r Responder) verified() bool {
	return r.Standing.Level >= credential.Verified && r.Standing.Profession().Class() == credential.Clinical
}

// Kind is what a reply counts as here: another server may call anything an answer.
func (r Responder) Kind(p Post) ResponseKind {
	if p.Response.Kind.Clinical() && !r.Founding && !r.proven(p) {
		return PlainReply
	}
	return p.Response.Kind
}

// Aside says whether a reply to a case belongs to the closed section of other
// replies: everybody can answer what is public, and that is no place for patients
// to be advised.
func (r Responder) Aside(asked, reply Post) bool {
	if asked.Case == nil || asked.Audience.Kind != Public || asked.Case.Kept(asked, reply.Author) || r.proven(reply) {
		return false
	}
	return !r.Founding || !reply.Local && reply.Response.Kind == PlainReply
}

// Consultant says whether the author counts as a clinician who is consulted: anybody
// does while nobody is one here.
func (r Responder) Consultant() bool { return r.Founding || r.verified() }

// Acceptable says whether a reply can be accepted as the answer to a case: only what
// a verified clinician said, once there is one here.
func (r Responder) Acceptable(reply Post) bool { return r.Founding || r.proven(reply) }
