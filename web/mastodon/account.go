package mastodon

import (
	"context"
	"slices"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/storage"
)

// somebody is the person or group that {id} in the address names. The instance
// itself is nobody, and a member who was closed or not let in yet is not there.
func (s *API) somebody(c *call) (community.Actor, error) {
	id, err := community.ParseID[community.ActorID](mux.Vars(c.Request)["id"])
	if err != nil {
		return community.Actor{}, err
	}
	a, err := s.store.Actor(c.Context(), id)
	if err != nil {
		return a, err
	}
	return a, isSomebody(a)
}

func isSomebody(a community.Actor) error {
	switch {
	case a.IsInstance(), a.Local && !a.Suspended.IsZero():
		return about("account", community.ErrNotFound)
	case !a.Gone.IsZero():
		return about("account", community.ErrGone)
	}
	return nil
}

// showAccount is GET /api/v1/accounts/{id}.
func (s *API) showAccount(c *call) (any, error) {
	a, err := s.somebody(c)
	if err != nil {
		return nil, err
	}
	return s.oneAccount(c, a), nil
}

// mostAccounts bounds how many accounts are asked for at once.
const mostAccounts = 40

// listAccounts is GET /api/v1/accounts?id[]=, in the order that was asked for.
func (s *API) listAccounts(c *call) (any, error) {
	ids, err := idsOf[community.ActorID](c.fields, "id", mostAccounts)
	if err != nil {
		return nil, err
	}
	found, err := s.store.Actors(c.Context(), ids)
	if err != nil {
		return nil, err
	}
	there := make([]community.Actor, 0, len(ids))
	for _, id := range ids {
		if a, known := found[id]; known && isSomebody(a) == nil {
			there = append(there, a)
		}
	}
	return s.accounts(c, there), nil
}

// lookUp is GET /api/v1/accounts/lookup?acct=. Nobody is looked for elsewhere.
func (s *API) lookUp(c *call) (any, error) {
	h, err := community.ParseHandle(c.fields.text("acct"), s.store.Domain())
	if err != nil {
		return nil, community.ErrNotFound
	}
	a, err := s.store.ActorByHandle(c.Context(), h)
	if err == nil {
		err = isSomebody(a)
	}
	if err != nil {
		return nil, err
	}
	return s.oneAccount(c, a), nil
}

// listAccountStatuses is GET /api/v1/accounts/{id}/statuses.
func (s *API) listAccountStatuses(c *call) (any, error) {
	a, err := s.somebody(c)
	if err != nil {
		return nil, err
	}
	only, err := c.fields.flags("pinned", "only_media", "exclude_replies", "exclude_reblogs")
	if err != nil {
		return nil, err
	}
	page, err := c.page(statusPage)
	if err != nil {
		return nil, err
	}
	filter := storage.Filter{Actor: a.ID, OnlyMedia: only["only_media"], Pinned: only["pinned"], Tag: c.fields.text("tagged"), Replies: !only["exclude_replies"]}
	filter.Announces = !only["exclude_reblogs"] && filter.Tag == ""
	lines, scene, err := s.store.AccountScene(c.Context(), c.viewer, filter, page)
	if err != nil {
		return nil, err
	}
	return s.listedOn(c, scene, page, lines)
}

// people reads a list of actors that belong to one.
type people func(ctx context.Context, of community.ActorID, p storage.Page) ([]community.Actor, error)

// listPeople answers with those around {id}: its followers, or whom it follows.
// Who knows whom is for members only, and of who hides it for nobody else.
func (s *API) listPeople(read people) answer {
	return func(c *call) (any, error) {
		a, err := s.somebody(c)
		if err != nil {
			return nil, err
		}
		if a.HidesCollections && a.ID != c.me().ID {
			return empty, nil
		}
		return s.listActors(c, a.ID, read)
	}
}

// listOwnPeople answers with a list of the member's own.
func (s *API) listOwnPeople(read people) answer {
	return func(c *call) (any, error) { return s.listActors(c, c.me().ID, read) }
}

func (s *API) listActors(c *call, of community.ActorID, read people) (any, error) {
	page, err := c.page(accountPage)
	if err != nil {
		return nil, err
	}
	actors, err := read(c.Context(), of, page)
	if err != nil {
		return nil, err
	}
	s.link(c, page, actorNumbers(actors))
	if of != c.me().ID {
		actors, err = s.met(c, actors)
	}
	return s.accounts(c, actors), err
}

// met leaves out of the people around others whom a member blocked or muted, and who
// blocked the member.
func (s *API) met(c *call, actors []community.Actor) ([]community.Actor, error) {
	ids := make([]community.ActorID, 0, len(actors))
	for _, a := range actors {
		ids = append(ids, a.ID)
	}
	relations, err := s.store.Relations(c.Context(), c.me().ID, ids)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(actors, func(a community.Actor) bool {
		r := relations[a.ID]
		return r.Blocks || r.BlockedBy || r.BlocksDomain || r.Mutes
	}), nil
}

func actorNumbers(actors []community.Actor) []int64 {
	ids := make([]int64, 0, len(actors))
	for _, a := range actors {
		ids = append(ids, int64(a.ID))
	}
	return ids
}

// listMutes is GET /api/v1/mutes.
func (s *API) listMutes(c *call) (any, error) {
	page, err := c.page(accountPage)
	if err != nil {
		return nil, err
	}
	actors, err := s.store.Mutes(c.Context(), c.me().ID, page)
	if err != nil {
		return nil, err
	}
	ids := make([]community.ActorID, 0, len(actors))
	for _, a := range actors {
		ids = append(ids, a.ID)
	}
	relations, err := s.store.Relations(c.Context(), c.me().ID, ids)
	if err != nil {
		return nil, err
	}
	s.link(c, page, actorNumbers(actors))
	if err := s.know(c, actors...); err != nil {
		return nil, err
	}
	list := make([]MutedAccount, 0, len(actors))
	for _, a := range actors {
		list = append(list, MutedAccount{s.account(c, a), maybeDate(relations[a.ID].MutedUntil)})
	}
	return list, nil
}

// listEndorsed is GET /api/v1/accounts/{id}/endorsements: whom a profile shows.
func (s *API) listEndorsed(c *call) (any, error) {
	a, err := s.somebody(c)
	if err != nil {
		return nil, err
	}
	return s.listActors(c, a.ID, s.store.Endorsed)
}

// toNobody is GET /api/v1/accounts/{id}/identity_proofs, which Mastodon itself always
// answers with nothing: what was proved of somebody stands in the fields.
func (s *API) toNobody(c *call) (any, error) {
	_, err := s.somebody(c)
	return empty, err
}
