package storage

import (
	"context"
	"fmt"
	"strings"

	"github.com/uptrace/bun"

	"consilium/community"
)

// PeerFilter narrows and sorts the list of peers. The zero value is all, by name.
type PeerFilter struct {
	// Name is part of the host's, in small letters; Software exactly what it says it
	// runs.
	Name, Software string
	// Waiting keeps those that something waits for, Failing those that did not take
	// what was sent last.
	Waiting, Failing bool
	// Sort is one of PeerSorts; anything else is by name.
	Sort string
	// Skip and Limit choose the part that is given.
	Skip, Limit int
}

// peerSorts are the orders of the list, each with the host as the last word. What is
// counted is counted for all hosts, through an index.
var peerSorts = map[string]string{
	"name":     "p.host",
	"software": "p.software, p.software_version, p.host",
	"people":   "(SELECT COUNT(*) FROM actor AS a WHERE a.home = p.host) DESC, p.host",
	"waiting":  "(SELECT COUNT(*) FROM " + peerQueue("p.host") + ") DESC, p.host",
	"success":  "COALESCE(p.last_success, 0) DESC, p.host",
	"failure":  "COALESCE(p.last_failure, 0) DESC, p.host",
	"heard":    "COALESCE(p.heard, 0) DESC, p.host",
}

// PeerSorts lists the orders, the usual one first.
func PeerSorts() []string {
	return []string{"name", "software", "people", "waiting", "success", "failure", "heard"}
}

// peerQueue is what waits in a lane, bounded: more is only known to be more.
func peerQueue(lane string) string {
	return fmt.Sprintf("(SELECT 1 FROM job AS j WHERE j.lane = %s LIMIT %d) AS few", lane, community.MostWaiting+1)
}

// peerWhere is the condition of a filter, with its arguments. l is the peer's lane.
func (f PeerFilter) where() (string, []any) {
	parts, args := []string{"TRUE"}, []any{}
	if f.Name != "" {
		parts, args = append(parts, "p.host LIKE ? ESCAPE '!'"), append(args, "%"+prefix(f.Name))
	}
	if f.Software != "" {
		parts, args = append(parts, "p.software = ?"), append(args, f.Software)
	}
	if f.Waiting {
		parts = append(parts, "EXISTS (SELECT 1 FROM job AS j WHERE j.lane = p.host)")
	}
	if f.Failing {
		parts = append(parts, "(l.fails > 0 OR p.last_failure > COALESCE(p.last_success, 0) OR p.given_up > COALESCE(p.last_success, 0))")
	}
	return strings.Join(parts, " AND "), args
}

// ListPeers gives part of the servers that were met, with what is known of them, and
// how many the filter finds.
func (s *Store) ListPeers(ctx context.Context, f PeerFilter) (list []community.Peer, total int, err error) {
	where, args := f.where()
	order, known := peerSorts[f.Sort]
	if !known {
		order = peerSorts["name"]
	}
	from := `FROM peer AS p LEFT JOIN lane AS l ON l.name = p.host WHERE ` + where
	if err := one(ctx, s.r, &total, `SELECT COUNT(*) `+from, args...); err != nil {
		return nil, 0, fmt.Errorf("count peers: %w", err)
	}
	var hosts []string
	// First which, then what: so that nothing is counted for those not shown.
	err = many(ctx, s.r, &hosts, `SELECT p.host `+from+` ORDER BY `+order+` LIMIT ? OFFSET ?`, append(args, f.Limit, f.Skip)...)
	if err != nil {
		return nil, 0, fmt.Errorf("list peers: %w", err)
	}
	list, err = s.peersAt(ctx, hosts)
	return list, total, err
}

// PeerAt gives what is known of one server. ErrNotFound when it was never met.
func (s *Store) PeerAt(ctx context.Context, host string) (community.Peer, error) {
	found, err := s.peersAt(ctx, []string{host})
	if err == nil && len(found) == 0 {
		err = fmt.Errorf("peer %s: %w", host, community.ErrNotFound)
	}
	if err != nil {
		return community.Peer{}, err
	}
	return found[0], nil
}

