package push

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// app subscribes an app of ana's with some scopes, which is told of everything.
func (st *stage) app(standard bool, scopes string) storage.AccessToken {
	st.t.Helper()
	ctx := st.t.Context()
	a, err := st.Store.AddApplication(ctx, storage.Application{Name: "Pocket", RedirectURIs: []string{"pocket://back"}, Scopes: scopes}, "secret")
	if err != nil {
		st.t.Fatal(err)
	}
	token, err := st.Store.AddToken(ctx, fmt.Sprint("plain-token-", a.ID), storage.AccessToken{Application: a.ID, Actor: st.ana.ID, Scopes: scopes})
	if err != nil {
		st.t.Fatal(err)
	}
	to := st.browser.recipient()
	_, err = st.Store.SaveAppPush(ctx, community.AppPush{Token: token.ID, Owner: st.ana.ID, Endpoint: st.endpoint, PublicKey: to.PublicKey, Auth: to.Auth,
		Standard: standard, Alerts: community.Alerts(), Policy: community.PushAll})
	if err != nil {
		st.t.Fatal(err)
	}
	if err := st.Store.EndPush(ctx, st.ana.ID, st.session.ID); err != nil { // the browser of the stage is not asked
		st.t.Fatal(err)
	}
	return token
}

// last is the last notice as the app reads it.
func (st *stage) last(standard bool) (m appMessage, text string) {
	st.t.Helper()
	if len(st.service.bodies) == 0 {
		st.t.Fatal("no notice")
	}
	body, header := st.service.bodies[len(st.service.bodies)-1], st.service.headers[len(st.service.headers)-1]
	var plain []byte
	if standard {
		plain = st.browser.read(st.t, body)
	} else {
		dh, _, _ := strings.Cut(strings.TrimPrefix(header.Get("Crypto-Key"), "dh="), ";")
		plain = st.browser.readOld(st.t, body, decode(st.t, strings.TrimPrefix(header.Get("Encryption"), "salt=")), decode(st.t, dh))
	}
	if err := json.Unmarshal(plain, &m); err != nil {
		st.t.Fatalf("%s: %v", plain, err)
	}
	return m, string(plain)
}

// An app reads what happened in public, in either form of encryption, and never a token.
func TestAppIsTold(t *testing.T) {
	for _, standard := range []bool{true, false} {
		storagetest.EachDatabase(t, func(t *testing.T, database string) {
			st := open(t, database)
			st.app(standard, "read push")
			asked := storagetest.Post(t, st.Store, st.ana, "A question for all")
			storagetest.Reply(t, st.Store, storagetest.Answer{By: st.bob, To: asked, Text: "An answer for all"})
			if err := st.work(); err != nil {
				t.Fatal(err)
			}
			m, text := st.last(standard)
			if m.Type != "mention" || m.Body != "An answer for all" || !strings.Contains(m.Title, "replied to you") || m.ID == 0 || m.Locale != "en" {
				t.Errorf("%s", text)
			}
			if m.AccessToken != "" || strings.Contains(text, "plain-token") || !strings.Contains(text, `"access_token":""`) {
				t.Errorf("a token is sent: %s", text)
			}
			header := st.service.headers[0]
			if standard {
				checkVAPID(t, header.Get("Authorization"), st)
				return
			}
			_, ours, _ := strings.Cut(header.Get("Crypto-Key"), ";p256ecdsa=")
			checkVAPID(t, "vapid t="+strings.TrimPrefix(header.Get("Authorization"), "WebPush ")+", k="+ours, st)
			if header.Get("Content-Encoding") != "aesgcm" {
				t.Errorf("%v", header)
			}
		})
	}
}

// posed has ana pose a public case, full of the canary.
func (st *stage) posed() community.Post {
	st.t.Helper()
	draft := community.PostDraft{Audience: community.Public, Language: "en", Case: &community.CaseDraft{Title: canary, AgeBand: "45-49", Consent: "written",
		ConsentScope: "public", Specialties: []string{"neurology"}, Narrative: community.Narrative{PresentingComplaint: canary, Question: canary}}}
	p, err := community.Publish(st.ana, draft, community.Surroundings{Now: st.Store.Now(), Openness: community.Openness{PublicCases: true}, Domain: st.Store.Domain(),
		Words: community.CaseWords{Patient: "45 to 49 years", Headings: map[string]string{"question": "Question", "presenting_complaint": "Complaint"}}})
	if err != nil {
		st.t.Fatal(err)
	}
	post, err := st.Store.Publish(st.t.Context(), p)
	if err != nil {
		st.t.Fatal(err)
	}
	return post
}

// S-PRIV-1: nothing of a case, even a public one, and of what is for few is in a notice;
// and an app that may not read it hears nothing at all.
func TestNoticesToAppsCarryNoContent(t *testing.T) {
	for name, tt := range map[string]struct {
		asked  func(*stage) community.Post
		scopes string
		says   string
	}{
		"a public case":      {(*stage).posed, "read push", "Your case has an answer."},
		"for followers":      {stagePost(community.Followers), "read push", "Somebody wrote to you."},
		"on the instance":    {stagePost(community.InstanceOnly), "read push cases:read", "Somebody wrote to you."},
		"not for this app":   {stagePost(community.InstanceOnly), "read push", ""},
		"a public case also": {(*stage).posed, "read push cases:read", "Your case has an answer."},
	} {
		st := open(t, storagetest.SQLiteFile(t))
		storagetest.Following(t, st.Store, st.bob, st.ana)
		storagetest.Following(t, st.Store, st.ana, st.bob)
		asked := tt.asked(st)
		st.app(true, tt.scopes)
		storagetest.Reply(t, st.Store, storagetest.Answer{By: st.bob, To: asked, Text: canary})
		if err := st.work(); err != nil {
			t.Fatal(name, err)
		}
		if tt.says == "" {
			if len(st.service.bodies) != 0 {
				t.Errorf("%s: the app is told", name)
			}
			continue
		}
		if m, text := st.last(true); strings.Contains(text, canary) || strings.Contains(text, "bob") || m.Body != tt.says || m.Title != "St Anna" {
			t.Errorf("%s: %s", name, text)
		}
	}
}

