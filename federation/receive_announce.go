package federation

import (
	"context"
	"errors"
	"fmt"

	"consilium/community"
)

// receiveAnnounce remembers a boost. What was embedded is not believed: the
// post is one known here, or fetched from where it lives. An activity that is announced
// is a group's (receive_group.go).
func (f *Federation) receiveAnnounce(ctx context.Context, in received) error {
	if node := in.activity.Object.Node; node != nil && node.IsActivity() {
		return f.receiveWrapped(ctx, in)
	}
	iri, err := in.objectIRI()
	if err != nil {
		return err
	}
	of, err := f.announced(ctx, in, iri)
	if err != nil {
		return err
	}
	audience, err := community.OpenAudience(audienceOf(in.activity.Addresses, in.actor))
	if err != nil {
		return err
	}
	publication, err := community.ReceiveAnnounce(community.RemoteAnnounce{IRI: in.iri, By: in.actor, Of: of,
		Audience: audience, Published: in.activity.Published}, f.now())
	if err != nil {
		return err
	}
	_, err = f.store.Publish(ctx, publication)
	return err
}

// announced is the post that is repeated. It is only fetched when somebody here
// follows who repeats it, and what is closed or shut out does not come back
// this way (S-ORG-12).
func (f *Federation) announced(ctx context.Context, in received, iri community.IRI) (community.Post, error) {
	post, err := f.store.VisiblePostByIRI(ctx, community.Viewer{Actor: in.actor.ID}, iri)
	if err == nil && !post.Local {
		return post, f.mayFederate(ctx, iri.Host())
	}
	if err == nil || !errors.Is(err, community.ErrNotFound) || f.ours(iri) {
		return post, err
	}
	followed, err := f.followedHere(ctx, in.actor.ID)
	if err != nil || !followed {
		return post, errors.Join(err, dropped(followed))
	}
	if _, err := f.store.PostByIRI(ctx, iri); !errors.Is(err, community.ErrNotFound) {
		return post, errors.Join(err, fmt.Errorf("announced post is hidden: %w", community.ErrNotFound))
	}
	if post, err = f.fetchPost(ctx, iri); err != nil {
		return post, err
	}
	return post, f.lookAbove(ctx, post, 1)
}
