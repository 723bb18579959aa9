package storage

import (
	"context"
	"fmt"
	"strconv"

	"consilium/community"
)

// Bounds of lists of announcements: at the desk, and for members.
const (
	deskAnnouncements  = 200
	mostAnnouncements  = 20
	announcementsASeat = 100
)

// What apps were told of an announcement last.
const (
	toldNothing = iota
	toldThere
	toldOver
)

const announcementColumns = `n.id, n.source, n.content, n.starts, n.ends, n.all_day, n.published, n.changed, n.created`

type announcementRow struct {
	ID                          community.AnnouncementID
	Source                      string
	Content                     community.SafeHTML
	Starts, Ends                stamp
	AllDay                      bool
	Published, Changed, Created stamp
}

func (r announcementRow) announcement() community.Announcement {
	return community.Announcement{ID: r.ID, Source: r.Source, Content: r.Content, Starts: r.Starts.Time, Ends: r.Ends.Time, AllDay: r.AllDay,
		Published: r.Published.Time, Changed: r.Changed.Time, Created: r.Created.Time}
}

// Announcement gives one by number, for staff; ErrNotFound.
func (s *Store) Announcement(ctx context.Context, id community.AnnouncementID) (community.Announcement, error) {
	a, err := announcement(ctx, s.r, id)
	if err != nil {
		return a, fmt.Errorf("announcement %d: %w", id, err)
	}
	return a, nil
}

func announcement(ctx context.Context, db reader, id community.AnnouncementID) (community.Announcement, error) {
	var row announcementRow
	err := one(ctx, db, &row, `SELECT `+announcementColumns+` FROM announcement AS n WHERE n.id = ?`, id)
	return row.announcement(), err
}

// Announcements lists them for staff, drafts and those that are over too, the newest
// first.
func (s *Store) Announcements(ctx context.Context) ([]community.Announcement, error) {
	var rows []announcementRow
	if err := many(ctx, s.r, &rows, `SELECT `+announcementColumns+` FROM announcement AS n ORDER BY n.id DESC LIMIT ?`, deskAnnouncements); err != nil {
		return nil, fmt.Errorf("list announcements: %w", err)
	}
	list := make([]community.Announcement, 0, len(rows))
	for _, r := range rows {
		list = append(list, r.announcement())
	}
	return list, nil
}

// CurrentAnnouncements lists those that are shown now, the newest first, as a member
// sees them: with what was read, and the reactions.
func (s *Store) CurrentAnnouncements(ctx context.Context, member community.ActorID) ([]community.Announcement, error) {
	list, err := s.currentAnnouncements(ctx, s.r, at(s.Now()), 0)
	if err != nil || len(list) == 0 {
		return list, err
	}
	return list, s.answered(ctx, member, list)
}

// currentAnnouncements lists what is shown at a moment; id narrows to one, 0 does not.
func (s *Store) currentAnnouncements(ctx context.Context, db reader, now stamp, id community.AnnouncementID) ([]community.Announcement, error) {
	var rows []announcementRow
	err := many(ctx, db, &rows, `SELECT `+announcementColumns+` FROM announcement AS n WHERE n.published IS NOT NULL
		AND (n.starts IS NULL OR n.starts <= ?) AND (n.ends IS NULL OR n.ends > ?) AND (? = 0 OR n.id = ?)
		ORDER BY n.published DESC, n.id DESC LIMIT ?`, now, now, id, id, mostAnnouncements)
	if err != nil {
		return nil, fmt.Errorf("current announcements: %w", err)
	}
	list := make([]community.Announcement, 0, len(rows))
	for _, r := range rows {
		list = append(list, r.announcement())
	}
	return list, nil
}

// CurrentAnnouncement is one of CurrentAnnouncements; ErrNotFound when it is not shown.
func (s *Store) CurrentAnnouncement(ctx context.Context, id community.AnnouncementID, member community.ActorID) (community.Announcement, error) {
	list, err := s.currentAnnouncements(ctx, s.r, at(s.Now()), id)
	if err == nil && len(list) == 0 {
		err = community.ErrNotFound
	}
	if err != nil {
		return community.Announcement{}, fmt.Errorf("announcement %d: %w", id, err)
	}
	return list[0], s.answered(ctx, member, list)
}

