package web

import (
	"context"
	"net/http"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
)

// acceptAnswer is POST /p/{answer}/accept: the keeper of a case says which answers
// solved it.
func (s *Web) acceptAnswer(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	answer, asked, err := s.answerHere(r, v)
	if err != nil {
		return err
	}
	by, err := s.store.Responder(r.Context(), answer.Author)
	if err != nil {
		return err
	}
	accepted, err := community.Accept(v.Person.Actor, asked, community.Acceptance{Answer: answer, Author: by}, s.store.Now())
	return s.restate(w, r, restated{asked, accepted, "notice.accepted", err})
}

// unacceptAnswer is POST /p/{answer}/unaccept.
func (s *Web) unacceptAnswer(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	answer, asked, err := s.answerHere(r, v)
	if err != nil {
		return err
	}
	without, err := community.Unaccept(v.Person.Actor, asked, answer.ID, s.store.Now())
	return s.restate(w, r, restated{asked, without, "notice.unaccepted", err})
}

// answerHere is the answer that {id} names, with the case it stands under.
func (s *Web) answerHere(r *http.Request, v door.Visitor) (answer, asked community.Post, err error) {
	if answer, err = s.postHere(r, v); err != nil {
		return answer, asked, err
	}
	asked, err = s.store.VisiblePost(r.Context(), v.Viewer(), answer.Root)
	return answer, asked, err
}

// reopenCase is POST /p/{id}/reopen.
func (s *Web) reopenCase(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	closed, err := s.postHere(r, v)
	if err != nil {
		return err
	}
	open, err := community.Reopen(v.Person.Actor, closed, s.store.Now())
	return s.restate(w, r, restated{closed, open, "notice.reopened", err})
}

// archiveCase is POST /p/{id}/archive.
func (s *Web) archiveCase(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	open, err := s.postHere(r, v)
	if err != nil {
		return err
	}
	archived, err := community.Archive(v.Person.Actor, open, s.store.Now())
	return s.restate(w, r, restated{open, archived, "notice.archived", err})
}

// restated is a case in another state, if the rules allowed that.
type restated struct {
	asked       community.Post
	publication community.Publication
	notice      string
	refused     error
}

func (s *Web) restate(w http.ResponseWriter, r *http.Request, c restated) error {
	if c.refused != nil {
		return c.refused
	}
	if _, err := s.store.Publish(r.Context(), c.publication); err != nil {
		return err
	}
	return door.SeeOther(w, r, s.postPath(c.asked), c.notice)
}

// life is what the page of a case says of where it stands, and what its keeper may
// do about that.
func (s *Web) life(v door.Visitor, p community.Post) page.CaseLife {
	c := p.Case
	life := page.CaseLife{Management: c.Management, FollowedUp: c.FollowedUp, Closed: c.Status.Closed()}
	if !p.Local || !s.keeps(v, p) {
		return life
	}
	may := func(act community.Act) bool {
		_, err := c.Status.Next(act, community.Keeper)
		return err == nil
	}
	id := community.FormatID(p.ID)
	life.MaySolve, life.MayReopen, life.MayArchive = may(community.ActSolve) && c.Status.Pending(), may(community.ActReopen), may(community.ActArchive)
	life.MayConclude = c.Status.Answered() && p.Author == v.Person.Actor.ID
	life.MayUnaccept = may(community.ActUnaccept)
	life.MayFollowUp = may(community.ActFollowUp)
	if life.MayFollowUp && !c.OutcomeAsked.IsZero() && (c.FollowedUp.IsZero() || c.Management == community.ManagementTooEarly) {
		life.Asked = &page.Outcome{URL: "/p/" + id + "/outcome", Words: p.Author == v.Person.Actor.ID}
	}
	return life
}

// mayAccept says whether the keeper may accept a further answer.
func mayAccept(c community.Case) bool {
	_, err := c.Status.Next(community.ActAccept, community.Keeper)
	return err == nil
}

// rewording is what the rules need to know when a case gets other texts.
func (s *Web) rewording(ctx context.Context, v door.Visitor, c community.Post, n community.Narrative) (community.Surroundings, error) {
	d := community.PostDraft{Audience: c.Audience.Kind, Language: c.Language, Case: &community.CaseDraft{Title: c.Case.Title, Narrative: n,
		AgeBand: string(c.Case.Patient.AgeBand), Sex: string(c.Case.Patient.Sex)}}
	return s.surroundings(ctx, v, d, writing{})
}
