package door

import (
	"consilium/community"
	"consilium/web/page"
)

// Line is an actor as one line on a page.
func (d *Door) Line(a community.Actor) page.Person {
	p := page.Person{ID: community.FormatID(a.ID), Name: a.Name(), Handle: "@" + a.Handle.String(), URL: "/@" + a.Handle.String(),
		Server: a.Handle.Host(), Bot: a.Kind == community.Service || a.Kind == community.Application, Pronouns: a.Pronouns}
	if a.Avatar != 0 || !a.AvatarIRI.IsZero() {
		p.Picture = AvatarPath(a)
	}
	return p
}

// AvatarPath is where the picture of an actor is shown, from our own origin
// also for actors elsewhere.
func AvatarPath(a community.Actor) string { return "/media/avatar/" + community.FormatID(a.ID) }
