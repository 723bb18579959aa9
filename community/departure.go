package community

import "time"

// DepartureTime is how long somebody who left the institution may still sign in,
// to take along what is theirs, bring their followers with them and hand over
// open cases. What is for verified clinicians is closed to them at once.
const DepartureTime = 60 * 24 * time.Hour

// HandOver is a case that somebody asks a colleague to take over.
type HandOver struct {
	Case     PostID
	From, To ActorID
	Created  time.Time
}

// OfferCase judges the wish to hand a case over: an open one of one's own, to
// another member. That the colleague can see it, storage makes sure of. It
// returns ErrNotFound for what is not a case, ErrForbidden for somebody else's
// and ErrConflict for one that is solved.
func OfferCase(by Actor, c Post, to Actor, now time.Time) (HandOver, error) {
	switch {
	case c.Case == nil || !c.Deleted.IsZero():
		return HandOver{}, ErrNotFound
	case !c.Case.Kept(c, by.ID) || !May(by.author(now), SolveCase):
		return HandOver{}, ErrForbidden
	case !c.Case.Status.Pending():
		return HandOver{}, ErrConflict
	case !to.Local || to.User == 0 || !to.Active() || to.ID == by.ID || c.Case.Kept(c, to.ID):
		return HandOver{}, invalid("to", "departure.not_a_colleague")
	}
	return HandOver{Case: c.ID, From: by.ID, To: to.ID, Created: now}, nil
}
