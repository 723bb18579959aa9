package federation

import (
	"context"
	"errors"
	"strings"

	"consilium/community"
	"consilium/federation/client"
	"consilium/federation/credential"
)

// ExplainCredential judges the credential of whom a person names, by handle, by
// the address of an actor or by that of the document itself, and says what came
// of every step. Nothing is kept of it but what looking somebody up keeps. An
// error says that something failed here; what failed elsewhere is a step.
func (f *Federation) ExplainCredential(ctx context.Context, query string) ([]credential.Step, error) {
	q := inquiry{f: f}
	problem, err := q.named(ctx, strings.TrimSpace(query))
	if err != nil {
		return nil, err
	}
	if problem != "" {
		q.step(credential.StepActor, problem)
		return q.steps, nil
	}
	if err := q.run(ctx); err != nil && !isKind(err) {
		return nil, err
	}
	if !credential.Passed(q.steps) {
		return q.steps, nil
	}
	problem, err = q.worth(ctx)
	q.step(credential.StepTrust, problem)
	return q.steps, err
}

// named finds out whom a person means. A document is judged as its holder's: it
// has to be the one that the holder's own server leads to.
func (q *inquiry) named(ctx context.Context, query string) (problem string, err error) {
	if iri, failed := community.ParseIRI(query); failed == nil {
		document, failed := q.f.peek(ctx, iri)
		if failed != nil {
			return otherwise(failed, "document_unreachable")
		}
		if document != nil {
			q.expected = iri
			q.holder = credential.Holder(document)
			if q.holder.IsZero() {
				return "nobody", nil
			}
			return "", nil
		}
	}
	actor, _, err := q.f.Resolve(ctx, query)
	if err != nil {
		return otherwise(err, "nobody")
	}
	q.holder = actor.IRI
	return "", nil
}

// otherwise tells a failure elsewhere, which is a problem to be told, from one
// here.
func otherwise(err error, problem string) (string, error) {
	if isKind(err) {
		return problem, nil
	}
	return "", err
}

// peek reads an address when a credential lies there; nil for anything else.
func (f *Federation) peek(ctx context.Context, iri community.IRI) ([]byte, error) {
	if f.ours(iri) {
		d, err := f.store.CredentialDocumentAt(ctx, iri)
		if errors.Is(err, community.ErrNotFound) {
			return nil, nil
		}
		if err == nil {
			d, err = f.credentialDocument(ctx, d.Actor)
		}
		return []byte(d.Text), err
	}
	answer, err := f.ask(ctx, iri, client.Request{Accept: credential.MediaType + ", " + accepted + ", text/html;q=0.1"})
	if err != nil || isCredential(answer, iri) != nil {
		return nil, err
	}
	return answer.Body, nil
}

// worth says what the issuer's word counts for here.
func (q *inquiry) worth(ctx context.Context) (string, error) {
	if q.f.ours(q.holder) {
		return "", nil
	}
	trust, err := q.f.store.TrustIn(ctx, q.holder.Host())
	switch {
	case err != nil:
		return "", err
	case trust.Rule == community.TrustIgnore:
		return "ignored", nil
	case trust.Rule != community.TrustAccept:
		return "only_shown", nil
	case q.verdict.Credential.Level < trust.MinLevel:
		return "too_low", nil
	}
	return "", nil
}
