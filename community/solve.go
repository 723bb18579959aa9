package community

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Acceptance is an answer that the keeper of a case accepts, and who wrote it.
type Acceptance struct {
	Answer Post
	Author Responder
}

// Accept accepts an answer: the first one solves the case, others stand beside it.
// Only the author of the case decides, or who took it over, and only what a
// verified clinician said can be accepted, once there is one here. It returns
// ErrNotFound for what is not a case, ErrForbidden for somebody else, ErrConflict
// for an answer that is accepted already or for a case that is archived, and
// *Invalid for an answer that stands elsewhere.
func Accept(by Actor, c Post, a Acceptance, now time.Time) (Publication, error) {
	next, event, err := keeping(by, c, ActAccept, now).take(c)
	if err != nil {
		return Publication{}, err
	}
	answer := a.Answer
	switch {
	case answer.Root != c.ID || answer.ID == c.ID || !answer.Deleted.IsZero():
		return Publication{}, invalid("answer", "case.answer_elsewhere")
	case answer.ID == next.Accepted || slices.Contains(next.AlsoAccepted, answer.ID):
		return Publication{}, ErrConflict
	case !a.Author.Acceptable(answer):
		return Publication{}, ErrForbidden
	}
	if event.Answer = answer.ID; next.Accepted == 0 {
		next.Accepted = answer.ID
	} else {
		next.AlsoAccepted = append(next.AlsoAccepted, answer.ID)
	}
	if next.Solved.IsZero() {
		next.Solved = now
	}
	return restated(by, c, next, event), nil
}

// Unaccept takes an acceptance back. The case stays solved: it may have been solved
// by something else. ErrNotFound for an answer that was not accepted.
func Unaccept(by Actor, c Post, answer PostID, now time.Time) (Publication, error) {
	next, event, err := keeping(by, c, ActUnaccept, now).take(c)
	if err != nil {
		return Publication{}, err
	}
	all := next.AcceptedAnswers()
	at := slices.Index(all, answer)
	if at < 0 {
		return Publication{}, ErrNotFound
	}
	event.Answer = answer
	next.setAccepted(slices.Delete(all, at, at+1))
	return restated(by, c, next, event), nil
}

// AcceptedAnswers are the answers that solved it, the first accepted first.
func (c *Case) AcceptedAnswers() []PostID {
	if c.Accepted == 0 {
		return nil
	}
	return append([]PostID{c.Accepted}, c.AlsoAccepted...)
}

func (c *Case) setAccepted(all []PostID) {
	c.Accepted, c.AlsoAccepted = 0, nil
	if len(all) > 0 {
		c.Accepted, c.AlsoAccepted = all[0], slices.Clone(all[1:])
	}
}

// Solution is what the author says when a case is solved, as it was typed.
type Solution struct {
	Diagnosis, Certainty, Confirmed, TeachingPoints string
	// Gate is what the author shows at the gate.
	Gate Clearance
}

// Solve marks a case solved, with or without words about it (nil). Of a case that is
// solved already it changes only these. Who took a case over from somebody else
// cannot give it words: ErrForbidden. *Stopped says that the gate did not let the
// words through.
func Solve(by Actor, c Post, said *Solution, around Surroundings) (Publication, error) {
	next, event, err := keeping(by, c, ActSolve, around.Now).take(c)
	if err != nil {
		return Publication{}, err
	}
	if next.Solved.IsZero() {
		next.Solved = around.Now
	}
	if said == nil {
		return restated(by, c, next, event), nil
	}
	if err := said.put(&next); err != nil {
		return Publication{}, err
	}
	return rewording{c, next, event, said.Gate}.by(by, around)
}

// put judges the texts and gives them to the case.
func (s Solution) put(c *Case) error {
	c.Diagnosis, c.TeachingPoints = cleanLine(s.Diagnosis), strings.TrimSpace(CleanText(s.TeachingPoints))
	c.Certainty, c.Confirmed = Certainty(s.Certainty), Confirmation(s.Confirmed)
	switch {
	case c.Certainty != "" && !slices.Contains(certainties, c.Certainty):
		return invalid("certainty", "case.unknown_choice")
	case c.Confirmed != "" && !slices.Contains(confirmations, c.Confirmed):
		return invalid("confirmed", "case.unknown_choice")
	}
	return c.Narrative.checkLengths()
}

// checkLengths names the first text that is too long.
func (n *Narrative) checkLengths() error {
	for _, s := range n.Sections() {
		if utf8.RuneCountInString(*s.Text) > s.Limit {
			return invalid(s.Slug, "case.too_long", "limit", s.Limit)
		}
	}
	return nil
}

// Reopen makes a case open again that was solved or archived, and forgets how it
// was solved.
func Reopen(by Actor, c Post, now time.Time) (Publication, error) {
	next, event, err := keeping(by, c, ActReopen, now).take(c)
	if err != nil {
		return Publication{}, err
	}
	next.setAccepted(nil)
	next.Solved, next.FollowedUp, next.Management = time.Time{}, time.Time{}, ""
	return restated(by, c, next, event), nil
}

// rewording is a case about to get other words and another state.
type rewording struct {
	post  Post
	next  Case
	event CaseEvent
	gate  Clearance
}

// by publishes it as an edit, through the gate. Only its author gives a case words.
func (r rewording) by(author Actor, s Surroundings) (Publication, error) {
	p, next := r.post, r.next
	if next.Narrative == p.Case.Narrative && next.Certainty == p.Case.Certainty && next.Confirmed == p.Case.Confirmed {
		return restated(author, p, next, r.event), nil
	}
	switch {
	case author.ID != p.Author:
		return Publication{}, ErrForbidden
	case p.Audience.Kind == Clinicians && !May(author.author(s.Now), WriteClinical):
		return Publication{}, ErrForbidden // new words for clinicians are a clinician's
	}
	o := CaseTexts(author, p.Language, s.Now)
	o.Own = s.own(author)
	if err := Pass(r.fresh(), o, r.gate); err != nil {
		return Publication{}, err
	}
	if next.Status == p.Case.Status {
		next.Changed = p.Case.Changed
	}
	text := next.text(s.Words)
	p.Case, p.Content, p.Source = &next, next.html(s), text
	p.Tags, p.Mentions = Hashtags(text), nil
	for _, a := range s.named() {
		p.Mentions = append(p.Mentions, a.ID)
	}
	p.Revision, p.Edited = p.Revision+1, s.Now
	return Publication{verb: Update, post: p, author: author, mentioned: addressed(author, s), event: r.event}, nil
}

// fresh are the texts that the case does not hold yet, in the fields of the form.
func (r rewording) fresh() []Passage {
	var all passages
	was := r.post.Case.Narrative.Sections()
	for i, s := range r.next.Narrative.Sections() {
		if *s.Text != *was[i].Text {
			all.add(s.Slug, *s.Text)
		}
	}
	return all
}
