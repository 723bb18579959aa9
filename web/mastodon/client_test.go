package mastodon

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	client "github.com/mattn/go-mastodon"

	"consilium/community"
	"consilium/storage/storagetest"
)

// A client nobody here wrote signs in with an authorization code, posts with a
// picture, pages the home timeline, reads a case thread, edits and deletes.
func TestForeignClient(t *testing.T) {
	eachSite(t, func(s *site) {
		user, ana := storagetest.Member(s, s.store, "ana")
		_, bob := storagetest.Member(s, s.store, "bob")
		storagetest.Following(s, s.store, ana, bob)
		ctx := t.Context()
		app, err := client.RegisterApp(ctx, &client.AppConfig{Client: http.Client{Transport: s.transport()}, Server: storagetest.Here,
			ClientName: "go-mastodon", Scopes: "read write follow", RedirectURIs: "https://app.example/back"})
		s.must(err)
		browser := s.visitor().signIn(user)
		if shown := browser.get(app.AuthURI); shown.status != 200 || !strings.Contains(shown.body, "go-mastodon") {
			t.Fatalf("the page: %d", shown.status)
		}
		code := browser.allow(query("response_type", "code", "client_id", app.ClientID, "redirect_uri", app.RedirectURI, "scope", "read write follow")).Query().Get("code")
		c := client.NewClient(&client.Config{Server: storagetest.Here, ClientID: app.ClientID, ClientSecret: app.ClientSecret})
		c.Transport = s.transport()
		s.must(c.GetUserAccessToken(ctx, code, app.RedirectURI))
		me, err := c.GetAccountCurrentUser(ctx)
		if err != nil || string(me.ID) != id(ana.ID) {
			t.Fatalf("I am %v, %v", me, err)
		}
		s.pageHome(c, bob)
		s.readThread(c, publishCase(s, bob, "Fever of unknown origin", community.Public))
		s.postAndDelete(c)
		if instance, err := c.GetInstance(ctx); err != nil || instance.Title != "St Anna Hospital" {
			t.Errorf("instance %v, %v", instance, err)
		}
		s.must(c.RevokeToken(ctx))
		c.Config.AccessToken = "gone"
		if _, err := c.GetAccountCurrentUser(ctx); err == nil {
			t.Error("a revoked client reads on")
		}
	})
}

func (s *site) pageHome(c *client.Client, author community.Actor) {
	s.Helper()
	for i := range 7 {
		storagetest.Post(s, s.store, author, fmt.Sprintf("Round %d", i))
	}
	var seen []string
	pg := client.Pagination{Limit: 3}
	for range 5 {
		page, err := c.GetTimelineHome(s.Context(), &pg)
		s.must(err)
		for _, status := range page {
			seen = append(seen, status.Content)
		}
		if pg.MaxID == "" {
			break
		}
		pg.MinID, pg.SinceID, pg.Limit = "", "", 3
	}
	if len(seen) != 7 || seen[0] != "<p>Round 6</p>" || seen[6] != "<p>Round 0</p>" {
		s.Errorf("home by pages: %v", seen)
	}
}

func (s *site) readThread(c *client.Client, question community.Post) {
	s.Helper()
	read, err := c.GetStatus(s.Context(), client.ID(id(question.ID)))
	s.must(err)
	if !strings.Contains(read.Content, "Fever of unknown origin") {
		s.Errorf("the case reads %s", read.Content)
	}
	answer, err := c.PostStatus(s.Context(), &client.Toot{Status: "Think of endocarditis", InReplyToID: read.ID, Visibility: client.VisibilityPublic})
	s.must(err)
	thread, err := c.GetStatusContext(s.Context(), read.ID)
	s.must(err)
	if len(thread.Descendants) != 1 || thread.Descendants[0].ID != answer.ID || thread.Descendants[0].InReplyToID != string(read.ID) {
		s.Errorf("the thread is %v", thread)
	}
	if _, err := c.Favourite(s.Context(), read.ID); err != nil {
		s.Error(err)
	}
}

func (s *site) postAndDelete(c *client.Client) {
	s.Helper()
	picture, err := c.UploadMediaFromMedia(s.Context(), &client.Media{File: strings.NewReader(string(pngPicture(s.T))), Description: "A rash", Focus: "0.0,0.5"})
	s.must(err)
	made, err := c.PostStatus(s.Context(), &client.Toot{Status: "Look #skin", MediaIDs: []client.ID{picture.ID}, Visibility: client.VisibilityUnlisted, Language: "en"})
	s.must(err)
	if len(made.MediaAttachments) != 1 || made.MediaAttachments[0].Description != "A rash" || made.Visibility != "unlisted" || len(made.Tags) != 1 {
		s.Errorf("posted %+v", made)
	}
	edited, err := c.UpdateStatus(s.Context(), &client.Toot{Status: "Look again", MediaIDs: []client.ID{picture.ID}}, made.ID)
	s.must(err)
	if edited.EditedAt.IsZero() || edited.Content != "<p>Look again</p>" || len(edited.MediaAttachments) != 1 {
		s.Errorf("edited %+v", edited)
	}
	history, err := c.GetStatusHistory(s.Context(), made.ID)
	if err != nil || len(history) != 2 {
		s.Errorf("history %v, %v", history, err)
	}
	s.must(c.DeleteStatus(s.Context(), made.ID))
	if _, err := c.GetStatus(s.Context(), made.ID); err == nil {
		s.Error("a deleted status is read")
	}
}
