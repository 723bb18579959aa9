package federation

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"consilium/community"
	"consilium/federation/vocab"
	"consilium/storage"
)

// wrapped is an activity that a group we follow passed on, once it is known that its
// own actor said it (S-ORG-8).
type wrapped struct {
	received
	group community.Actor
	// announce is the group's own activity around it.
	announce received
	// believed says that the bytes of the object are its actor's too, and need not be
	// read from where they live.
	believed bool
}

// wrappedReceivers is the one table from the type of an activity that a group passes on
// to what it does here (FEP-1b12, R-GRP-1, R-GRP-2). What is not in it, and an Announce
// above all, is acknowledged: nothing is passed on of what was passed on.
var wrappedReceivers = map[string]func(*Federation, context.Context, wrapped) error{
	"Create": (*Federation).wrappedCreate,
	"Update": (*Federation).wrappedUpdate,
	"Delete": (*Federation).wrappedDelete,
	"Like":   (*Federation).wrappedMark, "EmojiReact": (*Federation).wrappedMark,
	"Undo": (*Federation).wrappedUndo,
	"Add":  (*Federation).wrappedDeed, "Remove": (*Federation).wrappedDeed,
	"Lock": (*Federation).wrappedDeed, "Block": (*Federation).wrappedDeed,
}

// receiveWrapped takes an activity that a group announces. Only a group's own
// followers have use for it.
func (f *Federation) receiveWrapped(ctx context.Context, in received) error {
	node := in.activity.Object.Node
	receive, known := wrappedReceivers[node.Type()]
	if !known || in.actor.Kind != community.Group {
		return nil
	}
	followed, err := f.followedHere(ctx, in.actor.ID)
	if err != nil || !followed {
		return errors.Join(err, dropped(followed))
	}
	if node.Type() == "Create" {
		if done, err := f.groupShows(ctx, in, node.Activity().Object); done || err != nil {
			return err
		}
	}
	w, err := f.unwrap(ctx, in, node)
	if err != nil {
		return err
	}
	return receive(f, ctx, w)
}

// groupShows takes the announcement of a post of ours, or of one that is in the group
// already, as the boost that it is: nothing of what was embedded is looked at.
func (f *Federation) groupShows(ctx context.Context, in received, object vocab.Reference) (bool, error) {
	iri, err := refIRI(object)
	if err != nil {
		return false, err
	}
	post, err := f.store.PostByIRI(ctx, iri)
	if errors.Is(err, community.ErrNotFound) && !f.ours(iri) || err == nil && !post.Local && post.Group != in.actor.ID {
		return false, nil
	}
	if err == nil && !post.Deleted.IsZero() {
		err = community.ErrGone
	}
	if err == nil {
		err = f.mayFederate(ctx, iri.Host())
	}
	if err != nil {
		return false, err
	}
	return true, f.showInGroup(ctx, in, post, post.Group == in.actor.ID)
}

// unwrap finds out who said a wrapped activity, each by itself (S-ORG-8): its actor, by
// a proof; the server of the group for its own people; else nobody yet, and then
// what it is about is read from where it lives. Of ours nothing comes this way, and
// nothing of who is shut out here (S-ORG-12).
func (f *Federation) unwrap(ctx context.Context, in received, node *vocab.Node) (wrapped, error) {
	w := wrapped{received: received{activity: node.Activity()}, group: in.actor, announce: in}
	by, err := community.ParseIRI(w.activity.Actor)
	if err != nil || f.ours(by) {
		return w, notAcceptable("wrapped activity of ours or of nobody")
	}
	if iri, err := community.ParseIRI(w.activity.ID); err == nil && iri.SameOrigin(by) { // S-ORG-1
		w.iri = iri
	} else if w.activity.ID != "" {
		return w, notAcceptable("wrapped activity of another origin than its actor")
	}
	if err := f.mayFederate(ctx, by.Host()); err != nil {
		return w, err
	}
	if node.Has("proof") {
		if w.actor, err = f.proven(ctx, node.Raw(), by); err == nil {
			w.believed = true
			return w, nil
		}
		if faulty(err) {
			return w, err
		}
	}
	if w.actor, err = f.remote(ctx, by); err != nil {
		return w, err
	}
	if err := f.welcome(ctx, w.actor); err != nil {
		return w, err
	}
	w.believed = by.SameOrigin(in.actor.IRI) // FEP-fe34
	return w, nil
}

