package door

import (
	"net/http"
	"strconv"
	"time"

	"consilium/community"
	"consilium/web/page"
	"consilium/web/session"
)

// slow counts a request: of a member under their own number, of a visitor under
// the address, so that a ward behind one address is not slowed down by one of
// them (S-AUTH-3). It says how long to wait when it was one too many, else 0.
func (d *Door) slow(r *http.Request, v Visitor) time.Duration {
	if d.Limiter == nil {
		return 0
	}
	if v.Person != nil {
		return d.Limiter.Allow(community.FormatID(v.Person.User.ID), session.PerUser).RetryAfter
	}
	from := session.ClientAddress(r, d.Sessions.TrustedProxies)
	return d.Limiter.Allow(session.AddressKey(from), session.PerAddress).RetryAfter
}

// TooMany says when to come back (RFC 6585 4, RFC 9110 10.2.3).
func (d *Door) TooMany(w http.ResponseWriter, r *http.Request, v Visitor, wait time.Duration) error {
	seconds := int((wait + time.Second - 1) / time.Second)
	w.Header().Set("Retry-After", strconv.Itoa(seconds))
	return d.Show(w, r, v, Sheet{Status: http.StatusTooManyRequests, View: page.ErrorPage{Kind: "too_many"}})
}
