package federation

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/federation/vocab"
)

// listed is the member whose collections are asked for. To the barred they are
// refused; whom the member blocked finds nothing (S-PRIV-9).
func (f *Federation) listed(ctx context.Context, who asker, name string) (community.Actor, error) {
	if err := f.stranger(who); err != nil {
		return community.Actor{}, err
	}
	a, err := f.member(ctx, name)
	if err != nil {
		return a, err
	}
	if err := who.bar(); err != nil {
		return a, err
	}
	blocked, err := f.blocked(ctx, a, who)
	if err == nil && blocked {
		err = fmt.Errorf("collection: %w", community.ErrNotFound)
	}
	return a, err
}

// serveOutbox lists what a member said to everybody (ActivityPub 5.1), newest
// first.
func (f *Federation) serveOutbox(r *http.Request, who asker) (response, error) {
	a, err := f.listed(r.Context(), who, mux.Vars(r)["name"])
	if err != nil {
		return response{}, err
	}
	cursor := r.URL.Query().Get("page")
	if cursor == "" {
		return f.outboxSummary(r.Context(), a)
	}
	page, err := parseCursor(cursor)
	if err != nil {
		return response{}, err
	}
	posts, err := f.store.Outbox(r.Context(), a.ID, page)
	if err != nil {
		return response{}, err
	}
	document := pageOfItems("OrderedCollectionPage", a.Outbox.String(), cursor, posts)
	if document.Items, err = f.outboxItems(r.Context(), who, posts); err != nil {
		return response{}, err
	}
	return activityResponse(vocab.EncodeCollection(document))
}

func (f *Federation) outboxSummary(ctx context.Context, a community.Actor) (response, error) {
	total, err := f.store.OutboxCount(ctx, a.ID)
	if err != nil {
		return response{}, err
	}
	collection := countOnly(a.Outbox, total)
	if total > 0 {
		collection.First = vocab.Reference{ID: pageURL(a.Outbox.String(), firstPage)}
	}
	return activityResponse(vocab.EncodeCollection(collection))
}

// outboxItems are the activities of the posts that the asker may see. An
// announce whose post may no longer be repeated is left out.
func (f *Federation) outboxItems(ctx context.Context, who asker, posts []community.Post) ([]vocab.Reference, error) {
	posts, err := f.store.Visible(ctx, who.viewer, posts)
	if err != nil {
		return nil, err
	}
	c, err := f.gather(ctx, posts...)
	if err != nil {
		return nil, err
	}
	var items []vocab.Reference
	for _, p := range posts {
		open, may := p.Audience.Open()
		if !may || !isOpen(p.Audience) {
			continue
		}
		activity, err := f.activity(p, open, c)
		if errors.Is(err, community.ErrForbidden) {
			continue
		}
		if err != nil {
			return nil, err
		}
		items = append(items, vocab.Embed(activity))
	}
	return items, nil
}

// serveList answers for followers and following with their number alone.
func (f *Federation) serveList(r *http.Request, who asker) (response, error) {
	a, err := f.listed(r.Context(), who, mux.Vars(r)["name"])
	if err != nil {
		return response{}, err
	}
	if name := r.URL.Query().Get("is_follower"); name != "" && a.Kind == community.Group && strings.HasSuffix(r.URL.Path, "/followers") {
		return f.isFollower(r.Context(), who, a, name)
	}
	collection := countOnly(a.Followers, a.FollowerCount)
	if mux.Vars(r)["list"] == "following" {
		collection = countOnly(a.Following, a.FollowingCount)
	}
	return activityResponse(vocab.EncodeCollection(collection))
}

// serveReplies lists the identifiers of replies that everybody may read, to
// whoever may read the post. How many there are is not said: some are for fewer
// people (S-PRIV-8).
func (f *Federation) serveReplies(r *http.Request, who asker) (response, error) {
	p, _, err := f.readable(r.Context(), who, mux.Vars(r)["token"])
	if err != nil {
		return response{}, err
	}
	id, cursor := p.IRI.String()+"/replies", r.URL.Query().Get("page")
	if cursor == "" {
		return activityResponse(vocab.EncodeCollection(vocab.Collection{ID: id, Type: "Collection",
			First: vocab.Reference{ID: pageURL(id, firstPage)}}))
	}
	page, err := parseCursor(cursor)
	if err != nil {
		return response{}, err
	}
	posts, err := f.store.Replies(r.Context(), p.ID, page)
	if err != nil {
		return response{}, err
	}
	document := pageOfItems("CollectionPage", id, cursor, posts)
	if posts, err = f.store.Visible(r.Context(), who.viewer, posts); err != nil {
		return response{}, err
	}
	for _, reply := range posts {
		if isOpen(reply.Audience) {
			document.Items = append(document.Items, vocab.Reference{ID: reply.IRI.String()})
		}
	}
	return activityResponse(vocab.EncodeCollection(document))
}
