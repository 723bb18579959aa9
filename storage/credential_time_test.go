package storage_test

import (
	"slices"
	"testing"
	"time"

	"consilium/community"
	"consilium/community/credential"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// V7: reminders at 60, 30, 7 and 1 days and at the end, each once.
func TestRemindHolders(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		var clock storagetest.Clock
		s := storagetest.At(t, storagetest.Options{Database: database, Now: clock.Now})
		_, ana := storagetest.Member(t, s, "ana")
		grant(t, s, ana, credential.SignOnProfession)
		var told []int
		for left := 365; left >= -2; left-- {
			for range 2 {
				if err := s.RemindHolders(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			if n := heardOf(t, s, ana, community.NotifyCredential); n > 0 {
				told = append(told, left)
				if err := s.ClearNotifications(t.Context(), ana.ID); err != nil {
					t.Fatal(err)
				}
			}
			clock.Advance(24 * time.Hour)
		}
		want := []int{60, 30, 7, 1, 0}
		if !slices.Equal(told, want) {
			t.Errorf("told with %d days to go, want %d", told, want)
		}
	})
}

// heardOf counts what an actor was told of a kind.
func heardOf(t *testing.T, s *storage.Store, a community.Actor, kind community.NotificationKind) int {
	t.Helper()
	list, err := s.Notifications(t.Context(), a.ID, storage.NotificationFilter{Kinds: []community.NotificationKind{kind}}, storage.Page{Limit: 40})
	if err != nil {
		t.Fatal(err)
	}
	return len(list)
}