// answered completes announcements with what members did, in two statements.
func (s *Store) answered(ctx context.Context, member community.ActorID, list []community.Announcement) error {
	ids, places := make([]community.AnnouncementID, 0, len(list)), make(map[community.AnnouncementID]int, len(list))
	for i, a := range list {
		ids, places[a.ID] = append(ids, a.ID), i
	}
	var read []community.AnnouncementID
	err := many(ctx, s.r, &read, `SELECT announcement FROM announcement_read WHERE actor = ? AND announcement IN (?)`, member, in(ids))
	if err != nil {
		return fmt.Errorf("announcements that %d read: %w", member, err)
	}
	for _, id := range read {
		list[places[id]].Read = true
	}
	var rows []struct {
		Announcement community.AnnouncementID
		Name         string
		Count, Mine  int
	}
	err = many(ctx, s.r, &rows, `SELECT x.announcement, x.name, COUNT(*) AS count, SUM(CASE WHEN x.actor = ? THEN 1 ELSE 0 END) AS mine
		FROM announcement_reaction AS x WHERE x.announcement IN (?) GROUP BY x.announcement, x.name ORDER BY MIN(x.created), x.name`, member, in(ids))
	if err != nil {
		return fmt.Errorf("reactions to announcements: %w", err)
	}
	for _, r := range rows {
		a := &list[places[r.Announcement]]
		a.Reactions = append(a.Reactions, community.Reaction{Name: r.Name, Count: r.Count, Mine: r.Mine > 0})
	}
	return nil
}

// SaveAnnouncement writes a draft that community.DescribeAnnouncement judged, new when
// it has no number, and gives its number. One that is shown is told of again. ErrNotFound.
func (s *Store) SaveAnnouncement(ctx context.Context, a community.Announcement, by community.ActorID) (community.AnnouncementID, error) {
	err := s.update(ctx, "save announcement", func(t *tx) error {
		action := "announcement-changed"
		if a.ID == 0 {
			a.ID, action = newID[community.AnnouncementID](t), "announcement"
			if _, err := t.do(ctx, `INSERT INTO announcement (id, source, content, changed, created, made_by) VALUES (?, '', '', ?, ?, ?)`,
				a.ID, at(t.now), at(t.now), by); err != nil {
				return err
			}
		}
		have, err := announcement(ctx, t, a.ID)
		if err != nil {
			return err
		}
		a.Published = have.Published
		// One that is shown no longer because of the change is told to be over.
		if _, err := t.do(ctx, `UPDATE announcement SET source = ?, content = ?, starts = ?, ends = ?, all_day = ?, changed = ?,
			told = CASE WHEN told = ? AND NOT ? THEN told ELSE ? END WHERE id = ?`,
			a.Source, a.Content, at(a.Starts), at(a.Ends), a.AllDay, at(t.now), toldThere, a.Current(t.now), toldNothing, a.ID); err != nil {
			return err
		}
		if err := t.tellAnnouncements(ctx); err != nil {
			return err
		}
		return t.recordStaffAction(ctx, StaffAction{Actor: by, Action: action, Subject: community.FormatID(a.ID)})
	})
	return a.ID, err
}

// PublishAnnouncement lets one be shown, once it starts. ErrConflict when it is
// published already, ErrNotFound.
func (s *Store) PublishAnnouncement(ctx context.Context, id community.AnnouncementID, by community.ActorID) error {
	return s.setPublished(ctx, id, StaffAction{Actor: by, Action: "announcement-published", Subject: community.FormatID(id)})
}

// WithdrawAnnouncement takes one back: nobody is shown it any more. ErrConflict when it
// is not published, ErrNotFound.
func (s *Store) WithdrawAnnouncement(ctx context.Context, id community.AnnouncementID, by community.ActorID) error {
	return s.setPublished(ctx, id, StaffAction{Actor: by, Action: "announcement-withdrawn", Subject: community.FormatID(id)})
}

func (s *Store) setPublished(ctx context.Context, id community.AnnouncementID, act StaffAction) error {
	return s.update(ctx, fmt.Sprintf("publish announcement %d", id), func(t *tx) error {
		have, err := announcement(ctx, t, id)
		if err != nil {
			return err
		}
		publish := act.Action == "announcement-published"
		if publish != have.Published.IsZero() {
			return community.ErrConflict
		}
		published := stamp{}
		if publish {
			published = at(t.now)
			_, err = t.do(ctx, `UPDATE announcement SET published = ?, changed = ?, told = ? WHERE id = ?`, published, at(t.now), toldNothing, id)
		} else {
			_, err = t.do(ctx, `UPDATE announcement SET published = ?, changed = ? WHERE id = ?`, published, at(t.now), id)
		}
		if err != nil {
			return err
		}
		if err := t.tellAnnouncements(ctx); err != nil {
			return err
		}
		return t.recordStaffAction(ctx, act)
	})
}

