package storage

import (
	"context"
	"errors"
	"fmt"
	"time"

	"consilium/community"
)

// The states of a message request.
const (
	requestWaiting   = "waiting"
	requestAccepted  = "accepted"
	requestDismissed = "dismissed"
)

// MessageRequest is that somebody whom a member does not let in wrote to them, or did
// something else that they would be notified of.
type MessageRequest struct {
	// ID is what the request is paged by; it means something to its owner only.
	ID     int64
	Sender community.ActorID
	// Post is what the newest is about, 0 for none; Count how many there are.
	Post             community.PostID
	Count            int
	Created, Updated time.Time
}

// MessagePolicy says whose direct messages reach a member at once.
func (s *Store) MessagePolicy(ctx context.Context, owner community.ActorID) (community.MessagePolicy, error) {
	p, err := messagePolicy(ctx, s.r, owner)
	if err != nil {
		return p, fmt.Errorf("message policy of %d: %w", owner, err)
	}
	return p, nil
}

func messagePolicy(ctx context.Context, db reader, owner community.ActorID) (community.MessagePolicy, error) {
	var slug string
	err := one(ctx, db, &slug, `SELECT messages FROM user_account WHERE actor = ?`, owner)
	return community.ParseMessagePolicy(slug), err
}

// SetMessagePolicy says whose direct messages are to reach a member at once.
func (s *Store) SetMessagePolicy(ctx context.Context, owner community.ActorID, p community.MessagePolicy) error {
	return s.update(ctx, fmt.Sprintf("set message policy of %d", owner), func(t *tx) error {
		_, err := t.do(ctx, `UPDATE user_account SET messages = ? WHERE actor = ?`, string(p), owner)
		return err
	})
}

// reaches says whether a direct post comes in at once for a member it names; every
// other post does, so that mentions in threads are not touched. What does not is
// asked for (askMessage).
func (t *tx) reaches(ctx context.Context, d deed, owner community.ActorID) (bool, error) {
	if d.post.Audience.Kind != community.Direct || owner == d.post.Author {
		return true, nil
	}
	// What answers a post of theirs that is for everybody lets nobody in.
	if d.Parent() != nil && d.Parent().Author == owner && d.Parent().Audience.Kind == community.Direct || d.Referral() {
		return true, nil
	}
	policy, err := messagePolicy(ctx, t, owner)
	if errors.Is(err, community.ErrNotFound) {
		return true, nil // nobody's account: there is nobody to be kept from
	}
	if err != nil {
		return false, err
	}
	known, err := t.acquaintance(ctx, owner, d.post.Author)
	return err == nil && policy.Reaches(known), err
}

// notifyMessage tells a member of a post that names them; a direct one of somebody
// whom they do not let in becomes a request.
func (t *tx) notifyMessage(ctx context.Context, d deed, n community.Notification) error {
	return t.notifyOf(ctx, n, d.Referral())
}

// acquaintance is what stands between a member and who writes to them.
func (t *tx) acquaintance(ctx context.Context, owner, sender community.ActorID) (community.Acquaintance, error) {
	var a community.Acquaintance
	var row struct{ Follows, Answered bool }
	err := one(ctx, t, &row, `SELECT
		EXISTS (SELECT 1 FROM follow WHERE follower = ? AND followed = ? AND state = 'accepted') AS follows,
		EXISTS (SELECT 1 FROM mention AS m JOIN post AS p ON p.id = m.post
			WHERE m.actor = ? AND p.author = ? AND p.audience = 'direct' AND p.deleted IS NULL)
		OR EXISTS (SELECT 1 FROM message_request WHERE owner = ? AND sender = ? AND state = ?) AS answered`,
		owner, sender, sender, owner, owner, sender, requestAccepted)
	if err != nil {
		return a, fmt.Errorf("acquaintance of %d: %w", owner, err)
	}
	who, err := actorWhere(ctx, t, `a.id = ?`, sender)
	if err != nil {
		return a, err
	}
	standing := community.Judge(who.Credential, community.Trust{}, time.Time{}, t.now)
	if !who.Local && who.Credential != nil { // whose word counts here is kept beside the store
		standing = t.store.Standing(ctx, who)
	}
	a.Follows, a.Answered, a.Clinician = row.Follows, row.Answered, who.IsClinician(standing)
	return a, nil
}

// turnAway ends a notification that the policy drops: of a message it is remembered that
// there was one, so that its sender can be let in later; of the rest nothing.
func (t *tx) turnAway(ctx context.Context, n community.Notification, f community.NoticeFacts) error {
	if !f.Private {
		return nil
	}
	return t.ask(ctx, n, requestDismissed)
}

