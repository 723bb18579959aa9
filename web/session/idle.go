package session

import (
	"time"

	"consilium/community"
)

// idleParts is how many times within the limit of idleness it may be noted that
// a session was used: a session ends at most a thirtieth of the limit early, and
// never late.
const idleParts = 30

// idleLimit is how long a login may do nothing before it is signed out (45 CFR
// 164.312 (a)(2)(iii)); 0 for as long as the session lasts.
func (s *Sessions) idleLimit(u community.User) time.Duration {
	if u.Role != community.Member {
		return s.IdleStaff
	}
	return s.IdleMembers
}

// isIdle says whether the person's session has been idle for too long.
func (s *Sessions) isIdle(p Person) bool {
	limit := s.idleLimit(p.User)
	return limit > 0 && s.Now().Sub(p.Session.LastSeen) >= limit
}

// noteAfter is how old the note of the last use may get.
func (s *Sessions) noteAfter(u community.User) time.Duration {
	if limit := s.idleLimit(u); limit > 0 {
		return min(noted, limit/idleParts)
	}
	return noted
}
