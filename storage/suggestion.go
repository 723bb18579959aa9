package storage

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"consilium/community"
	"consilium/community/credential"
)

// Why somebody is suggested.
const (
	// SuggestedByFriends says that people whom the member follows follow them,
	// SuggestedBySpecialty that they are verified clinicians of the member's own
	// specialty.
	SuggestedByFriends   = "friends"
	SuggestedBySpecialty = "specialty"
)

// Suggestion is somebody whom a member may want to follow, with every reason.
type Suggestion struct {
	Actor   community.Actor
	Reasons []string
}

// candidates bounds how many people of one reason are looked at.
const candidates = 200

// strangers narrows actors a to people who agreed to be suggested and whom a member
// neither follows, asked to follow, blocks, mutes nor was suggested in vain; each ? is
// the member.
const strangers = `a.discoverable AND a.suspended IS NULL AND a.gone IS NULL AND a.moved_to IS NULL AND NOT a.closed AND NOT a.memorial
	AND a.kind IN ('Person', 'Service') AND (NOT a.local OR a.user_id IS NOT NULL) AND a.id <> ?
	AND NOT EXISTS (SELECT 1 FROM follow AS f WHERE f.follower = ? AND f.followed = a.id)
	AND NOT EXISTS (SELECT 1 FROM block AS b WHERE b.actor = ? AND b.target = a.id OR b.actor = a.id AND b.target = ?)
	AND NOT EXISTS (SELECT 1 FROM mute AS m WHERE m.actor = ? AND m.target = a.id)
	AND NOT EXISTS (SELECT 1 FROM dismissed_suggestion AS d WHERE d.actor = ? AND d.target = a.id)`

// Suggestions gives people whom a member may want to follow: those whom people they
// follow follow, and verified clinicians here of their own specialty. Only who agreed to
// be discovered, and nobody of a server that is limited.
func (s *Store) Suggestions(ctx context.Context, member community.Actor, limit int) ([]Suggestion, error) {
	friends, err := s.suggestedByFriends(ctx, member.ID)
	if err != nil {
		return nil, err
	}
	peers, err := s.suggestedBySpecialty(ctx, member)
	if err != nil {
		return nil, err
	}
	var ids []community.ActorID
	reasons := map[community.ActorID][]string{}
	note := func(list []community.ActorID, reason string) {
		for _, id := range list {
			if reasons[id] == nil {
				ids = append(ids, id)
			}
			reasons[id] = append(reasons[id], reason)
		}
	}
	note(friends, SuggestedByFriends)
	note(peers, SuggestedBySpecialty)
	// Who has two reasons comes first; else those of friends, the most common first.
	slices.SortStableFunc(ids, func(x, y community.ActorID) int { return cmp.Compare(len(reasons[y]), len(reasons[x])) })
	suitable, err := s.suitable(ctx, member.ID, ids)
	list := make([]Suggestion, 0, limit)
	for _, a := range suitable[:min(len(suitable), limit)] {
		list = append(list, Suggestion{a, reasons[a.ID]})
	}
	return list, err
}

// suitable reads actors, in their order, but for those whose server or whose posts are
// kept from who does not follow them.
func (s *Store) suitable(ctx context.Context, member community.ActorID, ids []community.ActorID) ([]community.Actor, error) {
	found, err := s.Actors(ctx, ids)
	if err != nil {
		return nil, err
	}
	rules, err := s.DomainRules(ctx)
	if err != nil {
		return nil, err
	}
	relations, err := s.Relations(ctx, member, ids)
	if err != nil {
		return nil, err
	}
	list := make([]community.Actor, 0, len(ids))
	for _, id := range ids {
		a, there := found[id]
		shut := judge{rules: rules}.suspended(standing{Actor: &a})
		if there && !shut && !isLimited(rules, a) && !a.Sanctions.Limited(s.Now()) && !relations[id].BlocksDomain {
			list = append(list, a)
		}
	}
	return list, nil
}

