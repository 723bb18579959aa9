package storage

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"time"

	"consilium/community"
)

const scheduledColumns = `w.id, w.owner, w.due, w.asked, w.parent, w.quoted, w.name, w.problem, w.failed, w.created`

type scheduledRow struct {
	ID                   community.ScheduledID
	Owner                community.ActorID
	Due, Failed, Created stamp
	Asked, Name, Problem string
	Parent, Quoted       community.PostID
}

// askedLater is what a scheduled post is to be, as it is kept.
type askedLater struct {
	Draft       community.PostDraft
	Group       community.ActorID
	Application int64
	// Pictures is how many there were: one that is missing is a reason not to post.
	Pictures int
}

func (r scheduledRow) scheduled() (community.Scheduled, error) {
	w := community.Scheduled{ID: r.ID, Owner: r.Owner, Due: r.Due.Time, Parent: r.Parent, Quoted: r.Quoted, Key: r.Name,
		Created: r.Created.Time, Failed: r.Failed.Time}
	var asked askedLater
	err := json.Unmarshal([]byte(r.Asked), &asked)
	if err == nil && r.Problem != "" {
		w.Problem, err = problemOf(r.Problem)
	}
	if err != nil {
		return w, fmt.Errorf("scheduled post %d cannot be read", r.ID) // its text is nobody's in a log
	}
	w.Draft, w.Group, w.Application, w.Media = asked.Draft, asked.Group, asked.Application, make([]community.MediaID, asked.Pictures)
	return w, nil
}

// problemOf reads a problem; whole numbers are numbers again.
func problemOf(text string) (community.Problem, error) {
	var p community.Problem
	err := json.Unmarshal([]byte(text), &p)
	for name, v := range p.Args {
		if n, is := v.(float64); is && n == float64(int(n)) {
			p.Args[name] = int(n)
		}
	}
	return p, err
}

// Schedule keeps a post of its owner until it is due; the caller had it judged.
// *community.Invalid for too many, ErrForbidden for pictures that are not the owner's or
// are on a post, ErrNotFound for what stands in a withdrawn thread. What came with the
// same Key before is given as it was kept.
func (s *Store) Schedule(ctx context.Context, w community.Scheduled) (community.Scheduled, error) {
	var kept community.Scheduled
	err := s.update(ctx, fmt.Sprintf("schedule a post of %d", w.Owner), func(t *tx) error {
		id, err := t.schedule(ctx, w)
		if err == nil {
			kept, err = scheduledWhere(ctx, t, `w.id = ?`, id)
		}
		return err
	})
	return kept, err
}

