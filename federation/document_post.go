package federation

import (
	"context"
	"fmt"
	"net/url"

	"consilium/community"
	"consilium/federation/vocab"
)

// cast is everything that some posts refer to, read in as many statements for a
// page of posts as for one.
type cast struct {
	actors map[community.ActorID]community.Actor
	posts  map[community.PostID]community.Post
	// approvals are where the leave for replies lies.
	approvals map[community.PostID]community.IRI
}

// gather reads the cast of posts: authors, the people named and answered,
// accepted answers, and what was repeated.
func (f *Federation) gather(ctx context.Context, posts ...community.Post) (cast, error) {
	var linked, replies []community.PostID
	for _, p := range posts {
		linked = append(linked, p.Parent, p.Of, p.Root)
		if p.Quote != nil {
			linked = append(linked, p.Quote.Post)
		}
		if p.Parent != 0 {
			replies = append(replies, p.ID)
		}
		if p.Case != nil {
			linked = append(linked, p.Case.AcceptedAnswers()...)
		}
	}
	var c cast
	var err error
	if c.posts, err = f.store.Posts(ctx, distinct(linked)); err != nil {
		return c, err
	}
	if c.approvals, err = f.store.Approvals(ctx, replies); err != nil {
		return c, err
	}
	var people []community.ActorID
	for _, p := range posts {
		people = append(append(people, p.Author, p.Group, c.posts[p.Parent].Author, c.posts[p.Of].Author), p.Mentions...)
	}
	c.actors, err = f.store.Actors(ctx, distinct(people))
	return c, err
}

// distinct drops zeros and repetitions.
func distinct[T comparable](list []T) []T {
	var none T
	seen := map[T]bool{none: true}
	kept := list[:0:0]
	for _, v := range list {
		if !seen[v] {
			seen[v] = true
			kept = append(kept, v)
		}
	}
	return kept
}

// postObject is a local post as other servers are told of it. There is no way
// to call it for a restricted post: an OpenKind cannot be had from one.
func (f *Federation) postObject(ctx context.Context, p community.Post, open community.OpenKind) (vocab.Object, error) {
	c, err := f.gather(ctx, p)
	if err != nil {
		return vocab.Object{}, err
	}
	return f.object(p, open, c)
}

func (f *Federation) object(p community.Post, open community.OpenKind, c cast) (vocab.Object, error) {
	author, known := c.actors[p.Author]
	own := known && author.Local && p.Local && p.Deleted.IsZero() && p.Kind != community.AnnounceKind
	if !own || open.Kind() != p.Audience.Kind {
		return vocab.Object{}, fmt.Errorf("document of post %d: %w", p.ID, community.ErrForbidden)
	}
	named := c.named(p)
	o := vocab.Object{
		ID: p.IRI.String(), Type: objectType(p.Kind), AttributedTo: []string{author.IRI.String()},
		Addresses: c.inGroup(p, address(author, open, named)), Name: p.Title, Summary: p.Warning, Sensitive: p.Sensitive || author.Veils(p, f.now()),
		Content: p.Titled().String(), Language: p.Language, Source: vocab.Source{Content: p.Source, MediaType: p.SourceType},
		InReplyTo: p.ParentIRI.String(), Published: p.Published, Updated: p.Updated(), URL: pageOf(p.URL, p.IRI),
		Attachments: f.attachments(p), Tags: f.tags(p, named), Case: c.caseObject(p),
		Response: responseObject(p),
	}
	if p.Question != nil {
		o.Type, o.Poll = "Question", pollObject(p.Question, f.now())
	}
	o.Policy, o.Approval = policyObject(p), c.approvals[p.ID].String()
	c.addQuote(&o, p)
	if isOpen(p.Audience) {
		o.Replies, o.Likes, o.Shares = p.IRI.String()+repliesPath, p.IRI.String()+likesPath, p.IRI.String()+sharesPath
		o.Context, o.ContextHistory = c.conversation(p)
	}
	return o, nil
}

