package mastodon

import (
	"html"
	"net/url"
	"time"

	"consilium/community"
	"consilium/community/credential"
	"consilium/web/door"
	"consilium/web/page"
)

// account is an actor as everybody sees it. Of somebody who was closed nothing
// is left but the name. It asks the database for nothing: where somebody went who
// moved, it knows of those that know was called with.
func (s *API) account(c *call, a community.Actor) Account {
	out := s.bareAccount(c, a)
	if to, known := c.moved[a.MovedTo]; known && !a.MovedTo.IsZero() && isSomebody(to) == nil {
		out.Moved, out.text = new(s.bareAccount(c, to)), nil
	}
	return out
}

// know learns where those of some people went who moved, in one statement at most.
func (s *API) know(c *call, actors ...community.Actor) error {
	moved, err := s.store.Moved(c.Context(), actors)
	if c.moved == nil {
		c.moved = moved
	}
	for iri, a := range moved {
		c.moved[iri] = a
	}
	return err
}

// bareAccount is account without where somebody went.
func (s *API) bareAccount(c *call, a community.Actor) Account { return s.keptAccount(c, a) }

// newAccount makes it. Whatever it depends on beside the actor is in accountKey.
func (s *API) newAccount(c *call, a community.Actor) Account {
	out := Account{
		ID: community.FormatID(a.ID), Username: a.Handle.Name(), Acct: a.Handle.String(), Locked: a.ApprovesFollowers,
		Bot: a.Kind == community.Service || a.Kind == community.Application, Group: a.Kind == community.Group,
		CreatedAt: joined(a), URL: pageOf(a), URI: a.IRI.String(), Emojis: []Emoji{}, Roles: []Role{}, Fields: []Field{},
		Header: s.asset("header.png"), HeaderStatic: s.asset("header.png"), Avatar: s.asset("avatar.png"), AvatarStatic: s.asset("avatar.png"),
		Discoverable: new(a.Discoverable), Indexable: a.Indexable, Noindex: !a.Discoverable, Memorial: a.Memorial,
		ShowFeatured: true, ShowMedia: true, ShowMediaReplies: true,
	}
	if a.Local {
		out.HideCollection = new(a.HidesCollections)
	}
	if !a.Active() {
		out.Suspended = true
		return out
	}
	out.Limited, _ = s.store.Silenced(c.Context(), a)
	out.DisplayName, out.Note = a.DisplayName, a.Summary.String()
	out.Fields = append(append(s.provedField(c, a), profileFields(c, a)...), ownFields(a)...)
	out.Emojis = s.emojis(a.Emoji)
	out.FollowersCount, out.FollowingCount, out.StatusesCount = a.FollowerCount, a.FollowingCount, a.PostCount
	if !a.Posted.IsZero() {
		out.LastStatusAt = new(a.Posted.UTC().Format(time.DateOnly))
	}
	s.picture(c, a, &out)
	return out
}

// joined is when an account was opened. Where that is not known (the instance's own, and
// those of servers that do not say) it is when we made it, or read it last.
func joined(a community.Actor) string {
	switch {
	case !a.Published.IsZero():
		return date(a.Published)
	case !a.Fetched.IsZero():
		return date(a.Fetched)
	}
	return date(time.UnixMilli(int64(a.ID) >> 16)) // what an id begins with
}

// picture adds both pictures of an actor, unless those of its server are not shown.
func (s *API) picture(c *call, a community.Actor, out *Account) {
	if rejected, err := s.store.RejectsMedia(c.Context(), a); err != nil || rejected {
		return
	}
	if at := s.avatar(a); at != "" {
		out.Avatar, out.AvatarStatic = at, at
	}
	if at := s.header(a); at != "" {
		out.Header, out.HeaderStatic = at, at
	}
}

// accounts turns actors into what apps show, in one statement at most.
func (s *API) accounts(c *call, actors []community.Actor) []Account {
	if err := s.know(c, actors...); err != nil { // where somebody went is not worth the list
		s.door.Log.Error("client API: where people went", "error", err)
	}
	list := make([]Account, 0, len(actors))
	for _, a := range actors {
		list = append(list, s.account(c, a))
	}
	return list
}

// oneAccount is accounts for one.
func (s *API) oneAccount(c *call, a community.Actor) Account {
	return s.accounts(c, []community.Actor{a})[0]
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

// header is avatar for the wide picture.
func (s *API) header(a community.Actor) string {
	at := s.address("/media/header/" + community.FormatID(a.ID))
	switch {
	case a.Header != 0:
		return at + "?" + community.FormatID(a.Header)
	case !a.HeaderIRI.IsZero():
		return at + "?" + url.QueryEscape(a.HeaderIRI.String())
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

// ownFields are the lines the person wrote. One of a member whose page was seen to link
// back says when; what other servers say of theirs was not seen by us.
func ownFields(a community.Actor) []Field {
	list := make([]Field, 0, len(a.Fields))
	for _, f := range a.Fields {
		field := Field{Name: f.Name, Value: f.Value.String()}
		if a.Local {
			field.VerifiedAt = maybeDate(f.Verified)
		}
		list = append(list, field)
	}
	return list
}

// sourceFields are the lines as the member typed them.
func sourceFields(a community.Actor) []Field {
	list := make([]Field, 0, len(a.Fields))
	for _, f := range a.Fields {
		list = append(list, Field{Name: f.Name, Value: f.Source, VerifiedAt: maybeDate(f.Verified)})
	}
	return list
}

// relationships say what stands between whoever asks and some actors.
func (s *API) relationships(c *call, ids []community.ActorID) ([]Relationship, error) {
	relations, err := s.store.Relations(c.Context(), c.viewer.Actor, ids)
	if err != nil {
		return nil, err
	}
	remarks, err := s.store.Remarks(c.Context(), c.viewer.Actor, ids)
	if err != nil {
		return nil, err
	}
	list := make([]Relationship, 0, len(ids))
	for _, id := range ids {
		r := relationship(id, relations[id])
		r.Note, r.Endorsed = remarks[id].Note, remarks[id].Endorsed
		list = append(list, r)
	}
	return list, nil
}

func relationship(id community.ActorID, r community.Relation) Relationship {
	return Relationship{
		ID: community.FormatID(id), Following: r.Follows, ShowingReblogs: r.Follows && !r.HidesAnnounces, FollowedBy: r.FollowedBy,
		Notifying: r.Follows && r.Notifies, Languages: r.Languages, DomainBlocking: r.BlocksDomain,
		Blocking: r.Blocks, BlockedBy: r.BlockedBy, Muting: r.Mutes, MutingNotifications: r.MutesNotifications,
		MutingExpiresAt: maybeDate(r.MutedUntil), Requested: r.Requested, RequestedBy: r.RequestedBy,
	}
}