// TellAnnouncements tells the apps that listen of announcements that began or ended by
// the clock since it was last called; once a minute is often enough.
func (s *Store) TellAnnouncements(ctx context.Context) error {
	var due int
	err := one(ctx, s.r, &due, `SELECT COUNT(*) FROM announcement AS n WHERE `+announcementDue, at(s.Now()), at(s.Now()), at(s.Now()), at(s.Now()))
	if err != nil || due == 0 { // most calls write nothing
		return err
	}
	return s.update(ctx, "tell of announcements", func(t *tx) error { return t.tellAnnouncements(ctx) })
}

// announcementDue is where what apps were told is no longer so: 0 nothing, 1 that it is
// there, 2 that it is over.
const announcementDue = `(n.told = 0 AND n.published IS NOT NULL AND (n.starts IS NULL OR n.starts <= ?) AND (n.ends IS NULL OR n.ends > ?)
	OR n.told = 1 AND (n.published IS NULL OR n.ends <= ? OR n.starts > ?))`

func (t *tx) tellAnnouncements(ctx context.Context) error {
	var rows []struct {
		ID   community.AnnouncementID
		Told int
	}
	now := at(t.now)
	err := many(ctx, t, &rows, `SELECT n.id, n.told FROM announcement AS n WHERE `+announcementDue+` ORDER BY n.id LIMIT ?`, now, now, now, now, announcementsASeat)
	if err != nil {
		return fmt.Errorf("tell of announcements: %w", err)
	}
	for _, r := range rows {
		fresh := r.Told == toldNothing
		_, err := t.do(ctx, `UPDATE announcement SET told = CASE WHEN ? THEN ? WHEN published IS NOT NULL AND starts > ? THEN ? ELSE ? END WHERE id = ?`,
			fresh, toldThere, now, toldNothing, toldOver, r.ID)
		if err != nil {
			return err
		}
		t.tell(News{Topic: TopicAnnouncement, ID: int64(r.ID), New: fresh})
	}
	return nil
}

// ReadAnnouncement says that a member does not want to see one any more. ErrNotFound
// for one that is not shown.
func (s *Store) ReadAnnouncement(ctx context.Context, member community.ActorID, id community.AnnouncementID) error {
	return s.update(ctx, "read announcement "+strconv.FormatInt(int64(id), 10), func(t *tx) error {
		if err := t.isCurrent(ctx, id); err != nil {
			return err
		}
		_, err := t.do(ctx, `INSERT INTO announcement_read (announcement, actor, read) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`, id, member, at(t.now))
		return err
	})
}

func (t *tx) isCurrent(ctx context.Context, id community.AnnouncementID) error {
	list, err := t.store.currentAnnouncements(ctx, t, at(t.now), id)
	if err == nil && len(list) == 0 {
		err = community.ErrNotFound
	}
	return err
}

// React puts an emoji of a member under an announcement. *Invalid when it is none, or
// when enough different ones stand there; ErrNotFound for one that is not shown.
func (s *Store) React(ctx context.Context, member community.ActorID, id community.AnnouncementID, name string) error {
	own, err := s.LocalEmoji(ctx)
	if err != nil {
		return err
	}
	return s.update(ctx, fmt.Sprintf("react to announcement %d", id), func(t *tx) error {
		if err := t.isCurrent(ctx, id); err != nil {
			return err
		}
		if err := community.CheckReaction(name, own); err != nil {
			return err
		}
		var others int
		err := one(ctx, t, &others, `SELECT COUNT(DISTINCT name) FROM announcement_reaction WHERE announcement = ? AND name <> ?`, id, name)
		if err != nil {
			return err
		}
		if others >= community.MaxReactions {
			return &community.Invalid{Field: "name", Problem: community.Say("announcement.too_many_emoji", "limit", community.MaxReactions)}
		}
		n, err := t.do(ctx, `INSERT INTO announcement_reaction (announcement, actor, name, created) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			id, member, name, at(t.now))
		if err == nil && n > 0 {
			t.tell(News{Topic: TopicReaction, ID: int64(id), Name: name})
		}
		return err
	})
}

// Unreact takes that back; where there is none nothing happens. ErrNotFound for an
// announcement that is not shown.
func (s *Store) Unreact(ctx context.Context, member community.ActorID, id community.AnnouncementID, name string) error {
	return s.update(ctx, fmt.Sprintf("take back reaction to announcement %d", id), func(t *tx) error {
		if err := t.isCurrent(ctx, id); err != nil {
			return err
		}
		n, err := t.do(ctx, `DELETE FROM announcement_reaction WHERE announcement = ? AND actor = ? AND name = ?`, id, member, name)
		if err == nil && n > 0 {
			t.tell(News{Topic: TopicReaction, ID: int64(id), Name: name})
		}
		return err
	})
}
