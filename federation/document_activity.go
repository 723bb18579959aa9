package federation

import (
	"context"
	"fmt"

	"consilium/community"
	"consilium/federation/vocab"
)

// activityPath names the activity that published a post, after the post's own
// identifier.
const activityPath = "/activity"

// publishActivity is the activity by which a local post came to be: a Create
// with the post inside, or the Announce that an announce is.
func (f *Federation) publishActivity(ctx context.Context, p community.Post, open community.OpenKind) (vocab.Activity, error) {
	c, err := f.gather(ctx, p)
	if err != nil {
		return vocab.Activity{}, err
	}
	return f.activity(p, open, c)
}

func (f *Federation) activity(p community.Post, open community.OpenKind, c cast) (vocab.Activity, error) {
	if p.Kind == community.AnnounceKind {
		return announce(p, open, c)
	}
	o, err := f.object(p, open, c)
	if err != nil {
		return vocab.Activity{}, err
	}
	return vocab.Activity{ID: o.ID + activityPath, Type: "Create", Actor: o.AttributedTo[0], Object: vocab.Embed(o),
		Addresses: o.Addresses, Published: p.Published}, nil
}

// announce names what it repeats and never embeds it. Only what is open to all
// is repeated to others, and the author's own (protocol 1.9).
func announce(p community.Post, open community.OpenKind, c cast) (vocab.Activity, error) {
	author, known := c.actors[p.Author]
	of, there := c.posts[p.Of]
	own := known && author.Local && p.Local && p.Deleted.IsZero()
	if !own || !there || open.Kind() != p.Audience.Kind || !community.CanAnnounce(p.Author, of) {
		return vocab.Activity{}, fmt.Errorf("document of announce %d: %w", p.ID, community.ErrForbidden)
	}
	var named []community.Actor
	if a, known := c.actors[of.Author]; known && a.ID != author.ID {
		named = append(named, a)
	}
	return vocab.Activity{ID: p.IRI.String(), Type: "Announce", Actor: author.IRI.String(),
		Object: vocab.Reference{ID: of.IRI.String()}, Addresses: address(author, open, named), Published: p.Published}, nil
}
