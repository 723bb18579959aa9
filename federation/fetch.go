package federation

import (
	"context"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"strings"

	"consilium/community"
	"consilium/federation/client"
	"consilium/federation/vocab"
)

// accepted is what we ask other servers for (ActivityPub 3.2).
const accepted = vocab.MediaType + ", " + vocab.MediaTypeLD

// document is what another server says at an address of its own.
type document struct {
	iri  community.IRI
	node *vocab.Node
}

// fetch reads the document of an identifier from where it lives. The document's
// id is the identifier that counts: when it is not the one asked for, it is
// asked for itself, once, and has to be it (R-FETCH, S-ORG-2). Errors are
// community's: ErrNotFound, ErrGone, ErrForbidden (not to be asked, or not
// acceptable) and ErrUnavailable (worth another try).
func (f *Federation) fetch(ctx context.Context, iri community.IRI) (document, error) {
	return f.fetchAs(ctx, iri, f.readDocument)
}

// fetchAs is fetch with the way of reading an address first.
func (f *Federation) fetchAs(ctx context.Context, iri community.IRI, read reading) (document, error) {
	iri = iri.WithoutFragment()
	node, at, err := read(ctx, iri)
	if err != nil {
		return document{}, err
	}
	id, err := community.ParseIRI(node.ID())
	if err != nil {
		return document{}, notAcceptable("document without an address")
	}
	if id == iri && id.SameOrigin(at) || id == at {
		return document{id, node}, nil
	}
	id = id.WithoutFragment()
	node, at, err = f.readDocument(ctx, id)
	if err != nil {
		return document{}, err
	}
	if node.ID() != id.String() || !id.SameOrigin(at) {
		return document{}, notAcceptable("document speaks for another address")
	}
	return document{id, node}, nil
}

// reading reads what lies at an address, and says which address answered.
type reading func(ctx context.Context, iri community.IRI) (*vocab.Node, community.IRI, error)

// readDocument reads an ActivityPub document.
func (f *Federation) readDocument(ctx context.Context, iri community.IRI) (*vocab.Node, community.IRI, error) {
	answer, err := f.get(ctx, iri, accepted)
	if err != nil {
		return nil, iri, err
	}
	return decodeAnswer(answer)
}

// decodeAnswer takes an answer only under an ActivityPub media type, which
// nobody can upload (S-ORG-3).
func decodeAnswer(answer client.Response) (*vocab.Node, community.IRI, error) {
	at, err := community.ParseIRI(answer.URL)
	if err != nil {
		return nil, at, notAcceptable("answer from a strange address")
	}
	if !vocab.IsActivityMediaType(answer.Header.Get("Content-Type")) {
		return nil, at, errMediaType
	}
	node, err := vocab.Decode(answer.Body)
	if err != nil {
		return nil, at, errMalformed
	}
	return node, at, nil
}

// get asks another server, signed by the instance. The domain policy is asked
// at every hop, because signing is.
func (f *Federation) get(ctx context.Context, iri community.IRI, accept string) (client.Response, error) {
	return f.ask(ctx, iri, client.Request{Accept: accept})
}

// ask is get with more to say than what is accepted.
func (f *Federation) ask(ctx context.Context, iri community.IRI, want client.Request) (client.Response, error) {
	if f.ours(iri) {
		return client.Response{}, fmt.Errorf("fetch from ourselves: %w", community.ErrNotFound)
	}
	if err := f.mayFederate(ctx, iri.Host()); err != nil {
		return client.Response{}, err
	}
	instance, err := f.instance(ctx)
	if err != nil {
		return client.Response{}, err
	}
	answer, err := f.knock(ctx, knock{host: iri.Host(), actor: instance.ID, query: strings.Contains(iri.String(), "?"),
		send: func(sign signFunc) (client.Response, error) {
			want := want
			want.URL, want.Sign = iri.String(), f.atEveryHop(ctx, sign)
			return f.client.Get(ctx, want)
		}})
	return answer, fetchError(iri, err)
}

// atEveryHop refuses redirects to where we may not go (S-ORG-12).
func (f *Federation) atEveryHop(ctx context.Context, sign signFunc) signFunc {
	return func(request *http.Request, body []byte) error {
		to, err := community.ParseIRI(request.URL.String())
		if err != nil || f.ours(to) {
			return notAcceptable("redirect to ourselves")
		}
		if err := f.mayFederate(ctx, to.Host()); err != nil {
			return err
		}
		if sign == nil {
			return nil
		}
		return sign(request, body)
	}
}

// notAcceptable is a document or address that trying again will not mend.
func notAcceptable(why string) error { return fmt.Errorf("%s: %w", why, community.ErrForbidden) }

// permanent are failures of the client that would come again.
var permanent = []error{client.ErrForbiddenAddress, client.ErrScheme, client.ErrURL, client.ErrTooLarge, client.ErrTooManyRedirects}

// fetchError says in community's words why a fetch failed.
func fetchError(iri community.IRI, err error) error {
	if err == nil {
		return nil
	}
	kind := community.ErrUnavailable
	switch status := statusOf(err); {
	case status == http.StatusGone:
		kind = community.ErrGone
	case status == http.StatusNotFound:
		kind = community.ErrNotFound
	case status == http.StatusTooManyRequests, status == http.StatusRequestTimeout:
	case errors.Is(err, community.ErrForbidden), status > 0 && status < 500:
		kind = community.ErrForbidden
	}
	if isPermanent(err) {
		kind = community.ErrForbidden
	}
	return fmt.Errorf("fetch from %s: %w (%w)", iri.Host(), kind, err)
}

// isHTML says whether an answer is a page for people.
func isHTML(contentType string) bool {
	media, _, err := mime.ParseMediaType(contentType)
	return err == nil && (media == "text/html" || media == "application/xhtml+xml")
}
