package web_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// A post is written for a later moment, moved, refused, and forgotten, all with plain
// forms; nobody else comes near it.
func TestScheduledJourney(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, anaActor := storagetest.Member(s, s.store, "ana")
		bob, _ := storagetest.Member(s, s.store, "bob")
		a, b := s.as(ana), s.as(bob)
		moment := func(d time.Duration) string { return s.store.Now().Add(d).UTC().Format("2006-01-02T15:04") }
		write := func(pairs ...string) answer {
			form := a.get("/compose").is(200).has(`name="scheduled_at"`).form("/posts")
			return a.submit("/posts", with(form, append([]string{"text", "Grand round on Friday", "audience", "public"}, pairs...)...), nil)
		}
		write("scheduled_at", moment(time.Minute)).is(http.StatusUnprocessableEntity).has("at least 5 minutes", "Grand round on Friday")
		write("scheduled_at", "tomorrow").is(http.StatusUnprocessableEntity).has("no date and time")
		write("scheduled_at", moment(2*time.Hour)).is(200).has("It is scheduled.", "Grand round on Friday", "Will be posted")
		list, err := s.store.ScheduledPosts(s.Context(), anaActor.ID, false, storage.Page{})
		if err != nil || len(list) != 1 {
			t.Fatalf("%d wait, %v", len(list), err)
		}
		path := "/scheduled/" + community.FormatID(list[0].ID)
		a.get(path).is(200).has("Grand round on Friday", "Will be posted")
		b.get(path).is(http.StatusNotFound)
		for _, other := range []string{path, path + "/delete", "/scheduled/99", "/scheduled/99/delete"} {
			b.post(other, url.Values{"scheduled_at": {moment(3 * time.Hour)}}).is(http.StatusNotFound)
		}
		b.get("/cases/drafts").is(200).hasNot("Grand round")
		a.post(path, url.Values{"scheduled_at": {moment(0)}}).is(http.StatusUnprocessableEntity).has("at least 5 minutes")
		a.post(path, url.Values{"scheduled_at": {moment(3 * time.Hour)}}).is(200).has("The time is changed.")

		w := list[0]
		if w, err = s.store.ScheduledPost(s.Context(), anaActor.ID, w.ID); err != nil {
			t.Fatal(err)
		}
		s.must(s.store.RefuseScheduled(s.Context(), w, community.Say("scheduled.gone")))
		a.get("/notifications").is(200).has("could not be posted at its time", `href="/cases/drafts"`)
		a.get("/cases/drafts").is(200).has("Not posted")
		a.get(path).is(200).has("This could not be posted", "not there for you any more", "Grand round on Friday")
		a.post(path+"/delete", nil).is(200).has("The scheduled post is deleted.").hasNot("Grand round")
		a.get(path).is(http.StatusNotFound)
	})
}

// What the pages schedule keeps everything that was asked for.
func TestScheduledFromThePage(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, anaActor := storagetest.Member(s, s.store, "ana")
		a := s.as(ana)
		form := a.get("/compose").is(200).form("/posts")
		a.submit("/posts", with(form, "text", "Which?", "audience", "instance", "warning", "Skin", "description_1", "A rash", "scheduled_at", s.store.Now().Add(time.Hour).UTC().Format("2006-01-02T15:04")), map[string][]byte{"picture_1": pngPicture(s)}).is(200).has("It is scheduled.")
		list, err := s.store.ScheduledPosts(s.Context(), anaActor.ID, false, storage.Page{})
		if err != nil || len(list) != 1 {
			t.Fatalf("%d wait, %v", len(list), err)
		}
		w, pictures := list[0], len(list[0].Media)
		if w.Draft.Audience != community.InstanceOnly || w.Draft.Warning != "Skin" || pictures != 1 || w.Draft.Text != "Which?" || w.Key == "" {
			t.Errorf("it will be %+v", w)
		}
		m, err := s.store.Media(s.Context(), w.Media[0])
		if err != nil || m.Description != "A rash" || m.Post != 0 {
			t.Errorf("with %+v, %v", m, err)
		}
	})
}
