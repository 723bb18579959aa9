package mastodon

import (
	"errors"
	"time"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/web/session"
)

// scheduledEndpoints are the posts a member wrote for a later moment.
func (s *API) scheduledEndpoints() []endpoint {
	const one = "/api/v1/scheduled_statuses/{id:[0-9]+}"
	return []endpoint{
		{"GET", "/api/v1/scheduled_statuses", member, "read:statuses", s.listScheduled},
		{"GET", one, member, "read:statuses", s.showScheduled},
		{"PUT", one, member, "write:statuses", s.reschedule},
		{"DELETE", one, member, "write:statuses", s.unschedule},
	}
}

// moment reads scheduled_at: a time of ISO 8601, in UTC where it names no zone.
func (s *API) moment(c *call) (time.Time, error) {
	text := c.fields.text("scheduled_at")
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04Z07:00", "2006-01-02T15:04", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05"} {
		if due, err := time.Parse(layout, text); err == nil {
			due = due.UTC().Truncate(time.Second)
			return due, community.CheckMoment(due, s.store.Now())
		}
	}
	return time.Time{}, invalid("scheduled_at", "scheduled.moment")
}

// scheduleStatus is POST /api/v1/statuses with scheduled_at. The rules and the gate judge
// it now as if it were posted, and again when it is.
func (s *API) scheduleStatus(c *call) (any, error) {
	due, err := s.moment(c)
	if err != nil {
		return nil, err
	}
	w, err := s.newWriting(c)
	if err != nil {
		return nil, err
	}
	if _, err := s.compose(c, w); err != nil {
		return nil, err
	}
	later := community.Scheduled{Owner: c.me().ID, Due: due, Draft: w.draft, Key: c.key(), Application: c.bearer.Application.ID}
	if w.parent != nil {
		later.Parent = w.parent.ID
	}
	if w.quoted != nil {
		later.Quoted = w.quoted.Post.ID
	}
	for _, m := range w.pictures {
		later.Media = append(later.Media, m.ID)
	}
	if later, err = s.store.Schedule(c.Context(), later); err != nil {
		return nil, err
	}
	return s.oneScheduled(c, later)
}

// sameAgain answers a request that was sent before with the same key: with the post, or
// with what still waits to be one; nil when it was not.
func (s *API) sameAgain(c *call) (any, error) {
	key := c.key()
	if key == "" {
		return nil, nil
	}
	// The pictures of the first time are not loose any more.
	earlier, err := s.store.PostByKey(c.Context(), c.me().ID, key)
	if err == nil {
		return s.written(c, earlier)
	}
	if !errors.Is(err, community.ErrNotFound) {
		return nil, err
	}
	later, err := s.store.ScheduledByKey(c.Context(), c.me().ID, key)
	if errors.Is(err, community.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return s.oneScheduled(c, later)
}

// ownScheduled is the member's own scheduled post that {id} names. What is for people of
// the institution only is there for an app that may read it, and writing it needs more
// (S-PRIV-5).
func (s *API) ownScheduled(c *call) (community.Scheduled, error) {
	id, err := community.ParseID[community.ScheduledID](mux.Vars(c.Request)["id"])
	if err != nil {
		return community.Scheduled{}, err
	}
	w, err := s.store.ScheduledPost(c.Context(), c.me().ID, id)
	switch {
	case err != nil || !w.Restricted():
		return w, err
	case !c.may(session.CasesRead):
		return w, about("scheduled post", community.ErrNotFound)
	case c.Method != "GET" && c.Method != "HEAD" && !c.may(session.CasesWrite):
		return w, outsideScope(session.CasesWrite)
	}
	return w, nil
}

// listScheduled is GET /api/v1/scheduled_statuses.
func (s *API) listScheduled(c *call) (any, error) {
	page, err := c.page(statusPage)
	if err != nil {
		return nil, err
	}
	list, err := s.store.ScheduledPosts(c.Context(), c.me().ID, !c.may(session.CasesRead), page)
	if err != nil {
		return nil, err
	}
	ids := make([]int64, 0, len(list))
	for _, w := range list {
		ids = append(ids, int64(w.ID))
	}
	s.link(c, page, ids)
	return s.scheduled(c, list)
}

// showScheduled is GET /api/v1/scheduled_statuses/{id}.
func (s *API) showScheduled(c *call) (any, error) {
	w, err := s.ownScheduled(c)
	if err != nil {
		return nil, err
	}
	return s.oneScheduled(c, w)
}

// reschedule is PUT /api/v1/scheduled_statuses/{id}: the moment can be changed, and
// nothing else.
func (s *API) reschedule(c *call) (any, error) {
	w, err := s.ownScheduled(c)
	if err != nil {
		return nil, err
	}
	if c.fields.text("scheduled_at") == "" {
		return s.oneScheduled(c, w)
	}
	due, err := s.moment(c)
	if err == nil {
		w, err = s.store.Reschedule(c.Context(), w.Owner, w.ID, due)
	}
	if err != nil {
		return nil, err
	}
	return s.oneScheduled(c, w)
}

// unschedule is DELETE /api/v1/scheduled_statuses/{id}.
func (s *API) unschedule(c *call) (any, error) {
	w, err := s.ownScheduled(c)
	if err == nil {
		err = s.store.Unschedule(c.Context(), w.Owner, w.ID)
	}
	return struct{}{}, err
}

func (s *API) oneScheduled(c *call, w community.Scheduled) (any, error) {
	list, err := s.scheduled(c, []community.Scheduled{w})
	if err != nil {
		return nil, err
	}
	return list[0], nil
}

// scheduled is what apps show of scheduled posts, in one statement.
func (s *API) scheduled(c *call, list []community.Scheduled) ([]ScheduledStatus, error) {
	var ids []community.MediaID
	for _, w := range list {
		ids = append(ids, w.Media...)
	}
	pictures, err := s.store.LooseMediaOf(c.Context(), c.me().ID, ids)
	out := make([]ScheduledStatus, 0, len(list))
	for _, w := range list {
		one := ScheduledStatus{ID: community.FormatID(w.ID), ScheduledAt: date(w.Due), Params: scheduledParams(w), MediaAttachments: []Attachment{}}
		for _, id := range w.Media {
			if m, there := pictures[id]; there {
				one.MediaAttachments = append(one.MediaAttachments, s.attachment(c, "", m))
			}
		}
		out = append(out, one)
	}
	return out, err
}

func scheduledParams(w community.Scheduled) ScheduledParams {
	d := w.Draft
	p := ScheduledParams{Text: d.Text, Sensitive: &d.Sensitive, SpoilerText: maybe(d.Warning), Visibility: visibilityOf(d.Audience),
		LocalOnly: w.Restricted(), Language: maybe(d.Language), QuotedStatusID: maybeID(w.Quoted), QuoteApprovalPolicy: maybe(policyWord(d.Quotes)),
		ApplicationID: w.Application, Idempotency: maybe(w.Key)}
	if w.Parent != 0 {
		p.InReplyToID = new(int64(w.Parent))
	}
	if len(w.Media) > 0 {
		ids := make([]string, 0, len(w.Media))
		for _, id := range w.Media {
			ids = append(ids, community.FormatID(id))
		}
		p.MediaIDs = &ids
	}
	if q := d.Question; len(q.Options) > 0 {
		p.Poll = &ScheduledPoll{Options: q.Options, ExpiresIn: int(q.Lasts / time.Second), Multiple: q.Multiple}
	}
	return p
}
