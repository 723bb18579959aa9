package federation

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"consilium/community"
	"consilium/federation/client"
	"consilium/federation/credential"
	"consilium/storage"
)

// vouching is who signs credentials for the actors of a host, with the keys
// listed.
type vouching struct {
	issuer community.IRI
	keys   map[string]ed25519.PublicKey
}

const (
	// issuerAge is how long what a host says of its issuer is believed, and
	// nobodyAge how long it is believed that it has none.
	issuerAge = 24 * time.Hour
	nobodyAge = 10 * time.Minute
)

// issuerOf finds out who may vouch for an actor: the one actor that its server
// names as itself. A member could bring keys of their own; the server's are its
// own (FEP-2677). Without an issuer it is community.ErrForbidden.
func (f *Federation) issuerOf(ctx context.Context, holder community.IRI) (vouching, error) {
	if f.ours(holder) {
		instance, err := f.instance(ctx)
		if err != nil {
			return vouching{}, err
		}
		return f.keysOf(ctx, instance)
	}
	known, err := f.issuerAt(ctx, holder)
	if err != nil {
		return vouching{}, err
	}
	if known.Actor.IsZero() || known.Profile != credential.Profile {
		return vouching{}, notAcceptable("server issues no credentials of this form")
	}
	actor, err := f.remote(ctx, known.Actor)
	if err != nil {
		return vouching{}, err
	}
	if actor.Kind != community.Application || !actor.Active() {
		return vouching{}, notAcceptable("issuer is not a server")
	}
	return f.keysOf(ctx, actor)
}

func (f *Federation) keysOf(ctx context.Context, issuer community.Actor) (vouching, error) {
	keys, err := f.store.Keys(ctx, issuer.ID)
	v := vouching{issuer: issuer.IRI, keys: map[string]ed25519.PublicKey{}}
	for _, k := range keys {
		if key, ok := k.Key.(ed25519.PublicKey); ok && k.Retired.IsZero() && k.IRI.WithoutFragment() == issuer.IRI {
			v.keys[k.IRI.String()] = key
		}
	}
	return v, err
}

// renewKeys reads the keys of an issuer again, at most once in a while, and says
// whether they were.
func (f *Federation) renewKeys(ctx context.Context, v *vouching) (bool, error) {
	if f.ours(v.issuer) {
		return false, nil
	}
	if _, resting := f.keys.resting(v.issuer, f.now()); resting {
		return false, nil
	}
	f.keys.note(v.issuer, askedKey{at: f.now()})
	actor, err := f.refresh(ctx, v.issuer)
	if err != nil {
		return false, err
	}
	*v, err = f.keysOf(ctx, actor)
	return err == nil, err
}

// issuerAt is what the server of an actor says of itself: remembered, else asked.
// When it does not answer, what it said last stands.
func (f *Federation) issuerAt(ctx context.Context, holder community.IRI) (storage.CredentialIssuer, error) {
	known, err := f.store.CredentialIssuer(ctx, holder.Host())
	if err != nil && !errors.Is(err, community.ErrNotFound) {
		return known, err
	}
	age := issuerAge
	if known.Profile == "" {
		age = nobodyAge
	}
	if err == nil && f.now().Sub(known.Asked) < age {
		return known, nil
	}
	fresh, failed := f.askIssuer(ctx, holder)
	switch {
	case failed == nil:
		return fresh, f.store.KeepCredentialIssuer(ctx, fresh)
	case err == nil && errors.Is(failed, community.ErrUnavailable):
		return known, nil
	case settled(failed):
		nobody := storage.CredentialIssuer{Host: holder.Host()}
		return nobody, f.store.KeepCredentialIssuer(ctx, nobody)
	}
	return known, failed
}

// maxNodeInfo is the largest NodeInfo document read, in bytes.
const maxNodeInfo = 64 << 10

// askIssuer reads NodeInfo. All of it has to lie at the holder's own origin
// (R-NI-1).
func (f *Federation) askIssuer(ctx context.Context, holder community.IRI) (storage.CredentialIssuer, error) {
	found := storage.CredentialIssuer{Host: holder.Host()}
	var links struct {
		Links []struct{ Rel, Href string } `json:"links"`
	}
	root, err := rootOf(holder)
	if err != nil {
		return found, err
	}
	if err := f.askJSON(ctx, root, &links); err != nil {
		return found, err
	}
	info := community.IRI{}
	for _, l := range links.Links {
		href := originIRI(l.Href, holder)
		switch l.Rel {
		case "https://www.w3.org/ns/activitystreams#Application":
			found.Actor = href
		case nodeInfoSchema + "2.0", nodeInfoSchema + "2.1":
			info = href
		}
	}
	if info.IsZero() {
		return found, notAcceptable("no NodeInfo")
	}
	var about struct {
		Software struct{ Name, Version string } `json:"software"`
		Metadata map[string]any                 `json:"metadata"`
	}
	if err := f.askJSON(ctx, info, &about); err != nil {
		return found, err
	}
	found.Software, found.Version = line(about.Software.Name, maxSoftware), line(about.Software.Version, maxSoftware)
	profile, _ := about.Metadata[nodeProfile].(string)
	found.Profile = line(profile, maxSoftware)
	return found, nil
}

// rootOf is where NodeInfo begins on the origin of an actor.
func rootOf(holder community.IRI) (community.IRI, error) {
	scheme, _, _ := strings.Cut(holder.String(), ":")
	root, err := community.ParseIRI(scheme + "://" + holder.Host() + "/.well-known/nodeinfo")
	if err != nil {
		return root, notAcceptable("actor without a host")
	}
	return root, nil
}

// maxSoftware is how much of the name of a software is kept, in characters.
const maxSoftware = 60

// askJSON reads a document that needs no signature.
func (f *Federation) askJSON(ctx context.Context, at community.IRI, into any) error {
	if err := f.mayFederate(ctx, at.Host()); err != nil {
		return err
	}
	answer, err := f.client.Get(ctx, client.Request{URL: at.String(), Accept: "application/json", Limit: maxNodeInfo, Sign: f.atEveryHop(ctx, nil)})
	if err != nil {
		return fetchError(at, err)
	}
	from, err := community.ParseIRI(answer.URL)
	if err != nil || !from.SameOrigin(at) {
		return notAcceptable("answer from another host")
	}
	if err := json.Unmarshal(answer.Body, into); err != nil {
		return fmt.Errorf("malformed NodeInfo: %w", community.ErrForbidden)
	}
	return nil
}
