package federation

import (
	"context"
	"errors"
	"net/url"

	"consilium/community"
)

// maxShown bounds a stranger's words in a fact, in characters.
const maxShown = 200

// handle follows a handle to its actor, one step after the other.
func (n *inspection) handle(ctx context.Context, h community.Handle) error {
	if welcome, err := n.host(ctx, h.Host()); err != nil || !welcome {
		return err
	}
	d, name := n.webfinger(ctx, h)
	if name == "" {
		return nil
	}
	if d.self().IsZero() {
		n.wrong(name, community.Say("inspect.problem.no_self"), community.Say("inspect.fact.subject", "subject", line(d.Subject, maxShown)))
		return nil
	}
	n.right(name, community.Say("inspect.fact.subject", "subject", line(d.Subject, maxShown)),
		community.Say("inspect.fact.self", "address", d.self().String()))
	at, err := n.f.locate(ctx, h)
	if err != nil {
		n.wrong("subject", whyNot(err))
		return nil
	}
	n.right("subject", community.Say("inspect.fact.handle", "handle", "@"+at.handle.String()))
	if n.f.ours(at.actor) {
		n.wrong("address", community.Say("inspect.problem.ours"))
		return nil
	}
	return n.document(ctx, at.actor.WithoutFragment(), 0)
}

// webfinger asks for the descriptor of a handle, where it usually is and else where
// host-meta says (R-WF-4). It gives the name of the step that found it, "" for none.
func (n *inspection) webfinger(ctx context.Context, h community.Handle) (d descriptor, step string) {
	var err error
	home := ""
	for _, scheme := range n.f.schemesFor(h.Host()) {
		home = scheme + "://" + h.Host()
		d, err = n.f.fingerAt(ctx, home+"/.well-known/webfinger?resource="+url.QueryEscape("acct:"+h.String()))
		if !errors.Is(err, community.ErrUnavailable) {
			break
		}
	}
	if err == nil {
		return d, "webfinger"
	}
	if !refusedThere(err) {
		n.wrong("webfinger", whyNot(err))
		return d, ""
	}
	address, failed := n.f.lookUp(ctx, home, h)
	if failed != nil {
		n.wrong("webfinger", whyNot(err))
		n.open("hostmeta", whyNot(failed))
		return d, ""
	}
	n.open("webfinger", whyNot(err))
	if d, err = n.f.fingerAt(ctx, address); err != nil {
		n.wrong("hostmeta", whyNot(err), community.Say("inspect.fact.address", "address", address))
		return d, ""
	}
	return d, "hostmeta"
}
