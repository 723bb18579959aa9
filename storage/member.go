package storage

import (
	"context"
	"fmt"
	"time"

	"consilium/community"
)

// NewMember is somebody who gets an account.
type NewMember struct {
	// User is what community.Register made, with its password hash.
	User        community.User
	DisplayName string
	// Confirmed says that the address needs no proof.
	Confirmed bool
	// Invitation is the token that was used; "" for none.
	Invitation string
	// Identity is the single sign-on the member came by; nil for none.
	Identity *Identity
	// Vouched says that whoever runs the server makes the account: no block at the
	// door is asked.
	Vouched bool
}

// CreateMember makes login, actor and keys, and uses up the invitation. A login
// that waits for approval gets an actor nobody sees yet, and the moderators
// hear of it. *Invalid naming "username" or "email" when they are taken;
// ErrForbidden when the invitation is no longer good; ErrConflict when the
// identity is somebody's already. What staff blocked at the door is *Invalid too,
// and may make the account one that waits for approval.
func (s *Store) CreateMember(ctx context.Context, m NewMember) (community.User, community.Actor, error) {
	var u community.User
	var a community.Actor
	if !m.Vouched {
		state, err := s.meetBlocks(ctx, m.User)
		if err != nil {
			return u, a, fmt.Errorf("create member: %w", err)
		}
		m.User.State = state
	}
	keys, err := s.makeKeys(s.iri("/users/" + m.User.Name))
	if err != nil {
		return u, a, fmt.Errorf("create member: %w", err)
	}
	err = s.update(ctx, "create member", func(t *tx) error {
		u, a = t.newMember(m)
		if m.Invitation != "" {
			if err := t.useInvitation(ctx, m.Invitation); err != nil {
				return err
			}
		}
		if err := t.addMember(ctx, u, a); err != nil {
			return err
		}
		if err := t.addKeys(ctx, a.ID, keys); err != nil {
			return err
		}
		if m.Identity != nil {
			link := *m.Identity
			link.User = u.ID
			if err := t.linkIdentity(ctx, link); err != nil {
				return err
			}
		}
		if u.State == community.UserPending {
			return t.notifyStaff(ctx, community.NotifySignUp, a.ID, 0)
		}
		return nil
	})
	return u, a, err
}

// newMember makes login and actor of a new member.
func (t *tx) newMember(m NewMember) (community.User, community.Actor) {
	s, u := t.store, m.User
	u.ID = newID[community.UserID](t)
	if u.Created.IsZero() {
		u.Created = t.now
	}
	if m.Confirmed {
		u.EmailConfirmed = t.now
	}
	handle, _ := community.MakeHandle(u.Name, "", s.domain) // CheckName allows less
	home := "/users/" + u.Name
	a := community.Actor{
		ID: newID[community.ActorID](t), IRI: s.iri(home), Kind: community.Person, Handle: handle, User: u.ID, Local: true,
		Profile: community.Profile{DisplayName: m.DisplayName}, URL: s.iri("/@" + u.Name), Inbox: s.iri(home + "/inbox"),
		SharedInbox: s.iri("/inbox"), Outbox: s.iri(home + "/outbox"), Followers: s.iri(home + "/followers"),
		Following: s.iri(home + "/following"), Featured: s.iri(home + "/collections/featured"), Published: t.now, Revision: 1,
	}
	if u.State != community.UserActive {
		a.Suspended, a.Published = t.now, time.Time{} // nobody sees who has not been let in
	}
	u.Actor = a.ID
	return u, a
}

func (t *tx) addMember(ctx context.Context, u community.User, a community.Actor) error {
	made, err := t.addActor(ctx, a)
	if err != nil {
		return err
	}
	if !made {
		return &community.Invalid{Field: "username", Problem: community.Say("account.name_taken")}
	}
	row := rowOfUser(u)
	res, err := t.NewInsert().Model(&row).On("CONFLICT DO NOTHING").Exec(ctx)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return &community.Invalid{Field: "email", Problem: community.Say("account.email_taken")}
}

// ApproveUser lets somebody in who waited for it; ErrConflict when the login
// does not wait.
func (s *Store) ApproveUser(ctx context.Context, id community.UserID, by community.ActorID) error {
	return s.update(ctx, fmt.Sprintf("approve user %d", id), func(t *tx) error {
		u, err := t.decide(ctx, id, community.UserActive)
		if err != nil {
			return err
		}
		if _, err := t.do(ctx, `UPDATE actor SET suspended = NULL, published = ? WHERE user_id = ?`, at(t.now), id); err != nil {
			return err
		}
		return t.recordStaffAction(ctx, StaffAction{Actor: by, Action: "approve", Subject: u.Name})
	})
}

// RejectUser refuses somebody who waited; ErrConflict when the login does not
// wait.
func (s *Store) RejectUser(ctx context.Context, id community.UserID, by community.ActorID) error {
	return s.update(ctx, fmt.Sprintf("reject user %d", id), func(t *tx) error {
		u, err := t.decide(ctx, id, community.UserRejected)
		if err != nil {
			return err
		}
		return t.recordStaffAction(ctx, StaffAction{Actor: by, Action: "reject", Subject: u.Name})
	})
}

// decide moves a login that waits into another state. What the staff was told
// of it is done with.
func (t *tx) decide(ctx context.Context, id community.UserID, state community.UserState) (community.User, error) {
	u, err := userWhere(ctx, t, `u.id = ?`, id)
	if err != nil {
		return u, err
	}
	n, err := t.do(ctx, `UPDATE user_account SET state = ? WHERE id = ? AND state = ?`, string(state), id, string(community.UserPending))
	if err != nil {
		return u, err
	}
	if n == 0 {
		return u, community.ErrConflict
	}
	_, err = t.do(ctx, `DELETE FROM notification WHERE kind = ? AND actor = ?`, string(community.NotifySignUp), u.Actor)
	t.tell(News{Topic: TopicUser, ID: int64(id)})
	return u, err
}
