package storage

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"consilium/community"
)

// deed is a publication that is taking effect: the post with the numbers it
// got here, and what stood there before an update.
type deed struct {
	community.Publication
	post community.Post
	old  *community.Post
}

// open says that the deed may be told to other servers, so that there is
// something to send at all.
func (d deed) open() bool {
	_, open := d.post.Audience.Open()
	return open && d.post.Local
}

type effect func(*tx, context.Context, deed) error

// The effects in the order they happen; each is in the file of its noun.
var (
	creation = []effect{
		(*tx).writeCase, (*tx).writeAccepted, (*tx).rememberEvent, (*tx).writeConsent, (*tx).writeLibrary, (*tx).writeResponse, (*tx).writeQuestion, (*tx).writeMentions, (*tx).writeTags, (*tx).writeMedia, (*tx).adoptOrphans, (*tx).countPost,
		(*tx).answerCase, (*tx).moveCase, (*tx).notifyNamed, (*tx).fillHomes, (*tx).joinExchange, (*tx).notifyReaders, (*tx).fillSpecialtyHomes, (*tx).fillTagHomes, (*tx).fillLists, (*tx).linkQuotes, (*tx).writeQuote, (*tx).writeText, (*tx).sendCreate, (*tx).enterGroup, (*tx).linkDecision, (*tx).dropPosted, (*tx).takeScheduled, (*tx).writePoll, (*tx).judgeReceived,
	}
	repetition = []effect{(*tx).countAnnounce, (*tx).notifyRepeated, (*tx).fillHomes, (*tx).fillLists, (*tx).sendAnnounce}
	revision   = []effect{
		(*tx).keepRevision, (*tx).rewritePost, (*tx).writeCase, (*tx).writeAccepted, (*tx).rememberEvent, (*tx).writeConsent, (*tx).writeLibrary, (*tx).writeResponse, (*tx).writeQuestion, (*tx).writeMentions, (*tx).writeTags, (*tx).writeMedia,
		(*tx).notifyNamed, (*tx).notifyChanged, (*tx).writeQuote, (*tx).writeText, (*tx).notifyQuoting, (*tx).sendUpdate, (*tx).showEdited, (*tx).linkDecision, (*tx).dropPosted, (*tx).closeSolved, (*tx).judgeReceived,
	}
)

// Publish makes a publication take effect in one transaction and gives the post
// as it is remembered. It may run twice: an identifier, an Idempotency-Key or a
// boost that is already here gives what was made the first time. ErrGone for
// what was deleted meanwhile, ErrConflict for an update of another revision
// than the one that stands, ErrForbidden for pictures of somebody else.
func (s *Store) Publish(ctx context.Context, p community.Publication) (community.Post, error) {
	id, err := s.Keep(ctx, p)
	if err != nil {
		return community.Post{}, err
	}
	return s.Post(ctx, id) // not within: others wait to write
}

// Keep is Publish for who needs no more than the number of the post.
func (s *Store) Keep(ctx context.Context, p community.Publication) (community.PostID, error) {
	var id community.PostID
	late := false
	err := s.update(ctx, "publish "+string(p.Verb()), func(t *tx) error {
		var err error
		fresh := false
		id, fresh, err = t.publish(ctx, p)
		if late = errors.Is(err, errBelowWithdrawn); late {
			return t.refuseLate(ctx, p.Post())
		}
		if err != nil {
			return err
		}
		t.tell(News{Topic: TopicPost, ID: int64(id), New: fresh && !p.Quiet()})
		return nil
	})
	if late && err == nil {
		return 0, fmt.Errorf("publish below a withdrawn case: %w", community.ErrGone)
	}
	return id, err
}

// publish gives the number of the post, and whether it is new here.
func (t *tx) publish(ctx context.Context, p community.Publication) (id community.PostID, fresh bool, err error) {
	d, effects := deed{Publication: p, post: p.Post()}, creation
	if err := t.notWithdrawn(ctx, d.post); err != nil {
		return 0, false, err
	}
	switch p.Verb() {
	case community.Create, community.Announce:
		fresh, err := t.addPost(ctx, &d)
		if err != nil || !fresh {
			return d.post.ID, false, err
		}
		if p.Verb() == community.Announce {
			effects = repetition
		}
	case community.Update:
		return d.post.ID, false, t.revise(ctx, d)
	default:
		return 0, false, errors.New("an empty publication")
	}
	for _, take := range effects {
		if err := take(t, ctx, d); err != nil {
			return 0, false, err
		}
	}
	return d.post.ID, true, nil
}

