package community

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"time"
)

// RemotePost is a post as another server described it, decoded but not yet
// believed. The caller made sure that the document came from its author's host
// or was signed by its author.
type RemotePost struct {
	IRI, URL  IRI
	Author    Actor
	Kind      PostKind
	Audience  OpenKind
	Parent    *Post
	ParentIRI IRI
	Title     string
	Warning   string
	Sensitive bool
	// HTML is foreign and is sanitised here.
	HTML               string
	Source, SourceType string
	Language           string
	Published, Updated time.Time
	Case               *Case
	Media              []Media
	// Mentioned are the actors named that are known here.
	Mentioned []Actor
	Tags      []string
	// Response and References are what a reply under a case, or a case, says beside
	// its text.
	Response   Response
	References []string
	// Context is the collection of the conversation (FEP-7888).
	Context IRI
	// Emoji are the pictures for shortcodes in it.
	Emoji []Emoji
	// Question is the poll as the document has it; nil for none.
	Question *OpenQuestion
	// Quote is what it quotes, nil for nothing; Policy what its author lets others do.
	Quote  *RemoteQuote
	Policy InteractionPolicy
}

// OpenAudience gives the open kind for what a document's addressing says.
func OpenAudience(kind AudienceKind) (OpenKind, error) {
	open, ok := (Audience{Kind: kind}).Open()
	if !ok {
		return OpenKind{}, fmt.Errorf("audience: %w", ErrForbidden)
	}
	return open, nil
}

// Receive judges a post from elsewhere. old is what we already hold under the
// same IRI, nil for nothing; an older or equal version gives ErrConflict, a
// tombstone ErrGone, another author or a foreign origin ErrForbidden.
func Receive(r RemotePost, old *Post, now time.Time) (Publication, error) {
	if r.Author.Local || !r.Author.Active() || !r.IRI.SameOrigin(r.Author.IRI) || !r.Audience.known() {
		return Publication{}, fmt.Errorf("receive post: %w", ErrForbidden)
	}
	if r.Kind == AnnounceKind || r.Parent != nil && r.Parent.Audience.Restricted() {
		return Publication{}, fmt.Errorf("receive reply: %w", ErrForbidden)
	}
	// Stored times have milliseconds; more would make every resend look newer.
	r.Updated, r.Published = r.Updated.Truncate(time.Millisecond), r.Published.Truncate(time.Millisecond)
	r.Mentioned = bounded(r.Mentioned)
	if old != nil { // an edit is for whom the post was for, and never a case for few
		if open, ok := old.Audience.Open(); ok {
			r.Audience = open
		}
	}
	p := r.post(now)
	if old == nil {
		return Publication{verb: Create, post: p, author: r.Author, parent: r.Parent, mentioned: r.Mentioned}, nil
	}
	switch {
	case old.Author != r.Author.ID || old.Kind == AnnounceKind:
		return Publication{}, fmt.Errorf("receive post: %w", ErrForbidden)
	case !old.Deleted.IsZero():
		return Publication{}, fmt.Errorf("receive post: %w", ErrGone)
	case r.Updated.IsZero() || !r.Updated.After(old.Updated()) || !r.Updated.After(old.Published):
		return Publication{}, fmt.Errorf("receive post: %w", ErrConflict)
	}
	p.ID, p.Published, p.Revision = old.ID, old.Published, old.Revision+1
	p.Parent, p.ParentIRI, p.Root = old.Parent, old.ParentIRI, old.Root
	p.Audience, p.Edited = old.Audience, earlier(r.Updated, now)
	p.Quote = r.Quote.Receive(r.Author.ID, old.Quote)
	if p.Case != nil {
		p.Case = r.Case.after(old.Case, p.Edited)
	}
	same := p.restates(*old)
	if same {
		p.Edited, p.Case.Changed = old.Edited, p.Edited
	}
	return Publication{verb: Update, post: p, author: r.Author, mentioned: r.Mentioned, sameWords: same,
		destroys: !same && (p.aboutPatient(r.Parent) || p.lacks(*old))}, nil
}

