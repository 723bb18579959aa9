package storage_test

import (
	"errors"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// announce writes an announcement and publishes it.
func announce(t *testing.T, s *storage.Store, d community.AnnouncementDraft, by community.ActorID) community.AnnouncementID {
	t.Helper()
	a := must(community.DescribeAnnouncement(community.Announcement{}, d, ""))(t)
	id := must(s.SaveAnnouncement(t.Context(), a, by))(t)
	ok(t, s.PublishAnnouncement(t.Context(), id, by))
	return id
}

// toldOf gathers what was told of announcements so far.
func toldOf(news <-chan storage.News) []storage.News {
	var told []storage.News
	for {
		select {
		case n := <-news:
			if n.Topic == storage.TopicAnnouncement || n.Topic == storage.TopicReaction {
				told = append(told, n)
			}
		default:
			return told
		}
	}
}

// An announcement is shown from when it begins until it ends, and apps are told of both
// once, also when the clock or an edit did it.
func TestAnnouncementsBeginAndEnd(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		clock := &storagetest.Clock{}
		s := storagetest.At(t, storagetest.Options{Database: database, Now: clock.Now})
		_, ana := storagetest.Member(t, s, "ana")
		news, stop := s.Listen()
		defer stop()
		tick := func(want ...bool) {
			t.Helper()
			ok(t, s.TellAnnouncements(t.Context()))
			ok(t, s.TellAnnouncements(t.Context()))
			told := toldOf(news)
			if len(told) != len(want) {
				t.Fatalf("told %+v, want %v", told, want)
			}
			for i := range want {
				if told[i].New != want[i] {
					t.Fatalf("told %+v, want %v", told, want)
				}
			}
		}
		shown := func(want int) {
			t.Helper()
			if list := must(s.CurrentAnnouncements(t.Context(), ana.ID))(t); len(list) != want {
				t.Fatalf("%d are shown, want %d", len(list), want)
			}
		}
		now := clock.Now()
		id := announce(t, s, community.AnnouncementDraft{Text: "Closed", Starts: now.Add(time.Hour), Ends: now.Add(2 * time.Hour)}, ana.ID)
		shown(0)
		tick()
		if err := s.ReadAnnouncement(t.Context(), ana.ID, id); !errors.Is(err, community.ErrNotFound) {
			t.Errorf("one that is not shown was read: %v", err)
		}
		clock.Advance(time.Hour)
		shown(1)
		tick(true)
		// An edit is told of; one that moves the beginning away ends it, and begins it again.
		a := must(s.Announcement(t.Context(), id))(t)
		a.Starts = now.Add(90 * time.Minute)
		must(s.SaveAnnouncement(t.Context(), a, ana.ID))(t)
		tick(false)
		clock.Advance(30 * time.Minute)
		tick(true)
		clock.Advance(30 * time.Minute)
		tick(false)
		shown(0)

		id = announce(t, s, community.AnnouncementDraft{Text: "For ever"}, ana.ID)
		tick(true)
		if err := s.PublishAnnouncement(t.Context(), id, ana.ID); !errors.Is(err, community.ErrConflict) {
			t.Errorf("published twice: %v", err)
		}
		ok(t, s.WithdrawAnnouncement(t.Context(), id, ana.ID))
		tick(false)
		shown(0)
	})
}

// Emoji under an announcement: of Unicode or of the institution, each once a member, and
// not without end.
func TestReactionsToAnnouncements(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		_, ana := storagetest.Member(t, s, "ana")
		_, bob := storagetest.Member(t, s, "bob")
		id := announce(t, s, community.AnnouncementDraft{Text: "Party"}, ana.ID)
		must(s.AddEmoji(t.Context(), "stent", community.Media{File: "S.png"}, ana.ID))(t)
		news, stop := s.Listen()
		defer stop()
		for range 2 {
			ok(t, s.React(t.Context(), ana.ID, id, "🎉"))
		}
		ok(t, s.React(t.Context(), bob.ID, id, "🎉"))
		ok(t, s.React(t.Context(), bob.ID, id, "stent"))
		if told := toldOf(news); len(told) != 3 || told[0].Name != "🎉" {
			t.Errorf("told %+v", told)
		}
		a := must(s.CurrentAnnouncement(t.Context(), id, bob.ID))(t)
		if len(a.Reactions) != 2 || a.Reactions[0] != (community.Reaction{Name: "🎉", Count: 2, Mine: true}) {
			t.Errorf("%+v", a.Reactions)
		}
		var bad *community.Invalid
		for _, name := range []string{"", "word", "1", "unknown_code", "🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉", "a🎉", "\u200d"} {
			if err := s.React(t.Context(), ana.ID, id, name); !errors.As(err, &bad) {
				t.Errorf("%q: %v", name, err)
			}
		}
		for _, name := range []string{"❤️", "👩🏽‍⚕️", "🇨🇭", "1️⃣", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "☕"} {
			ok(t, s.React(t.Context(), ana.ID, id, name))
		}
		if err := s.React(t.Context(), ana.ID, id, "🧠"); !errors.As(err, &bad) {
			t.Errorf("more than %d different ones: %v", community.MaxReactions, err)
		}
		ok(t, s.Unreact(t.Context(), bob.ID, id, "stent"))
		ok(t, s.Unreact(t.Context(), bob.ID, id, "stent"))
		ok(t, s.React(t.Context(), ana.ID, id, "🧠"))
		if err := s.React(t.Context(), ana.ID, id+1, "🎉"); !errors.Is(err, community.ErrNotFound) {
			t.Errorf("an unknown announcement: %v", err)
		}
	})
}

// The weeks are whole ones, and the last is the present one.
func TestWeeks(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		_, ana := storagetest.Member(t, s, "ana")
		storagetest.Post(t, s, ana, "One")
		storagetest.Post(t, s, ana, "Two", community.Followers)
		weeks := must(s.Weeks(t.Context(), 12))(t)
		if len(weeks) != 12 || weeks[0].Posts != 1 || weeks[0].Registrations != 1 || weeks[1].Posts != 0 {
			t.Errorf("%+v", weeks)
		}
		for i, w := range weeks {
			if w.Begin.Weekday() != time.Monday || i > 0 && weeks[i-1].Begin.Sub(w.Begin) != 7*24*time.Hour {
				t.Errorf("week %d begins %s", i, w.Begin)
			}
		}
	})
}