// confirmed makes sure that an activity without a proof is what its actor's own server
// says at its address.
func (f *Federation) confirmed(ctx context.Context, w *wrapped) error {
	if w.believed {
		return nil
	}
	if w.iri.IsZero() {
		return notAcceptable("wrapped activity without a proof or an address")
	}
	doc, err := f.fetch(ctx, w.iri)
	if err != nil {
		return fmt.Errorf("wrapped activity at its address: %w", err)
	}
	said := doc.node.Activity()
	if doc.iri != w.iri || said.Type != w.activity.Type || said.Actor != w.activity.Actor {
		return notAcceptable("wrapped activity is another at its address")
	}
	w.activity, w.believed = said, true
	return nil
}

// wrappedCreate takes a post that the group shows.
func (f *Federation) wrappedCreate(ctx context.Context, w wrapped) error {
	post, to, err := f.wrappedPost(ctx, w, nil)
	if err != nil && !(errors.Is(err, community.ErrConflict) && post.ID != 0) {
		return err
	}
	enters, err := f.meantFor(ctx, w.group, post, to)
	if err != nil {
		return err
	}
	if err := f.showInGroup(ctx, w.announce, post, enters); err != nil {
		return err
	}
	return f.lookAbove(ctx, post, 1)
}

// wrappedUpdate takes a change of a post that is kept here.
func (f *Federation) wrappedUpdate(ctx context.Context, w wrapped) error {
	if w.activity.Object.ID == w.activity.Actor { // of itself; its own server tells us
		return nil
	}
	_, _, err := f.wrappedPost(ctx, w, func(context.Context, community.RemotePost) (bool, error) { return false, nil })
	return err
}

// wrappedPost keeps the post of a Create or Update and gives whom its author addressed;
// one that is not for everybody is nothing a group passes on.
func (f *Federation) wrappedPost(ctx context.Context, w wrapped, wanted concern) (community.Post, vocab.Addresses, error) {
	if !w.believed {
		w.activity.Object.Node, w.activity.Addresses = nil, vocab.Addresses{} // postOf reads it from where it lives
	}
	o, author, err := f.postOf(ctx, w.received)
	if err != nil {
		return community.Post{}, o.Addresses, err
	}
	if wanted == nil {
		wanted = func(_ context.Context, p community.RemotePost) (bool, error) {
			return p.Audience.Kind() == community.Public || p.Audience.Kind() == community.Unlisted, nil
		}
	}
	if noAddress(o.Addresses) {
		o.Addresses = w.activity.Addresses
	}
	post, err := f.keepPost(ctx, o, author, wanted)
	return post, o.Addresses, err
}

// meantFor says whether a post belongs in a group: its author addressed the group, or
// it answers in it. A group that shows what was said elsewhere only repeats it.
func (f *Federation) meantFor(ctx context.Context, group community.Actor, post community.Post, to vocab.Addresses) (bool, error) {
	if slices.Contains(slices.Concat(to.To, to.Cc, to.Audience), group.IRI.String()) {
		return true, nil
	}
	if post.Parent == 0 {
		return false, nil
	}
	parent, err := f.store.Post(ctx, post.Parent)
	return err == nil && parent.Group == group.ID, err
}