// revise makes an update take effect.
func (t *tx) revise(ctx context.Context, d deed) error {
	if err := t.beginRevision(ctx, &d); err != nil {
		return err
	}
	for _, take := range revision {
		if err := take(t, ctx, d); err != nil {
			return err
		}
	}
	return nil
}

// addPost writes the row of a new post and gives it its numbers. It returns
// false when the same post is here already, and then d names that one.
func (t *tx) addPost(ctx context.Context, d *deed) (fresh bool, err error) {
	p := &d.post
	if !p.Local {
		if err := burnt(ctx, t, p.IRI); !errors.Is(err, community.ErrNotFound) {
			return false, err
		}
		return t.addRemotePost(ctx, p)
	}
	p.ID, p.IRI = newID[community.PostID](t), t.store.newPostIRI()
	p.URL = p.IRI
	if earlier, err := t.useKey(ctx, d); err != nil || earlier != 0 {
		p.ID = earlier
		return false, err
	}
	if err := t.stillProved(ctx, *p); err != nil {
		return false, err
	}
	fresh, err = t.insertPost(ctx, p)
	if err == nil && !fresh {
		return false, t.samePost(ctx, p)
	}
	return fresh, err
}

// remoteDraws bounds how often an id of a remote post is drawn again. 65,536
// posts of one millisecond would be needed to get near it.
const remoteDraws = 20

func (t *tx) addRemotePost(ctx context.Context, p *community.Post) (fresh bool, err error) {
	for range remoteDraws {
		p.ID = remoteID[community.PostID](p.Published, t.now)
		if fresh, err = t.insertPost(ctx, p); err != nil || fresh {
			return fresh, err
		}
		if err = t.samePost(ctx, p); !errors.Is(err, community.ErrNotFound) {
			return false, err
		}
	}
	return false, errors.New("no free number for a remote post")
}

// useKey claims the Idempotency-Key for the new post, or gives the post that
// was made with it. A second transaction waits for the first at this statement.
func (t *tx) useKey(ctx context.Context, d *deed) (earlier community.PostID, err error) {
	if d.Key() == "" {
		return 0, nil
	}
	n, err := t.do(ctx, `INSERT INTO idempotency (author, name, post, created) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		d.post.Author, d.Key(), d.post.ID, at(t.now))
	if err != nil || n == 1 {
		return 0, err
	}
	err = one(ctx, t, &earlier, `SELECT post FROM idempotency WHERE author = ? AND name = ?`, d.post.Author, d.Key())
	return earlier, err
}

// insertPost writes the row; false when its number, its identifier or the same
// boost is taken.
func (t *tx) insertPost(ctx context.Context, p *community.Post) (bool, error) {
	root := cmp.Or(p.Root, p.Parent, p.ID)
	if p.Parent == 0 {
		root = p.ID
	}
	var err error
	if p.Emoji, err = t.nameEmoji(ctx, p.Emoji); err != nil {
		return false, err
	}
	n, err := t.do(ctx, `INSERT INTO post (id, iri, url, author, kind, of_post, audience, audience_rest, parent, parent_iri, root, title,
		warning, sensitive, content, source, source_type, language, published, edited, revision, local, context, emoji, policy, in_group)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		p.ID, p.IRI, p.URL, p.Author, p.Kind, p.Of, p.Audience.Kind, restOf(p.Audience), p.Parent, p.ParentIRI, root, p.Title,
		p.Warning, p.Sensitive, p.Content, p.Source, p.SourceType, p.Language, at(p.Published), at(p.Edited), p.Revision, p.Local,
		p.Context, textOfEmoji(p.Emoji), textOfPolicy(p.Policy), p.Group)
	if err != nil || n == 0 {
		return false, err
	}
	p.Root = root
	return true, nil
}

