package federation

import (
	"context"
	"crypto"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"strings"
	"time"

	"consilium/community"
	"consilium/federation/proof"
	"consilium/federation/signature"
	"consilium/federation/vocab"
	"consilium/storage"
)

// takeActor remembers the actor a document describes. The document was read
// from its own address or came signed by the actor itself. A stub refreshes the
// keys and never replaces what is known (R-ACT-4). alone are keys read from
// their own addresses: an actor may list those by identifier only.
func (f *Federation) takeActor(ctx context.Context, doc document, alone ...vocab.Key) (community.Actor, []storage.PublicKey, error) {
	described := doc.node.Actor()
	known, err := f.store.ActorByIRI(ctx, doc.iri)
	found := err == nil
	if err != nil && !errors.Is(err, community.ErrNotFound) {
		return known, nil, err
	}
	if !found {
		if err := f.admit(doc.iri); err != nil {
			return known, nil, err
		}
	}
	actor := known
	if !found || !described.Stub() {
		if actor, err = f.remoteActor(ctx, doc.iri, described, known); err != nil {
			return known, nil, err
		}
	}
	keys := publicKeys(doc.iri, withMaterial(described.Keys, alone), f.now())
	stored, err := f.store.StoreRemoteActor(ctx, storage.RemoteActor{Actor: actor, Keys: keys})
	if err == nil && readsModern(described.Implements) { // FEP-844e, R-9421-4
		err = f.store.PeerIsModern(ctx, doc.iri.Host())
	}
	if err == nil && !found {
		f.newcomers.arrive(doc.iri.Host(), f.now())
		err = f.store.MeetPeer(ctx, doc.iri.Host())
	}
	if err == nil && !described.Stub() {
		err = f.noteCredential(ctx, stored, described.Credential)
	}
	return stored, keys, err
}

// remoteActor reads an actor's document. Only id, type, inbox and a name are
// needed (R-ACT-2); every address that does not lie at the actor's own origin
// is left out, so that nobody can point us at a third party.
func (f *Federation) remoteActor(ctx context.Context, iri community.IRI, doc vocab.Actor, known community.Actor) (community.Actor, error) {
	inbox := originIRI(doc.Inbox, iri)
	if f.ours(iri) || !actorKind(doc.Type) || inbox.IsZero() {
		return community.Actor{}, notAcceptable("not an actor with an inbox")
	}
	handle, err := f.remoteHandle(ctx, iri, doc, known)
	if err != nil {
		return community.Actor{}, err
	}
	return community.Actor{
		IRI: iri, Kind: community.ActorKind(doc.Type), Handle: handle, Profile: remoteProfile(doc),
		URL:   pageIRI(doc.URL, iri, handle.Host()),
		Inbox: inbox, SharedInbox: originIRI(doc.SharedInbox, iri), Outbox: originIRI(doc.Outbox, iri),
		Followers: originIRI(doc.Followers, iri), Following: originIRI(doc.Following, iri),
		Featured: originIRI(doc.Featured, iri), Published: doc.Published, MovedTo: movedAway(doc),
		FeaturedTags: originIRI(doc.FeaturedTags, iri), Moderators: moderatorsOf(doc, iri), Implements: capabilitiesOf(doc.Implements),
	}, nil
}

// remoteHandle asks for the handle of a new actor, and again after a day or when
// the name changed. What is known stands when nothing is proved against it.
func (f *Federation) remoteHandle(ctx context.Context, iri community.IRI, doc vocab.Actor, known community.Actor) (community.Handle, error) {
	named := !known.Handle.IsZero() && strings.EqualFold(known.Handle.Name(), doc.PreferredUsername)
	if named && f.now().Sub(known.Fetched) < staleAfter {
		return known.Handle, nil
	}
	c, err := f.handleOf(ctx, iri, doc)
	if err != nil {
		return community.Handle{}, err
	}
	if named && !c.proved {
		return known.Handle, nil
	}
	return c.handle, nil
}

