package storage

import (
	"context"
	"encoding/json"
	"fmt"

	"consilium/community"
)

// beginRevision takes hold of the post an update is about, and of what stood
// there. Only the revision that follows the stored one gets through.
func (t *tx) beginRevision(ctx context.Context, d *deed) error {
	id, next := d.post.ID, d.post.Revision
	held, err := t.do(ctx, `UPDATE post SET revision = ? WHERE id = ? AND revision = ? AND deleted IS NULL`, next, id, next-1)
	if err != nil {
		return err
	}
	old, err := postByID(ctx, t, id)
	switch {
	case err != nil:
		return err
	case !old.Deleted.IsZero():
		return community.ErrGone
	case held == 0:
		return community.ErrConflict
	case old.Author != d.post.Author:
		return community.ErrForbidden
	}
	old.Revision = next - 1
	d.old = &old
	// These never change with an edit, whatever the publication was made of.
	d.post.IRI, d.post.URL, d.post.Audience, d.post.Local = old.IRI, old.URL, old.Audience, old.Local
	d.post.Parent, d.post.ParentIRI, d.post.Root = old.Parent, old.ParentIRI, old.Root
	return nil
}

// keepRevision is the effect that keeps what the post said before the edit, unless that
// could tell who a patient is.
func (t *tx) keepRevision(ctx context.Context, d deed) error {
	if d.SameWords() {
		return nil
	}
	reported, err := t.hiddenForPatient(ctx, d.post.ID)
	if err != nil {
		return err
	}
	if d.Destroys() || reported {
		return t.destroyRevisions(ctx, d.post.ID)
	}
	o, clinical := d.old, ""
	if o.Case != nil {
		text, err := json.Marshal(o.Case)
		if err != nil {
			return fmt.Errorf("encode case: %w", err)
		}
		clinical = string(text)
	}
	written := o.Edited
	if written.IsZero() {
		written = o.Published
	}
	_, err = t.do(ctx, `INSERT INTO post_revision (post, revision, title, warning, sensitive, content, source, clinical, written)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		o.ID, o.Revision, o.Title, o.Warning, o.Sensitive, o.Content, o.Source, clinical, at(written))
	return err
}

// rewritePost is the effect of an update on the row of the post.
func (t *tx) rewritePost(ctx context.Context, d deed) error {
	p := d.post
	emoji, err := t.nameEmoji(ctx, p.Emoji)
	if err != nil {
		return err
	}
	_, err = t.do(ctx, `UPDATE post SET kind = ?, title = ?, warning = ?, sensitive = ?, content = ?, source = ?, source_type = ?,
		language = ?, edited = ?, emoji = ?, policy = ? WHERE id = ?`,
		p.Kind, p.Title, p.Warning, p.Sensitive, p.Content, p.Source, p.SourceType, p.Language, at(p.Edited),
		textOfEmoji(emoji), textOfPolicy(p.Policy), p.ID)
	return err
}

type revisionRow struct {
	Post           community.PostID
	Revision       int
	Title, Warning string
	Sensitive      bool
	Content        community.SafeHTML
	Source         string
	Clinical       string
	Written        stamp
}

// Revisions gives what a post that the viewer sees said before its edits, oldest
// first; what it says now is the post itself. There are none for whom
// community.CanSeeVersions refuses.
func (s *Store) Revisions(ctx context.Context, v community.Viewer, p community.Post) ([]community.Revision, error) {
	if !community.CanSeeVersions(v, p) {
		return nil, nil
	}
	return s.revisions(ctx, p.ID)
}

func (s *Store) revisions(ctx context.Context, post community.PostID) ([]community.Revision, error) {
	var rows []revisionRow
	err := many(ctx, s.r, &rows, `SELECT post, revision, title, warning, sensitive, content, source, clinical, written
		FROM post_revision WHERE post = ? ORDER BY revision`, post)
	if err != nil {
		return nil, fmt.Errorf("revisions of %d: %w", post, err)
	}
	list := make([]community.Revision, 0, len(rows))
	for _, r := range rows {
		v, err := r.version()
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, nil
}

// version is what the row says, as it is shown.
func (r revisionRow) version() (community.Revision, error) {
	v := community.Revision{Post: r.Post, Revision: r.Revision, Title: r.Title, Warning: r.Warning, Content: r.Content,
		Source: r.Source, Sensitive: r.Sensitive, Written: r.Written.Time}
	if r.Clinical == "" {
		return v, nil
	}
	if err := json.Unmarshal([]byte(r.Clinical), &v.Case); err != nil {
		return v, fmt.Errorf("revisions of %d: %w", r.Post, err)
	}
	return v, nil
}
