package federation

import (
	"fmt"

	"consilium/community"
	"consilium/federation/vocab"
	"consilium/storage"
)

// collectionPage is how many items a page holds (at most 50, protocol 1.10).
const collectionPage = 20

// firstPage is the cursor of the newest page. Other cursors are only good for
// handing back.
const firstPage = "first"

// parseCursor reads the page parameter of a collection; ErrNotFound for one that
// was not ours.
func parseCursor(text string) (storage.Page, error) {
	page := storage.Page{Limit: collectionPage}
	if text == firstPage {
		return page, nil
	}
	id, err := community.ParseID[community.PostID](text)
	if err != nil {
		return page, fmt.Errorf("cursor: %w", community.ErrNotFound)
	}
	page.Max = int64(id)
	return page, nil
}

// countOnly is a collection that says how many there are and not which
// (protocol 1.10: followers and following are hidden).
func countOnly(id community.IRI, total int) vocab.Collection {
	return vocab.Collection{ID: id.String(), Type: "OrderedCollection", TotalItems: new(int64(total))}
}

// pageURL is the address of a page of a collection.
func pageURL(collection, cursor string) string { return collection + "?page=" + cursor }

// pageOfItems is a page still without items, made of the posts that were read
// for it: of these some may not be for this asker, but the next page begins
// after the last of them.
func pageOfItems(kind, collection, cursor string, posts []community.Post) vocab.Collection {
	page := vocab.Collection{ID: pageURL(collection, cursor), Type: kind, PartOf: collection}
	if len(posts) == collectionPage {
		page.Next = vocab.Reference{ID: pageURL(collection, community.FormatID(posts[len(posts)-1].ID))}
	}
	return page
}
