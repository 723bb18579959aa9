package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	app "github.com/mattn/go-mastodon"
)

// A day with go-mastodon: everything that this library can do, with what came back in its own types.
func TestAppGoMastodon(t *testing.T) {
	t.Parallel()
	g := &goDay{appDay: newAppDay(t)}
	for _, part := range []func(){g.signsIn, g.looksAround, g.introduces, g.listens, g.writes, g.answers, g.changes, g.asks, g.meets, g.keepsLists, g.filters,
		g.hears, g.whispers, g.plans, g.finds, g.wantsPush, g.distances, g.leaves} {
		part()
	}
}

// goDay is ana with an app made of go-mastodon, and ben with his. The parts of the day build on one another.
type goDay struct {
	*appDay
	ana, ben *goApp
	// post is what ana wrote, with a picture; reply what ben answered.
	post, reply *app.Status
}

// goApp is one person's app: its client, who that is, and what arrives by the stream.
type goApp struct {
	*app.Client
	me     *app.Account
	events chan app.Event
}

// answered is what a call gave.
type answered[V any] struct {
	value V
	err   error
}

// of takes what a call gave.
func of[V any](value V, err error) answered[V] { return answered[V]{value, err} }

// in gives the value, which there must be.
func (a answered[V]) in(t *goDay) V {
	t.Helper()
	if a.err != nil {
		t.Fatal(a.err)
	}
	return a.value
}

// holds reports what does not hold.
func (g *goDay) holds(holds bool, what string, seen any) {
	g.Helper()
	if !holds {
		g.Errorf("%s: %+v", what, seen)
	}
}

// trusting is a transport that knows the authority of the day.
func (d *appDay) trusting() *http.Transport {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.TLSClientConfig = &tls.Config{RootCAs: d.ca.roots}
	d.Cleanup(transport.CloseIdleConnections)
	return transport
}

// signsIn: ana by a code that she types in, ben by a redirect to his own machine.
func (g *goDay) signsIn() {
	codes := make(chan string, 1)
	back := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { codes <- r.URL.Query().Get("code") }))
	defer back.Close()
	g.ana = g.app("ana", "", nil)
	g.ben = g.app("ben", back.URL+"/back", codes)
	g.ana.me, g.ben.me = of(g.ana.GetAccountCurrentUser(g.Context())).in(g), of(g.ben.GetAccountCurrentUser(g.Context())).in(g)
	me := g.ana.me
	g.holds(me.Username == "ana" && me.Acct == "ana" && me.URL == g.home.base+"/@ana" && !me.CreatedAt.IsZero() && me.Avatar != "" && me.Header != "" && me.Source != nil &&
		me.Source.Privacy != nil, "who ana is", me)
}

func (g *goDay) app(who, redirect string, codes chan string) *goApp {
	g.Helper()
	const outOfBand = "urn:ietf:wg:oauth:2.0:oob"
	registered := of(app.RegisterApp(g.Context(), &app.AppConfig{Client: http.Client{Transport: g.trusting()}, Server: g.home.base, ClientName: "Pocket of " + who,
		RedirectURIs: redirect, Scopes: "read write follow push", Website: "https://app.example"})).in(g)
	c := app.NewClient(&app.Config{Server: g.home.base, ClientID: registered.ClientID, ClientSecret: registered.ClientSecret})
	c.Transport = g.trusting()
	g.must(c.GetAppAccessToken(g.Context(), registered.RedirectURI))
	itself := of(c.VerifyAppCredentials(g.Context())).in(g)
	g.holds(itself.Name == "Pocket of "+who && itself.VapidKey != "" && itself.Website == "https://app.example", "what the app is", itself)
	code := g.allows(who, registered.AuthURI)
	if redirect == "" {
		redirect = outOfBand
	} else {
		code = <-codes
	}
	g.must(c.GetUserAccessToken(g.Context(), code, redirect))
	return &goApp{Client: c}
}

// looksAround: what the institution is.
func (g *goDay) looksAround() {
	i := of(g.ana.GetInstance(g.Context())).in(g)
	g.holds(i.URI == g.home.host && i.Title != "" && strings.Contains(i.Version, "compatible") && strings.HasPrefix(i.URLs["streaming_api"], "wss://"), "the institution", i)
	g.holds(i.Stats != nil && i.Stats.UserCount == 0, "how many are there, to the ten", i.Stats)
	config := i.GetConfig()
	g.holds(config != nil && (*config.Statuses)["max_characters"].(float64) >= 500 && (*config.Polls)["max_options"].(float64) >= 4 && config.MediaAttachments["supported_mime_types"] != nil,
		"its limits", config)
	activity := of(g.ana.GetInstanceActivity(g.Context())).in(g)
	g.holds(len(activity) == 12, "weeks of activity", activity)
	g.must(of(g.ana.GetInstancePeers(g.Context())).err)
}