// ask writes that somebody waits to be let in by a member. Who was dismissed stays so.
func (t *tx) ask(ctx context.Context, n community.Notification, state string) error {
	_, err := t.do(ctx, `INSERT INTO message_request (id, owner, sender, post, count, state, created, updated) VALUES (?, ?, ?, ?, 1, ?, ?, ?)
		ON CONFLICT (owner, sender) DO UPDATE SET count = message_request.count + 1, updated = excluded.updated,
			post = CASE WHEN message_request.post < excluded.post THEN excluded.post ELSE message_request.post END`,
		t.store.numbers.next(), n.Owner, n.Actor, n.Post, state, at(t.now), at(t.now))
	if err != nil {
		return fmt.Errorf("ask %d to let somebody in: %w", n.Owner, err)
	}
	return nil
}

const waiting = ` FROM message_request AS q JOIN actor AS a ON a.id = q.sender
	WHERE q.owner = ? AND q.state = 'waiting' AND a.suspended IS NULL AND a.gone IS NULL
	AND NOT EXISTS (SELECT 1 FROM block AS b WHERE b.actor = q.owner AND b.target = q.sender OR b.actor = q.sender AND b.target = q.owner)`

// What only people here may read waits as well; the others are those that federate.
const (
	aboutOpen    = `NOT EXISTS (SELECT 1 FROM post AS p WHERE p.id = n.post AND NOT ` + federated + `)`
	heldOfSender = ` FROM notification AS n WHERE n.owner = q.owner AND n.actor = q.sender AND n.filtered AND `
	askedClosed  = `EXISTS (SELECT 1 FROM post AS p WHERE p.id = q.post AND NOT ` + federated + `)`
	waitingOpen  = waiting + ` AND (NOT ` + askedClosed + ` OR EXISTS (SELECT 1` + heldOfSender + aboutOpen + `))`
)

const (
	requestColumns     = `q.id, q.sender, q.post, q.count, q.created, q.updated`
	openRequestColumns = `q.id, q.sender, CASE WHEN ` + askedClosed + ` THEN (SELECT COALESCE(MAX(n.post), 0)` + heldOfSender + aboutOpen + `) ELSE q.post END AS post,
		q.count - (SELECT COUNT(*)` + heldOfSender + `NOT ` + aboutOpen + `) AS count, q.created, q.updated`
)

// RequestsFor says whose requests are meant. Open leaves out what restricted posts caused:
// for apps that do not read these (decision 9).
type RequestsFor struct {
	Owner community.ActorID
	Open  bool
}

func (f RequestsFor) waiting() string {
	if f.Open {
		return waitingOpen
	}
	return waiting
}

func (f RequestsFor) columns() string {
	if f.Open {
		return openRequestColumns
	}
	return requestColumns
}

type requestRow struct {
	ID               int64
	Sender           community.ActorID
	Post             community.PostID
	Count            int
	Created, Updated stamp
}

func (r requestRow) request() MessageRequest {
	return MessageRequest{r.ID, r.Sender, r.Post, r.Count, r.Created.Time, r.Updated.Time}
}

// MessageRequests lists who waits to be let in by a member, whoever did something last
// first, at most a hundred. The caller asks Visible about the posts.
func (s *Store) MessageRequests(ctx context.Context, owner community.ActorID) ([]MessageRequest, error) {
	return s.requests(ctx, RequestsFor{Owner: owner}, `ORDER BY q.updated DESC, q.id DESC LIMIT 100`)
}

// MessageRequestPage is MessageRequests by pages, who asked last first.
func (s *Store) MessageRequestPage(ctx context.Context, of RequestsFor, p Page) ([]MessageRequest, error) {
	list, err := s.requests(ctx, of, `AND ? ORDER BY ? LIMIT ?`, p.within("q.id"), p.order("q.id"), p.limit())
	return newestFirst(p, list), err
}

// MessageRequest gives one that waits; ErrNotFound when the owner has none such.
func (s *Store) MessageRequest(ctx context.Context, of RequestsFor, id int64) (MessageRequest, error) {
	list, err := s.requests(ctx, of, `AND q.id = ?`, id)
	if err == nil && len(list) == 0 {
		err = fmt.Errorf("message request %d: %w", id, community.ErrNotFound)
	}
	if err != nil {
		return MessageRequest{}, err
	}
	return list[0], nil
}

