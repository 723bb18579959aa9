package federation

import (
	"context"

	"consilium/community"
	"consilium/federation/vocab"
	"consilium/storage"
)

const (
	// largePassed is from which size, in bytes, an activity is not passed on: it goes to
	// every follower whole.
	largePassed = 128 << 10
	// mostPassedOfOne and mostPassedOfHost are how many activities of one person, and of
	// all of one host, are passed on in an hour.
	mostPassedOfOne, mostPassedOfHost = 200, 3000
)

// authored are the types by which an author says something else about a post than before.
var authored = map[string]bool{"Create": true, "Update": true, "Delete": true}

// passesWhole says whether the bytes of an activity may go to everybody: they are not
// too many, and the words in them are for all, also where the post was once.
func passesWhole(in received) bool {
	if len(in.node.Raw()) > largePassed {
		return false
	}
	a := in.activity
	if a.Type != "Create" && a.Type != "Update" || a.Object.Node == nil {
		return true
	}
	if o := a.Object.Node.Object(); !noAddress(o.Addresses) {
		return forAll(o.Addresses)
	}
	return forAll(a.Addresses)
}

// passesFew counts what is passed on, which costs a delivery to every follower: of one
// person, and of one host. What ends something always goes on.
func (f *Federation) passesFew(ctx context.Context, in received) (bool, error) {
	if in.activity.Type == "Delete" {
		return true, nil
	}
	for name, most := range map[string]int{in.actor.IRI.String(): mostPassedOfOne, in.actor.IRI.Host(): mostPassedOfHost} {
		allowed, _, err := f.store.Attempt(ctx, "group/"+name, passedOnWindow, most)
		if err != nil || !allowed {
			return false, err
		}
	}
	return true, nil
}

// stillPasses makes sure that what others said may still be passed on when it is: time
// has passed since it was taken (S-ORG-12). What ends something always goes on.
func (f *Federation) stillPasses(ctx context.Context, w storage.GroupWrap) error {
	node, err := vocab.Decode(w.Body)
	if err != nil {
		return notAcceptable("wrap of nothing that can be read")
	}
	said := node.Activity()
	if said.Type == "Delete" {
		return nil
	}
	iri, err := community.ParseIRI(said.Actor)
	if err != nil {
		return notAcceptable("wrap of nobody's activity")
	}
	by, err := f.store.ActorByIRI(ctx, iri)
	if err == nil {
		err = f.welcome(ctx, by)
	}
	if err != nil || w.Post == 0 {
		return err
	}
	post, err := f.store.Post(ctx, w.Post)
	if err == nil && !post.Hidden.IsZero() {
		err = notAcceptable("wrap about a hidden post")
	}
	return err
}