// introduces: a name, some words, a field and a picture of oneself.
func (g *goDay) introduces() {
	avatar := of(app.Base64EncodeFileName(g.picture)).in(g)
	before := g.ana.me.Avatar
	me := of(g.ana.AccountUpdate(g.Context(), &app.Profile{DisplayName: app.String("Ana Amsel"), Note: app.String("Rheumatology & more"), Avatar: avatar,
		Fields: &[]app.Field{{Name: "Ward", Value: "7"}}, Source: &app.AccountSource{Language: app.String("en")}})).in(g)
	g.holds(me.DisplayName == "Ana Amsel" && strings.Contains(me.Note, "Rheumatology &amp; more") && len(me.Fields) == 1 && me.Fields[0].Name == "Ward" && me.Fields[0].Value == "7",
		"how ana introduces herself", me)
	g.holds(me.Avatar != before && me.Source != nil && me.Source.Note != nil && *me.Source.Note == "Rheumatology & more" && *me.Source.Language == "en", "her picture and sources", me.Source)
	g.ana.me = me
}

// listens: ana by WebSocket, ben by server-sent events.
func (g *goDay) listens() {
	ctx, end := context.WithCancel(g.Context())
	sockets := g.ana.NewWSClient()
	sockets.TLSClientConfig = &tls.Config{RootCAs: g.ca.roots}
	g.ana.events = of(sockets.StreamingWSUser(ctx)).in(g)
	g.ben.events = of(g.ben.StreamingUser(ctx)).in(g)
	g.Cleanup(func() {
		end()
		for _, events := range []chan app.Event{g.ana.events, g.ben.events} {
			for range events { // whoever writes to it must not be left hanging
			}
		}
	})
	for _, one := range []*goApp{g.ana, g.ben} {
		g.awake(one)
	}
}

// awake writes until the first of it arrives, because the library does not say when a stream is open.
func (g *goDay) awake(one *goApp) {
	again := time.NewTicker(200 * time.Millisecond)
	defer again.Stop()
	for tooLate := time.After(patience); ; {
		select {
		case e := <-one.events:
			if _, update := e.(*app.UpdateEvent); update {
				return
			}
			g.Fatalf("the stream begins with %+v", e)
		case <-again.C:
			of(one.PostStatus(g.Context(), &app.Toot{Status: "Are you there?", Visibility: app.VisibilityFollowersOnly})).in(g)
		case <-tooLate:
			g.Fatal("nothing arrives by the stream")
		}
	}
}

// arrives waits for the event that will do.
func arrives[E app.Event](g *goDay, one *goApp, what string, will func(E) bool) E {
	g.Helper()
	for tooLate := time.After(patience); ; {
		select {
		case e, open := <-one.events:
			if wrong, is := e.(*app.ErrorEvent); is || !open {
				g.Fatalf("the stream ended before %s: %v", what, wrong)
			}
			if found, is := e.(E); is && will(found) {
				return found
			}
		case <-tooLate:
			g.Fatalf("waited in vain: %s", what)
		}
	}
}

// writes: a post with a picture, which is ready when the server says so; it comes by the stream.
func (g *goDay) writes() {
	file := of(os.Open(g.picture)).in(g)
	defer file.Close()
	shown := of(g.ana.UploadMediaFromMedia(g.Context(), &app.Media{File: file, Description: "A film", Focus: "0.5,-0.5"})).in(g)
	eventually(g.T, "the picture is ready", func() bool { return g.ana.GetMediaStatus(g.Context(), shown) == nil })
	g.post = of(g.ana.PostStatus(g.Context(), &app.Toot{Status: "Morning round with #Vasculitis", MediaIDs: []app.ID{shown.ID}, Visibility: app.VisibilityPublic, Language: "en",
		Sensitive: true, SpoilerText: "Round"})).in(g)
	p := g.post
	g.holds(p.Visibility == "public" && p.Language == "en" && p.Sensitive && p.SpoilerText == "Round" && strings.Contains(p.Content, "Morning round") && p.Account.ID == g.ana.me.ID &&
		p.Application.ClientID == "" && p.InReplyToID == nil && p.EditedAt.IsZero() && !p.CreatedAt.IsZero(), "the post", p)
	g.holds(len(p.Tags) == 1 && strings.EqualFold(p.Tags[0].Name, "vasculitis") && p.Tags[0].URL != "", "its hashtags", p.Tags)
	if len(p.MediaAttachments) != 1 {
		g.Fatalf("the pictures: %+v", p.MediaAttachments)
	}
	m := p.MediaAttachments[0]
	g.holds(m.ID == shown.ID && m.Type == "image" && m.Description == "A film" && m.BlurHash != "" && m.Meta.Original.Width == 320 && m.Meta.Original.Height == 200 &&
		m.Meta.Focus.X == 0.5 && m.Meta.Focus.Y == -0.5, "the picture", m)
	for _, address := range []string{m.URL, m.PreviewURL} {
		answer := of(g.ana.Get(address)).in(g)
		answer.Body.Close()
		g.holds(answer.StatusCode == http.StatusOK && strings.HasPrefix(answer.Header.Get("Content-Type"), "image/"), "the file", answer)
	}
	arrives(g, g.ana, "the post", func(e *app.UpdateEvent) bool { return e.Status.ID == p.ID && len(e.Status.MediaAttachments) == 1 })
}