// isOpen says whether everybody may read the post.
func isOpen(a community.Audience) bool {
	return a.Kind == community.Public || a.Kind == community.Unlisted
}

// objectType: a case is a Note, so that every server shows its text in full
// (architecture 5, decision 1).
func objectType(kind community.PostKind) string {
	if kind == community.ArticlePost {
		return "Article"
	}
	return "Note"
}

// named is who the document addresses beside its audience: the people named
// and, where everybody may read, whoever is answered, since most servers tell
// their people only of mentions.
func (c cast) named(p community.Post) []community.Actor {
	ids := append([]community.ActorID{}, p.Mentions...)
	if parent, known := c.posts[p.Parent]; known && parent.Author != p.Author && isOpen(p.Audience) {
		ids = append(ids, parent.Author)
	}
	var people []community.Actor
	for _, id := range distinct(ids) {
		if a, known := c.actors[id]; known {
			people = append(people, a)
		}
	}
	return people
}

// address writes an open audience as to and cc (protocol 1.10): Public in to is
// public, in cc unlisted; followers without it is followers-only; else direct.
func address(author community.Actor, open community.OpenKind, named []community.Actor) vocab.Addresses {
	var people []string
	for _, a := range named {
		people = append(people, a.IRI.String())
	}
	followers := author.Followers.String()
	switch open.Kind() {
	case community.Public:
		return vocab.Addresses{To: []string{vocab.Public}, Cc: append([]string{followers}, people...)}
	case community.Unlisted:
		return vocab.Addresses{To: []string{followers}, Cc: append([]string{vocab.Public}, people...)}
	case community.Followers:
		return vocab.Addresses{To: []string{followers}, Cc: people}
	}
	return vocab.Addresses{To: people}
}

func (f *Federation) attachments(p community.Post) []vocab.Attachment {
	var all []vocab.Attachment
	for _, m := range p.Media {
		if m.File == "" || m.Hidden {
			continue
		}
		all = append(all, vocab.Attachment{Type: attachmentType(m), Duration: m.Duration, URL: f.pictureURL(p, m), MediaType: m.Type, Alt: m.Description, Caption: m.Caption,
			Blurhash: m.Blurhash, Width: m.Width, Height: m.Height, Focus: [2]float64{m.FocusX, m.FocusY}})
	}
	return all
}

// attachmentType is what others take it for; pictures are documents to them.
func attachmentType(m community.Media) string {
	switch {
	case m.Video():
		return "Video"
	case m.Sound():
		return "Audio"
	}
	return "Document"
}

// pictureURL is where a picture can be fetched by whoever was sent the post.
// One that not everybody may read is only opened by the key in the address; a
// key that cannot be made leaves the picture shut.
func (f *Federation) pictureURL(p community.Post, m community.Media) string {
	address := f.mediaURL(m.File)
	if isOpen(p.Audience) {
		return address
	}
	key, err := f.store.PictureKey(m.File)
	if err != nil {
		return address
	}
	return address + "?key=" + key
}

func (f *Federation) tags(p community.Post, named []community.Actor) []vocab.Tag {
	var all []vocab.Tag
	for _, a := range named {
		all = append(all, vocab.Tag{Type: "Mention", Href: a.IRI.String(), Name: "@" + a.Handle.At(f.store.Domain())})
	}
	for _, tag := range p.Tags {
		all = append(all, vocab.Tag{Type: "Hashtag", Href: f.base + "/tags/" + url.PathEscape(tag), Name: "#" + tag})
	}
	return append(all, emojiTags(p.Emoji)...)
}

// tombstone is what is left of a deleted post: that it was, not what it said.
func tombstone(p community.Post) vocab.Object {
	return vocab.Object{ID: p.IRI.String(), Type: "Tombstone", FormerType: objectType(p.Kind), Deleted: p.Deleted}
}
