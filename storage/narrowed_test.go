package storage_test

import (
	"strings"
	"testing"

	"consilium/community"
	"consilium/storage/storagetest"
)

// A post that is changed for fewer while somebody reads it is shown to them as it was for
// them, or not at all: at whichever statement it happens, and whether or not another reader
// was given the new words before.
func TestPostNarrowedWhileItIsReadKeepsItsWords(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		clock := &storagetest.Clock{}
		st := stage{T: t, s: storagetest.At(t, storagetest.Options{Database: database, Now: clock.Now})}
		ana, bob := st.member("ana"), st.member("bob")
		var change func()
		reader := storagetest.At(t, storagetest.Options{Database: database, Now: clock.Now, Asked: func() {
			if change != nil {
				change()
			}
		}})
		for _, shelved := range []bool{false, true} {
			for moment := range 8 {
				post := st.post(ana, draft{text: "For you", audience: community.Direct, mentions: []community.Actor{bob}})
				asked := 0
				change = func() {
					if asked++; asked-1 != moment {
						return
					}
					st.s.Run(t, `DELETE FROM mention WHERE post = ?`, post.ID)
					st.s.Run(t, `UPDATE post SET content = '<p>Not for bob</p>', revision = revision + 1 WHERE id = ?`, post.ID)
					if shelved {
						change = nil
						must(reader.Scene(t.Context(), member(ana), []community.PostID{post.ID}))(t)
					}
				}
				scene := must(reader.Scene(t.Context(), member(bob), []community.PostID{post.ID}))(t)
				change = nil
				if p, visible := scene.Post(post.ID); visible && strings.Contains(p.Content.String(), "Not for bob") {
					t.Errorf("changed before statement %d (shelved: %t), bob reads %q", moment, shelved, p.Content.Text())
				}
			}
		}
	})
}
