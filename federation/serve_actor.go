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

// serveActor answers for a member: whole to those who sign, else only what it
// takes to check the member's own signature (R-AF-2). Whom the member blocked is
// shown no more than that either (S-PRIV-9).
func (f *Federation) serveActor(r *http.Request, who asker) (response, error) {
	ctx, name := r.Context(), mux.Vars(r)["name"]
	key := f.stranger(who) != nil
	if iri, err := community.ParseIRI(f.base + "/users/" + name); err == nil && who.viewer.Actor != 0 {
		blocked, err := f.store.ActorKeepsOut(ctx, iri, who.viewer.Actor)
		if err != nil && !errors.Is(err, community.ErrNotFound) {
			return response{}, err
		}
		key = key || blocked
	}
	how := fmt.Sprintf("actor %t %t %t %s", key, who.signed, who.barred, name)
	return remember(ctx, f, f.documents, named[response]{how, func() (response, error) { return f.memberDocument(ctx, name, key, who) }})
}

// memberDocument is a member as others are told of it, or only its key.
func (f *Federation) memberDocument(ctx context.Context, name string, key bool, who asker) (response, error) {
	a, err := f.member(ctx, name)
	if errors.Is(err, community.ErrGone) {
		return goneResponse(vocab.Object{ID: a.IRI.String(), Type: "Tombstone", FormerType: string(a.Kind), Deleted: a.Gone})
	}
	if err != nil {
		return response{}, err
	}
	if err := who.bar(); err != nil {
		return response{}, err
	}
	doc, err := f.actorDocument(ctx, a)
	if err != nil {
		return response{}, err
	}
	if key {
		return activityResponse(vocab.EncodeStub(doc))
	}
	if !who.signed && doc.Credential.Document == nil {
		doc.Credential = vocab.Credential{} // its address is for those who sign
	}
	return activityResponse(vocab.EncodeActor(doc))
}

// serveInstance answers for the instance actor, to everybody: without its key
// no server could check who asks for the others (R-ACT-3).
func (f *Federation) serveInstance(r *http.Request) (response, error) {
	a, err := f.instance(r.Context())
	if err != nil {
		return response{}, err
	}
	doc, err := f.actorDocument(r.Context(), a)
	if err != nil {
		return response{}, err
	}
	list, err := f.store.OwnStatusList(r.Context())
	if err != nil {
		return response{}, err
	}
	doc.StatusList = list.String()
	return activityResponse(vocab.EncodeActor(doc))
}

// serveInstanceOutbox is empty: the instance publishes nothing (R-ACT-3).
func (f *Federation) serveInstanceOutbox(r *http.Request) (response, error) {
	a, err := f.instance(r.Context())
	if err != nil {
		return response{}, err
	}
	return activityResponse(vocab.EncodeCollection(countOnly(a.Outbox, 0)))
}
