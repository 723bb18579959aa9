package storage

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"

	"consilium/community"
)

const draftColumns = `d.id, d.owner, d.kind, d.parent, d.post, d.form, d.title, d.state, d.reason, d.note, d.reviewer, d.digest,
	d.created, d.saved, d.held, d.reviewed`

type draftRow struct {
	ID                             community.DraftID
	Owner, Reviewer                community.ActorID
	Kind                           community.DraftKind
	Parent, Post                   community.PostID
	Form, Title                    string
	State                          community.DraftState
	Reason, Note, Digest           string
	Created, Saved, Held, Reviewed stamp
}

func (r draftRow) draft() (community.Draft, error) {
	d := community.Draft{ID: r.ID, Owner: r.Owner, Kind: r.Kind, Parent: r.Parent, Post: r.Post, Title: r.Title, State: r.State,
		Reason: r.Reason, Note: r.Note, Digest: r.Digest, Reviewer: r.Reviewer,
		Created: r.Created.Time, Saved: r.Saved.Time, Held: r.Held.Time, Reviewed: r.Reviewed.Time}
	if err := json.Unmarshal([]byte(r.Form), &d.Form); err != nil {
		return d, fmt.Errorf("form of draft %d cannot be read", r.ID) // its text is nobody's in a log
	}
	return d, nil
}

// SaveDraft keeps a draft of d.Owner. One without an ID is new, and *Invalid when
// the owner has community.MaxDrafts already. One with an ID keeps its kind and
// state, and d.Saved names the version that is replaced: ErrConflict when another
// was saved meanwhile, ErrForbidden while it is held for review, ErrNotFound when
// the owner has no such draft. Pictures that are not the owner's, or not there, are
// left out.
func (s *Store) SaveDraft(ctx context.Context, d community.Draft) (community.Draft, error) {
	d, err := d.Check()
	if err != nil {
		return community.Draft{}, fmt.Errorf("save draft: %w", err)
	}
	form, err := json.Marshal(d.Form)
	if err != nil {
		return community.Draft{}, fmt.Errorf("save draft: %w", err)
	}
	var saved community.Draft
	err = s.update(ctx, fmt.Sprintf("save draft %d of actor %d", d.ID, d.Owner), func(t *tx) error {
		id := d.ID
		var err error
		if id == 0 {
			id, err = t.beginDraft(ctx, d, form)
		} else {
			err = t.rewriteDraft(ctx, d, form)
		}
		if err != nil {
			return err
		}
		if err := t.keepDraftMedia(ctx, id, d); err != nil {
			return err
		}
		saved, err = draftWhere(ctx, t, `d.id = ?`, id)
		return err
	})
	return saved, err
}

