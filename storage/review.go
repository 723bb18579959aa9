package storage

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"consilium/community"
)

// Review is a draft that waits for a reviewer, with what was found in it.
type Review struct {
	Draft    community.Draft
	Audience community.AudienceKind
	// Code is the author's reason; Draft.Reason are their words.
	Code       community.ReviewCode
	Inspection community.Inspection
}

// HoldDraft sends a draft of its owner to review, with the words as they were
// stopped. *Invalid for a request without a reason, ErrNotFound when the owner has no
// such draft, ErrConflict when it waits already.
func (s *Store) HoldDraft(ctx context.Context, r community.ReviewRequest) error {
	r, err := r.Check()
	if err != nil {
		return err
	}
	found, err := json.Marshal(r.Stopped.Inspection)
	if err != nil {
		return fmt.Errorf("hold draft %d: what was found cannot be written", r.Draft)
	}
	return s.update(ctx, fmt.Sprintf("hold draft %d of actor %d", r.Draft, r.Owner), func(t *tx) error {
		d, err := draftWhere(ctx, t, `d.id = ? AND d.owner = ?`, r.Draft, r.Owner)
		if err != nil {
			return err
		}
		if d.State == community.DraftHeld {
			return community.ErrConflict
		}
		_, err = t.do(ctx, `UPDATE draft SET state = ?, reason = ?, note = '', reviewer = 0, digest = ?, held = ?, reviewed = NULL WHERE id = ?`,
			string(community.DraftHeld), r.Words, r.Stopped.Digest, at(t.now), r.Draft)
		if err != nil {
			return err
		}
		_, err = t.do(ctx, `INSERT INTO review (draft, inspection, audience, code) VALUES (?, ?, ?, ?)
			ON CONFLICT (draft) DO UPDATE SET inspection = excluded.inspection, audience = excluded.audience, code = excluded.code`,
			r.Draft, string(found), string(r.Audience), string(r.Code))
		if err != nil {
			return err
		}
		return t.notifyStaff(ctx, community.NotifyReview, r.Owner, r.Owner)
	})
}

// TakeBackDraft takes a held draft out of review, so that its owner can go on writing.
// ErrNotFound when the owner has no such draft that waits.
func (s *Store) TakeBackDraft(ctx context.Context, owner community.ActorID, id community.DraftID) error {
	return s.update(ctx, fmt.Sprintf("take back draft %d of actor %d", id, owner), func(t *tx) error {
		n, err := t.do(ctx, `UPDATE draft SET state = ?, reason = '', digest = '', held = NULL WHERE id = ? AND owner = ? AND state = ?`,
			string(community.DraftOpen), id, owner, string(community.DraftHeld))
		if err != nil {
			return err
		}
		if n == 0 {
			return community.ErrNotFound
		}
		_, err = t.do(ctx, `DELETE FROM review WHERE draft = ?`, id)
		return err
	})
}

// reviewRow is a row of review.
type reviewRow struct {
	Draft                      community.DraftID
	Inspection, Audience, Code string
}

// Reviews lists what waits for a reviewer, the newest first, without what the
// reviewer wrote: nobody reviews their own.
func (s *Store) Reviews(ctx context.Context, reviewer community.ActorID, p Page) ([]Review, error) {
	drafts, err := draftsWhere(ctx, s.r, `d.state = ? AND d.owner <> ? AND ? ORDER BY ? LIMIT ?`,
		string(community.DraftHeld), reviewer, p.within("d.id"), p.order("d.id"), p.limit())
	if err != nil {
		return nil, fmt.Errorf("list reviews: %w", err)
	}
	list := make([]Review, 0, len(drafts))
	for _, d := range newestFirst(p, drafts) {
		r, err := reviewOf(ctx, s.r, d)
		if err != nil {
			return nil, fmt.Errorf("list reviews: %w", err)
		}
		list = append(list, r)
	}
	return list, nil
}

