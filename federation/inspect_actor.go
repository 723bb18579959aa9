package federation

import (
	"context"
	"crypto/ed25519"
	"crypto/rsa"
	"errors"
	"strconv"
	"strings"

	"consilium/community"
	"consilium/federation/vocab"
	"consilium/storage"
)

// inspectedActor is what an inspection needs of an actor to judge what it wrote.
type inspectedActor struct {
	community.Actor
	keys []storage.PublicKey
}

// actor looks at an actor's document, its handle and its keys.
func (n *inspection) actor(ctx context.Context, doc document) (inspectedActor, error) {
	described := doc.node.Actor()
	a := inspectedActor{Actor: community.Actor{IRI: doc.iri, Followers: originIRI(described.Followers, doc.iri)}}
	facts := []community.Problem{community.Say("inspect.fact.type", "type", line(described.Type, maxShown)),
		community.Say("inspect.fact.name", "name", line(described.PreferredUsername, maxShown))}
	facts = append(facts, placesOf(described, doc.iri)...)
	switch {
	case !actorKind(described.Type):
		n.wrong("actor", community.Say("inspect.problem.actor_type"), facts...)
		return a, nil
	case originIRI(described.Inbox, doc.iri).IsZero(): // R-ACT-2
		n.wrong("actor", community.Say("inspect.problem.no_inbox"), facts...)
		return a, nil
	}
	if elsewhere := elsewhere(described, doc.iri); elsewhere != "" {
		n.open("actor", community.Say("inspect.problem.elsewhere", "names", elsewhere), facts...)
	} else {
		n.right("actor", facts...)
	}
	if err := n.known(ctx, doc.iri); err != nil {
		return a, err
	}
	n.loopBack(ctx, doc.iri, described)
	a.keys = n.keysOf(ctx, doc, described)
	return a, nil
}

// placesOf says what an actor offers.
func placesOf(a vocab.Actor, owner community.IRI) []community.Problem {
	var facts []community.Problem
	for _, place := range []struct{ key, address string }{
		{"inspect.fact.inbox", a.Inbox}, {"inspect.fact.shared_inbox", a.SharedInbox}, {"inspect.fact.outbox", a.Outbox},
		{"inspect.fact.followers", a.Followers}, {"inspect.fact.featured", a.Featured},
	} {
		if iri := originIRI(place.address, owner); !iri.IsZero() {
			facts = append(facts, community.Say(place.key, "address", iri.String()))
		}
	}
	if readsModern(a.Implements) {
		facts = append(facts, community.Say("inspect.fact.reads_modern"))
	}
	if a.Suspended {
		facts = append(facts, community.Say("inspect.fact.closed"))
	}
	if a.MovedTo != "" {
		facts = append(facts, community.Say("inspect.fact.moved", "address", line(a.MovedTo, maxShown)))
	}
	return facts
}

// elsewhere names the members of an actor that lead to other servers, which are left
// out.
func elsewhere(a vocab.Actor, owner community.IRI) string {
	var names []string
	for _, place := range []struct{ name, address string }{
		{"sharedInbox", a.SharedInbox}, {"outbox", a.Outbox}, {"followers", a.Followers}, {"following", a.Following}, {"featured", a.Featured},
	} {
		if place.address != "" && originIRI(place.address, owner).IsZero() {
			names = append(names, place.name)
		}
	}
	return strings.Join(names, ", ")
}

// loopBack asks whether the handle of an actor leads back to it (R-WF-3, S-ORG-7).
func (n *inspection) loopBack(ctx context.Context, iri community.IRI, described vocab.Actor) {
	c, err := n.f.handleOf(ctx, iri, described)
	if err != nil {
		n.wrong("handle", whyNot(err))
		return
	}
	fact := community.Say("inspect.fact.handle", "handle", "@"+c.handle.String())
	if !c.proved {
		n.open("handle", community.Say("inspect.problem.unproved"), fact)
		return
	}
	n.right("handle", fact)
}

// keysOf looks at the keys an actor lists, and whether the document of one that lies
// elsewhere says the same (R-KEY-1, S-ORG-4). It gives those that are of use.
func (n *inspection) keysOf(ctx context.Context, doc document, described vocab.Actor) []storage.PublicKey {
	var alone []vocab.Key
	for _, k := range described.Keys {
		iri, err := community.ParseIRI(k.ID)
		if err != nil || iri.WithoutFragment() == doc.iri || !iri.SameOrigin(doc.iri) || len(alone) == mostKeyDocuments {
			continue
		}
		if key, ok := n.keyDocument(ctx, iri, doc.iri); ok {
			alone = append(alone, key)
		}
	}
	keys := publicKeys(doc.iri, withMaterial(described.Keys, alone), n.f.now())
	facts := []community.Problem{community.Say("inspect.fact.listed", "count", len(described.Keys))}
	signs := false
	for _, k := range keys {
		switch key := k.Key.(type) {
		case *rsa.PublicKey:
			facts = append(facts, community.Say("inspect.fact.rsa", "bits", strconv.Itoa(key.N.BitLen()), "key", k.IRI.String()))
		case ed25519.PublicKey:
			facts = append(facts, community.Say("inspect.fact.ed25519", "key", k.IRI.String()))
		}
		signs = true
	}
	if !signs {
		n.wrong("keys", community.Say("inspect.problem.no_key"), facts...)
		return keys
	}
	n.right("keys", facts...)
	return keys
}

// mostKeyDocuments bounds how many keys that stand alone are asked for.
const mostKeyDocuments = 3

// keyDocument reads a key that stands alone and looks at whether it names its owner.
func (n *inspection) keyDocument(ctx context.Context, iri, owner community.IRI) (vocab.Key, bool) {
	fact := community.Say("inspect.fact.address", "address", iri.String())
	answer, err := n.f.client.Get(ctx, n.signed(ctx, iri))
	var node *vocab.Node
	if err == nil {
		node, _, err = decodeAnswer(answer)
	}
	if err != nil {
		n.wrong("key_document", whyNot(err), fact)
		return vocab.Key{}, false
	}
	for _, k := range node.Keys() {
		if k.ID == iri.String() && (k.Owner == owner.String() || k.Owner == "" && node.ID() == owner.String()) {
			n.right("key_document", fact)
			return k, true
		}
	}
	n.wrong("key_document", community.Say("inspect.problem.key_owner"), fact)
	return vocab.Key{}, false
}

// known says what is known here of an actor or post.
func (n *inspection) known(ctx context.Context, iri community.IRI) error {
	a, err := n.f.store.ActorByIRI(ctx, iri)
	if errors.Is(err, community.ErrNotFound) {
		return n.knownPost(ctx, iri)
	}
	if err != nil {
		return err
	}
	facts := []community.Problem{community.Say("inspect.fact.read", "time", clock(a.Fetched))}
	switch {
	case !a.Gone.IsZero():
		n.open("known", community.Say("inspect.problem.gone"), facts...)
	case !a.Active():
		n.wrong("known", community.Say("inspect.problem.suspended"), facts...)
	default:
		n.right("known", facts...)
	}
	return nil
}

func (n *inspection) knownPost(ctx context.Context, iri community.IRI) error {
	p, err := n.f.store.PostByIRI(ctx, iri)
	switch {
	case errors.Is(err, community.ErrNotFound) || errors.Is(err, community.ErrGone):
		n.right("known", community.Say("inspect.fact.unknown"))
	case err != nil:
		return err
	case !p.Deleted.IsZero():
		n.open("known", community.Say("inspect.problem.deleted"))
	default:
		n.right("known", community.Say("inspect.fact.have_post"))
	}
	return nil
}
