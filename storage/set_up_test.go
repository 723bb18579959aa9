package storage_test

import (
	"sync"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// Every start without an administrator prints a link. However many there are and
// however they race, they make one administrator.
func TestSetUpOnce(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		ctx := t.Context()
		tokens := []string{"first start", "second start", "third start"}
		for _, token := range tokens {
			ok(t, s.AddTicket(ctx, token, storage.Ticket{Purpose: "setup", Expires: s.Now().Add(time.Hour)}))
			ok(t, s.MaySetUp(ctx, token))
		}
		wantErr(t, s.MaySetUp(ctx, "guess"), community.ErrNotFound)
		taken := newcomer("ana")
		storagetest.Member(t, s, "ana")
		_, err := s.SetUp(ctx, tokens[0], taken, community.Instance{Name: "St Anna"})
		wantInvalid(t, err, "username")
		ok(t, s.MaySetUp(ctx, tokens[0])) // what failed used up nothing

		var racers sync.WaitGroup
		results := make([]error, len(tokens))
		for i, token := range tokens {
			racers.Go(func() {
				first := newcomer([]string{"ben", "cat", "dan"}[i])
				first.User.Role = community.Administrator
				_, results[i] = s.SetUp(ctx, token, first, community.Instance{Name: "St Anna"})
			})
		}
		racers.Wait()
		won := 0
		for _, err := range results {
			if err == nil {
				won++
			}
		}
		if n := must(s.CountAdministrators(ctx))(t); won != 1 || n != 1 {
			t.Errorf("%d links worked and made %d administrators: %v", won, n, results)
		}
		if i := must(s.Instance(ctx))(t); i.Name != "St Anna" || !i.SetUp {
			t.Errorf("the instance is %+v", i)
		}
		for _, token := range tokens {
			wantErr(t, s.MaySetUp(ctx, token), community.ErrNotFound)
		}
	})
}
