package mastodon

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
	client "github.com/mattn/go-mastodon"

	"consilium/community"
	"consilium/storage/storagetest"
)

// A life of a post over one WebSocket: written, edited, liked, deleted; channels are
// taken and given up; the payload is a text in itself.
func TestStreamingSocket(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Member(s, s.store, "ana")
		_, bob := storagetest.Member(s, s.store, "bob")
		storagetest.Following(s, s.store, bob, ana)
		writer, reader, home := s.as(ana), s.as(bob), s.as(bob).socket("?stream=user")
		home.settle()
		post := writer.post("/api/v1/statuses", "status", "First <round> #ward", "visibility", "public").is(200).json()
		number := post.at("id").text()
		got := home.hear().is(t, "update", "user")
		got.site = s
		got.at("id").eq(number)
		got.at("content").eq(post.at("content").any)
		got.at("account", "username").eq("ana")
		writer.form("PUT", "/api/v1/statuses/"+number, "status", "Second round").is(200)
		edited := home.hear().is(t, "status.update", "user")
		edited.site = s
		edited.at("content").eq("<p>Second round</p>")
		writer.post("/api/v1/statuses", "status", "Do you agree, @bob?", "visibility", "direct").is(200)
		heard := map[string]int{home.hear().Event: 1, home.hear().Event: 2}
		if heard["update"] == 0 || heard["notification"] == 0 {
			t.Fatalf("a mention is told as %v", heard)
		}
		writer.send("DELETE", "/api/v1/statuses/"+number, "", nil).is(200)
		if gone := home.hear(); gone.Event != "delete" || gone.Payload != number {
			t.Fatalf("a deletion is told as %+v", gone)
		}
		home.say(`{"type":"unsubscribe","stream":"user"}`)
		home.say(`{"type":"subscribe","stream":"hashtag","tag":"#Ward"}`)
		home.say(`{"type":"subscribe","stream":"public:local"}`)
		home.settle()
		reader.post("/api/v1/statuses", "status", "Mine, untagged", "visibility", "public").is(200)
		home.hear().is(t, "update", "public:local")
		writer.post("/api/v1/statuses", "status", "Tagged #ward", "visibility", "public").is(200)
		home.hear().is(t, "update", "hashtag", "ward")
		home.hear().is(t, "update", "public:local")
	})
}

// A boost comes into the home as one, and goes as one.
func TestStreamingBoost(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Member(s, s.store, "ana")
		_, bob := storagetest.Member(s, s.store, "bob")
		_, eve := storagetest.Member(s, s.store, "eve")
		storagetest.Following(s, s.store, bob, ana)
		home := s.as(bob).socket("?stream=user")
		post := storagetest.Post(s, s.store, eve, "By somebody else")
		boost := s.as(ana).post("/api/v1/statuses/" + id(post.ID) + "/reblog").is(200).json().at("id").text()
		got := home.hear().is(t, "update", "user")
		got.site = s
		got.at("id").eq(boost)
		got.at("reblog", "id").eq(id(post.ID))
		s.as(ana).post("/api/v1/statuses/" + id(post.ID) + "/unreblog").is(200)
		if gone := home.hear(); gone.Event != "delete" || gone.Payload != boost {
			t.Errorf("a boost taken back is told as %+v", gone)
		}
	})
}

// The token comes in three ways, and a browser gets the protocol it offered.
func TestStreamingToken(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Member(s, s.store, "ana")
		c := s.as(ana)
		for way, o := range map[string]websocket.DialOptions{
			"header": {HTTPHeader: http.Header{"Authorization": {"Bearer " + c.token}}}, "protocol": {Subprotocols: []string{c.token}}, "address": {},
		} {
			query := ""
			if way == "address" {
				query = "?access_token=" + c.token
			}
			conn, _, err := c.dial(query, o)
			if err != nil {
				t.Errorf("by %s: %v", way, err)
				continue
			}
			if way == "protocol" && conn.Subprotocol() != c.token {
				t.Errorf("the protocol taken is %q", conn.Subprotocol())
			}
			_ = conn.CloseNow()
		}
		for _, wrong := range []websocket.DialOptions{{}, {Subprotocols: []string{"mastodon"}}, {HTTPHeader: http.Header{"Authorization": {"Bearer x"}}}} {
			if _, answer, err := c.dial("", wrong); err == nil || answer == nil || answer.StatusCode != 401 {
				t.Errorf("%+v opens it: %v", wrong, err)
			}
		}
		visitor := s.visitor()
		visitor.get("/api/v1/accounts/verify_credentials?access_token=" + c.token).refused(401) // nowhere else
		visitor.send("HEAD", "/api/v1/streaming/user?access_token="+c.token, "", nil)
		c.get("/api/v1/streaming").refused(http.StatusUpgradeRequired)
		if got := visitor.get("/api/v1/streaming/health"); got.status != 200 || got.body != "OK" {
			t.Errorf("health: %d %s", got.status, got.body)
		}
		c.get("/api/v2/instance").is(200).json().at("configuration", "urls", "streaming").eq("wss://here.example")
		c.get("/api/v1/instance").is(200).json().at("urls", "streaming_api").eq("wss://here.example")
	})
}

