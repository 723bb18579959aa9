package storage

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"consilium/community"
)

// KindPolicy is the kind of job that takes away what a rule about a server ended;
// its payload is an Enforcement as JSON. It does a bounded piece and leaves the rest
// to the next, so that it goes on where a crash stopped it.
const KindPolicy = "policy"

// lanePolicy is where these jobs wait, one behind the other.
const lanePolicy = "policy"

// How much one such job does.
const (
	mostHosts    = 100
	mostParted   = 50
	mostFollows  = 200
	mostPictures = 200
)

// Enforcement is what one such job is about: all rules, or what one member blocks.
type Enforcement struct {
	// After is the last host that is done with.
	After string `json:"after,omitempty"`
	// Member blocks Host for themselves.
	Member community.ActorID `json:"member,omitempty"`
	Host   string            `json:"host,omitempty"`
}

// enforce leaves a piece of that work.
func (t *tx) enforce(ctx context.Context, e Enforcement) error {
	payload, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("encode enforcement: %w", err)
	}
	return t.enqueue(ctx, lanePolicy, KindPolicy, string(payload))
}

// EnforceDomains is the handler for KindPolicy jobs. It may run twice.
func (s *Store) EnforceDomains(ctx context.Context, job Job) error {
	var e Enforcement
	if err := json.Unmarshal([]byte(job.Payload), &e); err != nil {
		return &Never{Err: fmt.Errorf("read enforcement: %w", err)}
	}
	return s.update(ctx, "enforce domain rules", func(t *tx) error {
		if e.Member != 0 {
			return t.enforceMember(ctx, e)
		}
		return t.enforceRules(ctx, e)
	})
}

// enforceRules does the next piece and leaves what comes then.
func (t *tx) enforceRules(ctx context.Context, e Enforcement) error {
	rules, err := readRules(ctx, t)
	if err != nil {
		return err
	}
	known, err := knownHosts(ctx, t)
	if err != nil {
		return err
	}
	var hosts []string
	for _, host := range known.sorted() {
		if host > e.After && len(hosts) < mostHosts && community.RejectsMedia(host, rules) { // as all suspended do
			hosts = append(hosts, host)
		}
	}
	if len(hosts) == 0 {
		return nil
	}
	suspended := slices.DeleteFunc(slices.Clone(hosts), func(host string) bool {
		_, is := community.Suspension(host, rules)
		return !is
	})
	parted, err := t.partHosts(ctx, known.names(suspended), rules)
	if err != nil {
		return err
	}
	purged, err := t.purgePictures(ctx, known.names(hosts))
	if err != nil {
		return err
	}
	if !parted && !purged {
		e.After = hosts[len(hosts)-1]
	}
	return t.enforce(ctx, e)
}

// partHosts ends follows between members and people of these hosts, and takes back
// what members were told of them; reports stay, because staff decide on them. It says
// whether there was anything. Nothing is sent: a suspended host hears nothing of us.
func (t *tx) partHosts(ctx context.Context, names []string, rules map[string]community.DomainRule) (bool, error) {
	var people []struct {
		ID   community.ActorID
		IRI  community.IRI
		Host string
	}
	err := many(ctx, t, &people, `SELECT a.id, a.iri, a.host FROM actor AS a WHERE NOT a.local AND (a.host IN (?) OR a.home IN (?))
		AND (EXISTS (SELECT 1 FROM follow AS f WHERE f.follower = a.id) OR EXISTS (SELECT 1 FROM follow AS f WHERE f.followed = a.id)
		OR EXISTS (SELECT 1 FROM notification AS n WHERE n.actor = a.id AND n.kind <> ?)) ORDER BY a.id LIMIT ?`,
		in(names), in(names), string(community.NotifyFlag), mostParted)
	if err != nil || len(people) == 0 {
		return false, err
	}
	ids, by := []community.ActorID{}, map[community.ActorID]community.DomainRule{}
	for _, p := range people {
		rule, suspended := community.Suspension(p.IRI.Host(), rules)
		if !suspended {
			rule, _ = community.Suspension(p.Host, rules)
		}
		ids, by[p.ID] = append(ids, p.ID), rule
	}
	if err := t.severPeople(ctx, ids, func(other community.ActorID) severance {
		return severance{Kind: SeveredByStaff, Target: by[other].Host, Since: at(by[other].Changed)}
	}); err != nil {
		return false, err
	}
	_, err = t.do(ctx, `DELETE FROM notification WHERE actor IN (?) AND kind <> ?`, in(ids), string(community.NotifyFlag))
	return true, err
}

