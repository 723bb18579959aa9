package federation

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"consilium/community"
	"consilium/federation/vocab"
)

const (
	// staleAfter is when an actor is read again before it is used (R-ACT-5).
	staleAfter = 24 * time.Hour
	// resolveTime bounds what a waiting person's question may take.
	resolveTime = 10 * time.Second
	// refreshTime bounds reading again what is known already.
	refreshTime = 5 * time.Second
)

// Resolve finds what a person typed: a handle in any of its forms, or the
// address of an actor or post, or of its page. A post comes with its author as
// the actor. Nothing is judged: the caller asks CanSee about the post, and
// Active about the actor. Errors: ErrNotFound, ErrGone, ErrForbidden (shut out)
// and ErrUnavailable (its server did not answer in time).
func (f *Federation) Resolve(ctx context.Context, query string) (community.Actor, *community.Post, error) {
	query = strings.TrimSpace(query)
	if strings.HasPrefix(query, "https://") || strings.HasPrefix(query, "http://") {
		iri, err := community.ParseIRI(query)
		if err != nil {
			return community.Actor{}, nil, fmt.Errorf("resolve address: %w", community.ErrNotFound)
		}
		return f.resolveIRI(ctx, iri, f.readTyped)
	}
	handle, err := community.ParseHandle(query, f.store.Domain())
	if err != nil {
		return community.Actor{}, nil, fmt.Errorf("resolve handle: %w", community.ErrNotFound)
	}
	actor, err := f.ResolveHandle(ctx, handle)
	return actor, nil, err
}

// ResolveHandle finds the actor of a handle: known, else by WebFinger at the
// handle's domain (R-WF-3). Errors are those of Resolve.
func (f *Federation) ResolveHandle(ctx context.Context, h community.Handle) (community.Actor, error) {
	known, err := f.store.ActorByHandle(ctx, h)
	if err == nil && !known.Local && known.Active() {
		if err := f.mayFederate(ctx, known.IRI.Host(), h.Host()); err != nil { // S-ORG-12
			return known, err
		}
		return f.fresh(ctx, known), nil
	}
	if err == nil || h.Host() == "" || !errors.Is(err, community.ErrNotFound) {
		return known, err
	}
	ctx, cancel := context.WithTimeout(ctx, resolveTime)
	defer cancel()
	found, err := f.locate(ctx, h)
	if err != nil {
		return known, err
	}
	if err := f.welcomeOrigin(ctx, found.actor); err != nil { // S-ORG-12
		return known, err
	}
	return f.remote(ctx, found.actor)
}

// ResolveIRI finds the actor or post of an identifier: known, else read from
// where it lives. It is Resolve without help for pages.
func (f *Federation) ResolveIRI(ctx context.Context, iri community.IRI) (community.Actor, *community.Post, error) {
	return f.resolveIRI(ctx, iri, f.readDocument)
}

func (f *Federation) resolveIRI(ctx context.Context, iri community.IRI, read reading) (community.Actor, *community.Post, error) {
	iri = iri.WithoutFragment()
	if err := f.welcomeOrigin(ctx, iri); err != nil { // S-ORG-12
		return community.Actor{}, nil, err
	}
	actor, post, err := f.known(ctx, iri)
	if err == nil || f.ours(iri) || !errors.Is(err, community.ErrNotFound) {
		return actor, post, err
	}
	ctx, cancel := context.WithTimeout(ctx, resolveTime)
	defer cancel()
	doc, err := f.fetchAs(ctx, iri, read)
	if err != nil {
		return actor, nil, err
	}
	if doc.iri != iri { // a page led to it
		if actor, post, err := f.known(ctx, doc.iri); err == nil {
			return actor, post, nil
		}
	}
	if doc.node.IsActor() {
		actor, _, err = f.takeActor(ctx, doc)
		return actor, nil, err
	}
	found, err := f.takeFetched(ctx, doc)
	if err == nil {
		err = f.lookAbove(ctx, found, 1)
	}
	if err != nil {
		return actor, nil, err
	}
	actor, err = f.store.Actor(ctx, found.Author)
	return actor, &found, err
}

