package federation

import (
	"fmt"
	"net/http"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/federation/vocab"
)

// serveQuoteAuthorization answers with a member's leave to quote a post, to whoever may
// read that post. What was taken back is answered like what never was (FEP-044f).
func (f *Federation) serveQuoteAuthorization(r *http.Request, who asker) (response, error) {
	p, _, err := f.readable(r.Context(), who, mux.Vars(r)["token"])
	if err != nil {
		return response{}, err
	}
	iri, err := community.ParseIRI(p.IRI.String() + "/quotes/" + mux.Vars(r)["leave"])
	if err != nil {
		return response{}, fmt.Errorf("quote authorization: %w", community.ErrNotFound)
	}
	leave, err := f.store.QuoteAuthorization(r.Context(), iri)
	if err == nil && leave.Post != p.ID {
		err = fmt.Errorf("quote authorization: %w", community.ErrNotFound)
	}
	if err != nil {
		return response{}, err
	}
	author, err := f.store.Actor(r.Context(), p.Author)
	if err != nil {
		return response{}, err
	}
	return activityResponse(vocab.EncodeAuthorization(vocab.Authorization{ID: iri.String(), Type: "QuoteAuthorization",
		AttributedTo: author.IRI.String(), InteractingObject: leave.Quoting.String(), InteractionTarget: p.IRI.String()}))
}