type peerRow struct {
	Host, Software, SoftwareVersion, Scheme               string
	NodeinfoRead, SchemeNoted, ModernRefused              stamp
	LastSuccess, LastFailure, GivenUp, Heard              stamp
	FailureStatus, UnknownCount, Fails, Waiting, Incoming int
	FailingSince, DueAt, Oldest                           stamp
	People                                                int
}

func (r peerRow) peer() community.Peer {
	p := community.Peer{Host: r.Host, Software: r.Software, Version: r.SoftwareVersion, Asked: r.NodeinfoRead.Time, People: r.People,
		LastSuccess: r.LastSuccess.Time, LastFailure: r.LastFailure.Time, FailureStatus: r.FailureStatus,
		Fails: r.Fails, FailingSince: r.FailingSince.Time, GivenUp: r.GivenUp.Time, Waiting: r.Waiting, Incoming: r.Incoming, Oldest: r.Oldest.Time,
		Heard: r.Heard.Time, Unknown: r.UnknownCount, Scheme: r.Scheme, SchemeNoted: r.SchemeNoted.Time, ModernRefused: r.ModernRefused.Time}
	if p.Fails > 0 {
		p.NextTry = r.DueAt.Time
	}
	return p
}

// peersAt reads some peers, in the order of their names as given.
func (s *Store) peersAt(ctx context.Context, hosts []string) ([]community.Peer, error) {
	var rows []peerRow
	err := many(ctx, s.r, &rows, `SELECT p.host, p.software, p.software_version, p.scheme, p.nodeinfo_read, p.scheme_noted, p.modern_refused,
		p.last_success, p.last_failure, p.given_up, p.heard, p.failure_status, p.unknown_count,
		COALESCE(l.fails, 0) AS fails, l.failing_since, l.due_at,
		(SELECT COUNT(*) FROM ?) AS waiting, (SELECT COUNT(*) FROM ?) AS incoming,
		(SELECT j.created FROM job AS j WHERE j.lane = p.host ORDER BY j.id LIMIT 1) AS oldest,
		(SELECT COUNT(*) FROM actor AS a WHERE a.home = p.host) AS people
		FROM peer AS p LEFT JOIN lane AS l ON l.name = p.host WHERE p.host IN (?)`,
		bun.Safe(peerQueue("p.host")), bun.Safe(peerQueue("('in/' || p.host)")), in(hosts))
	if err != nil {
		return nil, fmt.Errorf("read peers: %w", err)
	}
	at := make(map[string]community.Peer, len(rows))
	for _, r := range rows {
		at[r.Host] = r.peer()
	}
	list := make([]community.Peer, 0, len(rows))
	for _, host := range hosts {
		if p, found := at[host]; found {
			list = append(list, p)
		}
	}
	return list, nil
}

// PeerSoftwares lists what peers say they run, by name; at most limit.
func (s *Store) PeerSoftwares(ctx context.Context, limit int) ([]string, error) {
	var names []string
	err := many(ctx, s.r, &names, `SELECT DISTINCT software FROM peer WHERE software <> '' ORDER BY software LIMIT ?`, limit)
	if err != nil {
		return nil, fmt.Errorf("software of peers: %w", err)
	}
	return names, nil
}

// SeveredWith counts the follows that ended because a server, or one above it, was
// shut out.
func (s *Store) SeveredWith(ctx context.Context, host string) (int, error) {
	var n int
	err := one(ctx, s.r, &n, `SELECT COUNT(*) FROM severance AS e JOIN severed AS c ON c.severance = e.id WHERE e.target IN (?)`,
		in(community.DomainNames(host)))
	if err != nil {
		return 0, fmt.Errorf("follows severed with %s: %w", host, err)
	}
	return n, nil
}
