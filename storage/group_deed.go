package storage

import (
	"context"
	"fmt"

	"consilium/community"
)

// ModerateGroup makes what a moderator did take effect, in a group of ours or one
// elsewhere. Doing it again changes nothing. What a member did in a group of ours is
// passed on to its followers; of what came from elsewhere the caller gives the
// activity with wrap, which is nil for a group elsewhere.
func (s *Store) ModerateGroup(ctx context.Context, d community.GroupDeed, wrap *GroupWrap) error {
	return s.update(ctx, fmt.Sprintf("%s in group %d", d.Kind, d.Group), func(t *tx) error {
		group, err := actorWhere(ctx, t, `a.id = ?`, d.Group)
		if err != nil {
			return err
		}
		d = d.Cleaned()
		changed, err := t.moderate(ctx, d)
		if err != nil || !group.Local || !changed {
			return err
		}
		if wrap == nil {
			if wrap, err = t.deedOf(ctx, group, d); err != nil {
				return err
			}
		}
		if wrap != nil {
			if err := t.wrap(ctx, *wrap); err != nil {
				return err
			}
		}
		return t.recordStaffAction(ctx, StaffAction{Actor: d.By, Action: "group_" + string(d.Kind), Subject: group.Handle.Name(), Note: d.Reason})
	})
}

// moderate changes the rows, and says whether anything changed.
func (t *tx) moderate(ctx context.Context, d community.GroupDeed) (bool, error) {
	switch d.Kind {
	case community.RemoveFromGroup:
		return t.removeFromGroup(ctx, d)
	case community.PinInGroup:
		return t.mark(ctx, d, `pinned = ?`, at(t.now))
	case community.UnpinInGroup:
		return t.mark(ctx, d, `pinned = ?`, nil)
	case community.LockInGroup:
		return t.mark(ctx, d, `locked = ?`, at(t.now))
	case community.UnlockInGroup:
		return t.mark(ctx, d, `locked = ?`, nil)
	case community.BanFromGroup:
		return true, t.ban(ctx, d)
	case community.UnbanFromGroup:
		n, err := t.do(ctx, `DELETE FROM group_ban WHERE grp = ? AND actor = ?`, d.Group, d.Person)
		return n > 0, err
	case community.AppointInGroup:
		return t.appoint(ctx, d.Group, d.Person)
	case community.DismissInGroup:
		n, err := t.do(ctx, `DELETE FROM group_moderator WHERE grp = ? AND actor = ?`, d.Group, d.Person)
		return n > 0, err
	}
	return false, community.ErrForbidden
}

// mark sets or takes off a mark of a post in the group.
func (t *tx) mark(ctx context.Context, d community.GroupDeed, set string, value any) (bool, error) {
	n, err := t.do(ctx, `UPDATE group_post SET `+set+` WHERE grp = ? AND post = ? AND removed IS NULL
		AND EXISTS (SELECT 1 FROM post AS p WHERE p.id = group_post.post AND p.in_group = group_post.grp)`, value, d.Group, d.Post)
	return n > 0, err
}

func (t *tx) removeFromGroup(ctx context.Context, d community.GroupDeed) (bool, error) {
	var there int
	err := one(ctx, t, &there, `SELECT COUNT(*) FROM post WHERE id = ? AND in_group = ? AND deleted IS NULL`, d.Post, d.Group)
	if err != nil || there == 0 {
		return false, err
	}
	if err := t.leaveGroup(ctx, d.Group, d.Post, d.Reason); err != nil {
		return false, err
	}
	t.tell(News{Topic: TopicPost, ID: int64(d.Post)})
	return true, t.forgetWraps(ctx, []community.PostID{d.Post})
}

