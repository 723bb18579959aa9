package community_test

import (
	"bytes"
	"crypto/ecdh"
	"crypto/rand"
	"errors"
	"strings"
	"testing"

	"consilium/community"
)

func TestAppPushWants(t *testing.T) {
	app := community.AppPush{Alerts: []string{"mention", "admin.report"}, Policy: community.PushAll}
	with := func(p community.PushPolicy) community.AppPush {
		other := app
		other.Policy = p
		return other
	}
	for name, tt := range map[string]struct {
		app               community.AppPush
		kind              community.NotificationKind
		follows, followed bool
		want              bool
	}{
		"a mention":                   {app: app, kind: community.NotifyMention, want: true},
		"a reply is one":              {app: app, kind: community.NotifyReply, want: true},
		"a like was not asked for":    {app: app, kind: community.NotifyLike},
		"nobody's":                    {app: with(community.PushNone), kind: community.NotifyMention, follows: true, followed: true},
		"a stranger's":                {app: with(community.PushFollowed), kind: community.NotifyMention, followed: true},
		"a friend's":                  {app: with(community.PushFollowed), kind: community.NotifyMention, follows: true, want: true},
		"a follower's":                {app: with(community.PushFollower), kind: community.NotifyMention, followed: true, want: true},
		"who does not follow":         {app: with(community.PushFollower), kind: community.NotifyMention, follows: true},
		"a report, whoever wrote it":  {app: with(community.PushFollowed), kind: community.NotifyFlag, want: true},
		"a decision":                  {app: with(community.PushFollower), kind: community.NotifyDecision, want: true},
		"what apps have no word for":  {app: app, kind: community.NotifyCredential},
		"what was not asked of staff": {app: app, kind: community.NotifySignUp},
	} {
		if got := tt.app.Wants(tt.kind, tt.follows, tt.followed); got != tt.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestCheckAppPush(t *testing.T) {
	key, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	good := community.AppPush{Endpoint: "https://push.example/x", PublicKey: key.PublicKey().Bytes(), Auth: make([]byte, 16), Policy: community.PushAll}
	if err := community.CheckAppPush(good); err != nil {
		t.Fatal(err)
	}
	for field, spoil := range map[string]func(*community.AppPush){
		"subscription[endpoint]":     func(p *community.AppPush) { p.Endpoint = "http://push.example/x" },
		"subscription[keys][p256dh]": func(p *community.AppPush) { p.PublicKey = bytes.Repeat([]byte{4}, 65) },
		"subscription[keys][auth]":   func(p *community.AppPush) { p.Auth = make([]byte, 15) },
		"data[policy]":               func(p *community.AppPush) { p.Policy = "friends" },
		"data[alerts]":               func(p *community.AppPush) { p.Alerts = []string{strings.Repeat("x", 9)} },
	} {
		bad := good
		spoil(&bad)
		if invalid, is := errors.AsType[*community.Invalid](community.CheckAppPush(bad)); !is || invalid.Field != field {
			t.Errorf("%s: %v", field, invalid)
		}
	}
}
