package federation

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"

	"consilium/community"
	"consilium/federation/vocab"
	"consilium/storage"
)

// acceptRequest takes a POST to one of our inboxes, whose body was read in full
// and bounded. nil means 202: it is remembered, or there was nothing to
// remember. Otherwise the error is a *refusal with the status to answer, or a
// fault of our own (see refusalOf).
func (f *Federation) acceptRequest(r *http.Request, body []byte) error {
	if f.mode == community.FederationOff {
		return refuse(http.StatusForbidden, "federation is off")
	}
	claims, err := f.claims(r, body)
	if err != nil {
		return err
	}
	node, err := vocab.Decode(body)
	if errors.Is(err, vocab.ErrTooLarge) {
		return refuse(http.StatusRequestEntityTooLarge, "too large")
	}
	if err != nil {
		return refuse(http.StatusBadRequest, "malformed activity")
	}
	activity := node.Activity()
	if pointless, err := f.strangersOwn(r.Context(), activity); pointless || err != nil {
		return err
	}
	v, err := f.confirm(r, body, claims)
	v.node = node
	if errors.Is(err, errKeyGone) && activity.Type == "Delete" && aboutItself(activity) {
		return f.bury(r.Context(), activity.Actor)
	}
	if err != nil {
		return err
	}
	sender := v
	if activity.Actor != "" && activity.Actor != v.signer.IRI.String() {
		if v, err = f.passedOn(r.Context(), v, activity); err != nil {
			return err
		}
	}
	if err := f.accept(r.Context(), v); err != nil {
		return err
	}
	f.compareRoll(r.Context(), sender)
	return nil
}

// strangersOwn says that somebody we never heard of, or know to be gone, changed
// or deleted itself.
// Such floods are acknowledged without a key fetch and stored nowhere (R-IN-2).
func (f *Federation) strangersOwn(ctx context.Context, a vocab.Activity) (bool, error) {
	if a.Type != "Delete" && a.Type != "Update" || !aboutItself(a) {
		return false, nil
	}
	actor, err := community.ParseIRI(a.Actor)
	if err != nil {
		return false, refuse(http.StatusBadRequest, "malformed actor")
	}
	known, err := f.store.ActorByIRI(ctx, actor)
	if errors.Is(err, community.ErrNotFound) || err == nil && !known.Gone.IsZero() && a.Type == "Delete" {
		return true, nil
	}
	return false, err
}

func aboutItself(a vocab.Activity) bool { return a.Actor != "" && a.Object.ID == a.Actor }

// bury believes a farewell that cannot be verified any more, when the home of
// the actor says itself that it is gone. The fetch is bounded like that of a
// key. It is acknowledged in any case: nothing better will come.
func (f *Federation) bury(ctx context.Context, actor string) error {
	iri, err := community.ParseIRI(actor)
	if err != nil || f.ours(iri) {
		return refuse(http.StatusBadRequest, "malformed actor")
	}
	if _, err := f.fetchKey(ctx, iri); errors.Is(err, community.ErrGone) {
		return f.store.MarkGone(ctx, iri)
	}
	return nil
}

// accept remembers a verified activity together with the job that will work on
// it. It is the only caller of storage's AddReceipt. That the signer's host is
// welcome was found out when the request was verified.
func (f *Federation) accept(ctx context.Context, v verified) error {
	if v.node == nil {
		var err error
		if v.node, err = vocab.Decode(v.body); err != nil {
			return refuse(http.StatusBadRequest, "malformed activity")
		}
	}
	activity := v.node.Activity()
	if activity.Type == "" || activity.Actor == "" {
		return refuse(http.StatusBadRequest, "not an activity")
	}
	actor, err := community.ParseIRI(activity.Actor)
	if err != nil || !v.passedOn && activity.Actor != v.signer.IRI.String() { // R-IN-3, S-ORG-1
		return errNotActor
	}
	if id, err := community.ParseIRI(activity.ID); activity.ID != "" && (err != nil || !id.SameOrigin(actor)) { // S-ORG-1
		return refuse(http.StatusUnauthorized, "id is not of the actor's origin")
	}
	fresh, err := f.store.AddReceipt(ctx, storage.Receipt{
		Digest: sha256.Sum256([]byte(v.signer.IRI.String() + "\n" + nameOf(activity, v))),
		Signer: v.signer.IRI, Host: v.host, Body: v.body,
	})
	if err == nil && !fresh {
		f.log.Debug("received again", "host", v.host, "verb", activity.Type)
	}
	return err
}

// nameOf is what an activity is known again by. Transient ones have no id: the
// bytes name them. Misskey makes the id of a Follow, and of the Undo of it, of
// the two people, so that the second time they follow looks like the first sent
// again: of these only the very same request is one (R-9421-6).
func nameOf(a vocab.Activity, v verified) string {
	switch {
	case a.ID == "":
		sum := sha256.Sum256(v.body)
		return hex.EncodeToString(sum[:])
	case a.Type == "Follow", a.Type == "Undo":
		sum := sha256.Sum256(v.signature)
		return a.ID + "\n" + hex.EncodeToString(sum[:])
	}
	return a.ID
}
