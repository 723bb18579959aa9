package session

import (
	"net/http"
	"strings"
	"time"
)

// cookieAge is how long a browser keeps the cookie: the most browsers allow
// (RFC 6265bis 5.5). The session behind it ends long before, 30 days after it
// was last used, so a page need not send the cookie again each time.
const cookieAge = 400 * 24 * time.Hour

// cookieName is __Host-consilium on https: such a cookie only comes from this
// very host, over https (RFC 6265bis 4.1.3.2). On plain http it names the port,
// since cookies do not tell ports apart (RFC 6265 8.5).
func (s *Sessions) cookieName() string {
	if s.Secure {
		return "__Host-consilium"
	}
	return "consilium_" + s.Port
}

func (s *Sessions) cookie(value string, seconds int) *http.Cookie {
	return &http.Cookie{
		Name: s.cookieName(), Value: value, Path: "/", MaxAge: seconds,
		Secure: s.Secure, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	}
}

// The cookies beside the session's: of a half sign-in, and of the browser itself.
const (
	halfCookie   = "second"
	deviceCookie = "device"
)

// beside is the name of another cookie, with the same prefix and the same reach.
func (s *Sessions) beside(name string) string { return s.cookieName() + "-" + name }

// set sends one of the other cookies; an age below zero takes it back.
func (s *Sessions) set(w http.ResponseWriter, name, value string, age time.Duration) {
	c := s.cookie(value, int(age/time.Second))
	c.Name = s.beside(name)
	http.SetCookie(w, c)
}

// read reads one of the other cookies; false when there is none or it is not one
// of ours.
func (s *Sessions) read(r *http.Request, name string) (string, bool) {
	return readToken(r, s.beside(name))
}

func (s *Sessions) setCookie(w http.ResponseWriter, token string) {
	http.SetCookie(w, s.cookie(token, int(cookieAge/time.Second)))
}

func (s *Sessions) clearCookie(w http.ResponseWriter) { http.SetCookie(w, s.cookie("", -1)) }

// token reads the cookie; false when there is none or it is not one of ours.
func (s *Sessions) token(r *http.Request) (string, bool) {
	return readToken(r, s.cookieName())
}

func readToken(r *http.Request, name string) (string, bool) {
	c, err := r.Cookie(name)
	if err != nil || len(c.Value) != tokenLength || strings.ContainsFunc(c.Value, notBase64URL) {
		return "", false
	}
	return c.Value, true
}
