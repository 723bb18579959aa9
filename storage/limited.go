package storage

import (
	"context"
	"slices"
	"strings"

	"consilium/community"
)

// rules are the domain rules for a transaction that only needs them to be as new as
// everybody else's.
func (t *tx) rules(ctx context.Context) (map[string]community.DomainRule, error) {
	p := t.store.policy
	p.mu.Lock()
	rules, fresh := p.rules, t.now.Sub(p.read).Abs() < policyAge
	p.mu.Unlock()
	if rules != nil && fresh {
		return rules, nil
	}
	return readRules(ctx, t)
}

// isLimited says whether the server of somebody elsewhere is limited here, and not
// shut out as well.
func isLimited(rules map[string]community.DomainRule, a community.Actor) bool {
	return len(rules) > 0 && !a.Local && (community.Limited(a.IRI.Host(), rules) || community.Limited(a.Handle.Host(), rules))
}

// unheard says whether the owner is not to be told of something because they block the
// server of who did it. Who is only limited is a matter of the owner's policy.
func (t *tx) unheard(ctx context.Context, n community.Notification) (bool, error) {
	a, err := actorWhere(ctx, t, `a.id = ?`, n.Actor)
	if err != nil || a.Local {
		return false, err
	}
	return t.shuns(ctx, n.Owner, a)
}

// holdBack makes a request of a follow by somebody of a limited server, unless the
// member follows them: the member decides.
func (t *tx) holdBack(ctx context.Context, p pair, f *community.Follow) error {
	rules, err := t.rules(ctx)
	if err != nil || f.State != community.FollowAccepted || !isLimited(rules, p.follower) {
		return err
	}
	r, err := t.relation(ctx, p.followed.ID, p.follower.ID)
	if err == nil && !r.Follows {
		f.State = community.FollowRequested
	}
	return err
}

// unlimited leaves out of what a search found the people of servers that are
// suspended, and of limited ones whom the viewer neither follows nor named in full.
func (s *Store) unlimited(ctx context.Context, q ActorSearch, found []community.Actor) ([]community.Actor, error) {
	kept, err := s.welcome(ctx, found)
	if err != nil {
		return nil, err
	}
	rules, err := s.DomainRules(ctx)
	if err != nil {
		return nil, err
	}
	named := strings.ToLower(strings.TrimPrefix(strings.TrimSpace(q.Query), "@"))
	var ids []community.ActorID
	for _, a := range kept {
		ids = append(ids, a.ID)
	}
	relations, err := s.Relations(ctx, q.Viewer, ids)
	return slices.DeleteFunc(kept, func(a community.Actor) bool {
		r := relations[a.ID]
		return r.BlocksDomain || isLimited(rules, a) && !r.Follows && strings.ToLower(a.Handle.String()) != named
	}), err
}

// keptBack says whether somebody is not shown to who does not follow them: their
// server is suspended or limited, or the viewer blocks it.
func (s *Store) keptBack(ctx context.Context, viewer community.ActorID, a community.Actor) (bool, error) {
	shut, err := s.ShutOut(ctx, a)
	if err != nil || shut || a.Local {
		return shut, err
	}
	rules, err := s.DomainRules(ctx)
	if err != nil {
		return true, err
	}
	relations, err := s.Relations(ctx, viewer, []community.ActorID{a.ID})
	r := relations[a.ID]
	return r.BlocksDomain || isLimited(rules, a) && !r.Follows, err
}

// RejectsMedia says whether no picture of somebody is shown here: their server is
// shut out, or its pictures are.
func (s *Store) RejectsMedia(ctx context.Context, a community.Actor) (bool, error) {
	rules, err := s.DomainRules(ctx)
	return err != nil || rejectsMedia(rules, a), err
}

func rejectsMedia(rules map[string]community.DomainRule, a community.Actor) bool {
	return len(rules) > 0 && !a.Local && (community.RejectsMedia(a.IRI.Host(), rules) || community.RejectsMedia(a.Handle.Host(), rules))
}