// Review gives one draft that waits for a reviewer; ErrNotFound for the reviewer's
// own and for what does not wait.
func (s *Store) Review(ctx context.Context, reviewer community.ActorID, id community.DraftID) (Review, error) {
	d, err := draftWhere(ctx, s.r, `d.id = ? AND d.state = ? AND d.owner <> ?`, id, string(community.DraftHeld), reviewer)
	if err != nil {
		return Review{}, fmt.Errorf("review of draft %d: %w", id, err)
	}
	r, err := reviewOf(ctx, s.r, d)
	if err != nil {
		return Review{}, fmt.Errorf("review of draft %d: %w", id, err)
	}
	return r, nil
}

func reviewOf(ctx context.Context, db reader, d community.Draft) (Review, error) {
	var row reviewRow
	err := one(ctx, db, &row, `SELECT draft, inspection, audience, code FROM review WHERE draft = ?`, d.ID)
	if err != nil {
		return Review{}, err
	}
	r := Review{Draft: d, Audience: community.AudienceKind(row.Audience), Code: community.ReviewCode(row.Code)}
	if err := json.Unmarshal([]byte(row.Inspection), &r.Inspection); err != nil {
		return r, fmt.Errorf("what was found in draft %d cannot be read", d.ID) // its words are nobody's in a log
	}
	return r, nil
}

// CountReviews is how many drafts wait for a reviewer who did not write them.
func (s *Store) CountReviews(ctx context.Context, reviewer community.ActorID) (int, error) {
	var n int
	err := one(ctx, s.r, &n, `SELECT COUNT(*) FROM draft WHERE state = ? AND owner <> ?`, string(community.DraftHeld), reviewer)
	if err != nil {
		return 0, fmt.Errorf("count reviews: %w", err)
	}
	return n, nil
}

// HeldPicture says whether a picture belongs to a draft that waits for a reviewer.
func (s *Store) HeldPicture(ctx context.Context, id community.MediaID) (bool, error) {
	var n int
	err := one(ctx, s.r, &n, `SELECT COUNT(*) FROM draft_media AS k JOIN draft AS d ON d.id = k.draft WHERE k.media = ? AND d.state = ?`,
		id, string(community.DraftHeld))
	if err != nil {
		return false, fmt.Errorf("drafts of picture %d: %w", id, err)
	}
	return n > 0, nil
}

// CountReviewers is how many people could review what an author wrote.
func (s *Store) CountReviewers(ctx context.Context, author community.ActorID) (int, error) {
	var n int
	err := one(ctx, s.r, &n, `SELECT COUNT(*) FROM user_account WHERE role IN (?) AND state = ? AND actor <> ?`,
		in(community.Duties(community.ReviewCases)), string(community.UserActive), author)
	if err != nil {
		return 0, fmt.Errorf("count reviewers: %w", err)
	}
	return n, nil
}

// ReviewDraft records what a reviewer decided about a held draft. *Invalid for a
// verdict without a reason, ErrNotFound for the reviewer's own and for what does not
// wait (any more), ErrConflict when other words wait than the reviewer read: an author
// may take a draft back and send another in its place.
func (s *Store) ReviewDraft(ctx context.Context, v community.ReviewVerdict) error {
	v, err := v.Check()
	if err != nil {
		return err
	}
	return s.update(ctx, fmt.Sprintf("review draft %d", v.Draft), func(t *tx) error {
		d, err := draftWhere(ctx, t, `d.id = ? AND d.state = ? AND d.owner <> ?`, v.Draft, string(community.DraftHeld), v.Reviewer)
		if err != nil {
			return err
		}
		if v.Read != d.Digest {
			return community.ErrConflict
		}
		r, err := reviewOf(ctx, t, d)
		if err != nil {
			return err
		}
		if err := t.decideReview(ctx, r, v); err != nil {
			return err
		}
		return t.tellReviewed(ctx, d.Owner, v.Release)
	})
}

