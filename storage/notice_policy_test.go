package storage_test

import (
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// What strangers cause is shown, waits or is dropped as the member wants; letting one in
// brings what waited, and those of the others go on waiting.
func TestNoticePolicy(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		clock := &storagetest.Clock{}
		s := storagetest.At(t, storagetest.Options{Database: database, Now: clock.Now})
		st, ctx := stage{t, s}, t.Context()
		ana, ben, cyd := st.member("ana"), st.member("ben"), st.member("cyd")
		vera := storagetest.Prove(t, s, st.member("vera"), storagetest.Proof{Profession: "physician", Level: 4})
		if p := must(s.NoticePolicy(ctx, ana.ID))(t); p != community.UsualNoticePolicy() {
			t.Errorf("at first %+v", p)
		}
		posts := []community.Post{storagetest.Post(t, s, ana, "One"), storagetest.Post(t, s, ana, "Two")}
		p := community.UsualNoticePolicy()
		p.NotFollowing = community.NoticeFiltered
		ok(t, s.SetNoticePolicy(ctx, ana.ID, p))
		ok(t, s.SetNoticePolicy(ctx, ana.ID, p))
		ok(t, s.Like(ctx, ben, posts[0]))
		ok(t, s.Like(ctx, ben, posts[1]))
		ok(t, s.Like(ctx, cyd, posts[0]))
		if got := notified(t, s, ana); got != "" || must(s.CountUnread(ctx, ana.ID))(t) != 0 {
			t.Errorf("ana hears %q", got)
		}
		if all := must(s.Notifications(ctx, ana.ID, storage.NotificationFilter{Filtered: true}, storage.Page{}))(t); len(all) != 3 {
			t.Errorf("%d wait", len(all))
		}
		asked := must(s.MessageRequestPage(ctx, storage.RequestsFor{Owner: ana.ID}, storage.Page{}))(t)
		if len(asked) != 2 || asked[0].Sender != cyd.ID || asked[1].Count != 2 || must(s.CountFiltered(ctx, storage.RequestsFor{Owner: ana.ID}))(t) != 3 {
			t.Fatalf("asked %+v", asked)
		}
		// Somebody else's request is not there.
		wantErr(t, s.AnswerMessageRequests(ctx, ben.ID, []int64{asked[0].ID}, true), community.ErrNotFound)
		_, err := s.MessageRequest(ctx, storage.RequestsFor{Owner: ben.ID}, asked[0].ID)
		wantErr(t, err, community.ErrNotFound)
		wantErr(t, s.AnswerMessageRequests(ctx, ana.ID, []int64{asked[0].ID, 12345}, true), community.ErrNotFound)
		news, stop := s.Listen()
		defer stop()
		ok(t, s.AnswerMessageRequests(ctx, ana.ID, []int64{asked[1].ID}, true))
		if got := notified(t, s, ana); got != "like like " {
			t.Errorf("let in, ana hears %q", got)
		}
		select {
		case n := <-news:
			if n.Topic != storage.TopicMerged || n.Owner != int64(ana.ID) {
				t.Errorf("told %+v", n)
			}
		case <-time.After(5 * time.Second):
			t.Error("nobody is told that they came in")
		}
		ok(t, s.AnswerMessageRequests(ctx, ana.ID, []int64{asked[0].ID}, false))
		if must(s.CountMessageRequests(ctx, storage.RequestsFor{Owner: ana.ID}))(t) != 0 || must(s.CountFiltered(ctx, storage.RequestsFor{Owner: ana.ID}))(t) != 0 {
			t.Error("who was dismissed still waits")
		}
		// Who was let in is heard whatever else is chosen; who was not is dropped, except
		// for clinicians.
		p.NotFollowing = community.NoticeDropped
		ok(t, s.SetNoticePolicy(ctx, ana.ID, p))
		three := storagetest.Post(t, s, ana, "Three")
		for _, who := range []community.Actor{ben, st.member("dan"), vera} {
			ok(t, s.Like(ctx, who, three))
		}
		if got := notified(t, s, ana); got != "like like like " {
			t.Errorf("ana hears %q", got)
		}
		if asked := must(s.MessageRequests(ctx, ana.ID))(t); len(asked) != 1 || asked[0].Sender != vera.ID {
			t.Errorf("of whom one is dropped, %+v", asked)
		}
	})
}

