package web

import (
	"net/http"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
)

// showMessages is GET /messages: who wrote to the member without being known to them,
// and whose messages come in at once.
func (s *Web) showMessages(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	ctx, me := r.Context(), v.Person.Actor.ID
	view := page.Messages{}
	var err error
	if view.Policy, err = s.store.MessagePolicy(ctx, me); err != nil {
		return err
	}
	requests, err := s.store.MessageRequests(ctx, me)
	if err != nil {
		return err
	}
	var posts []community.PostID
	var senders []community.ActorID
	for _, q := range requests {
		if senders = append(senders, q.Sender); q.Post != 0 {
			posts = append(posts, q.Post)
		}
	}
	seen, err := s.visiblePosts(ctx, v, posts)
	if err != nil {
		return err
	}
	actors, err := s.store.Actors(ctx, senders)
	if err != nil {
		return err
	}
	for _, q := range requests {
		request := page.MessageRequest{Who: s.door.Line(ctx, actors[q.Sender]), Count: q.Count, When: q.Created}
		if p, visible := seen[q.Post]; visible {
			request.Excerpt = cutText(excerpt(p), excerptLength)
		}
		view.List = append(view.List, request)
	}
	return s.door.Show(w, r, v, door.Sheet{View: view})
}

// answerMessage is POST /messages/{id}/accept and POST /messages/{id}/dismiss.
func (s *Web) answerMessage(accept bool) door.Handler {
	return func(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
		sender, err := community.ParseID[community.ActorID](mux.Vars(r)["id"])
		if err != nil {
			return err
		}
		if err := s.store.AnswerMessageRequest(r.Context(), v.Person.Actor.ID, sender, accept); err != nil {
			return err
		}
		notice := "notice.message_dismissed"
		if accept {
			notice = "notice.message_accepted"
		}
		return door.SeeOther(w, r, "/messages", notice)
	}
}

// saveMessagePolicy is POST /messages.
func (s *Web) saveMessagePolicy(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	policy := community.ParseMessagePolicy(r.PostFormValue("messages"))
	if err := s.store.SetMessagePolicy(r.Context(), v.Person.Actor.ID, policy); err != nil {
		return err
	}
	return door.SeeOther(w, r, "/messages", "notice.settings_saved")
}