// decideReview writes the verdict down, without a word of the text.
func (t *tx) decideReview(ctx context.Context, r Review, v community.ReviewVerdict) error {
	state, verdict := community.DraftReturned, "return"
	if v.Release {
		state, verdict = community.DraftReleased, "release"
	}
	n, err := t.do(ctx, `UPDATE draft SET state = ?, note = ?, reviewer = ?, reviewed = ? WHERE id = ? AND state = ? AND digest = ?`,
		string(state), v.Note, v.Reviewer, at(t.now), v.Draft, string(community.DraftHeld), r.Draft.Digest)
	if err != nil {
		return err
	}
	if n == 0 {
		return community.ErrConflict
	}
	counts, err := json.Marshal(r.Inspection.Categories())
	if err != nil {
		return fmt.Errorf("count categories of draft %d: %w", v.Draft, err)
	}
	_, err = t.do(ctx, `INSERT INTO gate_decision (id, draft, author, reviewer, verdict, claim, code, categories, risk, held, decided)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, t.store.numbers.next(), v.Draft, r.Draft.Owner, v.Reviewer, verdict, string(r.Code),
		string(v.Code), string(counts), int(r.Inspection.Risk), at(r.Draft.Held), at(t.now))
	if err != nil {
		return err
	}
	if _, err := t.do(ctx, `DELETE FROM review WHERE draft = ?`, v.Draft); err != nil {
		return err
	}
	return t.recordStaffAction(ctx, StaffAction{Actor: v.Reviewer, Action: "review-" + verdict, Subject: community.FormatID(v.Draft), Note: string(v.Code)})
}

// tellReviewed says to an author that a draft was decided about, and never what is in
// it nor who decided.
func (t *tx) tellReviewed(ctx context.Context, author community.ActorID, released bool) error {
	instance, err := actorWhere(ctx, t, `a.iri = ?`, t.store.iri("/actor"))
	if err != nil {
		return fmt.Errorf("find the instance: %w", err)
	}
	kind := community.NotifyReviewReturned
	if released {
		kind = community.NotifyReviewReleased
	}
	if err := t.unnotify(ctx, author, instance.ID, kind); err != nil {
		return err
	}
	return t.notify(ctx, community.Notification{Owner: author, Kind: kind, Actor: instance.ID})
}

// linkDecision notes which post a released draft became, so that its words stay
// released when it is edited.
func (t *tx) linkDecision(ctx context.Context, d deed) error {
	draft := d.Draft()
	if draft.ID == 0 {
		return nil
	}
	_, err := t.do(ctx, `UPDATE gate_decision SET post = ? WHERE draft = ? AND author = ? AND post = 0`, d.post.ID, draft.ID, d.post.Author)
	return err
}

// Reviewed says whether a reviewer released words of a post.
func (s *Store) Reviewed(ctx context.Context, post community.PostID) (bool, error) {
	if post == 0 {
		return false, nil
	}
	var n int
	err := one(ctx, s.r, &n, `SELECT COUNT(*) FROM gate_decision WHERE post = ? AND verdict = 'release'`, post)
	if err != nil {
		return false, fmt.Errorf("review of post %d: %w", post, err)
	}
	return n > 0, nil
}

// GateDecision is what a reviewer decided, as it is remembered.
type GateDecision struct {
	Draft            community.DraftID
	Post             community.PostID
	Author, Reviewer community.ActorID
	Verdict          string // "release" or "return"
	Claim, Code      community.ReviewCode
	// Categories is JSON: how many findings there were of each.
	Categories    string
	Risk          int
	Held, Decided time.Time
}

// GateDecisions lists what was decided about an author's drafts, the newest first.
func (s *Store) GateDecisions(ctx context.Context, author community.ActorID) ([]GateDecision, error) {
	var rows []struct {
		Draft                            community.DraftID
		Post                             community.PostID
		Author, Reviewer                 community.ActorID
		Verdict, Claim, Code, Categories string
		Risk                             int
		Held, Decided                    stamp
	}
	err := many(ctx, s.r, &rows, `SELECT draft, post, author, reviewer, verdict, claim, code, categories, risk, held, decided
		FROM gate_decision WHERE author = ? ORDER BY id DESC`, author)
	if err != nil {
		return nil, fmt.Errorf("decisions about actor %d: %w", author, err)
	}
	list := make([]GateDecision, 0, len(rows))
	for _, r := range rows {
		list = append(list, GateDecision{r.Draft, r.Post, r.Author, r.Reviewer, r.Verdict, community.ReviewCode(r.Claim), community.ReviewCode(r.Code),
			r.Categories, r.Risk, r.Held.Time, r.Decided.Time})
	}
	return list, nil
}
