package federation

import (
	"context"
	"net/http"
	"slices"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/federation/vocab"
)

// serveModerators lists who looks after a group, by identifier (FEP-1b12). Members have
// no such list.
func (f *Federation) serveModerators(r *http.Request, who asker) (response, error) {
	a, err := f.listed(r.Context(), who, mux.Vars(r)["name"])
	if err != nil {
		return response{}, err
	}
	if a.Kind != community.Group {
		return response{}, community.ErrNotFound
	}
	g, err := f.store.Group(r.Context(), a.ID)
	if err != nil {
		return response{}, err
	}
	people, err := f.store.Actors(r.Context(), g.Moderators)
	if err != nil {
		return response{}, err
	}
	collection := countOnly(a.Moderators, len(g.Moderators))
	for _, id := range g.Moderators {
		if p, known := people[id]; known {
			collection.Items = append(collection.Items, vocab.Reference{ID: p.IRI.String()})
		}
	}
	return activityResponse(vocab.EncodeCollection(collection))
}

// groupFeatured is what the moderators of a group pinned, as far as everybody may
// read it.
func (f *Federation) groupFeatured(ctx context.Context, who asker, a community.Actor) ([]community.Post, error) {
	posts, err := f.store.PinnedInGroup(ctx, who.viewer, a.ID)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(posts, func(p community.Post) bool { return !isOpen(p.Audience) }), nil
}

// isFollower answers whether one actor follows a group (R-GRP-5), to that actor's own
// server: who else follows what is nobody's business. 404 for no.
func (f *Federation) isFollower(ctx context.Context, who asker, group community.Actor, name string) (response, error) {
	iri, err := community.ParseIRI(name)
	if err != nil {
		return response{}, community.ErrNotFound
	}
	by, err := f.store.Actor(ctx, who.viewer.Actor)
	if err == nil && !by.IRI.SameOrigin(iri) {
		err = community.ErrNotFound
	}
	if err != nil {
		return response{}, err
	}
	a, err := f.store.ActorByIRI(ctx, iri)
	if err != nil {
		return response{}, err
	}
	standing, err := f.store.GroupStanding(ctx, group.ID, a)
	if err == nil && !standing.Follows {
		err = community.ErrNotFound
	}
	if err != nil {
		return response{}, err
	}
	return activityResponse(vocab.EncodeCollection(countOnly(group.Followers, group.FollowerCount)))
}
