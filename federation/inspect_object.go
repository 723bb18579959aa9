package federation

import (
	"context"
	"crypto/ed25519"
	"errors"

	"consilium/community"
	"consilium/federation/client"
	"consilium/federation/proof"
	"consilium/federation/vocab"
)

// maxQuoted is how much of a post for everybody an inspection shows, in characters.
const maxQuoted = 80

// object looks at a post: what it is, whose, for whom and what would be shown of it.
func (n *inspection) object(ctx context.Context, doc document) error {
	o := doc.node.Object()
	facts := []community.Problem{community.Say("inspect.fact.type", "type", line(o.Type, maxShown))}
	if !readable(o.Type) {
		n.wrong("object", community.Say("inspect.problem.object_type"), facts...)
		return nil
	}
	author := community.IRI{}
	if len(o.AttributedTo) > 0 {
		author, _ = community.ParseIRI(o.AttributedTo[0]) // the zero address is of no origin
	}
	if author.IsZero() || !author.SameOrigin(doc.iri) { // S-ORG-1
		n.wrong("object", community.Say("inspect.problem.foreign_author"), facts...)
		return nil
	}
	n.right("object", append(facts, community.Say("inspect.fact.author", "address", author.String()))...)
	if err := n.known(ctx, doc.iri); err != nil {
		return err
	}
	by, found, err := n.author(ctx, author)
	if err != nil || !found {
		return err
	}
	kind := audienceOf(o.Addresses, by.Actor)
	n.right("audience", community.Say("inspect.fact.audience."+string(kind)))
	n.right("content", contentFacts(o, kind)...)
	n.proof(doc, by)
	return nil
}

// author reads who wrote it.
func (n *inspection) author(ctx context.Context, iri community.IRI) (a inspectedActor, found bool, err error) {
	answer, err := n.f.client.Get(ctx, n.signed(ctx, iri))
	var node *vocab.Node
	at := iri
	if err == nil {
		node, at, err = decodeAnswer(answer)
	}
	fact := community.Say("inspect.fact.address", "address", iri.String())
	switch {
	case err != nil:
		n.wrong("author", whyNot(err), fact)
		return a, false, nil
	case node.ID() != iri.String() || !iri.SameOrigin(at) || !node.IsActor():
		n.wrong("author", community.Say("inspect.problem.speaks_for_another"), fact)
		return a, false, nil
	}
	n.right("author", fact)
	a, err = n.actor(ctx, document{iri, node})
	return a, err == nil, err
}

// signed is a request for a document, signed in the scheme that worked before.
func (n *inspection) signed(ctx context.Context, iri community.IRI) client.Request {
	return client.Request{URL: iri.String(), Accept: accepted, Sign: n.f.atEveryHop(ctx, n.f.signAs(ctx, n.as, try{scheme: n.scheme}, nil))}
}

// contentFacts say what would be shown of a post. Its words are only given when it is
// for everybody.
func contentFacts(o vocab.Object, kind community.AudienceKind) []community.Problem {
	shown := community.Sanitize(contentOf(o)).Text()
	facts := []community.Problem{community.Say("inspect.fact.text", "count", len([]rune(shown)))}
	if (kind == community.Public || kind == community.Unlisted) && o.Summary == "" && !o.Sensitive && shown != "" {
		facts = append(facts, community.Say("inspect.fact.begins", "text", line(shown, maxQuoted)))
	}
	if n := len(o.Attachments); n > 0 {
		facts = append(facts, community.Say("inspect.fact.attachments", "count", n))
	}
	if o.Poll != nil {
		facts = append(facts, community.Say("inspect.fact.question", "count", len(o.Poll.Options)))
	}
	for _, f := range []struct{ key, address string }{
		{"inspect.fact.reply_to", o.InReplyTo}, {"inspect.fact.quote", o.Quote}, {"inspect.fact.context", o.Context},
	} {
		if f.address != "" {
			facts = append(facts, community.Say(f.key, "address", line(f.address, maxShown)))
		}
	}
	if o.Case != nil {
		facts = append(facts, community.Say("inspect.fact.case"))
	}
	return facts
}

// proof looks at what a document proves by itself (FEP-8b32). Nothing hangs on it
// where the document comes from its own server, so that none, or one of another kind,
// is no fault.
func (n *inspection) proof(doc document, by inspectedActor) {
	_, err := proof.Examine(doc.node.Raw(), func(name string) (ed25519.PublicKey, error) {
		for _, k := range by.keys {
			if key, ok := k.Key.(ed25519.PublicKey); ok && k.IRI.String() == name {
				return key, nil
			}
		}
		return nil, notAcceptable("key that its actor does not list")
	}, n.f.now())
	switch {
	case err == nil:
		n.right("proof")
	case errors.Is(err, proof.ErrNoProof):
		n.open("proof", community.Say("inspect.problem.no_proof"))
	case errors.Is(err, proof.ErrUnsupported):
		n.open("proof", community.Say("inspect.problem.proof_unsupported"))
	case errors.Is(err, proof.ErrExpired):
		n.open("proof", community.Say("inspect.problem.proof_expired"))
	case errors.Is(err, community.ErrForbidden):
		n.wrong("proof", community.Say("inspect.problem.proof_key"))
	default:
		n.wrong("proof", community.Say("inspect.problem.proof_wrong"))
	}
}
