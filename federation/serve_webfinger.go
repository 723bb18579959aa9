package federation

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"consilium/community"
	"consilium/federation/vocab"
)

// jrd is a JSON Resource Descriptor (RFC 7033 4.4).
type jrd struct {
	Subject string    `json:"subject"`
	Aliases []string  `json:"aliases,omitempty"`
	Links   []jrdLink `json:"links"`
}

type jrdLink struct {
	Rel      string `json:"rel"`
	Type     string `json:"type,omitempty"`
	Href     string `json:"href,omitempty"`
	Template string `json:"template,omitempty"`
}

// serveWebFinger says who is behind a handle or an address of ours (R-WF-1). It
// is asked under our host and under the account domain alike (R-WF-2).
func (f *Federation) serveWebFinger(r *http.Request) (response, error) {
	resource := r.URL.Query().Get("resource")
	if resource == "" || len(resource) > community.MaxIRI {
		return response{}, refuse(http.StatusBadRequest, "no resource") // RFC 7033 4.2
	}
	if err := f.welcomeSigner(r); err != nil {
		return response{}, err
	}
	return remember(r.Context(), f, f.documents, named[response]{"resource " + resource, func() (response, error) {
		return f.resourceDocument(r.Context(), resource)
	}})
}

func (f *Federation) resourceDocument(ctx context.Context, resource string) (response, error) {
	a, err := f.resource(ctx, resource)
	if err != nil {
		return response{}, err
	}
	d, err := f.descriptor(ctx, a)
	if err != nil {
		return response{}, err
	}
	if f.isHome(resource) {
		d.Subject = resource
		d.Links = append([]jrdLink{{Rel: "https://www.w3.org/ns/activitystreams#Service", Type: vocab.MediaType,
			Href: a.IRI.String()}}, d.Links...) // FEP-d556
	}
	return jsonResponse("application/jrd+json", d)
}

// intents are what a person can do here about something elsewhere: the relation that
// other sites look for (FEP-3b86), and our page that is asked for it. Both pages only
// show; whoever wants it done presses a button there.
var intents = []struct{ rel, page string }{
	{"http://ostatus.org/schema/1.0/subscribe", "/authorize_interaction?uri={uri}"},
	{"https://w3id.org/fep/3b86/Follow", "/authorize_interaction?uri={object}"},
	{"https://w3id.org/fep/3b86/Object", "/authorize_interaction?uri={object}"},
	{"https://w3id.org/fep/3b86/Like", "/authorize_interaction?uri={object}"},
	{"https://w3id.org/fep/3b86/Announce", "/authorize_interaction?uri={object}"},
	{"https://w3id.org/fep/3b86/Create", "/compose?text={content}"},
}

// descriptor describes an actor. The subject is the one canonical handle,
// whatever was asked for.
func (f *Federation) descriptor(ctx context.Context, a community.Actor) (jrd, error) {
	page, iri := pageOf(a.URL, a.IRI), a.IRI.String()
	d := jrd{
		Subject: "acct:" + a.Handle.At(f.store.Domain()),
		Aliases: distinct([]string{page, iri}),
		Links: []jrdLink{
			{Rel: "http://webfinger.net/rel/profile-page", Type: "text/html", Href: page},
			{Rel: "self", Type: vocab.MediaType, Href: iri},
			{Rel: "self", Type: vocab.MediaTypeLD, Href: iri},
		},
	}
	picture, err := f.profilePicture(ctx, a.Avatar)
	if err != nil {
		return d, err
	}
	if picture.URL != "" {
		d.Links = append(d.Links, jrdLink{Rel: "http://webfinger.net/rel/avatar", Type: picture.MediaType, Href: picture.URL})
	}
	if a.User == 0 {
		return d, nil // nobody is signed in as the instance
	}
	for _, i := range intents {
		d.Links = append(d.Links, jrdLink{Rel: i.rel, Template: f.base + i.page})
	}
	return d, nil
}

// isHome says whether a resource is the address of this server itself.
func (f *Federation) isHome(resource string) bool {
	resource = strings.TrimSuffix(resource, "/")
	return resource == f.base || resource == f.scheme()+"://"+f.store.Domain()
}

// resource finds the local actor a resource names: an acct: address on our host
// or account domain, an actor's identifier, its page /@NAME, or our own address.
// ErrNotFound for what is not ours, unknown or not shown.
func (f *Federation) resource(ctx context.Context, resource string) (community.Actor, error) {
	if plain, err := url.PathUnescape(resource); err == nil && !strings.Contains(resource, "@") {
		resource = plain // some encode "@" twice
	}
	scheme, _, _ := strings.Cut(resource, ":")
	switch strings.ToLower(scheme) {
	case "acct":
		return f.ofHandle(ctx, resource[len("acct:"):])
	case "https", "http":
		return f.ofAddress(ctx, resource)
	}
	if strings.Contains(strings.TrimPrefix(resource, "@"), "@") {
		return f.ofHandle(ctx, resource) // some ask without the scheme
	}
	return community.Actor{}, refuse(http.StatusBadRequest, "resource is not an address")
}

// ofHandle finds the actor of NAME@HOST, whatever its letter case.
func (f *Federation) ofHandle(ctx context.Context, handle string) (community.Actor, error) {
	name, host, found := strings.Cut(strings.TrimPrefix(handle, "@"), "@")
	host, err := community.CanonicalHost(host)
	if !found || err != nil || !f.oursHost(host) {
		return community.Actor{}, fmt.Errorf("webfinger: %w", community.ErrNotFound)
	}
	h, err := community.MakeHandle(name, "", "")
	if err != nil {
		return community.Actor{}, fmt.Errorf("webfinger: %w", community.ErrNotFound)
	}
	a, err := f.store.ActorByHandle(ctx, h)
	if err != nil {
		return a, err
	}
	return a, f.present(ctx, a)
}

func (f *Federation) oursHost(host string) bool {
	for _, h := range f.hosts {
		if h == host {
			return true
		}
	}
	return false
}

// ofAddress finds the actor of an address of ours.
func (f *Federation) ofAddress(ctx context.Context, address string) (community.Actor, error) {
	if f.isHome(address) {
		return f.instance(ctx)
	}
	u, err := url.Parse(address)
	if err != nil {
		return community.Actor{}, refuse(http.StatusBadRequest, "resource is not an address")
	}
	if name, found := strings.CutPrefix(u.Path, "/@"); found && !strings.ContainsAny(name, "/@") {
		return f.ofHandle(ctx, name+"@"+u.Host)
	}
	iri, err := community.ParseIRI(address)
	if err != nil {
		return community.Actor{}, fmt.Errorf("webfinger: %w", community.ErrNotFound)
	}
	a, err := f.store.ActorByIRI(ctx, iri)
	if errors.Is(err, community.ErrNotFound) && strings.HasPrefix(u.Path, "/users/") {
		return f.ofHandle(ctx, strings.TrimPrefix(u.Path, "/users/")+"@"+u.Host) // other letter case
	}
	if err != nil {
		return a, err
	}
	return a, f.present(ctx, a)
}
