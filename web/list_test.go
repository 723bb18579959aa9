package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"consilium/community"
	"consilium/storage/storagetest"
)

// A member makes a list, puts somebody they follow on it from the profile, reads it,
// changes it, takes them off and deletes it; nobody else finds it.
func TestLists(t *testing.T) {
	eachShelf(t, func(h *shelf) {
		h.ana.get("/lists").is(http.StatusOK).has("You have no lists.")
		h.ana.post("/lists", url.Values{"title": {" "}, "replies_policy": {"list"}}).is(http.StatusUnprocessableEntity).has("Give the list a name.")
		list := h.ana.post("/lists", url.Values{"title": {"Ward 3"}, "replies_policy": {"list"}}).is(http.StatusOK).has("The list is saved.").path
		id := strings.TrimPrefix(list, "/lists/")
		ben := "/a/" + community.FormatID(h.benActor.ID)
		h.ana.get("/@ben").is(http.StatusOK).hasNot("Add to a list")
		h.ana.post(ben+"/list", url.Values{"list": {id}}).is(http.StatusUnprocessableEntity)
		storagetest.Following(t, h.store, h.anaActor, h.benActor)
		h.ana.get("/@ben").is(http.StatusOK).has("Add to a list", "Ward 3")
		h.ana.post(ben+"/list", url.Values{"list": {id}}).is(http.StatusOK).has("On the list now.", "On your lists:")
		h.ana.post(ben+"/list", url.Values{"list": {id}}).is(http.StatusOK) // pressed twice
		storagetest.Post(t, h.store, h.benActor, "Seen on the ward")
		h.ana.get(list).is(http.StatusOK).has("Seen on the ward", "People on this list")
		h.ana.post(list, url.Values{"title": {"Ward 4"}, "replies_policy": {"none"}, "exclusive": {"on"}}).is(http.StatusOK).has("Ward 4", "is not in Home")
		h.ana.get("/home").is(http.StatusOK).hasNot("Seen on the ward")
		for _, path := range []string{list, list + "/delete", list + "/remove", ben + "/list"} {
			if got := h.cleo.post(path, url.Values{"title": {"Mine"}, "replies_policy": {"none"}, "person": {community.FormatID(h.benActor.ID)}, "list": {id}}); got.status != http.StatusNotFound {
				t.Errorf("somebody else's %s: %d", path, got.status)
			}
		}
		h.cleo.get(list).is(http.StatusNotFound)
		h.ana.post(list+"/remove", url.Values{"person": {community.FormatID(h.benActor.ID)}}).is(http.StatusOK).hasNot("Seen on the ward")
		h.ana.post(list+"/delete", url.Values{}).is(http.StatusOK).has("The list is deleted.")
		h.ana.get(list).is(http.StatusNotFound)
	})
}

// A hashtag is followed on its page; what is posted with it comes home, and it stands
// among those one follows until one stops.
func TestFollowHashtag(t *testing.T) {
	eachShelf(t, func(h *shelf) {
		h.ana.get("/tags/sepsis").is(http.StatusOK).has("Follow hashtag")
		h.ana.post("/tags/Sepsis/follow", url.Values{}).is(http.StatusOK).has("You follow this hashtag now.", "Stop following")
		storagetest.Post(t, h.store, h.benActor, "A late #sepsis")
		h.ana.get("/home").is(http.StatusOK).has("A late")
		h.ana.get("/lists").is(http.StatusOK).has("#sepsis")
		if got := h.ana.taken(); !strings.Contains(got["followed_tags.csv"], "#sepsis") {
			t.Errorf("the copy holds %q", got["followed_tags.csv"])
		}
		h.ana.post("/tags/sepsis/unfollow", url.Values{}).is(http.StatusOK).has("Follow hashtag")
		h.ana.post("/tags/%20/follow", url.Values{}).is(http.StatusNotFound)
	})
}

// The copy of a member holds who is on which list.
func TestExportedLists(t *testing.T) {
	eachShelf(t, func(h *shelf) {
		storagetest.Following(t, h.store, h.anaActor, h.benActor)
		l, err := h.store.SaveList(t.Context(), community.List{Owner: h.anaActor.ID, Title: "Ward, 3", Replies: community.NoReplies})
		if err == nil {
			err = h.store.AddToList(t.Context(), l.Owner, l.ID, []community.ActorID{h.benActor.ID})
		}
		if err != nil {
			t.Fatal(err)
		}
		if got := h.ana.taken()["lists.csv"]; got != "\"Ward, 3\",ben@here.example\n" {
			t.Errorf("lists.csv %q", got)
		}
	})
}