// showInGroup puts a post into the group that announced it, if it enters, and, unless
// it is an answer, into the homes of who follows the group here.
func (f *Federation) showInGroup(ctx context.Context, in received, post community.Post, enters bool) error {
	if !isOpen(post.Audience) {
		return notAcceptable("post for few in a group")
	}
	if enters {
		entered, err := f.store.EnterGroup(ctx, in.actor.ID, post.ID)
		if err != nil || !entered {
			return err
		}
	}
	if post.Parent != 0 || !post.ParentIRI.IsZero() || in.iri.IsZero() {
		return nil
	}
	audience, err := community.OpenAudience(audienceOf(in.activity.Addresses, in.actor))
	if err != nil {
		return err
	}
	boost, err := community.ReceiveAnnounce(community.RemoteAnnounce{IRI: in.iri, By: in.actor, Of: post, Audience: audience,
		Published: in.activity.Published}, f.now())
	if err != nil {
		return err
	}
	_, err = f.store.Publish(ctx, boost)
	return err
}

// wrappedDelete forgets a post that its author deleted, or takes out of the group what
// a moderator did. The author's server has the last word on whether it is deleted,
// unless the author signed it.
func (f *Federation) wrappedDelete(ctx context.Context, w wrapped) error {
	iri, err := w.objectIRI()
	if err != nil || f.ours(iri) && iri == w.actor.IRI {
		return errors.Join(err, notAcceptable("nothing to delete"))
	}
	post, err := f.store.PostByIRI(ctx, iri)
	if err != nil {
		return err
	}
	if post.Author != w.actor.ID {
		return f.wrappedDeed(ctx, w)
	}
	if !w.believed {
		if err := f.lacks(ctx, iri); err != nil {
			return err
		}
	}
	return f.store.ReceiveDelete(ctx, iri, w.actor)
}

// wrappedMark takes a like of a post in the group.
func (f *Federation) wrappedMark(ctx context.Context, w wrapped) error {
	iri, err := w.objectIRI()
	if err != nil {
		return err
	}
	post, err := f.store.PostByIRI(ctx, iri) // before anything is fetched
	if err != nil {
		return err
	}
	if post.Group != w.group.ID {
		return notAcceptable("like of a post elsewhere")
	}
	if err := f.confirmed(ctx, &w); err != nil {
		return err
	}
	return f.receiveLike(ctx, w.received)
}

// wrappedUndo takes back a like, or what a moderator did.
func (f *Federation) wrappedUndo(ctx context.Context, w wrapped) error {
	switch undone := w.activity.Object.Node.Type(); {
	case slices.Contains([]string{"Lock", "Block"}, undone):
		return f.wrappedDeed(ctx, w)
	case undone != "Like" && undone != "EmojiReact":
		return nil
	}
	if err := f.confirmed(ctx, &w); err != nil {
		return err
	}
	return f.receiveUndo(ctx, w.received)
}

// wrappedDeed lets what a moderator of the group did take effect: in the group, and
// nowhere else. It counts when the group lists whoever did it.
func (f *Federation) wrappedDeed(ctx context.Context, w wrapped) error {
	if _, err := f.deedOf(ctx, w.received, w.group); err != nil { // before anything is fetched
		return err
	}
	if err := f.confirmed(ctx, &w); err != nil {
		return err
	}
	deed, err := f.deedOf(ctx, w.received, w.group) // as it was confirmed
	if err != nil {
		return err
	}
	if err := f.moderatesThere(ctx, w.group, w.actor.IRI); err != nil {
		return err
	}
	return f.store.ModerateGroup(ctx, deed, nil)
}

// moderatesThere asks the server of a group who its moderators are (FEP-1b12).
func (f *Federation) moderatesThere(ctx context.Context, group community.Actor, who community.IRI) error {
	if group.Moderators.IsZero() {
		return notAcceptable("group without moderators")
	}
	doc, err := f.fetch(ctx, group.Moderators)
	if err != nil {
		return err
	}
	list := doc.node.Collection()
	if doc.iri != group.Moderators || !doc.node.IsCollection() {
		return notAcceptable("moderators are no collection")
	}
	for _, item := range list.Items {
		if item.ID == who.String() {
			return nil
		}
	}
	return notAcceptable("not a moderator of the group")
}

// wrapOf is a verified activity as a group of ours passes it on.
func (in received) wrapOf(group community.ActorID, post community.PostID) storage.GroupWrap {
	return storage.GroupWrap{Group: group, Inner: in.iri.String(), Post: post, Body: in.node.Raw()}
}
