package community

import "time"

// Solve marks a case solved by an answer in its thread, or without one (nil).
// Only the author of the case decides, or who took it over. It returns ErrNotFound for what is not
// a case, ErrForbidden for somebody else and ErrConflict when it is solved
// already.
func Solve(by Actor, c Post, answer *Post, now time.Time) (Publication, error) {
	if err := mayClose(by, c); err != nil {
		return Publication{}, err
	}
	switch {
	case c.Case.Status == CaseSolved:
		return Publication{}, ErrConflict
	case answer != nil && (answer.Root != c.ID || answer.ID == c.ID || !answer.Deleted.IsZero()):
		return Publication{}, invalid("answer", "case.answer_elsewhere")
	}
	solved := *c.Case
	solved.Status, solved.Solved = CaseSolved, now
	if answer != nil {
		solved.Accepted = answer.ID
	}
	return restated(by, c, solved, now), nil
}

// Reopen makes a solved case open again and forgets the accepted answer.
func Reopen(by Actor, c Post, now time.Time) (Publication, error) {
	if err := mayClose(by, c); err != nil {
		return Publication{}, err
	}
	if c.Case.Status != CaseSolved {
		return Publication{}, ErrConflict
	}
	open := *c.Case
	open.Status, open.Accepted, open.Solved = CaseOpen, 0, time.Time{}
	return restated(by, c, open, now), nil
}

func mayClose(by Actor, c Post) error {
	switch {
	case c.Case == nil || !c.Deleted.IsZero():
		return ErrNotFound
	case !c.Case.Kept(c, by.ID) || !May(by.Subject(Member, Standing{}), SolveCase):
		return ErrForbidden
	}
	return nil
}

// Kept says whether an actor decides about the case of a post: its author, or
// the colleague who took it over from somebody who left.
func (c *Case) Kept(p Post, by ActorID) bool {
	return by != 0 && (by == p.Author || by == c.Steward)
}

// restated publishes the same words with another state of the case: readers
// elsewhere must hear of it, but there is no older text to keep and nothing was
// edited.
func restated(by Actor, c Post, now Case, at time.Time) Publication {
	now.Changed = at
	c.Case = &now
	c.Revision++
	return Publication{verb: Update, post: c, author: by, sameWords: true}
}
