package community_test

import (
	"strings"
	"testing"
	"time"

	"consilium/community"
)

// Letters come at seven in the morning where the member is, across the change of
// clocks as well.
func TestNextDigest(t *testing.T) {
	at := func(text string) time.Time {
		when, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		return when
	}
	for _, tt := range []struct{ now, zone, want string }{
		{"2026-11-22T06:59:59Z", "", "2026-11-22T07:00:00Z"},
		{"2026-11-22T07:00:00Z", "", "2026-11-23T07:00:00Z"},
		{"2026-11-22T05:00:00Z", "Europe/Berlin", "2026-11-22T06:00:00Z"},
		{"2026-11-22T06:30:00Z", "Europe/Berlin", "2026-11-23T06:00:00Z"},
		{"2026-10-24T12:00:00Z", "Europe/Berlin", "2026-10-25T06:00:00Z"}, // summer time ends that night
		{"2026-11-22T12:00:00Z", "Nowhere/Land", "2026-11-23T07:00:00Z"},
	} {
		if got := community.NextDigest(at(tt.now), tt.zone); !got.Equal(at(tt.want)) {
			t.Errorf("%s in %q: %s, want %s", tt.now, tt.zone, got, tt.want)
		}
	}
}

func TestTopicOf(t *testing.T) {
	for _, tt := range []struct {
		kind  community.NotificationKind
		under bool
		want  community.Topic
	}{
		{community.NotifyReply, true, community.AboutCases}, {community.NotifyReply, false, community.AboutTalk},
		{community.NotifyMention, true, community.AboutCases}, {community.NotifySolved, true, community.AboutCases},
		{community.NotifyLike, true, community.AboutPeople}, {community.NotifyFlag, false, community.AboutDuty},
		{community.NotifyCredential, false, community.AboutAccount}, {"something-new", false, community.AboutTalk},
	} {
		if got := community.TopicOf(tt.kind, tt.under); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.kind, got, tt.want)
		}
	}
}

func TestCheckNotice(t *testing.T) {
	for _, tt := range []struct {
		topic community.Topic
		mail  string
		field string
	}{
		{community.AboutCases, "at-once", ""}, {community.AboutCases, "daily", ""}, {community.AboutCases, "never", ""},
		{community.AboutSpecialties, "daily", ""}, {community.AboutSpecialties, "at-once", "mail_specialties"},
		{community.AboutCases, "", "mail_cases"}, {community.AboutCases, "hourly", "mail_cases"}, {"weather", "daily", "mail_weather"},
	} {
		p, err := community.CheckNotice(tt.topic, tt.mail, true)
		key := ""
		if tt.field != "" {
			key = "case.unknown_choice"
		}
		wantInvalid(t, err, tt.field, key, string(tt.topic)+" "+tt.mail)
		if err == nil && p.Push != (tt.topic != community.AboutSpecialties) {
			t.Errorf("%+v", p)
		}
	}
	if got := len(community.UsualNotices()); got != len(community.Topics()) {
		t.Errorf("%d usual notices for %d topics", got, len(community.Topics()))
	}
}

func TestCheckEndpoint(t *testing.T) {
	for endpoint, good := range map[string]bool{
		"https://push.example/send/abc": true, "https://push.example:8443/x?y=z": true,
		"http://push.example/x": false, "https:///x": false, "https://u:p@push.example/x": false, "": false, "javascript:x": false,
		"https://push.example/x#y": false, "https://push.example/" + strings.Repeat("x", community.MaxEndpoint): false, "https://push.example/\x00": false,
	} {
		if err := community.CheckEndpoint(endpoint); (err == nil) != good {
			t.Errorf("%.40q: %v", endpoint, err)
		}
	}
}
