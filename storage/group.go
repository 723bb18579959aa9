package storage

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"consilium/community"
)

type groupRow struct {
	actorRow

	Purpose community.GroupPurpose
	Subject string
	Rules   string
	Posting community.GroupPosting
	State   community.GroupState
	Created stamp
}

const groupColumns = actorColumns + `, g.purpose, g.subject, g.rules, g.posting, g.state, g.created`

func (r groupRow) group() community.LocalGroup {
	return community.LocalGroup{Actor: r.actor(), Purpose: r.Purpose, Subject: r.Subject, Rules: r.Rules, Posting: r.Posting,
		State: r.State, Created: r.Created.Time}
}

// CreateGroup makes a group of ours with its keys; by becomes its first moderator.
// *Invalid naming "name" when a member or another group has it, or ever had.
func (s *Store) CreateGroup(ctx context.Context, name string, g community.LocalGroup, by community.ActorID) (community.LocalGroup, error) {
	home := s.iri("/users/" + name) // one namespace with members
	keys, err := s.makeKeys(home)
	if err != nil {
		return g, fmt.Errorf("create group: %w", err)
	}
	err = s.update(ctx, "create group", func(t *tx) error {
		g.Actor = t.newGroup(name, g.Actor.Profile)
		made, err := t.addActor(ctx, g.Actor)
		if err != nil {
			return err
		}
		if !made {
			return &community.Invalid{Field: "name", Problem: community.Say("account.name_taken")}
		}
		if err := t.addKeys(ctx, g.Actor.ID, keys); err != nil {
			return err
		}
		_, err = t.do(ctx, `INSERT INTO local_group (actor, purpose, subject, rules, posting, state, made_by, created) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
			g.Actor.ID, string(g.Purpose), g.Subject, g.Rules, string(g.Posting), string(g.State), by, at(t.now))
		if err != nil {
			return err
		}
		if err := t.closeGroup(ctx, g); err != nil {
			return err
		}
		if _, err := t.appoint(ctx, g.Actor.ID, by); err != nil {
			return err
		}
		return t.recordStaffAction(ctx, StaffAction{Actor: by, Action: "create_group", Subject: name})
	})
	if err != nil {
		return g, err
	}
	return s.Group(ctx, g.Actor.ID)
}

func (t *tx) newGroup(name string, p community.Profile) community.Actor {
	s, home := t.store, "/users/"+name
	handle, _ := community.MakeHandle(name, "", s.domain) // CheckName allows less
	return community.Actor{
		ID: newID[community.ActorID](t), IRI: s.iri(home), Kind: community.Group, Handle: handle, Local: true, Profile: p,
		URL: s.iri("/groups/" + name), Inbox: s.iri(home + "/inbox"), SharedInbox: s.iri("/inbox"), Outbox: s.iri(home + "/outbox"),
		Followers: s.iri(home + "/followers"), Following: s.iri(home + "/following"),
		Featured: s.iri(home + "/collections/featured"), Moderators: s.iri(home + "/collections/moderators"), Published: t.now, Revision: 1,
	}
}

// closeGroup shuts the actor of a closed group, or opens it again.
func (t *tx) closeGroup(ctx context.Context, g community.LocalGroup) error {
	_, err := t.do(ctx, `UPDATE actor SET suspended = CASE WHEN ? THEN COALESCE(suspended, ?) END WHERE id = ?`,
		g.State == community.GroupClosed, at(t.now), g.Actor.ID)
	return err
}

// SetGroup replaces what a group of ours says of itself and tells the servers of
// its followers. ErrNotFound for what is no group of ours.
func (s *Store) SetGroup(ctx context.Context, g community.LocalGroup, by community.ActorID) error {
	return s.update(ctx, fmt.Sprintf("set group %d", g.Actor.ID), func(t *tx) error {
		n, err := t.do(ctx, `UPDATE local_group SET purpose = ?, subject = ?, rules = ?, posting = ?, state = ? WHERE actor = ?`,
			string(g.Purpose), g.Subject, g.Rules, string(g.Posting), string(g.State), g.Actor.ID)
		if err != nil {
			return err
		}
		if n == 0 {
			return community.ErrNotFound
		}
		p := g.Actor.Profile
		_, err = t.do(ctx, `UPDATE actor SET display_name = ?, summary = ?, summary_source = ?, revision = revision + 1 WHERE id = ?`,
			p.DisplayName, p.Summary, p.SummarySource, g.Actor.ID)
		if err != nil {
			return err
		}
		if err := t.closeGroup(ctx, g); err != nil {
			return err
		}
		a, err := actorWhere(ctx, t, `a.id = ?`, g.Actor.ID)
		if err != nil {
			return err
		}
		if err := t.tellProfile(ctx, a); err != nil {
			return err
		}
		return t.recordStaffAction(ctx, StaffAction{Actor: by, Action: "change_group", Subject: a.Handle.Name()})
	})
}

// Group gives a group of ours, closed ones too; ErrNotFound for every other actor.
func (s *Store) Group(ctx context.Context, id community.ActorID) (community.LocalGroup, error) {
	g, err := groupWhere(ctx, s.r, id)
	if err != nil {
		return g, fmt.Errorf("group %d: %w", id, err)
	}
	return g, nil
}

func groupWhere(ctx context.Context, db reader, id community.ActorID) (community.LocalGroup, error) {
	var row groupRow
	err := one(ctx, db, &row, `SELECT `+groupColumns+` FROM local_group AS g JOIN actor AS a ON a.id = g.actor WHERE g.actor = ?`, id)
	if err != nil {
		return community.LocalGroup{}, err
	}
	g := row.group()
	err = many(ctx, db, &g.Moderators, `SELECT m.actor FROM group_moderator AS m JOIN actor AS a ON a.id = m.actor
		WHERE m.grp = ? AND a.suspended IS NULL AND a.gone IS NULL ORDER BY m.position, m.actor`, id)
	return g, err
}

// GroupSearch narrows a list of groups.
type GroupSearch struct {
	// Specialty keeps those of a specialty and its parts, Query those whose name, title
	// or subject has these words in it; "" for either.
	Specialty community.Specialty
	Query     string
	// Closed lists the closed ones too.
	Closed bool
}

// Groups lists the groups of ours by title; without moderators.
func (s *Store) Groups(ctx context.Context, q GroupSearch) ([]community.LocalGroup, error) {
	where, args := []string{`TRUE`}, []any{}
	if !q.Closed {
		where = append(where, `g.state <> 'closed' AND a.suspended IS NULL`)
	}
	if q.Specialty != "" {
		where, args = append(where, `g.purpose = 'specialty' AND g.subject IN (?)`), append(args, in(partsOf(q.Specialty)))
	}
	if words := strings.ToLower(strings.TrimSpace(q.Query)); words != "" {
		pattern := "%" + prefix(words)
		where = append(where, `(a.name_lower LIKE ? ESCAPE '!' OR LOWER(a.display_name) LIKE ? ESCAPE '!' OR LOWER(g.subject) LIKE ? ESCAPE '!')`)
		args = append(args, pattern, pattern, pattern)
	}
	var rows []groupRow
	err := many(ctx, s.r, &rows, `SELECT `+groupColumns+` FROM local_group AS g JOIN actor AS a ON a.id = g.actor
		WHERE `+strings.Join(where, " AND ")+` ORDER BY LOWER(a.display_name), a.id LIMIT 500`, args...)
	if err != nil {
		return nil, fmt.Errorf("list groups: %w", err)
	}
	groups := make([]community.LocalGroup, 0, len(rows))
	for _, r := range rows {
		groups = append(groups, r.group())
	}
	return groups, nil
}

// GroupsFollowed lists the groups, here and elsewhere, that an actor follows, by name.
func (s *Store) GroupsFollowed(ctx context.Context, actor community.ActorID) ([]community.Actor, error) {
	var rows []actorRow
	err := many(ctx, s.r, &rows, `SELECT `+actorColumns+` FROM follow AS f JOIN actor AS a ON a.id = f.followed
		WHERE f.follower = ? AND f.state = 'accepted' AND a.kind = ? AND a.suspended IS NULL AND a.gone IS NULL
		ORDER BY LOWER(a.display_name), a.id LIMIT 200`, actor, string(community.Group))
	if err != nil {
		return nil, fmt.Errorf("groups of %d: %w", actor, err)
	}
	return s.welcome(ctx, actorsOf(rows))
}

// GroupStanding says what stands between an actor and a group, here or elsewhere.
func (s *Store) GroupStanding(ctx context.Context, group community.ActorID, by community.Actor) (community.GroupStanding, error) {
	now := s.Now()
	var row struct{ Follows, Moderates, Banned int }
	err := one(ctx, s.r, &row, `SELECT
		(SELECT COUNT(*) FROM follow WHERE follower = ? AND followed = ? AND state = 'accepted') AS follows,
		(SELECT COUNT(*) FROM group_moderator WHERE actor = ? AND grp = ?) AS moderates,
		(SELECT COUNT(*) FROM group_ban WHERE actor = ? AND grp = ? AND (until IS NULL OR until > ?)) AS banned`,
		by.ID, group, by.ID, group, by.ID, group, at(now))
	if err != nil {
		return community.GroupStanding{}, fmt.Errorf("standing of %d in group %d: %w", by.ID, group, err)
	}
	standing := community.GroupStanding{Follows: row.Follows > 0, Moderates: row.Moderates > 0, Banned: row.Banned > 0}
	if by.Local {
		judged := by.Subject(community.Member, community.Judge(by.Credential, community.Trust{}, time.Time{}, now))
		standing.Clinician = community.May(judged, community.WriteClinical)
	}
	return standing, nil
}

// GroupPlace is a group as the rules want it of who posts to it, or answers in the
// thread of root; 0 for a new post. ErrNotFound for an actor that is no group.
func (s *Store) GroupPlace(ctx context.Context, group community.ActorID, root community.PostID, by community.Actor) (*community.GroupPlace, error) {
	a, err := s.Actor(ctx, group)
	if err == nil && a.Kind != community.Group {
		err = fmt.Errorf("group %d: %w", group, community.ErrNotFound)
	}
	if err != nil {
		return nil, err
	}
	place := community.GroupPlace{Actor: a}
	if a.Local {
		g, err := s.Group(ctx, group)
		if err != nil {
			return nil, err
		}
		place.Local = &g
	}
	if place.Standing, err = s.GroupStanding(ctx, group, by); err != nil || root == 0 {
		return &place, err
	}
	kept, err := s.GroupPost(ctx, group, root)
	place.Locked = !kept.Locked.IsZero()
	return &place, err
}

// Ban is somebody whom the moderators of a group shut out.
type Ban struct {
	Actor community.ActorID
	// Until is zero for a ban without end.
	Until   time.Time
	Reason  string
	Created time.Time
}

// GroupBans lists whom a group shuts out now, the latest first.
func (s *Store) GroupBans(ctx context.Context, group community.ActorID) ([]Ban, error) {
	var rows []struct {
		bun.BaseModel `bun:"table:group_ban"`
		Actor         community.ActorID
		Until         stamp
		Reason        string
		Created       stamp
	}
	err := many(ctx, s.r, &rows, `SELECT actor, until, reason, created FROM group_ban WHERE grp = ? AND (until IS NULL OR until > ?)
		ORDER BY created DESC, actor LIMIT 500`, group, at(s.Now()))
	if err != nil {
		return nil, fmt.Errorf("bans of group %d: %w", group, err)
	}
	bans := make([]Ban, 0, len(rows))
	for _, r := range rows {
		bans = append(bans, Ban{r.Actor, r.Until.Time, r.Reason, r.Created.Time})
	}
	return bans, nil
}

// GroupByList gives the group of ours that an address belongs to: its own, or that of
// its featured posts or moderators. ErrNotFound for any other.
func (s *Store) GroupByList(ctx context.Context, iri community.IRI) (community.Actor, error) {
	a, err := actorWhere(ctx, s.r, `a.local AND a.kind = ? AND (a.iri = ? OR a.featured = ? OR a.moderators = ?)`,
		string(community.Group), iri, iri, iri)
	if err != nil {
		return a, fmt.Errorf("group at %s: %w", iri, err)
	}
	return a, nil
}