// severPeople ends some of the follows of these people elsewhere, silently, and
// writes down what each member lost.
func (t *tx) severPeople(ctx context.Context, people []community.ActorID, why func(community.ActorID) severance) error {
	var rows []followRow
	err := many(ctx, t, &rows, `SELECT * FROM (SELECT `+followColumns+` FROM follow AS f WHERE f.follower IN (?)
		UNION SELECT `+followColumns+` FROM follow AS f WHERE f.followed IN (?)) AS s ORDER BY follower, followed LIMIT ?`,
		in(people), in(people), mostFollows)
	if err != nil {
		return err
	}
	for _, r := range rows {
		f, err := t.endFollow(ctx, r.Follower, r.Followed)
		if err != nil {
			return err
		}
		loss := severed{Member: f.Follower, Other: f.Followed, HidesAnnounces: f.HidesAnnounces}
		if slices.Contains(people, f.Follower) {
			loss = severed{Member: f.Followed, Other: f.Follower, Follower: true}
		}
		if f.State != community.FollowAccepted {
			continue
		}
		if err := t.noteSevered(ctx, why(loss.Other), loss); err != nil {
			return err
		}
	}
	return nil
}

// purgePictures lets go of pictures of these hosts that are kept here, and says
// whether there were any. They are fetched again when somebody looks and the rule is
// gone.
func (t *tx) purgePictures(ctx context.Context, names []string) (bool, error) {
	var kept []struct {
		ID          community.MediaID
		Post        community.PostID
		File, Small string
	}
	err := many(ctx, t, &kept, `SELECT m.id, m.post, m.file, m.small FROM actor AS a JOIN media AS m ON m.owner = a.id AND m.fetched IS NOT NULL
		WHERE NOT a.local AND (a.host IN (?) OR a.home IN (?)) ORDER BY m.id LIMIT ?`, in(names), in(names), mostPictures)
	if err != nil || len(kept) == 0 {
		return false, err
	}
	for _, m := range kept {
		evict := t.evictFace
		if m.Post != 0 {
			evict = t.evictPicture
		}
		if err := evict(ctx, m.ID, renditions{m.File, m.Small}); err != nil {
			return false, err
		}
	}
	return true, t.emptyWaste(ctx)
}

// hostNames are the hosts that people known here are of, each with the ways it is
// written in the table of actors.
type hostNames map[string][]string

func knownHosts(ctx context.Context, db reader) (hostNames, error) {
	var written []string
	err := many(ctx, db, &written, `SELECT DISTINCT host FROM actor WHERE NOT local UNION SELECT DISTINCT home FROM actor WHERE NOT local`)
	if err != nil {
		return nil, fmt.Errorf("read known hosts: %w", err)
	}
	known := hostNames{}
	for _, name := range written {
		if host, err := community.CanonicalHost(name); err == nil && host != "" {
			known[host] = append(known[host], name)
		}
	}
	return known, nil
}

func (h hostNames) sorted() []string {
	hosts := make([]string, 0, len(h))
	for host := range h {
		hosts = append(hosts, host)
	}
	slices.Sort(hosts)
	return hosts
}

// names are all ways in which hosts are written.
func (h hostNames) names(hosts []string) []string {
	var names []string
	for _, host := range hosts {
		names = append(names, h[host]...)
	}
	return names
}