// ban shuts somebody out and, when asked, takes everything they posted out of the group.
func (t *tx) ban(ctx context.Context, d community.GroupDeed) error {
	_, err := t.do(ctx, `INSERT INTO group_ban (grp, actor, until, reason, created) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (grp, actor) DO UPDATE SET until = excluded.until, reason = excluded.reason, created = excluded.created`,
		d.Group, d.Person, at(d.Until), d.Reason, at(t.now))
	if err != nil {
		return err
	}
	if _, err := t.do(ctx, `DELETE FROM group_moderator WHERE grp = ? AND actor = ?`, d.Group, d.Person); err != nil || !d.RemovePosts {
		return err
	}
	var posts []community.PostID
	err = many(ctx, t, &posts, `SELECT id FROM post WHERE in_group = ? AND author = ? AND deleted IS NULL ORDER BY id`, d.Group, d.Person)
	if err != nil {
		return err
	}
	for _, id := range posts {
		if err := t.leaveGroup(ctx, d.Group, id, d.Reason); err != nil {
			return err
		}
	}
	return t.forgetWraps(ctx, posts)
}

// appoint makes somebody a moderator; false when they are one, or no more fit in.
func (t *tx) appoint(ctx context.Context, group, actor community.ActorID) (bool, error) {
	n, err := t.do(ctx, `INSERT INTO group_moderator (grp, actor, position)
		SELECT ?, a.id, (SELECT COALESCE(MAX(m.position), 0) + 1 FROM group_moderator AS m WHERE m.grp = ?) FROM actor AS a
		WHERE a.id = ? AND a.suspended IS NULL AND a.gone IS NULL
		AND (SELECT COUNT(*) FROM group_moderator AS m WHERE m.grp = ?) < ? ON CONFLICT DO NOTHING`,
		group, group, actor, group, community.MaxGroupModerators)
	return n > 0, err
}

// verbs says how the deeds of moderators are told to other servers (R-GRP-2); those
// that take another back are an Undo of it.
var verbs = map[community.GroupDeedKind]struct {
	verb string
	undo bool
}{
	community.RemoveFromGroup: {"Delete", false},
	community.PinInGroup:      {"Add", false}, community.UnpinInGroup: {"Remove", false},
	community.LockInGroup: {"Lock", false}, community.UnlockInGroup: {"Lock", true},
	community.BanFromGroup: {"Block", false}, community.UnbanFromGroup: {"Block", true},
	community.AppointInGroup: {"Add", false}, community.DismissInGroup: {"Remove", false},
}

// deedOf is the activity of a deed that a member did in a group of ours. Of a moderator
// who takes an own post out there is none, since the Delete of its author would end it
// everywhere: what is left is that the group takes its boost back.
func (t *tx) deedOf(ctx context.Context, group community.Actor, d community.GroupDeed) (*GroupWrap, error) {
	told := verbs[d.Kind]
	a := GroupActivity{Verb: told.verb, ID: t.store.newActivity(), Actor: d.By, Reason: d.Reason}
	query, id := `SELECT iri FROM actor WHERE id = ?`, int64(d.Person)
	if d.Kind.AboutPost() {
		query, id = `SELECT iri FROM post WHERE id = ?`, int64(d.Post)
		var author community.ActorID
		if err := one(ctx, t, &author, `SELECT author FROM post WHERE id = ?`, d.Post); err != nil {
			return nil, err
		}
		if d.Kind == community.RemoveFromGroup && author == d.By {
			return nil, nil
		}
	}
	if err := one(ctx, t, &a.Object, query, id); err != nil {
		return nil, err
	}
	switch d.Kind {
	case community.PinInGroup, community.UnpinInGroup:
		a.Target = group.Featured.String()
	case community.AppointInGroup, community.DismissInGroup:
		a.Target = group.Moderators.String()
	case community.BanFromGroup, community.UnbanFromGroup:
		a.Target, a.RemovePosts = group.IRI.String(), d.RemovePosts
		if !d.Until.IsZero() {
			a.Until = d.Until.UnixMilli()
		}
	}
	if told.undo {
		inner := a
		inner.ID = t.store.newActivity()
		a = GroupActivity{Verb: "Undo", ID: a.ID, Actor: d.By, Object: inner.ID, Inner: &inner}
	}
	return &GroupWrap{Group: group.ID, Inner: a.ID, Post: d.Post, Deed: &a}, nil
}
