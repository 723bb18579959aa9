package desk

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
	"consilium/web/page"
)

const (
	// peersShown is how many servers one page lists, mostSoftware how many names of
	// software there are to choose from.
	peersShown   = 50
	mostSoftware = 100
	// maxAddress bounds an address that is to be inspected, in bytes.
	maxAddress = 2048
)

// showPeers is GET /desk/peers.
func (d *Desk) showPeers(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	ctx, query := r.Context(), r.URL.Query()
	number, _ := strconv.Atoi(query.Get("page")) // what is no number is the first page
	view := page.DeskPeers{Query: strings.ToLower(strings.TrimSpace(query.Get("q"))), Software: query.Get("software"),
		Only: query.Get("only"), Sort: query.Get("sort"), Number: min(max(number, 1), mostPages), Orders: storage.PeerSorts()}
	if len(view.Query) > 253 {
		view.Query = ""
	}
	if !slices.Contains(view.Onlys(), view.Only) {
		view.Only = ""
	}
	if !slices.Contains(view.Orders, view.Sort) {
		view.Sort = view.Orders[0]
	}
	var err error
	if view.Softwares, err = d.store.PeerSoftwares(ctx, mostSoftware); err != nil {
		return err
	}
	if !slices.Contains(view.Softwares, view.Software) {
		view.Software = ""
	}
	peers, total, err := d.store.ListPeers(ctx, storage.PeerFilter{Name: view.Query, Software: view.Software, Waiting: view.Only == "waiting",
		Failing: view.Only == "failing", Sort: view.Sort, Skip: (view.Number - 1) * peersShown, Limit: peersShown})
	if err != nil {
		return err
	}
	view.Total, view.More = total, view.Number*peersShown < total
	rules, err := d.store.DomainRules(ctx)
	if err != nil {
		return err
	}
	for _, p := range peers {
		view.List = append(view.List, d.peer(p, rules))
	}
	return d.door.Show(w, r, v, door.Sheet{View: view})
}

// peer is a server as pages show it.
func (d *Desk) peer(p community.Peer, rules map[string]community.DomainRule) page.Peer {
	shown := page.Peer{Peer: p, State: p.State(d.store.Now())}
	if rule, found := community.RuleFor(p.Host, rules); found {
		shown.Rule = rule.Severity
	}
	return shown
}

// connection says how things stand with a server; nil when it was never met.
func (d *Desk) connection(ctx context.Context, host string) (*page.DeskConnection, error) {
	p, err := d.store.PeerAt(ctx, host)
	if errors.Is(err, community.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	waiting, err := d.store.Droppable(ctx, host)
	if err != nil {
		return nil, err
	}
	severed, err := d.store.SeveredWith(ctx, host)
	return &page.DeskConnection{Peer: d.peer(p, nil), Deliveries: waiting.Deliveries, Deletes: waiting.Deletes, Severed: severed}, err
}

// retryPeer is POST /desk/domains/{host}/retry.
func (d *Desk) retryPeer(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	host, err := hostIn(r)
	if err != nil {
		return err
	}
	if err := d.store.RetryPeer(r.Context(), host, v.Person.Actor.ID); err != nil {
		return err
	}
	return door.SeeOther(w, r, "/desk/domains/"+url.PathEscape(host), "notice.peer_retried")
}

// dropDeliveries is POST /desk/domains/{host}/drop.
func (d *Desk) dropDeliveries(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	host, err := hostIn(r)
	if err != nil {
		return err
	}
	if r.PostFormValue("sure") == "" {
		return d.domain(w, r, v, page.DeskDomain{Host: host, Problems: page.Problems{"sure": community.Say("peer.drop.sure_needed")}})
	}
	if _, err := d.store.DropDeliveries(r.Context(), host, r.PostFormValue("deletes") != "", v.Person.Actor.ID); err != nil {
		return err
	}
	return door.SeeOther(w, r, "/desk/domains/"+url.PathEscape(host), "notice.peer_dropped")
}

// inspect is GET /desk/peers/inspect.
func (d *Desk) inspect(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	view := page.DeskInspection{Address: strings.TrimSpace(community.CleanText(r.URL.Query().Get("address")))}
	if len(view.Address) > maxAddress {
		view.Address = ""
	}
	if view.Address == "" || d.Inspect == nil {
		return d.door.Show(w, r, v, door.Sheet{View: view})
	}
	var err error
	if view.List, err = d.Inspect(r.Context(), view.Address); err != nil {
		return err
	}
	view.Well = community.InspectedWell(view.List)
	return d.door.Show(w, r, v, door.Sheet{View: view})
}
