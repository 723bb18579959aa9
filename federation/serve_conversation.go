package federation

import (
	"context"
	"fmt"
	"net/http"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/federation/vocab"
)

// The collections of a post, after its identifier.
const (
	repliesPath = "/replies"
	likesPath   = "/likes"
	sharesPath  = "/shares"
	// contextPath is the conversation as posts (FEP-f228), historyPath as activities
	// (FEP-171b); only the post that began it has them.
	contextPath = "/context"
	historyPath = "/history"
)

// conversation names the collections of the conversation that a post belongs to
// (FEP-7888): ours where one of us began it for everybody, else what its beginning says.
func (c cast) conversation(p community.Post) (posts, history string) {
	root, known := c.posts[p.Root]
	switch {
	case !known:
	case root.Local && isOpen(root.Audience) && root.Deleted.IsZero():
		return root.IRI.String() + contextPath, root.IRI.String() + historyPath
	case !root.Local:
		return root.Context.String(), ""
	}
	return "", ""
}

// begun is the post of ours that began a conversation, for whoever may read it.
func (f *Federation) begun(r *http.Request, who asker) (community.Post, community.Actor, error) {
	p, _, err := f.readable(r.Context(), who, mux.Vars(r)["token"])
	if err == nil && (p.Root != p.ID || !isOpen(p.Audience) || p.Kind == community.AnnounceKind) {
		err = fmt.Errorf("conversation of %d: %w", p.ID, community.ErrNotFound)
	}
	if err != nil {
		return p, community.Actor{}, err
	}
	author, err := f.store.Actor(r.Context(), p.Author)
	return p, author, err
}

// serveContext lists the posts of a conversation that everybody may read, newest first,
// by their identifiers (FEP-f228). Its owner is who began it (FEP-11dd).
func (f *Federation) serveContext(r *http.Request, who asker) (response, error) {
	return f.serveConversation(r, who, contextPath, func(_ context.Context, _ community.Actor, posts []community.Post) ([]vocab.Reference, error) {
		var items []vocab.Reference
		for _, p := range posts {
			items = append(items, vocab.Reference{ID: p.IRI.String()})
		}
		return items, nil
	})
}

// serveHistory lists the same as activities, each added by who began the conversation
// (FEP-171b). Nothing of others is repeated but the identifiers of their posts.
func (f *Federation) serveHistory(r *http.Request, who asker) (response, error) {
	return f.serveConversation(r, who, historyPath, func(ctx context.Context, owner community.Actor, posts []community.Post) ([]vocab.Reference, error) {
		authors, err := f.store.Actors(ctx, authorsOf(posts))
		if err != nil {
			return nil, err
		}
		target := vocab.Reference{ID: f.base + r.URL.Path}
		var items []vocab.Reference
		for _, p := range posts {
			created := vocab.Activity{Type: "Create", Actor: authors[p.Author].IRI.String(), Object: vocab.Reference{ID: p.IRI.String()}}
			if p.Local {
				created.ID = p.IRI.String() + activityPath
			}
			items = append(items, vocab.Embed(vocab.Activity{ID: f.base + r.URL.Path + "#" + community.FormatID(p.ID), Type: "Add",
				Actor: owner.IRI.String(), Object: vocab.Embed(created), Target: target, Published: p.Published}))
		}
		return items, nil
	})
}

func authorsOf(posts []community.Post) []community.ActorID {
	var ids []community.ActorID
	for _, p := range posts {
		ids = append(ids, p.Author)
	}
	return distinct(ids)
}

// serveConversation answers for a conversation or a page of it. How many posts it has is
// not said: some are for fewer people (S-PRIV-8).
func (f *Federation) serveConversation(r *http.Request, who asker, path string,
	items func(context.Context, community.Actor, []community.Post) ([]vocab.Reference, error)) (response, error) {
	root, owner, err := f.begun(r, who)
	if err != nil {
		return response{}, err
	}
	id, cursor := root.IRI.String()+path, r.URL.Query().Get("page")
	if cursor == "" {
		return activityResponse(vocab.EncodeCollection(vocab.Collection{ID: id, Type: "OrderedCollection", AttributedTo: owner.IRI.String(),
			First: vocab.Reference{ID: pageURL(id, firstPage)}}))
	}
	page, err := parseCursor(cursor)
	if err != nil {
		return response{}, err
	}
	posts, err := f.store.Conversation(r.Context(), root.ID, page)
	if err != nil {
		return response{}, err
	}
	document := pageOfItems("OrderedCollectionPage", id, cursor, posts)
	document.AttributedTo = owner.IRI.String()
	if posts, err = f.openTo(r.Context(), who, posts); err != nil {
		return response{}, err
	}
	if document.Items, err = items(r.Context(), owner, posts); err != nil {
		return response{}, err
	}
	return activityResponse(vocab.EncodeCollection(document))
}

// openTo keeps what everybody may read and nothing keeps from this asker.
func (f *Federation) openTo(ctx context.Context, who asker, posts []community.Post) ([]community.Post, error) {
	seen, err := f.store.Visible(ctx, who.viewer, posts)
	var open []community.Post
	for _, p := range seen {
		if isOpen(p.Audience) {
			open = append(open, p)
		}
	}
	return open, err
}

// serveLikes and serveShares tell how many, and nobody's name.
func (f *Federation) serveLikes(r *http.Request, who asker) (response, error) {
	return f.serveCount(r, who, likesPath, func(p community.Post) int { return p.Likes })
}

func (f *Federation) serveShares(r *http.Request, who asker) (response, error) {
	return f.serveCount(r, who, sharesPath, func(p community.Post) int { return p.Announces })
}

func (f *Federation) serveCount(r *http.Request, who asker, path string, count func(community.Post) int) (response, error) {
	p, _, err := f.readable(r.Context(), who, mux.Vars(r)["token"])
	if err == nil && !isOpen(p.Audience) {
		err = fmt.Errorf("count of %d: %w", p.ID, community.ErrNotFound)
	}
	if err != nil {
		return response{}, err
	}
	return activityResponse(vocab.EncodeCollection(vocab.Collection{ID: p.IRI.String() + path, Type: "Collection", TotalItems: new(int64(count(p)))}))
}