func (s *Store) requests(ctx context.Context, of RequestsFor, rest string, args ...any) ([]MessageRequest, error) {
	var rows []requestRow
	if err := many(ctx, s.r, &rows, `SELECT `+of.columns()+of.waiting()+` `+rest, append([]any{of.Owner}, args...)...); err != nil {
		return nil, fmt.Errorf("message requests of %d: %w", of.Owner, err)
	}
	list := make([]MessageRequest, 0, len(rows))
	for _, r := range rows {
		list = append(list, r.request())
	}
	return list, nil
}

// CountFiltered counts the notifications that wait with the requests of a member, up to
// 100.
func (s *Store) CountFiltered(ctx context.Context, of RequestsFor) (int, error) {
	var n int
	err := one(ctx, s.r, &n, `SELECT COUNT(*) FROM (SELECT 1 FROM (SELECT q.owner, q.sender`+of.waiting()+`) AS w
		JOIN notification AS n ON n.owner = w.owner AND n.actor = w.sender AND n.filtered WHERE (NOT ? OR `+aboutOpen+`) LIMIT ?) AS f`,
		of.Owner, of.Open, mostUnread)
	if err != nil {
		return 0, fmt.Errorf("count filtered notifications of %d: %w", of.Owner, err)
	}
	return n, nil
}

// CountMessageRequests counts who waits to be let in by a member.
func (s *Store) CountMessageRequests(ctx context.Context, of RequestsFor) (int, error) {
	var n int
	if err := one(ctx, s.r, &n, `SELECT COUNT(*)`+of.waiting(), of.Owner); err != nil {
		return 0, fmt.Errorf("count message requests of %d: %w", of.Owner, err)
	}
	return n, nil
}

// AnswerMessageRequest lets somebody's messages in, also those that came before, or
// dismisses them; ErrNotFound when there is no such request.
func (s *Store) AnswerMessageRequest(ctx context.Context, owner, sender community.ActorID, accept bool) error {
	return s.update(ctx, fmt.Sprintf("answer message request of %d", sender), func(t *tx) error {
		return t.answerRequest(ctx, owner, sender, accept)
	})
}

// AnswerMessageRequests answers several requests by their numbers, all or none;
// ErrNotFound when the owner has not every one of them waiting.
func (s *Store) AnswerMessageRequests(ctx context.Context, owner community.ActorID, ids []int64, accept bool) error {
	return s.update(ctx, fmt.Sprintf("answer message requests of %d", owner), func(t *tx) error {
		var senders []community.ActorID
		err := many(ctx, t, &senders, `SELECT sender FROM message_request WHERE owner = ? AND id IN (?) AND state = ? ORDER BY sender`,
			owner, in(ids), requestWaiting)
		if err == nil && len(senders) < len(ids) {
			err = community.ErrNotFound
		}
		if err != nil {
			return err
		}
		for _, sender := range senders {
			if err := t.answerRequest(ctx, owner, sender, accept); err != nil {
				return err
			}
		}
		return nil
	})
}

func (t *tx) answerRequest(ctx context.Context, owner, sender community.ActorID, accept bool) error {
	state := requestDismissed
	if accept {
		state = requestAccepted
	}
	n, err := t.do(ctx, `UPDATE message_request SET state = ? WHERE owner = ? AND sender = ?`, state, owner, sender)
	if err != nil {
		return err
	}
	if n == 0 {
		return community.ErrNotFound
	}
	if !accept {
		return nil
	}
	return t.letIn(ctx, owner, sender)
}

// letIn brings the messages of somebody who was accepted where they would have come.
func (t *tx) letIn(ctx context.Context, owner, sender community.ActorID) error {
	_, err := t.do(ctx, `INSERT INTO home_entry (owner, entry, post, announcer) SELECT m.actor, p.id, p.id, 0
		FROM mention AS m JOIN post AS p ON p.id = m.post
		WHERE m.actor = ? AND p.author = ? AND p.audience = 'direct' AND p.deleted IS NULL ON CONFLICT DO NOTHING`, owner, sender)
	if err != nil {
		return err
	}
	if err := t.joinEarlier(ctx, owner, sender); err != nil {
		return err
	}
	n, err := t.do(ctx, `UPDATE notification SET filtered = FALSE WHERE owner = ? AND actor = ? AND filtered`, owner, sender)
	if err != nil {
		return err
	}
	t.tell(News{Topic: TopicMerged, ID: int64(sender), Owner: int64(owner)})
	var newest community.PostID
	if err := one(ctx, t, &newest, `SELECT post FROM message_request WHERE owner = ? AND sender = ?`, owner, sender); err != nil {
		return err
	}
	if n > 0 || newest == 0 {
		return nil
	}
	return t.notify(ctx, community.Notification{Owner: owner, Kind: community.NotifyMention, Actor: sender, Post: newest})
}
