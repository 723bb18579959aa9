package storage

import (
	"context"
	"errors"
	"fmt"

	"consilium/community"
)

// MarkGone writes that the home of an actor says it no longer exists. What it
// wrote becomes tombstones; its follows, likes, boosts and notifications go.
// One that was never known here is no error; ErrForbidden for ours.
func (s *Store) MarkGone(ctx context.Context, iri community.IRI) error {
	return s.update(ctx, fmt.Sprintf("mark %s gone", iri), func(t *tx) error {
		a, err := actorWhere(ctx, t, `a.iri = ?`, iri)
		if errors.Is(err, community.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		if a.Local {
			return community.ErrForbidden
		}
		if err := t.eraseActor(ctx, a.ID); err != nil {
			return err
		}
		_, err = t.do(ctx, `DELETE FROM actor_key WHERE actor = ?`, a.ID)
		return err
	})
}

// eraseActor makes a tombstone of an actor and of all it wrote, and removes
// everything else that names it but its keys.
func (t *tx) eraseActor(ctx context.Context, actor community.ActorID) error {
	_, err := t.do(ctx, `UPDATE actor SET gone = COALESCE(gone, ?), display_name = '', pronouns = '', summary = '', summary_source = '',
		profession = '', specialty = '', avatar = 0, avatar_iri = NULL, header = 0, header_iri = NULL, fields = '', emoji = '', policy = '',
		attribution_domains = '', post_count = 0, credential = '', aliases = '', moved_to = NULL, posted = NULL WHERE id = ?`, at(t.now), actor)
	if err != nil {
		return err
	}
	for _, remove := range []func(context.Context, community.ActorID) error{
		t.removeFollows, t.removeMarks, t.removePosts, t.removeTraces, t.removeCredential, t.removeFeatured, t.removeRemarks,
	} {
		if err := remove(ctx, actor); err != nil {
			return err
		}
	}
	return nil
}

// removeFollows ends all follows of and by an actor.
func (t *tx) removeFollows(ctx context.Context, actor community.ActorID) error {
	var rows []followRow
	err := many(ctx, t, &rows, `SELECT `+followColumns+` FROM follow AS f WHERE f.follower = ? OR f.followed = ?`, actor, actor)
	if err != nil {
		return err
	}
	for _, r := range rows {
		if _, err := t.endFollow(ctx, r.Follower, r.Followed); err != nil {
			return err
		}
	}
	return nil
}

// removeMarks takes back the likes and boosts of an actor.
func (t *tx) removeMarks(ctx context.Context, actor community.ActorID) error {
	for _, statement := range []string{
		`UPDATE post SET like_count = like_count - 1 WHERE id IN (SELECT l.post FROM liking AS l WHERE l.actor = ?)`,
		`DELETE FROM liking WHERE actor = ?`,
		`UPDATE post SET announce_count = announce_count - 1 WHERE id IN
			(SELECT p.of_post FROM post AS p WHERE p.author = ? AND p.of_post <> 0 AND p.deleted IS NULL)`,
	} {
		if _, err := t.do(ctx, statement, actor); err != nil {
			return err
		}
	}
	_, err := t.do(ctx, `DELETE FROM home_entry WHERE announcer = ? AND post IN (SELECT p.of_post FROM post AS p WHERE p.author = ? AND p.of_post <> 0)`,
		actor, actor)
	if err != nil {
		return err
	}
	_, err = t.do(ctx, `UPDATE post SET deleted = ? WHERE author = ? AND of_post <> 0 AND deleted IS NULL`, at(t.now), actor)
	return err
}

// erasedAtOnce is how many posts are named in one statement.
const erasedAtOnce = 200

// removePosts makes tombstones of all an actor wrote.
func (t *tx) removePosts(ctx context.Context, author community.ActorID) error {
	for {
		var posts []community.PostID
		err := many(ctx, t, &posts, `SELECT id FROM post WHERE author = ? AND deleted IS NULL ORDER BY id LIMIT ?`, author, erasedAtOnce)
		if err != nil {
			return err
		}
		if len(posts) == 0 {
			return nil
		}
		if err := t.erase(ctx, posts...); err != nil {
			return err
		}
		// As community.Countable counts replies.
		_, err = t.do(ctx, `UPDATE post SET reply_count = (SELECT COUNT(*) FROM post AS r WHERE r.parent = post.id AND r.deleted IS NULL AND r.hidden IS NULL
			AND (r.audience IN (?, ?) OR r.audience IN (?, ?) AND post.audience = r.audience AND post.audience_rest = r.audience_rest))
			WHERE id IN (SELECT p.parent FROM post AS p WHERE p.id IN (?) AND p.parent <> 0)`,
			string(community.Public), string(community.Unlisted), string(community.InstanceOnly), string(community.Clinicians), in(posts))
		if err != nil {
			return err
		}
	}
}

// removeTraces removes what is left that names the actor.
func (t *tx) removeTraces(ctx context.Context, actor community.ActorID) error {
	if err := t.wasteMedia(ctx, `owner = ?`, actor); err != nil {
		return err
	}
	for _, statement := range []string{
		`DELETE FROM notification WHERE actor = ?`, `DELETE FROM block WHERE actor = ?`, `DELETE FROM mute WHERE target = ?`,
		`DELETE FROM draft WHERE owner = ?`, `DELETE FROM scheduled WHERE owner = ?`, `DELETE FROM exchange WHERE owner = ?`, `DELETE FROM conversation_mute WHERE actor = ?`, `DELETE FROM severed WHERE other = ?`,
		`DELETE FROM import WHERE actor = ?`, `DELETE FROM filter WHERE owner = ?`, `DELETE FROM message_request WHERE owner = ?`, `DELETE FROM message_request WHERE sender = ?`,
		`DELETE FROM decision WHERE person = ?`, `DELETE FROM question_vote WHERE actor = ?`, // what was counted stays, of nobody in particular
	} {
		if _, err := t.do(ctx, statement, actor); err != nil {
			return err
		}
	}
	return nil
}
