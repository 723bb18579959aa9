package federation

import (
	"context"
	"net/http"

	"consilium/community"
	"consilium/federation/signature"
	"consilium/storage"
)

// keyOfHandle is the key of somebody whom a signature names by handle, as some old
// servers do (R-SIG-C 10). The handle leads by WebFinger to an actor that goes by
// it, and only a key in that actor's own document counts: a request key, else a
// proof key. It is asked for as rarely as any other key.
func (f *Federation) keyOfHandle(ctx context.Context, name string) (community.IRI, error) {
	handle, err := community.ParseHandle(name, f.store.Domain())
	if err != nil || handle.Host() == "" {
		return community.IRI{}, refuse(http.StatusUnauthorized, "key id is not a handle elsewhere")
	}
	if err := f.mayFederate(ctx, handle.Host()); err != nil {
		return community.IRI{}, err
	}
	owner, err := f.store.ActorByHandle(ctx, handle)
	if err != nil {
		asked, err := community.ParseIRI(f.scheme() + "://" + handle.Host() + "/.well-known/webfinger?resource=acct:" + handle.String())
		if err != nil {
			return asked, refuse(http.StatusUnauthorized, "key id is not a handle elsewhere")
		}
		h, err := f.askOnce(ctx, asked, func(ctx context.Context) (held, error) {
			a, err := f.ResolveHandle(ctx, handle)
			return held{owner: a}, err
		})
		if err != nil {
			return asked, err
		}
		owner = h.owner
	}
	keys, err := f.store.Keys(ctx, owner.ID)
	if err != nil {
		return community.IRI{}, err
	}
	return requestKey(owner, keys)
}

// requestKey picks the key an actor elsewhere would sign requests with.
func requestKey(owner community.Actor, keys []storage.PublicKey) (community.IRI, error) {
	var found community.IRI
	for _, k := range keys {
		if signature.CheckKey(k.Key) == nil && (found.IsZero() || k.Algorithm == storage.RSA) {
			found = k.IRI
		}
	}
	if found.IsZero() || owner.Local {
		return found, refuse(http.StatusUnauthorized, "no key under this handle")
	}
	return found, nil
}
