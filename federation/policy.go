package federation

import (
	"context"
	"fmt"

	"consilium/community"
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

// welcome says whether an actor may act towards us: neither closed nor of a
// host that is shut out, be it where it lives or the domain it goes by.
func (f *Federation) welcome(ctx context.Context, a community.Actor) error {
	if !a.Active() || a.Local {
		return fmt.Errorf("actor %s is closed: %w", a.IRI, errShutOut)
	}
	return f.mayFederate(ctx, a.IRI.Host(), a.Handle.Host())
}