func remoteProfile(doc vocab.Actor) community.Profile {
	return community.Profile{
		DisplayName: line(community.CleanName(community.WithoutEmoji(doc.Name, emojiOf(doc.Tags))), 2*community.MaxDisplayName),
		Summary:     community.Sanitize(doc.Summary),
		AvatarIRI:   pictureIRI(doc.Icon),
		HeaderIRI:   pictureIRI(doc.Image),
		Fields:      remoteFields(doc.Fields),
		Memorial:    doc.Memorial, Closed: doc.Suspended,
		AttributionDomains: sitesOf(doc.AttributionDomains),
		Emoji:              emojiOf(doc.Tags),
		ApprovesFollowers:  doc.ManuallyApprovesFollowers,
		Discoverable:       doc.Discoverable,
		Indexable:          doc.Indexable,
	}
}

// actorKind says whether a type is one of the five (R-ACT-1).
func actorKind(kind string) bool {
	switch community.ActorKind(kind) {
	case community.Person, community.Group, community.Organization, community.Service, community.Application:
		return true
	}
	return false
}

// withMaterial puts keys that stand alone where the actor only names them.
func withMaterial(listed, alone []vocab.Key) []vocab.Key {
	for i, k := range listed {
		for _, a := range alone {
			if k.PEM == "" && k.Multibase == "" && a.ID == k.ID {
				listed[i] = a
			}
		}
	}
	return listed
}

// publicKeys reads the keys an actor lists: its own, of its own origin, of a
// kind and size we take, neither revoked nor expired (R-KEY-1).
func publicKeys(owner community.IRI, listed []vocab.Key, now time.Time) []storage.PublicKey {
	var keys []storage.PublicKey
	seen := map[community.IRI]bool{}
	for _, k := range listed {
		iri, err := community.ParseIRI(k.ID)
		ended := !k.Revoked.IsZero() && k.Revoked.Before(now) || !k.Expires.IsZero() && k.Expires.Before(now)
		if err != nil || seen[iri] || ended || !iri.SameOrigin(owner) || k.Owner != "" && k.Owner != owner.String() {
			continue
		}
		key, err := publicKey(k)
		if err != nil {
			continue
		}
		algorithm := storage.Ed25519
		if _, ok := key.(*rsa.PublicKey); ok {
			algorithm = storage.RSA
		}
		seen[iri] = true
		keys = append(keys, storage.PublicKey{IRI: iri, Algorithm: algorithm, Key: key, Expires: k.Expires})
	}
	return keys
}

// publicKey reads a Multikey (FEP-521a) or a PEM of either usual kind.
func publicKey(k vocab.Key) (crypto.PublicKey, error) {
	if k.Multibase != "" {
		return checked(proof.DecodeMultikey(k.Multibase))
	}
	block, _ := pem.Decode([]byte(k.PEM))
	if block == nil {
		return nil, notAcceptable("key is not PEM")
	}
	if block.Type == "RSA PUBLIC KEY" {
		key, err := x509.ParsePKCS1PublicKey(block.Bytes)
		return checked(key, err)
	}
	return checked(x509.ParsePKIXPublicKey(block.Bytes))
}

func checked(key crypto.PublicKey, err error) (crypto.PublicKey, error) {
	if err == nil {
		err = signature.CheckKey(key)
	}
	return key, err
}

// originIRI reads an address that has to lie where its owner does; the zero IRI
// when it does not.
func originIRI(s string, owner community.IRI) community.IRI {
	iri, err := community.ParseIRI(s)
	if err != nil || !iri.SameOrigin(owner) {
		return community.IRI{}
	}
	return iri
}

// pageIRI reads the page for people, which lies at the owner's host or the
// domain of its handle; else the identifier serves.
func pageIRI(s string, owner community.IRI, domain string) community.IRI {
	iri, err := community.ParseIRI(s)
	if err != nil || iri.Host() != owner.Host() && iri.Host() != domain {
		return owner
	}
	return iri
}

// line is a foreign text for one line, at most n characters.
func line(s string, n int) string {
	return text(strings.Join(strings.Fields(s), " "), n)
}
