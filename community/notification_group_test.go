package community_test

import (
	"testing"
	"time"

	"consilium/community"
)

func numbered(at time.Time, n int64) community.NotificationID {
	return community.NotificationID(at.UnixMilli()<<16 | n)
}

func TestNotificationGroups(t *testing.T) {
	noon := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	all := community.GroupedTypes()
	like := func(id community.NotificationID, post community.PostID) community.Notification {
		return community.Notification{ID: id, Kind: community.NotifyLike, Post: post}
	}
	first := like(numbered(noon, 1), 7).Group(all)
	if late := like(numbered(noon.Add(12*time.Hour-1), 9), 7).Group(all); late != first {
		t.Errorf("%s and %s are apart", first, late)
	}
	for name, n := range map[string]community.Notification{
		"the other half of the day": like(numbered(noon.Add(12*time.Hour), 1), 7), "another post": like(numbered(noon, 1), 8),
		"a boost":   {ID: numbered(noon, 1), Kind: community.NotifyAnnounce, Post: 7},
		"a mention": {ID: numbered(noon, 1), Kind: community.NotifyMention, Post: 7},
	} {
		if n.Group(all) == first {
			t.Errorf("%s is in the same group", name)
		}
	}
	if g := like(5, 7).Group([]string{"follow"}); g.String() != "ungrouped-5" {
		t.Errorf("what is not to be grouped: %s", g)
	}
	for _, g := range []community.NotificationGroup{first, {Alone: 5}, {Type: "follow", Span: 3}, {Type: "admin.sign_up", Span: 3}} {
		if again, err := community.ParseNotificationGroup(g.String()); err != nil || again != g {
			t.Errorf("%s is read as %v, %v", g, again, err)
		}
	}
	if after, before := first.Range(); numbered(noon, 0) <= after || numbered(noon.Add(12*time.Hour-1), 65535) >= before || numbered(noon.Add(12*time.Hour), 0) < before {
		t.Errorf("the range is %d to %d", after, before)
	}
	for _, key := range []string{"", "-", "favourite", "favourite-", "mention-7-3", "ungrouped-5-5", "ungrouped-05", "favourite-7-3-1", "follow--3",
		"follow-9223372036854775807", "ungrouped-99999999999999999999", "favourite-7-+3"} {
		if g, err := community.ParseNotificationGroup(key); err == nil {
			t.Errorf("%q is %v", key, g)
		}
	}
}
