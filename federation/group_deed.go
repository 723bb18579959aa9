package federation

import (
	"context"
	"errors"
	"fmt"

	"consilium/community"
)

// deedOf reads what a moderator did in a group (R-GRP-2), to a post or person that is
// known here. What is no such deed is ErrForbidden. Whether its actor may is asked by
// the caller.
func (f *Federation) deedOf(ctx context.Context, in received, group community.Actor) (community.GroupDeed, error) {
	a := in.activity
	deed := community.GroupDeed{Group: group.ID, By: in.actor.ID, Reason: a.Summary, Until: a.Until, RemovePosts: a.RemoveData}
	undo := a.Type == "Undo"
	if undo {
		inner := a.Object.Node.Activity()
		if inner.Actor != a.Actor {
			return deed, fmt.Errorf("undo of another's deed: %w", community.ErrForbidden)
		}
		a = inner
	}
	kind, err := deedKind(a.Type, a.Target.ID, group, undo)
	if err != nil {
		return deed, err
	}
	deed.Kind = kind
	iri, err := refIRI(a.Object)
	if err != nil {
		return deed, err
	}
	if kind.AboutPost() {
		post, err := f.store.PostByIRI(ctx, iri)
		if err == nil && post.Group != group.ID {
			err = notAcceptable("post of another group")
		}
		deed.Post = post.ID
		return deed, err
	}
	person, err := f.store.ActorByIRI(ctx, iri)
	if errors.Is(err, community.ErrNotFound) && kind == community.AppointInGroup && !f.ours(iri) {
		person, err = f.remote(ctx, iri)
	}
	deed.Person = person.ID
	return deed, err
}

// deedKind says what a verb means with a target in a group.
func deedKind(verb, target string, group community.Actor, undo bool) (community.GroupDeedKind, error) {
	featured, moderators := group.Featured.String(), group.Moderators.String()
	pick := func(does, undoes community.GroupDeedKind) community.GroupDeedKind {
		if undo {
			return undoes
		}
		return does
	}
	switch {
	case verb == "Delete" && !undo:
		return community.RemoveFromGroup, nil
	case verb == "Lock":
		return pick(community.LockInGroup, community.UnlockInGroup), nil
	case verb == "Block" && target == group.IRI.String():
		return pick(community.BanFromGroup, community.UnbanFromGroup), nil
	case verb == "Add" && featured != "" && target == featured && !undo:
		return community.PinInGroup, nil
	case verb == "Remove" && featured != "" && target == featured && !undo:
		return community.UnpinInGroup, nil
	case verb == "Add" && moderators != "" && target == moderators && !undo:
		return community.AppointInGroup, nil
	case verb == "Remove" && moderators != "" && target == moderators && !undo:
		return community.DismissInGroup, nil
	}
	return "", notAcceptable("no deed in a group")
}

// receiveDeed takes what a moderator elsewhere does in a group of ours, and says
// whether the activity was meant as that. It is passed on to who follows the group.
func (f *Federation) receiveDeed(ctx context.Context, in received) (handled bool, err error) {
	group, err := f.deedIn(ctx, in)
	if err != nil || group.ID == 0 {
		return false, err
	}
	standing, err := f.store.GroupStanding(ctx, group.ID, in.actor)
	if err != nil {
		return true, err
	}
	if !standing.Moderates && in.activity.Type == "Delete" { // a server may delete what its people wrote
		return false, nil
	}
	if !standing.Moderates || standing.Banned || in.iri.IsZero() { // before anything is fetched
		return true, notAcceptable("not a moderator of the group")
	}
	deed, err := f.deedOf(ctx, in, group)
	if err != nil {
		return true, err
	}
	wrap := in.wrapOf(group.ID, 0)
	return true, f.store.ModerateGroup(ctx, deed, &wrap)
}

// deedIn is the group of ours in which an activity would be a moderator's deed; the
// zero Actor when it is something else: an author deletes what is their own.
func (f *Federation) deedIn(ctx context.Context, in received) (community.Actor, error) {
	a := in.activity
	if a.Type == "Undo" {
		a = a.Object.Node.Activity()
	}
	switch a.Type {
	case "Delete", "Lock":
		return f.groupOfDeed(ctx, in, a.Object.ID)
	case "Add", "Remove", "Block":
		return f.groupAt(ctx, a.Target.ID)
	}
	return community.Actor{}, nil
}

func (f *Federation) groupOfDeed(ctx context.Context, in received, object string) (community.Actor, error) {
	iri, err := community.ParseIRI(object)
	if err != nil {
		return community.Actor{}, nil
	}
	post, err := f.store.PostByIRI(ctx, iri)
	switch {
	case errors.Is(err, community.ErrNotFound), errors.Is(err, community.ErrGone):
		return community.Actor{}, nil
	case err != nil:
		return community.Actor{}, err
	case post.Group == 0 || post.Author == in.actor.ID && in.activity.Type == "Delete":
		return community.Actor{}, nil
	}
	group, err := f.store.Actor(ctx, post.Group)
	if err != nil || !group.Local {
		return community.Actor{}, err
	}
	return group, nil
}

// groupAt is the group of ours to which a target belongs: itself, or one of its lists.
func (f *Federation) groupAt(ctx context.Context, target string) (community.Actor, error) {
	iri, err := community.ParseIRI(target)
	if err != nil || !f.ours(iri) {
		return community.Actor{}, nil
	}
	a, err := f.store.GroupByList(ctx, iri)
	if errors.Is(err, community.ErrNotFound) {
		return community.Actor{}, nil
	}
	return a, err
}

// receiveNothing acknowledges what means something in a group of ours only; see
// receiveDeed and passOn.
func (f *Federation) receiveNothing(context.Context, received) error { return nil }