// known looks an identifier up here; of ours also the page of a member.
func (f *Federation) known(ctx context.Context, iri community.IRI) (community.Actor, *community.Post, error) {
	actor, err := f.store.ActorByIRI(ctx, iri)
	if errors.Is(err, community.ErrNotFound) && f.ours(iri) {
		actor, err = f.memberAtPage(ctx, iri)
	}
	if err == nil && !actor.Local {
		actor = f.fresh(ctx, actor)
	}
	if err == nil || !errors.Is(err, community.ErrNotFound) {
		return actor, nil, err
	}
	post, err := f.store.PostByIRI(ctx, iri)
	if err == nil && !post.Deleted.IsZero() {
		err = fmt.Errorf("post was deleted: %w", community.ErrGone)
	}
	if err != nil {
		return actor, nil, err
	}
	actor, err = f.store.Actor(ctx, post.Author)
	return actor, &post, err
}

// memberAtPage finds the member whose page a person typed: /@name.
func (f *Federation) memberAtPage(ctx context.Context, iri community.IRI) (community.Actor, error) {
	u, err := url.Parse(iri.String())
	if err == nil && strings.HasPrefix(u.Path, "/@") {
		if h, err := community.MakeHandle(strings.TrimPrefix(u.Path, "/@"), "", f.store.Domain()); err == nil {
			return f.store.ActorByHandle(ctx, h)
		}
	}
	return community.Actor{}, fmt.Errorf("page of nobody: %w", community.ErrNotFound)
}

// remote gives the actor of an identifier elsewhere, read from there when it is
// not known. Nobody local is found this way.
func (f *Federation) remote(ctx context.Context, iri community.IRI) (community.Actor, error) {
	a, err := f.store.ActorByIRI(ctx, iri)
	switch {
	case err == nil && a.Local:
		return a, notAcceptable("one of ours")
	case err == nil:
		return f.fresh(ctx, a), nil
	case !errors.Is(err, community.ErrNotFound):
		return a, err
	}
	if err := f.admit(iri); err != nil {
		return a, err
	}
	return f.refresh(ctx, iri)
}

// fresh reads an actor again when it has not been for a day. When that fails
// what is known stands, and it is not tried again for a while.
func (f *Federation) fresh(ctx context.Context, a community.Actor) community.Actor {
	if a.Local || f.now().Sub(a.Fetched) < staleAfter {
		return a
	}
	if _, resting := f.keys.resting(a.IRI, f.now()); resting {
		return a
	}
	f.keys.note(a.IRI, askedKey{at: f.now()})
	ctx, cancel := context.WithTimeout(ctx, refreshTime)
	defer cancel()
	if again, err := f.refresh(ctx, a.IRI); err == nil {
		return again
	}
	return a
}

// refresh reads an actor from its home. One that is gone there is gone here.
func (f *Federation) refresh(ctx context.Context, iri community.IRI) (community.Actor, error) {
	_, a, err := f.readAgain(ctx, iri)
	return a, err
}

// readAgain is refresh with the document that was read.
func (f *Federation) readAgain(ctx context.Context, iri community.IRI) (document, community.Actor, error) {
	doc, err := f.fetch(ctx, iri)
	if errors.Is(err, community.ErrGone) {
		if known, lookup := f.store.ActorByIRI(ctx, iri); lookup == nil && !known.Local {
			return doc, known, errors.Join(err, f.store.MarkGone(ctx, iri))
		}
	}
	if err == nil && (doc.iri != iri || !doc.node.IsActor()) {
		err = notAcceptable("not the actor that was asked for")
	}
	if err != nil {
		return doc, community.Actor{}, err
	}
	a, _, err := f.takeActor(ctx, doc)
	return doc, a, err
}

// readTyped reads an address a person typed, which may be that of a page: one
// link to the document behind it is followed (R-FETCH).
func (f *Federation) readTyped(ctx context.Context, iri community.IRI) (*vocab.Node, community.IRI, error) {
	answer, err := f.get(ctx, iri, accepted+", text/html;q=0.1")
	if err != nil {
		return nil, iri, err
	}
	if !isHTML(answer.Header.Get("Content-Type")) {
		return decodeAnswer(answer)
	}
	page, err := url.Parse(answer.URL)
	if err != nil {
		return nil, iri, notAcceptable("answer from a strange address")
	}
	address := community.Alternate(string(answer.Body), vocab.IsActivityMediaType)
	to, err := page.Parse(address)
	if err != nil || address == "" {
		return nil, iri, fmt.Errorf("page without a document: %w", community.ErrNotFound)
	}
	next, err := community.ParseIRI(to.String())
	if err != nil {
		return nil, iri, fmt.Errorf("page without a document: %w", community.ErrNotFound)
	}
	return f.readDocument(ctx, next.WithoutFragment())
}