// samePost finds what kept a post from being written: the same identifier, or
// the same boost. ErrGone when that was deleted.
func (t *tx) samePost(ctx context.Context, p *community.Post) error {
	var have struct {
		ID      community.PostID
		Author  community.ActorID
		Deleted stamp
	}
	err := one(ctx, t, &have, `SELECT id, author, deleted FROM post WHERE iri = ?
		OR (of_post = ? AND of_post <> 0 AND author = ? AND deleted IS NULL) ORDER BY CASE WHEN deleted IS NULL THEN 0 ELSE 1 END LIMIT 1`, p.IRI, p.Of, p.Author)
	switch {
	case err != nil:
		return err
	case have.Author != p.Author:
		return community.ErrForbidden
	case !have.Deleted.IsZero():
		return community.ErrGone
	}
	p.ID = have.ID
	return nil
}

// Adopt moves answers under a post that came in the same moment as it did: of
// two transactions at once neither sees what the other writes.
func (s *Store) Adopt(ctx context.Context, id community.PostID) error {
	return s.update(ctx, fmt.Sprintf("adopt answers to %d", id), func(t *tx) error {
		p, err := postByID(ctx, t, id)
		if err != nil || !p.Deleted.IsZero() {
			return err
		}
		return t.adoptOrphans(ctx, deed{post: p})
	})
}

// adoptOrphans is the effect of a post on replies that came before it: they
// move under it, with all that stands below them.
func (t *tx) adoptOrphans(ctx context.Context, d deed) error {
	var orphans []struct {
		ID           community.PostID
		Audience     community.AudienceKind
		AudienceRest string
		Deleted      stamp
	}
	err := many(ctx, t, &orphans, `SELECT id, audience, audience_rest, COALESCE(deleted, hidden) AS deleted FROM post WHERE parent_iri = ? AND parent = 0 AND id <> ?`,
		d.post.IRI, d.post.ID)
	if err != nil {
		return err
	}
	counted := 0
	for _, o := range orphans {
		if o.Deleted.IsZero() && community.Countable(audienceOf(o.Audience, o.AudienceRest), d.post.Audience) {
			counted++
		}
		if _, err := t.do(ctx, `UPDATE post SET parent = ? WHERE id = ?`, d.post.ID, o.ID); err != nil {
			return err
		}
		if _, err := t.do(ctx, `UPDATE post SET root = ? WHERE root = ?`, d.post.Root, o.ID); err != nil {
			return err
		}
	}
	return t.addReplies(ctx, d.post.ID, counted)
}

// countPost is the effect on the public counters: the parent's replies and the
// author's posts move only for what those who see them could see (S-PRIV-8).
// Posts come before actors everywhere, or two that answer and delete at once
// would wait for one another.
func (t *tx) countPost(ctx context.Context, d deed) error {
	if err := t.countReply(ctx, d.post, 1); err != nil {
		return err
	}
	return t.addPosts(ctx, d.post, 1)
}

func (t *tx) addPosts(ctx context.Context, p community.Post, n int) error {
	if !community.Countable(p.Audience, community.Audience{Kind: community.Public}) {
		return nil
	}
	if n <= 0 {
		_, err := t.do(ctx, `UPDATE actor SET post_count = post_count + ? WHERE id = ?`, n, p.Author)
		return err
	}
	_, err := t.do(ctx, `UPDATE actor SET post_count = post_count + ?, posted = CASE WHEN posted IS NULL OR posted < ? THEN ? ELSE posted END
		WHERE id = ?`, n, at(p.Published), at(p.Published), p.Author)
	return err
}

func (t *tx) countReply(ctx context.Context, p community.Post, n int) error {
	if p.Parent == 0 {
		return nil
	}
	parent, err := t.audience(ctx, p.Parent)
	if err != nil {
		return fmt.Errorf("count reply: %w", err)
	}
	if !community.Countable(p.Audience, parent) {
		return nil
	}
	return t.addReplies(ctx, p.Parent, n)
}

func (t *tx) addReplies(ctx context.Context, parent community.PostID, n int) error {
	if n == 0 {
		return nil
	}
	_, err := t.do(ctx, `UPDATE post SET reply_count = reply_count + ? WHERE id = ?`, n, parent)
	return err
}
