package federation

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"consilium/community"
	"consilium/federation/client"
	"consilium/federation/vocab"
)

// maxDescriptor is the largest WebFinger answer read, in bytes.
const maxDescriptor = 64 << 10

// descriptor is the part of a JSON Resource Descriptor that says who a handle
// belongs to (RFC 7033 4.4).
type descriptor struct {
	Subject string `json:"subject"`
	Links   []struct {
		Rel  string `json:"rel"`
		Type string `json:"type"`
		Href string `json:"href"`
	} `json:"links"`
}

// self is the actor the descriptor leads to; the zero IRI for none.
func (d descriptor) self() community.IRI {
	for _, l := range d.Links {
		if l.Rel != "self" || !vocab.IsActivityMediaType(l.Type) {
			continue
		}
		if iri, err := community.ParseIRI(l.Href); err == nil {
			return iri
		}
	}
	return community.IRI{}
}

// finger asks the domain of a handle whom it belongs to. Errors are those of
// fetch.
func (f *Federation) finger(ctx context.Context, h community.Handle) (d descriptor, err error) {
	if h.Host() == "" {
		return d, fmt.Errorf("webfinger: %w", community.ErrNotFound)
	}
	for _, scheme := range f.schemesFor(h.Host()) {
		if d, err = f.fingerOver(ctx, scheme, h); !errors.Is(err, community.ErrUnavailable) {
			break
		}
	}
	return d, err
}

func (f *Federation) fingerOver(ctx context.Context, scheme string, h community.Handle) (descriptor, error) {
	home := scheme + "://" + h.Host()
	d, err := f.fingerAt(ctx, home+"/.well-known/webfinger?resource="+url.QueryEscape("acct:"+h.String()))
	if err == nil || !refusedThere(err) {
		return d, err
	}
	address, failed := f.lookUp(ctx, home, h)
	if failed != nil {
		return d, err // what WebFinger said stands
	}
	return f.fingerAt(ctx, address)
}

// fingerAt asks for the descriptor at an address.
func (f *Federation) fingerAt(ctx context.Context, address string) (descriptor, error) {
	iri, err := community.ParseIRI(address)
	if err != nil || f.ours(iri) {
		return descriptor{}, fmt.Errorf("webfinger: %w", community.ErrNotFound)
	}
	if err := f.mayFederate(ctx, iri.Host()); err != nil {
		return descriptor{}, err
	}
	answer, err := f.client.Get(ctx, client.Request{URL: address, Accept: "application/jrd+json, application/json",
		Limit: maxDescriptor, Sign: f.atEveryHop(ctx, nil)})
	if err != nil {
		return descriptor{}, fetchError(iri, err)
	}
	var d descriptor
	media, _, err := mime.ParseMediaType(answer.Header.Get("Content-Type"))
	if err != nil || !slices.Contains([]string{"application/jrd+json", "application/json"}, media) {
		return d, errMediaType
	}
	if err := json.Unmarshal(answer.Body, &d); err != nil {
		return d, errMalformed
	}
	return d, nil
}

// schemesFor is https, but for instances on one developer's machine: there a
// name may stand for a loopback address as well, which only the guarded client
// finds out, and it speaks plain http to no other.
func (f *Federation) schemesFor(host string) []string {
	switch {
	case f.scheme() == "https":
		return []string{"https"}
	case isLoopback(host):
		return []string{"http"}
	}
	return []string{"https", "http"}
}

// located is where a handle leads: the actor, and the handle as its own domain
// writes it.
type located struct {
	actor  community.IRI
	handle community.Handle
}

// locate follows a handle to its actor, over at most one further handle that
// the first domain names as the subject (R-WF-3).
func (f *Federation) locate(ctx context.Context, h community.Handle) (located, error) {
	d, err := f.finger(ctx, h)
	if err != nil {
		return located{}, err
	}
	subject, err := community.ParseHandle(d.Subject, f.store.Domain())
	if err != nil {
		subject = h // an address as subject, or none: the handle asked for stands
	}
	if subject.Host() == "" {
		return located{}, notAcceptable("WebFinger answer names one of ours")
	}
	if !sameHandle(subject, h) {
		if d, err = f.finger(ctx, subject); err != nil {
			return located{}, err
		}
		again, err := community.ParseHandle(d.Subject, f.store.Domain())
		if err == nil && !sameHandle(again, subject) {
			return located{}, errContradicts
		}
	}
	if d.self().IsZero() {
		return located{}, fmt.Errorf("webfinger names no actor: %w", community.ErrNotFound)
	}
	return located{d.self(), subject}, nil
}

// errContradicts says that a domain gave a handle to somebody else.
var errContradicts = fmt.Errorf("handle belongs to another: %w", community.ErrForbidden)

// claim is a handle, and whether its domain confirmed it.
type claim struct {
	handle community.Handle
	proved bool
}

// handleOf is the handle under which an actor's document is known: what the
// document claims, confirmed by the domain it names (R-WF-3, S-ORG-7). A domain
// that points to somebody else contradicts, and the actor is refused. Where
// nothing is found out, name@host of its address stands unproved, which is that
// host's to give.
func (f *Federation) handleOf(ctx context.Context, iri community.IRI, doc vocab.Actor) (claim, error) {
	ours := f.store.Domain()
	plain, err := community.MakeHandle(doc.PreferredUsername, iri.Host(), ours)
	claimed := plain
	if doc.Webfinger != "" { // FEP-2c59
		claimed, err = community.ParseHandle(doc.Webfinger, ours)
	}
	if err != nil || claimed.Host() == "" {
		return claim{}, notAcceptable("actor without a usable name")
	}
	if err := f.mayFederate(ctx, claimed.Host()); err != nil {
		return claim{}, err
	}
	found, err := f.locate(ctx, claimed)
	switch {
	case err == nil && found.actor == iri:
		return claim{found.handle, true}, nil
	case err == nil:
		return claim{}, errContradicts
	case errors.Is(err, errContradicts) || ctx.Err() != nil || plain.Host() == "":
		return claim{}, err
	}
	return claim{handle: plain}, nil
}

func sameHandle(a, b community.Handle) bool {
	return a.Host() == b.Host() && strings.EqualFold(a.Name(), b.Name())
}

// isLoopback says whether a host is this machine itself.
func isLoopback(host string) bool {
	u, err := url.Parse("http://" + host)
	if err != nil {
		return false
	}
	address, err := netip.ParseAddr(u.Hostname())
	return u.Hostname() == "localhost" || err == nil && address.IsLoopback()
}