// Which scope opens which channel, by either way in; the list is nobody's.
func TestStreamingScopes(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Member(s, s.store, "ana")
		for _, scopes := range []string{"read", "read:statuses", "read:notifications", "write follow push", "profile"} {
			c := s.as(ana, scopes)
			socket := c.socket("")
			for path, name := range streamPaths {
				want := 403
				switch allowed := scopes == "read" || scopes == channelScopes[name]; {
				case allowed && name == "list":
					want = 404
				case allowed:
					want = 200
				}
				s.clock.Advance(5 * time.Minute)
				if got := c.send("HEAD", "/api/v1/streaming"+path+"?tag=ward&list=1", "", nil); got.status != want {
					t.Errorf("%s with %s: %d, want %d", path, scopes, got.status, want)
				}
				socket.say(fmt.Sprintf(`{"type":"subscribe","stream":%q,"tag":"ward","list":"1"}`, name))
				if want != 200 {
					if got := socket.hear(); got.Status != want || got.Error == "" || strings.Contains(got.Error, "⟦") {
						t.Errorf("socket to %s with %s: %+v, want %d", name, scopes, got, want)
					}
				}
				socket.settle()
			}
		}
		// Notifications are not in the stream of an app that may not read them.
		without := s.as(ana, "read:statuses").socket("?stream=user")
		_, bob := storagetest.Member(s, s.store, "bob")
		s.as(bob).post("/api/v1/accounts/" + id(ana.ID) + "/follow").is(200)
		storagetest.Post(s, s.store, ana, "What comes next")
		without.hear().is(t, "update", "user")
		for _, wrong := range []string{`{"type":"subscribe","stream":"nothing"}`, `{"type":"subscribe","stream":"hashtag"}`, `{"type":"subscribe","stream":"user\u0000"}`,
			`{"type":"subscribe","stream":["user"]}`, `{"type":"subscribe","stream":"hashtag","tag":"a\u0000b"}`, `[`} {
			without.say(wrong)
			if got := without.hear(); got.Status != 400 {
				t.Errorf("%s: %+v", wrong, got)
			}
		}
	})
}

// Server-sent events, with a beat every 15 seconds by the clock that was given.
func TestStreamingEvents(t *testing.T) {
	eachSite(t, func(s *site) {
		beat := s.steady()
		_, ana := storagetest.Member(s, s.store, "ana")
		_, bob := storagetest.Member(s, s.store, "bob")
		storagetest.Following(s, s.store, bob, ana)
		c := s.as(bob)
		ears := map[string]*ear{}
		for path, name := range streamPaths {
			if name != "list" && name != "public:remote" {
				ears[name] = c.events(path + "?tag=ward")
			}
		}
		beat(len(ears))
		for _, e := range ears {
			e.thump()
		}
		storagetest.Post(s, s.store, ana, "For all #ward")
		for _, name := range []string{"user", "public", "public:local", "hashtag", "hashtag:local"} {
			got := ears[name].hear().is(t, "update")
			got.site = s
			got.at("content").eq("<p>For all #ward</p>")
		}
		s.as(ana).post("/api/v1/statuses", "status", "Between us @bob", "visibility", "direct").is(200)
		ears["direct"].hear().is(t, "conversation")
		ears["user:notification"].hear().is(t, "notification")
		there := storagetest.Remote(s, s.store, "https://there.example", "zoe")
		remote := c.events("/public/remote")
		storagetest.RemotePost(s, s.store, there, "From elsewhere")
		remote.hear().is(t, "update")
		ears["public"].hear().is(t, "update")
	})
}

