package web_test

import (
	"testing"

	"consilium/community"
)

// What waits for a second look is counted beside the desk, for who may look: not for
// its author.
func TestDeskCountsReviews(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		mod, modActor := h.staff("mod", community.Moderator)
		other, _ := h.staff("other", community.Moderator)
		_, author := h.member("ana")
		for _, who := range []community.Actor{author, modActor} {
			d, err := h.store.SaveDraft(h.Context(), community.Draft{Owner: who.ID, Kind: community.DraftOfCase, Title: "Held", Form: map[string][]string{"title": {"Held"}}})
			h.must(err)
			stopped := &community.Stopped{Inspection: community.Inspect([]community.Passage{{Field: "title", Text: "mary.smith@example.org"}}, community.InspectOptions{})}
			h.must(h.store.HoldDraft(h.Context(), community.ReviewRequest{Draft: d.ID, Owner: who.ID, Code: community.ReviewCodes()[0], Words: "No.", Stopped: stopped, Audience: community.InstanceOnly}))
		}
		for user, want := range map[string]int{mod.Name: 1, other.Name: 2} {
			actor, err := h.store.UserByName(h.Context(), user)
			h.must(err)
			if n, err := h.store.CountReviews(h.Context(), actor.Actor); err != nil || n != want {
				t.Errorf("%s: %d, %v", user, n, err)
			}
		}
		h.as(mod).get("/home").is(200).has(`Staff desk`, `>1<`)
		h.as(other).get("/home").is(200).has(`Staff desk`, `>2<`)
	})
}
