package storage

import (
	"context"
	"fmt"
	"time"

	"consilium/community"
)

// Unfounded gives when reports of somebody's were dismissed as unfounded, as far as
// it still counts (community.HidesAtOnce).
func (s *Store) Unfounded(ctx context.Context, reporter community.ActorID) ([]time.Time, error) {
	list, err := unfounded(ctx, s.r, reporter, s.Now())
	if err != nil {
		return nil, fmt.Errorf("unfounded reports of %d: %w", reporter, err)
	}
	return list, nil
}

func unfounded(ctx context.Context, db reader, reporter community.ActorID, now time.Time) ([]time.Time, error) {
	var rows []struct{ Resolved stamp }
	err := many(ctx, db, &rows, `SELECT resolved FROM flag WHERE reporter = ? AND category = ? AND outcome = ? AND resolved > ? ORDER BY resolved`,
		reporter, string(community.FlagPatient), string(community.OutcomeUnfounded), at(now.Add(-community.UnfoundedWindow)))
	list := make([]time.Time, 0, len(rows))
	for _, r := range rows {
		list = append(list, r.Resolved.Time)
	}
	return list, err
}

// weighFlag asks once more whether a report may hide, now that it is written: of
// reports that came at the same moment none hides on a power that was just lost, and
// none from elsewhere ever does.
func (t *tx) weighFlag(ctx context.Context, f *community.Flag) error {
	if !f.Hides {
		return nil
	}
	reporter, err := actorWhere(ctx, t, `a.id = ?`, f.Reporter)
	if err != nil {
		return err
	}
	lately, err := unfounded(ctx, t, f.Reporter, t.now)
	if err != nil {
		return err
	}
	by := reporter.Subject(community.Member, community.Judge(reporter.Credential, community.Trust{}, time.Time{}, t.now))
	may, _ := community.HidesAtOnce(by, lately, t.now)
	f.Hides = may && reporter.Local && f.Category == community.FlagPatient
	return nil
}

// hideFlagged hides the posts that a report hides at once. What any other member
// reports as showing who a patient is loses its pictures until staff have looked: a
// face is seen in a moment, and the words stay.
func (t *tx) hideFlagged(ctx context.Context, f community.Flag) error {
	if !f.Hides {
		return t.hideFlaggedPictures(ctx, f)
	}
	for _, post := range f.Posts {
		if err := t.hide(ctx, Hiding{Post: post, Reason: f.Category}); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) hideFlaggedPictures(ctx context.Context, f community.Flag) error {
	if f.Category != community.FlagPatient {
		return nil
	}
	reporter, err := actorWhere(ctx, t, `a.id = ?`, f.Reporter)
	if err != nil || !reporter.Local {
		return err
	}
	lately, err := unfounded(ctx, t, f.Reporter, t.now)
	if err != nil || len(lately) >= community.MostUnfounded {
		return err
	}
	for _, post := range f.Posts {
		if err := t.hidePictures(ctx, post, true); err != nil {
			return err
		}
	}
	return nil
}

// showFlaggedPictures shows the pictures of a report that was closed, unless another
// open report keeps them hidden.
func (t *tx) showFlaggedPictures(ctx context.Context, id community.FlagID) error {
	var posts []community.PostID
	err := many(ctx, t, &posts, `SELECT f.post FROM flag_post AS f WHERE f.flag = ? AND NOT EXISTS (
		SELECT 1 FROM flag_post AS o JOIN flag AS g ON g.id = o.flag JOIN actor AS a ON a.id = g.reporter
		WHERE o.post = f.post AND a.local AND g.category = ? AND g.resolved IS NULL) ORDER BY f.post`,
		id, string(community.FlagPatient))
	if err != nil {
		return err
	}
	for _, post := range posts {
		if err := t.hidePictures(ctx, post, false); err != nil {
			return err
		}
	}
	return nil
}

// closeFlag closes an open report with an outcome; ErrNotFound when it is not open.
// What it hid is shown again, unless another open report hides it too or staff wait
// for its author.
func (t *tx) closeFlag(ctx context.Context, id community.FlagID, by community.ActorID, o community.FlagOutcome) error {
	n, err := t.do(ctx, `UPDATE flag SET resolved = ?, resolved_by = ?, outcome = ? WHERE id = ? AND resolved IS NULL`,
		at(t.now), by, string(o), id)
	if err != nil {
		return err
	}
	if n == 0 {
		return community.ErrNotFound
	}
	var posts []community.PostID
	err = many(ctx, t, &posts, `SELECT f.post FROM flag_post AS f JOIN hiding AS h ON h.post = f.post AND NOT h.asks
		WHERE f.flag = ? AND NOT EXISTS (SELECT 1 FROM flag_post AS o JOIN flag AS g ON g.id = o.flag
			WHERE o.post = f.post AND g.hides AND g.resolved IS NULL) ORDER BY f.post`, id)
	if err != nil {
		return err
	}
	for _, post := range posts {
		if err := t.show(ctx, post); err != nil {
			return err
		}
	}
	return t.showFlaggedPictures(ctx, id)
}