// A client nobody here wrote follows along, by both ways.
func TestStreamingForeignClient(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Member(s, s.store, "ana")
		app := client.NewClient(&client.Config{Server: storagetest.Here, AccessToken: s.as(ana).token})
		app.Transport = s.transport()
		events, err := app.StreamingUser(s.patient())
		s.must(err)
		// It says nothing when it is connected: what is written until then is not heard.
		done := make(chan client.Event, 1)
		go func() { done <- <-events }()
		for i := 0; ; i++ {
			storagetest.Post(s, s.store, ana, fmt.Sprintf("Round %d", i))
			select {
			case e := <-done:
				update, is := e.(*client.UpdateEvent)
				if !is || update.Status.Account.Username != "ana" || !strings.HasPrefix(update.Status.Content, "<p>Round ") {
					t.Errorf("it heard %#v", e)
				}
				return
			case <-time.After(100 * time.Millisecond):
			}
		}
	})
}

// What another process of the same database did is heard, and so is that it took a
// token back.
func TestStreamingOtherProcess(t *testing.T) {
	database := storagetest.PostgresDatabase(t)
	s := openSite(t, database)
	other := storagetest.At(t, storagetest.Options{Database: database, Now: s.clock.Now})
	_, ana := storagetest.Member(s, s.store, "ana")
	c := s.as(ana)
	home := c.socket("?stream=user")
	post := storagetest.Post(t, other, ana, "From the other process")
	got := home.hear().is(t, "update", "user")
	got.site = s
	got.at("id").eq(id(post.ID))
	s.must(other.RevokeToken(t.Context(), c.token, s.app.ID))
	if code := home.ended(); code != websocket.StatusPolicyViolation {
		t.Errorf("closed with %d", code)
	}
}

// On SQLite nobody announces what a command did beside the server; the next beat finds
// out, and before it nothing is shown either.
func TestStreamingCommandBeside(t *testing.T) {
	database := storagetest.SQLiteFile(t)
	s := openSite(t, database)
	beat := s.steady()
	_, ana := storagetest.Member(s, s.store, "ana")
	first, second := s.as(ana), s.as(ana)
	one, two := first.events("/user"), second.events("/user")
	command := storagetest.At(t, storagetest.Options{Database: database, Now: s.clock.Now})
	s.must(command.RevokeToken(t.Context(), first.token, s.app.ID))
	s.must(command.RevokeToken(t.Context(), second.token, s.app.ID))
	beat(2)
	one.ended()
	two.ended()
	third := s.as(ana)
	silent := third.events("/user")
	s.must(command.RevokeToken(t.Context(), third.token, s.app.ID))
	storagetest.Post(t, s.store, ana, canary)
	for {
		line, more := silent.line()
		if strings.Contains(line, canary) {
			t.Error("a token that was taken back still reads")
		}
		if !more {
			return
		}
	}
}

// S-PRIV-4 (CVE-2025-62174, -62175, -62176): whatever ends a token ends what it follows.
func TestStreamingEndsWithItsToken(t *testing.T) {
	ends := map[string]func(s *site, u community.User, c *caller) error{
		"revoked by the app": func(s *site, _ community.User, c *caller) error {
			return s.store.RevokeToken(s.Context(), c.token, s.app.ID)
		},
		"revoked by the member": func(s *site, u community.User, _ *caller) error { return revokeAll(s, u) },
		"suspended": func(s *site, u community.User, _ *caller) error {
			return s.store.SuspendActor(s.Context(), u.Actor, 0, "test")
		},
		"password changed": func(s *site, u community.User, _ *caller) error {
			return s.store.SetPassword(s.Context(), u.ID, "x", 0)
		},
		"role changed": func(s *site, u community.User, _ *caller) error {
			return s.store.SetRole(s.Context(), u.ID, community.Member, 0)
		},
		"left": func(s *site, u community.User, _ *caller) error { return s.store.Leave(s.Context(), u.ID) },
	}
	eachSite(t, func(s *site) {
		for name, end := range ends {
			user, actor := storagetest.Staff(s, s.store, "u"+strings.ReplaceAll(name, " ", ""), community.Moderator)
			c := s.as(actor)
			socket, events := c.socket("?stream=user"), c.events("/public")
			if err := end(s, user, c); err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			if code := socket.ended(); code != websocket.StatusPolicyViolation {
				t.Errorf("%s: closed with %d", name, code)
			}
			events.ended()
		}
	})
}

func revokeAll(s *site, u community.User) error {
	tokens, err := s.store.Tokens(s.Context(), u.Actor)
	for _, k := range tokens {
		if err == nil {
			err = s.store.RevokeTokenByID(s.Context(), u.Actor, k.ID)
		}
	}
	return err
}
