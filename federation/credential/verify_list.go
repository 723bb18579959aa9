package credential

import (
	"crypto/ed25519"
	"time"

	"consilium/community"
	"consilium/storage"
)

// List is a list of what an issuer has taken back, verified.
type List = storage.StatusList

// old says whether an answer is as good as none: over, or of longer ago than it
// may be (V8).
func old(l List, now time.Time) bool {
	return l.Checked.IsZero() || l.Checked.After(now.Add(Skew)) || now.Sub(l.Checked) > community.StatusAge || !now.Before(l.Until)
}

// ListProblem is what is wrong with a status list, as VerifyList says it, for
// whoever reads lists to answer with.
type ListProblem string

func (p ListProblem) Error() string { return "status list: " + string(p) }

// ListQuestion is a status list that was read.
type ListQuestion struct {
	Document []byte
	// At is the address it was read from.
	At     community.IRI
	Issuer community.IRI
	Keys   map[string]ed25519.PublicKey
	Now    time.Time
}

// VerifyList judges a status list. The problem is one of those of StepStatus, ""
// when nothing is wrong. The list's Checked is when its issuer signed it: only
// then did it say so.
func VerifyList(q ListQuestion) (list List, problem string) {
	doc, ok := read(q.Document, MaxList)
	if !ok {
		return List{}, "status_form"
	}
	subject := doc.child("credentialSubject")
	id, named := doc.iri("id")
	issuer, vouched := doc.iri("issuer")
	switch {
	case string(doc["@context"]) != listContext, !doc.is(vcType, listVCType), subject.text("type") != listType,
		subject.text("statusPurpose") != revocation:
		return List{}, "status_form"
	case !named || id != q.At, !vouched || issuer != q.Issuer || !id.SameOrigin(q.Issuer):
		return List{}, "status_issuer"
	}
	j := judging{Question: Question{Keys: q.Keys, Now: q.Now}}
	if j.proved(q.Document, doc) != "" {
		return List{}, "status_forged"
	}
	from, starts := doc.time("validFrom")
	until, ends := doc.time("validUntil")
	if !starts || !ends || from.After(q.Now.Add(Skew)) {
		return List{}, "status_stale"
	}
	if from.After(q.Now) {
		from = q.Now // another clock is a little ahead
	}
	list = List{IRI: id, Checked: from, Until: until}
	if old(list, q.Now) {
		return List{}, "status_stale"
	}
	if list.Bits, ok = unpackBits(subject.text("encodedList")); !ok {
		return List{}, "status_form"
	}
	return list, ""
}