// suggestedByFriends are whom people follow that a member follows. Who hides whom they
// follow suggests nobody.
func (s *Store) suggestedByFriends(ctx context.Context, member community.ActorID) ([]community.ActorID, error) {
	var ids []community.ActorID
	err := many(ctx, s.r, &ids, `SELECT a.id FROM (SELECT x.followed AS id, COUNT(*) AS friends FROM follow AS mine
			JOIN actor AS o ON o.id = mine.followed AND NOT o.hides_collections
			JOIN follow AS x ON x.follower = mine.followed AND x.state = 'accepted'
			WHERE mine.follower = ? AND mine.state = 'accepted' GROUP BY x.followed) AS near JOIN actor AS a ON a.id = near.id
		WHERE `+strangers+` ORDER BY near.friends DESC, a.id DESC LIMIT ?`, member, member, member, member, member, member, member, candidates)
	if err != nil {
		return nil, fmt.Errorf("suggestions for %d: %w", member, err)
	}
	return ids, nil
}

// suggestedBySpecialty are clinicians here with a specialty that was proved of the
// member too; none for who is no verified clinician.
func (s *Store) suggestedBySpecialty(ctx context.Context, member community.Actor) ([]community.ActorID, error) {
	own := s.Standing(ctx, member)
	if !own.Verified() || own.Profession().Class() != credential.Clinical {
		return nil, nil
	}
	var rows []actorRow
	err := many(ctx, s.r, &rows, `SELECT `+actorColumns+` FROM credential AS c JOIN actor AS a ON a.id = c.actor
		WHERE c.state = ? AND c.level >= ? AND c.valid_until > ? AND a.local AND `+strangers+` ORDER BY a.id DESC LIMIT ?`,
		string(credential.Active), int(credential.Verified), at(s.Now()), member.ID, member.ID, member.ID, member.ID, member.ID, member.ID, candidates)
	if err != nil {
		return nil, fmt.Errorf("suggestions for %d: %w", member.ID, err)
	}
	var ids []community.ActorID
	for _, r := range rows {
		a := r.actor()
		theirs := s.Standing(ctx, a)
		same := theirs.Verified() && theirs.Profession().Class() == credential.Clinical && a.Labelled() == "" &&
			slices.ContainsFunc(theirs.Specialties(), func(x community.Specialty) bool { return slices.Contains(own.Specialties(), x) })
		if same {
			ids = append(ids, a.ID)
		}
	}
	return ids, nil
}

// DismissSuggestion keeps somebody from being suggested to a member again.
func (s *Store) DismissSuggestion(ctx context.Context, member, target community.ActorID) error {
	return s.update(ctx, fmt.Sprintf("dismiss suggestion of %d", target), func(t *tx) error {
		_, err := t.do(ctx, `INSERT INTO dismissed_suggestion (actor, target, created) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`, member, target, at(t.now))
		return err
	})
}

// PeopleFilter narrows and orders the list of people who agreed to be found.
type PeopleFilter struct {
	// Viewer is who asks: whom they blocked, or who blocked them, is left out.
	Viewer community.ActorID
	// Local leaves out people of other servers, New puts the newest account first
	// instead of who posted last.
	Local, New  bool
	Skip, Limit int
}

// People lists who agreed to be found: who posted last first, or the newest account.
func (s *Store) People(ctx context.Context, f PeopleFilter) ([]community.Actor, error) {
	var rows []actorRow
	err := many(ctx, s.r, &rows, `SELECT `+actorColumns+` FROM actor AS a WHERE a.discoverable AND a.suspended IS NULL AND a.gone IS NULL
		AND a.moved_to IS NULL AND NOT a.closed AND a.kind <> 'Application' AND (NOT a.local OR a.user_id IS NOT NULL OR a.kind = 'Group')
		AND (a.local OR NOT ?) AND (? OR a.posted IS NOT NULL)
		AND NOT EXISTS (SELECT 1 FROM block AS b WHERE b.actor = ? AND b.target = a.id OR b.actor = a.id AND b.target = ?)
		ORDER BY CASE WHEN ? THEN a.published ELSE a.posted END DESC, a.id DESC LIMIT ? OFFSET ?`, f.Local, f.New, f.Viewer, f.Viewer, f.New, f.Limit, f.Skip)
	if err != nil {
		return nil, fmt.Errorf("list people: %w", err)
	}
	found := make([]community.Actor, 0, len(rows))
	for _, r := range rows {
		if a := r.actor(); !a.Sanctions.Limited(s.Now()) {
			found = append(found, a)
		}
	}
	return s.unlimited(ctx, ActorSearch{Viewer: f.Viewer}, found)
}
