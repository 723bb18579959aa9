package storage_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// Whatever is changed of a post, of what hangs on it or of its author, by another process
// on the same database, the next answer shows it: it is what a store says that has just
// been opened.
func TestChangesOfOthersAreSeenAtOnce(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		clock := &storagetest.Clock{}
		open := func() *storage.Store {
			return storagetest.At(t, storagetest.Options{Database: database, Now: clock.Now})
		}
		st := stage{T: t, s: open()}
		ana, bob := st.member("ana"), st.member("bob")
		asked := st.post(ana, draft{text: "What is it? #fever", audience: community.Public, isCase: true, mentions: []community.Actor{bob}})
		quoting := st.post(bob, draft{text: "I ask too", audience: community.Public})
		other := open()
		for what, change := range map[string][]any{
			"words":             {`UPDATE post SET content = '<p>New</p>', revision = revision + 1 WHERE id = ?`, asked.ID},
			"likes":             {`UPDATE post SET like_count = 7 WHERE id = ?`, asked.ID},
			"a hashtag":         {`DELETE FROM hashtag WHERE post = ?`, asked.ID},
			"who is named":      {`DELETE FROM mention WHERE post = ?`, asked.ID},
			"a picture":         {`INSERT INTO media (id, owner, post, file, created) VALUES (5, ?, ?, 'a.png', 1)`, ana.ID, asked.ID},
			"a hidden picture":  {`INSERT INTO media (id, owner, post, file, hidden, created) VALUES (6, ?, ?, 'b.png', TRUE, 1)`, ana.ID, asked.ID},
			"a moved picture":   {`UPDATE media SET description = 'seen', post = ? WHERE id = 5`, quoting.ID},
			"the case":          {`UPDATE clinical_case SET status = 'solved' WHERE post = ?`, asked.ID},
			"a specialty":       {`DELETE FROM case_specialty WHERE post = ?`, asked.ID},
			"an answer":         {`INSERT INTO also_accepted (post, answer, position) VALUES (?, 5, 0)`, asked.ID},
			"a poll":            {`INSERT INTO question (post, multiple, voters) VALUES (?, FALSE, 1)`, quoting.ID},
			"a quote":           {`INSERT INTO quote (post, quoted, quoted_iri, state, created) VALUES (?, ?, 'https://x.example/1', 'accepted', 1)`, quoting.ID, asked.ID},
			"a name":            {`UPDATE actor SET display_name = 'Dr Ana' WHERE id = ?`, ana.ID},
			"a label":           {`UPDATE actor SET label = 'physician', profession = 'nurse' WHERE id = ?`, ana.ID},
			"a like":            {`INSERT INTO liking (actor, post, id, iri, created) VALUES (?, ?, 1, 'https://x.example/2', 1)`, bob.ID, asked.ID},
			"a silenced thread": {`INSERT INTO conversation_mute (actor, root, created) VALUES (?, ?, 1)`, bob.ID, asked.ID},
			"a block":           {`INSERT INTO block (actor, target, iri, created) VALUES (?, ?, 'https://x.example/3', 1)`, ana.ID, bob.ID},
		} {
			sameAsNew(st, open, bob, asked.ID, quoting.ID)
			other.Run(t, change[0].(string), change[1:]...)
			if d := sameAsNew(st, open, bob, asked.ID, quoting.ID); d != "" {
				t.Errorf("%s: kept: - , is: +\n%s", what, d)
			}
		}
		other.Run(t, `UPDATE actor SET suspended = 1 WHERE id = ?`, ana.ID)
		if _, err := st.s.VisiblePost(t.Context(), member(bob), asked.ID); err == nil {
			t.Error("a suspended author is read on")
		}
	})
}

// sameAsNew compares what a store kept with what one reads that was just opened.
func sameAsNew(st stage, open func() *storage.Store, viewer community.Actor, ids ...community.PostID) string {
	st.Helper()
	fresh := open()
	var kept, is []any
	for _, id := range ids {
		for _, from := range []struct {
			s    *storage.Store
			list *[]any
		}{{st.s, &kept}, {fresh, &is}} {
			scene := must(from.s.Scene(st.Context(), member(viewer), ids))(st.T)
			p, visible := scene.Post(id)
			author, _ := scene.Actor(p.Author)
			*from.list = append(*from.list, visible, p, author, scene.Mark(id), must(from.s.Post(st.Context(), id))(st.T))
		}
	}
	return cmp.Diff(kept, is, sealedTypes)
}
