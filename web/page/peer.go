package page

import (
	"net/url"
	"strconv"

	"consilium/community"
)

// DeskPeers is the page GET /desk/peers?q=&software=&only=&sort=&page=N: the servers
// that were met, how things stand with each and what waits. Each has its page at
// /desk/domains/{host}.
type DeskPeers struct {
	Query    string
	Software string // the only one shown; "" for all
	Only     string // one of Onlys; "" for all
	Sort     string // one of Sorts
	Number   int    // of the page, from 1
	List     []Peer
	Total    int
	// Softwares are those to choose from.
	Softwares []string
	// More says that another page follows.
	More bool
	// Orders are those to choose from.
	Orders []string
}

// Onlys are what the list can be narrowed to.
func (v DeskPeers) Onlys() []string { return []string{"waiting", "failing"} }

// Choices are the software to choose from.
func (v DeskPeers) Choices() []Option {
	var list []Option
	for _, name := range v.Softwares {
		list = append(list, Option{Value: name, Label: name, Chosen: name == v.Software})
	}
	return list
}

// Narrowed says whether some servers are left out.
func (v DeskPeers) Narrowed() bool { return v.Query+v.Software+v.Only != "" }

// SortURL is the same list in another order.
func (v DeskPeers) SortURL(sort string) string { return v.at(sort, 1) }

// Pages are the links to the parts before and after.
func (v DeskPeers) Pages() Pages {
	var p Pages
	if v.Number > 1 {
		p.Newer = v.at(v.Sort, v.Number-1)
	}
	if v.More {
		p.Older = v.at(v.Sort, v.Number+1)
	}
	return p
}

func (v DeskPeers) at(sort string, number int) string {
	q := url.Values{"sort": {sort}}
	for name, value := range map[string]string{"q": v.Query, "software": v.Software, "only": v.Only} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if number > 1 {
		q.Set("page", strconv.Itoa(number))
	}
	return "/desk/peers?" + q.Encode()
}

func (v DeskPeers) meta(p *Printer) meta { return deskMeta(p, "desk-peers", "peers") }

// Peer is another server and how things stand with it.
type Peer struct {
	community.Peer
	State community.PeerState
	// Rule is what the rule that decides about it does; "" for none.
	Rule community.DomainSeverity
}

// Runs is what it says it runs, in one line; "" for nothing.
func (p Peer) Runs() string {
	if p.Version == "" {
		return p.Peer.Software
	}
	return p.Peer.Software + " " + p.Version
}

// Tone is the colour of its state.
func (p Peer) Tone() string {
	switch p.State {
	case community.PeerWorking:
		return "good"
	case community.PeerWaiting, community.PeerSlow, community.PeerRefusing:
		return "warn"
	case community.PeerGivenUp:
		return "bad"
	}
	return ""
}

// MoreWaiting says that there is more than is counted; Counted is as far as it is.
func (p Peer) MoreWaiting() bool { return p.Waiting > community.MostWaiting }

// Counted is how many wait, as far as they are counted.
func (p Peer) Counted() int { return min(p.Waiting, community.MostWaiting) }

// DeskConnection is the part of a server's page that says how things stand with it.
// POST /desk/domains/{host}/retry tries it again now, POST /desk/domains/{host}/drop
// with the field sure ("on") drops the deliveries that wait for it; with deletes
// ("on") those as well that take posts back.
type DeskConnection struct {
	Peer Peer
	// Deliveries and Deletes wait, together counted to community.MostWaiting+1.
	Deliveries, Deletes int
	// Severed counts the follows that ended because of a rule.
	Severed int
}

// More says that there is more than is counted.
func (c DeskConnection) More() bool { return c.Deliveries+c.Deletes > community.MostWaiting }

// DeskInspection is the page GET /desk/peers/inspect?address=: what another server
// says, step by step.
type DeskInspection struct {
	Address string
	List    []community.Inspected
	// Well says that nothing was wrong.
	Well bool
}

func (v DeskInspection) meta(p *Printer) meta { return deskMeta(p, "desk-inspection", "peers") }
