package federation

import (
	"context"
	"fmt"

	"consilium/community"
	"consilium/federation/vocab"
	"consilium/storage"
)

// composers is the one table from the verb of a delivery to how its activity is
// made of what the rows say now. Each returns community.ErrGone when there is
// nothing left to say.
var composers = map[string]func(*Federation, context.Context, storage.Delivery) (vocab.Activity, error){
	"Create":       (*Federation).composePublication,
	"Announce":     (*Federation).composePublication,
	"Update":       (*Federation).composeUpdate,
	"Delete":       (*Federation).composeDelete,
	"Follow":       (*Federation).composePlain,
	"Like":         (*Federation).composePlain,
	"Accept":       (*Federation).composeOuter,
	"Reject":       (*Federation).composeOuter,
	"Undo":         (*Federation).composeOuter,
	"Flag":         (*Federation).composeFlag,
	"Move":         (*Federation).composeMove,
	"QuoteRequest": (*Federation).composeQuoteRequest,
	"Add":          (*Federation).composeAdd,
	"Remove":       (*Federation).composeRemove,
}

// compose makes the activity of a delivery. Its identifier is the delivery's, at
// every attempt.
func (f *Federation) compose(ctx context.Context, d storage.Delivery) (vocab.Activity, error) {
	composer, known := composers[d.Verb]
	if d.Wrap != 0 { // a group's Announce of an activity
		composer = (*Federation).composeWrap
	}
	if !known {
		return vocab.Activity{}, fmt.Errorf("compose %s: no such verb", d.Verb)
	}
	a, err := composer(f, ctx, d)
	if err != nil {
		return a, err
	}
	a.ID, a.Type = d.Activity, d.Verb
	return a, nil
}

// openPost is a post that may be sent: live, ours, open, of a member who is not
// closed, and not hidden while staff look at it. The OpenKind is
// what the encoders want; a restricted post has none.
func (f *Federation) openPost(ctx context.Context, id community.PostID) (community.Post, community.OpenKind, error) {
	post, err := f.store.Post(ctx, id)
	if err != nil {
		return post, community.OpenKind{}, err
	}
	if !post.Deleted.IsZero() { // its Delete follows
		return post, community.OpenKind{}, fmt.Errorf("post %d: %w", id, community.ErrGone)
	}
	author, err := f.store.Actor(ctx, post.Author)
	if err != nil {
		return post, community.OpenKind{}, err
	}
	open, ok := post.Audience.Open()
	if !ok || !post.Local || !author.Active() || !post.Hidden.IsZero() {
		return post, open, fmt.Errorf("post %d stays here: %w", id, community.ErrForbidden)
	}
	return post, open, nil
}

// stillFor makes sure that a direct post goes only to who is named in it now: it
// may have been edited after it was enqueued.
func (f *Federation) stillFor(ctx context.Context, post community.Post, inbox community.IRI) error {
	if post.Audience.Kind != community.Direct {
		return nil
	}
	named, err := f.store.Actors(ctx, post.Mentions)
	if err != nil {
		return err
	}
	for _, a := range named {
		if a.Inbox == inbox {
			return nil
		}
	}
	return fmt.Errorf("post %d is no longer for its recipient: %w", post.ID, community.ErrForbidden)
}

// composePublication is a Create or an Announce.
func (f *Federation) composePublication(ctx context.Context, d storage.Delivery) (vocab.Activity, error) {
	if d.Vote != 0 {
		return f.composeVote(ctx, d)
	}
	post, open, err := f.openPost(ctx, d.Post)
	if err == nil {
		err = f.stillFor(ctx, post, d.Inbox)
	}
	if err != nil {
		return vocab.Activity{}, err
	}
	if (post.Kind == community.AnnounceKind) != (d.Verb == "Announce") {
		return vocab.Activity{}, fmt.Errorf("post %d is no %s: %w", d.Post, d.Verb, community.ErrGone)
	}
	return f.publishActivity(ctx, post, open)
}

// composeUpdate is a changed post, or a changed actor when there is no post.
func (f *Federation) composeUpdate(ctx context.Context, d storage.Delivery) (vocab.Activity, error) {
	if d.Post == 0 {
		return f.composeActorUpdate(ctx, d)
	}
	post, open, err := f.openPost(ctx, d.Post)
	if err == nil {
		err = f.stillFor(ctx, post, d.Inbox)
	}
	if err != nil {
		return vocab.Activity{}, err
	}
	o, err := f.postObject(ctx, post, open)
	if err != nil {
		return vocab.Activity{}, err
	}
	return vocab.Activity{Actor: o.AttributedTo[0], Object: vocab.Embed(o), Addresses: o.Addresses, Updated: post.Updated()}, nil
}

