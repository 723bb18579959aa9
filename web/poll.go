package web

import (
	"context"
	"errors"
	"net/http"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
	"consilium/web/page"
)

// showPoll puts the poll of a case on its page as the visitor finds it, or the way to
// ask for one.
func (s *Web) showPoll(ctx context.Context, v door.Visitor, p community.Post, view *page.Case) error {
	found, err := s.store.Poll(ctx, p.ID, v.Viewer().Actor)
	if errors.Is(err, community.ErrNotFound) {
		if p.Local && s.keeps(v, p) && p.Case.Status.Pending() {
			view.PollURL = pollPath(p)
		}
		return nil
	}
	if err != nil {
		return err
	}
	voter, err := s.voter(ctx, v)
	poll := s.pollView(p, found, voter)
	view.Poll = &poll
	return err
}

// voter is the visitor as the rules of polls take them.
func (s *Web) voter(ctx context.Context, v door.Visitor) (community.Voter, error) {
	voter := community.Voter{Subject: v.Subject(), Now: s.store.Now()}
	if v.Person == nil {
		return voter, nil
	}
	voter.Actor = v.Person.Actor
	var err error
	voter.Founding, err = s.store.Founding(ctx)
	return voter, err
}

func (s *Web) pollView(p community.Post, found storage.PollView, voter community.Voter) page.Poll {
	view := page.Poll{Own: found.Own, URL: "/p/" + community.FormatID(p.ID), Options: found.Options, Other: found.Poll.Other, Closes: found.Closes(),
		Over: found.Over(voter.Now), Voted: found.Voted, Choice: found.Choice, Result: found.Result,
		Keeps: p.Local && p.Case.Kept(p, voter.Actor.ID)}
	view.MayVote = !view.Over && !view.Voted && voter.MayVote(p)
	return view
}

// vote is POST /p/{id}/vote. It answers alike whatever was voted for.
func (s *Web) vote(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	p, err := s.postHere(r, v)
	if err != nil {
		return err
	}
	voter, err := s.voter(r.Context(), v)
	if err != nil {
		return err
	}
	if !voter.MayVote(p) {
		return community.ErrForbidden
	}
	found, err := s.store.Poll(r.Context(), p.ID, voter.Actor.ID)
	if err != nil {
		return err
	}
	notice := "notice.voted"
	switch draft := (community.BallotDraft{Choice: r.PostFormValue("choice"), Other: r.PostFormValue("other")}); {
	case found.Voted:
		notice = "notice.vote_stands"
	case found.Over(voter.Now):
		notice = "notice.poll_over"
	default:
		var ballot community.Ballot
		if ballot, err = community.CastBallot(voter, p, found.Poll, draft); err == nil {
			err = s.store.Vote(r.Context(), ballot)
		}
		if problems := page.ProblemsOf(err); problems != nil {
			view := s.pollView(p, found, voter)
			view.Draft, view.Problems = draft, problems
			return s.door.Show(w, r, v, door.Sheet{Status: http.StatusUnprocessableEntity, View: page.Ballot{Title: p.Title, CaseURL: s.postPath(p), Poll: view}})
		}
		if errors.Is(err, community.ErrConflict) { // in the same moment
			notice, err = "notice.vote_stands", nil
		}
	}
	if err != nil {
		return err
	}
	return door.SeeOther(w, r, s.postPath(p), notice)
}

// askingCase is the case that {id} names, for who decides about it.
func (s *Web) askingCase(r *http.Request, v door.Visitor) (community.Post, error) {
	p, err := s.postHere(r, v)
	switch {
	case err != nil:
		return p, err
	case p.Case == nil || !p.Local:
		return p, community.ErrNotFound
	case !s.keeps(v, p):
		return p, community.ErrForbidden
	}
	return p, nil
}

// endPoll is POST /p/{id}/poll/close and POST /p/{id}/poll/remove.
func (s *Web) endPoll(end func(context.Context, community.PostID) error, notice string) door.Handler {
	return func(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
		p, err := s.askingCase(r, v)
		if err != nil {
			return err
		}
		if err := end(r.Context(), p.ID); err != nil {
			return err
		}
		return door.SeeOther(w, r, s.postPath(p), notice)
	}
}

// pollDraft is the part of a form that asks for a poll.
func (f form) pollDraft() community.PollDraft {
	return community.PollDraft{Options: f.Values["poll_option"], Other: f.Get("poll_other"), Closes: f.Get("poll_closes")}
}

// pollPath is where who keeps a case asks for the leading diagnosis.
func pollPath(p community.Post) string { return "/p/" + community.FormatID(p.ID) + "/poll" }

// showNewPoll is GET /p/{id}/poll.
func (s *Web) showNewPoll(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	p, err := s.askingCase(r, v)
	if err != nil {
		return err
	}
	return s.newPollPage(w, r, v, newPoll{asked: p})
}

type newPoll struct {
	asked community.Post
	form  page.PollForm
}

func (s *Web) newPollPage(w http.ResponseWriter, r *http.Request, v door.Visitor, n newPoll) error {
	return s.door.Show(w, r, v, door.Sheet{Status: statusOf(n.form.Problems),
		View: page.NewPoll{Title: n.asked.Title, CaseURL: s.postPath(n.asked), URL: pollPath(n.asked), Form: n.form}})
}

// addPoll is POST /p/{id}/poll: who keeps a case asks for the leading diagnosis later.
func (s *Web) addPoll(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	p, err := s.askingCase(r, v)
	if err != nil {
		return err
	}
	f, err := s.readForm(r, v)
	if err != nil {
		return err
	}
	poll, err := community.AskLater(v.Person.Actor, p, f.pollDraft(), s.store.Now())
	if problems := page.ProblemsOf(err); problems != nil {
		return s.newPollPage(w, r, v, newPoll{p, page.PollForm{Draft: f.pollDraft(), Problems: problems}})
	}
	if err == nil {
		err = s.store.AddPoll(r.Context(), p.ID, poll)
	}
	if err != nil {
		return err
	}
	return door.SeeOther(w, r, s.postPath(p), "notice.poll_added")
}

// previewPoll is a poll as it will be asked; nil for none.
func previewPoll(p *community.Poll) *page.Poll {
	if p == nil {
		return nil
	}
	return &page.Poll{Options: p.Options, Other: p.Other, Closes: p.Closes()}
}
