package web

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
)

// questionView is the poll of an ordinary post as the visitor finds it; nil for none.
func (s *Web) questionView(a around, p community.Post) *page.Question {
	q := p.Question
	if q == nil {
		return nil
	}
	now, chosen := s.store.Now(), a.chosen[p.ID]
	own := a.visitor.Person != nil && a.visitor.Person.Actor.ID == p.Author
	view := page.Question{ID: community.FormatID(p.ID), Options: q.Options, Chosen: chosen, Multiple: q.Multiple, Closes: q.Closes,
		Over: q.Over(now), Shown: q.Reveals(len(chosen) > 0, own, now), Voters: q.Voters, Votes: q.Votes(), Base: q.Base()}
	view.MayVote = a.visitor.May(community.MarkPosts) && !view.Shown
	return &view
}

// choose is POST /p/{id}/choose: a vote in the poll of an ordinary post.
func (s *Web) choose(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	p, err := s.postHere(r, v)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return malformed(err)
	}
	choice, err := community.Choose(v.Person.Actor, p, choices(r.PostForm["choice"]), s.store.Now())
	if err == nil {
		err = s.store.Choose(r.Context(), choice)
	}
	notice := "notice.voted"
	var wrong *community.Invalid
	switch {
	case errors.As(err, &wrong):
		notice = "notice.choose"
	case errors.Is(err, community.ErrConflict) && p.Question.Over(s.store.Now()):
		notice = "notice.poll_over"
	case errors.Is(err, community.ErrConflict):
		notice = "notice.vote_stands"
	case err != nil:
		return err
	}
	return door.SeeOther(w, r, anchored(door.Back(r, s.postPath(p)), p.ID), notice)
}

// choices are the positions of options from 0; what is no number stands for none.
func choices(numbers []string) []int {
	var list []int
	for _, text := range numbers[:min(len(numbers), community.MaxQuestionOptions*4)] {
		n, err := strconv.Atoi(text)
		if err != nil {
			n = 0
		}
		list = append(list, n-1)
	}
	return list
}

// questionDraft is the part of a form that asks a question.
func (f form) questionDraft() community.QuestionDraft {
	minutes, err := strconv.Atoi(f.Get("question_lasts"))
	if err != nil || minutes < 0 || minutes > 1<<20 {
		minutes = 0
	}
	return community.QuestionDraft{Options: f.Values["question_option"], Multiple: f.Get("question_multiple") != "", Lasts: time.Duration(minutes) * time.Minute}
}
