package web_test

import (
	"net/http"
	"testing"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// Staff see how things stand with a server, try it again and drop what waits; what
// takes posts back stays unless they say so.
func TestPeers(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		root, _ := h.staff("rosa", community.Administrator)
		mod, _ := h.staff("mia", community.Moderator)
		_, ana := h.member("ana")
		bob := storagetest.Remote(h, h.store, there, "bob")
		storagetest.Following(h, h.store, bob, ana)
		post := storagetest.Post(h, h.store, ana, "Hello")
		const host, path = "there.example", "/desk/domains/there.example"
		h.must(h.store.MeetPeer(h.Context(), host))
		h.must(h.store.MeetPeer(h.Context(), "quiet.example"))
		h.must(h.store.SetSoftware(h.Context(), host, storage.Software{Name: "mastodon", Version: "4.5.1"}))
		lease := h.leases()
		h.must(h.store.NoteSent(h.Context(), storage.Job{}, storage.Sent{Inbox: bob.Inbox, Post: post.ID, Revision: 1}))
		h.must(h.store.DeletePost(h.Context(), post.ID, h.clock.Now()))
		h.must(h.store.PeerFailed(h.Context(), host, 503))
		h.must(h.store.FinishLane(h.Context(), lease[0], storage.Outcome{Down: true}))

		m, r := h.as(mod), h.as(root)
		m.get("/desk/peers").is(200).has("2 servers", "mastodon 4.5.1", "Does not answer", "answered 503", "Nothing sent yet")
		m.get("/desk/peers?only=failing&q=THERE&software=mastodon&sort=people").is(200).has("1 server<").hasNot("quiet.example")
		m.get("/desk/peers?only=waiting&sort=nonsense&page=x").is(200).has("1 server<")
		m.get("/desk/peers?q=nobody").is(200).has("No server matches.")
		m.get(path).is(200).has("It did not answer, tried 1 time since", "answered 503").hasNot(`action="` + path)
		m.get("/desk/peers/inspect").is(200).has("Nothing is kept or sent.")
		for _, action := range []string{"/retry", "/drop"} {
			m.post(path+action, nil).is(http.StatusNotFound)
		}
		if len(h.leases()) != 0 {
			h.Fatal("the lane does not rest")
		}
		r.post(path+"/retry", r.get(path).is(200).form(path+"/retry")).is(200).has("tried again now")
		if len(h.leases()) != 1 {
			h.Error("the lane is not due")
		}
		r.post("/desk/domains/quiet.example/retry", nil).is(http.StatusNotFound)

		form := r.get(path).has("1 delivery waits", "1 of what waits takes a post back. It is kept.").form(path + "/drop")
		r.post(path+"/drop", form).is(http.StatusUnprocessableEntity).has("Tick this if you are sure.")
		r.post(path+"/drop", with(form, "sure", "on")).is(200).has("What waited is dropped.", "0 deliveries wait", "dropped what waited")
		r.post(path+"/drop", with(form, "sure", "on", "deletes", "on")).is(200).has("deletions as well").hasNot("Drop deliveries")
	})
}

// leases takes what is due of the queue.
func (h *house) leases() []storage.Lease {
	h.Helper()
	leases, err := h.store.ClaimLanes(h.Context(), 10)
	h.must(err)
	return leases
}
