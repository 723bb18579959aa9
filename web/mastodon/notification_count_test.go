package mastodon

import (
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"consilium/storage"
	"consilium/storage/storagetest"
)

// counting lets the site answer from a store that counts what it asks the database.
func (s *site) counting(database string) *atomic.Int64 {
	s.Helper()
	n := &atomic.Int64{}
	counted := *s.api.Door
	counted.Store = storagetest.At(s, storagetest.Options{Database: database, Now: s.clock.Now, Asked: func() { n.Add(1) }})
	options := s.api.Options
	options.Door = &counted
	s.server = httptest.NewTLSServer(New(options).Handler())
	s.Cleanup(s.server.Close)
	return n
}

// The number of statements of a page does not depend on how many notifications it has.
func TestStatementsOfNotifications(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		s := openSite(t, database)
		_, ana := storagetest.Member(s, s.store, "ana")
		crowd := s.crowd(8)
		for _, who := range crowd {
			post := storagetest.Post(s, s.store, ana, "By "+who.Handle.Name())
			s.must(s.store.Like(s.Context(), who, post))
			storagetest.Reply(s, s.store, storagetest.Answer{By: who, To: post, Text: "A reply"})
		}
		all, err := s.store.Notifications(s.Context(), ana.ID, storage.NotificationFilter{}, storage.Page{})
		s.must(err)
		asked := s.counting(database)
		c := s.as(ana)
		for _, path := range []string{"/api/v1/notifications?", "/api/v2/notifications?", "/api/v2/notifications?max_id=" + id(all[1].ID) + "&"} {
			// Twice, since what was read lately is not read again.
			counts := map[string]int64{}
			for _, limit := range []string{"limit=2", "limit=12", "limit=2", "limit=12"} {
				before := asked.Load()
				c.get(path + limit).is(200)
				counts[limit] = asked.Load() - before
			}
			if counts["limit=2"] != counts["limit=12"] || counts["limit=2"] == 0 {
				t.Errorf("%s: %v statements", path, counts)
			}
		}
	})
}
