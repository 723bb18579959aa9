package storage

import (
	"context"
	"fmt"
	"time"

	"consilium/community"
	"consilium/community/credential"
)

type responseRow struct {
	Post    community.PostID
	Kind    community.ResponseKind
	Departs string
	Cited   int
}

// hangResponses reads what replies are and what posts rest on. Most lists have
// neither, and are asked once.
func hangResponses(ctx context.Context, db reader, ids []community.PostID, at map[community.PostID]*community.Post) error {
	var asked []community.PostID
	for _, id := range ids {
		if p := at[id]; p.Case != nil || p.Parent != 0 || !p.ParentIRI.IsZero() {
			asked = append(asked, id)
		}
	}
	if len(asked) == 0 {
		return nil
	}
	var rows []responseRow
	if err := many(ctx, db, &rows, `SELECT post, kind, departs, cited FROM response WHERE post IN (?)`, in(asked)); err != nil {
		return err
	}
	var citing []community.PostID
	for _, r := range rows {
		at[r.Post].Response = community.Response{Kind: r.Kind, Departs: r.Departs}
		if r.Cited > 0 {
			citing = append(citing, r.Post)
		}
	}
	if len(citing) == 0 {
		return nil
	}
	return hangCitations(ctx, db, citing, at)
}

// writeResponse is the effect that remembers what a reply is and what a post rests
// on, new or changed.
func (t *tx) writeResponse(ctx context.Context, d deed) error {
	if d.SameWords() {
		return nil
	}
	if d.old != nil {
		if err := t.forgetResponse(ctx, d.post.ID); err != nil {
			return err
		}
	}
	r := d.post.Response
	if r == (community.Response{}) && len(d.post.Citations) == 0 {
		return nil
	}
	_, err := t.do(ctx, `INSERT INTO response (post, kind, departs, cited) VALUES (?, ?, ?, ?)`,
		d.post.ID, string(r.Kind), r.Departs, len(d.post.Citations))
	if err != nil {
		return fmt.Errorf("write response: %w", err)
	}
	return t.writeCitations(ctx, d.post)
}

func (t *tx) forgetResponse(ctx context.Context, posts ...community.PostID) error {
	if _, err := t.do(ctx, `DELETE FROM post_citation WHERE post IN (?)`, in(posts)); err != nil {
		return err
	}
	_, err := t.do(ctx, `DELETE FROM response WHERE post IN (?)`, in(posts))
	return err
}

// Founding says that nobody is a verified clinician here yet.
func (s *Store) Founding(ctx context.Context) (bool, error) { return founding(ctx, s.r, s.Now()) }

func founding(ctx context.Context, db reader, now time.Time) (bool, error) {
	var known bool
	err := one(ctx, db, &known, `SELECT EXISTS (SELECT 1 FROM credential AS c JOIN actor AS a ON a.id = c.actor
		JOIN user_account AS u ON u.actor = a.id WHERE u.state = ? AND ?)`, string(community.UserActive),
		clinicianOf(community.Audience{Kind: community.Clinicians, MinLevel: credential.Verified}, now))
	if err != nil {
		return false, fmt.Errorf("look for clinicians: %w", err)
	}
	return !known, nil
}

// Responder is who wrote replies, as far as it says how they are read.
func (s *Store) Responder(ctx context.Context, author community.ActorID) (community.Responder, error) {
	a, err := s.Actor(ctx, author)
	if err != nil {
		return community.Responder{}, err
	}
	founding, err := s.Founding(ctx)
	return community.Responder{Standing: s.Standing(ctx, a), Founding: founding}, err
}

// Quiet says whether the author of a case wants no replies of people who are no
// verified clinicians to be shown under it.
func (s *Store) Quiet(ctx context.Context, id community.PostID) (bool, error) {
	var quiet bool
	if err := one(ctx, s.r, &quiet, `SELECT EXISTS (SELECT 1 FROM quiet_case WHERE post = ?)`, id); err != nil {
		return false, fmt.Errorf("other replies of %d: %w", id, err)
	}
	return quiet, nil
}

// SetQuiet switches the other replies of a case off or on. The caller made sure
// that who keeps the case asks.
func (s *Store) SetQuiet(ctx context.Context, id community.PostID, quiet bool) error {
	return s.update(ctx, fmt.Sprintf("other replies of %d", id), func(t *tx) error {
		statement := `DELETE FROM quiet_case WHERE post = ?`
		if quiet {
			statement = `INSERT INTO quiet_case (post) SELECT p.id FROM post AS p WHERE p.id = ? AND p.deleted IS NULL ON CONFLICT DO NOTHING`
		}
		_, err := t.do(ctx, statement, id)
		return err
	})
}
