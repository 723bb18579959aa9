package federation

import (
	"context"
	"errors"
	"fmt"
	"mime"
	"net/http"

	"consilium/community"
	"consilium/federation/client"
	"consilium/federation/credential"
	"consilium/federation/vocab"
	"consilium/storage"
)

// noteCredential takes note of what the document of an actor, just read, says of
// a credential. What it no longer says is forgotten at once; what it says is
// asked for later and by itself, since it takes several questions.
func (f *Federation) noteCredential(ctx context.Context, a community.Actor, said vocab.Credential) error {
	if said.IsZero() {
		if a.Credential == nil {
			return nil
		}
		return f.store.DropCredential(ctx, a.ID)
	}
	trust, err := f.store.TrustIn(ctx, a.IRI.Host())
	if err != nil || trust.Rule == community.TrustIgnore {
		return err
	}
	return f.store.CheckCredential(ctx, a)
}

// ReadCredential is the handler for storage.KindCredential jobs: it asks an
// actor's home what it says of the actor, and keeps it when every step is right.
// When it is not, nothing is kept and what was there is forgotten. It may run
// twice.
func (f *Federation) ReadCredential(ctx context.Context, job storage.Job) error {
	check, err := storage.ParseCredentialCheck(job.Payload)
	if err != nil {
		return &storage.Never{Err: err}
	}
	a, err := f.store.Actor(ctx, check.Actor)
	if errors.Is(err, community.ErrNotFound) || err == nil && (a.Local || !a.Active()) {
		return nil
	}
	if err != nil {
		return err
	}
	trust, err := f.store.TrustIn(ctx, a.IRI.Host())
	if err != nil || trust.Rule == community.TrustIgnore {
		return err
	}
	q := inquiry{f: f, holder: a.IRI}
	if err := q.run(ctx); err != nil {
		return err // worth another try; until then what is known grows old by itself
	}
	if !credential.Passed(q.steps) {
		failed := credential.Failed(q.steps)
		f.log.Info("credential refused", "host", a.IRI.Host(), "actor", a.ID, "step", failed.Name, "problem", failed.Problem)
		return f.store.DropCredential(ctx, a.ID)
	}
	return f.store.ReceiveCredential(ctx, storage.ReceivedCredential{Actor: a.ID, Credential: q.verdict.Credential, IRI: q.verdict.IRI,
		Index: q.verdict.Index, Public: q.public})
}

// inquiry follows a credential from its holder to a verdict, step by step.
type inquiry struct {
	f      *Federation
	holder community.IRI
	// expected is the address the credential has to have; zero for any.
	expected community.IRI

	steps   []credential.Step
	verdict credential.Verdict
	// public says that the holder's document has all of it.
	public bool
	// unanswered is why a question could not be answered now.
	unanswered error
}

// step notes what came of one: problem is "" when it was right.
func (q *inquiry) step(name, problem string) bool {
	q.steps = append(q.steps, credential.Step{Name: name, OK: problem == "", Problem: problem})
	return problem == ""
}

// run asks all there is to ask. An error says that somebody did not answer, or
// that something failed here: then nothing was found out, neither good nor bad.
func (q *inquiry) run(ctx context.Context) error {
	said, err := q.f.whatIsSaid(ctx, q.holder)
	if !q.step(credential.StepActor, problemOf(err, "actor_unreachable")) {
		return unanswered(err)
	}
	question := credential.Question{Document: said.Document, Holder: q.holder, Now: q.f.now()}
	if problem := q.found(said); !q.step(credential.StepFound, problem) {
		return nil
	}
	q.public = question.Document != nil
	if !q.public {
		question.At, _ = community.ParseIRI(said.IRI)
		if question.Document, err = q.f.readCredentialAt(ctx, question.At); err != nil {
			q.step(credential.StepDocument, problemOf(err, "document_unreachable"))
			return unanswered(err)
		}
	}
	by, err := q.f.issuerOf(ctx, q.holder)
	if !q.step(credential.StepIssuer, problemOf(err, "no_issuer")) {
		return unanswered(err)
	}
	q.judge(ctx, question, by)
	return q.unanswered
}

// found looks at what a holder's document says: where the credential lies, and
// that it is the one that was asked about.
func (q *inquiry) found(said vocab.Credential) string {
	if said.IsZero() {
		return "none"
	}
	iri, err := community.ParseIRI(said.IRI)
	if err != nil || !iri.SameOrigin(q.holder) {
		return "wrong_address"
	}
	if !q.expected.IsZero() && iri != q.expected {
		return "other_document"
	}
	return ""
}

// judge asks Verify, and once more when the issuer may have other keys by now.
func (q *inquiry) judge(ctx context.Context, question credential.Question, by vouching) {
	before := q.steps
	for {
		question.Issuer, question.Keys = by.issuer, by.keys
		question.List = func(list community.IRI) (credential.List, error) {
			found, err := q.f.listOf(ctx, list, &by)
			q.unanswered = unanswered(err)
			return found, err
		}
		verdict, steps := credential.Verify(question)
		q.verdict, q.steps = verdict, append(before[:len(before):len(before)], steps...)
		failed := credential.Failed(steps)
		if failed.Name != credential.StepProof {
			return
		}
		if again, err := q.f.renewKeys(ctx, &by); err != nil || !again {
			return
		}
	}
}

