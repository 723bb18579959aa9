package federation

import (
	"context"
	"errors"
	"slices"

	"consilium/community"
	"consilium/federation/vocab"
)

// passable are the types that a group of ours passes on to its followers, when their
// own actor sent them (FEP-1b12). An Announce never is, nor what another group
// passed on: that does not come here.
var passable = map[string]bool{"Create": true, "Update": true, "Delete": true, "Like": true, "Dislike": true, "EmojiReact": true, "Undo": true}

// passOn has a group of ours announce what somebody elsewhere did in it. It runs after
// the activity took effect, or turned out to have done so before.
func (f *Federation) passOn(ctx context.Context, in received) error {
	if !passable[in.activity.Type] || in.iri.IsZero() || in.actor.Kind == community.Group {
		return nil
	}
	if in.activity.Type == "Create" && !f.mayEnter(in) || !passesWhole(in) {
		return nil
	}
	post, err := f.concerned(ctx, in)
	if err != nil || post.ID == 0 || !post.Hidden.IsZero() && in.activity.Type != "Delete" {
		return err
	}
	group := post.Group
	if group == 0 && in.activity.Type == "Create" {
		if group, err = f.enter(ctx, in, post); err != nil {
			return err
		}
	}
	if group == 0 {
		return nil
	}
	g, err := f.store.Group(ctx, group)
	if errors.Is(err, community.ErrNotFound) { // elsewhere
		return nil
	}
	if err != nil {
		return err
	}
	standing, err := f.store.GroupStanding(ctx, group, in.actor)
	if err != nil || standing.Banned || !g.Actor.Active() {
		return err
	}
	if few, err := f.passesFew(ctx, in); err != nil || !few {
		return err
	}
	wrap := in.wrapOf(group, post.ID)
	wrap.Replaces = authored[in.activity.Type]
	return f.store.PassOn(ctx, wrap)
}

// mayEnter says whether a new post may belong to a group: it answers something, or it is
// addressed to somebody of ours, or names its audience. Most do not, and cost nothing.
func (f *Federation) mayEnter(in received) bool {
	if in.activity.Object.Node == nil || in.activity.Object.Node.Object().InReplyTo != "" {
		return true
	}
	a := addressesOf(in.activity)
	return len(a.Audience) > 0 || slices.ContainsFunc(slices.Concat(a.To, a.Cc), func(text string) bool {
		iri, err := community.ParseIRI(text)
		return err == nil && f.ours(iri)
	})
}

// concerned is the post an activity is about: of a Create, Update or Delete the
// actor's own; the zero Post when there is none here.
func (f *Federation) concerned(ctx context.Context, in received) (community.Post, error) {
	object := in.activity.Object
	if in.activity.Type == "Undo" {
		deed := object.Node.Activity()
		if !passable[deed.Type] {
			return community.Post{}, nil
		}
		object = deed.Object
	}
	iri, err := community.ParseIRI(object.ID)
	if err != nil {
		return community.Post{}, nil
	}
	post, err := f.store.PostByIRI(ctx, iri)
	switch {
	case errors.Is(err, community.ErrNotFound), errors.Is(err, community.ErrGone):
		return community.Post{}, nil
	case err != nil:
		return post, err
	case slices.Contains([]string{"Create", "Update", "Delete"}, in.activity.Type) && post.Author != in.actor.ID:
		return community.Post{}, nil
	}
	return post, nil
}

// enter puts a new post into the group it belongs to and says which: the one it
// answers in, the one of ours it is addressed to, or one at its author's own server
// that it names as its audience (R-GRP-3). 0 for none.
func (f *Federation) enter(ctx context.Context, in received, post community.Post) (community.ActorID, error) {
	if !isOpen(post.Audience) {
		return 0, nil
	}
	group, err := f.groupFor(ctx, in, post)
	if err != nil || group.ID == 0 {
		return 0, err
	}
	entered, err := f.store.EnterGroup(ctx, group.ID, post.ID)
	if err != nil || !entered {
		return 0, err
	}
	return group.ID, nil
}

func (f *Federation) groupFor(ctx context.Context, in received, post community.Post) (community.Actor, error) {
	var none community.Actor
	if post.Parent != 0 || !post.ParentIRI.IsZero() {
		parent, err := f.store.Post(ctx, post.Parent)
		if errors.Is(err, community.ErrNotFound) || err == nil && parent.Group == 0 {
			return none, nil
		}
		if err != nil {
			return none, err
		}
		place, err := f.store.GroupPlace(ctx, parent.Group, post.Root, in.actor)
		if err != nil || place.Locked || place.Local == nil || !place.Local.MayPost(in.actor, place.Standing) {
			return none, err
		}
		return place.Actor, nil
	}
	return f.addressedGroup(ctx, in.actor, addressesOf(in.activity))
}

// addressedGroup is the group that a new post by an actor may enter.
func (f *Federation) addressedGroup(ctx context.Context, by community.Actor, a vocab.Addresses) (community.Actor, error) {
	for _, text := range distinct(slices.Concat(a.Audience, a.To, a.Cc)) {
		iri, err := community.ParseIRI(text)
		if err != nil || !f.ours(iri) && !(slices.Contains(a.Audience, text) && iri.SameOrigin(by.IRI)) {
			continue
		}
		group, err := f.store.ActorByIRI(ctx, iri)
		if errors.Is(err, community.ErrNotFound) || err == nil && group.Kind != community.Group {
			continue
		}
		if err != nil || !group.Local {
			return group, err
		}
		place, err := f.store.GroupPlace(ctx, group.ID, 0, by)
		if err != nil {
			return community.Actor{}, err
		}
		if slices.Contains(a.To, vocab.Public) && place.Local.MayPost(by, place.Standing) {
			return group, nil
		}
	}
	return community.Actor{}, nil
}

// addressesOf are those of an activity and, where it was embedded, of its object: both
// were signed.
func addressesOf(a vocab.Activity) vocab.Addresses {
	all := a.Addresses
	if node := a.Object.Node; node != nil {
		o := node.Object()
		all = vocab.Addresses{To: slices.Concat(all.To, o.To), Cc: slices.Concat(all.Cc, o.Cc), Audience: slices.Concat(all.Audience, o.Audience)}
		if wall := node.Child("target"); wall.IsCollection() { // FEP-400e: a post on the wall of a group
			all.Audience = append(all.Audience, wall.IRIs("attributedTo")...)
		}
	}
	return all
}

// concernsGroup is concerns for what is addressed to a group of ours whose author may
// post there, too.
func (f *Federation) concernsGroup(in received) concern {
	return func(ctx context.Context, p community.RemotePost) (bool, error) {
		if wanted, err := f.concerns(ctx, p); wanted || err != nil {
			return wanted, err
		}
		if p.Audience.Kind() != community.Public || !p.ParentIRI.IsZero() {
			return false, nil
		}
		group, err := f.addressedGroup(ctx, in.actor, addressesOf(in.activity))
		return err == nil && group.Local && p.Author.ID == in.actor.ID, err
	}
}
