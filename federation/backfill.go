package federation

import (
	"context"
	"errors"
	"fmt"

	"consilium/community"
	"consilium/federation/vocab"
	"consilium/storage"
)

// The bounds of one list (S-IN-5); those of a conversation are storage's.
const (
	// deepestList is how many lists, one under the other, lead to a post at most.
	deepestList = 3
	// mostTurns is how many pages of a list are read, mostListed how many items of a
	// page are looked at.
	mostTurns  = 20
	mostListed = 1000
)

// ReadConversation is the handler for storage.KindConversation jobs: it reads one post
// of a conversation, or one page of what a post's own server lists under it, and leaves
// what that leads to for later. What cannot be had is left out and not tried again:
// somebody who looks later asks anew.
func (f *Federation) ReadConversation(ctx context.Context, job storage.Job) error {
	r, iri, err := storage.ParseReading(job.Payload)
	if err != nil {
		return &storage.Never{Err: err}
	}
	err = f.readOn(ctx, r, iri)
	if err != nil && (settled(err) || isKind(err)) {
		f.log.Info("not read on", "host", iri.Host(), "reason", reason(err))
		err = nil
	}
	if r.Depth > 0 || err != nil {
		return err
	}
	return f.store.AnswersSought(context.WithoutCancel(ctx), r.Thread)
}

func (f *Federation) readOn(ctx context.Context, r storage.Reading, iri community.IRI) error {
	if err := f.welcomeOrigin(ctx, iri); err != nil { // S-ORG-12
		return err
	}
	if r.List {
		return f.readListed(ctx, r, iri)
	}
	doc, err := f.fetch(ctx, iri)
	if err != nil {
		return err
	}
	post, err := f.listedPost(ctx, r, doc)
	if err != nil || r.Depth >= deepestList {
		return err
	}
	return f.readAnswers(ctx, r, post, doc.node.Object())
}

// listedPost is the post a document describes, kept if it is new and belongs to the
// conversation.
func (f *Federation) listedPost(ctx context.Context, r storage.Reading, doc document) (community.Post, error) {
	post, err := f.store.PostByIRI(ctx, doc.iri)
	if errors.Is(err, community.ErrNotFound) && r.Depth > 0 {
		post, err = f.keepAnswer(ctx, r, doc)
	}
	if err == nil && (!post.Deleted.IsZero() || !isOpen(post.Audience)) {
		err = notAcceptable("not a post for everybody")
	}
	return post, err
}

// keepAnswer publishes here what was read from its own address. It is for everybody,
// and says itself that it belongs to the conversation: lists of others say nothing
// about it.
func (f *Federation) keepAnswer(ctx context.Context, r storage.Reading, doc document) (community.Post, error) {
	none, o := community.Post{}, doc.node.Object()
	by, err := f.fetchedAuthor(ctx, doc)
	if err != nil {
		return none, err
	}
	if err := f.welcome(ctx, by); err != nil { // S-ORG-12
		return none, err
	}
	remote, err := f.remotePost(ctx, o, by)
	if err != nil {
		return none, err
	}
	if belongs, err := f.belongs(ctx, r, o, remote); err != nil || !belongs || !isOpen(community.Audience{Kind: remote.Audience.Kind()}) {
		return none, errors.Join(err, dropped(false))
	}
	publication, err := community.Receive(remote, nil, f.now())
	if err != nil {
		return none, err
	}
	post, err := f.store.Publish(ctx, publication.Asked(f.now()))
	if err != nil {
		return none, err
	}
	// What it answers, or what answers it, may have come in the same moment.
	return post, errors.Join(f.store.Adopt(ctx, post.ID), f.lookAtQuote(ctx, post))
}

// belongs says whether a post says itself that it is part of the conversation: it
// answers the post it was listed under, has the context it was listed in (FEP-7888),
// or answers what is in the thread, or listed, already.
func (f *Federation) belongs(ctx context.Context, r storage.Reading, o vocab.Object, remote community.RemotePost) (bool, error) {
	if r.Under != "" && (o.InReplyTo == r.Under || o.Context == r.Under) {
		return true, nil
	}
	if remote.Parent != nil {
		thread, err := f.store.Post(ctx, r.Thread)
		return remote.Parent.Root == thread.Root, err
	}
	if remote.ParentIRI.IsZero() {
		return false, nil
	}
	return f.store.ListedIn(ctx, r.Thread, remote.ParentIRI)
}