func (f *Federation) composeActorUpdate(ctx context.Context, d storage.Delivery) (vocab.Activity, error) {
	actor, err := f.store.Actor(ctx, d.Actor)
	if err != nil {
		return vocab.Activity{}, err
	}
	doc, err := f.actorDocument(ctx, actor)
	if err != nil {
		return vocab.Activity{}, err
	}
	return vocab.Activity{Actor: doc.ID, Object: vocab.Embed(doc),
		Addresses: vocab.Addresses{To: []string{vocab.Public}, Cc: []string{actor.Followers.String()}}}, nil
}

// composeDelete says that a post is no more, or that a member is.
func (f *Federation) composeDelete(ctx context.Context, d storage.Delivery) (vocab.Activity, error) {
	actor, err := f.store.Actor(ctx, d.Actor)
	if err != nil {
		return vocab.Activity{}, err
	}
	a := vocab.Activity{Actor: actor.IRI.String(), Object: vocab.Reference{ID: d.Object},
		Addresses: vocab.Addresses{To: []string{vocab.Public}}, Done: actor.Gone}
	if d.Post == 0 {
		return a, nil
	}
	post, err := f.store.Post(ctx, d.Post)
	if err != nil {
		return a, err
	}
	open, ok := post.Audience.Open()
	if !ok || post.Deleted.IsZero() {
		return a, fmt.Errorf("post %d is not to be deleted elsewhere: %w", d.Post, community.ErrForbidden)
	}
	a.Object, a.Addresses, a.Done = vocab.Embed(tombstone(post)), address(actor, open, nil), post.Deleted
	return a, nil
}

// composePlain is a deed whose object is known by its identifier.
func (f *Federation) composePlain(ctx context.Context, d storage.Delivery) (vocab.Activity, error) {
	actor, err := f.store.Actor(ctx, d.Actor)
	return vocab.Activity{Actor: actor.IRI.String(), Object: vocab.Reference{ID: d.Object}}, err
}

// composeOuter is an activity about another, which is embedded whole with its
// exact identifier, since that is how many peers find it (protocol 1.9).
func (f *Federation) composeOuter(ctx context.Context, d storage.Delivery) (vocab.Activity, error) {
	if d.Inner == nil {
		return vocab.Activity{}, fmt.Errorf("compose %s: nothing inside", d.Verb)
	}
	actor, err := f.store.Actor(ctx, d.Actor)
	if err != nil {
		return vocab.Activity{}, err
	}
	return vocab.Activity{Actor: actor.IRI.String(), Object: vocab.Embed(vocab.Activity{ID: d.Inner.ID, Type: d.Inner.Verb,
		Actor: d.Inner.Actor, Object: vocab.Reference{ID: d.Inner.Object}, Instrument: vocab.Reference{ID: d.Inner.Instrument}}),
		Result: vocab.Reference{ID: d.Result}}, nil
}

// composeFlag is a report to another server, from the instance itself so that
// the reporter is not named (protocol 1.9).
func (f *Federation) composeFlag(ctx context.Context, d storage.Delivery) (vocab.Activity, error) {
	flag, err := f.store.Flag(ctx, d.Flag)
	if err != nil {
		return vocab.Activity{}, err
	}
	instance, err := f.instance(ctx)
	if err != nil {
		return vocab.Activity{}, err
	}
	target, err := f.store.Actor(ctx, flag.Target)
	if err != nil {
		return vocab.Activity{}, err
	}
	posts, err := f.store.Posts(ctx, flag.Posts)
	if err != nil {
		return vocab.Activity{}, err
	}
	a := vocab.Activity{Actor: instance.IRI.String(), Object: vocab.Reference{ID: target.IRI.String()}, Content: flag.Comment,
		Reason: string(flag.Category)}
	for _, id := range flag.Posts {
		p, known := posts[id]
		if _, open := p.Audience.Open(); known && open && !p.Local { // what is for few names nobody else's address
			a.Further = append(a.Further, vocab.Reference{ID: p.IRI.String()})
		}
	}
	return a, nil
}
