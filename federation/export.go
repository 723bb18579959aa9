package federation

import (
	"context"

	"consilium/community"
	"consilium/federation/vocab"
)

// ActorDocument is a member as every server is told of them, as JSON, for the copy a
// member takes along (FEP-6fcd). There is no private key in it.
func (f *Federation) ActorDocument(ctx context.Context, a community.Actor) ([]byte, error) {
	doc, err := f.actorDocument(ctx, a)
	if err != nil {
		return nil, err
	}
	doc.Credential = vocab.Credential{} // for those who sign
	return vocab.EncodeActor(doc)
}

// ActivityDocument is the activity by which a post of a member came to be, as JSON.
// community.ErrForbidden for what has no form in which it could leave: what is for few.
func (f *Federation) ActivityDocument(ctx context.Context, p community.Post) ([]byte, error) {
	open, ok := p.Audience.Open()
	if !ok || !p.Local || !p.Deleted.IsZero() || !p.Hidden.IsZero() {
		return nil, community.ErrForbidden
	}
	activity, err := f.publishActivity(ctx, p, open)
	if err != nil {
		return nil, err
	}
	return vocab.EncodeActivity(activity)
}