// answers: ben answers, boosts, favours and keeps; ana is told, and reads the thread.
func (g *goDay) answers() {
	g.reply = of(g.ben.PostStatus(g.Context(), &app.Toot{Status: "@ana Which one?", InReplyToID: g.post.ID, Visibility: app.VisibilityPublic})).in(g)
	g.holds(g.reply.InReplyToID == string(g.post.ID) && g.reply.InReplyToAccountID == string(g.ana.me.ID) && len(g.reply.Mentions) == 1 && g.reply.Mentions[0].ID == g.ana.me.ID,
		"the answer", g.reply)
	told := arrives(g, g.ana, "the answer", func(e *app.NotificationEvent) bool { return e.Notification.Type == "mention" })
	g.holds(told.Notification.Status != nil && told.Notification.Status.ID == g.reply.ID && told.Notification.Account.ID == g.ben.me.ID, "ana is told", told.Notification)
	thread := of(g.ana.GetStatusContext(g.Context(), g.post.ID)).in(g)
	g.holds(len(thread.Ancestors) == 0 && len(thread.Descendants) == 1 && thread.Descendants[0].ID == g.reply.ID, "the thread", thread)
	above := of(g.ben.GetStatusContext(g.Context(), g.reply.ID)).in(g)
	g.holds(len(above.Ancestors) == 1 && above.Ancestors[0].ID == g.post.ID, "above the answer", above)

	boost := of(g.ben.Reblog(g.Context(), g.post.ID)).in(g)
	g.holds(boost.Reblog != nil && boost.Reblog.ID == g.post.ID && boost.Reblogged == true && boost.Account.ID == g.ben.me.ID && boost.ID != g.post.ID, "the boost", boost)
	liked := of(g.ben.Favourite(g.Context(), g.post.ID)).in(g)
	kept := of(g.ben.Bookmark(g.Context(), g.post.ID)).in(g)
	g.holds(liked.Favourited == true && liked.FavouritesCount == 1 && kept.Bookmarked == true && kept.ReblogsCount == 1 && kept.RepliesCount == 1, "the marks", kept)
	for what, list := range map[string][]*app.Status{"favourites": of(g.ben.GetFavourites(g.Context(), nil)).in(g), "bookmarks": of(g.ben.GetBookmarks(g.Context(), nil)).in(g)} {
		g.holds(len(list) == 1 && list[0].ID == g.post.ID, what, list)
	}
	for what, list := range map[string][]*app.Account{"who favoured": of(g.ana.GetFavouritedBy(g.Context(), g.post.ID, nil)).in(g), "who boosted": of(g.ana.GetRebloggedBy(g.Context(), g.post.ID, nil)).in(g)} {
		g.holds(len(list) == 1 && list[0].ID == g.ben.me.ID, what, list)
	}
	card := of(g.ana.GetStatus(g.Context(), g.post.ID)).in(g)
	g.holds(card.Card == nil && card.Favourited == false, "ana's own view", card)
	for _, undone := range []*app.Status{of(g.ben.Unfavourite(g.Context(), g.post.ID)).in(g), of(g.ben.Unbookmark(g.Context(), g.post.ID)).in(g), of(g.ben.Unreblog(g.Context(), g.post.ID)).in(g)} {
		g.holds(undone.ID == g.post.ID && undone.Favourited == false, "undone", undone)
	}
}

