package federation

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"consilium/community"
	"consilium/federation/client"
	"consilium/federation/signature"
)

// Inquiry says what is to be inspected.
type Inquiry struct {
	// Address is a handle, the address of an actor, of a post or of a page of either,
	// or the name of a server.
	Address string
	// As is the name of the member whose key signs what is asked; "" for that of the
	// instance.
	As string
}

// inspectTime bounds an inspection, whatever the other server does.
const inspectTime = time.Minute

// Inspect looks at what another server says and what is thought of it here, step by
// step: the rules, where it is, WebFinger, NodeInfo, how it answers with and without
// signatures, its actor, keys and post, and how things stand with it. Nothing is kept
// or sent, and only a post for everybody is quoted, briefly. An error says that
// something failed here, or, as *community.Invalid naming "as", that there is no such
// member; what is wrong elsewhere is a step.
func (f *Federation) Inspect(ctx context.Context, q Inquiry) ([]community.Inspected, error) {
	as, err := f.inspector(ctx, q.As)
	if err != nil {
		return nil, err
	}
	n := &inspection{f: f, as: as, visited: map[string]bool{}, scheme: signature.Cavage}
	limited, cancel := context.WithTimeout(ctx, inspectTime)
	defer cancel()
	err = n.run(limited, strings.TrimSpace(q.Address))
	if err == nil {
		err = n.queues(ctx)
	}
	return n.list, err
}

// inspector is who signs.
func (f *Federation) inspector(ctx context.Context, name string) (community.ActorID, error) {
	if name == "" {
		a, err := f.instance(ctx)
		return a.ID, err
	}
	h, err := community.MakeHandle(strings.TrimPrefix(name, "@"), "", f.store.Domain())
	if err == nil {
		var a community.Actor
		if a, err = f.store.ActorByHandle(ctx, h); err == nil && a.Local && a.Active() {
			return a.ID, nil
		}
	}
	if err != nil && !errors.Is(err, community.ErrNotFound) && !h.IsZero() {
		return 0, err
	}
	return 0, &community.Invalid{Field: "as", Problem: community.Say("inspect.problem.no_member")}
}

// inspection is one run. What it found stands in list, in order.
type inspection struct {
	f    *Federation
	as   community.ActorID
	list []community.Inspected
	// visited are the hosts that were looked at, hosts the same in order.
	visited map[string]bool
	hosts   []string
	// scheme is the one that worked last.
	scheme signature.Scheme
}

func (n *inspection) right(name string, facts ...community.Problem) {
	n.list = append(n.list, community.Inspected{Name: name, Mark: community.MarkRight, Facts: facts})
}

func (n *inspection) wrong(name string, problem community.Problem, facts ...community.Problem) {
	n.list = append(n.list, community.Inspected{Name: name, Mark: community.MarkWrong, Problem: problem, Facts: facts})
}

func (n *inspection) open(name string, problem community.Problem, facts ...community.Problem) {
	n.list = append(n.list, community.Inspected{Name: name, Mark: community.MarkOpen, Problem: problem, Facts: facts})
}

// run looks at what the address names.
func (n *inspection) run(ctx context.Context, address string) error {
	if strings.HasPrefix(address, "https://") || strings.HasPrefix(address, "http://") {
		iri, err := community.ParseIRI(address)
		switch {
		case err != nil:
			n.wrong("address", community.Say("inspect.problem.not_an_address"))
		case n.f.ours(iri):
			n.wrong("address", community.Say("inspect.problem.ours"))
		default:
			n.right("address", community.Say("inspect.fact.address", "address", iri.String()))
			return n.document(ctx, iri.WithoutFragment(), 0)
		}
		return nil
	}
	if host, err := community.CanonicalHost(address); err == nil && strings.ContainsAny(host, ".:") {
		if n.f.store.IsUs(host) {
			n.wrong("address", community.Say("inspect.problem.ours"))
			return nil
		}
		n.right("address", community.Say("inspect.fact.host", "host", host))
		_, err := n.host(ctx, host)
		return err
	}
	handle, err := community.ParseHandle(address, n.f.store.Domain())
	switch {
	case err != nil:
		n.wrong("address", community.Say("inspect.problem.not_an_address"))
	case handle.Host() == "":
		n.wrong("address", community.Say("inspect.problem.ours"))
	default:
		n.right("address", community.Say("inspect.fact.handle", "handle", "@"+handle.String()))
		return n.handle(ctx, handle)
	}
	return nil
}

// errMediaType and errMalformed say what does not do about an answer.
var (
	errMediaType = fmt.Errorf("unexpected media type: %w", community.ErrForbidden)
	errMalformed = fmt.Errorf("malformed answer: %w", community.ErrForbidden)
)

// whyNot are the words for a failure elsewhere. What a server answered is not
// repeated.
func whyNot(err error) community.Problem {
	for _, known := range []struct {
		kind error
		key  string
	}{
		{errShutOut, "inspect.problem.shut_out"}, {client.ErrForbiddenAddress, "inspect.problem.forbidden_address"},
		{client.ErrScheme, "inspect.problem.scheme"}, {client.ErrURL, "inspect.problem.not_an_address"},
		{client.ErrTooLarge, "inspect.problem.too_large"}, {client.ErrTooManyRedirects, "inspect.problem.redirects"},
		{errMediaType, "inspect.problem.media_type"}, {errMalformed, "inspect.problem.malformed"},
		{errContradicts, "inspect.problem.contradicts"},
	} {
		if errors.Is(err, known.kind) {
			return community.Say(known.key)
		}
	}
	switch status := statusOf(err); {
	case status != 0:
		return community.Say("inspect.problem.status", "status", statusText(status))
	case errors.Is(err, community.ErrUnavailable) || !isKind(err):
		return community.Say("inspect.problem.no_answer")
	}
	return community.Say("inspect.problem.not_acceptable")
}

// statusText is a status with its usual name.
func statusText(status int) string {
	return strings.TrimSpace(strconv.Itoa(status) + " " + http.StatusText(status))
}
