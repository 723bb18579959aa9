package credential

import (
	"crypto/ed25519"
	"errors"
	"strconv"
	"time"

	"consilium/community"
	"consilium/community/credential"
	"consilium/federation/proof"
)

// Question is a document, and what is known of those it is about.
type Question struct {
	Document []byte
	// Holder is the actor the document has to be about, and At the address it was
	// read from; zero when it was not read from its own.
	Holder, At community.IRI
	// Issuer is the actor of the holder's server itself, as that server names it.
	Issuer community.IRI
	// Keys are the Ed25519 keys the issuer lists, by id.
	Keys map[string]ed25519.PublicKey
	// List reads the list of what was taken back. It is asked last of all, once, and
	// answers with a ListProblem when there is something wrong with it.
	List func(list community.IRI) (List, error)
	Now  time.Time
}

// Verdict is what a document says, once every step was right.
type Verdict struct {
	// Credential has the issuer's host as Issuer, and is in force.
	Credential credential.Credential
	IRI        community.IRI
	List       community.IRI
	Index      int
}

// judging is a document that is being judged.
type judging struct {
	Question
	doc, subject, entry object
	Verdict
}

// checks is the one list of what is looked at, in order. Each says what is wrong,
// "" for nothing.
var checks = []struct {
	name  string
	check func(*judging) string
}{
	{StepDocument, (*judging).document},
	{StepForm, (*judging).form},
	{StepOrigin, (*judging).origin},
	{StepHolder, (*judging).holder},
	{StepProof, (*judging).proof},
	{StepDates, (*judging).dates},
	{StepClaims, (*judging).claims},
	{StepStatus, (*judging).status},
}

// Verify judges a document. It stops at the first step that is not right; only
// when Passed(steps) does the verdict mean anything.
func Verify(q Question) (Verdict, []Step) {
	j := judging{Question: q}
	steps := make([]Step, 0, len(checks))
	for _, c := range checks {
		problem := c.check(&j)
		steps = append(steps, Step{Name: c.name, OK: problem == "", Problem: problem})
		if problem != "" {
			return Verdict{}, steps
		}
	}
	return j.Verdict, steps
}

// document: bounded, and of one reading.
func (j *judging) document() string {
	if len(j.Document) > MaxDocument {
		return "too_large"
	}
	doc, ok := read(j.Document, MaxDocument)
	if !ok {
		return "malformed"
	}
	j.doc, j.subject, j.entry = doc, doc.child("credentialSubject"), doc.child("credentialStatus")
	return ""
}

// form: this profile and no other. A context that gives words another meaning is
// not ours.
func (j *judging) form() string {
	switch {
	case string(j.doc["@context"]) != clinicianContext:
		return "context"
	case !j.doc.is(vcType, clinicianType):
		return "type"
	case j.subject == nil:
		return "subject"
	case j.entry == nil:
		return "no_status"
	}
	return ""
}

// origin: the server vouches for its own actors only, and the document lies where
// it says (S-ORG-1, S-ORG-2).
func (j *judging) origin() string {
	issuer, ok := j.doc.iri("issuer")
	if !ok || j.Issuer.IsZero() || issuer != j.Issuer {
		return "wrong_issuer"
	}
	id, ok := j.doc.iri("id")
	if !ok || !id.SameOrigin(issuer) || !j.At.IsZero() && id != j.At {
		return "wrong_address"
	}
	if !j.Holder.SameOrigin(issuer) {
		return "other_host"
	}
	j.IRI = id
	return ""
}

// holder: about this very actor.
func (j *judging) holder() string {
	if id, ok := j.subject.iri("id"); !ok || id != j.Holder {
		return "other_holder"
	}
	return ""
}

func (j *judging) proof() string { return j.proved(j.Document, j.doc) }

// proved checks the proof of a credential or list: one, of our suite, made by a
// key that the issuer lists, not in the future. What else stands in it is
// covered by the signature (R-OIP-1).
func (j *judging) proved(document []byte, doc object) string {
	p := doc.child("proof")
	if p == nil {
		return "no_proof"
	}
	created, ok := p.time("created")
	if !ok {
		return "unsupported_proof"
	}
	if created.After(j.Now.Add(Skew)) {
		return "future"
	}
	_, err := proof.Verify(document, func(method string) (ed25519.PublicKey, error) {
		key, listed := j.Keys[method]
		if !listed {
			return nil, errUnlisted
		}
		return key, nil
	}, j.Now)
	switch {
	case err == nil:
		return ""
	case errors.Is(err, errUnlisted):
		return "unknown_key"
	case errors.Is(err, proof.ErrExpired):
		return "expired"
	case errors.Is(err, proof.ErrNotYetValid):
		return "future"
	case errors.Is(err, proof.ErrSignature):
		return "signature"
	}
	return "unsupported_proof"
}

// errUnlisted says that the issuer does not list a key.
var errUnlisted = errors.New("key is not listed by the issuer")

// dates: it stands now, and not for longer than anybody may promise.
func (j *judging) dates() string {
	from, starts := j.doc.time("validFrom")
	until, ends := j.doc.time("validUntil")
	switch {
	case !starts || !ends || !from.Before(until) || until.Sub(from) > Lifetime:
		return "dates"
	case from.After(j.Now.Add(Skew)):
		return "future"
	case !j.Now.Before(until):
		return "expired"
	}
	j.Credential.Until = until
	return ""
}

// status: the issuer has not taken it back, by its word of the last minutes.
func (j *judging) status() string {
	list, ok := j.entry.iri("statusListCredential")
	index, whole := index(j.entry.text("statusListIndex"))
	_, sized := j.entry["statusSize"]
	if !ok || !whole || sized || j.entry.text("type") != entryType || j.entry.text("statusPurpose") != revocation {
		return "status_form"
	}
	if !list.SameOrigin(j.Issuer) {
		return "status_issuer"
	}
	if j.Question.List == nil {
		return "status_unreachable"
	}
	found, err := j.Question.List(list)
	wrong, judged := errors.AsType[ListProblem](err)
	switch {
	case judged:
		return string(wrong)
	case err != nil:
		return "status_unreachable"
	case found.IRI != list:
		return "status_issuer"
	case old(found, j.Now):
		return "status_stale"
	case index >= len(found.Bits)*8:
		return "status_range"
	case found.Taken(index):
		return "revoked"
	}
	j.Verdict.List, j.Index = list, index
	j.Credential.StatusList = list.String()
	return ""
}

// index reads an entry's number in the one way it is written.
func index(s string) (int, bool) {
	n, err := strconv.Atoi(s)
	return n, err == nil && n >= 0 && strconv.Itoa(n) == s
}

// Holder is whom a document says it is about, unproved; zero when it cannot be
// read.
func Holder(document []byte) community.IRI {
	doc, ok := read(document, MaxDocument)
	if !ok {
		return community.IRI{}
	}
	holder, _ := doc.child("credentialSubject").iri("id")
	return holder
}
