package storage

import (
	"context"
	"fmt"

	"consilium/community"
)

// Approval is an answer of another server about a reply or boost of a member's
// (GoToSocial, interaction controls).
type Approval struct {
	Post community.PostID
	// Authorization is where the leave lies; zero for a refusal.
	Authorization community.IRI
}

// SetApproval keeps an answer. With leave the post is sent anew, which says where it
// lies. What was refused stands for itself from now on: it is in nobody's thread, and its
// words are its author's. The caller made sure that who answers wrote what was answered.
func (s *Store) SetApproval(ctx context.Context, a Approval) error {
	return s.update(ctx, fmt.Sprintf("approval of %d", a.Post), func(t *tx) error {
		p, err := postByID(ctx, t, a.Post)
		if err == nil && (!p.Local || !p.Deleted.IsZero()) {
			err = community.ErrNotFound
		}
		if err != nil {
			return err
		}
		refused := stamp{}
		if a.Authorization.IsZero() {
			refused = at(t.now)
		}
		_, err = t.do(ctx, `INSERT INTO approval (post, authorization_iri, refused) VALUES (?, ?, ?)
			ON CONFLICT (post) DO UPDATE SET authorization_iri = excluded.authorization_iri, refused = excluded.refused`, a.Post, a.Authorization, refused)
		if err != nil {
			return fmt.Errorf("write approval: %w", err)
		}
		if refused.IsZero() {
			return t.tellQuote(ctx, p)
		}
		return t.detach(ctx, p)
	})
}

// detach takes a reply, with what stands below it, out of its thread. What is said below
// a case, or may be, stays there: it goes when the case is withdrawn.
func (t *tx) detach(ctx context.Context, p community.Post) error {
	if p.Parent == 0 {
		return nil
	}
	root, err := postByID(ctx, t, p.Root)
	if err != nil || root.Case != nil || !root.ParentIRI.IsZero() || !root.Deleted.IsZero() {
		return err
	}
	if err := t.countReply(ctx, p, -1); err != nil {
		return err
	}
	if _, err := t.do(ctx, `UPDATE post SET parent = 0, parent_iri = NULL, root = id WHERE id = ?`, p.ID); err != nil {
		return err
	}
	for above := []community.PostID{p.ID}; len(above) > 0; {
		var below []community.PostID
		if err := many(ctx, t, &below, `SELECT id FROM post WHERE parent IN (?) AND parent <> 0 AND root <> ? ORDER BY id`, in(above), p.ID); err != nil {
			return err
		}
		if _, err := t.do(ctx, `UPDATE post SET root = ? WHERE id IN (?)`, p.ID, in(below)); err != nil {
			return err
		}
		above = below
	}
	t.tell(News{Topic: TopicPost, ID: int64(p.ID)})
	return nil
}

// Approvals gives where the leave for replies lies, of those that have one.
func (s *Store) Approvals(ctx context.Context, posts []community.PostID) (map[community.PostID]community.IRI, error) {
	if len(posts) == 0 {
		return nil, nil
	}
	var rows []struct {
		Post             community.PostID
		AuthorizationIRI community.IRI
	}
	err := many(ctx, s.r, &rows, `SELECT post, authorization_iri FROM approval WHERE post IN (?) AND authorization_iri IS NOT NULL`, in(posts))
	if err != nil {
		return nil, fmt.Errorf("read approvals: %w", err)
	}
	found := make(map[community.PostID]community.IRI, len(rows))
	for _, r := range rows {
		found[r.Post] = r.AuthorizationIRI
	}
	return found, nil
}
