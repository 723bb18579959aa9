package federation

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"consilium/community"
	"consilium/federation/signature"
)

// errShutOut says that the domain policy or a decision of our staff keeps
// somebody out, as against a document or key that is merely wrong.
var errShutOut = fmt.Errorf("shut out: %w", community.ErrForbidden)

// mayFederate asks the domain policy about hosts: nil when anything may pass
// between us and all of them, errShutOut (a community.ErrForbidden) when not. An
// error of the database means no.
func (f *Federation) mayFederate(ctx context.Context, hosts ...string) error {
	rules, err := f.store.DomainRules(ctx)
	if err != nil {
		return err
	}
	for _, host := range hosts {
		if !community.MayFederate(f.mode, host, rules) {
			return fmt.Errorf("federate with %s: %w", host, errShutOut)
		}
	}
	return nil
}

// welcomeOrigin says whether something that is referred to may come in here: what
// is repeated, quoted, answered, wrapped or named lives at a host, and that host must
// not be shut out, whoever brought it (S-ORG-12). It is asked before anything is
// fetched, and before what is stored already is used again. What is ours always may.
func (f *Federation) welcomeOrigin(ctx context.Context, origins ...community.IRI) error {
	for _, iri := range origins {
		if iri.IsZero() || f.ours(iri) {
			continue
		}
		if err := f.mayFederate(ctx, iri.Host()); err != nil {
			return err
		}
	}
	return nil
}

// welcomeSigner is nil for a request without a signature, and errShutOut when one
// names a key of a host that is shut out. It looks at what the request says of itself
// and verifies nothing: for what everybody may ask unsigned, whose answer only must
// not go to those who say that they are shut out.
func (f *Federation) welcomeSigner(r *http.Request) error {
	if !signs(r) {
		return nil
	}
	claims, err := signature.Parse(r)
	if err != nil {
		return refuseSignature(err)
	}
	for _, c := range claims {
		iri, err := community.ParseIRI(c.KeyID)
		if err != nil {
			return refuse(http.StatusUnauthorized, "key id is not an address elsewhere")
		}
		if err := f.mayFederate(r.Context(), iri.Host()); errors.Is(err, errShutOut) {
			return refuse(http.StatusForbidden, "not welcome here") // R-AF-3
		} else if err != nil {
			return err
		}
	}
	return nil
}

// rejectsReports says whether staff want no reports of an actor's server.
func (f *Federation) rejectsReports(ctx context.Context, a community.Actor) (bool, error) {
	rules, err := f.store.DomainRules(ctx)
	return err != nil || community.RejectsReports(a.IRI.Host(), rules) || community.RejectsReports(a.Handle.Host(), rules), err
}

// welcome says whether an actor may act towards us: neither closed nor of a
// host that is shut out, be it where it lives or the domain it goes by.
func (f *Federation) welcome(ctx context.Context, a community.Actor) error {
	if !a.Active() || a.Local {
		return fmt.Errorf("actor %s is closed: %w", a.IRI, errShutOut)
	}
	return f.mayFederate(ctx, a.IRI.Host(), a.Handle.Host())
}
