package federation

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"consilium/community"
)

// asker is who sends a GET. The zero asker did not sign.
type asker struct {
	// viewer is the actor whose signature verified; nobody otherwise.
	viewer community.Viewer
	signed bool
	// barred says that the signature names a server or an actor that is shut out
	// here. It is then judged as a visitor, and refused what a visitor may see.
	barred bool
}

// asker finds out who asks. A signature that is there and wrong is refused, even
// where none is needed: its sender should know. Errors are refusals.
func (f *Federation) asker(r *http.Request) (asker, error) {
	if !signs(r) {
		return asker{}, nil
	}
	v, err := f.verify(r, nil)
	if err == nil {
		return asker{viewer: community.Viewer{Actor: v.signer.ID}, signed: true}, nil
	}
	if refusalFor(err).status == http.StatusForbidden {
		return asker{barred: true}, nil
	}
	return asker{}, err
}

// signs says whether a request carries a signature in either scheme.
func signs(r *http.Request) bool { return r.Header.Get("Signature") != "" }

// stranger says that the asker has to sign before anything but the key of an
// actor is said (R-AF-1). It is asked before anything is looked up, so that
// those who do not sign learn nothing.
func (f *Federation) stranger(who asker) error {
	if who.signed || who.barred || f.loose {
		return nil
	}
	return refuse(http.StatusUnauthorized, "signature needed")
}

// bar refuses the barred what is public (R-AF-3).
func (who asker) bar() error {
	if who.barred {
		return refuse(http.StatusForbidden, "asker is shut out")
	}
	return nil
}

// blocked says whether an actor of ours keeps the asker out.
func (f *Federation) blocked(ctx context.Context, by community.Actor, who asker) (bool, error) {
	if who.viewer.Actor == 0 {
		return false, nil
	}
	relations, err := f.store.Relations(ctx, who.viewer.Actor, []community.ActorID{by.ID})
	return relations[by.ID].BlockedBy, err
}

// member is the local actor behind /users/NAME, as others may know of it:
// ErrNotFound for one that is unknown, closed or still waits to be let in,
// ErrGone together with the actor for one that left.
func (f *Federation) member(ctx context.Context, name string) (community.Actor, error) {
	iri, err := community.ParseIRI(f.base + "/users/" + name)
	if err != nil {
		return community.Actor{}, fmt.Errorf("member: %w", community.ErrNotFound)
	}
	a, err := f.store.ActorByIRI(ctx, iri)
	if err != nil {
		return a, err
	}
	return a, f.present(ctx, a)
}

// present says whether a local actor is shown to others at all.
func (f *Federation) present(ctx context.Context, a community.Actor) error {
	absent := fmt.Errorf("actor %d: %w", a.ID, community.ErrNotFound)
	switch {
	case !a.Local:
		return absent
	case !a.Gone.IsZero():
		return fmt.Errorf("actor %d: %w", a.ID, community.ErrGone)
	case !a.Suspended.IsZero():
		return absent // 404, not 410: it may be opened again
	case a.User == 0:
		return nil
	}
	u, err := f.store.User(ctx, a.User)
	if err == nil && u.State != community.UserActive {
		return absent
	}
	return err
}

// readable is the post at /posts/TOKEN, if the asker may read it, with the
// audience that may be written into a document. ErrNotFound says that it is
// hidden or unknown, ErrGone together with the tombstone that it was open to all
// once.
func (f *Federation) readable(ctx context.Context, who asker, token string) (community.Post, community.OpenKind, error) {
	var none community.OpenKind
	if err := f.stranger(who); err != nil {
		return community.Post{}, none, err
	}
	iri, err := community.ParseIRI(f.base + "/posts/" + token)
	if err != nil {
		return community.Post{}, none, fmt.Errorf("post: %w", community.ErrNotFound)
	}
	p, err := f.visible(ctx, who.viewer, iri)
	if err != nil && !errors.Is(err, community.ErrGone) {
		return p, none, err
	}
	if barred := who.bar(); barred != nil {
		return community.Post{}, none, barred
	}
	open, may := p.Audience.Open()
	if !may || !p.Local {
		return community.Post{}, none, fmt.Errorf("post: %w", community.ErrNotFound)
	}
	return p, open, err
}

// visible asks for a post and, when there is none to see, for a tombstone: the
// same two questions for what is hidden and for what never was (R-AF-5).
func (f *Federation) visible(ctx context.Context, v community.Viewer, iri community.IRI) (community.Post, error) {
	p, err := f.store.VisiblePostByIRI(ctx, v, iri)
	if !errors.Is(err, community.ErrNotFound) {
		return p, err
	}
	if p, err = f.store.OpenTombstone(ctx, iri); err != nil {
		return community.Post{}, err
	}
	return p, fmt.Errorf("post %d: %w", p.ID, community.ErrGone)
}