// A budget of one app, its policy and alerts are looked at when something happens.
func TestAppPush(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		st, ctx := stage{t, s}, t.Context()
		ana, ben := st.member("ana"), st.member("ben")
		a := must(s.AddApplication(ctx, storage.Application{Name: "Pocket", RedirectURIs: []string{"pocket://back"}, Scopes: "read push"}, "secret"))(t)
		token := must(s.AddToken(ctx, "token", storage.AccessToken{Application: a.ID, Actor: ana.ID, Scopes: "read push"}))(t)
		push := community.AppPush{Token: token.ID, Owner: ana.ID, Endpoint: "https://push.example/secret", PublicKey: make([]byte, 65), Auth: []byte("sixteen bytes ok"),
			Alerts: []string{"favourite"}, Policy: community.PushFollowed}
		other := push
		other.Owner = ben.ID
		_, err := s.SaveAppPush(ctx, other)
		wantErr(t, err, community.ErrNotFound)
		first := must(s.SaveAppPush(ctx, push))(t)
		push.Standard = true
		second := must(s.SaveAppPush(ctx, push))(t)
		if got := must(s.AppPush(ctx, token.ID))(t); got.ID == first.ID || got.ID != second.ID || !got.Standard || string(got.Auth) != "sixteen bytes ok" || got.Alerts[0] != "favourite" {
			t.Errorf("kept %+v", got)
		}
		queued := func() int { return len(must(s.Jobs(ctx, "push/push.example", 100))(t)) }
		ok(t, s.Like(ctx, ben, storagetest.Post(t, s, ana, "One")))
		if queued() != 0 {
			t.Error("a stranger's like is told")
		}
		push.Policy = community.PushAll
		ok(t, s.ChangeAppPush(ctx, push))
		ok(t, s.Like(ctx, ben, storagetest.Post(t, s, ana, "Two")))
		storagetest.Following(t, s, ben, ana)
		if queued() != 1 {
			t.Errorf("%d notices", queued())
		}
		ok(t, s.RevokeTokenByID(ctx, ana.ID, token.ID))
		_, err = s.AppPush(ctx, token.ID)
		wantErr(t, err, community.ErrNotFound)
		wantErr(t, s.ChangeAppPush(ctx, push), community.ErrNotFound)
	})
}

// Markers move with what is read, and refuse whoever saw an older version.
func TestMarkerMoves(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		ctx := t.Context()
		_, ana := storagetest.Member(t, s, "ana")
		of := func() storage.Marker {
			list := must(s.Markers(ctx, ana.ID, []string{"notifications"}))(t)
			if len(list) != 1 {
				t.Fatalf("markers %v", list)
			}
			return list[0]
		}
		ok(t, s.ReadNotifications(ctx, ana.ID, 50))
		ok(t, s.ReadNotifications(ctx, ana.ID, 40))
		if m := of(); m.LastRead != 50 || m.Version != 1 {
			t.Errorf("read up to %+v", m)
		}
		ok(t, s.MoveMarker(ctx, ana.ID, storage.Marker{Timeline: "notifications", LastRead: 60, Version: 1}))
		wantErr(t, s.MoveMarker(ctx, ana.ID, storage.Marker{Timeline: "notifications", LastRead: 70, Version: 1}), community.ErrConflict)
		if m := of(); m.LastRead != 60 || m.Version != 2 {
			t.Errorf("moved to %+v", m)
		}
	})
}