// problemOf says in a word why a question was not answered.
func problemOf(err error, other string) string {
	switch {
	case err == nil:
		return ""
	case errors.Is(err, errShutOut):
		return "shut_out"
	}
	return other
}

// unanswered tells what may be answered later, and faults here, from what is
// settled.
func unanswered(err error) error {
	if err == nil || settled(err) {
		return nil
	}
	return err
}

// whatIsSaid is what an actor's home says of its credential now.
func (f *Federation) whatIsSaid(ctx context.Context, holder community.IRI) (vocab.Credential, error) {
	if f.ours(holder) {
		a, err := f.store.ActorByIRI(ctx, holder)
		if err != nil {
			return vocab.Credential{}, err
		}
		return f.memberCredential(ctx, a)
	}
	doc, err := f.fetch(ctx, holder)
	if err != nil {
		return vocab.Credential{}, err
	}
	if doc.iri != holder || !doc.node.IsActor() {
		return vocab.Credential{}, notAcceptable("not the actor that was asked for")
	}
	return doc.node.Actor().Credential, nil
}

// readCredentialAt reads a signed document from its own address.
func (f *Federation) readCredentialAt(ctx context.Context, at community.IRI) ([]byte, error) {
	if f.ours(at) {
		d, err := f.store.CredentialDocumentAt(ctx, at)
		return []byte(d.Text), err
	}
	answer, err := f.ask(ctx, at, client.Request{Accept: credential.MediaType, Limit: credential.MaxDocument})
	if err != nil {
		return nil, err
	}
	return answer.Body, isCredential(answer, at)
}

// isCredential takes an answer only from the address asked, under the media type
// of credentials (S-ORG-2, S-ORG-3).
func isCredential(answer client.Response, at community.IRI) error {
	media, _, err := mime.ParseMediaType(answer.Header.Get("Content-Type"))
	if err != nil || media != credential.MediaType {
		return notAcceptable("media type is not that of credentials")
	}
	if from, err := community.ParseIRI(answer.URL); err != nil || from != at {
		return notAcceptable("answer from another address")
	}
	return nil
}

// rereadAfter is how old the list may be by which something new is judged.
const rereadAfter = credential.ListEvery

// listOf is a list as read of late, else read now.
func (f *Federation) listOf(ctx context.Context, list community.IRI, by *vouching) (credential.List, error) {
	if f.ours(list) {
		text, err := f.statusList(ctx, list)
		if err != nil {
			return credential.List{}, err
		}
		return verifiedList(credential.ListQuestion{Document: text, At: list, Issuer: by.issuer, Keys: by.keys, Now: f.now()})
	}
	known, err := f.store.StatusList(ctx, list)
	if err == nil && f.now().Sub(known.Checked) < rereadAfter && f.now().Before(known.Until) {
		return known, nil
	}
	if err != nil && !errors.Is(err, community.ErrNotFound) {
		return known, err
	}
	return f.readList(ctx, known, list, by)
}

// readList reads a list from its issuer, and keeps it. known is what was read
// last: while that stands, only what is newer is asked for.
func (f *Federation) readList(ctx context.Context, known credential.List, list community.IRI, by *vouching) (credential.List, error) {
	want := client.Request{Accept: credential.MediaType, Limit: credential.MaxList}
	if known.ETag != "" && f.now().Before(known.Until) {
		want.Header = http.Header{"If-None-Match": {known.ETag}}
	}
	answer, err := f.ask(ctx, list, want)
	if statusOf(err) == http.StatusNotModified {
		return known, nil
	}
	if err == nil {
		err = isCredential(answer, list)
	}
	if err != nil {
		return credential.List{}, err
	}
	question := credential.ListQuestion{Document: answer.Body, At: list, Issuer: by.issuer, Keys: by.keys, Now: f.now()}
	found, err := verifiedList(question)
	if errors.Is(err, credential.ListProblem("status_forged")) { // or signed with a newer key
		if again, failed := f.renewKeys(ctx, by); failed == nil && again {
			question.Keys = by.keys
			found, err = verifiedList(question)
		}
	}
	if err != nil {
		return credential.List{}, err
	}
	found.ETag = line(answer.Header.Get("ETag"), maxETag)
	return found, f.store.KeepStatusList(ctx, found)
}

// maxETag is how much of an ETag is kept, in characters.
const maxETag = 200

// verifiedList is a list that may be gone by. What is wrong with another is
// settled: it is not worth another try of the same job.
func verifiedList(q credential.ListQuestion) (credential.List, error) {
	list, problem := credential.VerifyList(q)
	if problem != "" {
		return list, fmt.Errorf("%w (%w)", credential.ListProblem(problem), community.ErrForbidden)
	}
	return list, nil
}