func stagePost(audience community.AudienceKind) func(*stage) community.Post {
	return func(st *stage) community.Post { return storagetest.Post(st.t, st.Store, st.ana, canary, audience) }
}

// Whoever revoked the app, was closed, filters it out, or ended the subscription hears
// nothing; and the push service's word that nobody is there ends it.
func TestAppIsToldNoMore(t *testing.T) {
	for name, change := range map[string]func(ctx context.Context, st *stage, token storage.AccessToken) error{
		"revoked": func(ctx context.Context, st *stage, token storage.AccessToken) error {
			return st.Store.RevokeTokenByID(ctx, st.ana.ID, token.ID)
		},
		"ended": func(ctx context.Context, st *stage, token storage.AccessToken) error {
			return st.Store.EndAppPush(ctx, token.ID)
		},
		"subscribed anew": func(ctx context.Context, st *stage, token storage.AccessToken) error {
			p, err := st.Store.AppPush(ctx, token.ID)
			if err == nil {
				_, err = st.Store.SaveAppPush(ctx, p)
			}
			return err
		},
		"filtered": func(ctx context.Context, st *stage, _ storage.AccessToken) error {
			_, err := st.Store.SaveFilter(ctx, community.Filter{Owner: st.ana.ID, Title: "x", Action: community.FilterHide,
				Contexts: []community.FilterContext{community.FilterNotifications}, Keywords: []community.FilterKeyword{{Keyword: canary}}})
			return err
		},
		"read": func(ctx context.Context, st *stage, _ storage.AccessToken) error {
			return st.Store.ReadNotifications(ctx, st.ana.ID, 1<<62)
		},
		"muted": func(ctx context.Context, st *stage, _ storage.AccessToken) error {
			return st.Store.Mute(ctx, storage.Mute{Actor: st.ana.ID, Target: st.bob.ID, Notifications: true})
		},
		"blocked": func(ctx context.Context, st *stage, _ storage.AccessToken) error {
			return st.Store.Block(ctx, st.ana.ID, st.bob.ID)
		},
	} {
		st := open(t, storagetest.SQLiteFile(t))
		token := st.app(true, "read push")
		st.answered()
		if err := change(t.Context(), st, token); err != nil {
			t.Fatal(name, err)
		}
		if err := st.work(); err != nil || len(st.service.bodies) != 0 {
			t.Errorf("%s: %v, %d notices", name, err, len(st.service.bodies))
		}
	}
	st := open(t, storagetest.SQLiteFile(t))
	token := st.app(false, "read push")
	st.service.status = 410
	st.answered()
	if err := st.work(); err != nil {
		t.Error(err)
	}
	if _, err := st.Store.AppPush(t.Context(), token.ID); !errors.Is(err, community.ErrNotFound) {
		t.Errorf("the push service knows nobody, and we do: %v", err)
	}
}

// One address has a budget: nobody can have this server flood it.
func TestPushBudget(t *testing.T) {
	st := open(t, storagetest.SQLiteFile(t))
	st.app(true, "read push")
	asked := storagetest.Post(t, st.Store, st.ana, "Who comes?")
	service, _ := url.Parse(st.endpoint)
	count := func() int {
		jobs, err := st.Store.Jobs(t.Context(), "push/"+service.Host, 1000)
		if err != nil {
			t.Fatal(err)
		}
		return len(jobs)
	}
	for range 125 {
		storagetest.Reply(t, st.Store, storagetest.Answer{By: st.bob, To: asked, Text: "Me"})
	}
	if got := count(); got != 120 {
		t.Errorf("%d notices in one hour", got)
	}
	st.clock.Advance(61 * time.Minute)
	storagetest.Reply(t, st.Store, storagetest.Answer{By: st.bob, To: asked, Text: "Me"})
	if got := count(); got != 121 {
		t.Errorf("%d notices after it", got)
	}
}

// One member cannot have this server tell the same thing a thousand times to somebody
// else's address: of many apps the latest are told.
func TestAttackManySubscriptions(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		st := open(t, database)
		for range 40 {
			st.app(true, "read push")
		}
		st.answered()
		service, err := url.Parse(st.endpoint)
		if err != nil {
			t.Fatal(err)
		}
		jobs, err := st.Store.Jobs(t.Context(), "push/"+service.Host, 100)
		if err != nil || len(jobs) != 25 {
			t.Errorf("%d notices of one answer, %v", len(jobs), err)
		}
	})
}

// No title, name or text makes a notice longer than a push service takes (RFC 8030 7.2):
// each character may be six bytes of JSON, and there are as many as may be.
func TestAttackLongNotice(t *testing.T) {
	long := strings.Repeat("<\u2028\x7f", 2000)
	for _, title := range []string{cut(long, maxExcerpt), cut(strings.Repeat("\U0001f9d1", 9000), maxExcerpt)} {
		text, err := json.Marshal(appMessage{Icon: "https://" + strings.Repeat("x", 300), Title: title, Body: title, Type: "admin.sign_up", Locale: "de", ID: 1 << 62})
		if err != nil || len(text) > MaxMessage {
			t.Errorf("%d bytes, %v", len(text), err)
		}
	}
}
