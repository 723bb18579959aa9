package web_test

import (
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// A member who opens a conversation of another server makes it be asked for what is missing,
// once, and is told so; a visitor asks nobody.
func TestSeekingReplies(t *testing.T) {
	eachSite(t, func(s *site) {
		user, _ := storagetest.Member(s, s.store, "ana")
		post := storagetest.RemotePost(s, s.store, storagetest.Remote(s, s.store, there, "bob"), "From far away")
		path := "/p/" + community.FormatID(post.ID)
		waiting := func() (list []storage.Job) {
			jobs, err := s.store.Jobs(t.Context(), "fetch/there.example", 10)
			if err != nil {
				t.Fatal(err)
			}
			for _, j := range jobs {
				if j.Kind == storage.KindConversation {
					list = append(list, j)
				}
			}
			return list
		}
		s.visitor().get(path).hasNot("Load again")
		if n := len(waiting()); n != 0 {
			t.Errorf("a visitor made us ask %d times", n)
		}
		a := s.as(user)
		for range 2 {
			a.get(path).is(200).has("Asking there.example for more replies", `href="`+path+`">Load again`)
		}
		if n := len(waiting()); n != 1 {
			t.Errorf("%d questions wait", n)
		}
		s.clock.Advance(time.Second)
		if err := s.store.AnswersSought(t.Context(), post.ID); err != nil {
			t.Fatal(err)
		}
		a.get(path).is(200).has("Asked there.example for more replies").hasNot("Asking")
	})
}
