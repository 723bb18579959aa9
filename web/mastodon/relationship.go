package mastodon

import (
	"context"
	"time"

	"consilium/community"
	"consilium/storage"
)

// mostRelationships bounds how many accounts are asked about at once.
const mostRelationships = 100

// listRelationships is GET /api/v1/accounts/relationships?id[]=.
func (s *API) listRelationships(c *call) (any, error) {
	ids, err := idsOf[community.ActorID](c.fields, "id", mostRelationships)
	if err != nil {
		return nil, err
	}
	known, err := s.store.Actors(c.Context(), ids)
	if err != nil {
		return nil, err
	}
	there := make([]community.ActorID, 0, len(ids))
	for _, id := range ids {
		if a, found := known[id]; found && isSomebody(a) == nil {
			there = append(there, id)
		}
	}
	return s.relationships(c, there)
}

// toSomebody does something to the account {id} names, and answers with what
// stands between the two then.
func (s *API) toSomebody(do func(c *call, other community.Actor) error) answer {
	return func(c *call) (any, error) {
		other, err := s.somebody(c)
		if err != nil {
			return nil, err
		}
		if err := do(c, other); err != nil {
			return nil, err
		}
		list, err := s.relationships(c, []community.ActorID{other.ID})
		if err != nil {
			return nil, err
		}
		return list[0], nil
	}
}

// simply is toSomebody for what storage does without asking further.
func (s *API) simply(do func(ctx context.Context, me, other community.ActorID) error) answer {
	return s.toSomebody(func(c *call, other community.Actor) error { return do(c.Context(), c.me().ID, other.ID) })
}

// follow is POST /api/v1/accounts/{id}/follow, also to show or hide reblogs, to be told
// of posts, and to choose their languages; what was not sent stays as it is.
func (s *API) follow(c *call, other community.Actor) error {
	relations, err := s.store.Relations(c.Context(), c.me().ID, []community.ActorID{other.ID})
	if err != nil {
		return err
	}
	now := relations[other.ID]
	reblogs, err := c.fields.flag("reblogs", !now.HidesAnnounces)
	if err != nil {
		return err
	}
	notify, err := c.fields.flag("notify", now.Notifies)
	if err != nil {
		return err
	}
	languages := now.Languages
	if c.fields.has("languages") {
		if languages, err = community.CheckLanguages(c.fields.list("languages")); err != nil {
			return err
		}
	}
	wish, err := community.RequestFollow(c.me(), other, now, s.store.Now())
	if err != nil {
		return err
	}
	wish.HidesAnnounces, wish.Notifies, wish.Languages = !reblogs, notify, languages
	_, err = s.store.Follow(c.Context(), wish)
	return err
}

// longestMute is how long a mute with an end may last.
const longestMute = 10 * 365 * 24 * time.Hour

// mute is POST /api/v1/accounts/{id}/mute; duration is in seconds, 0 for ever.
func (s *API) mute(c *call, other community.Actor) error {
	notifications, err := c.fields.flag("notifications", true)
	if err != nil {
		return err
	}
	seconds, err := c.fields.number("duration", 0)
	if err != nil {
		return err
	}
	if seconds > int64(longestMute/time.Second) {
		return invalid("duration", "api.number")
	}
	m := storage.Mute{Actor: c.me().ID, Target: other.ID, Notifications: notifications}
	if seconds > 0 {
		m.Until = s.store.Now().Add(time.Duration(seconds) * time.Second)
	}
	return s.store.Mute(c.Context(), m)
}

// note is POST /api/v1/accounts/{id}/note: comment is what the member writes down for
// nobody else, "" takes it away.
func (s *API) note(c *call, other community.Actor) error {
	words, err := community.CheckNote(c.fields.text("comment"))
	if err != nil {
		return err
	}
	return s.store.SetNote(c.Context(), c.me().ID, other.ID, words)
}

// mostFamiliar bounds how many accounts are asked about, familiarShown how many people
// are told of each.
const mostFamiliar, familiarShown = 40, 10

// listFamiliar is GET /api/v1/accounts/familiar_followers?id[]=. One's own account has
// none, and neither has one that is not there.
func (s *API) listFamiliar(c *call) (any, error) {
	ids, err := idsOf[community.ActorID](c.fields, "id", mostFamiliar)
	if err != nil {
		return nil, err
	}
	found, err := s.store.Familiar(c.Context(), c.me().ID, ids, familiarShown)
	if err != nil {
		return nil, err
	}
	var people []community.Actor
	for _, id := range ids {
		people = append(people, found[id]...)
	}
	accounts := s.accounts(c, people)
	list := make([]FamiliarFollowers, 0, len(ids))
	for _, id := range ids {
		n := len(found[id])
		list = append(list, FamiliarFollowers{community.FormatID(id), accounts[:n:n]})
		accounts = accounts[n:]
	}
	return list, nil
}
