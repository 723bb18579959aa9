package federation

import (
	"context"
	"errors"
	"fmt"

	"consilium/community"
	"consilium/federation/vocab"
)

// receiveCreate takes a new post. One that concerns nobody here is not kept.
func (f *Federation) receiveCreate(ctx context.Context, in received) error {
	o, author, err := f.postOf(ctx, in)
	if err != nil {
		return err
	}
	if vote, is := o.Vote(); is && author.ID == in.actor.ID {
		return f.receiveVote(ctx, vote, author)
	}
	if noAddress(o.Addresses) {
		o.Addresses = in.activity.Addresses
	}
	post, err := f.keep(ctx, o, author, f.concernsGroup(in))
	if err != nil {
		return err
	}
	return f.lookAbove(ctx, post, 1)
}

// postOf is the post an activity is about, and its author. The document is
// taken as it was embedded when it lives at the actor's own origin and names
// the actor as its author, which is what was signed. Otherwise it is read from
// its address, which never is a third party's (FEP-fe34, S-ORG-1).
func (f *Federation) postOf(ctx context.Context, in received) (vocab.Object, community.Actor, error) {
	var none vocab.Object
	iri, err := in.objectIRI()
	if err != nil {
		return none, in.actor, err
	}
	if !iri.SameOrigin(in.actor.IRI) {
		return none, in.actor, notAcceptable("object of another origin")
	}
	if node := in.activity.Object.Node; node != nil && node.IsObject() {
		if o := node.Object(); sameAuthor(o, in.actor) {
			return o, in.actor, nil
		}
	}
	doc, err := f.fetch(ctx, iri)
	if err != nil {
		return none, in.actor, err
	}
	o := doc.node.Object()
	if doc.iri != iri || len(o.AttributedTo) == 0 {
		return none, in.actor, notAcceptable("object elsewhere or of nobody")
	}
	if sameAuthor(o, in.actor) {
		return o, in.actor, nil
	}
	author, err := community.ParseIRI(o.AttributedTo[0])
	if err != nil || !author.SameOrigin(iri) {
		return none, in.actor, notAcceptable("author of another origin")
	}
	by, err := f.remote(ctx, author)
	return o, by, err
}

func noAddress(a vocab.Addresses) bool {
	return len(a.To)+len(a.Cc)+len(a.Bto)+len(a.Bcc)+len(a.Audience) == 0
}

// concern says whether a new post from elsewhere is worth keeping.
type concern func(ctx context.Context, p community.RemotePost) (bool, error)

// keepPost publishes here what somebody wrote elsewhere, or what they changed
// of it.
func (f *Federation) keepPost(ctx context.Context, o vocab.Object, author community.Actor, wanted concern) (community.Post, error) {
	post, err := f.keep(ctx, o, author, wanted)
	if err != nil {
		return post, err
	}
	return f.store.Post(ctx, post.ID)
}

// keep is keepPost for who needs no more than what was said, and its number here.
func (f *Federation) keep(ctx context.Context, o vocab.Object, author community.Actor, wanted concern) (community.Post, error) {
	if err := f.welcome(ctx, author); err != nil {
		return community.Post{}, err
	}
	remote, err := f.remotePost(ctx, o, author)
	if err != nil {
		return community.Post{}, err
	}
	var old *community.Post
	known, err := f.store.PostByIRI(ctx, remote.IRI)
	switch {
	case err == nil && known.Kind == community.AnnounceKind:
		return known, notAcceptable("identifier of a boost")
	case err == nil:
		old = &known
	case !errors.Is(err, community.ErrNotFound):
		return known, err
	default:
		if keep, err := wanted(ctx, remote); err != nil || !keep {
			return known, errors.Join(err, dropped(keep))
		}
	}
	publication, err := community.Receive(remote, old, f.now())
	if errors.Is(err, community.ErrConflict) && old != nil {
		if err := f.requote(ctx, remote, *old); err != nil {
			return known, err
		}
	}
	if err != nil {
		return known, err
	}
	post := publication.Post()
	post.ID, err = f.store.Keep(ctx, publication)
	return post, err
}

// dropped is why a post is not kept.
func dropped(keep bool) error {
	if keep {
		return nil
	}
	return fmt.Errorf("post concerns nobody here: %w", community.ErrNotFound)
}

// concerns says whether a post has a reader here: somebody follows its author,
// is named in it, or it answers a post that is kept here. Everything else would
// let strangers fill our disk.
func (f *Federation) concerns(ctx context.Context, p community.RemotePost) (bool, error) {
	if p.Parent != nil && p.Parent.Deleted.IsZero() {
		return true, nil
	}
	for _, a := range p.Mentioned {
		if a.Local {
			return true, nil
		}
	}
	return f.followedHere(ctx, p.Author.ID)
}
