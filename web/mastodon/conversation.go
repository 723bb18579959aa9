package mastodon

import (
	"context"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/storage"
)

// conversationEndpoints are the threads of direct posts. Requests of strangers are not
// among them until they are let in.
func (s *API) conversationEndpoints() []endpoint {
	return []endpoint{
		{"GET", "/api/v1/conversations", member, "read:statuses", s.listConversations},
		{"DELETE", "/api/v1/conversations/{id:[0-9]+}", member, "write:conversations", s.deleteConversation},
		{"POST", "/api/v1/conversations/{id:[0-9]+}/read", member, "write:conversations", s.markConversation(s.store.ReadExchange)},
		{"POST", "/api/v1/conversations/{id:[0-9]+}/unread", member, "write:conversations", s.markConversation(s.store.UnreadExchange)},
	}
}

// listConversations is GET /api/v1/conversations; its pages go by the last statuses.
func (s *API) listConversations(c *call) (any, error) {
	page, err := c.page(statusPage)
	if err != nil {
		return nil, err
	}
	exchanges, err := s.store.Exchanges(c.Context(), c.me().ID, page)
	if err != nil {
		return nil, err
	}
	ids := make([]int64, 0, len(exchanges))
	for _, x := range exchanges {
		ids = append(ids, int64(x.Newest))
	}
	s.link(c, page, ids)
	return s.conversations(c, exchanges)
}

// conversations turns exchanges into what apps show, in a fixed number of statements.
// One whose newest post cannot be seen any more, as when its author was blocked, has
// nobody in it, and stays away.
func (s *API) conversations(c *call, exchanges []storage.Exchange) ([]Conversation, error) {
	ids := make([]community.PostID, 0, len(exchanges))
	for _, x := range exchanges {
		ids = append(ids, x.Newest)
	}
	seen, err := s.visiblePosts(c, ids)
	if err != nil {
		return nil, err
	}
	var shownPosts []shown
	var kept []storage.Exchange
	people := []community.ActorID{c.me().ID}
	for _, x := range exchanges {
		if p, visible := seen[x.Newest]; visible {
			kept, shownPosts = append(kept, x), append(shownPosts, shown{post: p})
			people = append(append(people, p.Author), p.Mentions...)
		}
	}
	statuses, err := s.statuses(c, shownPosts)
	if err != nil {
		return nil, err
	}
	last := make(map[string]*Status, len(statuses))
	for i := range statuses {
		last[statuses[i].ID] = &statuses[i]
	}
	actors, err := s.store.Actors(c.Context(), people)
	list := make([]Conversation, 0, len(kept))
	for _, x := range kept {
		if status, still := last[community.FormatID(x.Newest)]; still { // it may be deleted in this moment
			list = append(list, Conversation{ID: community.FormatID(x.ID), Unread: x.Unread,
				Accounts: s.accounts(c, partners(c.me(), seen[x.Newest], actors)), LastStatus: status})
		}
	}
	return list, err
}

// partners are those who read a direct post beside the member; the member alone when
// nobody does.
func partners(me community.Actor, p community.Post, actors map[community.ActorID]community.Actor) []community.Actor {
	var list []community.Actor
	met := map[community.ActorID]bool{me.ID: true}
	for _, id := range append([]community.ActorID{p.Author}, p.Mentions...) {
		if a, known := actors[id]; known && !met[id] {
			met[id], list = true, append(list, a)
		}
	}
	if len(list) == 0 {
		return []community.Actor{actors[me.ID]}
	}
	return list
}

func conversationID(c *call) (storage.ExchangeID, error) {
	return community.ParseID[storage.ExchangeID](mux.Vars(c.Request)["id"])
}

// deleteConversation is DELETE /api/v1/conversations/{id}: it leaves the list until
// somebody writes in it again.
func (s *API) deleteConversation(c *call) (any, error) {
	id, err := conversationID(c)
	if err == nil {
		err = s.store.DropExchange(c.Context(), c.me().ID, id)
	}
	return struct{}{}, err
}

// markConversation is POST /api/v1/conversations/{id}/read, and /unread, which apps have for coming back to one later.
func (s *API) markConversation(mark func(context.Context, community.ActorID, storage.ExchangeID) error) answer {
	return func(c *call) (any, error) {
		id, err := conversationID(c)
		if err == nil {
			err = mark(c.Context(), c.me().ID, id)
		}
		if err != nil {
			return nil, err
		}
		x, err := s.store.Exchange(c.Context(), c.me().ID, id)
		if err != nil {
			return nil, err
		}
		list, err := s.conversations(c, []storage.Exchange{x})
		if err != nil || len(list) == 0 {
			return nil, orNotFound(err)
		}
		return list[0], nil
	}
}

// conversationEvent tells of a new direct post, or of a changed one that is the last of
// its thread, on the channel of direct messages.
func (l *listener) conversationEvent(ch channel, p community.Post) (event, error) {
	x, err := l.api.store.Exchanges(l.c.Context(), l.actor, storage.Page{Max: int64(p.ID) + 1, Since: int64(p.ID) - 1, Limit: 1})
	if err != nil || len(x) == 0 {
		return event{}, err
	}
	list, err := l.api.conversations(l.c, x)
	if err != nil || len(list) == 0 {
		return event{}, err
	}
	l.note(p.ID)
	return l.event(ch, "conversation", list[0])
}
