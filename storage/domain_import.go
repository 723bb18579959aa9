package storage

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"consilium/community"
)

// DomainImport is a list of servers that somebody of the staff looks at before it is
// taken in.
type DomainImport struct {
	ID   int64
	By   community.ActorID
	Name string // of the file, or "" when it was pasted
	// Severity is what a list that names none asks for.
	Severity community.DomainSeverity
	Text     string
	Created  time.Time
}

// importKept is how long a list waits to be taken in.
const importKept = 24 * time.Hour

// AddDomainImport keeps a list for a day. It has at most community.MaxDomainList
// bytes; whoever keeps it has read it before.
func (s *Store) AddDomainImport(ctx context.Context, i DomainImport) (int64, error) {
	id := s.numbers.next()
	err := s.update(ctx, "keep list of servers", func(t *tx) error {
		if _, err := t.do(ctx, `DELETE FROM domain_import WHERE created < ?`, at(t.now.Add(-importKept))); err != nil {
			return err
		}
		_, err := t.do(ctx, `INSERT INTO domain_import (id, made_by, name, severity, body, created) VALUES (?, ?, ?, ?, ?, ?)`,
			id, i.By, i.Name, string(i.Severity), i.Text, at(t.now))
		return err
	})
	return id, err
}

// DomainImport gives a list that waits; ErrNotFound when it does not any more.
func (s *Store) DomainImport(ctx context.Context, id int64) (DomainImport, error) {
	var row struct {
		ID       int64
		MadeBy   community.ActorID
		Name     string
		Severity community.DomainSeverity
		Body     string
		Created  stamp
	}
	err := one(ctx, s.r, &row, `SELECT id, made_by, name, severity, body, created FROM domain_import WHERE id = ? AND created >= ?`,
		id, at(s.Now().Add(-importKept)))
	if err != nil {
		return DomainImport{}, fmt.Errorf("list of servers %d: %w", id, err)
	}
	return DomainImport{row.ID, row.MadeBy, row.Name, row.Severity, row.Body, row.Created.Time}, nil
}

// DropDomainImport forgets a list.
func (s *Store) DropDomainImport(ctx context.Context, id int64) error {
	return s.update(ctx, "drop list of servers", func(t *tx) error {
		_, err := t.do(ctx, `DELETE FROM domain_import WHERE id = ?`, id)
		return err
	})
}

// ApplyDomains makes many rules at once, in the name of who is in them, and writes it
// down as one act of name. import is the list that is done with; 0 for none.
func (s *Store) ApplyDomains(ctx context.Context, rules []community.DomainRule, by community.ActorID, done DomainImport) error {
	err := s.update(ctx, "apply list of servers", func(t *tx) error {
		for _, r := range rules {
			if err := t.putRule(ctx, r); err != nil {
				return err
			}
		}
		if _, err := t.do(ctx, `DELETE FROM domain_import WHERE id = ?`, done.ID); err != nil {
			return err
		}
		err := t.recordStaffAction(ctx, StaffAction{Actor: by, Action: "rules-imported", Subject: done.Name, Note: strconv.Itoa(len(rules))})
		if err != nil {
			return err
		}
		return t.rulesChanged(ctx)
	})
	s.policy.forget()
	return err
}

// DomainLoss is what ends when rules take effect: what was between members here and
// people of servers that would be suspended.
type DomainLoss struct {
	// Hosts counts the servers of people known here.
	Hosts, Following, Followers, Members int
}

// Loss says what would end if the rules were as given; nothing is changed.
func (s *Store) Loss(ctx context.Context, after map[string]community.DomainRule) (DomainLoss, error) {
	var loss DomainLoss
	before, err := s.DomainRules(ctx)
	if err != nil {
		return loss, err
	}
	known, err := knownHosts(ctx, s.r)
	if err != nil {
		return loss, err
	}
	var hosts []string
	for host := range known {
		_, was := community.Suspension(host, before)
		if _, is := community.Suspension(host, after); is && !was {
			hosts = append(hosts, host)
		}
	}
	loss.Hosts = len(hosts)
	return loss, s.countLoss(ctx, &loss, known.names(hosts))
}

// namesAtOnce is how many names one statement asks about.
const namesAtOnce = 500

func (s *Store) countLoss(ctx context.Context, loss *DomainLoss, names []string) error {
	members := map[community.ActorID]bool{}
	for len(names) > 0 {
		n := min(len(names), namesAtOnce)
		for _, q := range []struct {
			count         *int
			member, other string
		}{{&loss.Following, "follower", "followed"}, {&loss.Followers, "followed", "follower"}} {
			var rows []struct {
				Member community.ActorID
				Count  int
			}
			err := many(ctx, s.r, &rows, `SELECT f.`+q.member+` AS member, COUNT(*) AS count FROM actor AS a JOIN follow AS f ON f.`+q.other+` = a.id
				WHERE NOT a.local AND f.state = ? AND (a.host IN (?) OR a.home IN (?)) GROUP BY f.`+q.member,
				string(community.FollowAccepted), in(names[:n]), in(names[:n]))
			if err != nil {
				return fmt.Errorf("count what would be lost: %w", err)
			}
			for _, r := range rows {
				*q.count += r.Count
				members[r.Member] = true
			}
		}
		names = names[n:]
	}
	loss.Members = len(members)
	return nil
}

// Between counts what stands between members here and the people of a server with
// all below it, and how many of these people are known.
func (s *Store) Between(ctx context.Context, host string) (loss DomainLoss, people int, err error) {
	known, err := knownHosts(ctx, s.r)
	if err != nil {
		return loss, 0, err
	}
	var hosts []string
	for name := range known {
		if isBelow(name, host) {
			hosts = append(hosts, name)
		}
	}
	loss.Hosts = len(hosts)
	names := known.names(hosts)
	if err := s.countLoss(ctx, &loss, names); err != nil {
		return loss, 0, err
	}
	err = one(ctx, s.r, &people, `SELECT COUNT(*) FROM actor WHERE NOT local AND (host IN (?) OR home IN (?))`, in(names), in(names))
	if err != nil {
		return loss, 0, fmt.Errorf("people of %s: %w", host, err)
	}
	return loss, people, nil
}
