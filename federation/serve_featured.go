package federation

import (
	"net/http"
	"net/url"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/federation/vocab"
)

// serveFeatured lists the posts a member shows first, in order, by identifier: those
// that the asker may read, and no word of how many others there are. Whom the member
// blocked finds no list at all (GHSA-ccpr-m53r-mfwr, S-PRIV-9).
func (f *Federation) serveFeatured(r *http.Request, who asker) (response, error) {
	a, err := f.listed(r.Context(), who, mux.Vars(r)["name"])
	if err != nil {
		return response{}, err
	}
	posts, err := f.store.Pinned(r.Context(), a.ID)
	if a.Kind == community.Group {
		posts, err = f.groupFeatured(r.Context(), who, a)
	}
	if err != nil {
		return response{}, err
	}
	if posts, err = f.store.Visible(r.Context(), who.viewer, posts); err != nil {
		return response{}, err
	}
	var items []vocab.Reference
	for _, p := range posts {
		if isOpen(p.Audience) {
			items = append(items, vocab.Reference{ID: p.IRI.String()})
		}
	}
	collection := countOnly(a.Featured, len(items))
	collection.Items = items
	return activityResponse(vocab.EncodeCollection(collection))
}

// serveFeaturedTags lists the hashtags a member shows on the profile.
func (f *Federation) serveFeaturedTags(r *http.Request, who asker) (response, error) {
	a, err := f.listed(r.Context(), who, mux.Vars(r)["name"])
	if err != nil {
		return response{}, err
	}
	tags, err := f.store.FeaturedTags(r.Context(), a.ID)
	if err != nil {
		return response{}, err
	}
	collection := vocab.Collection{ID: featuredTagsOf(a), Type: "Collection", TotalItems: new(int64(len(tags)))}
	for _, tag := range tags {
		collection.Items = append(collection.Items, vocab.Embed(vocab.Tag{Type: "Hashtag", Name: "#" + tag,
			Href: f.base + "/tags/" + url.PathEscape(tag)}))
	}
	return activityResponse(vocab.EncodeCollection(collection))
}