func (t *tx) schedule(ctx context.Context, w community.Scheduled) (community.ScheduledID, error) {
	if err := t.draftable(ctx, community.Draft{Parent: w.Parent, Post: w.Quoted}); err != nil {
		return 0, err
	}
	// Two of one person at once wait here for one another.
	if _, err := t.do(ctx, `UPDATE actor SET gone = gone WHERE id = ?`, w.Owner); err != nil {
		return 0, err
	}
	if w.Key != "" {
		var earlier community.ScheduledID
		err := one(ctx, t, &earlier, `SELECT id FROM scheduled WHERE owner = ? AND name = ?`, w.Owner, w.Key)
		if !errors.Is(err, community.ErrNotFound) {
			return earlier, err
		}
	}
	if err := t.roomFor(ctx, w); err != nil {
		return 0, err
	}
	w.Draft.Gate = community.Clearance{} // what was shown once is not shown at another time
	asked, err := json.Marshal(askedLater{w.Draft, w.Group, w.Application, len(w.Media)})
	if err != nil {
		return 0, fmt.Errorf("encode scheduled post: %w", err)
	}
	id := newID[community.ScheduledID](t)
	_, err = t.do(ctx, `INSERT INTO scheduled (id, owner, due, asked, parent, quoted, name, created) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		id, w.Owner, at(w.Due), string(asked), w.Parent, w.Quoted, w.Key, at(t.now))
	if err != nil {
		return 0, err
	}
	for i, m := range w.Media { // S-IN-9
		n, err := t.do(ctx, `INSERT INTO scheduled_media (scheduled, media, position) SELECT ?, m.id, ? FROM media AS m
			WHERE m.id = ? AND m.owner = ? AND m.post = 0`, id, i, m, w.Owner)
		if err == nil && n == 0 {
			err = community.ErrForbidden
		}
		if err != nil {
			return 0, err
		}
	}
	return id, nil
}

// roomFor says whether the owner may schedule one more for that day.
func (t *tx) roomFor(ctx context.Context, w community.Scheduled) error {
	begin := w.Due.UTC().Truncate(24 * time.Hour)
	var have struct{ Everything, Today int }
	err := one(ctx, t, &have, `SELECT COUNT(*) AS everything, COALESCE(SUM(CASE WHEN due >= ? AND due < ? THEN 1 ELSE 0 END), 0) AS today
		FROM scheduled WHERE owner = ? AND id <> ?`, at(begin), at(begin.Add(24*time.Hour)), w.Owner, w.ID)
	switch {
	case err != nil:
		return err
	case have.Everything >= community.MaxScheduled:
		return &community.Invalid{Field: "scheduled_at", Problem: community.Say("scheduled.too_many", "limit", community.MaxScheduled)}
	case have.Today >= community.MaxScheduledADay:
		return &community.Invalid{Field: "scheduled_at", Problem: community.Say("scheduled.too_many_that_day", "limit", community.MaxScheduledADay)}
	}
	return nil
}

// Reschedule moves a post of its owner to another moment, also one that was refused.
// ErrNotFound, also for somebody else's; *community.Invalid when that day is full.
func (s *Store) Reschedule(ctx context.Context, owner community.ActorID, id community.ScheduledID, due time.Time) (community.Scheduled, error) {
	var kept community.Scheduled
	err := s.update(ctx, fmt.Sprintf("reschedule post %d of %d", id, owner), func(t *tx) error {
		if err := t.roomFor(ctx, community.Scheduled{ID: id, Owner: owner, Due: due}); err != nil {
			return err
		}
		n, err := t.do(ctx, `UPDATE scheduled SET due = ?, problem = '', failed = NULL WHERE id = ? AND owner = ?`, at(due), id, owner)
		if err == nil && n == 0 {
			err = community.ErrNotFound
		}
		if err == nil {
			kept, err = scheduledWhere(ctx, t, `w.id = ?`, id)
		}
		return err
	})
	return kept, err
}

// Unschedule forgets a post of its owner; its pictures are loose again. ErrNotFound, also
// for somebody else's, and when it has been posted.
func (s *Store) Unschedule(ctx context.Context, owner community.ActorID, id community.ScheduledID) error {
	return s.update(ctx, fmt.Sprintf("unschedule post %d of %d", id, owner), func(t *tx) error {
		n, err := t.do(ctx, `DELETE FROM scheduled WHERE id = ? AND owner = ?`, id, owner)
		if err == nil && n == 0 {
			err = community.ErrNotFound
		}
		return err
	})
}

// RefuseScheduled writes why a post that was due cannot be posted, and tells its owner.
// It stays with all it holds. One that was posted, moved or forgotten meanwhile is left
// as it is.
func (s *Store) RefuseScheduled(ctx context.Context, w community.Scheduled, why community.Problem) error {
	problem, err := json.Marshal(why)
	if err != nil {
		return fmt.Errorf("encode problem: %w", err)
	}
	return s.update(ctx, fmt.Sprintf("refuse scheduled post %d", w.ID), func(t *tx) error {
		n, err := t.do(ctx, `UPDATE scheduled SET problem = ?, failed = ? WHERE id = ? AND due = ? AND failed IS NULL`,
			string(problem), at(t.now), w.ID, at(w.Due))
		if err != nil || n == 0 {
			return err
		}
		if err := t.unnotify(ctx, w.Owner, w.Owner, community.NotifyUnposted); err != nil {
			return err
		}
		return t.notify(ctx, community.Notification{Owner: w.Owner, Kind: community.NotifyUnposted, Actor: w.Owner})
	})
}

// takeScheduled is the effect of a publication on what it was made of: of two that are
// made of the same only one takes effect, and none of what its owner took back.
func (t *tx) takeScheduled(ctx context.Context, d deed) error {
	if d.Scheduled() == 0 {
		return nil
	}
	n, err := t.do(ctx, `DELETE FROM scheduled WHERE id = ? AND owner = ?`, d.Scheduled(), d.post.Author)
	if err == nil && n == 0 {
		err = community.ErrGone
	}
	return err
}

// forgetScheduled is part of withdrawing posts: what is written about them goes too.
func (t *tx) forgetScheduled(ctx context.Context, posts []community.PostID) error {
	about := `(SELECT id FROM scheduled WHERE parent IN (?) AND parent <> 0 OR quoted IN (?) AND quoted <> 0)`
	list := in(posts)
	err := t.wasteMedia(ctx, `post = 0 AND id IN (SELECT media FROM scheduled_media WHERE scheduled IN `+about+`)`, list, list)
	if err == nil {
		_, err = t.do(ctx, `DELETE FROM scheduled WHERE id IN `+about, list, list)
	}
	return err
}

// ScheduledPost gives a scheduled post to its owner; ErrNotFound, also for somebody
// else's.
func (s *Store) ScheduledPost(ctx context.Context, owner community.ActorID, id community.ScheduledID) (community.Scheduled, error) {
	w, err := scheduledWhere(ctx, s.r, `w.id = ? AND w.owner = ?`, id, owner)
	if err != nil {
		err = fmt.Errorf("scheduled post %d: %w", id, err)
	}
	return w, err
}

// ScheduledByKey gives the scheduled post that came with an Idempotency-Key; ErrNotFound.
func (s *Store) ScheduledByKey(ctx context.Context, owner community.ActorID, key string) (community.Scheduled, error) {
	w, err := scheduledWhere(ctx, s.r, `w.owner = ? AND w.name = ? AND w.name <> ''`, owner, key)
	if err != nil {
		err = fmt.Errorf("scheduled post by key: %w", err)
	}
	return w, err
}

// ScheduledPosts gives somebody's own scheduled posts, the newest first; open leaves out
// those for people of the institution only.
func (s *Store) ScheduledPosts(ctx context.Context, owner community.ActorID, open bool, page Page) ([]community.Scheduled, error) {
	list, err := scheduledList(ctx, s.r, `w.owner = ? AND ? ORDER BY ? LIMIT ?`, owner, page.within("w.id"), page.order("w.id"), page.limit())
	if err != nil {
		return nil, fmt.Errorf("scheduled posts of %d: %w", owner, err)
	}
	kept := make([]community.Scheduled, 0, len(list))
	for _, w := range newestFirst(page, list) {
		if !open || !w.Restricted() {
			kept = append(kept, w)
		}
	}
	return kept, nil
}

// DueScheduled gives what is to be posted now, the longest due first.
func (s *Store) DueScheduled(ctx context.Context, limit int) ([]community.Scheduled, error) {
	list, err := scheduledList(ctx, s.r, `w.due <= ? AND w.failed IS NULL ORDER BY w.due, w.id LIMIT ?`, at(s.Now()), limit)
	if err != nil {
		return nil, fmt.Errorf("scheduled posts that are due: %w", err)
	}
	return list, nil
}

// Scheduled gives what the member wrote for a later moment, oldest first.
func (e Estate) Scheduled(ctx context.Context) iter.Seq2[community.Scheduled, error] {
	return walk(ctx, func(after int64) ([]numbered[community.Scheduled], error) {
		posts, err := scheduledList(ctx, e.s.r, `w.owner = ? AND w.id > ? ORDER BY w.id LIMIT ?`, e.Actor.ID, after, estatePage)
		list := make([]numbered[community.Scheduled], 0, len(posts))
		for _, w := range posts {
			list = append(list, numbered[community.Scheduled]{int64(w.ID), w})
		}
		return list, err
	})
}

func scheduledWhere(ctx context.Context, db reader, where string, args ...any) (community.Scheduled, error) {
	list, err := scheduledList(ctx, db, where+` LIMIT 1`, args...)
	if err == nil && len(list) == 0 {
		err = community.ErrNotFound
	}
	if err != nil {
		return community.Scheduled{}, err
	}
	return list[0], nil
}

// scheduledList reads scheduled posts with their pictures, in two statements. The place
// of a picture that is gone holds 0.
func scheduledList(ctx context.Context, db reader, where string, args ...any) ([]community.Scheduled, error) {
	var rows []scheduledRow
	if err := many(ctx, db, &rows, `SELECT `+scheduledColumns+` FROM scheduled AS w WHERE `+where, args...); err != nil || len(rows) == 0 {
		return nil, err
	}
	list, ids, places := make([]community.Scheduled, 0, len(rows)), make([]community.ScheduledID, 0, len(rows)), map[community.ScheduledID]int{}
	for i, r := range rows {
		w, err := r.scheduled()
		if err != nil {
			return nil, err
		}
		list, ids, places[r.ID] = append(list, w), append(ids, r.ID), i
	}
	var kept []struct {
		Scheduled community.ScheduledID
		Media     community.MediaID
		Position  int
	}
	err := many(ctx, db, &kept, `SELECT scheduled, media, position FROM scheduled_media WHERE scheduled IN (?)`, in(ids))
	for _, k := range kept {
		if media := list[places[k.Scheduled]].Media; k.Position < len(media) {
			media[k.Position] = k.Media
		}
	}
	return list, err
}

// LooseMediaOf gives those of a list of pictures that are the owner's and on no post, in
// one statement.
func (s *Store) LooseMediaOf(ctx context.Context, owner community.ActorID, ids []community.MediaID) (map[community.MediaID]community.Media, error) {
	found := map[community.MediaID]community.Media{}
	if len(ids) == 0 {
		return found, nil
	}
	var rows []mediaRow
	if err := many(ctx, s.r, &rows, `SELECT `+mediaColumns+` FROM media m WHERE m.id IN (?) AND m.owner = ? AND m.post = 0`, in(ids), owner); err != nil {
		return nil, fmt.Errorf("pictures of scheduled posts: %w", err)
	}
	for _, m := range mediaOf(rows) {
		found[m.ID] = m
	}
	return found, nil
}
