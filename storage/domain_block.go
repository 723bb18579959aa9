package storage

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"consilium/community"
)

// DomainBlock is a server that a member does not want to meet, with all below it.
type DomainBlock struct {
	Host    string
	Created time.Time
}

// MostDomainBlocks bounds how many servers one member blocks.
const MostDomainBlocks = 1000

// ofServer narrows actors a to those of the server d.host and all below it, as
// community.DomainNames knows it: where they live, or the domain they go by.
const ofServer = `(a.host = d.host OR a.home = d.host OR a.host LIKE '%.' || d.host OR a.home LIKE '%.' || d.host
	OR a.host LIKE d.host || ':%' OR a.home LIKE d.host || ':%' OR a.host LIKE '%.' || d.host || ':%' OR a.home LIKE '%.' || d.host || ':%')`

// isBelow says whether a host is a server or one below it.
func isBelow(host, server string) bool { return slices.Contains(community.DomainNames(host), server) }

// BlockDomain keeps a server away from a member: its posts and notifications are not
// shown from now on, and the follows between the two end by and by. Its people are
// told that they ended, and of no block. Blocking again changes nothing. *Invalid
// naming "host" when it is not the name of another server, or one too many.
func (s *Store) BlockDomain(ctx context.Context, actor community.ActorID, host string) error {
	canonical, err := community.CanonicalHost(host)
	if err != nil || !strings.ContainsAny(canonical, ".:") {
		return &community.Invalid{Field: "host", Problem: community.Say("domain.not_a_host")}
	}
	if s.isUs(canonical) {
		return &community.Invalid{Field: "host", Problem: community.Say("domain.ourselves")}
	}
	return s.update(ctx, fmt.Sprintf("block server by %d", actor), func(t *tx) error {
		have, err := blockedHosts(ctx, t, actor)
		if err != nil {
			return err
		}
		if len(have) >= MostDomainBlocks {
			return &community.Invalid{Field: "host", Problem: community.Say("domain.too_many_blocks", "limit", MostDomainBlocks)}
		}
		_, err = t.do(ctx, `INSERT INTO user_domain_block (actor, host, created) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`, actor, canonical, at(t.now))
		if err != nil {
			return err
		}
		return t.enforce(ctx, Enforcement{Member: actor, Host: canonical})
	})
}

// UnblockDomain takes that back. What it ended does not come back; where there is
// none nothing happens.
func (s *Store) UnblockDomain(ctx context.Context, actor community.ActorID, host string) error {
	if canonical, err := community.CanonicalHost(host); err == nil {
		host = canonical
	}
	return s.update(ctx, fmt.Sprintf("unblock server by %d", actor), func(t *tx) error {
		_, err := t.do(ctx, `DELETE FROM user_domain_block WHERE actor = ? AND host = ?`, actor, host)
		return err
	})
}

// BlockedDomains lists the servers that a member blocks, by name.
func (s *Store) BlockedDomains(ctx context.Context, actor community.ActorID) ([]DomainBlock, error) {
	var rows []struct {
		Host    string
		Created stamp
	}
	err := many(ctx, s.r, &rows, `SELECT host, created FROM user_domain_block WHERE actor = ? ORDER BY host`, actor)
	if err != nil {
		return nil, fmt.Errorf("servers blocked by %d: %w", actor, err)
	}
	list := make([]DomainBlock, 0, len(rows))
	for _, r := range rows {
		list = append(list, DomainBlock{r.Host, r.Created.Time})
	}
	return list, nil
}

// isUs says whether a host is our own, by the account domain or the address, or
// one above: what is said of it would be said of us.
func (s *Store) isUs(host string) bool {
	return isBelow(s.domain, host) || isBelow(s.iri("/").Host(), host)
}

// IsUs says whether a rule about a host would be one about this server itself.
func (s *Store) IsUs(host string) bool { return s.isUs(host) }

// blockedHosts are the servers that an actor blocks.
func blockedHosts(ctx context.Context, db reader, actor community.ActorID) ([]string, error) {
	var hosts []string
	err := many(ctx, db, &hosts, `SELECT host FROM user_domain_block WHERE actor = ?`, actor)
	if err != nil {
		return nil, fmt.Errorf("servers blocked by %d: %w", actor, err)
	}
	return hosts, nil
}

// away says whether somebody elsewhere is of one of the hosts.
func away(hosts []string, iri community.IRI, domain string) bool {
	return slices.ContainsFunc(hosts, func(host string) bool { return isBelow(iri.Host(), host) || isBelow(domain, host) })
}

// shuns says whether a member blocks the server of somebody.
func (t *tx) shuns(ctx context.Context, member community.ActorID, other community.Actor) (bool, error) {
	if other.Local {
		return false, nil
	}
	hosts, err := blockedHosts(ctx, t, member)
	return err == nil && away(hosts, other.IRI, other.Handle.Host()), err
}

// enforceMember ends some of what is between a member and a server they block, and
// leaves the rest for the next time.
func (t *tx) enforceMember(ctx context.Context, e Enforcement) error {
	var since stamp
	err := many(ctx, t, &since, `SELECT created FROM user_domain_block WHERE actor = ? AND host = ?`, e.Member, e.Host)
	if err != nil || since.IsZero() {
		return err
	}
	var people []struct {
		ID   community.ActorID
		IRI  community.IRI
		Host string
	}
	err = many(ctx, t, &people, `SELECT a.id, a.iri, a.host FROM actor AS a WHERE NOT a.local AND a.id IN (
		SELECT followed FROM follow WHERE follower = ? UNION SELECT follower FROM follow WHERE followed = ?
		UNION SELECT actor FROM notification WHERE owner = ?) ORDER BY a.id`, e.Member, e.Member, e.Member)
	if err != nil {
		return err
	}
	done := 0
	for _, p := range people {
		if !away([]string{e.Host}, p.IRI, p.Host) {
			continue
		}
		if done++; done > mostParted {
			return t.enforce(ctx, e)
		}
		if err := t.partMember(ctx, e, p.ID, since); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) partMember(ctx context.Context, e Enforcement, other community.ActorID, since stamp) error {
	p, err := t.pair(ctx, e.Member, other)
	if err != nil {
		return err
	}
	why := severance{Kind: SeveredByMember, Target: e.Host, Owner: e.Member, Since: since}
	r, err := t.relation(ctx, e.Member, other)
	if err != nil {
		return err
	}
	if r.Follows {
		if err := t.noteSevered(ctx, why, severed{Member: e.Member, Other: other, HidesAnnounces: r.HidesAnnounces}); err != nil {
			return err
		}
	}
	if r.FollowedBy {
		if err := t.noteSevered(ctx, why, severed{Member: e.Member, Other: other, Follower: true}); err != nil {
			return err
		}
	}
	if err := t.unfollow(ctx, p); err != nil {
		return err
	}
	if err := t.reject(ctx, pair{follower: p.followed, followed: p.follower}); err != nil {
		return err
	}
	_, err = t.do(ctx, `DELETE FROM notification WHERE owner = ? AND actor = ?`, e.Member, other)
	return err
}
