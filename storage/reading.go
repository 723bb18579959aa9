package storage

import (
	"context"
	"fmt"
	"strings"

	"consilium/community"
)

// textOfLanguages is how the languages of a follow lie beside it: a comma before and
// after each, so that one is found by its own; "" for all.
func textOfLanguages(tags []string) string {
	if len(tags) == 0 {
		return ""
	}
	return "," + strings.Join(tags, ",") + ","
}

func languagesOf(text string) []string {
	if text == "" {
		return nil
	}
	return strings.FieldsFunc(text, func(r rune) bool { return r == ',' })
}

// readsLanguage narrows follows f to those of who reads posts in a language. What
// follows the first part of a tag (the "-CH" of "de-CH") is not asked.
func readsLanguage(tag string) string {
	base, _, _ := strings.Cut(strings.ToLower(tag), "-")
	for _, r := range base {
		if r < 'a' || r > 'z' {
			return `TRUE` // no tag at all: shown to everybody
		}
	}
	return `(f.languages = '' OR f.languages LIKE '%,` + base + `,%')`
}

// setReading changes whether the follower is told of posts, and in which languages
// they come.
func (t *tx) setReading(ctx context.Context, stored *community.Follow, wish community.Follow) error {
	if stored.Notifies == wish.Notifies && textOfLanguages(stored.Languages) == textOfLanguages(wish.Languages) {
		return nil
	}
	stored.Notifies, stored.Languages = wish.Notifies, wish.Languages
	_, err := t.do(ctx, `UPDATE follow SET notifies = ?, languages = ? WHERE follower = ? AND followed = ?`,
		wish.Notifies, textOfLanguages(wish.Languages), stored.Follower, stored.Followed)
	return err
}

// notifyReaders is the effect of a new post on those who asked to be told of the
// author's: whoever it came home to. A conversation with others is no news.
func (t *tx) notifyReaders(ctx context.Context, d deed) error {
	p := d.post
	if d.Quiet() || p.Audience.Kind == community.Direct || p.Parent != 0 || !p.ParentIRI.IsZero() {
		return nil
	}
	var readers []community.ActorID
	err := many(ctx, t, &readers, `SELECT f.follower FROM follow AS f JOIN home_entry AS h ON h.owner = f.follower AND h.entry = ?
		WHERE f.followed = ? AND f.notifies AND f.state = ? ORDER BY f.follower`, p.ID, p.Author, string(community.FollowAccepted))
	if err != nil {
		return fmt.Errorf("who wants to hear of post %d: %w", p.ID, err)
	}
	for _, owner := range readers {
		if err := t.notify(ctx, community.Notification{Owner: owner, Kind: community.NotifyPost, Actor: p.Author, Post: p.ID}); err != nil {
			return err
		}
	}
	return nil
}
