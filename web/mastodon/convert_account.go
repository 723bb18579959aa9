package mastodon

import (
	"html"
	"net/url"

	"consilium/community"
	"consilium/community/credential"
	"consilium/web/door"
	"consilium/web/page"
)

// account is an actor as everybody sees it. Of somebody who was closed nothing
// is left but the name.
func (s *API) account(c *call, a community.Actor) Account {
	out := Account{
		ID: community.FormatID(a.ID), Username: a.Handle.Name(), Acct: a.Handle.String(), Locked: a.ApprovesFollowers,
		Bot: a.Kind == community.Service || a.Kind == community.Application, Group: a.Kind == community.Group,
		CreatedAt: date(a.Published), URL: pageOf(a), URI: a.IRI.String(), Emojis: []Emoji{}, Roles: []Role{}, Fields: []Field{},
		Header: s.asset("header.png"), HeaderStatic: s.asset("header.png"), Avatar: s.asset("avatar.png"), AvatarStatic: s.asset("avatar.png"),
		Discoverable: new(a.Discoverable), Indexable: a.Indexable, Noindex: !a.Discoverable,
	}
	if !a.Active() {
		out.Suspended = true
		return out
	}
	out.DisplayName, out.Note, out.Fields = a.DisplayName, a.Summary.String(), append(s.provedField(c, a), profileFields(c, a)...)
	out.Emojis = s.emojis(a.Emoji)
	out.FollowersCount, out.FollowingCount, out.StatusesCount = a.FollowerCount, a.FollowingCount, a.PostCount
	if rejected, err := s.store.RejectsMedia(c.Context(), a); err == nil && !rejected && s.avatar(a) != "" {
		picture := s.avatar(a)
		out.Avatar, out.AvatarStatic = picture, picture
	}
	return out
}

func (s *API) accounts(c *call, actors []community.Actor) []Account {
	list := make([]Account, 0, len(actors))
	for _, a := range actors {
		list = append(list, s.account(c, a))
	}
	return list
}

// avatar is where the picture of an actor is, "" when there is none. Its address
// changes with the picture, since apps keep pictures by address.
func (s *API) avatar(a community.Actor) string {
	switch {
	case a.Avatar != 0:
		return s.address(door.AvatarPath(a)) + "?" + community.FormatID(a.Avatar)
	case !a.AvatarIRI.IsZero():
		return s.address(door.AvatarPath(a)) + "?" + url.QueryEscape(a.AvatarIRI.String())
	}
	return ""
}

// asset is the address of a file that comes with the program.
func (s *API) asset(name string) string { return s.address(s.door.Renderer.Asset(name)) }

// pageOf is where people read about an actor.
func pageOf(a community.Actor) string {
	if a.URL.IsZero() {
		return a.IRI.String()
	}
	return a.URL.String()
}

// provedField is what was proved of a verified person, in one sentence that
// nobody can write themselves; none for everybody else. It is text only: a link
// would be shown as one that was checked.
func (s *API) provedField(c *call, a community.Actor) []Field {
	standing := s.store.Standing(c.Context(), a)
	if !standing.Verified() {
		return []Field{}
	}
	name := c.printer.T("api.field.verified")
	if standing.Profession().Class() == credential.Clinical {
		name = c.printer.T("api.field.verified_clinician")
	}
	return []Field{{Name: name, Value: html.EscapeString(c.printer.Standing(page.StandingOf(standing)))}}
}

// profileFields are what a profile says in our own words. That a profession is
// not proved stands in the name of its field.
func profileFields(c *call, a community.Actor) []Field {
	list := []Field{}
	add := func(name, value string) { list = append(list, Field{Name: name, Value: html.EscapeString(value)}) }
	if a.Pronouns != "" {
		add(c.printer.T("api.field.pronouns"), a.Pronouns)
	}
	if label := a.Labelled(); label != "" {
		add(c.printer.T("api.field.label"), c.printer.T("profession."+string(label)))
	} else if a.Profession.Known() {
		add(c.printer.T("api.field.profession"), c.printer.T("profession."+string(a.Profession)))
	}
	if a.Specialty.Known() {
		add(c.printer.T("api.field.specialty"), c.printer.T("specialty."+string(a.Specialty)))
	}
	return list
}

// relationships say what stands between whoever asks and some actors.
func (s *API) relationships(c *call, ids []community.ActorID) ([]Relationship, error) {
	relations, err := s.store.Relations(c.Context(), c.viewer.Actor, ids)
	if err != nil {
		return nil, err
	}
	list := make([]Relationship, 0, len(ids))
	for _, id := range ids {
		list = append(list, relationship(id, relations[id]))
	}
	return list, nil
}

func relationship(id community.ActorID, r community.Relation) Relationship {
	return Relationship{
		ID: community.FormatID(id), Following: r.Follows, ShowingReblogs: r.Follows && !r.HidesAnnounces, FollowedBy: r.FollowedBy,
		Blocking: r.Blocks, BlockedBy: r.BlockedBy, Muting: r.Mutes, MutingNotifications: r.MutesNotifications,
		MutingExpiresAt: maybeDate(r.MutedUntil), Requested: r.Requested, RequestedBy: r.RequestedBy,
	}
}
