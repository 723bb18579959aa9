package federation

import (
	"context"
	"errors"
	"fmt"

	"consilium/community"
	"consilium/federation/vocab"
	"consilium/storage"
)

// mostAbove is how many posts above one that arrived are fetched (S-IN-5).
const mostAbove = 10

// Fetch is the handler for storage.KindFetch jobs: it reads one post that is
// answered here, and leaves the next above it for later.
func (f *Federation) Fetch(ctx context.Context, job storage.Job) error {
	fetch, iri, err := storage.ParseFetch(job.Payload)
	if err != nil {
		return &storage.Never{Err: err}
	}
	if fetch.Tallies {
		return f.fetchTallies(ctx, iri)
	}
	if fetch.Quote != 0 {
		return f.checkQuote(ctx, fetch.Quote)
	}
	post, err := f.store.PostByIRI(ctx, iri)
	fetched := errors.Is(err, community.ErrNotFound)
	if fetched {
		post, err = f.fetchPost(ctx, iri)
	}
	switch {
	case err != nil && settled(err):
		return nil
	case errors.Is(err, community.ErrUnavailable):
		return &storage.Down{Err: err}
	case err != nil:
		return err
	}
	// It may have come by another lane in the same moment as its answer.
	if err := f.store.Adopt(ctx, post.ID); err != nil || !fetched {
		return err
	}
	return f.lookAbove(ctx, post, fetch.Above+1)
}

// lookAbove leaves the fetch of an unknown post that is answered for later;
// above counts the steps up from the one that arrived.
func (f *Federation) lookAbove(ctx context.Context, post community.Post, above int) error {
	if err := f.lookAtQuote(ctx, post); err != nil {
		return err
	}
	if post.Parent != 0 || post.ParentIRI.IsZero() || above > mostAbove || f.ours(post.ParentIRI) {
		return nil
	}
	return f.store.AddFetch(ctx, post.ParentIRI, above)
}

// fetchPost reads a post from where it lives and keeps it.
func (f *Federation) fetchPost(ctx context.Context, iri community.IRI) (community.Post, error) {
	doc, err := f.fetch(ctx, iri)
	if err != nil {
		return community.Post{}, err
	}
	return f.takeFetched(ctx, doc)
}

// takeFetched keeps a post whose document was read from its own address. Its
// author has to live there too (S-ORG-1).
func (f *Federation) takeFetched(ctx context.Context, doc document) (community.Post, error) {
	by, err := f.fetchedAuthor(ctx, doc)
	if err != nil {
		return community.Post{}, err
	}
	post, err := f.keepPost(ctx, doc.node.Object(), by, asked)
	if errors.Is(err, community.ErrConflict) && post.ID != 0 {
		return post, nil // known, and not newer
	}
	return post, err
}

// fetchedAuthor is who wrote a post that was read from its own address.
func (f *Federation) fetchedAuthor(ctx context.Context, doc document) (community.Actor, error) {
	o := doc.node.Object()
	if len(o.AttributedTo) == 0 {
		return community.Actor{}, notAcceptable("post without an author")
	}
	author, err := community.ParseIRI(o.AttributedTo[0])
	if err != nil || !author.SameOrigin(doc.iri) {
		return community.Actor{}, notAcceptable("author of another origin")
	}
	by, err := f.remote(ctx, author)
	if err != nil {
		return by, fmt.Errorf("author of post: %w", err)
	}
	return by, nil
}

// asked is for posts that we asked for ourselves.
func asked(context.Context, community.RemotePost) (bool, error) { return true, nil }

// followedHere says whether a member follows an actor of another server.
func (f *Federation) followedHere(ctx context.Context, actor community.ActorID) (bool, error) {
	return f.store.Followed(ctx, actor)
}

// sameAuthor says whether a document names an actor as its author, or nobody.
func sameAuthor(o vocab.Object, actor community.Actor) bool {
	for _, name := range o.AttributedTo {
		if name == actor.IRI.String() {
			return true
		}
	}
	return len(o.AttributedTo) == 0
}
