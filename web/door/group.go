package door

import (
	"context"
	"errors"

	"consilium/community"
	"consilium/web/page"
)

// GroupLine is a group of ours as one line on a page.
func (d *Door) GroupLine(ctx context.Context, g community.LocalGroup) page.GroupLine {
	return page.GroupLine{Person: d.Line(ctx, g.Actor), Purpose: g.Purpose, Subject: g.Subject, About: shortened(g.Actor.Summary.Text(), aboutLength),
		Members: g.Actor.FollowerCount, State: g.State}
}

// aboutLength is how much of a description a list shows, in characters.
const aboutLength = 160

func shortened(text string, n int) string {
	if runes := []rune(text); len(runes) > n {
		return string(runes[:n]) + "…"
	}
	return text
}

// Posting is a post on its way, as far as it matters for groups.
type Posting struct {
	By     community.Actor
	Parent *community.Post
	// Group is the one that was chosen; 0 for none.
	Group community.ActorID
	// Mentioned are the people named, Audience for whom it is: who posts from an app
	// chooses a group by naming it, as people elsewhere do.
	Mentioned community.MentionLinks
	Audience  community.AudienceKind
}

// Group finds the group a post is for: the one the parent stands in, the one that was
// chosen, or the only one a public post names, if its author may post there; nil for
// none. *community.Invalid for field "group" when what was chosen is none.
func (d *Door) Group(ctx context.Context, p Posting) (*community.GroupPlace, error) {
	switch {
	case p.Parent != nil && p.Parent.Group == 0:
		return nil, nil
	case p.Parent != nil:
		place, err := d.Store.GroupPlace(ctx, p.Parent.Group, p.Parent.Root, p.By)
		if errors.Is(err, community.ErrNotFound) {
			return nil, nil
		}
		return place, err
	case p.Group != 0:
		place, err := d.Store.GroupPlace(ctx, p.Group, 0, p.By)
		if errors.Is(err, community.ErrNotFound) {
			err = &community.Invalid{Field: "group", Problem: community.Say("group.unknown_choice")}
		}
		return place, err
	}
	return d.namedGroup(ctx, p)
}

func (d *Door) namedGroup(ctx context.Context, p Posting) (*community.GroupPlace, error) {
	var named []community.Actor
	for _, a := range p.Mentioned {
		if a.Kind == community.Group {
			named = append(named, a)
		}
	}
	if len(named) != 1 || p.Audience != community.Public {
		return nil, nil
	}
	place, err := d.Store.GroupPlace(ctx, named[0].ID, 0, p.By)
	if err != nil || place.Local != nil && !place.Local.MayPost(p.By, place.Standing) || place.Standing.Banned {
		return nil, err
	}
	return place, nil
}
