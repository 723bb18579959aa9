package web

import (
	"context"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
)

// silenceOf is whether the visitor hears of the thread of a post.
func (s *Web) silenceOf(ctx context.Context, v door.Visitor, p community.Post) (page.Silence, error) {
	if v.Person == nil {
		return page.Silence{}, nil
	}
	muted, err := s.store.MutedConversations(ctx, v.Person.Actor.ID, []community.PostID{p.Root})
	return page.Silence{Post: community.FormatID(p.ID), On: muted[p.Root]}, err
}

// silence is POST /p/{id}/silence: nothing is heard of the thread any more. hear is POST
// /p/{id}/hear.
func (s *Web) silence(ctx context.Context, me community.Actor, p community.Post) error {
	return s.store.MuteConversation(ctx, me.ID, p)
}

func (s *Web) hear(ctx context.Context, me community.Actor, p community.Post) error {
	return s.store.UnmuteConversation(ctx, me.ID, p)
}