// readAnswers reads what the home of a post lists of its conversation: all of it
// (FEP-f228, or as activities FEP-171b) where the conversation begins, else, and where
// there is no such list, the answers to the post.
func (f *Federation) readAnswers(ctx context.Context, r storage.Reading, post community.Post, o vocab.Object) error {
	if r.Depth > 0 {
		if replies := originIRI(o.Replies, post.IRI); !replies.IsZero() {
			return f.store.AddReadings(ctx, listOf(r, replies, post.IRI.String()))
		}
		return nil
	}
	for _, way := range []struct {
		list, under string
		depth       int
	}{
		{o.Context, o.Context, deepestList - 1}, // it has all: what it lists need not be asked again
		{o.ContextHistory, o.Context, deepestList - 1},
		{o.Replies, post.IRI.String(), 0},
	} {
		list := originIRI(way.list, post.IRI)
		if list.IsZero() {
			continue
		}
		reading := listOf(r, list, way.under)
		reading.Depth = way.depth
		if err := f.readListed(ctx, reading, list); !isKind(err) {
			return err
		}
	}
	return nil
}

func listOf(r storage.Reading, list community.IRI, under string) storage.Reading {
	return storage.Reading{Thread: r.Thread, IRI: list.String(), List: true, Home: list.String(), Under: under, Depth: r.Depth}
}

// readListed reads a list, or one page of it, which lie at one origin.
func (f *Federation) readListed(ctx context.Context, r storage.Reading, iri community.IRI) error {
	home, err := community.ParseIRI(r.Home)
	if err != nil || !iri.SameOrigin(home) {
		return notAcceptable("page of a list elsewhere")
	}
	doc, err := f.fetch(ctx, iri)
	if err != nil {
		return err
	}
	if !doc.iri.SameOrigin(home) || !doc.node.IsCollection() {
		return notAcceptable("not a list of this origin")
	}
	c := doc.node.Collection()
	items, next := c.Items, c.Next
	if c.First.Node != nil { // embedded, as Mastodon does
		first := c.First.Node.Collection()
		items, next = append(items, first.Items...), first.Next
	} else if !c.Page() {
		next = c.First
	}
	readings, err := f.listedHere(ctx, r, items)
	if err != nil {
		return err
	}
	if to := originIRI(next.ID, home); !to.IsZero() && r.Turn+1 < mostTurns {
		turn := r
		turn.IRI, turn.Turn = to.String(), r.Turn+1
		readings = append([]storage.Reading{turn}, readings...)
	}
	return f.store.AddReadings(ctx, readings...)
}

// listedHere is what to read of the items of a page: each from its own origin, nothing
// of who is shut out (S-ORG-12), of ours, or known already unless there may be more
// below it.
func (f *Federation) listedHere(ctx context.Context, r storage.Reading, items []vocab.Reference) ([]storage.Reading, error) {
	var list []storage.Reading
	seen := map[community.IRI]bool{}
	for _, item := range items[:min(len(items), mostListed)] {
		iri, err := community.ParseIRI(listedID(item))
		if iri = iri.WithoutFragment(); err != nil || seen[iri] || f.ours(iri) {
			continue
		}
		seen[iri] = true
		if err := f.mayFederate(ctx, iri.Host()); errors.Is(err, errShutOut) {
			continue
		} else if err != nil {
			return nil, err
		}
		_, err = f.store.PostByIRI(ctx, iri)
		if err == nil && r.Depth+1 >= deepestList {
			continue
		}
		if err != nil && !errors.Is(err, community.ErrNotFound) {
			return nil, fmt.Errorf("look up what was listed: %w", err)
		}
		list = append(list, storage.Reading{Thread: r.Thread, IRI: iri.String(), Under: r.Under, Depth: r.Depth + 1})
	}
	return list, nil
}

// listedID is the post an item is about: itself, or the object of the activities it
// is wrapped in (FEP-171b). What is embedded is not believed.
func listedID(item vocab.Reference) string {
	for range 3 {
		if item.Node == nil || !item.Node.IsActivity() {
			break
		}
		item = item.Node.Activity().Object
	}
	return item.ID
}
