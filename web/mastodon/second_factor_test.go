package mastodon

import (
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"consilium/community"
	"consilium/community/credential"
	"consilium/storage"
	"consilium/storage/storagetest"
	"consilium/web/session"
)

// An app is let in by who is wholly signed in, and by nobody who has given only
// the password, wherever the half token lies.
func TestAuthorizationNeedsTheSecondFactor(t *testing.T) {
	eachSite(t, func(s *site) {
		user, _ := storagetest.Member(s, s.store, "ana")
		s.must(s.store.StartSecondFactor(s.Context(), user.ID, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"))
		s.must(s.store.ConfirmSecondFactor(s.Context(), storage.Act{User: user.ID}, 1))
		answer := httptest.NewRecorder()
		request := httptest.NewRequestWithContext(s.Context(), "POST", storagetest.Here+"/sign-in", nil)
		if _, err := s.sessions.Begin(answer, request, user); err != session.ErrSecondFactor {
			t.Fatalf("the password alone: %v", err)
		}
		half := answer.Result().Cookies()
		if len(half) != 1 {
			t.Fatalf("cookies %v", half)
		}
		planted := *half[0]
		planted.Name = "__Host-consilium"
		c := s.visitor()
		jar, err := cookiejar.New(nil)
		s.must(err)
		here, _ := url.Parse(storagetest.Here)
		jar.SetCookies(here, append(half, &planted))
		c.client.Jar = jar
		for _, to := range []string{c.get("/oauth/authorize?" + s.request().Encode()).header.Get("Location"), c.allow(s.request()).String()} {
			if !strings.HasPrefix(to, "/sign-in?") {
				t.Errorf("led to %q", to)
			}
		}
		answer = httptest.NewRecorder()
		_, err = s.sessions.Enter(answer, request, user, session.Factors{session.ByPassword, session.ByTOTP})
		s.must(err)
		jar.SetCookies(here, answer.Result().Cookies())
		if got := c.get("/oauth/authorize?" + s.request().Encode()); got.status != http.StatusOK {
			t.Errorf("wholly signed in: %d", got.status)
		}
	})
}

// An app that was let in with a password alone opens nothing that asks for two
// factors, also when a level or a second factor comes later; nor does one whose
// member has none any more. Who needs a second factor lets nobody in before.
func TestTokenOfAWeakSignIn(t *testing.T) {
	eachSite(t, func(s *site) {
		s.sessions.RequireSecondFactor = true
		user, ana := storagetest.Member(s, s.store, "ana")
		browser, scopes := s.visitor().signIn(user), "read cases:read"
		token := func() *caller {
			c := s.visitor()
			got := c.exchange(browser.allow(s.request("scope", scopes)).Query().Get("code")).is(200).json()
			c.token = got.at("access_token").text()
			return c
		}
		weak := token()
		storagetest.Prove(s, s.store, ana, storagetest.Proof{Profession: "physician", Level: 3})
		author := s.proved("bob", storagetest.Proof{Profession: "physician", Level: 3})
		path := "/api/v1/statuses/" + id(publishCase(s, author, "Fever", community.Clinicians).ID)
		weak.get(path).is(http.StatusNotFound)
		if to := browser.get("/oauth/authorize?" + s.request().Encode()).header.Get("Location"); !strings.HasPrefix(to, "/settings/security") {
			t.Errorf("who needs a second factor first was led to %q", to)
		}
		s.must(s.store.StartSecondFactor(s.Context(), user.ID, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"))
		s.must(s.store.ConfirmSecondFactor(s.Context(), storage.Act{User: user.ID}, 1))
		weak.get(path).is(http.StatusNotFound)
		answer := httptest.NewRecorder()
		_, err := s.sessions.Enter(answer, httptest.NewRequestWithContext(s.Context(), "POST", storagetest.Here+"/sign-in", nil), user,
			session.Factors{session.ByPassword, session.ByTOTP})
		s.must(err)
		here, _ := url.Parse(storagetest.Here)
		browser.client.Jar.SetCookies(here, answer.Result().Cookies())
		strong := token()
		strong.get(path).is(200)
		s.must(s.store.RemoveSecondFactor(s.Context(), storage.Act{User: user.ID}))
		strong.get(path).is(http.StatusNotFound)
	})
}

// The link of a picture on what is for clinicians opens it in the app of one, and
// not any more once the credential is suspended.
func TestPictureForClinicians(t *testing.T) {
	eachSite(t, func(s *site) {
		ana := s.proved("ana", storagetest.Proof{Profession: "physician", Level: 3})
		bob := s.proved("bob", storagetest.Proof{Profession: "physician", Level: 3})
		note := publishCase(s, ana, "Rash", community.Clinicians)
		loose := s.as(ana).upload("POST", "/api/v2/media", pngPicture(t), "", "file").is(200).json().at("id").text()
		made := s.as(ana).post("/api/v1/statuses", "status", "Look", "in_reply_to_id", id(note.ID), "visibility", "private", "media_ids[]", loose).is(200).json()
		app := s.as(bob)
		link := app.get("/api/v1/statuses/"+made.at("id").text()).is(200).json().at("media_attachments", 0, "url").text()
		if got := s.visitor().get(link); got.status != 200 {
			t.Errorf("a clinician's link: %d", got.status)
		}
		s.must(s.store.ChangeCredential(t.Context(), storage.StateChange{Actor: bob.ID, State: credential.Suspended, Reason: "test"}))
		if got := s.visitor().get(link); got.status != http.StatusNotFound {
			t.Errorf("a suspended clinician's link: %d", got.status)
		}
	})
}
