package community

import (
	"fmt"
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
	if r.Author.Local || !r.Author.Active() || !r.IRI.SameOrigin(r.Author.IRI) {
		return Publication{}, fmt.Errorf("receive post: %w", ErrForbidden)
	}
	if r.Parent != nil && r.Parent.Audience.Restricted() {
		return Publication{}, fmt.Errorf("receive reply: %w", ErrForbidden)
	}
	p := r.post(now)
	if old == nil {
		return Publication{verb: Create, post: p, author: r.Author, parent: r.Parent, mentioned: r.Mentioned}, nil
	}
	switch {
	case old.Author != r.Author.ID:
		return Publication{}, fmt.Errorf("receive post: %w", ErrForbidden)
	case !old.Deleted.IsZero():
		return Publication{}, fmt.Errorf("receive post: %w", ErrGone)
	case r.Updated.IsZero() || !r.Updated.After(old.Edited) || !r.Updated.After(old.Published):
		return Publication{}, fmt.Errorf("receive post: %w", ErrConflict)
	}
	p.ID, p.Published, p.Revision = old.ID, old.Published, old.Revision+1
	p.Parent, p.ParentIRI, p.Root = old.Parent, old.ParentIRI, old.Root
	p.Audience = old.Audience
	p.Edited = earlier(r.Updated, now)
	return Publication{verb: Update, post: p, author: r.Author, mentioned: r.Mentioned}, nil
}

// post is the document as a post of ours: bounded, cleaned and never dated
// later than now.
func (r RemotePost) post(now time.Time) Post {
	p := Post{
		IRI: r.IRI, URL: r.URL, Author: r.Author.ID, Kind: r.Kind, Audience: Audience{Kind: r.Audience.Kind()},
		ParentIRI: r.ParentIRI, Title: cut(cleanLine(r.Title), 2*MaxTitle), Warning: cut(cleanLine(r.Warning), 2*MaxWarning),
		Sensitive: r.Sensitive || r.Warning != "", Content: Sanitize(r.HTML), Source: cut(CleanText(r.Source), MaxHTML),
		SourceType: cut(r.SourceType, 100), Language: cleanLanguage(r.Language), Published: earlier(r.Published, now),
		Revision: 1, Case: r.Case,
	}
	if r.Parent != nil {
		p.Parent, p.ParentIRI, p.Root = r.Parent.ID, r.Parent.IRI, r.Parent.Root
	}
	if !r.Updated.IsZero() && r.Updated.After(r.Published) {
		p.Edited = earlier(r.Updated, now)
	}
	p.Media = r.Media[:min(len(r.Media), 4*MaxMedia)]
	for _, a := range r.Mentioned[:min(len(r.Mentioned), MaxMentions)] {
		p.Mentions = append(p.Mentions, a.ID)
	}
	for _, t := range r.Tags[:min(len(r.Tags), MaxTags)] {
		if tag := NormalizeTag(t); tag != "" {
			p.Tags = append(p.Tags, tag)
		}
	}
	return p
}

// ReceivedCase bounds the clinical part another Consilium sent; nil when it is
// not one we could have made ourselves.
func ReceivedCase(title string, d CaseDraft, status CaseStatus, accepted PostID) *Case {
	d.Title = cut(cleanLine(title), MaxTitle)
	c, err := d.Check()
	if err != nil {
		return nil
	}
	if status == CaseSolved {
		c.Status, c.Accepted = CaseSolved, accepted
	}
	return &c
}

func earlier(t, now time.Time) time.Time {
	if t.IsZero() || t.After(now) {
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
