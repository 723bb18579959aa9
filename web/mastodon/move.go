package mastodon

import (
	"context"
	"errors"
	"slices"
	"time"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/session"
)

// Linker finds the account that a person typed and asks its home now what it is known as
// too (Actor.Aliases). Errors are those of door.Resolver.
type Linker interface {
	ResolveLinked(ctx context.Context, query string) (community.Actor, error)
}

// Other accounts of a person, and moving to one, have no address in Mastodon's API: these
// are ours, and ask for the same proof as the web pages do.
func (s *API) moveEndpoints() []endpoint {
	return []endpoint{
		{"GET", "/api/v1/profile/aliases", member, "read:accounts", s.listAliases},
		{"POST", "/api/v1/profile/aliases", member, "write:accounts", s.addAlias},
		{"DELETE", "/api/v1/profile/aliases", member, "write:accounts", s.removeAlias},
		{"GET", "/api/v1/profile/move", member, "read:accounts", s.showMove},
		{"POST", "/api/v1/profile/move", member, "write:accounts", s.move},
		{"DELETE", "/api/v1/profile/move", member, "write:accounts", s.moveBack},
	}
}

// Alias is an account that the member says to be too; Account is null when it is not
// known here.
type Alias struct {
	URI     string   `json:"uri"`
	Account *Account `json:"account"`
}

// Move is where the member went with the followers, and from when on the next move may
// be made.
type Move struct {
	MovedTo *Account `json:"moved_to"`
	MovedAt *string  `json:"moved_at"`
	AgainAt *string  `json:"again_at"`
}

func (s *API) aliases(c *call, aliases []community.IRI) ([]Alias, error) {
	found, err := s.store.ActorsAt(c.Context(), aliases)
	if err != nil {
		return nil, err
	}
	list := make([]Alias, 0, len(aliases))
	for _, iri := range aliases {
		alias := Alias{URI: iri.String()}
		if a, known := found[iri]; known && isSomebody(a) == nil {
			alias.Account = new(s.account(c, a))
		}
		list = append(list, alias)
	}
	return list, nil
}

// listAliases is GET /api/v1/profile/aliases.
func (s *API) listAliases(c *call) (any, error) { return s.aliases(c, c.me().Aliases) }

// proved asks for the proof that the web page asks for.
func (s *API) proved(c *call) error {
	err := s.door.Sessions.ProveInApp(c.Request, session.Person{User: c.bearer.User, Actor: c.me()}, c.fields.text("current_password"), c.fields.text("code"))
	if bad := new(community.Invalid); errors.As(err, &bad) && bad.Field == "old" {
		return &community.Invalid{Field: "current_password", Problem: bad.Problem}
	}
	return err
}

// movesPerDay bounds how often a member has other servers asked about accounts, here and
// on the web page together.
const movesPerDay = 30

// linked finds the account that a field names, with what it is known as now.
func (s *API) linked(c *call, field string) (community.Actor, error) {
	none := community.Actor{}
	if s.Linker == nil {
		return none, community.ErrNotFound
	}
	allowed, _, err := s.store.Attempt(c.Context(), "linked/"+community.FormatID(c.bearer.User.ID), 24*time.Hour, movesPerDay)
	if err != nil {
		return none, err
	}
	if !allowed {
		return none, refuse(429, "api.too_many")
	}
	a, err := s.Linker.ResolveLinked(c.Context(), c.fields.text(field))
	switch {
	case errors.Is(err, community.ErrUnavailable):
		return a, invalid(field, "move.unreachable")
	case err != nil && door.Elsewhere(err):
		return a, invalid(field, "move.nobody")
	}
	return a, err
}

// addAlias is POST /api/v1/profile/aliases: account is a handle or an address.
func (s *API) addAlias(c *call) (any, error) {
	if err := s.proved(c); err != nil {
		return nil, err
	}
	other, err := s.linked(c, "account")
	if err != nil {
		return nil, err
	}
	aliases, err := community.AddAlias(c.me(), other)
	if err != nil {
		return nil, err
	}
	if err := s.store.SetAliases(c.Context(), c.me().ID, aliases); err != nil {
		return nil, err
	}
	return s.aliases(c, aliases)
}

// removeAlias is DELETE /api/v1/profile/aliases: uri is one of the list. ErrNotFound for
// any other.
func (s *API) removeAlias(c *call) (any, error) {
	is := func(iri community.IRI) bool { return iri.String() == c.fields.text("uri") }
	if !slices.ContainsFunc(c.me().Aliases, is) {
		return nil, community.ErrNotFound
	}
	if err := s.proved(c); err != nil {
		return nil, err
	}
	kept := slices.DeleteFunc(slices.Clone(c.me().Aliases), is)
	if err := s.store.SetAliases(c.Context(), c.me().ID, kept); err != nil {
		return nil, err
	}
	return s.aliases(c, kept)
}

// showMove is GET /api/v1/profile/move.
func (s *API) showMove(c *call) (any, error) {
	me := c.me()
	m := Move{MovedAt: maybeDate(me.Moved)}
	if !me.MayMove(s.store.Now()) {
		m.AgainAt = maybeDate(me.Moved.Add(community.MoveRest))
	}
	m.MovedTo = s.oneAccount(c, me).Moved
	return m, nil
}

// move is POST /api/v1/profile/move: the followers are sent to the account that target
// names. What was proved of the member ends.
func (s *API) move(c *call) (any, error) {
	if err := s.proved(c); err != nil {
		return nil, err
	}
	to, err := s.linked(c, "target")
	if err != nil {
		return nil, err
	}
	if err := community.CheckMove(c.me(), to, s.store.Now()); err != nil {
		return nil, err
	}
	act := s.door.Sessions.Act(c.Request, session.Person{User: c.bearer.User, Actor: c.me()})
	if err := s.store.Move(c.Context(), c.me(), to, act); err != nil {
		return nil, err
	}
	return s.afterMove(c)
}

// moveBack is DELETE /api/v1/profile/move: the account is used again. Followers do not
// come back.
func (s *API) moveBack(c *call) (any, error) {
	if err := s.proved(c); err != nil {
		return nil, err
	}
	if err := s.store.TakeMoveBack(c.Context(), c.me().ID); err != nil {
		return nil, err
	}
	return s.afterMove(c)
}

func (s *API) afterMove(c *call) (any, error) {
	me, err := s.store.Actor(c.Context(), c.me().ID)
	if err != nil {
		return nil, err
	}
	c.bearer.Actor = me
	return s.showMove(c)
}
