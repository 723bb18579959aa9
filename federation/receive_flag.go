package federation

import (
	"context"
	"errors"
	"fmt"
	"time"

	"consilium/community"
	"consilium/federation/vocab"
)

// How many reports one server may send in how long (S-ORG-11).
const (
	mostFlags  = 30
	flagWindow = time.Hour
	// mostFlagged is how many objects of one report are looked at.
	mostFlagged = 50
)

// receiveFlag takes a report from elsewhere about a member, with the posts it
// names. It may come from the other instance itself.
func (f *Federation) receiveFlag(ctx context.Context, in received) error {
	if in.iri.IsZero() {
		return notAcceptable("flag without an address")
	}
	if rejected, err := f.rejectsReports(ctx, in.actor); err != nil || rejected {
		return errors.Join(err, fmt.Errorf("reports of this server are not taken: %w", errShutOut))
	}
	allowed, _, err := f.store.Attempt(ctx, "flag/"+in.actor.IRI.Host(), flagWindow, mostFlags)
	if err != nil {
		return err
	}
	if !allowed {
		return fmt.Errorf("too many flags: %w", community.ErrForbidden)
	}
	flag := community.Flag{IRI: in.iri, Reporter: in.actor.ID, Category: flagReason(in.activity.Reason), Created: f.now(),
		Comment: text(in.activity.Content, community.MaxComment)}
	objects := append([]vocab.Reference{in.activity.Object}, in.activity.Further...)
	for _, r := range objects[:min(len(objects), mostFlagged)] {
		if err := f.addFlagged(ctx, &flag, r); err != nil {
			return err
		}
	}
	if flag.Target == 0 {
		return fmt.Errorf("flag of nobody here: %w", community.ErrNotFound)
	}
	_, err = f.store.AddFlag(ctx, flag)
	return err
}

// flagReason is the reason another Consilium gives, in our words; "other" for all
// others. What it says never hides anything here.
func flagReason(slug string) community.FlagCategory { return community.ParseFlagCategory(slug) }

// addFlagged adds one object of a report: a member, or a post of a member who
// then is the one reported. What is not ours is left out.
func (f *Federation) addFlagged(ctx context.Context, flag *community.Flag, r vocab.Reference) error {
	iri, err := community.ParseIRI(r.ID)
	if err != nil || !f.ours(iri) {
		return nil
	}
	target, err := f.localActor(ctx, iri)
	if err == nil && flag.Target == 0 {
		flag.Target = target.ID
	}
	if err == nil || !settled(err) {
		return err
	}
	post, err := f.store.PostByIRI(ctx, iri)
	switch {
	case err != nil && settled(err):
		return nil
	case err != nil:
		return err
	case flag.Target == 0 || flag.Target == post.Author:
		flag.Target = post.Author
		flag.Posts = append(flag.Posts, post.ID)
	}
	return nil
}