func (t *tx) beginDraft(ctx context.Context, d community.Draft, form []byte) (community.DraftID, error) {
	if err := t.draftable(ctx, d); err != nil {
		return 0, err
	}
	// Two saves of one person at once wait here for one another.
	if _, err := t.do(ctx, `UPDATE actor SET gone = gone WHERE id = ?`, d.Owner); err != nil {
		return 0, err
	}
	var have int
	if err := one(ctx, t, &have, `SELECT COUNT(*) FROM draft WHERE owner = ?`, d.Owner); err != nil {
		return 0, err
	}
	if have >= community.MaxDrafts {
		return 0, &community.Invalid{Problem: community.Say("draft.too_many", "limit", community.MaxDrafts)}
	}
	id := newID[community.DraftID](t)
	_, err := t.do(ctx, `INSERT INTO draft (id, owner, kind, parent, post, form, title, state, created, saved) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		id, d.Owner, string(d.Kind), d.Parent, d.Post, string(form), d.Title, string(community.DraftOpen), at(t.now), at(t.now))
	return id, err
}

func (t *tx) rewriteDraft(ctx context.Context, d community.Draft, form []byte) error {
	n, err := t.do(ctx, `UPDATE draft SET form = ?, title = ?, saved = CASE WHEN saved < ? THEN ? ELSE saved + 1 END
		WHERE id = ? AND owner = ? AND saved = ? AND state <> ?`,
		string(form), d.Title, at(t.now), at(t.now), d.ID, d.Owner, at(d.Saved), string(community.DraftHeld))
	if err != nil || n == 1 {
		return err
	}
	old, err := draftWhere(ctx, t, `d.id = ? AND d.owner = ?`, d.ID, d.Owner)
	switch {
	case err != nil:
		return err
	case !old.Open():
		return community.ErrForbidden
	}
	return community.ErrConflict
}

// keepDraftMedia notes which pictures a draft keeps.
func (t *tx) keepDraftMedia(ctx context.Context, id community.DraftID, d community.Draft) error {
	if _, err := t.do(ctx, `DELETE FROM draft_media WHERE draft = ?`, id); err != nil {
		return err
	}
	for i, m := range d.Media {
		_, err := t.do(ctx, `INSERT INTO draft_media (draft, media, position) SELECT ?, m.id, ? FROM media AS m
			WHERE m.id = ? AND m.owner = ? AND m.post IN (0, ?) ON CONFLICT DO NOTHING`, id, i, m, d.Owner, d.Post)
		if err != nil {
			return err
		}
	}
	return nil
}

// Draft gives a draft to its owner; ErrNotFound when the owner has no such one.
func (s *Store) Draft(ctx context.Context, owner community.ActorID, id community.DraftID) (community.Draft, error) {
	d, err := draftWhere(ctx, s.r, `d.id = ? AND d.owner = ?`, id, owner)
	if err != nil {
		return community.Draft{}, fmt.Errorf("draft %d: %w", id, err)
	}
	return d, nil
}

// Drafts gives somebody's own drafts, the newest first.
func (s *Store) Drafts(ctx context.Context, owner community.ActorID, page Page) ([]community.Draft, error) {
	drafts, err := draftsWhere(ctx, s.r, `d.owner = ? AND ? ORDER BY ? LIMIT ?`, owner, page.within("d.id"), page.order("d.id"), page.limit())
	if err != nil {
		return nil, fmt.Errorf("drafts of actor %d: %w", owner, err)
	}
	return newestFirst(page, drafts), nil
}

// DropDraft forgets a draft of its owner; ErrNotFound when there is none. Its
// pictures are loose again.
func (s *Store) DropDraft(ctx context.Context, owner community.ActorID, id community.DraftID) error {
	return s.update(ctx, fmt.Sprintf("drop draft %d of actor %d", id, owner), func(t *tx) error {
		n, err := t.do(ctx, `DELETE FROM draft WHERE id = ? AND owner = ?`, id, owner)
		if err == nil && n == 0 {
			return community.ErrNotFound
		}
		return err
	})
}

// dropPosted is the effect of a publication on the draft it was made of: it is
// gone, unless something newer than what was posted was saved in it meanwhile.
func (t *tx) dropPosted(ctx context.Context, d deed) error {
	draft := d.Draft()
	if draft.ID == 0 {
		return nil
	}
	_, err := t.do(ctx, `DELETE FROM draft WHERE id = ? AND owner = ? AND saved <= ?`, draft.ID, d.post.Author, at(draft.Saved))
	return err
}

// Drafts gives what the member has not posted yet, oldest first.
func (e Estate) Drafts(ctx context.Context) iter.Seq2[community.Draft, error] {
	return walk(ctx, func(after int64) ([]numbered[community.Draft], error) {
		drafts, err := draftsWhere(ctx, e.s.r, `d.owner = ? AND d.id > ? ORDER BY d.id LIMIT ?`, e.Actor.ID, after, estatePage)
		list := make([]numbered[community.Draft], 0, len(drafts))
		for _, d := range drafts {
			list = append(list, numbered[community.Draft]{int64(d.ID), d})
		}
		return list, err
	})
}

// draftWhere reads one draft with its pictures; ErrNotFound.
func draftWhere(ctx context.Context, db reader, where string, args ...any) (community.Draft, error) {
	drafts, err := draftsWhere(ctx, db, where+` LIMIT 1`, args...)
	if err != nil {
		return community.Draft{}, err
	}
	if len(drafts) == 0 {
		return community.Draft{}, community.ErrNotFound
	}
	return drafts[0], nil
}

// draftsWhere reads drafts with their pictures, in two statements.
func draftsWhere(ctx context.Context, db reader, where string, args ...any) ([]community.Draft, error) {
	var rows []draftRow
	if err := many(ctx, db, &rows, `SELECT `+draftColumns+` FROM draft AS d WHERE `+where, args...); err != nil || len(rows) == 0 {
		return nil, err
	}
	drafts, ids := make([]community.Draft, 0, len(rows)), make([]community.DraftID, 0, len(rows))
	places := make(map[community.DraftID]int, len(rows))
	for i, r := range rows {
		d, err := r.draft()
		if err != nil {
			return nil, err
		}
		drafts, ids, places[r.ID] = append(drafts, d), append(ids, r.ID), i
	}
	var kept []struct {
		Draft community.DraftID
		Media community.MediaID
	}
	err := many(ctx, db, &kept, `SELECT draft, media FROM draft_media WHERE draft IN (?) ORDER BY draft, position`, in(ids))
	for _, k := range kept {
		d := &drafts[places[k.Draft]]
		d.Media = append(d.Media, k.Media)
	}
	return drafts, err
}
