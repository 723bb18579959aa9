package storage_test

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// letters takes the letters of two templates out of the queue.
func letters(t *testing.T, s *storage.Store) (list []storage.Letter) {
	t.Helper()
	jobs, err := s.Jobs(t.Context(), "mail", 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, job := range jobs {
		var l storage.Letter
		if err := json.Unmarshal([]byte(job.Payload), &l); err != nil {
			t.Fatal(err)
		}
		if l.Template == storage.LetterNews || l.Template == storage.LetterDigest {
			list = append(list, l)
		}
	}
	return list
}

func prefer(t *testing.T, s *storage.Store, who community.Actor, topic community.Topic, mail community.Pace) {
	t.Helper()
	err := s.SetNoticePreferences(t.Context(), who.ID, []community.NoticePreference{{Topic: topic, Mail: mail}})
	if err != nil {
		t.Fatal(err)
	}
}

func eachClock(t *testing.T, test func(t *testing.T, s *storage.Store, clock *storagetest.Clock)) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		clock := &storagetest.Clock{}
		test(t, storagetest.At(t, storagetest.Options{Database: database, Now: clock.Now}), clock)
	})
}

// A letter at once waits five minutes, tells of everything that came meanwhile, and
// comes once however many rounds and processes there are.
func TestLettersAtOnceAreGathered(t *testing.T) {
	eachClock(t, func(t *testing.T, s *storage.Store, clock *storagetest.Clock) {
		st := stage{t, s}
		ana, bob := st.member("ana"), st.member("bob")
		prefer(t, s, ana, community.AboutTalk, community.AtOnce)
		asked := storagetest.Post(t, s, ana, "Anybody?")
		start := s.Now()
		for range 3 {
			storagetest.Reply(t, s, storagetest.Answer{By: bob, To: asked, Text: "Yes."})
			clock.Advance(time.Minute)
		}
		send := func() {
			t.Helper()
			if err := s.SendNotices(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		send()
		if got := letters(t, s); len(got) != 0 {
			t.Fatalf("after three minutes: %+v", got)
		}
		clock.Advance(2*time.Minute + time.Second)
		send()
		send()
		got := letters(t, s)
		if len(got) != 1 || got[0].Template != storage.LetterNews || got[0].Since >= start.UnixMilli()+1 {
			t.Fatalf("%+v", got)
		}
		w, err := s.Waiting(t.Context(), ana.ID, time.UnixMilli(got[0].Since), community.AtOnce)
		if err != nil || len(w.Topics) != 1 || w.Topics[0] != (storage.WaitingTopic{Topic: community.AboutTalk, Count: 3}) {
			t.Errorf("%+v, %v", w, err)
		}
	})
}

// The daily letter comes at seven by the member's clock, once a day, and counts what
// came since the last; new cases of followed specialties only as far as they may be
// read.
func TestDigest(t *testing.T) {
	eachClock(t, func(t *testing.T, s *storage.Store, clock *storagetest.Clock) {
		st := stage{t, s}
		_, ana := storagetest.Clinician(t, s, "ana", "cardiology")
		lay := st.member("lay")
		u, err := s.UserOfActor(t.Context(), lay.ID)
		if err != nil {
			t.Fatal(err)
		}
		err = s.SetPreferences(t.Context(), u.ID, storage.Preferences{TimeZone: "America/New_York", DefaultAudience: u.DefaultAudience, AppAudience: u.AppAudience})
		if err == nil {
			err = s.FollowSpecialty(t.Context(), lay.ID, "cardiology")
		}
		if err != nil {
			t.Fatal(err)
		}
		send := func() {
			t.Helper()
			if err := s.SendNotices(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		send() // gives everybody a time
		st.caseIn(ana, community.InstanceOnly, "cardiology")
		st.caseIn(ana, community.Clinicians, "cardiology")
		due := community.NextDigest(s.Now(), "America/New_York")
		clock.Advance(due.Sub(s.Now()) - time.Second)
		send()
		if n := len(of(letters(t, s), u.ID)); n != 0 {
			t.Fatalf("a second early: %d letters", n)
		}
		clock.Advance(2 * time.Second)
		send()
		send()
		got := of(letters(t, s), u.ID)
		if len(got) != 1 {
			t.Fatalf("%+v", got)
		}
		w, err := s.Waiting(t.Context(), lay.ID, time.UnixMilli(got[0].Since), community.Daily)
		if err != nil || w.Cases != 1 {
			t.Errorf("%+v, %v", w, err)
		}
		clock.Advance(24 * time.Hour)
		send()
		if next := of(letters(t, s), u.ID); len(next) != 2 || next[1].Since <= got[0].Since {
			t.Errorf("the day after: %+v", next)
		}
	})
}

func of(list []storage.Letter, user community.UserID) (mine []storage.Letter) {
	for _, l := range list {
		if l.User == user && l.Template == storage.LetterDigest {
			mine = append(mine, l)
		}
	}
	return mine
}

// A browser belongs to one sign-in at a time, and there is an end to how many.
func TestPushSubscriptions(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		ctx := t.Context()
		user, ana := storagetest.Member(t, s, "ana")
		other, bob := storagetest.Member(t, s, "bob")
		sign := func(u community.User, token string) int64 {
			x, err := s.AddSession(ctx, token, storage.Session{User: u.ID, Expires: s.Now().Add(time.Hour)})
			if err != nil {
				t.Fatal(err)
			}
			return x.ID
		}
		hers, his := sign(user, "a"), sign(other, "b")
		add := func(owner community.Actor, session int64, endpoint string) error {
			return s.AddPushSubscription(ctx, community.PushSubscription{Owner: owner.ID, Session: session, Endpoint: endpoint,
				PublicKey: make([]byte, 65), Auth: make([]byte, 16)})
		}
		if err := add(ana, hers, "https://push.example/one"); err != nil {
			t.Fatal(err)
		}
		if err := add(bob, his, "https://push.example/one"); err != nil {
			t.Fatal(err)
		}
		if told, err := s.PushSessions(ctx, ana.ID); err != nil || len(told) != 0 {
			t.Errorf("two people on one browser: %v, %v", told, err)
		}
		for i := range community.MaxPushSubscriptions - 1 {
			if err := add(bob, his, "https://push.example/more/"+string(rune('a'+i))); err != nil {
				t.Fatal(err)
			}
		}
		if err := add(bob, his, "https://push.example/too-many"); !errors.Is(err, community.ErrConflict) {
			t.Errorf("one more than fits: %v", err)
		}
		if err := s.EndSession(ctx, other.ID, his); err != nil {
			t.Fatal(err)
		}
		if told, err := s.PushSessions(ctx, bob.ID); err != nil || len(told) != 0 {
			t.Errorf("signed out and still told: %v, %v", told, err)
		}
	})
}
