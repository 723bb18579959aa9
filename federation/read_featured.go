package federation

import (
	"context"
	"errors"
	"fmt"

	"consilium/community"
	"consilium/federation/vocab"
	"consilium/storage"
)

// mostFeatured is how many posts of a list are read, and how many hashtags.
const mostFeatured = 10

// ReadFeatured is the handler for storage.KindFeatured jobs: it reads which posts and
// hashtags an actor elsewhere shows first, ten of each at most, and replaces what was
// known. It may run twice. nil also means that there is nothing to be had.
func (f *Federation) ReadFeatured(ctx context.Context, job storage.Job) error {
	id, err := community.ParseID[community.ActorID](job.Payload)
	if err != nil {
		return &storage.Never{Err: fmt.Errorf("read featured job: %w", err)}
	}
	a, err := f.store.Actor(ctx, id)
	if err == nil {
		err = f.welcome(ctx, a)
	}
	if err == nil {
		err = f.readPins(ctx, a)
	}
	if err == nil {
		err = f.readTags(ctx, a)
	}
	if err != nil && !isKind(err) {
		return err
	}
	return nil // it is asked for again when somebody looks after a day
}

// readPins reads the posts. What is not the actor's own, or does not come from its
// origin, is left out; a post that does not answer costs the others nothing.
func (f *Federation) readPins(ctx context.Context, a community.Actor) error {
	if a.Featured.IsZero() {
		return nil
	}
	items, err := f.items(ctx, a.Featured)
	if err != nil {
		return err
	}
	var posts []community.Post
	for _, item := range items {
		iri, err := community.ParseIRI(item.ID)
		if err != nil || !iri.SameOrigin(a.IRI) {
			continue
		}
		post, err := f.store.PostByIRI(ctx, iri)
		if errors.Is(err, community.ErrNotFound) {
			post, err = f.fetchPost(ctx, iri)
		}
		if err != nil && !settled(err) && !isKind(err) {
			return err
		}
		if err == nil {
			posts = append(posts, post)
		}
	}
	return f.store.SetPins(ctx, a, posts)
}

func (f *Federation) readTags(ctx context.Context, a community.Actor) error {
	if a.FeaturedTags.IsZero() {
		return nil
	}
	items, err := f.items(ctx, a.FeaturedTags)
	if err != nil {
		return err
	}
	var tags []string
	for _, item := range items {
		if item.Node == nil {
			continue
		}
		if tag := community.NormalizeTag(item.Node.Text("name")); tag != "" {
			tags = append(tags, tag)
		}
	}
	return f.store.SetFeaturedTags(ctx, a.ID, tags)
}

// items are the first of a collection at the origin of its own address; of one in
// pages, those of its first page.
func (f *Federation) items(ctx context.Context, iri community.IRI) ([]vocab.Reference, error) {
	doc, err := f.fetch(ctx, iri)
	if err != nil || !doc.node.IsCollection() {
		return nil, err
	}
	c := doc.node.Collection()
	if len(c.Items) == 0 && c.First.Node != nil {
		c = c.First.Node.Collection()
	} else if len(c.Items) == 0 && c.First.ID != "" {
		first := originIRI(c.First.ID, iri)
		if first.IsZero() {
			return nil, notAcceptable("page of a collection elsewhere")
		}
		if doc, err = f.fetch(ctx, first); err != nil {
			return nil, err
		}
		c = doc.node.Collection()
	}
	return c.Items[:min(len(c.Items), mostFeatured)], nil
}
