package federation

import (
	"context"
	"errors"
	"net/netip"
	"strings"
	"time"

	"consilium/community"
)

// host looks at the rules for a host and at where it is, once. It says whether
// anything may be asked there.
func (n *inspection) host(ctx context.Context, host string) (bool, error) {
	if welcome, done := n.visited[host]; done {
		return welcome, nil
	}
	n.hosts = append(n.hosts, host)
	welcome, err := n.policy(ctx, host)
	if err == nil && welcome {
		welcome = n.place(ctx, host)
	}
	n.visited[host] = welcome
	return welcome, err
}

// policy says which rule decides about a host.
func (n *inspection) policy(ctx context.Context, host string) (bool, error) {
	rules, err := n.f.store.DomainRules(ctx)
	if err != nil {
		return false, err
	}
	facts := []community.Problem{community.Say("inspect.fact.host", "host", host), community.Say("inspect.fact.mode." + string(n.f.mode))}
	if r, found := community.RuleFor(host, rules); found {
		facts = append(facts, community.Say("inspect.fact.rule."+string(r.Severity), "rule", r.Host))
	}
	if community.RejectsMedia(host, rules) {
		facts = append(facts, community.Say("inspect.fact.no_media"))
	}
	if community.RejectsReports(host, rules) {
		facts = append(facts, community.Say("inspect.fact.no_reports"))
	}
	if !community.MayFederate(n.f.mode, host, rules) {
		n.wrong("policy", community.Say("inspect.problem.shut_out"), facts...)
		return false, nil
	}
	n.right("policy", facts...)
	return true, nil
}

// place says where a host is, and whether we may go there (S-NET-2).
func (n *inspection) place(ctx context.Context, host string) bool {
	var found []netip.Addr
	var err error
	for _, scheme := range n.f.schemesFor(host) {
		if found, err = n.f.client.Check(ctx, scheme+"://"+host+"/"); err == nil {
			break
		}
	}
	var facts []community.Problem
	if len(found) > 0 {
		names := make([]string, 0, len(found))
		for _, ip := range found {
			names = append(names, ip.Unmap().String())
		}
		facts = append(facts, community.Say("inspect.fact.addresses", "addresses", strings.Join(names, ", ")))
	}
	problem := whyNot(err)
	if len(found) == 0 && !isPermanent(err) {
		problem = community.Say("inspect.problem.no_name")
	}
	if err != nil {
		n.wrong("place", problem, facts...)
		return false
	}
	n.right("place", facts...)
	return true
}

// queues says what the hosts run that may be asked, and how things stand with each.
func (n *inspection) queues(ctx context.Context) error {
	for _, host := range n.hosts {
		if n.visited[host] {
			n.software(ctx, host)
		}
		if err := n.queue(ctx, host); err != nil {
			return err
		}
	}
	return nil
}

// software is what a host says it runs. Nothing is decided by it (FEP-0151).
func (n *inspection) software(ctx context.Context, host string) {
	ctx, cancel := context.WithTimeout(ctx, peerTime)
	defer cancel()
	w, err := n.f.nodeInfoOf(ctx, host)
	facts := []community.Problem{community.Say("inspect.fact.host", "host", host)}
	if err != nil {
		n.open("software", whyNot(err), facts...)
		return
	}
	if w.Name == "" {
		n.open("software", community.Say("inspect.problem.not_said"), facts...)
		return
	}
	n.right("software", append(facts, community.Say("inspect.fact.software", "software", strings.TrimSpace(w.Name+" "+w.Version)))...)
}

// queue says how deliveries to a host go.
func (n *inspection) queue(ctx context.Context, host string) error {
	facts := []community.Problem{community.Say("inspect.fact.host", "host", host)}
	p, err := n.f.store.PeerAt(ctx, host)
	if errors.Is(err, community.ErrNotFound) {
		n.right("queue", append(facts, community.Say("inspect.fact.never_met"))...)
		return nil
	}
	if err != nil {
		return err
	}
	for _, at := range []struct {
		key  string
		time time.Time
	}{{"inspect.fact.success", p.LastSuccess}, {"inspect.fact.failure", p.LastFailure}, {"inspect.fact.heard", p.Heard}} {
		if !at.time.IsZero() {
			facts = append(facts, community.Say(at.key, "time", clock(at.time)))
		}
	}
	if p.Scheme != "" {
		facts = append(facts, community.Say("inspect.fact.scheme."+p.Scheme))
	}
	facts = append(facts, waitingFacts(p)...)
	switch p.State(n.f.now()) {
	case community.PeerWaiting:
		n.wrong("queue", community.Say("inspect.problem.waiting", "count", p.Fails, "since", clock(p.FailingSince), "until", clock(p.NextTry)), facts...)
	case community.PeerGivenUp:
		n.wrong("queue", community.Say("inspect.problem.given_up", "time", clock(p.GivenUp)), facts...)
	case community.PeerRefusing:
		n.open("queue", community.Say("inspect.problem.refusing"), facts...)
	case community.PeerSlow:
		n.open("queue", community.Say("inspect.problem.slow"), facts...)
	default:
		n.right("queue", facts...)
	}
	return nil
}

// waitingFacts say what waits for a peer, and of what came from it.
func waitingFacts(p community.Peer) []community.Problem {
	var facts []community.Problem
	switch {
	case p.Waiting > community.MostWaiting:
		facts = append(facts, community.Say("inspect.fact.waiting_many", "number", community.MostWaiting, "since", clock(p.Oldest)))
	case p.Waiting > 0:
		facts = append(facts, community.Say("inspect.fact.waiting", "count", p.Waiting, "since", clock(p.Oldest)))
	}
	if p.Incoming > 0 {
		facts = append(facts, community.Say("inspect.fact.incoming", "count", min(p.Incoming, community.MostWaiting)))
	}
	return facts
}

// clock is a moment as it stands in a sentence.
func clock(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }
