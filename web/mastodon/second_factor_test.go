package mastodon

import (
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

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
