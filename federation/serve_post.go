package federation

import (
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
	p, open, err := f.readable(r.Context(), who, mux.Vars(r)["token"])
	if errors.Is(err, community.ErrGone) {
		return goneResponse(tombstone(p))
	}
	if err != nil {
		return response{}, err
	}
	if p.Kind == community.AnnounceKind {
		a, err := f.publishActivity(r.Context(), p, open)
		if err != nil {
			return response{}, err
		}
		return activityResponse(vocab.EncodeActivity(a))
	}
	o, err := f.postObject(r.Context(), p, open)
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
