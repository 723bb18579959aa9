package mastodon

import (
	"math"
	"net/http"
	"strconv"

	"consilium/community"
	"consilium/web/session"
)

// count counts a request, and says in the header how many are left: of the
// token and of its member, or of the address of whoever shows none (S-AUTH-3).
func (s *API) count(c *call) error {
	if c.bearer.ID == 0 {
		return c.within(s.Limiter.Allow(s.origin(c.Request), session.PerAddress))
	}
	of := s.Limiter.Allow(strconv.FormatInt(c.bearer.ID, 10), session.PerToken)
	if c.bearer.User.ID != 0 && of.OK {
		if all := s.Limiter.Allow(community.FormatID(c.bearer.User.ID), session.PerUser); !all.OK {
			of = all
		}
	}
	return c.within(of)
}

// spend counts something that is slowed down beside all requests, for the
// member, else for the address.
func (s *API) spend(c *call, class session.Class) error {
	key := s.origin(c.Request)
	if c.bearer.User.ID != 0 {
		key = community.FormatID(c.bearer.User.ID)
	}
	return c.within(s.Limiter.Allow(key, class))
}

func (s *API) origin(r *http.Request) string {
	return session.AddressKey(session.ClientAddress(r, s.door.Sessions.TrustedProxies))
}

// within writes a verdict into the header and refuses what was too much.
func (c *call) within(v session.Verdict) error {
	c.reply.Set("X-RateLimit-Limit", strconv.Itoa(v.Limit))
	c.reply.Set("X-RateLimit-Remaining", strconv.Itoa(v.Remaining))
	c.reply.Set("X-RateLimit-Reset", date(v.Reset))
	if v.OK {
		return nil
	}
	r := refuse(http.StatusTooManyRequests, "api.too_many")
	r.after = max(1, int(math.Ceil(v.RetryAfter.Seconds())))
	return r
}
