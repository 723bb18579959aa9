package federation

import (
	"context"
	"mime"
	"net/url"
	"strconv"

	"consilium/community"
	"consilium/federation/client"
	"consilium/federation/signature"
	"consilium/federation/vocab"
)

// document reads what lies at an address, in every way in which it may be asked for,
// and goes on with what it is. steps counts the documents that led to it.
func (n *inspection) document(ctx context.Context, iri community.IRI, steps int) error {
	doc, next, err := n.read(ctx, iri, steps)
	switch {
	case err != nil:
		return err
	case !next.IsZero():
		return n.document(ctx, next, steps+1)
	case doc.node == nil:
		return nil
	case doc.node.IsActor():
		_, err := n.actor(ctx, doc)
		return err
	case doc.node.IsObject():
		return n.object(ctx, doc)
	}
	n.wrong("kind", community.Say("inspect.problem.neither", "type", line(doc.node.Type(), maxShown)))
	return nil
}

// read asks for a document and looks at whether it may speak for its address. Instead
// of a document it may give the address that is to be asked next.
func (n *inspection) read(ctx context.Context, iri community.IRI, steps int) (doc document, next community.IRI, err error) {
	if welcome, err := n.host(ctx, iri.Host()); err != nil || !welcome {
		return doc, next, err
	}
	answer, answered := n.ask(ctx, iri)
	if !answered {
		return doc, next, nil
	}
	if isHTML(answer.Header.Get("Content-Type")) {
		return doc, n.page(answer, steps), nil
	}
	node, at, err := decodeAnswer(answer)
	if err != nil {
		n.wrong("document", whyNot(err), community.Say("inspect.fact.media_type", "type", mediaType(answer)))
		return doc, next, nil
	}
	id, failed := community.ParseIRI(node.ID())
	facts := []community.Problem{community.Say("inspect.fact.type", "type", line(node.Type(), maxShown)),
		community.Say("inspect.fact.id", "address", line(node.ID(), maxShown)), community.Say("inspect.fact.bytes", "count", len(answer.Body))}
	switch {
	case failed != nil:
		n.wrong("document", community.Say("inspect.problem.no_id"), facts...)
	case id == iri && id.SameOrigin(at) || id == at:
		n.right("document", facts...)
		doc = document{id, node}
	case steps > 0 || n.f.ours(id):
		n.wrong("document", community.Say("inspect.problem.speaks_for_another"), facts...) // S-ORG-2
	default:
		n.open("document", community.Say("inspect.problem.other_id"), facts...)
		next = id.WithoutFragment()
	}
	return doc, next, nil
}

// page follows the one link of a page for people to the document behind it (R-FETCH).
func (n *inspection) page(answer client.Response, steps int) (next community.IRI) {
	address := community.Alternate(string(answer.Body), vocab.IsActivityMediaType)
	if at, err := url.Parse(answer.URL); err == nil && address != "" {
		if to, err := at.Parse(address); err == nil {
			next, _ = community.ParseIRI(to.String()) // the zero address leads nowhere
		}
	}
	if next.IsZero() || steps > 0 || n.f.ours(next) {
		n.wrong("document", community.Say("inspect.problem.only_page"))
		return community.IRI{}
	}
	n.open("document", community.Say("inspect.problem.is_page"), community.Say("inspect.fact.address", "address", next.String()))
	return next.WithoutFragment()
}

// ask asks for an address without a signature and with one in either scheme. It gives
// the best of the answers; that an unsigned one is refused is nobody's fault, and one
// scheme is enough.
func (n *inspection) ask(ctx context.Context, iri community.IRI) (best client.Response, answered bool) {
	ways := []struct {
		name   string
		scheme signature.Scheme
	}{{"unsigned", ""}, {"rfc9421", signature.RFC9421}, {"cavage", signature.Cavage}}
	answers, errs, taken := make([]client.Response, len(ways)), make([]error, len(ways)), false
	for i, way := range ways {
		var sign signFunc
		if way.scheme != "" {
			sign = n.f.signAs(ctx, n.as, try{scheme: way.scheme}, nil)
		}
		answers[i], errs[i] = n.f.client.Get(ctx, client.Request{URL: iri.String(), Accept: accepted + ", text/html;q=0.1", Sign: n.f.atEveryHop(ctx, sign)})
		if errs[i] == nil {
			best, answered = answers[i], true
		}
		if errs[i] == nil && sign != nil {
			taken, n.scheme = true, way.scheme
		}
	}
	for i, way := range ways {
		facts := n.answerFacts(iri, answers[i])
		switch {
		case errs[i] == nil:
			n.right(way.name, facts...)
		case way.scheme == "" || taken:
			n.open(way.name, whyNot(errs[i]), facts...)
		default:
			n.wrong(way.name, whyNot(errs[i]), facts...)
		}
	}
	return best, answered && taken
}

// answerFacts are the media type of an answer and where it came from.
func (n *inspection) answerFacts(iri community.IRI, answer client.Response) []community.Problem {
	if answer.Status == 0 {
		return nil
	}
	facts := []community.Problem{community.Say("inspect.fact.answer", "status", strconv.Itoa(answer.Status), "type", mediaType(answer))}
	if answer.Header.Get("Content-Type") == "" {
		facts = []community.Problem{community.Say("inspect.fact.status", "status", strconv.Itoa(answer.Status))}
	}
	if answer.URL != iri.String() {
		facts = append(facts, community.Say("inspect.fact.redirected", "address", line(answer.URL, maxShown)))
	}
	return facts
}

// mediaType is what an answer says it is.
func mediaType(answer client.Response) string {
	media, _, err := mime.ParseMediaType(answer.Header.Get("Content-Type"))
	if err != nil {
		return "?"
	}
	return line(media, maxShown)
}
