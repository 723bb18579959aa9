package community

import "time"

// quietAfter is from which age on, in which no delivery is tried any more, a post that
// was asked for tells nobody of itself.
const quietAfter = 7 * 24 * time.Hour

// Asked says of a publication from elsewhere that we asked for the post, because
// somebody here reads its conversation. What is old then notifies nobody and enters no
// home timeline; what is young may only have come before its delivery, and counts as
// if it had been delivered.
func (p Publication) Asked(now time.Time) Publication {
	p.quiet = now.Sub(p.post.Published) > quietAfter
	return p
}

// Quiet says that nobody is told.
func (p Publication) Quiet() bool { return p.quiet }
