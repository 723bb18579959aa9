package storage_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// keptOfGone are tables that may name a member who left: the name that is never used
// again, keys with which the farewell is signed, and what staff and others have to be
// able to look up. There is no word of the member in them.
var keptOfGone = []string{"actor", "actor_key", "user_account"}

// Who closes the account leaves no row behind that tells what they read, marked, wrote
// down for themselves or asked to be told of.
func TestLeaveForgets(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		s := storagetest.At(t, storagetest.Options{Database: database})
		user, ana := storagetest.Member(t, s, "ana")
		_, ben := storagetest.Member(t, s, "ben")
		storagetest.Following(t, s, ana, ben)
		storagetest.Following(t, s, ben, ana)
		r := openRaw(t, database)
		r.furnish(t, s, ana, ben)
		ok(t, s.Leave(t.Context(), user.ID))
		for _, table := range r.tables() {
			if slices.Contains(keptOfGone, table) {
				continue
			}
			for _, column := range r.columns(table) {
				if !slices.Contains([]string{"owner", "actor", "member", "target", "person", "follower", "followed", "sender"}, column) {
					continue
				}
				if left := r.strings(fmt.Sprintf(`SELECT CAST(COUNT(*) AS TEXT) FROM %q WHERE CAST(%q AS TEXT) = '%d'`, table, column, ana.ID)); left[0] != "0" {
					t.Errorf("%s rows of %s name the member as %s", left[0], table, column)
				}
			}
		}
	})
}

// furnish makes a row of the member in every table in which apps and pages leave
// something of members.
func (r raw) furnish(t *testing.T, s *storage.Store, ana, ben community.Actor) {
	t.Helper()
	post := storagetest.Post(t, s, ben, "hello")
	ok(t, s.Bookmark(t.Context(), ana.ID, post.ID))
	ok(t, s.Like(t.Context(), ana, post))
	app := must(s.AddApplication(t.Context(), storage.Application{ClientID: "x", Name: "x", RedirectURIs: []string{"x://y"}, Scopes: "read"}, "secret"))(t)
	token := must(s.AddToken(t.Context(), "token", storage.AccessToken{Application: app.ID, Actor: ana.ID, Scopes: "read"}))(t)
	me, them, p := int64(ana.ID), int64(ben.ID), int64(post.ID)
	for _, row := range []struct {
		into   string
		values []any
	}{
		{"notice_policy (actor, not_following, not_followers, new_accounts, limited_accounts)", []any{me, "filter", "filter", "filter", "filter"}},
		{"message_request (owner, sender, post, id, count, state, created)", []any{me, them, p, 1, 1, "open", 1}},
		{"list (id, owner, title, replies, created)", []any{1, me, "Friends", "list", 1}},
		{"list_member (list, owner, member)", []any{1, me, them}},
		{"list (id, owner, title, replies, created)", []any{2, them, "Friends", "list", 1}},
		{"list_member (list, owner, member)", []any{2, them, me}},
		{"followed_tag (actor, tag, id, created)", []any{me, "ward", 1, 1}},
		{"featured_tag (actor, tag, place)", []any{me, "ward", 1}},
		{"actor_note (actor, target, words, changed)", []any{me, them, "snores", 1}},
		{"actor_note (actor, target, words, changed)", []any{them, me, "snores", 1}},
		{"endorsement (actor, target, created)", []any{them, me, 1}},
		{"dismissed_suggestion (actor, target, created)", []any{me, them, 1}},
		{"announcement (id, source, content, changed, created, made_by)", []any{1, "x", "x", 1, 1, them}},
		{"announcement_read (announcement, actor, read)", []any{1, me, 1}},
		{"announcement_reaction (announcement, actor, name, created)", []any{1, me, "x", 1}},
		{"scheduled (id, owner, due, asked, created)", []any{1, me, 1, "{}", 1}},
		{"exchange (id, owner, root, newest)", []any{1, me, p, p}},
		{"conversation_mute (actor, root, created)", []any{me, p, 1}},
		{"import (id, actor, kind, mode, state, created)", []any{1, me, "blocks", "merge", "done", 1}},
		{"app_push (id, token, owner, endpoint, public_key, sealed_auth, standard, alerts, policy, created)", []any{1, token.ID, me, "x", []byte("x"), []byte("x"), true, "", "all", 1}},
		{"collection (id, owner, name, created, changed)", []any{1, me, "x", 1, 1}},
	} {
		r.do(`INSERT INTO `+row.into+` VALUES (`+strings.TrimSuffix(strings.Repeat("?, ", len(row.values)), ", ")+`)`, row.values...)
	}
}
