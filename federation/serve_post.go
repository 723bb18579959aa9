package federation

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/federation/vocab"
)

// servePost answers with a post of ours, with the Announce that a boost is, or
// with the tombstone of what everybody could read.
func (f *Federation) servePost(r *http.Request, who asker) (response, error) {
	token := mux.Vars(r)["token"]
	if err := f.stranger(who); err != nil {
		return response{}, err
	}
	if f.mayReadOpen(r.Context(), token, who) {
		nobody := asker{signed: true}
		doc, err := remember(r.Context(), f, f.documents, named[response]{"post " + token, func() (response, error) {
			return f.postDocument(r.Context(), nobody, token)
		}})
		if err == nil && doc.status == http.StatusOK {
			return doc, nil
		}
	}
	return f.postDocument(r.Context(), who, token)
}

// mayReadOpen says whether the asker reads a post when everybody may: nothing that is
// shown to nobody in particular is for those who are shut out, or blocked.
func (f *Federation) mayReadOpen(ctx context.Context, token string, who asker) bool {
	iri, err := community.ParseIRI(f.base + "/posts/" + token)
	if err != nil || who.barred {
		return false
	}
	if who.viewer.Actor == 0 {
		return true
	}
	kept, err := f.store.AuthorKeepsOut(ctx, iri, who.viewer.Actor)
	return err == nil && !kept
}

// postDocument is a post as the asker may read it.
func (f *Federation) postDocument(ctx context.Context, who asker, token string) (response, error) {
	p, open, err := f.readable(ctx, who, token)
	if errors.Is(err, community.ErrGone) {
		return goneResponse(tombstone(p))
	}
	if err != nil {
		return response{}, err
	}
	if p.Kind == community.AnnounceKind {
		a, err := f.publishActivity(ctx, p, open)
		if err != nil {
			return response{}, err
		}
		return activityResponse(vocab.EncodeActivity(a))
	}
	o, err := f.postObject(ctx, p, open)
	if err != nil {
		return response{}, err
	}
	return activityResponse(vocab.EncodeObject(o))
}

// serveActivity answers with the Create of a post. An announce is its own
// activity and has none.
func (f *Federation) serveActivity(r *http.Request, who asker) (response, error) {
	p, open, err := f.readable(r.Context(), who, mux.Vars(r)["token"])
	if err != nil {
		return response{}, err
	}
	if p.Kind == community.AnnounceKind {
		return response{}, fmt.Errorf("activity of announce %d: %w", p.ID, community.ErrNotFound)
	}
	a, err := f.publishActivity(r.Context(), p, open)
	if err != nil {
		return response{}, err
	}
	return activityResponse(vocab.EncodeActivity(a))
}
