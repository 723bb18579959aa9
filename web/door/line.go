package door

import (
	"context"

	"consilium/community"
	"consilium/web/page"
)

// Line is an actor as one line on a page, with what was proved of them as it
// counts here and now.
func (d *Door) Line(ctx context.Context, a community.Actor) page.Person {
	p := page.Person{ID: community.FormatID(a.ID), Name: a.Name(), Handle: "@" + a.Handle.String(), URL: "/@" + a.Handle.String(),
		Server: a.Handle.Host(), Bot: a.Kind == community.Service || a.Kind == community.Application, Pronouns: a.Pronouns,
		Standing: page.StandingOf(d.Store.Standing(ctx, a)), Label: a.Labelled()}
	if rejected, err := d.Store.RejectsMedia(ctx, a); err == nil && !rejected && (a.Avatar != 0 || !a.AvatarIRI.IsZero()) {
		p.Picture = AvatarPath(a)
	}
	return p
}

// AvatarPath is where the picture of an actor is shown, from our own origin
// also for actors elsewhere.
func AvatarPath(a community.Actor) string { return "/media/avatar/" + community.FormatID(a.ID) }