// changes: the words change, the history says how, and the stream tells.
func (g *goDay) changes() {
	source := of(g.ana.GetStatusSource(g.Context(), g.post.ID)).in(g)
	g.holds(source.Text == "Morning round with #Vasculitis" && source.SpoilerText == "Round", "the source", source)
	media := []app.ID{g.post.MediaAttachments[0].ID}
	changed := of(g.ana.UpdateStatus(g.Context(), &app.Toot{Status: "Evening round with #Vasculitis", MediaIDs: media, Language: "en"}, g.post.ID)).in(g)
	g.holds(changed.ID == g.post.ID && strings.Contains(changed.Content, "Evening") && !changed.EditedAt.IsZero() && len(changed.MediaAttachments) == 1, "the change", changed)
	history := of(g.ana.GetStatusHistory(g.Context(), g.post.ID)).in(g)
	g.holds(len(history) == 2 && strings.Contains(history[0].Content, "Morning") && strings.Contains(history[1].Content, "Evening") && history[0].SpoilerText == "Round" &&
		history[0].Account.ID == g.ana.me.ID && len(history[1].MediaAttachments) == 1, "the history", history)
	arrives(g, g.ana, "the change", func(e *app.UpdateEditEvent) bool {
		return e.Status.ID == g.post.ID && strings.Contains(e.Status.Content, "Evening")
	})
}

// asks: ana asks, ben says what he thinks, once.
func (g *goDay) asks() {
	asked := of(g.ana.PostStatus(g.Context(), &app.Toot{Status: "Tea or coffee?", Visibility: app.VisibilityPublic,
		Poll: &app.TootPoll{Options: []string{"Tea", "Coffee"}, ExpiresInSeconds: 3600}})).in(g)
	if asked.Poll == nil {
		g.Fatal("there is no poll")
	}
	g.holds(len(asked.Poll.Options) == 2 && asked.Poll.Options[1].Title == "Coffee" && !asked.Poll.Expired && !asked.Poll.Multiple && asked.Poll.ExpiresAt.After(asked.CreatedAt), "the poll", asked.Poll)
	after := of(g.ben.PollVote(g.Context(), asked.Poll.ID, 1)).in(g)
	g.holds(after.Voted && slices.Equal(after.OwnVotes, []int{1}) && after.VotesCount == 1 && after.VotersCount == 1 && after.Options[1].VotesCount == 1, "ben's vote", after)
	_, err := g.ben.PollVote(g.Context(), asked.Poll.ID, 0)
	g.refused(err, http.StatusUnprocessableEntity)
	seen := of(g.ana.GetPoll(g.Context(), asked.Poll.ID)).in(g)
	g.holds(seen.VotesCount == 1, "the poll as ana sees it", seen)
}

// refused is a call that must not succeed, with a sentence of the server.
func (g *goDay) refused(err error, status int) {
	g.Helper()
	refusal, is := errors.AsType[*app.APIError](err)
	if !is || refusal.StatusCode != status || refusal.Message == "" {
		g.Errorf("the answer is %v, want %d and a sentence", err, status)
	}
}

// wantsPush: a subscription is made, changed, read and taken back.
func (g *goDay) wantsPush() {
	key := of(ecdsa.GenerateKey(elliptic.P256(), rand.Reader)).in(g)
	yes, no := app.Sbool(true), app.Sbool(false)
	secret := make([]byte, 16)
	_, _ = rand.Read(secret)
	made := of(g.ana.AddPushSubscription(g.Context(), "https://push.example/ana", key.PublicKey, secret, app.PushAlerts{Mention: &yes, Follow: &no})).in(g)
	g.holds(made.ID != "" && made.Endpoint == "https://push.example/ana" && made.ServerKey != "" && *made.Alerts.Mention == yes && *made.Alerts.Follow == no, "the subscription", made)
	changed := of(g.ana.UpdatePushSubscription(g.Context(), &app.PushAlerts{Follow: &yes})).in(g)
	seen := of(g.ana.GetPushSubscription(g.Context())).in(g)
	g.holds(*changed.Alerts.Follow == yes && *seen.Alerts.Follow == yes && seen.ID == made.ID, "the subscription, changed", seen)
	g.must(g.ana.RemovePushSubscription(g.Context()))
	_, err := g.ana.GetPushSubscription(g.Context())
	g.refused(err, http.StatusNotFound)
}

// leaves: the post is deleted, which the stream tells; then the token ends.
func (g *goDay) leaves() {
	g.must(g.ana.DeleteStatus(g.Context(), g.post.ID))
	arrives(g, g.ana, "the deletion", func(e *app.DeleteEvent) bool { return e.ID == g.post.ID })
	_, err := g.ben.GetStatus(g.Context(), g.post.ID)
	g.refused(err, http.StatusNotFound)
	old := *g.ana.Config
	g.must(g.ana.RevokeToken(g.Context()))
	ended := app.NewClient(&old)
	ended.Transport = g.trusting()
	_, err = ended.GetAccountCurrentUser(g.Context())
	g.refused(err, http.StatusUnauthorized)
	for tooLate := time.After(patience); ; { // the stream ends with the token; the library says so with its errors
		select {
		case e := <-g.ana.events:
			if _, is := e.(*app.ErrorEvent); is {
				return
			}
		case <-tooLate:
			g.Fatal("the stream outlives the token")
		}
	}
}
