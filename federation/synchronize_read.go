package federation

import (
	"context"
	"fmt"
	"net/http"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/storage"
)

// rolled is the member whose followers are asked for by somebody who signed.
func (f *Federation) rolled(r *http.Request, who asker) (community.Actor, error) {
	member, err := f.listed(r.Context(), who, mux.Vars(r)["name"])
	if err == nil && who.viewer.Actor == 0 {
		err = fmt.Errorf("followers for nobody: %w", community.ErrNotFound)
	}
	return member, err
}

// Synchronize is the handler for storage.KindSynchronize jobs: it reads whom an actor
// lists of our members and makes our follows of it the same. Nothing changes unless the
// whole list was read, holds members alone and has the digest that was sent.
func (f *Federation) Synchronize(ctx context.Context, job storage.Job) error {
	y, iri, err := storage.ParseSynchronization(job.Payload)
	if err != nil {
		return &storage.Never{Err: err}
	}
	err = f.synchronize(ctx, y, iri)
	if err != nil && (settled(err) || isKind(err)) {
		f.log.Info("followers not synchronized", "host", iri.Host(), "reason", reason(err))
		return nil // the next delivery says so again
	}
	return err
}

func (f *Federation) synchronize(ctx context.Context, y storage.Synchronization, iri community.IRI) error {
	actor, err := f.store.Actor(ctx, y.Actor)
	if err == nil {
		err = f.welcome(ctx, actor)
	}
	if err != nil {
		return err
	}
	// What was under way when it was compared may have come.
	if agree, err := f.agrees(ctx, actor.ID, y.Digest); err != nil || agree {
		return err
	}
	if !iri.SameOrigin(actor.IRI) {
		return notAcceptable("list of followers elsewhere")
	}
	listed, err := f.readRoll(ctx, iri)
	if err != nil {
		return err
	}
	if digestOf(listed).String() != y.Digest {
		return notAcceptable("list of followers is not the one that was meant")
	}
	return f.store.Synchronize(ctx, actor, listed)
}

// readRoll reads a list of our members, all pages of it, from one origin.
func (f *Federation) readRoll(ctx context.Context, home community.IRI) ([]community.IRI, error) {
	var listed []community.IRI
	seen := map[community.IRI]bool{}
	page := home
	for range mostRollPages {
		doc, err := f.fetch(ctx, page)
		if err != nil {
			return nil, err
		}
		if !doc.iri.SameOrigin(home) || !doc.node.IsCollection() || seen[page] {
			return nil, notAcceptable("not a list of this origin")
		}
		seen[page] = true
		c := doc.node.Collection()
		items, next := c.Items, c.Next
		if c.First.Node != nil {
			first := c.First.Node.Collection()
			items, next = append(items, first.Items...), first.Next
		} else if !c.Page() {
			next = c.First
		}
		for _, item := range items {
			iri, err := community.ParseIRI(item.ID)
			if err != nil || !f.ours(iri) {
				return nil, notAcceptable("list of followers holds others")
			}
			if !seen[iri] {
				seen[iri], listed = true, append(listed, iri)
			}
		}
		if next.ID == "" {
			return listed, nil
		}
		if page = originIRI(next.ID, home); page.IsZero() {
			return nil, notAcceptable("page of a list elsewhere")
		}
	}
	return nil, notAcceptable("list of followers too long")
}