// post is the document as a post of ours: bounded, cleaned and never dated
// later than now.
func (r RemotePost) post(now time.Time) Post {
	p := Post{
		IRI: r.IRI, URL: r.URL, Author: r.Author.ID, Audience: Audience{Kind: r.Audience.Kind()},
		ParentIRI: r.ParentIRI, Title: cut(cleanLine(r.Title), 2*MaxTitle), Warning: cut(cleanLine(r.Warning), 2*MaxWarning),
		Sensitive: r.Sensitive || r.Warning != "", Content: Sanitize(r.HTML), Source: cut(CleanText(r.Source), MaxHTML),
		SourceType: cut(cleanLine(r.SourceType), 100), Language: cleanLanguage(r.Language), Published: earlier(r.Published, now),
		Revision: 1, Policy: r.Policy.Received(), Quote: r.Quote.Receive(r.Author.ID, nil),
	}
	p.Kind, p.Case = r.kind()
	p.Context, p.Emoji = r.Context, r.Emoji[:min(len(r.Emoji), MaxEmoji)]
	if p.Case != nil || !r.ParentIRI.IsZero() || r.Parent != nil {
		p.Response, p.Citations = r.response(), ReceivedCitations(r.References)
	}
	p.Case = p.Case.after(nil, p.Published)
	if p.Kind == NotePost {
		p.Question = r.Question.received(now)
	}
	if r.Parent != nil {
		p.Parent, p.ParentIRI, p.Root = r.Parent.ID, r.Parent.IRI, r.Parent.Root
	}
	if !r.Updated.IsZero() && r.Updated.After(r.Published) {
		p.date(earlier(r.Updated, now))
	}
	for _, m := range r.Media[:min(len(r.Media), 4*MaxMedia)] {
		p.Media = append(p.Media, m.received())
	}
	for _, a := range r.Mentioned {
		p.Mentions = append(p.Mentions, a.ID)
	}
	for _, t := range r.Tags[:min(len(r.Tags), MaxTags)] {
		if tag := NormalizeTag(t); tag != "" && !slices.Contains(p.Tags, tag) {
			p.Tags = append(p.Tags, tag)
		}
	}
	return p
}

// response is what a reply says of itself, within bounds. A case is none.
func (r RemotePost) response() Response {
	if r.Case != nil {
		return Response{}
	}
	return Response{Kind: ParseResponseKind(string(r.Response.Kind)), Departs: cut(CleanText(r.Response.Departs), MaxDeparts)}
}

// kind is what the document counts as here. A case is for everybody or does not
// leave its home: what calls itself one and is addressed otherwise is read as a
// note.
func (r RemotePost) kind() (PostKind, *Case) {
	switch {
	case r.Kind == ArticlePost:
		return ArticlePost, nil
	case r.Kind == CasePost && r.Case != nil && r.Audience.Kind() == Public:
		return CasePost, r.Case
	}
	return NotePost, nil
}

// after is the case as an update of the old one (nil for none): what only we
// know of it stays, and it was solved when we first heard so.
func (c *Case) after(old *Case, heard time.Time) *Case {
	if c == nil {
		return nil
	}
	next := *c
	next.Solved = next.solvedAt(old, heard)
	if old != nil {
		next.FirstResponse = old.FirstResponse
	}
	return &next
}

// date says when a post that is new here last changed. A case that moved on need not
// have been edited since it was posted; we only say so when we know.
func (p *Post) date(updated time.Time) {
	if p.Case != nil && p.Case.Status != CaseOpen {
		p.Case.Changed = updated
		return
	}
	p.Edited = updated
}

// restates says whether the post only gives a case another state, in the same
// words.
func (p Post) restates(old Post) bool {
	if p.Case == nil || old.Case == nil || p.Case.Status == old.Case.Status && slices.Equal(p.Case.AcceptedAnswers(), old.Case.AcceptedAnswers()) {
		return false
	}
	now, before := *p.Case, *old.Case
	if !slices.Equal(now.Specialties, before.Specialties) {
		return false
	}
	now.Specialties, before.Specialties = nil, nil
	now.keepState(before)
	return reflect.DeepEqual(now, before) && p.Title == old.Title && p.Warning == old.Warning && p.Sensitive == old.Sensitive && p.Content == old.Content
}

// bounded is each actor once, MaxMentions at most.
func bounded(actors []Actor) []Actor {
	var list []Actor
	for _, a := range actors {
		if len(list) < MaxMentions && !slices.ContainsFunc(list, func(b Actor) bool { return sameActor(a, b) }) {
			list = append(list, a)
		}
	}
	return list
}

// received is a picture as another server described it, within bounds.
func (m Media) received() Media {
	m.Description = cut(CleanText(m.Description), maxForeignDescription)
	m.Blurhash = cut(cleanLine(m.Blurhash), 100)
	m.Type = cut(cleanLine(m.Type), 100)
	m.Width, m.Height = max(m.Width, 0), max(m.Height, 0) // S-IN-9: extents may be anything
	m.FocusX, m.FocusY = focus(m.FocusX), focus(m.FocusY)
	return m
}

// maxForeignDescription is how long others' alternative texts may be
// (protocol.md 1.10).
const maxForeignDescription = 10000

func focus(f float64) float64 {
	if math.IsNaN(f) {
		return 0
	}
	return min(max(f, -1), 1)
}

// earlier is when something from elsewhere happened: not later than now, and
// now when it does not say or says what no server can mean.
func earlier(t, now time.Time) time.Time {
	if t.Before(time.Unix(0, 0)) || t.After(now) {
		return now
	}
	return t
}

// cut shortens to at most n characters.
func cut(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}
